"""A browser with a passkey, for tests of pages: it answers what the script of a page would send."""

import base64
import json
from typing import Any

from django.test import Client

from entredon.pure.log import keys
from entredon.testing_passkey import Passkey

SITE = "testserver"
SCRIPT = {"Accept": "application/json"}


def text(data: bytes) -> str:
    """Base64url, as browsers write it."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def passkey(name: str) -> Passkey:
    """A passkey for the site that tests call."""
    return Passkey(name, SITE)


def credential(key: Passkey) -> str:
    """By what the browser finds it."""
    return text(key.name.encode())


def answer(key: Passkey, challenge: str) -> dict[str, str]:
    """What the passkey answers to a challenge."""
    client = {"type": "webauthn.get", "challenge": challenge, "origin": f"https://{SITE}", "crossOrigin": False}
    given = key.over(json.dumps(client).encode())
    return {
        "credential": credential(key), "auth": text(given.auth), "client": text(given.client), "sig": text(given.sig),
    }  # fmt: skip


def drawn(browser: Client, address: str, **fields: str) -> Any:
    """What the server wants signed, as the page's script asks for it."""
    return browser.post(address, fields, headers=SCRIPT).json()


def signed(browser: Client, address: str, *by: Passkey, **fields: str) -> Any:
    """Go through all of it: ask what is to be signed, sign with the passkeys in their order, and send the form."""
    said = drawn(browser, address, **fields)
    assert "asks" in said, said
    assert len(said["asks"]) == len(by)
    answers = []
    for key, ask in zip(by, said["asks"], strict=True):
        assert credential(key) in ask["allow"]
        answers.append(answer(key, ask["challenge"]))
    return browser.post(address, {**fields, "token": said["token"], "answers": json.dumps(answers)})


def add(browser: Client, slug: str, new: Passkey, *old: Passkey, name: str = "My phone") -> Any:
    """Add a passkey on its page."""
    fields = {"public": text(new.spki), "credential": credential(new), "name": name}
    return signed(browser, f"/c/{slug}/people/me/keys/passkey/", *old, new, **fields)


def public(key: Passkey) -> str:
    """Its public key as entries have it."""
    return keys.b64(key.spki)

"""A public commons imported from a repository, and letters that can be read: what the tests of claiming share."""

import re
from typing import Any

from django.core import mail
from django.test import Client

from entredon.apps.library.git import proof
from entredon.apps.library.tests.proving import Project
from entredon.apps.people.models import Alias, Person
from entredon.desk import mailbox

CLAIM = "/c/merel/people/claim/"
CLAIMS = "/c/merel/people/claims/"


def publish(project: Project) -> None:
    """Make it public, as somebody attests."""
    proof.attest("merel", "Jan")
    assert project.cast.client("ada").post("/c/merel/publish/", {"way": "publish"}).status_code == 302


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


def letters() -> list[tuple[str, str]]:
    """All letters so far: to whom, and their text."""
    files = sorted(mailbox.folder().glob("*")) if mailbox.folder().exists() else []
    lying = [file.read_text(encoding="utf-8") for file in files if file.is_file()]
    found = [(re.search(r"^To: (.*)$", one, re.MULTILINE)[1], one) for one in lying]
    return found + [(letter.to[0], str(letter.body)) for letter in getattr(mail, "outbox", [])]


def code(to: str) -> str:
    """The code in the last letter to an address."""
    return [
        re.search(r"^ {4}(\d{6})\s*$", body, re.MULTILINE)[1]
        for who, body in letters()
        if who == to and "six digits" in body
    ][-1]


def pseudonym(address: str) -> str:
    return Alias.objects.get(address=address).person


def owner(address: str) -> str:
    """Who has claimed the imported person with this address; "" as long as nobody has."""
    return Person.objects.get(commons="merel", id=pseudonym(address)).claimed_by


def ask(browser: Client, address: str) -> str:
    """Ask for a code; returns where it is to be typed."""
    answer = browser.post(CLAIM, {"way": "address", "address": address})
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])

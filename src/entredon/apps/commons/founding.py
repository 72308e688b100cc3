"""Founding a commons: the verbs that shape and sign the first two entries of a log."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from django.conf import settings

from entredon.apps.commons.entries import Founded
from entredon.apps.people.entries import KeyGiven
from entredon.apps.value.entries import RuleAdopted
from entredon.log import device, door, held
from entredon.log.registry import RULEBOOK, Fact, Refused
from entredon.pure.log.keys import ED25519, b64

SLUG = re.compile(r"[a-z][a-z0-9-]{1,38}")


class Key(Protocol):
    """A secret key at hand."""

    @property
    def id(self) -> str: ...
    @property
    def public(self) -> bytes: ...
    def sign(self, message: bytes) -> bytes: ...


def key_given(key: Key, custody: str) -> KeyGiven:
    """A key as entries write it."""
    return KeyGiven(alg=ED25519, public=b64(key.public), custody=custody)


def host() -> str:
    """The host in the names of logs founded here: ENTREDON_HOST, else one that no other node has."""
    return settings.ENTREDON_HOST or f"{held.node_id()[:10]}.invalid"


def slug_of(name: str) -> str:
    """A short name for addresses, made from a name. Raises Refused when nothing usable is left."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:39].strip("-")
    slug = slug.lstrip("0123456789-")
    if not SLUG.fullmatch(slug):
        raise Refused(
            "“{name}” leaves no short name for the address; give one with --slug, such as open-car.", name=name
        )
    return slug


def found_commons(
    name: str,
    slug: str,
    *,
    purpose: str,
    licences: Sequence[str],
    legal_form: str = "",
    bearer: str = "",
    association: str = "",
    joining: str = "acceptance",
    draft: bool = True,
    founder: Key | None = None,
    custody: str = "device",
    stewards: Sequence[KeyGiven] = (),
    texts: Mapping[str, str] | None = None,
    at: str | None = None,
    then: Sequence[Fact | Callable[[Sequence[str]], Fact]] = (),
) -> str:
    """Found a commons and say that income goes to the common pot until something else is decided.

    ``founder`` signs (this machine's device key when left out) and is the first of the stewards. What she says ``then``
    is part of the same transaction (a function is given the ids of the entries before). Returns the id of the first
    entry. Raises Refused; then nothing is left behind.
    """
    if not SLUG.fullmatch(slug):
        raise Refused("“{slug}” can't be a short name: 2 to 39 of a-z, 0-9 and -, beginning with a letter.", slug=slug)
    made_here = founder is None and not device.path(slug).exists()
    signer = founder or device.key(slug)
    origin = f"{host()}/{slug}"
    fact = _founded(
        origin=origin, name=name, purpose=purpose, licences=tuple(licences), legal_form=legal_form, bearer=bearer,
        association=association, joining=joining, draft=draft, stewards=(key_given(signer, custody), *stewards),
    )  # fmt: skip
    sayings = [door.Saying(said, signer, at=at) for said in (RuleAdopted(rule={"way": "pot"}), *then)]
    try:
        done = door.found(slug, origin, fact, signer, texts=texts, at=at, then=sayings)
    except BaseException:  # also a full disk, or Ctrl-C
        if made_here:
            device.forget(slug)
        raise
    return done[0].id


def _founded(
    *, origin: str, name: str, purpose: str, licences: tuple[str, ...], legal_form: str, bearer: str, association: str,
    joining: str, draft: bool, stewards: tuple[KeyGiven, ...],
) -> Callable[[str], Founded]:  # fmt: skip
    def fact(vkey: str) -> Founded:
        return Founded(
            origin=origin, vkey=vkey, rulebook=RULEBOOK, draft=draft, name=name, purpose=purpose, licences=licences,
            legal_form=legal_form, bearer=bearer, association=association, joining=joining, stewards=stewards,
        )  # fmt: skip

    return fact

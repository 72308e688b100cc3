"""Secrets this node keeps for others, encrypted at rest with a key from a file that never enters the database."""

import secrets

import nacl.exceptions
import nacl.secret
import nacl.utils
from django.conf import settings

from entredon.log import home
from entredon.log.models import HeldKey, NodeFact
from entredon.pure.log.keys import SecretKey
from entredon.pure.told import Told


class Unreadable(Told):
    """A secret can't be opened: the key file is not the one it was sealed with."""


def _box() -> nacl.secret.SecretBox:
    text = home.read_or_make(settings.ENTREDON_HOME / "secret.key", lambda: secrets.token_hex(32))
    return nacl.secret.SecretBox(bytes.fromhex(text))


def seal(data: bytes) -> bytes:
    """Encrypt for the database."""
    return bytes(_box().encrypt(data))


def unseal(data: bytes | memoryview) -> bytes:
    """Decrypt. Raises Unreadable when the key file has changed."""
    try:
        return bytes(_box().decrypt(bytes(data)))
    except nacl.exceptions.CryptoError:
        raise Unreadable(
            "{entredon_home} doesn't open the secrets kept here; restore the file they were made with.",
            entredon_home=settings.ENTREDON_HOME / "secret.key",
        ) from None


def hold(commons: str, use: str, key: SecretKey) -> None:
    """Keep a secret key: ``log`` signs a commons' checkpoints, ``hosted`` signs for a person."""
    HeldKey.objects.create(id=key.id, commons=commons, use=use, sealed=seal(key.seed))


def held(key_id: str) -> SecretKey | None:
    """The secret key with this id, if it is kept here."""
    row = HeldKey.objects.filter(id=key_id).first()
    return None if row is None else SecretKey(unseal(row.sealed))


def let_go(key_id: str) -> None:
    """Throw away a key that signed nothing."""
    HeldKey.objects.filter(id=key_id, use="hosted").delete()


def log_key(commons: str) -> SecretKey:
    """The key that signs this commons' checkpoints."""
    row = HeldKey.objects.get(commons=commons, use="log")
    return SecretKey(unseal(row.sealed))


def node_id() -> str:
    """Sixty-four hex digits that name this node; made once."""
    row, _ = NodeFact.objects.get_or_create(name="id", defaults={"value": secrets.token_hex(32)})
    return str(row.value)

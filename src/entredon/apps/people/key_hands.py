"""With which keys somebody can sign changes of her keys here, and which of them the law wants to see.

Who holds a key that the host doesn't have changes her keys with such a key: with her passkey where she has one, else with
her own device. So a host that has only the hosted key can change nothing behind her back.
"""

from dataclasses import dataclass

from entredon.apps.people import accounts, key_queries
from entredon.apps.people.models import Account, Passkey, Persona
from entredon.log import held
from entredon.log.models import Key
from entredon.log.registry import Refused
from entredon.log.viewer import Signer

HERE, PASSKEY, DEVICE = "here", "passkey", "device"


@dataclass(frozen=True)
class Hands:
    """What somebody has at hand in a commons: the key this place signs with for her (if any), and the ids of her others."""

    slug: str
    account: Account
    person: str
    signer: Signer | None
    passkeys: tuple[str, ...]
    devices: tuple[str, ...]

    @property
    def way(self) -> str:
        """How changes of her keys are signed: here, with her passkey, or on her device."""
        if self.passkeys:
            return PASSKEY
        if self.signer is None or self._others:
            return DEVICE
        return HERE

    @property
    def _others(self) -> list[str]:
        """Devices that are not the one this place signs with (it does where its operator sits at this very machine)."""
        return [id for id in self.devices if self.signer is None or id != self.signer.id]

    @property
    def author(self) -> str:
        """The key that is the author of a change signed in the browser: the one held here, else her newest passkey."""
        return self.signer.id if self.signer else self.passkeys[-1]

    def held_here(self) -> tuple[str, ...]:
        """What signs by itself, without anybody being asked."""
        return (self.signer.id,) if self.signer else ()


def hands(account: Account, slug: str) -> Hands:
    """What somebody has at hand in a commons. Raises Refused when she is nobody there."""
    persona = Persona.objects.filter(account=account, commons=slug).first()
    if persona is None:
        raise Refused("Only members can do this: join first.")
    signer = accounts.key_of(persona)
    if signer is not None and not Key.objects.filter(commons=slug, id=signer.id, revoked=None).exists():
        signer = None
    passkeys = key_queries.live(slug, persona.person, key_queries.PASSKEY)
    devices = key_queries.live(slug, persona.person, key_queries.DEVICE)
    return Hands(slug, account, persona.person, signer, tuple(passkeys), tuple(devices))


def credentials(hands: Hands, keys: tuple[str, ...] = ()) -> dict[str, str]:
    """What the browser finds her passkeys by: key → credential; only of these keys, if any are named."""
    rows = Passkey.objects.filter(account=hands.account, commons=hands.slug, key__in=keys or hands.passkeys)
    return dict(rows.values_list("key", "credential"))


def settle(slug: str, person: str) -> None:
    """After keys have changed: what was held here of ended keys is thrown away, and a person's account speaks with a key
    that is alive, if one is held here. Doing it again changes nothing."""
    rows = Key.objects.filter(commons=slug, person=person, custody=key_queries.HOSTED).order_by("-added")
    for key in rows.exclude(revoked=None).values_list("id", flat=True):
        held.let_go(key)
    alive = [key for key in rows.filter(revoked=None).values_list("id", flat=True) if held.held(key) is not None]
    personas = Persona.objects.filter(commons=slug, person=person)
    if alive and not personas.filter(key__in=alive).exists():
        personas.update(key=alive[0])

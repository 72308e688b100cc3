"""A yes to something of weight in another app: signed by her passkey where she has one, else as her keys are kept.

So a host that has only the key it keeps for her can't say it behind her back; the law of that app sees to it.
"""

from collections.abc import Mapping

from django.http import HttpRequest

from entredon.apps.people import key_acts, key_hands
from entredon.apps.people.key_hands import DEVICE, HERE, PASSKEY
from entredon.apps.people.key_signing import Outcome, Wanted, signed
from entredon.apps.people.models import Account, Persona
from entredon.log.registry import Fact, Refused

__all__ = ["DEVICE", "HERE", "PASSKEY", "Outcome", "said_yes", "way_of_yes"]


def way_of_yes(request: HttpRequest, slug: str) -> str:
    """How whoever is looking says yes: here, with her passkey, or on her device; "" for somebody who is nobody there."""
    account = request.user
    if not isinstance(account, Account) or not Persona.objects.filter(account=account, commons=slug).exists():
        return ""
    return key_hands.hands(account, slug).way


def said_yes(
    request: HttpRequest, slug: str, fact: Fact, after: str, texts: Mapping[str, str] | None = None
) -> Outcome:
    """Have a yes signed, with its erasable texts, then go on to the address ``after``. Scripts are answered in JSON what a passkey
    is to sign."""
    if not isinstance(request.user, Account):
        raise Refused("Only members can do this: join first.")
    mine = key_hands.hands(request.user, slug)
    wanted = Wanted(
        lambda: key_acts.say(mine, [fact], texts), lambda: key_acts.begin(request, mine, fact, texts), lambda: [fact],
        texts or {},
    )  # fmt: skip
    return signed(request, mine, wanted, after=after)

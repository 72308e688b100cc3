"""The steward of the samples as an account, so that whoever tries this out can look at everything from the inside.

Ada Zwaluw doesn't exist; her key can be made by anybody, and her address ends in .example, where no letter arrives. She gets
in by a link that ``entredon run`` prints on a machine that nobody else reaches: a new one at each start, for 24 hours, once.
"""

from datetime import timedelta

from entredon.apps.people import account_links, accounts
from entredon.apps.people.models import Account, Persona, SignInLink
from entredon.log import device, held
from entredon.pure.log.keys import SecretKey
from entredon.site import sample_car, samples
from entredon.site.sample_diary import founder, key_of

ADDRESS = "ada@merel.example"
NAME = "Ada Zwaluw"
LASTS = timedelta(hours=24)
LEADS = f"/c/{sample_car.SLUG}/"


def link() -> str:
    """The token of a new link for her; "" when there is no sample here that she looks after. The last one ends."""
    known = account_links.known(ADDRESS)
    if known is not None and Persona.objects.filter(account=known, commons=sample_car.SLUG).exists():
        account = known
    elif (made := _first_time()) is not None:
        account = made
    else:
        return ""
    _looks_after_this_software(account)
    SignInLink.objects.filter(account=account, used=False, leads=LEADS).delete()
    return account_links.make(account, LEADS, LASTS)


def _first_time() -> Account | None:
    """Her account, as the steward she is in the sample commons; None when that is not our sample."""
    key = key_of(sample_car.SEED, NAME)
    if founder(sample_car.SLUG) != key.id or _taken(sample_car.SLUG, key):
        return None
    account = account_links.newcomer(ADDRESS, NAME)
    if held.held(key.id) is None:
        held.hold(sample_car.SLUG, "hosted", key)
    accounts.is_now(account, sample_car.SLUG, f"k:{key.id}", key.id)
    return account


def _looks_after_this_software(account: Account) -> None:
    """In the commons of this software she speaks with the key of this machine, which founded it; it stays where it is."""
    slug = samples.OWN_SLUG
    if Persona.objects.filter(account=account, commons=slug).exists() or not device.path(slug).exists():
        return
    key = device.key(slug)
    if founder(slug) == key.id and not _taken(slug, key):
        accounts.is_now(account, slug, f"k:{key.id}", key.id)


def _taken(slug: str, key: SecretKey) -> bool:
    """Whether somebody else comes in as this person already."""
    return Persona.objects.filter(commons=slug, person=f"k:{key.id}").exists()

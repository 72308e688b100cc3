"""Letters about being let back in: whoever speaks for the person hears of each step, who asks and who helps of theirs.

They are the same wherever a step was taken: on a page here, or by an entry that was signed elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.people import accounts, queries
from entredon.apps.people.models import Account, RecoveryAsked
from entredon.desk import letters
from entredon.pure.told import Told


@dataclass(frozen=True, slots=True)
class Step:
    """A new key on its way to speak for a person. ``asked`` is the question of an account here, None for a key from elsewhere."""

    slug: str
    person: str
    key: str
    asked: RecoveryAsked | None
    helpers: tuple[str, ...]
    needed: int
    count: int


def vouched(request: HttpRequest | None, step: Step) -> None:
    """A helper has vouched for the key."""
    tell_asker(request, step, Told("Somebody has vouched for you"), "vouched")
    tell_owner(request, step, Told("Somebody has vouched for who asks to speak for you"), "vouched")


def back(request: HttpRequest | None, step: Step, before: Account | None) -> None:
    """The key speaks for the person now; ``before`` is the account that did."""
    if before is not None and (step.asked is None or before.pk != step.asked.account_id):
        subject = Told("Another account speaks for you now") if step.asked else Told("Another key speaks for you now")
        _letter(request, before, step, subject, "people/letters/recovery_back_owner.txt")
    tell_helpers(request, step, Told("Whom you vouched for is back"), "people/letters/recovery_back.txt")


def tell_owner(request: HttpRequest | None, step: Step, subject: Told, stage: str) -> None:
    """Whoever speaks for the person now, if that is another account than the one that asks."""
    account = accounts.account_of(step.slug, step.person)
    if account is not None and (step.asked is None or account.pk != step.asked.account_id):
        _letter(request, account, step, subject, f"people/letters/recovery_{stage}_owner.txt")


def tell_asker(request: HttpRequest | None, step: Step, subject: Told, stage: str) -> None:
    """Who asks, if she asks here."""
    if step.asked is not None:
        _letter(request, step.asked.account, step, subject, f"people/letters/recovery_{stage}_asker.txt")


def tell_helpers(request: HttpRequest | None, step: Step, subject: Told, template: str) -> None:
    """Those the person has chosen, as far as they have accounts here."""
    for account in _accounts(step.slug, step.helpers):
        _letter(request, account, step, subject, template)


def _accounts(slug: str, people: Iterable[str]) -> list[Account]:
    found = (accounts.account_of(slug, person) for person in people)
    return [account for account in found if account is not None]


def _letter(request: HttpRequest | None, to: Account, step: Step, subject: Told, template: str) -> None:
    asked = step.asked
    context: dict[str, Any] = {
        "commons": commons.commons(step.slug).name,
        "name": queries.person(step.slug, step.person).name,
        "from": (asked.account.name or asked.account.email.partition("@")[0]) if asked else "",
        "key": step.key[:10],
        "message": asked.message if asked else "",
        "count": step.count,
        "needed": step.needed,
    }
    pages = {"keys": "keys", "lost": "lost", "vouching": "vouching", "helpers": "recovery"}
    links = {
        name: letters.address(request, reverse(f"people:{page}", args=[step.slug])) for name, page in pages.items()
    }
    letters.post(to.email, subject, template, {**context, **links})

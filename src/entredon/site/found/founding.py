"""Founding what was wished for: the founder's key is made and kept here, it signs, and she is who she is there. All or nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.commons.founding import found_commons
from entredon.apps.library.git.reading import Progress
from entredon.apps.people import accounts, inviting
from entredon.apps.people.models import Account, Persona
from entredon.apps.value.entries import RuleAdopted
from entredon.desk import letters
from entredon.log.models import Entry, HeldKey, Log
from entredon.log.registry import Fact, Refused
from entredon.pure.log.keys import SecretKey
from entredon.pure.told import Told
from entredon.pure.value.rule import CONTRIBUTIONS
from entredon.site import importing
from entredon.site.found.wishes import Wish


def from_nothing(wish: Wish, account: Account) -> str:
    """Found it at once; returns the id of the first entry. Raises Refused; then nothing is left behind."""
    with _founder(wish, account) as key:
        return found_commons(
            wish.name, wish.slug, **_said(wish), licences=wish.licences, draft=wish.draft, founder=key, custody="hosted",
            then=_rules(wish),
        )  # fmt: skip


def from_git(wish: Wish, account: Account, source: Path, progress: Progress) -> importing.Outcome:
    """Found it as a private draft, from what a repository says. Raises Refused, GitTrouble; then nothing is left behind."""
    with _founder(wish, account) as key:
        return importing.found_from_git(
            wish.name, wish.slug, source, **_said(wish), licences=wish.licences, founder=key, custody="hosted",
            then=_rules(wish), progress=progress,
        )  # fmt: skip


def _said(wish: Wish) -> dict[str, Any]:
    return {
        "purpose": wish.purpose,
        "legal_form": wish.legal_form,
        "association": wish.association,
        "bearer": wish.bearer,
        "joining": wish.joining,
        "texts": wish.texts,
    }


def _rules(wish: Wish) -> Sequence[Fact]:
    """The sharing rule that is adopted right after the common pot. Fixed parts wait until all who are named are here."""
    return [RuleAdopted(rule=CONTRIBUTIONS.data())] if wish.way == CONTRIBUTIONS.way else []


@contextmanager
def _founder(wish: Wish, account: Account) -> Iterator[SecretKey]:
    """A key for the founder, kept before it signs: whatever happens, no commons is left that nobody can speak in."""
    if Log.objects.filter(slug=wish.slug).exists():
        raise Refused("There is already a commons named {slug} here.", slug=wish.slug)
    key = accounts.new_key(wish.slug)
    person = f"k:{key.id}"
    # Somebody who presses twice has one of these from the first time; it becomes right below, or was right.
    Persona.objects.get_or_create(account=account, commons=wish.slug, defaults={"person": person, "key": key.id})
    try:
        yield key
    except BaseException:
        # What goes wrong after the founding was committed must not take away the only key that speaks there.
        if not Entry.objects.filter(commons=wish.slug, index=0, by=key.id).exists():
            Persona.objects.filter(commons=wish.slug, key=key.id).delete()
            HeldKey.objects.filter(id=key.id).delete()
        raise
    accounts.is_now(account, wish.slug, person, key.id)


def is_founded(wish: Wish, account: Account) -> bool:
    """Whether this account has founded it already: with its own key, and under this name."""
    persona = Persona.objects.filter(account=account, commons=wish.slug).first()
    founded = Entry.objects.filter(commons=wish.slug, index=0).first()
    if persona is None or founded is None or founded.by != persona.key:
        return False
    return commons.commons(wish.slug).name == wish.name


def invite(wish: Wish, account: Account, address: Callable[[str], str]) -> None:
    """Send each further steward a letter with an invitation, once. ``address`` makes a full address of a path."""
    person = Persona.objects.get(account=account, commons=wish.slug).person
    invited = {one.meant_for for one in inviting.made_by(wish.slug, person)}
    for steward in [steward for steward in wish.stewards if steward not in invited]:
        token = inviting.invite(wish.slug, person, steward)
        context = {
            "wish": wish,
            "founder": wish.your_name,
            "link": address(reverse("join_invited", args=[wish.slug, token])),
            "days": inviting.DAYS,
        }
        subject = Told("{founder} asks you to look after {name}", founder=wish.your_name, name=wish.name)
        letters.post(steward, subject, "site/found/invitation.txt", context)


def leads(wish: Wish, said: str = "") -> str:
    """Where the founder goes next: home, or to where the fixed parts she named are proposed for signing."""
    if wish.way == "fixed":
        pairs = [pair for name, weight in wish.parts for pair in (("name", name), ("weight", weight))]
        return f"{reverse('value:rule', args=[wish.slug])}?{urlencode([('way', 'fixed'), *pairs])}"
    home = reverse("commons:home", args=[wish.slug])
    return f"{home}?{urlencode({'said': said})}" if said else home

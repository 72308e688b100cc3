"""Being let back in: somebody whose keys are lost asks those she chose, they vouch for a new key, and she comes back with it.

The new key is made when she asks and held here for her; nothing of it stands in the public record before somebody vouches. At
every step whoever speaks for the person now gets a letter, so that she can stop what she didn't begin.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.people import accounts, key_hands, queries
from entredon.apps.people.entries import KeyGiven, Recovered, Vouched
from entredon.apps.people.key_acts import hosted
from entredon.apps.people.models import Account, Passkey, Person, Persona, Recovery, RecoveryAsked, Vouching
from entredon.desk import letters, limits, saying
from entredon.log import door, held, pages
from entredon.log.models import Key
from entredon.log.registry import Refused
from entredon.pure.log import keys
from entredon.pure.log.keys import SecretKey
from entredon.pure.told import Told

ASKED, DONE, WITHDRAWN = "asked", "done", "withdrawn"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom a person has chosen to let her back in, and how many of them it takes. ``entry`` chose them."""

    helpers: tuple[str, ...]
    needed: int
    entry: str


def chosen(slug: str, person: str) -> Chosen | None:
    """Whom a person has chosen; None when nobody."""
    row = Recovery.objects.filter(commons=slug, id=person).first()
    return Chosen(tuple(row.helpers), row.needed, row.entry) if row is not None and row.helpers else None


def who_can_ask(slug: str) -> list[str]:
    """The persons who have chosen helpers, and can be let back in."""
    rows = Recovery.objects.filter(commons=slug)
    return sorted(row.id for row in rows if row.helpers)


def key_of(row: RecoveryAsked) -> str:
    """The id of the key somebody asks to come back with."""
    return keys.key_id(row.given["alg"], keys.unb64(row.given["public"]))


def vouched(row: RecoveryAsked) -> list[str]:
    """Which of the helpers, members still, have vouched for exactly this key since they were chosen."""
    found = chosen(row.commons, row.person)
    if found is None:
        return []
    rows = Vouching.objects.filter(commons=row.commons, person=row.person, key=key_of(row), choice=found.entry)
    by = set(rows.values_list("by", flat=True)) & set(found.helpers)
    return sorted(Person.objects.filter(commons=row.commons, id__in=by, member=True).values_list("id", flat=True))


def mine(account: Account, slug: str) -> RecoveryAsked | None:
    """What somebody asks now in a commons; None when she asks nothing."""
    return RecoveryAsked.objects.filter(commons=slug, account=account, state=ASKED).order_by("-made").first()


def about(slug: str, person: str) -> list[RecoveryAsked]:
    """Who asks now to be let in as a person."""
    return list(RecoveryAsked.objects.filter(commons=slug, person=person, state=ASKED).order_by("made", "id"))


def for_helper(slug: str, helper: str) -> list[RecoveryAsked]:
    """Who asks a helper now; of others' questions she learns nothing."""
    if not Person.objects.filter(commons=slug, id=helper, member=True).exists():
        return []
    asks = RecoveryAsked.objects.filter(commons=slug, state=ASKED).select_related("account").order_by("made", "id")
    whom = {row.id for row in Recovery.objects.filter(commons=slug) if helper in row.helpers}
    return [row for row in asks if row.person in whom]


def other_self(account: Account, slug: str, person: str) -> str:
    """Which other person an account is in a commons already; "" when it can become this one."""
    persona = Persona.objects.filter(account=account, commons=slug).exclude(person=person).first()
    there = persona is not None and Person.objects.filter(commons=slug, id=persona.person).exists()
    return persona.person if persona is not None and there else ""


# Asking


def ask(request: HttpRequest, account: Account, slug: str, person: str, message: str) -> RecoveryAsked:
    """Ask to be let back in as a person: a new key is made for it, and her helpers get letters. Raises Refused."""
    if chosen(slug, person) is None:
        raise Refused("This person has chosen nobody who could let her back in.")
    if other_self(account, slug, person):
        raise Refused("With this account you are somebody else here. Sign in with another one to come back.")
    if mine(account, slug) is not None:
        raise Refused("You ask already. Take that back first, if you meant somebody else.")
    limits.take("recover", str(account.pk))
    key = SecretKey.generate()
    with transaction.atomic():
        held.hold(slug, "hosted", key)
        row = RecoveryAsked.objects.create(
            commons=slug, account=account, person=person, message=message,
            given=msgspec.to_builtins(hosted(key)),
        )  # fmt: skip
        subject = Told("Somebody asks you to let her back in")
        _tell_helpers(request, row, subject, "people/letters/recovery_asked.txt")
        _tell_owner(request, row, Told("Somebody asks to speak for you"), "asked")
    pages.changed(slug)
    return row


def take_back(request: HttpRequest, row: RecoveryAsked, *, stopped: bool) -> None:
    """End a question: who asked takes it back, or (``stopped``) whoever speaks for the person stops it.

    Raises Refused once the new key speaks for her: it is her only one, and must not be thrown away.
    """
    with transaction.atomic():
        if Key.objects.filter(commons=row.commons, id=key_of(row), revoked=None).exists():
            raise Refused("This was taken back or is done, so nothing was done.")
        if not RecoveryAsked.objects.filter(pk=row.pk, state=ASKED).update(state=WITHDRAWN):
            return
        held.let_go(key_of(row))
        if stopped:
            _tell_asker(request, row, Told("You were not let back in"), "stopped")
            _tell_helpers(request, row, Told("Nobody needs to be let back in"), "people/letters/recovery_stopped.txt")
    pages.changed(row.commons)


# Vouching


def vouch(request: HttpRequest, row: RecoveryAsked) -> str:
    """A helper vouches for the new key; returns the entry. Raises Refused."""
    _still(row)
    done = saying.say(request, row.commons, Vouched(person=row.person, key=KeyGiven(**row.given)))
    with transaction.atomic():
        _tell_asker(request, row, Told("Somebody has vouched for you"), "vouched")
        _tell_owner(request, row, Told("Somebody has vouched for who asks to speak for you"), "vouched")
    pages.changed(row.commons)
    return done.id


def doubt(request: HttpRequest, row: RecoveryAsked, helper: str) -> None:
    """A helper doesn't believe it: the other helpers see that, and whoever speaks for the person gets a letter."""
    with transaction.atomic():
        now = RecoveryAsked.objects.select_for_update().get(pk=row.pk)
        _still(now)
        if helper in now.doubts:
            return
        now.doubts = [*now.doubts, helper]
        now.save(update_fields=["doubts"])
        _tell_owner(request, now, Told("A helper doubts who asks to speak for you"), "doubted")
    pages.changed(row.commons)


def _still(row: RecoveryAsked) -> None:
    if row.state != ASKED:
        raise Refused("This was taken back or is done, so nothing was done.")


# Coming back


def come_back(request: HttpRequest, row: RecoveryAsked) -> str:
    """The new key speaks for the person from now on, and her account is the one that asked; returns the entry. Raises Refused.

    The public record is first. Whatever breaks after it, pressing again goes on from there.
    """
    _still(row)
    found, key = chosen(row.commons, row.person), held.held(key_of(row))
    if key is None:
        raise Refused("The key made for this is not here any more. Take this back and ask anew.")
    entry = Key.objects.filter(commons=row.commons, id=key.id, revoked=None).values_list("last", flat=True).first()
    if entry is None:
        if found is None or len(vouched(row)) < found.needed:
            raise Refused("Not enough of those you chose have vouched for you yet.")
        entry = door.append(row.commons, Recovered(person=row.person, key=KeyGiven(**row.given)), key).id
    before = accounts.account_of(row.commons, row.person)
    with transaction.atomic():
        _is_hers_now(row, key.id)
        key_hands.settle(row.commons, row.person)
        others = [one for one in about(row.commons, row.person) if one.pk != row.pk]
        for one in others:
            held.let_go(key_of(one))
        RecoveryAsked.objects.filter(pk__in=[one.pk for one in others]).update(state=WITHDRAWN)
        RecoveryAsked.objects.filter(pk=row.pk).update(state=DONE)
        if before is not None and before.pk != row.account_id:
            _letter(request, before, row, Told("Another account speaks for you now"), _stage("back"))
        _tell_helpers(request, row, Told("Whom you vouched for is back"), "people/letters/recovery_back.txt")
    pages.changed(row.commons)
    return entry


def _is_hers_now(row: RecoveryAsked, key: str) -> None:
    """The account that asked is the person from now on; who was it before isn't any more, nor are her passkeys of any use."""
    Persona.objects.filter(commons=row.commons, person=row.person).exclude(account_id=row.account_id).delete()
    alive = set(Key.objects.filter(commons=row.commons, person=row.person, revoked=None).values_list("id", flat=True))
    ended = (
        Key.objects.filter(commons=row.commons, person=row.person).exclude(id__in=alive).values_list("id", flat=True)
    )
    Passkey.objects.filter(commons=row.commons, key__in=list(ended)).delete()
    accounts.is_now(row.account, row.commons, row.person, key)


# Letters


def _stage(stage: str) -> str:
    return f"people/letters/recovery_{stage}_owner.txt"


def _tell_owner(request: HttpRequest, row: RecoveryAsked, subject: str | Told, stage: str) -> None:
    """Whoever speaks for the person now, if that is another account than the one that asks."""
    account = accounts.account_of(row.commons, row.person)
    if account is not None and account.pk != row.account_id:
        _letter(request, account, row, subject, _stage(stage))


def _tell_asker(request: HttpRequest, row: RecoveryAsked, subject: str | Told, stage: str) -> None:
    _letter(request, row.account, row, subject, f"people/letters/recovery_{stage}_asker.txt")


def _tell_helpers(request: HttpRequest, row: RecoveryAsked, subject: str | Told, template: str) -> None:
    found = chosen(row.commons, row.person)
    for account in _accounts(row.commons, found.helpers if found else ()):
        _letter(request, account, row, subject, template)


def _accounts(slug: str, people: Iterable[str]) -> list[Account]:
    found = (accounts.account_of(slug, person) for person in people)
    return [account for account in found if account is not None]


def _letter(request: HttpRequest, to: Account, row: RecoveryAsked, subject: str | Told, template: str) -> None:
    found = chosen(row.commons, row.person)
    context: dict[str, Any] = {
        "commons": commons.commons(row.commons).name,
        "name": queries.person(row.commons, row.person).name,
        "from": row.account.name or row.account.email.partition("@")[0],
        "message": row.message,
        "count": len(vouched(row)),
        "needed": found.needed if found else 0,
        "keys": letters.address(request, reverse("people:keys", args=[row.commons])),
        "lost": letters.address(request, reverse("people:lost", args=[row.commons])),
        "vouching": letters.address(request, reverse("people:vouching", args=[row.commons])),
    }
    letters.post(to.email, subject, template, context)

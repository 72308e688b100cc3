"""Being let back in: somebody whose keys are lost asks those she chose, they vouch for a new key, and she comes back with it.

The new key is made when she asks and held here for her; nothing of it stands in the public record before somebody vouches. At
every step whoever speaks for the person now gets a letter, so that she can stop what she didn't begin.
"""

from dataclasses import dataclass, replace

import msgspec
from django.db import transaction
from django.http import HttpRequest

from entredon.apps.people import accounts, key_hands, recovery_letters
from entredon.apps.people.entries import KeyAdded, KeyGiven, Recovered, Vouched
from entredon.apps.people.key_acts import hosted
from entredon.apps.people.models import Account, Passkey, Person, Persona, Recovery, RecoveryAsked, Vouching
from entredon.apps.people.recovery_letters import Step
from entredon.desk import limits, saying
from entredon.log import door, held, pages
from entredon.log.models import Entry, Key
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


def ended_by_a_key(slug: str, person: str) -> bool:
    """Whether her choice ended because a key came in that the host doesn't hold, not because she ended it herself."""
    row = Recovery.objects.filter(commons=slug, id=person, needed=0).first()
    return row is not None and Entry.objects.filter(commons=slug, id=row.entry, kind=KeyAdded.kind).exists()


def who_can_ask(slug: str) -> list[str]:
    """The persons who have chosen helpers, and can be let back in."""
    rows = Recovery.objects.filter(commons=slug)
    return sorted(row.id for row in rows if row.helpers)


def key_of(row: RecoveryAsked) -> str:
    """The id of the key somebody asks to come back with."""
    return keys.key_id(row.given["alg"], keys.unb64(row.given["public"]))


def vouched(row: RecoveryAsked) -> list[str]:
    """Which of the helpers, members still, have vouched for exactly this key since they were chosen."""
    return _vouched(row.commons, row.person, key_of(row), row.given["custody"])


def _vouched(slug: str, person: str, key: str, custody: str) -> list[str]:
    found = chosen(slug, person)
    if found is None:
        return []
    rows = Vouching.objects.filter(commons=slug, person=person, key=key, custody=custody, choice=found.entry)
    by = set(rows.values_list("by", flat=True)) & set(found.helpers)
    return sorted(Person.objects.filter(commons=slug, id__in=by, member=True).values_list("id", flat=True))


def step_of(slug: str, person: str, key: str, custody: str) -> Step:
    """How far a new key is, which somebody asks for here or elsewhere."""
    found = chosen(slug, person)
    helpers, needed = (found.helpers, found.needed) if found else ((), 0)
    asked = next((one for one in about(slug, person) if key_of(one) == key), None)
    return Step(slug, person, key, asked, helpers, needed, len(_vouched(slug, person, key, custody)))


def _step(row: RecoveryAsked) -> Step:
    return replace(step_of(row.commons, row.person, key_of(row), row.given["custody"]), asked=row)


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
        subject, step = Told("Somebody asks you to let her back in"), _step(row)
        recovery_letters.tell_helpers(request, step, subject, "people/letters/recovery_asked.txt")
        recovery_letters.tell_owner(request, step, Told("Somebody asks to speak for you"), "asked")
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
            subject, step = Told("Nobody needs to be let back in"), _step(row)
            recovery_letters.tell_asker(request, step, Told("You were not let back in"), "stopped")
            recovery_letters.tell_helpers(request, step, subject, "people/letters/recovery_stopped.txt")
    pages.changed(row.commons)


# Vouching


def vouch(request: HttpRequest, row: RecoveryAsked) -> str:
    """A helper vouches for the new key; returns the entry. Raises Refused."""
    _still(row)
    done = saying.say(request, row.commons, Vouched(person=row.person, key=KeyGiven(**row.given)))
    with transaction.atomic():
        recovery_letters.vouched(request, _step(row))
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
        recovery_letters.tell_owner(request, _step(now), Told("A helper doubts who asks to speak for you"), "doubted")
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
        RecoveryAsked.objects.filter(pk=row.pk).update(state=DONE)
        is_hers_now(row.commons, row.person, key.id, row.account)
        recovery_letters.back(request, _step(row), before)
    pages.changed(row.commons)
    return entry


def is_hers_now(slug: str, person: str, key: str, account: Account | None) -> None:
    """A person is back with a key, and this account is she (None: she is back from elsewhere, with a key that isn't held here).

    Who was she before isn't any more, nor are her passkeys of any use, and who else asked to be she asks no more.
    """
    before = Persona.objects.filter(commons=slug, person=person)
    (before.exclude(account=account) if account is not None else before).delete()
    ended = Key.objects.filter(commons=slug, person=person).exclude(revoked=None).values_list("id", flat=True)
    Passkey.objects.filter(commons=slug, key__in=list(ended)).delete()
    if account is not None:
        accounts.is_now(account, slug, person, key)
    key_hands.settle(slug, person)
    others = about(slug, person)
    for one in others:
        held.let_go(key_of(one))
    RecoveryAsked.objects.filter(pk__in=[one.pk for one in others]).update(state=WITHDRAWN)

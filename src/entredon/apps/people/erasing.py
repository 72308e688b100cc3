"""Forgetting somebody: everything here that tells of her goes, in an order in which it can be done again after any interruption.

1. Letters and other files beside the database, while it is still known what to look for in them.
2. The public record is told: nominations end, her texts are erased, she leaves (``erasing_texts``).
3. All private rows, her keys and her account, in one transaction; then the files once more, for one may have been under way.
4. The files of the database are cleaned of what was deleted.

Up to the third step her account is there: pressing the button again finishes what was begun. After it, nothing is left that
could be pressed; the fourth repeats by itself until it is done.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

from django.db import transaction

from entredon.apps.people import erasing_texts, whose
from entredon.apps.people.models import Account, Person
from entredon.apps.people.record import STEWARD
from entredon.desk import forgetting, overwriting
from entredon.log import pages, personal
from entredon.log.personal import Who
from entredon.log.registry import Refused

AT_ONCE = 250
"""So many accounts are forgotten in one go: databases take no longer questions."""
T = TypeVar("T")


@dataclass(slots=True)
class Done:
    """What erasing did: how many accounts and texts went, and which texts no entry in the record says it of."""

    accounts: int = 0
    texts: int = 0
    unsaid: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    clean: bool = True
    """Whether the files of the database are clean already; else a task goes on with that."""


def must_hand_over(accounts: Sequence[Account]) -> list[str]:
    """The commons whose last stewards these are, while others are members there who could take over."""
    who = whose.of(accounts)
    found = []
    for slug in sorted(who.people):
        members = Person.objects.filter(commons=slug, member=True).values_list("id", "roles")
        others = [roles for id, roles in members if id not in who.mine(slug)]
        mine = [roles for id, roles in members if id in who.mine(slug)]
        if others and any(STEWARD in roles for roles in mine) and not any(STEWARD in roles for roles in others):
            found.append(slug)
    return found


def erase(accounts: Iterable[Account], *, given_too: bool = False) -> Done:
    """Forget these accounts; with ``given_too`` also the words they gave to all, such as pages of knowledge. Raises Refused,
    before anything is done, where one is the last steward of others."""
    accounts = list(accounts)
    if last := must_hand_over(accounts):
        raise Refused(
            "Hand over first: without you nobody looks after the rules of {commons}.", commons=", ".join(last)
        )
    done = Done()
    for some in _chunks(accounts, AT_ONCE):
        _erase(some, done, given_too)
    done.clean = overwriting.clean()
    return done


def _erase(accounts: list[Account], done: Done, given_too: bool) -> None:
    who = replace(whose.of(accounts), given_too=given_too)
    texts = frozenset(words_of(who))
    for folder in personal.folders():
        folder.erase(who, texts)
    done.texts += personal.to_erase(who).count()
    unsaid = erasing_texts.say(accounts, who)
    for slug, pairs in unsaid.items():
        done.unsaid.setdefault(slug, []).extend(pairs)
    forget_rows(who, texts)
    for folder in personal.folders():
        folder.erase(who, texts)
    for slug in who.people:
        pages.changed(slug)
    done.accounts += len(accounts)


def words_of(who: Who) -> Iterator[str]:
    """All that she typed and that is still here."""
    for table in personal.tables():
        yield from table.words(who)


def forget_rows(who: Who, texts: frozenset[str]) -> None:
    """All private rows, keys and accounts, in one transaction."""
    with transaction.atomic():
        erasing_texts.reasons_about(who).delete()
        for table in sorted(personal.tables(), key=lambda table: table.turn):
            table.forget(who)
        forgetting.queued_words({*texts, *who.addresses})


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some

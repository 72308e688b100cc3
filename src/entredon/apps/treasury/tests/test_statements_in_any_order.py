"""Every statement twice, shuffled and overlapping: the journal is the same to the digest as where each came once, in order."""

import random
from pathlib import Path

import pytest
from django.conf import settings

from entredon.apps.treasury import queries_journal
from entredon.apps.treasury.models import BankFile
from entredon.apps.treasury.models import Line as LineRow
from entredon.apps.treasury.tests.banking import OTHER, bank, bring, camt, line, standing, statement
from entredon.log import home
from entredon.pure.money.journal.book import Book
from entredon.pure.money.statements.statement import Line, Statement
from entredon.testing_cast import Cast

OPENING = 0
"""Where something stood on the account before, its first booking is named by the entry that says so: each commons has another."""
DAYS = 24
SECRET = "5a" * 32


def commons(slug: str) -> Cast:
    """A commons that knows a line by the same id as any other of this test: so that their journals can be compared."""
    home.read_or_make(Path(settings.ENTREDON_HOME) / "salts" / slug, lambda: SECRET)
    cast = Cast.found(slug)
    bank(cast, OPENING)
    return cast


def month(rnd: random.Random) -> list[list[Line]]:
    """Days with lines, many of which are alike: the same amount from the same person on the same day."""
    return [
        [
            line(
                rnd.choice((500, 500, 1_000, -700, -700, rnd.randrange(1, 90_000))), f"2026-11-{2 + day:02}",
                name=rnd.choice(("Dora", "Frank")), account=OTHER, text=rnd.choice(("", "rent", "thank you")),
            )
            for _ in range(rnd.choice((0, 1, 2, 4)))
        ]
        for day in range(DAYS)
    ]  # fmt: skip


def excerpt(days: list[list[Line]], first: int, last: int) -> Statement:
    """What a bank writes of these days: the balance before them, and their lines."""
    before = OPENING + sum(each.minor for day in days[:first] for each in day)
    lines = [each for day in days[first : last + 1] for each in day]
    start, end = f"2026-11-{2 + first:02}", f"2026-11-{2 + last:02}"
    return statement(*lines, opening=before, start=start, end=end, number=f"{first}-{last}")


def downloads(days: list[list[Line]], rnd: random.Random) -> list[Statement]:
    """Excerpts that leave no day out and overlap as it happens, each of them twice, in any order."""
    found, next_ = [], 0
    while next_ < DAYS:
        last = min(DAYS - 1, next_ + rnd.randrange(5))
        found.append(excerpt(days, max(0, next_ - rnd.randrange(6)), last))
        next_ = last + 1
    found += [excerpt(days, *sorted((rnd.randrange(DAYS), rnd.randrange(DAYS)))) for _ in range(4)]
    found *= 2
    rnd.shuffle(found)
    return found


def told(slug: str) -> set[tuple[str, str, int]]:
    return set(LineRow.objects.filter(commons=slug).values_list("id", "day", "minor"))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(n, marks=pytest.mark.exhaustive) for n in range(3, 60))])
def test_in_any_order_and_twice_it_is_the_same_journal(seed: int) -> None:
    rnd = random.Random(f"statements {seed}")
    days = month(rnd)
    straight = commons("straight")
    for n in range(DAYS):
        bring(straight, excerpt(days, n, n))
    count = sum(map(len, days))
    assert len(told("straight")) == count
    for turn in range(2):
        slug = f"shuffled-{turn}"
        cast = commons(slug)
        waiting = downloads(days, rnd)
        while waiting:
            some = [waiting.pop() for _ in range(min(len(waiting), 1 + rnd.randrange(4)))]
            bring(cast, *some)
        assert told(slug) == told("straight")
        assert standing(cast) == standing(straight)
        assert queries_journal.digest(slug) == queries_journal.digest("straight")
        assert queries_journal.verify(slug) == []
        assert not BankFile.objects.filter(commons=slug, state="quarantined").exists()


@pytest.mark.django_db
def test_all_files_at_once_and_a_whole_month_again_are_the_same_journal() -> None:
    rnd = random.Random("all at once")
    days = month(rnd)
    one, other = commons("one"), commons("other")
    whole = excerpt(days, 0, DAYS - 1)
    bring(one, whole)
    bring(other, *downloads(days, rnd))
    for cast in (one, other):
        bring(cast, whole, camt(whole) + b"\n", *downloads(days, rnd))
    assert (
        queries_journal.digest("one") == queries_journal.digest("other") == Book(queries_journal.book("one")).digest()
    )
    assert len(told("one")) == sum(map(len, days))

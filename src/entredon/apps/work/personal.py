"""What this app holds about people: choices a steward hasn't said yet; and what the record says about contests over her work."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entredon.apps.flows.queries import work_named
from entredon.apps.work import personal_ideas as personal_ideas  # these sections register with the ones here
from entredon.apps.work import personal_needs as personal_needs
from entredon.apps.work import personal_pages as personal_pages
from entredon.apps.work.models import (
    Acceptance,
    Answer,
    Contest,
    Contribution,
    Draft,
    ImportedNote,
    ImportMapping,
    MonthlyLetter,
    Review,
    ReviewRule,
)
from entredon.apps.work.tables import uploads, waits
from entredon.log import personal
from entredon.log.personal import Who

personal.held(
    Draft,
    _("What you chose while looking through contributions"),
    lambda who: Draft.objects.filter(account__in=list(who.accounts)),
    shows=("id", "commons", "account", "version", "choices", "changed"),
)


@personal.section("contests", _("Disagreements: yours, and about your work"))
def contests(who: Who) -> Iterator[dict[str, Any]]:
    """Contests she began, and those that others began about what she gave."""
    for slug in sorted(who.people):
        for row in Contest.objects.filter(commons=slug).order_by("position"):
            by_her = row.person in who.mine(slug)
            if by_her or any(work.person in who.mine(slug) for work in work_named(slug, row.flows)):
                said = gettext("you") if by_her else row.person
                yield {
                    "commons": slug,
                    "id": row.id,
                    "by": said,
                    "at": row.at,
                    "settled": row.settled,
                    "counts": row.counts,
                }


@personal.section("answers", _("What you answered to disagreements"))
def answers(who: Who) -> Iterator[dict[str, Any]]:
    """Which contests she answered; her words are among the texts beside the record."""
    for row in Answer.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "contest": row.contest, "at": row.at}


@personal.section("told", _("What you told of your work: days, hours, files, commits"))
def told(who: Who) -> Iterator[dict[str, Any]]:
    """What belongs to her contributions; the words are among the texts beside the record."""
    for row in Contribution.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {
            "commons": row.commons,
            "id": row.id,
            "at": row.at,
            "on": row.on,
            "minutes": row.minutes,
            "need": row.need,
            "circle": row.circle,
            "files": [file["sha256"] for file in row.files],
            "commits": row.commits,
            "state": row.state,
        }


@personal.section("reviews", _("What you said about others’ contributions"))
def reviews(who: Who) -> Iterator[dict[str, Any]]:
    """Which contributions she reviewed, and how; her reasons are among the texts beside the record."""
    for row in Review.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "contribution": row.flow, "at": row.at, "verdict": row.verdict}


@personal.section("review rules", _("The rules of review you set as a steward"))
def review_rules(who: Who) -> Iterator[dict[str, Any]]:
    """How many of whom look at contributions, by her word."""
    for row in ReviewRule.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "reviewers": row.reviewers, "who": row.who, "at": row.at}


@personal.section("acceptances", _("What you accepted as a steward"))
def acceptances(who: Who) -> Iterator[dict[str, Any]]:
    """Which work she said yes to."""
    for row in Acceptance.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "version": row.version, "at": row.at}


personal.held(
    ImportMapping,
    _("How you matched the columns of tables you brought in"),
    lambda who: ImportMapping.objects.filter(account__in=list(who.accounts)),
    shows=("id", "commons", "account", "columns", "mapping", "changed"),
)
personal.held(
    ImportedNote,
    _("What a table that was brought in says of your work, in words"),
    lambda who: ImportedNote.objects.filter(who.anywhere()),
    shows=("id", "commons", "key", "person", "text"),
    typed=("text",),
)
personal.held(
    MonthlyLetter,
    _("The commons you get a letter from once a month"),
    lambda who: MonthlyLetter.objects.filter(account__in=list(who.accounts)),
    shows=("id", "commons", "account", "last", "since"),
)


def _forget_tables(who: Who, texts: frozenset[str]) -> None:
    """Tables she is bringing in, and those of others in which her address stands."""
    for name in {*waits.of_accounts(who.accounts), *uploads.naming(who.addresses)}:
        uploads.drop(name)


personal.folder("tables", _forget_tables)

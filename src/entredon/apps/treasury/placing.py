"""Where new lines of a statement belong: what their references or a saved rule say is said at once, all else waits for a person.

What is sure is a reference that is asked for, with an amount that is still open; a payout by the name it was given to the bank
with; a saved rule. Everything else is a proposal (``proposals``), never booked by itself.
"""

from collections.abc import Iterable, Sequence

import msgspec

from entredon.apps.treasury.entries import Allotted
from entredon.apps.treasury.models import Bearer, LineDetails
from entredon.apps.treasury.models import Line as LineRow
from entredon.apps.treasury.placing_asked import Asked, bases_of, references
from entredon.apps.treasury.placing_sure import sure
from entredon.apps.treasury.voices import Voice
from entredon.log.models import Log
from entredon.log.registry import Refused
from entredon.pure.money.references import Reference
from entredon.pure.money.statements.matching import match
from entredon.pure.money.statements.statement import Line

AT_ONCE = 500
"""So many lines are said together; a refusal among them makes that each is said alone."""


def place_new(slug: str, lines: Sequence[str], voice: Voice) -> int:
    """Say of these lines in suspense where they belong, as far as that is sure; returns of how many."""
    asked = Asked.of(slug)
    facts = []
    for row, told in with_details(slug, lines):
        if not row.of and not row.allotted and (parts := sure(asked, row, told)):
            facts.append(Allotted(line=row.id, parts=parts))
    done = 0
    for first in range(0, len(facts), AT_ONCE):
        done += _said(facts[first : first + AT_ONCE], voice)
    return done


def _said(facts: Sequence[Allotted], voice: Voice) -> int:
    try:
        return len(voice([(fact, {}) for fact in facts]))
    except Refused:
        pass
    done = 0
    for fact in facts:
        try:
            done += len(voice([(fact, {})]))
        except Refused:
            continue  # it stays in suspense, where the page says what is in the way
    return done


def with_details(slug: str, ids: Iterable[str]) -> list[tuple[LineRow, Line]]:
    """Lines as the record has them, each with what the bank wrote, in their order."""
    wanted = list(ids)
    rows: dict[str, LineRow] = {}
    said: dict[str, str] = {}
    for first in range(0, len(wanted), 500):
        some = wanted[first : first + 500]
        rows.update({row.id: row for row in LineRow.objects.filter(commons=slug, id__in=some)})
        said.update(LineDetails.objects.filter(commons=slug, line__in=some).values_list("line", "said"))
    return [(rows[id], told(rows[id], said.get(id, ""))) for id in wanted if id in rows]


def told(row: LineRow, said: str) -> Line:
    """A line as the bank told it; where only the public record is left, as that has it."""
    return msgspec.json.decode(said, type=Line) if said else Line(row.day, row.minor, row.currency)


def belonging(slug: str, lines: Sequence[Line]) -> list[str]:
    """For each line the short name of another commons of the bearer whose reference it has, and none of ours; else ""."""
    others = carried(slug)
    if not others:
        return [""] * len(lines)
    ours = set(references(bases_of(slug)))
    theirs: dict[Reference, str] = {}
    for name, other in others.items():
        theirs.update(dict.fromkeys(references(bases_of(other)), name))
    found = []
    for line in lines:
        named = {theirs[one] for one in match(line, theirs.keys())} if line.minor > 0 else set()
        found.append(named.pop() if len(named) == 1 and not match(line, ours) else "")
    return found


def carried(slug: str) -> dict[str, str]:
    """The other commons whose statements are led by this one, as far as they live here: by the name accounts have for each."""
    origin = Log.objects.get(slug=slug).origin
    bearer = Bearer.objects.filter(commons=slug).values_list("bearer", flat=True).first()
    rows = Bearer.objects.filter(lead=origin, bearer=bearer).values_list("commons", flat=True)
    origins = dict(Log.objects.filter(slug__in=list(rows)).values_list("slug", "origin"))
    return {place.rpartition("/")[2]: other for other, place in origins.items()}

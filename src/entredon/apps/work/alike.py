"""Ideas that are like what somebody types: an index per commons, which learns what was said since it was last asked."""

from collections import OrderedDict
from dataclasses import dataclass, field

from entredon.apps.work import queries_ideas, side
from entredon.apps.work.models import Idea, Rewording
from entredon.apps.work.queries_ideas import IdeaShown
from entredon.log.models import Entry
from entredon.log.turns import Turns
from entredon.pure.alike import Index

MOST = 8
"""So many commons are remembered."""
SHOWN = 5
"""So many ideas are shown while somebody types."""
AT_ONCE = 2_000


@dataclass
class _Known:
    """What an index knows: everything up to an entry, by its place and id."""

    index: Index = field(default_factory=Index)
    last: int = -1
    entry: str = ""


_known: OrderedDict[str, _Known] = OrderedDict()
_turns = Turns()


def alike(slug: str, title: str, text: str = "", *, without: str = "", most: int = SHOWN) -> list[IdeaShown]:
    """The ideas that are like this one, the most alike first."""
    with _turns.take(("alike", slug)):
        index = _fresh(slug).index
        near = index.near(title, text, most=most, without=[without])
        shown = queries_ideas.ideas_named(slug, [one.id for one in near])
        found = [shown[one.id] for one in near if one.id in shown]
        for row in found:
            if not row.title:  # its words were erased: nothing of them stays here either
                index.forget(row.id)
    return [row for row in found if row.title]


def _fresh(slug: str) -> _Known:
    """The index of a commons, with what was said since."""
    known = _known.get(slug)
    if known is None or (known.entry and not _still(slug, known)):
        known = _Known()
    newest = Entry.objects.filter(commons=slug).order_by("-index").values_list("index", "id").first()
    if newest is not None and newest[1] != known.entry:
        _learn(slug, known)
        known.last, known.entry = newest
    _known[slug] = known
    _known.move_to_end(slug)
    while len(_known) > MOST:
        _known.popitem(last=False)
    return known


def _still(slug: str, known: _Known) -> bool:
    """Whether this is still the public record that the index was made from."""
    return Entry.objects.filter(commons=slug, index=known.last, id=known.entry).exists()


def _learn(slug: str, known: _Known) -> None:
    """Ideas that are new, or were worded anew, since the index was last fresh."""
    anew = Rewording.objects.filter(commons=slug, position__gt=known.last).values_list("of", flat=True)
    rows = {row.id: row for row in Idea.objects.filter(commons=slug, position__gt=known.last).order_by("position")}
    rows |= {row.id: row for row in Idea.objects.filter(commons=slug, id__in=set(anew))}
    every = list(rows.values())
    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        said = side.words(slug, some, "title", "text")
        for row in some:
            if title := said.get((row.id, "title"), ""):
                known.index.add(row.id, title, said.get((row.id, "text"), ""))
            else:
                known.index.forget(row.id)

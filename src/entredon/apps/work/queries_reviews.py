"""What pages read about contributions that people told: what belongs to each, who looked at it, and what waits for a look."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from entredon.apps.people import queries as people
from entredon.apps.work import links
from entredon.apps.work.models import Contribution, Review, ReviewRule
from entredon.apps.work.record_contributing import OPEN
from entredon.apps.work.record_reviews import MEMBERS, Ruling, may
from entredon.log.models import Entry, SideText
from entredon.log.pages import remembered

TEXTS = ("note", "link", "names")


class FileShown(NamedTuple):
    """A file of a contribution; ``number`` is its place, by which its address names it."""

    number: int
    entry: str
    sha256: str
    bytes: int
    type: str
    name: str


class Words(NamedTuple):
    """What was said with a contribution at one time: words and a link. Either may have been erased."""

    entry: str
    note: str
    link: str


class ContributionShown(NamedTuple):
    """What belongs to a contribution beside its flow."""

    id: str
    need: str
    circle: str
    person: str
    at: str
    on: str
    minutes: int
    commits: list[str]
    state: str
    changed: int
    files: list[FileShown]
    words: list[Words]


def contribution(slug: str, id: str) -> ContributionShown | None:
    """A contribution that somebody told; None for what an import or an earlier rulebook told. Two queries."""
    row = Contribution.objects.filter(commons=slug, id=id).first()
    return None if row is None else _shown(row, texts_of(slug, {id, *row.texts, *(one["entry"] for one in row.files)}))


def texts_of(slug: str, entries: Collection[str]) -> dict[tuple[str, str], str]:
    """The texts of these entries, by entry and name; one query. What was erased is left out."""
    rows = SideText.objects.filter(commons=slug, entry__in=list(entries), name__in=TEXTS)
    return {(entry, name): text for entry, name, text in rows.values_list("entry", "name", "text")}


def _shown(row: Contribution, texts: dict[tuple[str, str], str]) -> ContributionShown:
    words = []
    for entry in row.texts:
        note, link = texts.get((entry, "note"), ""), texts.get((entry, "link"), "")
        words.append(Words(entry, note, link if links.fit(link) else ""))
    return ContributionShown(
        row.id, row.need, row.circle, row.person, row.at, row.on, row.minutes, row.commits, row.state, row.changed,
        _files(row.files, texts), words,
    )  # fmt: skip


def _files(rows: list[dict[str, Any]], texts: dict[tuple[str, str], str]) -> list[FileShown]:
    """The files with their names: each entry tells those of its own, a line each."""
    found, before = [], dict[str, int]()
    for number, row in enumerate(rows, 1):
        place = before.get(row["entry"], 0)
        before[row["entry"]] = place + 1
        names = texts.get((row["entry"], "names"), "").split("\n")
        name = names[place] if place < len(names) else ""
        found.append(FileShown(number, row["entry"], row["sha256"], row["bytes"], row["type"], name[:200]))
    return found


def additions(slug: str, told: ContributionShown) -> list[tuple[str, int, str]]:
    """The entries that added to a contribution later: id, where it stands in the record, when. One query, where there are any."""
    later = {*(words.entry for words in told.words), *(one.entry for one in told.files)} - {told.id}
    if not later:
        return []
    return list(Entry.objects.filter(commons=slug, id__in=later).order_by("index").values_list("id", "index", "at"))


class ReviewShown(NamedTuple):
    """What a peer said; her reason is the side text of its entry. ``counts``: it is her newest, and she saw all there is."""

    id: str
    person: str
    at: str
    position: int
    verdict: str
    counts: bool


def reviews_of(slug: str, flow: str) -> list[ReviewShown]:
    """All words about a contribution, in their order."""
    rows = Review.objects.filter(commons=slug, flow=flow).order_by("position")
    return [ReviewShown(*row) for row in rows.values_list(*ReviewShown._fields)]


class RuleShown(NamedTuple):
    """The review rule in force; ``entry`` is "" until one was adopted."""

    reviewers: int
    who: str
    entry: str
    person: str
    at: str


@remembered
def rule(slug: str) -> RuleShown:
    """How contributions are reviewed here now."""
    row = ReviewRule.objects.filter(commons=slug).order_by("-position").first()
    if row is None:
        return RuleShown(*Ruling(), "", "", "")
    return RuleShown(row.reviewers, row.who, row.id, row.person, row.at)


def may_look(slug: str, member: people.PersonShown | None) -> bool:
    """Whether somebody is among those who review here."""
    return member is not None and member.member and may(rule(slug).who, list(member.roles))


def there_are(slug: str) -> dict[str, int]:
    """How many members, keepers (with stewards) and stewards are here."""
    roles = [list(person.roles) for person in people.members(slug)]
    return {who: sum(1 for one in roles if may(who, one)) for who in (MEMBERS, "keepers", "stewards")}


def waiting(slug: str, mine: Collection[str] = (), said_by: str = "") -> QuerySet[Contribution]:
    """What nobody has decided about yet, the oldest first; without what is told under ids of ``mine``, and without what
    somebody has said a word on that counts."""
    rows = Contribution.objects.filter(commons=slug, state__in=OPEN).order_by("position")
    if mine:
        rows = rows.exclude(person__in=list(mine))
    if said_by:
        said = Review.objects.filter(commons=slug, flow=OuterRef("id"), person=said_by, counts=True)
        rows = rows.filter(~Exists(said))
    return rows


def _count_waiting(slug: str, mine: tuple[str, ...] = (), said_by: str = "") -> int:
    return waiting(slug, mine, said_by).count()


count_waiting = remembered(_count_waiting, most=64)


def words_of(slug: str, ids: Iterable[str]) -> dict[str, tuple[ContributionShown, list[ReviewShown]]]:
    """Some contributions with what was said about them: three queries, however many."""
    rows = {row.id: row for row in Contribution.objects.filter(commons=slug, id__in=list(ids))}
    wanted = {entry for row in rows.values() for entry in (row.id, *row.texts, *(one["entry"] for one in row.files))}
    texts = texts_of(slug, wanted)
    said: dict[str, list[ReviewShown]] = {id: [] for id in rows}
    for flow, *review in (
        Review.objects.filter(commons=slug, flow__in=list(rows))
        .order_by("position")
        .values_list("flow", *ReviewShown._fields)
    ):
        said[flow].append(ReviewShown(*review))
    return {id: (_shown(row, texts), said[id]) for id, row in rows.items()}

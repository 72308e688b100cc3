"""What became of all of somebody's work: each idea, need, contribution and revision of hers, by what became of it.

Everything of one person is read once and remembered until the public record changes; a page shows some of it, with its words.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from entredon.apps.flows import queries as flows
from entredon.apps.flows.queries import WorkEvent
from entredon.apps.library.queries import VersionShown
from entredon.apps.people import queries as people
from entredon.apps.work import listing, queries_imported, queries_journeys
from entredon.apps.work.models import Contribution, Idea, Need, Revision
from entredon.apps.work.overview import ACCEPTED, CONTESTED, LEFT_OUT, state
from entredon.apps.work.queries import Acceptances
from entredon.apps.work.queries_journeys import Words
from entredon.log.pages import remembered

WENT, WAITS, NO = "went", "waits", "no"
"""What became of something: it went into something; it is on its way; it was answered no."""
GROUPS = (WENT, WAITS, NO)
IDEA, NEED, GIVEN, WRITTEN = "idea", "need", "given", "written"


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of hers: what it is, when she said it, how it stands (``how``, a word for programs) and to which group it belongs.

    ``decided`` is when it was last decided about; ``version`` what it went into; ``words`` by which its text is found.
    """

    id: str
    what: str
    at: str
    position: int
    how: str
    group: str
    decided: str = ""
    process: str = ""
    version: str = ""
    label: str = ""
    kind: str = ""
    words: tuple[str, str] = ("", "")
    text: str = ""
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Mine:
    """All of somebody's pieces, by group, in each the newest first."""

    pieces: tuple[Piece, ...]
    counts: dict[str, int]


def ids_of(slug: str, person: str) -> tuple[str, ...]:
    """All names that somebody has in a commons: her own, and the pseudonyms she has claimed."""
    return (person, *sorted(id for id, owner in people.claims(slug).items() if owner == person))


def _mine(slug: str, person: str) -> Mine:
    """All that somebody brought, asked for, gave and wrote. So many queries, however much it is."""
    names = ids_of(slug, person)
    found = [*_ideas(slug, names), *_needs(slug, names), *_works(slug, names)]
    order = {group: place for place, group in enumerate(GROUPS)}
    found.sort(key=lambda piece: (order[piece.group], -piece.position, piece.id))
    return Mine(tuple(found), dict(Counter(piece.group for piece in found)))


mine = remembered(_mine, most=32)


def _ideas(slug: str, names: Collection[str]) -> Iterable[Piece]:
    rows: Any = Idea.objects.filter(commons=slug, person__in=names).values_list(
        "id", "at", "position", "state", "answered_at", "texts"
    )
    groups = {"adopted": WENT, "merged": WENT, "declined": NO}
    for id, at, position, how, decided, texts in rows:
        yield Piece(
            id, IDEA, at, position, how, groups.get(how, WAITS), decided=decided, words=(texts.get("title", ""), "title")
        )  # fmt: skip


def _needs(slug: str, names: Collection[str]) -> Iterable[Piece]:
    rows: Any = Need.objects.filter(commons=slug, person__in=names).values_list(
        "id", "at", "position", "state", "holders", "closed_at", "texts", "work"
    )
    for id, at, position, how, holders, closed, texts, work in rows:
        if how == "open" and holders:
            how = "taken"
        group = {"done": WENT, "dropped": NO}.get(how, WAITS)
        words = (texts.get("title", ""), "title")
        yield Piece(id, NEED, at, position, how, group, decided=closed, kind=work, words=words)


def _works(slug: str, names: Collection[str]) -> Iterable[Piece]:
    """Her contributions, but the ones that ideas count as: those are told by the ideas."""
    counted = set(Idea.objects.filter(commons=slug, person__in=names).exclude(flow="").values_list("flow", flat=True))
    written = set(Revision.objects.filter(commons=slug, person__in=names).values_list("id", flat=True))
    told = {
        id: (how, texts)
        for id, how, texts in Contribution.objects.filter(commons=slug, person__in=names).values_list(
            "id", "state", "texts"
        )
    }
    decided, made = listing.standing(slug), queries_journeys.by_process(slug)
    for event in flows.work_by(slug, list(names)):
        if event.id not in counted:
            piece = _work(event, decided, made.get(event.process))
            if event.id in written:
                piece = replace(piece, what=WRITTEN, words=(event.entry, "reason"))
            elif event.id in told:
                how, texts = told[event.id]
                piece = replace(piece, words=((texts or [event.entry])[-1], "note"))
                if how == "more" and piece.how == "told":
                    piece = replace(piece, how="more")
            yield piece


def _work(event: WorkEvent, decided: Acceptances, version: VersionShown | None) -> Piece:
    verdict = decided.of(event)
    released = version is None or version.released
    how = {ACCEPTED: "accepted", LEFT_OUT: "left", CONTESTED: "contested"}.get(state(verdict), "told")
    if how == "accepted" and not released:
        how = "accepted, unreleased"
    group = WENT if how == "accepted" else NO if how == "left" else WAITS
    return Piece(
        event.id, GIVEN, event.at, event.position, how, group, decided=verdict.at if verdict else "", process=event.process,
        version=version.id if version and released else "", label=version.label if version and released else "",
        kind=event.kind, words=("", "") if "." in event.id else (event.entry, "note"),
    )  # fmt: skip


def worded(slug: str, pieces: Iterable[Piece], *, inside: bool) -> list[Piece]:
    """The same with the words people gave them, and for members (``inside``) those of tables; a few queries."""
    pieces, words = list(pieces), Words(slug)
    for piece in pieces:
        words.want(*piece.words)
    words.read()
    notes = queries_imported.notes(slug, [piece.id for piece in pieces if "." in piece.id]) if inside else {}
    pieces = [replace(piece, text=notes[piece.id]) if piece.id in notes else piece for piece in pieces]
    return [
        piece if piece.text else replace(piece, text=words.text(piece.words), erased=words.erased(piece.words))
        for piece in pieces
    ]

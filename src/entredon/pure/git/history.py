"""A whole history in memory, in columns: about 300 bytes a commit, so that a million commits fit on a laptop."""

from array import array
from collections.abc import Iterable

from entredon.pure.git.identity import BOT
from entredon.pure.git.kinds import COAUTHOR, GIVEN, WRITTEN
from entredon.pure.git.measures import log_lines
from entredon.pure.git.rows import Commit, Row, Tag, Unsound

KINDS = (*WRITTEN, *GIVEN)
UNRELEASED = "unreleased"
"""What the part is called that no tag reaches."""
DAY = 86_400
_COAUTHOR = len(KINDS)
_WRITTEN = {kind: place for place, kind in enumerate(WRITTEN)}
_GIVEN = {kind: place for place, kind in enumerate((*KINDS, COAUTHOR)) if kind not in WRITTEN}


class History:
    """Commits by *place*: each id that is mentioned, as a commit or as a parent, has one; ``row`` is -1 for the absent.

    The columns ``at``, ``bot`` … go by row. Variable-length ones are flat, with ``…_end`` telling where a row's part ends.
    ``bot`` is the program that wrote a commit, -1 for a person.

    Deeds are what people did in a commit, four numbers each: person and kind together (``person * len(KINDS) + kind``), lines
    added, lines deleted, log_lines. A commit counts once in each kind for each who took part; its lines are divided among
    those who wrote it, so that naming more of them adds nothing. A commit whose past is absent counts for nobody.
    """

    def __init__(self) -> None:
        self.tags: list[Tag] = []
        self._names: set[str] = set()
        self.places: dict[str, int] = {}
        self.ids: list[str] = []
        self.row = array("i")
        self.place = array("i")
        self.at = array("q")
        self.bot = array("i")
        self.aside = array("q")
        self.boundary: set[int] = set()
        self.parents, self.parents_end = array("i"), array("q", [0])
        self.deeds, self.deeds_end = array("q"), array("q", [0])
        self.people: list[str] = []
        self._person: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.place)

    def place_of(self, id: str) -> int:
        """The place of an id, made when it is mentioned first."""
        place = self.places.get(id)
        if place is None:
            place = self.places[id] = len(self.ids)
            self.ids.append(id)
            self.row.append(-1)
        return place

    def place_of_known(self, id: str) -> int:
        """The place of an id, -1 when nothing mentions it."""
        return self.places.get(id, -1)

    def _who(self, person: str) -> int:
        known = self._person.get(person)
        if known is None:
            known = self._person[person] = len(self.people)
            self.people.append(person)
        return known

    def take(self, row: Row) -> None:
        """The next row. Raises Unsound when it can't stand here."""
        if isinstance(row, Commit):
            self.add(row)
        elif len(self):
            raise Unsound("The tag “{name}” stands after commits; tags come first.", name=row.name)
        elif row.name == UNRELEASED:
            raise Unsound(
                "No version can be called “{unreleased}”: that is what comes after the last one.", unreleased=UNRELEASED
            )
        elif row.name in self._names:
            raise Unsound("The tag “{name}” stands in the history twice.", name=row.name)
        else:
            self._names.add(row.name)
            self.tags.append(row)

    def add(self, commit: Commit) -> None:
        """The next commit. Raises Unsound when it was told before, or after one of its parents."""
        row_of, row, place = self.row, len(self.place), self.place_of(commit.id)
        if row_of[place] >= 0:
            raise Unsound("The commit {id} stands in the history twice.", id=commit.id[:10])
        row_of[place] = row
        self.place.append(place)
        for parent in commit.parents:
            found = self.place_of(parent)
            if row_of[found] >= 0:
                raise Unsound(
                    "The commit {parent} stands before its child {id}.", parent=parent[:10], id=commit.id[:10]
                )
            self.parents.append(found)
        self.parents_end.append(len(self.parents))
        self.at.append(commit.at)
        self.aside.append(commit.aside)
        author = self._who(commit.author)
        bot = commit.author.startswith(BOT)
        self.bot.append(author if bot and not commit.boundary else -1)
        writers = [] if bot else [author]
        if commit.given:
            self._add_given(commit, writers)
        if commit.lines:
            self._add_written(commit, writers)
        self.deeds_end.append(len(self.deeds))
        if commit.boundary:
            if commit.parents or commit.lines or commit.given:
                raise Unsound("The commit {id} can't be told from what was there before it.", id=commit.id[:10])
            self.boundary.add(row)

    def _add_given(self, commit: Commit, writers: list[int]) -> None:
        """What others did for it, each thing once; who wrote it together with the author joins the writers."""
        seen: set[int] = set()
        for name, person in commit.given:
            kind = _GIVEN.get(name)
            if kind is None:
                raise Unsound(
                    "The commit {id} names an unknown kind of work, “{name}”.", id=commit.id[:10], name=name[:20]
                )
            if person.startswith(BOT):
                continue
            who = self._who(person)
            if kind != _COAUTHOR:
                seen.add(who * len(KINDS) + kind)
            elif who not in writers:
                writers.append(who)
        for deed in seen:
            self.deeds.extend((deed, 0, 0, 0))

    def _add_written(self, commit: Commit, writers: list[int]) -> None:
        others = len(writers) - 1
        for name, (added, deleted) in commit.lines.items():
            kind = _WRITTEN.get(name)
            if kind is None:
                raise Unsound(
                    "The commit {id} has lines of an unknown kind, “{name}”.", id=commit.id[:10], name=name[:20]
                )
            if not writers:
                continue
            log = log_lines(added)
            if others:  # the odd units stay with the first
                shares = added // len(writers), deleted // len(writers), log // len(writers)
                for who in writers[1:]:
                    self.deeds.extend((who * len(KINDS) + kind, *shares))
                added, deleted, log = (
                    all - others * each for all, each in zip((added, deleted, log), shares, strict=True)
                )
            self.deeds.extend((writers[0] * len(KINDS) + kind, added, deleted, log))


def gather(rows: Iterable[Row]) -> History:
    """All rows of a history, checked one by one. Raises Unsound."""
    history = History()
    for row in rows:
        history.take(row)
    return history

"""A table that a steward is bringing in: where its file lies, how its columns are matched, what was found in it."""

from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils import timezone

from entredon.apps.work.tables import faults, saved, uploads
from entredon.apps.work.tables.looking import Look, Looking, Progress
from entredon.apps.work.tables.source import SPREADSHEET, Source
from entredon.desk import waiting
from entredon.desk.models import Waiting
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.pure.log import canonical
from entredon.pure.tables.cells import Written
from entredon.pure.tables.columns import Matching

ACT = "work.imported"
SHOWN = 50
"""So many faults are shown on a page; the list holds them all."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a table, as pages show it. ``matching`` is how it was read."""

    matching: dict[str, Any]
    rows: int
    new: int
    known: int
    faulty: int
    people: int
    by_name_only: int
    minutes: int
    kinds: list[tuple[str, int]]
    bots: list[tuple[str, int]]
    first: str
    last: str
    faults: list[str]


@dataclass
class Table:
    """One that waits, reached by the token in its address."""

    token: str
    row: Waiting

    @classmethod
    def begun(cls, slug: str, account: str, key: str, name: str) -> "Table":
        """A file that has come in. Raises Unreadable, Refused."""
        source = Source(uploads.place(key))
        typed: dict[str, Any] = {"file": key, "name": name[:200], "kind": source.kind}
        matching = Matching()
        if source.kind == SPREADSHEET:
            typed["written"] = msgspec.to_builtins(source.written)
            matching = saved.recall(slug, account, source.written.columns) or source.guess()
            typed["recalled"] = saved.recall(slug, account, source.written.columns) is not None
        else:
            source.export  # noqa: B018  # whether it is one
        token = waiting.keep(ACT, slug, {**typed, "matching": msgspec.to_builtins(matching)}, account)
        found = cls.found(slug, account, token)
        assert found is not None
        return found

    @classmethod
    def found(cls, slug: str, account: str, token: str) -> "Table | None":
        """The one with this token, if it is this account's and its file is still here."""
        row = waiting.find(token)
        if row is None or row.act != ACT or row.about != slug or row.account != account:
            return None
        table = cls(token, row)
        return table if uploads.place(table.key).exists() else None

    @property
    def key(self) -> str:
        return str(self.row.typed["file"])

    @property
    def name(self) -> str:
        return str(self.row.typed["name"])

    @property
    def is_table(self) -> bool:
        return bool(self.row.typed["kind"] == SPREADSHEET)

    @property
    def size(self) -> int:
        return uploads.place(self.key).stat().st_size

    @property
    def matching(self) -> Matching:
        return saved.parsed(self.row.typed["matching"])

    @property
    def recalled(self) -> bool:
        return bool(self.row.typed.get("recalled"))

    def source(self) -> Source:
        """The file, opened as it was found out to be."""
        written = self.row.typed.get("written")
        return Source(
            uploads.place(self.key), msgspec.convert(written, Written) if written else None, str(self.row.typed["kind"])
        )

    def match(self, matching: Matching) -> None:
        """Keep how columns are matched, here and for the next table with the same ones. Raises nothing; what was found is old."""
        self.row.typed = {**self.row.typed, "matching": msgspec.to_builtins(matching)}
        # From now on it is kept as long as what was typed is.
        Waiting.objects.filter(token=self.row.token).update(typed=self.row.typed, made=timezone.now())
        if self.is_table:
            columns = msgspec.convert(self.row.typed["written"], Written).columns
            saved.keep(self.row.about, self.row.account, columns, matching)

    def keep(self) -> None:
        """What is noted about it, as it is now."""
        Waiting.objects.filter(token=self.row.token).update(typed=self.row.typed)

    def looking(self) -> Looking:
        """Ready to look it through."""
        return Looking(self.row.about, self.source(), self.matching, clock.stamp()[:10])

    def look(self, progress: Progress | None = None) -> tuple[Looking, Look]:
        """Look it through, and keep what was found beside it. Raises Unreadable."""
        looking = self.looking()
        look = looking.look(progress)
        columns = looking.source.written.columns if self.is_table else ()
        with uploads.place(self.key, uploads.FAULTS).open("w", encoding="utf-8", newline="") as out:
            out.writelines(faults.written(look.faults, columns))
        told = Found(
            matching=self.row.typed["matching"], rows=look.rows, new=look.new, known=look.known, faulty=look.faulty,
            people=len(look.people), by_name_only=look.by_name_only, minutes=look.minutes, kinds=look.kinds.most_common(12),
            bots=look.bots.most_common(12), first=look.first, last=look.last,
            faults=[tell(fault.sentence) for fault in look.faults[:SHOWN]],
        )  # fmt: skip
        uploads.place(self.key, uploads.LOOK).write_bytes(canonical.dumps(msgspec.to_builtins(told)))
        return looking, look

    def looked(self) -> Found | None:
        """What was found, if it was looked through as it is matched now."""
        try:
            found = msgspec.json.decode(uploads.place(self.key, uploads.LOOK).read_bytes(), type=Found)
        except (OSError, msgspec.DecodeError, msgspec.ValidationError):
            return None
        return found if found.matching == self.row.typed["matching"] else None

    def done(self) -> None:
        """It was brought in, or thrown away."""
        waiting.done(self.token)
        uploads.drop(self.key)


def of_accounts(accounts: frozenset[str]) -> list[str]:
    """The files of tables that these accounts are bringing in."""
    rows: Any = Waiting.objects.filter(act=ACT, account__in=list(accounts)).values_list("typed", flat=True)
    return [str(typed["file"]) for typed in rows if isinstance(typed, dict) and "file" in typed]

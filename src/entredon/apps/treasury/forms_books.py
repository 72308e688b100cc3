"""Forms about the books as a whole: the plan of a year, and the bookkeeper's numbers."""

import re
import unicodedata
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from entredon.apps.treasury import naming, typed
from entredon.apps.treasury.entries_books import Budgeted, ChartMapped, Number, Planned
from entredon.apps.treasury.models import Budget
from entredon.desk.telling import tell
from entredon.pure.value.currency import BadAmount

EMPTY = 3
"""So many empty rows stand below those that are known."""
ROWS = 60
"""So many rows are read at most from a form."""
LONGEST = 60
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)


@dataclass(slots=True)
class PlanRow:
    """A line of the plan as it is typed, and what is wrong with it. ``now``: what the year has brought or cost so far."""

    n: str
    way: str
    kind: str
    amount: str
    now: int = 0
    wrong: str = ""

    @property
    def place(self) -> str:
        """Its number among the lines of its way."""
        return self.n.rpartition("-")[2]


class PlanForm:
    """What a year is expected to bring and to cost: a word and an amount in each row; empty ones count for nothing."""

    def __init__(
        self, year: str, currency: str, plan: list[Budget], now: dict[tuple[str, str], int], sent: QueryDict | None
    ) -> None:
        self.year, self.currency, self.sent = year, currency, sent
        self.refused = ""
        known = {(row.way, row.kind): row.minor for row in plan}
        self.rows = [row for way in ("income", "cost") for row in self._of(way, known, now)]

    def _of(self, way: str, known: dict[tuple[str, str], int], now: dict[tuple[str, str], int]) -> list[PlanRow]:
        if self.sent is not None:
            names = [name for name in self.sent if re.fullmatch(rf"{way}-kind-[0-9]{{1,3}}", name)][:ROWS]
            return [self._sent(way, name.rpartition("-")[2]) for name in names]
        kinds = sorted({kind for one, kind in (*known, *now) if one == way})
        rows = []
        for n, kind in enumerate([*kinds, *[""] * EMPTY], 1):
            minor = known.get((way, kind), 0)
            amount = typed.written(minor, self.currency) if minor else ""
            rows.append(PlanRow(f"{way}-{n}", way, naming.kind(kind), amount, now.get((way, kind), 0)))
        return rows

    def _sent(self, way: str, n: str) -> PlanRow:
        assert self.sent is not None
        kind = self.sent.get(f"{way}-kind-{n}", "").strip()[:LONGEST]
        return PlanRow(f"{way}-{n}", way, kind, self.sent.get(f"{way}-amount-{n}", "").strip()[:LONGEST])

    @property
    def incomes(self) -> list[PlanRow]:
        """What is expected to come in."""
        return [row for row in self.rows if row.way == "income"]

    @property
    def costs(self) -> list[PlanRow]:
        """What is expected to be spent."""
        return [row for row in self.rows if row.way == "cost"]

    @property
    def wrong(self) -> bool:
        """Whether any row needs another look."""
        return any(row.wrong for row in self.rows)

    def fact(self) -> Budgeted | None:
        """The plan; None when something is wrong, which then stands beside its row."""
        planned: dict[tuple[str, str], int] = {}
        for row in self.rows:
            if not row.amount:
                continue  # a kind that nothing is planned for
            kind = word(row.kind)
            if not kind:
                row.wrong = _("Say in a word or two what this is.")
                continue
            try:
                minor = typed.amount(row.amount, self.currency)
            except BadAmount as trouble:
                row.wrong = tell(trouble)
                continue
            planned[row.way, kind] = planned.get((row.way, kind), 0) + minor
        if self.wrong:
            return None
        lines = tuple(Planned(way=way, kind=kind, minor=minor) for (way, kind), minor in sorted(planned.items()))
        return Budgeted(year=int(self.year), currency=self.currency, planned=lines)


def word(text: str) -> str:
    """A kind as it is recorded: small letters and hyphens; one that we have words for by these; "" where nothing is left."""
    for name in naming.KINDS:
        if text.casefold() == naming.kind(name).casefold():
            return name
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        sign if sign.isascii() and sign.isalnum() else "-" for sign in plain if not unicodedata.combining(sign)
    )
    found = re.sub(r"-+", "-", kept).strip("-")[:40].strip("-")
    return found if _NAME.fullmatch(found) else ""


@dataclass(slots=True)
class NumberRow:
    """A beginning of accounts, what it is called, and the bookkeeper's number for it."""

    n: int
    path: str
    name: str
    number: str
    wrong: str = ""


class NumbersForm:
    """The bookkeeper's numbers: one per group of accounts, and for single accounts where somebody wants that."""

    def __init__(self, known: dict[str, str], groups: dict[str, str], sent: QueryDict | None) -> None:
        self.refused = ""
        if sent is None:
            paths = sorted({*known, *groups})
            self.rows = [
                NumberRow(n, path, groups.get(path, ""), known.get(path, ""))
                for n, path in enumerate([*paths, *[""] * EMPTY], 1)
            ]
            return
        names = [name for name in sent if re.fullmatch(r"path-[0-9]{1,3}", name)][: ROWS * 4]
        self.rows = []
        for n, name in enumerate(names, 1):
            path = sent.get(name, "").strip()[:200]
            number = sent.get(name.replace("path", "number"), "").strip()[:LONGEST]
            self.rows.append(NumberRow(n, path, groups.get(path, ""), number))

    def fact(self) -> ChartMapped | None:
        """The numbers; None when something is wrong, which then stands beside its row."""
        numbers: dict[str, str] = {}
        for row in self.rows:
            if row.number and not row.path:
                row.wrong = _("Say which accounts have this number, such as assets:bank.")
            elif row.number and numbers.get(row.path, row.number) != row.number:
                row.wrong = _("These accounts have another number above.")
            elif row.number:
                numbers[row.path] = row.number
        return None if any(row.wrong for row in self.rows) else mapped(numbers)


def mapped(numbers: dict[str, str]) -> ChartMapped:
    """What is said of the bookkeeper's numbers, by the beginnings of accounts."""
    return ChartMapped(numbers=tuple(Number(accounts=path, number=number) for path, number in sorted(numbers.items())))

"""What pages read about budgets that decisions released to needs: how much, what was spent of it on what, and what is left."""

from collections import defaultdict
from dataclasses import dataclass, field

from entredon.apps.treasury import queries_books as books
from entredon.apps.treasury.models import Expense, Released
from entredon.apps.work import queries as work
from entredon.pure.money.journal import standard


@dataclass(slots=True)
class SetAside:
    """A budget of a need in one currency: ``minor`` released so far, ``returned`` of it, ``left`` now; ``title`` is the need's.

    ``entry`` released it last, ``open``: whether the need is. ``spent`` on accepted expenses, ``waits``: asked for and not decided.
    """

    need: str
    title: str
    open: bool
    currency: str
    minor: int
    returned: int
    left: int
    entry: str
    at: str
    expenses: list[Expense] = field(default_factory=list)

    @property
    def spent(self) -> int:
        """What it has paid for."""
        return self.minor - self.returned - self.left

    @property
    def waits(self) -> int:
        """What is asked for from it and nobody has decided about."""
        return sum(one.minor for one in self.expenses if one.state == "claimed")

    @property
    def can_return(self) -> bool:
        """Whether what is left can go back to the common fund: the need is closed."""
        return not self.open and self.left > 0


def set_aside(slug: str, need: str = "") -> list[SetAside]:
    """All budgets, those released last first; or those of one need."""
    rows = Released.objects.filter(commons=slug)
    rows = (rows.filter(need=need) if need else rows).order_by("-position", "id")
    bearer = books.bearer(slug)
    if bearer is None:
        return []
    found = list(rows)
    if not found:
        return []
    needs = {one.id: one for one in work.needs_named(slug, {row.need for row in found})}
    held = {one.path: -minor for one, minor in books.balances(slug).items()}
    spent = _expenses(slug, {row.need for row in found})
    return [
        SetAside(
            row.need, needs[row.need].title if row.need in needs else "", row.need in needs and needs[row.need].open, row.currency,
            row.minor, row.returned, held.get(standard.budget(bearer.bearer, row.currency, row.need).path, 0), row.entry, row.at,
            spent[row.need, row.currency],
        )
        for row in found
    ]  # fmt: skip


def _expenses(slug: str, needs: set[str]) -> dict[tuple[str, str], list[Expense]]:
    found: dict[tuple[str, str], list[Expense]] = defaultdict(list)
    for row in Expense.objects.filter(commons=slug, source__in=needs).exclude(state="declined").order_by("-position"):
        found[row.source, row.currency].append(row)
    return found

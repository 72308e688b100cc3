"""What pages and other apps read about money."""

from collections.abc import Collection
from dataclasses import dataclass

from entredon.apps.treasury.models import Income
from entredon.log.asked import NotFound, by_prefix
from entredon.log.models import SideText


@dataclass(frozen=True, slots=True)
class IncomeShown:
    """Money that came in: how much, for which version, when, told by whom; ``payer`` and ``note`` as long as they stand."""

    id: str
    minor: int
    currency: str
    version: str
    creation: str
    person: str
    at: str
    position: int
    payer: str = ""
    note: str = ""


def incomes(slug: str) -> list[IncomeShown]:
    """All money that came in, the newest first."""
    return _shown(slug, list(Income.objects.filter(commons=slug).order_by("-position")))


def income(slug: str, id: str) -> IncomeShown:
    """One income by its id or the beginning of it. Raises NotFound, Ambiguous."""
    row = Income.objects.filter(commons=slug, id=id).first()
    if row is None:
        known = list(Income.objects.filter(commons=slug).values_list("id", flat=True))
        if not known:
            raise NotFound("No income was told here yet.")
        row = Income.objects.get(commons=slug, id=by_prefix(id, known, "income"))
    return _shown(slug, [row])[0]


def _shown(slug: str, rows: list[Income]) -> list[IncomeShown]:
    texts = _texts(slug, [row.id for row in rows])
    return [
        IncomeShown(
            id=row.id, minor=row.minor, currency=row.currency, version=row.version, creation=row.creation,
            person=row.person, at=row.at, position=row.position, payer=texts.get((row.id, "payer"), ""),
            note=texts.get((row.id, "note"), ""),
        )
        for row in rows
    ]  # fmt: skip


def _texts(slug: str, entries: Collection[str]) -> dict[tuple[str, str], str]:
    found = {}
    wanted = list(entries)
    for first in range(0, len(wanted), 500):
        rows = SideText.objects.filter(commons=slug, entry__in=wanted[first : first + 500])
        found.update({(entry, name): text for entry, name, text in rows.values_list("entry", "name", "text")})
    return found

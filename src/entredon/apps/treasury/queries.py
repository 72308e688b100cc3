"""What pages and other apps read about money."""

from collections.abc import Collection
from dataclasses import dataclass

from entredon.apps.treasury.bases import of_request as of_request
from entredon.apps.treasury.models import Income
from entredon.apps.treasury.pay_in import Payment as Payment
from entredon.apps.treasury.pay_in import Place as Place
from entredon.apps.treasury.pay_in import known as known
from entredon.apps.treasury.pay_in import payment as payment
from entredon.apps.treasury.pay_in import takes_gifts as takes_gifts
from entredon.apps.treasury.queries_mine import Open as Open
from entredon.apps.treasury.queries_mine import Standing as Standing
from entredon.apps.treasury.queries_mine import begun as begun
from entredon.apps.treasury.queries_mine import open_things as open_things
from entredon.apps.treasury.queries_mine import owed_to_people as owed_to_people
from entredon.apps.treasury.queries_mine import paid_to_people as paid_to_people
from entredon.apps.treasury.queries_mine import standing as standing
from entredon.apps.treasury.queries_out import bearer as bearer
from entredon.log.asked import NotFound, by_prefix
from entredon.log.models import SideText


@dataclass(frozen=True, slots=True)
class IncomeShown:
    """Money that came in: how much, for which version, when, told by whom; ``payer`` and ``note`` as long as they stand.

    ``source`` is told, bank, cash or elsewhere; ``line`` the bank's line, ``what`` the kind, ``request`` what was asked. ``seen`` is how
    much of what was told a statement has shown, ``taken_back`` the entry by which it was.
    """

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
    source: str = "told"
    line: str = ""
    what: str = ""
    request: str = ""
    seen: int = 0
    taken_back: str = ""

    @property
    def entry(self) -> str:
        """The entry that told of it, perhaps of others too."""
        return self.id.partition(".")[0]


def incomes(slug: str) -> list[IncomeShown]:
    """All money that came in, the newest first; what was taken back never came."""
    rows = Income.objects.filter(commons=slug, taken_back="").order_by("-position", "id")
    return _shown(slug, list(rows))


def incomes_of(slug: str, requests: Collection[str]) -> list[IncomeShown]:
    """What came in for these requests, the first first."""
    rows = Income.objects.filter(commons=slug, request__in=requests, taken_back="").order_by("position", "id")
    return _shown(slug, list(rows))


def income(slug: str, id: str) -> IncomeShown:
    """One income by its id or the beginning of it. Raises NotFound, Ambiguous."""
    row = Income.objects.filter(commons=slug, id=id).first()
    if row is None:
        known = list(Income.objects.filter(commons=slug).values_list("id", flat=True))
        if not known:
            raise NotFound("No income was told here yet.")
        row = Income.objects.get(commons=slug, id=_full(id, known))
    return _shown(slug, [row])[0]


def payer_of_request(slug: str, request: str) -> str:
    """Who was asked to pay, as long as that stands; "" where nobody was."""
    return texts_of(slug, [request]).get((request, "payer"), "") if request else ""


def _full(asked: str, known: list[str]) -> str:
    """The one income that is meant; of several told by one entry, its number follows a point. Raises NotFound, Ambiguous."""
    entry, point, number = asked.partition(".")
    if not point:
        return by_prefix(asked, known, "income")
    ending = f".{number}"
    of_number = [one.removesuffix(ending) for one in known if one.endswith(ending)]
    return by_prefix(entry, of_number, "income") + ending


def _shown(slug: str, rows: list[Income]) -> list[IncomeShown]:
    texts = texts_of(slug, list(dict.fromkeys(row.id.partition(".")[0] for row in rows)))
    return [
        IncomeShown(
            id=row.id, minor=row.minor, currency=row.currency, version=row.version, creation=row.creation,
            person=row.person, at=row.at, position=row.position,
            payer=texts.get((row.id.partition(".")[0], "payer"), ""), note=texts.get((row.id.partition(".")[0], "note"), ""),
            source=row.source, line=row.line, what=row.what, request=row.request, seen=row.seen, taken_back=row.taken_back,
        )
        for row in rows
    ]  # fmt: skip


def texts_of(slug: str, entries: Collection[str]) -> dict[tuple[str, str], str]:
    """The erasable texts of entries that still stand, by entry and name."""
    found = {}
    wanted = list(entries)
    for first in range(0, len(wanted), 500):
        rows = SideText.objects.filter(commons=slug, entry__in=wanted[first : first + 500])
        found.update({(entry, name): text for entry, name, text in rows.values_list("entry", "name", "text")})
    return found

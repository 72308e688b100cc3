"""What share-outs left to whom, what of it is owed and paid, and what people pass on."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q, Sum

from entredon.apps.people import queries as people
from entredon.apps.treasury import queries as treasury
from entredon.apps.value.models import Passing, Share, Shareout
from entredon.apps.value.rules_sharing import HELD, KEPT, PASSED
from entredon.pure.value.passing import POT


@dataclass(frozen=True, slots=True)
class OwedLine:
    """What one share-out left a person: ``minor`` she keeps, ``passed`` on by her word then; ``lapsed`` went to the pot.

    ``under`` are the ids by which it knows her: pseudonyms, where she claimed them only later.
    """

    shareout: str
    at: str
    income: str
    minor: int
    passed: tuple[tuple[str, int], ...]
    lapsed: str
    under: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """What share-outs left a person in one currency, with the lines that add up to it (``minor``), and how much of it is ``paid``.

    ``due`` is owed to her now: where books have begun, by them, with what she laid out; ``leaving`` is on its way to her.
    """

    currency: str
    minor: int
    passed: int
    paid: int
    lines: tuple[OwedLine, ...]
    due: int = 0
    leaving: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is anything to tell."""
        return any((self.minor, self.passed, self.paid, self.due, self.leaving))


@dataclass(frozen=True, slots=True)
class Balance:
    """What all share-outs together gave, in one currency. ``held`` is by creation, ``outside`` by address.

    ``due`` is what is owed to people now, and ``paid`` what was paid to them, where books have begun; else all is owed.
    """

    currency: str
    pot: int
    association: int
    fund: int
    people: int
    held: Mapping[str, int]
    outside: Mapping[str, int]
    due: int
    paid: int


@dataclass(frozen=True, slots=True)
class PassingShown:
    """What a person passes on (destination → parts per million) since which entry; nothing means that she keeps all."""

    word: Mapping[str, int]
    entry: str
    at: str


@dataclass(slots=True)
class _Gathered:
    top: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    outside: dict[str, int] = field(default_factory=dict)
    people: int = 0


def owed(slug: str, person: str) -> list[Owed]:
    """What share-outs left a person under all the names she has here, by currency; each line adds to it or says why not."""
    names = [person, *(pseudonym for pseudonym, owner in people.claims(slug).items() if owner == person)]
    by_shareout: dict[str, list[Share]] = defaultdict(list)
    for share in Share.objects.filter(commons=slug, person__in=names):
        by_shareout[share.shareout].append(share)
    lines: dict[str, list[OwedLine]] = defaultdict(list)
    rows = Shareout.objects.filter(commons=slug, id__in=list(by_shareout)).order_by("-position")
    for row in rows:
        lines[row.currency].append(_owed_line(row, by_shareout[row.id]))
    books = {one.currency: one for one in treasury.standing(slug, person)} if treasury.begun(slug) else None
    return [_owed(currency, lines.get(currency, []), books) for currency in sorted({*lines, *(books or ())})]


def _owed(currency: str, lines: list[OwedLine], books: Mapping[str, treasury.Standing] | None) -> Owed:
    """Without books all that was left to her is owed."""
    minor = sum(line.minor for line in lines)
    passed = sum(given for line in lines for _, given in line.passed)
    if books is None:
        return Owed(currency, minor, passed, 0, tuple(lines), due=minor)
    stands = books.get(currency, treasury.Standing(currency, 0, 0, 0))
    return Owed(currency, minor, passed, stands.paid, tuple(lines), stands.owed, stands.leaving)


def _owed_line(row: Shareout, shares: list[Share]) -> OwedLine:
    kept = [share for share in shares if share.what == KEPT]
    passed: dict[str, int] = defaultdict(int)
    for share in shares:
        if share.what == PASSED:
            passed[share.to] += share.minor
    return OwedLine(
        shareout=row.id,
        at=row.at,
        income=row.income,
        minor=sum(share.minor for share in kept if not share.lapsed),
        passed=tuple(sorted(passed.items())),
        lapsed=next((share.lapsed for share in kept if share.lapsed), ""),
        under=tuple(sorted(share.person for share in kept)),
    )


def balances(slug: str) -> list[Balance]:
    """What share-outs gave to the pot, the association, the fund, to people and outside, and what they hold, by currency."""
    found: dict[str, _Gathered] = defaultdict(_Gathered)
    rows = Share.objects.filter(commons=slug).annotate(is_lapsed=~Q(lapsed=""))
    for currency, what, to, lapsed, minor in rows.values_list("currency", "what", "to", "is_lapsed").annotate(
        Sum("minor")
    ):
        here = found[currency]
        if what == KEPT and not lapsed:
            here.people += minor
            continue
        to = POT if what == KEPT else to
        into = here.held if what == HELD else here.outside if what == PASSED and to != POT else here.top
        into[to] = into.get(to, 0) + minor
    due = treasury.owed_to_people(slug) if treasury.begun(slug) else None
    paid = treasury.paid_to_people(slug)
    return [
        Balance(
            currency, here.top.get(POT, 0), here.top.get("association", 0), here.top.get("fund", 0), here.people,
            here.held, here.outside, here.people if due is None else due.get(currency, 0), paid.get(currency, 0),
        )
        for currency, here in sorted(found.items())
    ]  # fmt: skip


def passing(slug: str, person: str) -> PassingShown | None:
    """A person's last word on passing on, if she ever said any."""
    row = Passing.objects.filter(commons=slug, person=person).order_by("-position").first()
    return None if row is None else PassingShown(dict(row.word), row.id, row.at)

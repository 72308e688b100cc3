"""What pages read about banks: accounts, files as they came, lines and where they belong."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Sum

from entredon.apps.treasury import placing, reasons
from entredon.apps.treasury.models import Allotment, BankDetails, BankFile, Line, MoneyAccount, Waiting
from entredon.desk.telling import tell
from entredon.log.asked import NotFound, by_prefix
from entredon.pure.money import banking
from entredon.pure.money.statements import statement as bank
from entredon.pure.told import Told

BANK, CASH, CARRIED = "bank", "cash", "carried"


@dataclass(frozen=True, slots=True)
class AccountShown:
    """An account with its number (for those who may see it), and how many of its lines wait for somebody."""

    row: MoneyAccount
    iban: str
    waiting: int


@dataclass(frozen=True)
class LineShown:
    """A line, and what the bank wrote of it: only stewards see that."""

    row: Line
    told: bank.Line

    @cached_property
    def iban(self) -> str:
        """The number of the other side, as people write it."""
        return banking.shown(self.told.account) if self.told.account[2:4].isdigit() else self.told.account

    @cached_property
    def text(self) -> str:
        """What was written with it."""
        return " ".join(filter(None, (*self.told.structured, self.told.text))) or self.told.note


@dataclass(frozen=True)
class FileShown:
    """A statement in a file, and why it is set aside, if it is."""

    row: BankFile

    @cached_property
    def because(self) -> Told | None:
        """The reason; None where there is none."""
        return reasons.read(self.row.because) if self.row.because else None

    @property
    def said(self) -> str:
        """The same in the reader's language; "" where there is none."""
        return tell(self.because) if self.because is not None else ""


def accounts(slug: str) -> list[AccountShown]:
    """The accounts, in the order in which they were opened."""
    numbers = dict(BankDetails.objects.filter(commons=slug).values_list("account", "iban"))
    waiting = dict(
        Line.objects.filter(commons=slug, allotted="")
        .values("account")
        .annotate(n=Count("id"))
        .values_list("account", "n")
    )
    rows = MoneyAccount.objects.filter(commons=slug).order_by("position")
    return [AccountShown(row, banking.shown(numbers.get(row.id, "")), waiting.get(row.id, 0)) for row in rows]


def files(slug: str, *states: str) -> list[FileShown]:
    """Statements in these states, the last brought in first."""
    return [FileShown(row) for row in BankFile.objects.filter(commons=slug, state__in=states).order_by("-pk")]


def file(slug: str, asked: str) -> BankFile:
    """A statement in a file by its number here. Raises NotFound."""
    row = (
        BankFile.objects.filter(commons=slug, pk=int(asked)).first() if asked.isdecimal() and len(asked) < 12 else None
    )
    if row is None:
        raise NotFound("There is no file of this number here.")
    return row


def suspense(slug: str) -> list[str]:
    """The lines that wait for somebody, the oldest first."""
    return list(Line.objects.filter(commons=slug, allotted="").order_by("day", "n", "id").values_list("id", flat=True))


def waiting_sums(slug: str) -> list[tuple[str, int, int]]:
    """By currency how many lines wait for somebody, and what they come to."""
    rows = Line.objects.filter(commons=slug, allotted="").values("currency").annotate(n=Count("id"), minor=Sum("minor"))
    return [(row["currency"], row["n"], row["minor"]) for row in rows.order_by("currency")]


def shown(slug: str, ids: Sequence[str]) -> list[LineShown]:
    """These lines."""
    return [LineShown(row, told) for row, told in placing.with_details(slug, ids)]


def line(slug: str, asked: str) -> LineShown:
    """One line by its id or the beginning of it. Raises NotFound, Ambiguous."""
    known = [asked]
    if not Line.objects.filter(commons=slug, id=asked).exists():
        begin = list(Line.objects.filter(commons=slug, id__startswith=asked).values_list("id", flat=True)[:20])
        if not begin:
            raise NotFound("There is no line {asked} here.", asked=asked[:20])
        known = [by_prefix(asked, begin, "line")]
    return shown(slug, known)[0]


def allotment(slug: str, id: str) -> Allotment | None:
    """What an entry booked by its parts, while it stands."""
    return Allotment.objects.filter(commons=slug, id=id, taken_back="").first()


def last_lines(slug: str, account: str, most: int = 30) -> list[LineShown]:
    """The newest lines of an account."""
    rows = Line.objects.filter(commons=slug, account=account).order_by("-day", "-n").values_list("id", flat=True)
    return shown(slug, list(rows[:most]))


def cash_book(slug: str, account: str) -> list[Allotment]:
    """The lines of a cash book, the newest first, with those that were taken back."""
    return list(Allotment.objects.filter(commons=slug, account=account, what="cash").order_by("-day", "-position"))


def elsewhere(slug: str) -> list[Allotment]:
    """What was told to have come by other means, the newest first."""
    return list(Allotment.objects.filter(commons=slug, what="elsewhere").order_by("-position"))


def other_half(slug: str, row: Line) -> list[LineShown]:
    """Lines in suspense that may be the other half of an exchange of currencies with this one."""
    others = Line.objects.filter(commons=slug, allotted="").exclude(currency=row.currency)
    others = others.filter(minor__gt=0) if row.minor < 0 else others.filter(minor__lt=0)
    return shown(slug, list(others.order_by("day", "n").values_list("id", flat=True)[:12]))


def exception(slug: str, asked: str) -> str:
    """A confirmed exception by the beginning of its id, "" where none was named."""
    if not asked:
        return ""
    rows = Waiting.objects.filter(commons=slug, what="exception", id__startswith=asked[:64]).exclude(confirmed="")
    return str(rows.values_list("id", flat=True).first() or "")


def exceptions(slug: str) -> list[Waiting]:
    """Exceptions that were confirmed, the newest first."""
    return list(Waiting.objects.filter(commons=slug, what="exception").exclude(confirmed="").order_by("-position")[:10])

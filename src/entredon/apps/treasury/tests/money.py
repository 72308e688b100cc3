"""A commons whose money somebody bears: bank lines come in, and are told where they belong. For the tests of that law."""

import hashlib
import io
from collections.abc import Sequence
from typing import Any

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.library.entries import Created, Released
from entredon.apps.treasury import queries_journal, statement_lines
from entredon.apps.treasury.entries import (
    AccountOpened,
    Allotted,
    BearerNamed,
    Confirmed,
    ExceptionSigned,
    Part,
    Requested,
    StatementTaken,
)
from entredon.apps.treasury.models import Account, Bearer, Line, MoneyAccount, Posting
from entredon.apps.treasury.statement_lines import StatementLine
from entredon.log import content
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, key_of, person

DETAILS = "d" * 64
SOURCE = "5" * 64
DAY = "2026-11-02"


def line_id(name: object) -> str:
    """A line's commitment, made from a name."""
    return hashlib.sha256(f"line {name}".encode()).hexdigest()


def put(lines: Sequence[StatementLine]) -> str:
    """Keep lines as content; returns its hash."""
    written = statement_lines.write(lines)
    content.store().put(io.BytesIO(written.raw), written.sha256)
    return written.sha256


class Money:
    """The cast, a second steward, a car and a bike to pay for, and an account at a bank with 1,000.00 EUR on it."""

    def __init__(self, cast: Cast, opening: int = 100_000, **bearer: Any) -> None:
        self.cast = cast
        self.eve = key_of(f"eve of {cast.slug}")
        cast.join(self.eve, "Eve Engels")
        self.steward(self.eve)
        self.car = cast.say(Created(name="Car"))
        self.version = cast.say(Released(creation=self.car, name="1", own=1, inputs=()))
        self.bearer = cast.say(named(**bearer))
        self.account = cast.say(opened(opening=opening))
        self.told = 0

    def steward(self, key: SecretKey) -> None:
        """Make a member a steward."""
        self.cast.say(RoleGiven(person=person(key), role="steward"))

    def statement(self, *minors: int, day: str = DAY, **changes: Any) -> StatementTaken:
        """What is told of a statement with these amounts, which goes on from what is known; its lines are kept."""
        lines = [StatementLine(day, line_id(self.told + n), minor) for n, minor in enumerate(minors, 1)]
        return self.of_lines(lines, day=day, **changes)

    def of_lines(
        self, lines: Sequence[StatementLine], *, day: str = DAY, account: str = "main", **changes: Any
    ) -> StatementTaken:
        """What is told of a statement with these lines."""
        row = MoneyAccount.objects.get(commons=self.cast.slug, id=account)
        said: dict[str, Any] = {
            "account": account, "currency": row.currency, "start": max(day, row.known), "end": max(day, row.known),
            "opening": row.closing, "closing": row.closing + sum(line.minor for line in lines), "count": len(lines),
            "lines": put(lines), "source": SOURCE, **changes,
        }  # fmt: skip
        return StatementTaken(**said)

    def came(self, *minors: int, day: str = DAY, account: str = "main") -> list[str]:
        """Lines of these amounts come in; returns their ids."""
        fact = self.statement(*minors, day=day, account=account)
        first, self.told = self.told + 1, self.told + len(minors)
        self.cast.say(fact)
        return [line_id(n) for n in range(first, self.told + 1)]

    def allot(self, line: str, *parts: Part, **rest: Any) -> str:
        """Say where a line belongs; returns the entry."""
        return self.cast.say(Allotted(line=line, parts=parts, **rest))

    def sale(self, minor: int) -> tuple[str, str]:
        """A line that came in for the car; returns line and entry."""
        (line,) = self.came(minor)
        return line, self.allot(line, Part(to="income", minor=minor, ref=self.version, kind="sale"))

    def pot(self, minor: int) -> tuple[str, str]:
        """A gift to the common pot; returns line and entry."""
        (line,) = self.came(minor)
        return line, self.allot(line, Part(to="pot", minor=minor, kind="gift"))

    def request(self, minor: int = 10_000, **changes: Any) -> str:
        """Ask for money for the car."""
        said: dict[str, Any] = {"minor": minor, "currency": "EUR", "what": "sale", "version": self.version, **changes}
        return self.cast.say(Requested(**said))

    def exception(self, path: str, least: int) -> str:
        """Two stewards let an account fall below its floor."""
        entry = self.cast.say(ExceptionSigned(account=path, least=least))
        self.cast.say(Confirmed(what=entry), self.eve)
        return entry

    def line(self, id: str) -> Line:
        return Line.objects.get(commons=self.cast.slug, id=id)

    def held(self, path: str) -> int:
        """What is there, or is owed, on an account; 0 where there is none."""
        row = Account.objects.filter(commons=self.cast.slug, id=path).first()
        if row is None:
            return 0
        minors = Posting.objects.filter(commons=self.cast.slug, account=path).values_list("minor", flat=True)
        return sum(minors) * (1 if path.startswith(("assets:", "expenses:")) else -1)

    def books(self) -> dict[str, int]:
        """What stands on every account that isn't empty, and that the journal is sound."""
        assert queries_journal.verify(self.cast.slug) == []
        return {
            account.path: account.held(minor)
            for account, minor in queries_journal.balances(self.cast.slug).items()
            if minor
        }


def named(**changes: Any) -> BearerNamed:
    """Merel vzw bears the money."""
    return BearerNamed(
        **{"bearer": "merel-vzw", "name": "Merel vzw", "form": "vzw", "number": "0403.170.701", **changes}
    )


def opened(account: str = "main", **changes: Any) -> AccountOpened:
    """An account at a bank with nothing on it."""
    said: dict[str, Any] = {
        "account": account, "way": "bank", "currency": "EUR", "opening": 0, "day": "2026-11-01", "details": DETAILS,
        **changes,
    }  # fmt: skip
    return AccountOpened(**said)


def bearer_of(cast: Cast) -> Bearer:
    return Bearer.objects.get(commons=cast.slug)

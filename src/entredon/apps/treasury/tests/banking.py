"""A commons whose money is borne by a legal body with a bank account, and statements of its bank, for tests."""

from dataclasses import replace
from typing import Any

from entredon.apps.treasury import bringing, documents, voices
from entredon.apps.treasury.bringing import Brought, Given
from entredon.apps.treasury.entries import AccountOpened, BearerNamed
from entredon.apps.treasury.models import BankDetails, MoneyAccount
from entredon.pure.log import commitment
from entredon.pure.money.statements.statement import Line, Statement
from entredon.pure.money.statements.tests import writing
from entredon.pure.money.statements.tests.writing import ACCOUNT, OTHER, line, statement
from entredon.testing_cast import Cast, person

__all__ = ["ACCOUNT", "OTHER", "bank", "bring", "camt", "line", "statement"]

DAY = "2026-11-01"


def bank(cast: Cast, opening: int = 0, *, account: str = "main", iban: str = ACCOUNT, currency: str = "EUR") -> None:
    """Merel vzw bears the money, and has an account with so much on it at the end of 1 November."""
    from entredon.apps.treasury.models import Bearer

    if not Bearer.objects.filter(commons=cast.slug).exists():
        cast.say(BearerNamed(bearer="merel-vzw", name="Merel vzw", form="vzw"))
    salt = documents.salt(cast.slug, "account", account, iban)
    BankDetails.objects.create(commons=cast.slug, account=account, holder="Merel vzw", iban=iban, salt=salt)
    details = commitment.commit(salt, iban)
    cast.say(
        AccountOpened(account=account, way="bank", currency=currency, opening=opening, day=DAY, details=details)
    )  # fmt: skip


def camt(*statements: Statement) -> bytes:
    """A file of the bank."""
    return writing.camt(*statements).encode()


def bring(cast: Cast, *files: bytes | Statement, name: str = "november.xml", columns: Any = None) -> list[Brought]:
    """Ada brings files in."""
    given = [
        Given(f"{n}-{name}", camt(one) if isinstance(one, Statement) else one, columns) for n, one in enumerate(files)
    ]  # fmt: skip
    return bringing.bring(cast.slug, given, voices.of_key(cast.slug, cast.ada), person(cast.ada))


def later(of: Statement, *lines: Line, start: str, number: str = "2") -> Statement:
    """A statement that goes on from another."""
    assert of.closing is not None
    made = statement(*lines, opening=of.closing.minor, start=start, number=number)
    return replace(made, account=of.account)


def standing(cast: Cast, account: str = "main") -> tuple[int, str]:
    """What stands on an account by its statements, and up to which day that is known."""
    row = MoneyAccount.objects.get(commons=cast.slug, id=account)
    return row.closing, row.known

"""Files of a bank are brought in: read, judged, kept, told once, and placed."""

import pytest

from entredon.apps.treasury import bringing, voices
from entredon.apps.treasury.bringing import Given
from entredon.apps.treasury.models import BankFile, Line, LineDetails, Statement
from entredon.apps.treasury.tests.banking import ACCOUNT, OTHER, bank, bring, camt, later, line, standing, statement
from entredon.log.models import Log
from entredon.log.registry import Fact, Refused
from entredon.pure.money.statements.table import Mapping
from entredon.testing_cast import Cast, person

FIRST = statement(
    line(50_000, text="Thank you", name="Dora", account=OTHER), line(-1_250, "2026-11-03"), opening=10_000
)
SECOND = later(FIRST, line(2_000, "2026-11-05"), start="2026-11-04")
THIRD = later(SECOND, line(-300, "2026-11-09"), start="2026-11-06", number="3")


@pytest.fixture
def cast(cast: Cast) -> Cast:
    bank(cast, 10_000)
    return cast


def size() -> int:
    return Log.objects.get(slug="merel").size


def outcomes(cast: Cast, *files: object) -> list[str]:
    return [one.state for one in bring(cast, *files)]  # type: ignore[arg-type]


def test_a_statement_is_taken_with_its_lines_in_suspense(cast: Cast) -> None:
    [brought] = bring(cast, FIRST)
    assert (brought.state, brought.new, brought.placed, brought.account) == ("taken", 2, 0, "main")
    assert standing(cast) == (58_750, "2026-11-03")
    assert list(Line.objects.order_by("n").values_list("day", "minor", "allotted")) == [
        ("2026-11-02", 50_000, ""), ("2026-11-03", -1_250, ""),
    ]  # fmt: skip
    details = LineDetails.objects.get(name="Dora")
    assert (details.iban, details.text) == (OTHER, "Thank you")
    assert Statement.objects.get().id == brought.entry


def test_the_same_file_and_the_same_days_in_another_one_are_known(cast: Cast) -> None:
    bring(cast, FIRST)
    before = size()
    assert outcomes(cast, FIRST) == ["known"]
    assert outcomes(cast, camt(FIRST) + b"\n") == ["known"]
    assert size() == before
    assert Line.objects.count() == 2


def test_a_gap_is_set_aside_and_taken_once_it_is_filled(cast: Cast) -> None:
    bring(cast, FIRST)
    [third] = bring(cast, THIRD)
    assert third.state == "quarantined"
    assert "is missing" in str(third.because)
    assert standing(cast) == (58_750, "2026-11-03")
    assert outcomes(cast, SECOND) == ["taken"]
    assert standing(cast) == (60_450, "2026-11-09")
    assert set(BankFile.objects.values_list("state", flat=True)) == {"taken"}


def test_files_in_any_order_and_overlapping_give_the_same_lines(cast: Cast) -> None:
    both = statement(*FIRST.lines, *SECOND.lines, opening=10_000)
    assert outcomes(cast, THIRD, both, SECOND, FIRST) == ["taken", "taken", "known", "taken"]
    assert standing(cast) == (60_450, "2026-11-09")
    assert Line.objects.count() == 4
    assert outcomes(cast, THIRD, both, SECOND, FIRST) == ["known"] * 4


def test_days_before_the_books_began_are_left_out_where_they_lead_there(cast: Cast) -> None:
    october = statement(line(4_000, "2026-10-30"), *FIRST.lines, opening=6_000, start="2026-10-20")
    [brought] = bring(cast, october)
    assert (brought.state, brought.new) == ("taken", 2)
    [earlier] = bring(cast, statement(line(1, "2026-10-03"), opening=1, start="2026-10-01"))
    assert earlier.state == "quarantined"
    assert "before the books" in str(earlier.because)


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><Document>&c;</Document>'


@pytest.mark.parametrize(
    ("raw", "because"),
    [
        (b"", "empty"),
        (b"<Document><open>", ""),
        (BOMB, ""),
        (camt(FIRST) + camt(SECOND), ""),
        (camt(FIRST).replace(b"UTF-8", b"UTF-16"), ""),
        (b"\xff\xfe\x00\x01\x02", ""),
        (b"%PDF-1.7", "PDF"),
        (camt(FIRST).replace(b"500.00", b"9" * 30), "more than any account"),
        (camt(FIRST).replace(b"500.00", b"12,50"), ""),
        (camt(FIRST).replace(ACCOUNT.encode(), OTHER.encode()), "no account here"),
    ],
)
def test_what_is_no_statement_of_ours_is_told_and_nothing_is_booked(cast: Cast, raw: bytes, because: str) -> None:
    before = size()
    [brought] = bring(cast, raw)
    assert brought.state == "left"
    assert because in str(brought.because)
    assert size() == before
    assert not BankFile.objects.exists()


def test_what_is_kept_is_never_said_to_be_gone(cast: Cast) -> None:
    """A file is kept whole as soon as one of its statements is ours, so also what it tells of others' accounts."""
    from entredon.pure.money.statements.tests import writing

    theirs = statement(line(700), opening=0, account=OTHER)
    ours, other = bring(cast, writing.camt(FIRST, theirs).encode())
    assert (ours.state, other.state) == ("taken", "left")
    assert "but the file is kept as it is" in str(other.because)


def test_sums_that_do_not_fit_set_a_statement_aside_whole(cast: Cast) -> None:
    wrong = statement(line(50_000), opening=10_000, closing=60_001)
    [brought] = bring(cast, wrong)
    assert brought.state == "quarantined"
    assert "don't lead" in str(brought.because)
    assert not Line.objects.exists()


def test_what_only_announces_is_kept_and_never_booked(cast: Cast) -> None:
    from entredon.pure.money.statements.tests import writing

    raw = writing.camt(FIRST, message="BkToCstmrDbtCdtNtfctn", tag="Ntfctn").encode()
    assert outcomes(cast, raw) == ["announced"]
    assert not Line.objects.exists()


TABLE = b"Datum;Omschrijving;Bedrag;Saldo\n02/11/2026;Hosting;-12,50;87,50\n03/11/2026;Gift;10,00;97,50\n"


def test_a_table_waits_for_its_columns_and_the_next_is_read_alike(cast: Cast) -> None:
    [brought] = bring(cast, TABLE)
    assert brought.state == "columns"
    columns = Mapping(
        columns={"date": "Datum", "text": "Omschrijving", "amount": "Bedrag", "balance": "Saldo"}, account=ACCOUNT,
        currency="EUR",
    )  # fmt: skip
    [brought] = bring(cast, TABLE, columns=columns)
    assert (brought.state, brought.new) == ("taken", 2)
    assert outcomes(cast, TABLE) == ["known"]
    assert outcomes(cast, TABLE.splitlines(keepends=True)[0] + b"05/11/2026;Gift;2,50;100,00\n") == ["taken"]


def test_nothing_is_brought_in_where_nobody_bears_the_money(db: None) -> None:
    elsewhere = Cast.found("elsewhere")
    with pytest.raises(bringing.NotYet, match="Nobody bears"):
        bring(elsewhere, FIRST)


def test_who_keeps_her_key_says_it_there_and_it_is_known_afterwards(cast: Cast) -> None:
    """Her device says exactly what the page shows; the file waits meanwhile, and nothing of it counts."""
    wanted: list[Fact] = []

    def voice(said: voices.Said) -> list[str]:
        wanted.extend(fact for fact, _texts in said)
        raise Refused("Say it there: {command}", command="entredon sign …")

    [brought] = bringing.bring("merel", [Given("november.xml", camt(FIRST))], voice, person(cast.ada))
    assert (brought.state, str(brought.because)) == ("quarantined", "Say it there: entredon sign …")
    assert not Line.objects.exists()
    cast.say(wanted[0])
    assert Line.objects.count() == 2
    assert bringing.again("merel", voices.of_key("merel", cast.ada)) == 1
    assert BankFile.objects.get().state == "known"
    assert LineDetails.objects.filter(name="Dora").exists()

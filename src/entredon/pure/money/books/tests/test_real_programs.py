"""hledger and beancount accept our books, and notice every changed cent."""

import random

import pytest

from entredon.pure.money.books.beancount import beancount
from entredon.pure.money.books.hledger import hledger
from entredon.pure.money.books.month import month, months
from entredon.pure.money.books.tests import programs
from entredon.pure.money.books.tests.making import changed, nudged, shifted, variants, year
from entredon.pure.value.currency import DECIMALS

MANY = pytest.param(1_000, marks=pytest.mark.exhaustive)
ODD = [
    'said "so"',
    "back\\slash \\",
    "a; comment",
    "two\nlines\r\nand\u2028more",
    "| payee | note",
    "(code) * !",
    "tag:value, #tag ^link",
    "\ud800 half",
    "\x00 nothing",
    "日本語 Zoë 🌱",
    "",
    "=1+1",
    "  ",
    "2026-11-26 open Assets:Mine EUR",
    "x" * 5_000,
    "*",
    "@ 5 USD {1} %",
    "\\",
    '"',
]


@pytest.fixture(scope="module")
def book():
    return year()


@pytest.fixture(scope="module")
def few(book):
    """A month with few entries, so that a change is somewhere else each time."""
    return min(
        (month(book, "heron", which) for which in months(book, "heron")[2:]), key=lambda one: len(one.entries) < 3
    )


@programs.needs_hledger
def test_hledger_accepts_every_month_and_all_time(book):
    for bearer in ("merel", "heron"):
        for which in ["", *months(book, bearer)]:
            done = programs.hledger("".join(hledger(month(book, bearer, which))))
            assert (done.returncode, done.stderr) == (0, "")


@programs.needs_beancount
def test_beancount_accepts_every_month_and_all_time(book, tmp_path):
    files = [
        list(beancount(month(book, bearer, which)))
        for bearer in ("merel", "heron")
        for which in ["", *months(book, bearer)]
    ]
    assert programs.bean_check(files, tmp_path) == set()


@programs.needs_hledger
def test_hledger_reckons_the_same_balances(book):
    whole = month(book, "merel")
    done = programs.hledger(
        "".join(hledger(whole)), "balance", "--flat", "--empty", "-N", "--format", "%(account) %(total)"
    )
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert done.returncode == 0
    for account, minor in whole.closing.items():
        number = said[account.path].split(" ")[0]
        assert round(float(number) * 10 ** DECIMALS[account.currency]) == minor


@programs.needs_hledger
@pytest.mark.parametrize("count", [10, MANY])
def test_hledger_notices_every_changed_cent(few, count):
    for text in map("".join, variants(list(hledger(few)), count)):
        assert programs.hledger(text).returncode != 0, text


@programs.needs_beancount
@pytest.mark.parametrize("count", [10, MANY])
def test_beancount_notices_every_changed_cent(few, count, tmp_path):
    right = list(beancount(few))
    files = [right, *variants(right, count), right]
    assert programs.bean_check(files, tmp_path) == set(range(1, count + 1))


@programs.needs_hledger
def test_hledger_reads_any_description(book):
    done = programs.hledger("".join(hledger(month(book, "merel"), described_oddly())))
    assert (done.returncode, done.stderr) == (0, "")


@programs.needs_beancount
def test_beancount_reads_any_description(book, tmp_path):
    assert programs.bean_check([list(beancount(month(book, "merel"), described_oddly()))], tmp_path) == set()


def described_oddly():
    rnd = random.Random(1)
    texts = iter(
        [
            *ODD,
            *(
                "".join(chr(rnd.choice([rnd.randrange(128), rnd.randrange(0x11000)])) for _ in range(9))
                for _ in range(900)
            ),
        ]
    )
    return lambda entry: next(texts)


def test_a_change_is_one_unit_up_or_down(few):
    assert [nudged(*case) for case in [("0.00", -1), ("-0.01", 1), ("9.99", 1), ("100", -1), ("-1.000", -1)]] == [
        "-0.01",
        "0.00",
        "10.00",
        "99",
        "-1.001",
    ]
    for lines in (list(hledger(few)), list(beancount(few))):
        for change, differing in ((changed, 1), (shifted, 2)):
            other = change(lines, random.Random(1))
            assert sum(one != two for one, two in zip(lines, other, strict=True)) == differing

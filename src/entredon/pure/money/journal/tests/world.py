"""Two bearers with funds, people and a bank, at whose books anything may happen; beside them, the same in the plainest way.

Each step is booked, or refused with a reason; ``check`` then compares the book with plain sums that know nothing of it.
"""

from collections import defaultdict

from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.book import Book
from entredon.pure.money.journal.entries import JournalEntry, entry, reversal
from entredon.pure.money.journal.exchange import exchange
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.money.journal.tests.making import log_id
from entredon.pure.money.journal.verify import verify
from entredon.pure.value.cents import apportion

BEARERS = ("merel", "heron")
FUNDS = {"merel": ("lamp", "seed"), "heron": ("boat",)}
PEOPLE = ("k:" + "ad" * 32, "k:" + "b0" * 32, "p:" + "c1" * 16)
CURRENCIES = ("EUR", "USD", "JPY")
RATES = ("1", "1.0837", "163.20", "0.0061275", "0.92")


class World:
    """The book, what was asked of it, and plain sums."""

    def __init__(self) -> None:
        self.book = Book()
        self.said: list[JournalEntry] = []
        self.plain: dict[Account, int] = defaultdict(int)
        self.exceptions: set[Account] = set()
        self.refusals: list[str] = []
        self.steps = 0

    def book_it(self, *entries: JournalEntry) -> bool:
        """Ask the book; what it takes is added to the plain sums."""
        try:
            assert self.book.take(*entries)
        except NotBooked as trouble:
            self.refusals.append(str(trouble))
            return False
        for one in entries:
            self.said.append(one)
            for account, minor in one.postings:
                self.plain[account] += minor
                if one.override:
                    self.exceptions.add(account)
        return True

    def move(self, bearer, *postings, override=""):
        """One entry of the next log entry."""
        self.steps += 1
        day = f"2026-{1 + self.steps // 28 % 12:02}-{1 + self.steps % 28:02}"
        return self.book_it(entry(f"{log_id(self.steps)}/step", day, postings, override=override))

    # What happens

    def pay(self, bearer, fund, currency, minor, fee=0):
        """Somebody pays into a fund; a platform may keep a little."""
        fees = standard.fee(bearer, currency, "platform")
        postings = [(standard.bank(bearer, currency), minor - fee), (standard.fund(bearer, currency, fund), -minor)]
        return self.move(bearer, *postings, *([(fees, fee)] if fee else []))

    def overpay(self, bearer, fund, currency, minor, over):
        """More comes than was asked: what is over waits, visibly."""
        bank, fund = standard.bank(bearer, currency), standard.fund(bearer, currency, fund)
        return self.move(bearer, (bank, minor + over), (fund, -minor), (standard.suspense(bearer, currency), -over))

    def refund(self, bearer, currency, minor):
        """Something that waits goes back to where it came from."""
        waits = -self.plain[standard.suspense(bearer, currency)]
        minor = min(minor, max(waits, 1))
        return self.move(
            bearer, (standard.suspense(bearer, currency), minor), (standard.bank(bearer, currency), -minor)
        )

    def split(self, bearer, fund, currency, minor, weights):
        """Money of a fund is owed to people, by weights, to the unit; the association keeps a part."""
        people = dict(zip((*PEOPLE, "association"), weights, strict=True))
        parts = apportion(minor, {who: weight for who, weight in people.items() if weight}, str(self.steps))
        owed = [
            (standard.member(bearer, currency, who) if ":" in who else standard.association(bearer, currency), -part)
            for who, part in parts.items()
            if part
        ]
        return self.move(bearer, (standard.fund(bearer, currency, fund), minor), *owed)

    def payout(self, bearer, person, currency, minor, settled, override=False):
        """A member is paid: first in transit; then the bank has done it, or it comes back."""
        member, leaving = standard.member(bearer, currency, person), standard.leaving(bearer, currency)
        allowed = log_id(0) if override else ""
        if self.move(bearer, (member, minor), (leaving, -minor), override=allowed):
            end = (standard.bank(bearer, currency), -minor) if settled else (member, -minor)
            return self.move(bearer, (leaving, minor), end)
        return False

    def exchange(self, bearer, currency, into, minor, rate):
        """Money at the bank becomes money in another currency."""
        self.steps += 1
        source, target = standard.bank(bearer, currency), standard.bank(bearer, into)
        try:
            pair = exchange(log_id(self.steps), "2026-11-26", source, target, minor, rate)
        except NotBooked as trouble:
            self.refusals.append(str(trouble))
            return False
        return self.book_it(*pair)

    def take_back(self, which):
        """Any earlier entry is taken back, whole; of an exchange both halves."""
        if not self.said:
            return False
        self.steps += 1
        one = self.said[which % len(self.said)]
        keys = [f"{log_id(self.steps)}/{part}" for part in ("back", "other")]
        other = self.book.get(one.linked) if one.linked else None
        if other is None:
            return self.book_it(reversal(one, keys[0], "2026-12-01"))
        return self.book_it(
            reversal(one, keys[0], "2026-12-01", linked=keys[1]), reversal(other, keys[1], "2026-12-01", linked=keys[0])
        )

    def again(self, which):
        """The same arrives twice: nothing happens."""
        if self.said:
            one = self.said[which % len(self.said)]
            other = self.book.get(one.linked) if one.linked else None
            assert not self.book.take(one, *([other] if other else []))

    def mix(self, minor):
        """Money of one bearer for the other: never."""
        postings = [(standard.bank("merel", "EUR"), minor), (standard.fund("heron", "EUR", "boat"), -minor)]
        assert not self.move("merel", *postings)

    # What must be true

    def check(self) -> None:
        """Zero per bearer and currency, nothing under its floor, and every balance as the plain sums have it."""
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for account, minor in self.plain.items():
            assert self.book.balance(account) == minor
            sums[account.bearer, account.currency] += minor
            if account.floor is not None and account not in self.exceptions:
                assert account.held(minor) >= account.floor
        assert not any(sums.values())
        assert len(self.book) == len(self.said)

    def end(self) -> None:
        """The whole journal, verified from its entries, is the same."""
        self.check()
        assert all(sentence.endswith(".") for sentence in self.refusals)
        assert verify(self.said) == []
        assert Book(self.said).digest() == self.book.digest()

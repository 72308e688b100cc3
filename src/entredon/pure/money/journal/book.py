"""A book: it takes entries one by one, or refuses them with a reason and without half a change. What it holds never changes."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.entries import JournalEntry
from entredon.pure.money.journal.exchange import judge_pair
from entredon.pure.money.journal.judging import judge_balance, judge_reversal
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.money.journal.shape import judge
from entredon.pure.money.journal.sums import Checkpoint, Sums


class TrialLine(NamedTuple):
    """An account in a trial balance: its balance stands on one side, 0 on the other."""

    account: Account
    debit: int
    credit: int


class Book:
    """A journal in the making. Keys are unique; the same entry again is no news; balances are sums."""

    def __init__(self, entries: Iterable[JournalEntry] = ()) -> None:
        self._entries: dict[str, JournalEntry] = {}
        self._sums: dict[Account, Sums] = {}
        self._known: dict[tuple[str, str], Account] = {}
        self._reversed: dict[str, str] = {}
        for group in together(entries):
            self.take(*group)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[JournalEntry]:
        """All entries, in the order in which they came."""
        return iter(self._entries.values())

    def get(self, key: str) -> JournalEntry | None:
        """The entry with this key, if there is one."""
        return self._entries.get(key)

    def reversed_by(self, key: str) -> str:
        """The key of the entry that takes this one back, or ""."""
        return self._reversed.get(key, "")

    def accounts(self) -> list[Account]:
        """All accounts on which something was posted, sorted."""
        return sorted(self._sums, key=lambda account: account[:2])

    def take(self, *entries: JournalEntry) -> bool:
        """Take entries: all of them or, with a reason, none. Returns False when all of them were here already.

        Several at once are for what belongs together, such as the two halves of an exchange. Raises NotBooked.
        """
        for entry in entries:
            judge(entry)
        group = {entry.key: entry for entry in entries}
        taken: list[JournalEntry] = []
        try:
            for entry in entries:
                if self._is_new(entry):
                    self._take(entry, group.get(entry.linked) if entry.linked else None)
                    taken.append(entry)
        except NotBooked:
            for entry in reversed(taken):
                self._drop(entry)
            raise
        return bool(taken)

    def balance(self, account: Account) -> int:
        """The sum of all that was posted on an account; 0 for one that nobody has used."""
        sums = self._sums.get(account)
        return sums.total() if sums else 0

    def balances(self, bearer: str = "") -> dict[Account, int]:
        """The balance of each account (of a bearer, where one is given), sorted."""
        return {a: self._sums[a].total() for a in self.accounts() if not bearer or a.bearer == bearer}

    def trial(self, bearer: str = "") -> list[TrialLine]:
        """The trial balance: per bearer and currency, debits and credits add up to the same."""
        return [TrialLine(a, max(sum_, 0), max(-sum_, 0)) for a, sum_ in self.balances(bearer).items()]

    def checkpoint(self, account: Account) -> Checkpoint:
        """The balance of an account as it is now: a database keeps it, and adds only what comes after."""
        sums = self._sums.get(account)
        return Checkpoint(account, len(sums), sums.total()) if sums else Checkpoint(account, 0, 0)

    def holds(self, checkpoint: Checkpoint) -> bool:
        """Whether a checkpoint says what the postings say."""
        sums = self._sums.get(checkpoint.account)
        if sums is None or not 0 <= checkpoint.postings <= len(sums):
            return not checkpoint.postings and not checkpoint.minor
        return sums.upto(checkpoint.postings) == checkpoint.minor

    def digest(self) -> str:
        """SHA-256 of the whole journal: the same for the same entries and floors, in whichever order they came."""
        lines = [f"{entry.key} {entry.sealed}\n" for entry in self._entries.values()]
        floors = [f"{a.bearer} {a.path} {'' if a.floor is None else a.floor}\n" for a in self._sums]
        text = "entredon/journal/v1\n" + "".join(sorted(lines)) + "\n" + "".join(sorted(floors))
        return hashlib.sha256(text.encode()).hexdigest()

    def _is_new(self, entry: JournalEntry) -> bool:
        """Whether its key isn't known yet. Raises NotBooked when it is, with other content."""
        known = self._entries.get(entry.key)
        if known is not None and known.sealed != entry.sealed:
            raise NotBooked("The key {key} was used for another entry; a key is used once.", key=entry.key)
        return known is None

    def _take(self, entry: JournalEntry, other: JournalEntry | None) -> None:
        """Take one entry that is fine by itself (``other``: its other half): all is judged first, then changed."""
        if entry.linked:
            if other is None:
                raise NotBooked(
                    "The two halves of an exchange are booked together; {key} is missing.", key=entry.linked
                )
            judge_pair(entry, other)
        if entry.reverses:
            self._judge_reversal(entry, other.reverses if other else "")
        nets = net(entry)
        self._judge_accounts(nets)
        for account, minor in nets.items():
            self._judge_balance(account, minor, entry.override)
        for account, minor in entry.postings:
            sums = self._sums.get(account)
            if sums is None:
                sums = self._sums[account] = Sums()
                self._known[account[:2]] = account
            sums.add(minor)
        self._entries[entry.key] = entry
        if entry.reverses:
            self._reversed[entry.reverses] = entry.key

    def _drop(self, entry: JournalEntry) -> None:
        """Undo taking the last entry."""
        del self._entries[entry.key]
        if entry.reverses:
            del self._reversed[entry.reverses]
        for account, _minor in reversed(entry.postings):
            self._sums[account].drop()
            if not self._sums[account]:
                del self._sums[account], self._known[account[:2]]

    def _judge_accounts(self, accounts: Iterable[Account]) -> None:
        """An account keeps its floor. (Its path says its currency, so that can't differ.)"""
        new: dict[tuple[str, str], Account] = {}
        for account in accounts:
            if account not in self._sums:
                name = account[:2]
                if self._known.get(name, account) != account or new.setdefault(name, account) != account:
                    raise NotBooked("The account {path} is known with another floor; a floor stays.", path=account.path)

    def _judge_balance(self, account: Account, minor: int, override: str) -> None:
        judge_balance(account, self.balance(account), minor, override)

    def _judge_reversal(self, entry: JournalEntry, beside: str) -> None:
        judge_reversal(entry, self._entries.get(entry.reverses), self._reversed.get(entry.reverses, ""), beside)


def net(entry: JournalEntry) -> dict[Account, int]:
    """What an entry changes on each account."""
    nets: dict[Account, int] = {}
    for account, minor in entry.postings:
        nets[account] = nets.get(account, 0) + minor
    return nets


def together(entries: Iterable[JournalEntry]) -> Iterator[tuple[JournalEntry, ...]]:
    """Entries as they are taken: alone, or two halves of an exchange that follow one another."""
    waiting: JournalEntry | None = None
    for entry in entries:
        if waiting is not None and waiting.linked == entry.key:
            yield waiting, entry
            waiting = None
            continue
        if waiting is not None:
            yield (waiting,)
        waiting = entry if entry.linked else None
        if waiting is None:
            yield (entry,)
    if waiting is not None:
        yield (waiting,)

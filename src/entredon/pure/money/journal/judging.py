"""What is judged of an entry by what was booked before it, wherever that is kept: in memory or in a database."""

from entredon.pure.formats import Money
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.entries import JournalEntry, Posting
from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.value.currency import LIMIT


def judge_balance(account: Account, before: int, minor: int, override: str) -> None:
    """No balance that can't be written down, and none that falls below its floor unless somebody has signed for it.

    ``before`` is what the postings add up to, ``minor`` what comes to it. Raises NotBooked.
    """
    side = account.side
    held = side * (before + minor)
    if not -LIMIT <= held <= LIMIT:
        raise NotBooked(
            "{path} would hold more than can be written down; the most is {most}.",
            path=account.path,
            most=Money(LIMIT, account.currency),
        )
    if account.floor is not None and held < account.floor and side * minor < 0 and not override:
        raise NotBooked(
            "{path} would fall to {held}; the least is {floor}. Take less, or let the stewards sign an exception.",
            path=account.path,
            held=Money(held, account.currency),
            floor=Money(account.floor, account.currency),
        )


def judge_reversal(entry: JournalEntry, booked: JournalEntry | None, reversed_by: str, beside: str) -> None:
    """A reversal takes back all of one entry, once.

    ``booked`` is that entry, ``reversed_by`` what has taken it back, ``beside`` what is taken back together with it. Raises NotBooked.
    """
    if booked is None:
        raise NotBooked("The entry {key} isn't in the journal, so it can't be taken back.", key=entry.reverses)
    if reversed_by:
        raise NotBooked("The entry {key} was taken back already; that is done once.", key=entry.reverses)
    if booked.reverses:
        raise NotBooked("The entry {key} takes another back; book that one anew instead.", key=entry.reverses)
    back = [Posting(account, -minor) for account, minor in booked.postings]
    if sorted(entry.postings, key=_place) != sorted(back, key=_place):
        raise NotBooked("A reversal takes back all of {key}, on the same accounts, and nothing else.", key=booked.key)
    if booked.linked != beside:
        raise NotBooked("An exchange is taken back whole: both of its halves, together.")


def _place(posting: Posting) -> tuple[str, str, int]:
    return posting.account.bearer, posting.account.path, posting.minor

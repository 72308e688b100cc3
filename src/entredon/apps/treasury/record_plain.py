"""What accounts are called where a person is told why something isn't booked."""

from entredon.pure.money.journal.refusal import NotBooked

_CALLED = {
    "equity:funds:": NotBooked("The common fund"),
    "equity:association:": NotBooked("The legal body's own money"),
    "assets:cash:": NotBooked("The till"),
    "equity:budgets:": NotBooked("What is left of the budget"),
    "liabilities:orders:": NotBooked("What is held for the order"),
    "liabilities:members:": NotBooked("What a member is owed"),
    "liabilities:payables:": NotBooked("What is to be paid"),
    "liabilities:upstream:": NotBooked("What is to be passed on"),
    "liabilities:held:": NotBooked("What is held back"),
    "liabilities:in-transit:": NotBooked("What is on its way to people"),
}


def called(path: str) -> NotBooked | str:
    """An account at the beginning of a sentence: in plain words where there are any."""
    return next((words for beginning, words in _CALLED.items() if path.startswith(beginning)), path)


def plainly(trouble: NotBooked) -> NotBooked:
    """A refusal by the journal, with its account in plain words where the sentence begins with it."""
    if not trouble.sentence.startswith("{path} would"):
        return trouble
    return NotBooked(trouble.sentence, **{**trouble.values, "path": called(trouble.values["path"])})

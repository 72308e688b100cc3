"""The accounts that an association of commons needs, so that nobody puts paths together by hand.

Each function takes the bearer (the legal body) and a currency. A floor of 0 stands where less than nothing makes no sense: a till,
what a member is owed, a fund. A bank account has none: what its statement says is a fact, also when it is overdrawn.
"""

from entredon.pure.money.journal.accounts import Account, account


def bank(bearer: str, currency: str, which: str = "main") -> Account:
    """Money at a bank, as its statements say."""
    return account(bearer, currency, "assets", "bank", which)


def cash(bearer: str, currency: str, which: str = "till") -> Account:
    """Notes and coins."""
    return account(bearer, currency, "assets", "cash", which, floor=0)


def arriving(bearer: str, currency: str, which: str) -> Account:
    """Money on its way to the bank: counted cash that was carried there, what a platform has collected."""
    return account(bearer, currency, "assets", "in-transit", which)


def receivable(bearer: str, currency: str, who: str) -> Account:
    """What somebody still has to pay."""
    return account(bearer, currency, "assets", "receivable", who)


def leaving(bearer: str, currency: str) -> Account:
    """Payouts that the bank was told to make and hasn't confirmed: no longer owed to the member, not yet gone from the bank."""
    return account(bearer, currency, "liabilities", "in-transit", floor=0)


def suspense(bearer: str, currency: str) -> Account:
    """Lines of a statement that nobody has allotted yet, in and out."""
    return account(bearer, currency, "liabilities", "suspense")


def member(bearer: str, currency: str, person: str) -> Account:
    """What a person is owed: her parts of incomes, her expenses."""
    return account(bearer, currency, "liabilities", "members", person, floor=0)


def pledges(bearer: str, currency: str, campaign: str) -> Account:
    """Money held for a campaign that isn't decided yet: it goes back to its givers if that fails."""
    return account(bearer, currency, "liabilities", "pledges", campaign, floor=0)


def orders(bearer: str, currency: str, order: str) -> Account:
    """Money held for an order that can still be withdrawn: it goes back to its buyer then."""
    return account(bearer, currency, "liabilities", "orders", order, floor=0)


def payable(bearer: str, currency: str, who: str) -> Account:
    """Bills of others that aren't paid yet."""
    return account(bearer, currency, "liabilities", "payables", who, floor=0)


def upstream(bearer: str, currency: str, whom: str) -> Account:
    """What flows on to a commons outside that this one builds upon; ``whom``: its slug, id or address."""
    return account(bearer, currency, "liabilities", "upstream", whom, floor=0)


def tax(bearer: str, currency: str, which: str) -> Account:
    """Taxes owed; a tax office that owes us stands below zero."""
    return account(bearer, currency, "liabilities", "taxes", which)


def fund(bearer: str, currency: str, commons: str) -> Account:
    """The restricted fund of a commons: what it may spend."""
    return account(bearer, currency, "equity", "funds", commons, floor=0)


def budget(bearer: str, currency: str, need: str) -> Account:
    """What was released from the fund to a need, and not spent yet."""
    return account(bearer, currency, "equity", "budgets", need, floor=0)


def association(bearer: str, currency: str) -> Account:
    """The association's own money."""
    return account(bearer, currency, "equity", "association", floor=0)


def exchange(bearer: str, currency: str) -> Account:
    """What was given for, or received from, other currencies."""
    return account(bearer, currency, "equity", "exchange")


def opening(bearer: str, currency: str) -> Account:
    """What was there before the books began."""
    return account(bearer, currency, "equity", "opening")


def income(bearer: str, currency: str, commons: str, kind: str) -> Account:
    """What a commons has earned or been given, by kind."""
    return account(bearer, currency, "income", "commons", commons, kind)


def expense(bearer: str, currency: str, commons: str, kind: str) -> Account:
    """What a commons has spent, by kind."""
    return account(bearer, currency, "expenses", "commons", commons, kind)


def fee(bearer: str, currency: str, which: str) -> Account:
    """What banks and platforms keep."""
    return account(bearer, currency, "expenses", "fees", which)

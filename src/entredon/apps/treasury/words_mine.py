"""What happened to money, in a few words: for lines of an account and steps of an income."""

from django.utils.translation import gettext as _

TOLD = {
    "value.shared": lambda: _("Shared out"),
    "value.lapsed": lambda: _("Nobody claimed it in time: to the common fund"),
    "people.claimed": lambda: _("Came with earlier work that was claimed"),
    "treasury.bearer_named": lambda: _("From before the books began"),
    "treasury.received": lambda: _("Told by a steward"),
    "treasury.statement_taken": lambda: _("Seen in a bank statement"),
    "treasury.allotted": lambda: _("Said where it belongs"),
    "treasury.taken_back": lambda: _("Taken back"),
    "treasury.cash_moved": lambda: _("Cash"),
    "treasury.came_elsewhere": lambda: _("Paid by other means"),
    "treasury.exchanged": lambda: _("Exchanged"),
    "treasury.expense_decided": lambda: _("Laid out for the commons"),
    "treasury.run_approved": lambda: _("Set aside to be paid"),
    "treasury.run_withdrawn": lambda: _("Not paid after all: owed again"),
    "treasury.payouts_rejected": lambda: _("The bank refused: owed again"),
    "treasury.payout_confirmed": lambda: _("Paid, and confirmed"),
    "treasury.year_closed": lambda: _("A year was closed"),
}
STEPS = {
    "proposed": lambda: _("proposed: waits for a yes"),
    "reserved": lambda: _("set aside: the payment file comes next"),
    "exported": lambda: _("in the file for the bank"),
    "submitted": lambda: _("at the bank"),
    "settled": lambda: _("paid"),
    "rejected": lambda: _("refused by the bank: owed again"),
    "returned": lambda: _("came back: owed again"),
    "withdrawn": lambda: _("withdrawn"),
}


def told(kind: str, *, reverses: bool = False) -> str:
    """What booked something, by the kind of what was said."""
    if reverses and kind not in ("treasury.run_withdrawn", "treasury.payouts_rejected"):
        return _("Taken back")
    return TOLD[kind]() if kind in TOLD else _("Booked")


def step(state: str) -> str:
    """How far a payout is."""
    return STEPS[state]() if state in STEPS else state

"""What is sure of a line: its references, the payouts it settles, and the saved rules."""

from entredon.apps.treasury.entries import Part
from entredon.apps.treasury.models import Habit, Request
from entredon.apps.treasury.models import Line as LineRow
from entredon.apps.treasury.placing_asked import OUTSIDE, Asked, for_gift, for_request
from entredon.pure.money.statements.matching import match
from entredon.pure.money.statements.statement import Line, clean

SETTLED = "settled"
Parts = tuple[Part, ...]


def sure(asked: Asked, row: LineRow, told: Line) -> Parts:
    """Where a line belongs, if that is sure; what is placed is counted. () else."""
    parts = _paid(asked, row, told) if row.minor > 0 else _left(asked, row, told)
    parts = parts or _habit(asked, row, told)
    asked.counts(parts)
    return parts


def _paid(asked: Asked, row: LineRow, told: Line) -> Parts:
    """What came in for references that are asked for; or a payout that came back."""
    if told.returned or told.reversal:
        return _came_back(asked, row, told)
    named = match(told, asked.all)
    requests: dict[str, Request] = {
        asked.requests[one].id: asked.requests[one] for one in named if one in asked.requests
    }
    gifts = [asked.gifts[one] for one in named if one in asked.gifts]
    if len(requests) + len(set(gifts)) > 1:
        return _together(asked, row, list(requests.values())) if not gifts else ()
    for request in requests.values():
        return (for_request(request, row.minor),) if _takes(asked, row, request, row.minor) else ()
    return (for_gift(asked, gifts[0], row.minor),) if gifts else ()


def _takes(asked: Asked, row: LineRow, request: Request, minor: int) -> bool:
    """Whether a request still waits for as much, in this currency."""
    return not request.withdrawn and request.currency == row.currency and 0 < minor <= asked.left[request.id]


def _together(asked: Asked, row: LineRow, requests: list[Request]) -> Parts:
    """Several requests paid at once, if that is what is open of them together."""
    parts = [(one, asked.left[one.id]) for one in requests]
    if sum(minor for _one, minor in parts) != row.minor:
        return ()
    if not all(_takes(asked, row, request, minor) for request, minor in parts):
        return ()
    return tuple(for_request(request, minor) for request, minor in parts)


def _came_back(asked: Asked, row: LineRow, told: Line) -> Parts:
    known = [one for one in asked.payouts.get(told.end_to_end, ()) if one.state == SETTLED and one.minor == row.minor]
    return (Part(to="returned", minor=row.minor, ref=known[0].id),) if len(known) == 1 else ()


def _left(asked: Asked, row: LineRow, told: Line) -> Parts:
    """What went out for payouts: one by its name, or a whole run that the bank booked as one sum."""
    known = [
        one
        for one in asked.payouts.get(told.end_to_end, ())
        if one.state in (*OUTSIDE, "rejected") and one.minor == -row.minor and one.currency == row.currency
    ]
    if len(known) == 1:
        return (Part(to="payout", minor=row.minor, ref=known[0].id),)
    batch = told.batch
    one_sum = batch is not None and (not batch.number or batch.minor == row.minor)
    whole = asked.runs.get(batch.payment, []) if batch is not None and one_sum else []
    if whole and sum(one.minor for one in whole) == -row.minor and whole[0].currency == row.currency:
        return tuple(Part(to="payout", minor=-one.minor, ref=one.id) for one in whole)
    return ()


def _habit(asked: Asked, row: LineRow, told: Line) -> Parts:
    habit = next((one for one in asked.habits if fits(one, row, told)), None)
    return (Part(to=habit.to, minor=row.minor, ref=habit.ref, kind=habit.kind),) if habit is not None else ()


def fits(habit: Habit, row: LineRow, told: Line) -> bool:
    """Whether a saved rule is about a line."""
    if habit.incoming != (row.minor > 0) or not (habit.iban or habit.words):
        return False
    if habit.iban and habit.iban != told.account:
        return False
    words = clean(" ".join((told.name, told.text, told.note, *told.structured))).casefold()
    if habit.words and clean(habit.words).casefold() not in words:
        return False
    if habit.currency and habit.currency != row.currency:
        return False
    return habit.least <= abs(row.minor) and (not habit.most or abs(row.minor) <= habit.most)

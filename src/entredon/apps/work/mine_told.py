"""What somebody's pieces of work are called, and how they stand, in words."""

from django.utils.translation import gettext as _

from entredon.apps.flows.queries import kind_of_work
from entredon.apps.work.journeys_told import cut
from entredon.apps.work.mine import IDEA, NEED, NO, WAITS, WENT, WRITTEN, Piece


def group_names() -> dict[str, str]:
    """What the groups are called."""
    return {WENT: _("Went into something"), WAITS: _("On its way"), NO: _("Answered no")}


def how_names() -> dict[str, str]:
    """How things stand, in words."""
    return {
        "open": _("waits for an answer"),
        "adopted": _("adopted"),
        "merged": _("put together with another one"),
        "parked": _("put aside for later"),
        "declined": _("answered no"),
        "need open": _("waits for hands"),
        "taken": _("in somebody’s hands"),
        "done": _("done"),
        "dropped": _("dropped"),
        "told": _("waits for a look"),
        "more": _("somebody asked for more"),
        "accepted": _("accepted"),
        "accepted, unreleased": _("accepted, waits for the release"),
        "left": _("doesn’t count"),
        "contested": _("somebody disagrees"),
    }


def title(piece: Piece) -> str:
    """What a piece is called in a list."""
    if piece.text:
        return cut(piece.text)
    if piece.what == IDEA:
        return _("an idea, in a text that was erased")
    if piece.what == NEED:
        return _("a need, in a text that was erased")
    return _("a revision of a page") if piece.what == WRITTEN else kind_of_work(piece.kind)


def what(piece: Piece) -> str:
    """What kind of piece it is."""
    if piece.what == IDEA:
        return _("idea")
    if piece.what == NEED:
        return _("need")
    return _("page") if piece.what == WRITTEN else kind_of_work(piece.kind)

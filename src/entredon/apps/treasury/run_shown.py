"""How far a run and its payouts have come, in words, and what helps whoever is asked for her yes."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.people import queries as people
from entredon.apps.treasury import documents, queries_out
from entredon.apps.treasury.models import Payout, Run
from entredon.apps.treasury.queries_out import PayeeShown, RunShown
from entredon.desk.telling import tell
from entredon.pure.money import banking
from entredon.pure.money.payments.reasons import meaning
from entredon.pure.money.references import BadReference, read

STATES = {
    "proposed": (gettext_lazy("waits for a yes"), "association"),
    "reserved": (gettext_lazy("approved"), "community"),
    "exported": (gettext_lazy("file made"), "coalition"),
    "submitted": (gettext_lazy("given to the bank"), "coalition"),
    "settled": (gettext_lazy("paid"), "community"),
    "rejected": (gettext_lazy("refused by the bank"), "bad"),
    "returned": (gettext_lazy("came back"), "bad"),
    "withdrawn": (gettext_lazy("taken back"), ""),
    "done": (gettext_lazy("done"), "community"),
}
"""How far something is, and the colour of it."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a run or a payout is."""

    text: str
    tone: str


def state_of(row: Run | Payout, me: str = "", way: str = queries_out.FILE, *, overdue: bool = False) -> State:
    """How far it is, in words. ``overdue``: statements reach past its day, and don't show all that was to be paid then."""
    text, tone = STATES[row.state]
    if overdue and row.state in queries_out.UNSETTLED:
        return State(_("in doubt"), "bad")
    if row.state == "submitted" and way != queries_out.FILE:
        return State(_("handed over, waits for a yes"), tone)
    return State(str(text), tone)


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """A payout as a page shows it. ``seen`` says whether its amount may be shown, ``private`` whether its account may."""

    payout: Payout
    name: str
    state: State
    title: str
    seen: bool
    iban: str
    holder: str
    why: str
    marks: tuple[str, ...]
    paper: str
    reference: str
    mine: bool

    @property
    def n(self) -> str:
        """Its number in the run."""
        return str(self.payout.id.rpartition(".")[2])


def rows(slug: str, run: RunShown, *, inside: bool, private: bool, me: str) -> list[PayoutRow]:
    """The payouts of a run, each with what whoever looks may know and should know."""
    from entredon.apps.treasury.forms_runs import TITLES

    names = queries_out.names(slug, inside)
    open_to_all = frozenset() if inside else people.open_amounts(slug)
    known = {one.id: one for one in queries_out.payees(slug)}
    found = []
    for one in run.payouts:
        payee = known.get(one.payee)
        kept = queries_out.details(slug, one.details) if private or one.payee == me else None
        paper = documents.find(slug, one.document) if private and one.document else None
        found.append(
            PayoutRow(
                payout=one,
                name=queries_out.called(names, one.payee),
                state=state_of(one, me, run.way, overdue=run.overdue),
                title=str(TITLES.get(one.title, one.title)),
                seen=inside or one.payee in open_to_all or one.payee.startswith("x:"),
                iban=banking.shown(kept.iban) if kept is not None else "",
                holder=kept.holder if kept is not None else "",
                why=tell(meaning(one.code)) if one.code else "",
                marks=tuple(_marks(payee, names)) if private else (),
                paper=str(paper.name or paper.what) if paper is not None else "",
                reference=_reference(one),
                mine=one.payee == me,
            )
        )
    return found


def _reference(payout: Payout) -> str:
    try:
        return read(payout.ref).shown if payout.ref and payout.source != "back" else ""
    except BadReference:
        return ""


def _marks(payee: PayeeShown | None, names: dict[str, str]) -> list[str]:
    """What to look at twice before saying yes."""
    if payee is None or payee.now is None:
        return []
    found = []
    if payee.same:
        others = ", ".join(queries_out.called(names, one) for one in payee.same)
        found.append(_("the same account as %(others)s") % {"others": others})
    if payee.recent:
        found.append(_("this account was changed recently"))
    if payee.next_entry:
        found.append(_("another account waits for a second person"))
    if payee.now.checked == "no":
        found.append(_("the bank says that the name is of somebody else"))
    elif payee.now.checked == "close":
        found.append(_("the bank says that the name is nearly right"))
    return found


def steps(run: RunShown) -> list[dict[str, Any]]:
    """The way of a run, from proposed to done, with how far it is: 0 is to come, 1 is now, 2 is past."""
    if run.row.state == "withdrawn":
        return []
    way = ["proposed", "reserved", *(["exported"] if run.way == queries_out.FILE else []), "submitted", "done"]
    at = way.index(run.row.state)
    words = {
        "proposed": _("proposed"),
        "reserved": _("approved"),
        "exported": _("file made"),
        "submitted": _("given to the bank") if run.way == queries_out.FILE else _("handed over"),
        "done": _("seen in a statement") if run.way == queries_out.FILE else _("confirmed"),
    }
    return [
        {"text": words[name], "at": 2 if n < at or run.row.state == "done" else 1 if n == at else 0}
        for n, name in enumerate(way)
    ]

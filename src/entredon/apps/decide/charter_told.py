"""A charter in people's words: who votes, when it passes, how long it takes; used by every page that tells of deciding."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from entredon.apps.decide import naming
from entredon.desk.telling import shown
from entredon.pure.choice import consent
from entredon.pure.choice.charter import STEWARDS, Charter, Fraction, Type

BUDGET, CHARTER = "budget", "charter"


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of a decision: how many days, and what happens in it."""

    days: str
    what: str


def lever_name(lever: str) -> str:
    """What can be decided, as a heading."""
    return str(naming.KINDS[lever][0])


def lever_note(lever: str) -> str:
    """What that comes to, in a sentence."""
    return str(naming.KINDS[lever][1])


def charter_name(name: str) -> str:
    """What a charter is called: one of the four that one can begin with, or as its own name says."""
    known = {
        "stewards": _("Stewards settle daily things"), "consent": _("By consent"), "vote": _("By vote"),
        "partners": _("By whom it concerns"),
    }  # fmt: skip
    return known.get(name, name)


def charter_note(name: str) -> str:
    """What a charter that one can begin with is like, in a sentence or two."""
    return {
        "stewards": _(
            "Few people with little time: stewards settle daily things among themselves, as long as none of them objects. All members "
            "vote on what everybody lives by."
        ),
        "consent": _(
            "People who know one another: one goes on where nobody objects, and talks where somebody does. Only the charter itself "
            "is voted on."
        ),
        "vote": _(
            "Many people: members vote, with more than half for daily things and two thirds for what everybody lives by."
        ),
        "partners": _(
            "Makers and sellers side by side: those who work decide about sharing, partners vote too on who is a partner, and "
            "all members on the charter."
        ),
    }.get(name, "")  # fmt: skip


def type_name(id: str) -> str:
    """What a way to decide is called."""
    known = {
        "everyday": _("Everyday decisions"), "big": _("Big decisions"), "charter": _("Decisions about the charter"),
        "work": _("Decisions of those who work"), "market": _("Decisions about the market"),
        "house": _("Decisions about common money"),
    }  # fmt: skip
    return known.get(id) or _("Decisions called “{name}”").format(name=id.replace("-", " "))


def who(classes: Iterable[str]) -> str:
    """Classes of people, together."""
    known = {
        "members": _("all members"), "stewards": _("stewards"), "keepers": _("keepers"),
        "contributors": _("contributors"), "partners": _("partners"),
    }  # fmt: skip
    names = [known[one] for one in classes]
    if len(names) < 2:
        return "".join(names)
    return pgettext("last two of a list", "%(names)s and %(last)s") % {
        "names": ", ".join(names[:-1]),
        "last": names[-1],
    }


def part(fraction: Fraction) -> str:
    """A part of a whole, such as two thirds."""
    num, den = fraction
    divisor = gcd(num, den) or 1
    num, den = num // divisor, den // divisor
    known = {
        (1, 2): _("half"), (1, 3): _("a third"), (2, 3): _("two thirds"), (1, 4): _("a quarter"),
        (3, 4): _("three quarters"), (1, 5): _("a fifth"), (2, 5): _("two fifths"), (3, 5): _("three fifths"),
        (4, 5): _("four fifths"), (1, 10): _("a tenth"), (9, 10): _("nine tenths"),
    }  # fmt: skip
    if (num, den) in known:
        return known[num, den]
    return f"{100 * num // den} %" if 100 * num % den == 0 else f"{num}/{den}"


def passes(kind: Type) -> str:
    """When a decision passes, whoever takes part."""
    if kind.method == consent.NAME:
        return _("nobody objects")
    told = {
        ("votes", True): _("more than {part} of those who say yes or no say yes"),
        ("votes", False): _("at least {part} of those who say yes or no say yes"),
        ("cast", True): _("more than {part} of all who take part say yes"),
        ("cast", False): _("at least {part} of all who take part say yes"),
        ("roll", True): _("more than {part} of all who may vote say yes"),
        ("roll", False): _("at least {part} of all who may vote say yes"),
    }[kind.base, kind.strict]
    return told.format(part=part(kind.threshold))


def quorum(kind: Type) -> str:
    """How many have to take part."""
    if not kind.quorum[0]:
        return _("however few take part")
    return _("if at least {part} of them take part").format(part=part(kind.quorum))


def electorate(kind: Type) -> str:
    """Who votes, with since when she must be a member."""
    if not kind.member_days:
        return who(kind.who)
    days = ngettext("members for a day or more", "members for {n} days or more", kind.member_days)
    since = days.format(n=shown(kind.member_days))
    return since if kind.who == ("members",) else f"{who(kind.who)} ({since})"


def days(count: int) -> str:
    """A number of days."""
    return ngettext("{n} day", "{n} days", count).format(n=shown(count))


def steps(kind: Type) -> list[Step]:
    """What happens from opening to carrying out, and how long each takes."""
    voting = _("people vote, or until everybody has voted") if kind.early else _("people vote")
    told = [
        (kind.discuss, _("people talk about it; then the list of who may vote is taken")), (kind.vote, voting),
        (kind.challenge, _("whoever may vote can challenge it")), (kind.notice, _("notice, so that everybody can get ready")),
    ]  # fmt: skip
    return [Step(days(count), what) for count, what in told if count]


def long(kind: Type) -> str:
    """How long it takes, in one figure."""
    if kind.early:
        return ngettext("at most {n} day", "at most {n} days", kind.days).format(n=shown(kind.days))
    return days(kind.days)


def way(kind: Type | None) -> str:
    """Who decides, and how, in the shortest words there are; None: stewards alone."""
    if kind is None:
        return _("stewards, each of them alone")
    told = _("{who}, by consent") if kind.method == consent.NAME else _("{who}, by vote")
    return told.format(who=who(kind.who))


def without(lever: str) -> str:
    """Who decides where there is no charter."""
    if lever == BUDGET:
        return _("nobody yet: money is released by a decision, and there is no charter by which to decide")
    if lever == CHARTER:
        return _("a steward, who adopts the first one")
    return _("stewards, each of them alone")


def by_name(charter: Charter, lever: str) -> str:
    """The way by which something is decided, as it is called."""
    by = charter.levers[lever].by
    return _("Stewards alone") if by == STEWARDS else type_name(by)

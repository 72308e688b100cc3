"""The numbers of a sharing rule as fields that always make the whole: who changes one sees the others give way."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from entredon.apps.flows import queries as flows
from entredon.apps.value import typed
from entredon.desk.telling import tell
from entredon.pure.value import reading
from entredon.pure.value.compare import TooMuch, give_way
from entredon.pure.value.currency import BadAmount
from entredon.pure.value.rule import CONTRIBUTIONS, OTHER, TOP, WHOLE, Points, Rule

PEOPLE = "people"
"""What is left for people after the top: the third of the shares that make the whole."""
NEW = 50_000
"""What a kind gets when it is given a share of its own."""
LONG = 10_000
"""A hidden field with more characters is nobody's doing but an attacker's."""
_KIND = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_WHOLE_NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)

MEASURES = {
    "log_lines": pgettext_lazy("measure of work", "lines, many counting less"),
    "added": pgettext_lazy("measure of work", "lines added"),
    "commits": pgettext_lazy("measure of work", "commits"),
    "days": pgettext_lazy("measure of work", "days"),
    "points": pgettext_lazy("measure of work", "points, set when accepted"),
}
"""By what work can be weighed, in words; a rule may name others."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the rule as its field shows it: what was typed while it is wrong, else what it came to."""

    name: str
    label: str
    value: str
    wrong: str = ""
    measures: tuple[tuple[str, str, bool], ...] = ()

    @property
    def measure_field(self) -> str:
        """The field that says by which measure this kind of work counts."""
        return self.name.replace("pool-", "measure-", 1)


class DraftForm:
    """A rule by contributions, as its numbers were typed over a rule it began from.

    ``rule`` is what they make, None while something is wrong. Groups are shares that make the whole together.
    """

    def __init__(self, begun: Rule, asked: QueryDict, currency: str, kinds: Iterable[str] = ()) -> None:
        self.begun = begun if begun.way == CONTRIBUTIONS.way else CONTRIBUTIONS
        self.asked = asked
        self.currency = currency
        self.wrong: dict[str, str] = {}
        self.kinds = self._kinds()
        self.without = sorted({*kinds} - {*self.kinds})
        self.top = self._group("top", {**dict.fromkeys(TOP, 0), **self.begun.top, PEOPLE: self.begun.rest})
        self.pools = self._group("pools", self._begun_pools(), "pool-")
        self.days = self._number("contest_days", self.begun.contest_days)
        self.minimum = self._minimum()
        self.rule = self._rule()

    def _kinds(self) -> list[str]:
        """The kinds with a pool of their own: the rule's, those typed, and one that was just given a share."""
        typed = [name.removeprefix("pool-") for name in self.asked if name.startswith("pool-")]
        added = [self.asked.get("add", "")]
        known = [kind for kind in (*typed, *added) if _KIND.fullmatch(kind)][: reading.KINDS]
        ranked = sorted(self.begun.pools, key=lambda kind: (kind == OTHER, -self.begun.pools[kind], kind))
        kinds = list(dict.fromkeys([*ranked, *known]))
        return [kind for kind in kinds if kind != OTHER] + [OTHER]

    def _begun_pools(self) -> dict[str, int]:
        pools = {kind: self.begun.pools.get(kind, 0) for kind in self.kinds}
        return give_way(pools, ()) if sum(pools.values()) != WHOLE else pools

    def _group(self, group: str, begun: dict[str, int], prefix: str = "") -> dict[str, int]:
        """Shares as typed, made whole: what differs from what the page last showed stays, the others give way."""
        was = self._was(group)
        shares, changed = dict(begun), set()
        for name in begun:
            text = self.asked.get(prefix + name)
            if text is None:
                continue
            shares[name] = self._percent(prefix + name, text)
            if not was or shares[name] != was.get(name):
                changed.add(name)
        if prefix and (added := self.asked.get("add", "")) in shares and not self.asked.get(prefix + added):
            shares[added] = NEW
            changed.add(added)
        if any(prefix + name in self.wrong for name in begun):
            return shares
        try:
            return give_way(shares, changed) if sum(shares.values()) != WHOLE else shares
        except TooMuch as trouble:
            self.wrong[prefix + self._last(changed, begun)] = self._too_much(trouble.made)
            return shares

    def _was(self, group: str) -> dict[str, int]:
        """What the page showed before: kept in a hidden field, so that it works without scripts."""
        pairs = (pair.partition(":") for pair in self.asked.get(f"{group}.was", "").split(",")[: reading.KINDS])
        return {name: int(share) for name, _, share in pairs if share.isascii() and share.isdigit() and len(share) < 8}

    def _percent(self, field: str, text: str) -> int:
        share = typed.ppm(text)
        if share is None:
            self.wrong[field] = _("Write a percentage from 0 to 100, such as 12.5.")
            return 0
        return share

    def _last(self, changed: set[str], begun: Mapping[str, int]) -> str:
        return [name for name in begun if name in changed][-1]

    def _too_much(self, made: int) -> str:
        made_text = typed.share(made)
        if made > WHOLE:
            return _("Together that makes %(made)s, more than the whole. Lower one of them.") % {"made": made_text}
        return _("Together that makes %(made)s: raise one of them, for nothing is left to give way.") % {
            "made": made_text
        }

    def _number(self, field: str, begun: int) -> int:
        text = self.asked.get(field)
        if text is None:
            return begun
        if not _WHOLE_NUMBER.fullmatch(text.strip()) or int(text) > reading.DAYS:
            self.wrong[field] = _("Write a whole number of days, from 0 to 36,500.")
            return begun
        return int(text)

    def _minimum(self) -> int:
        text = self.asked.get("minimum")
        if text is None:
            return self.begun.minimum
        if not text.strip().strip("0.,"):
            return 0
        try:
            return min(typed.amount(text, self.currency), 1_000_000_000_000)
        except BadAmount as trouble:
            self.wrong["minimum"] = tell(trouble)
            return self.begun.minimum

    def _points(self) -> dict[str, Points]:
        """How each kind is weighed: as the rule does, except where another measure was chosen."""
        points = dict(self.begun.points)
        for kind in self.kinds:
            measure, how = self.asked.get(f"measure-{kind}", ""), self.begun.how(kind)
            if _KIND.fullmatch(measure) and measure != how.measure:
                points[kind] = replace(how, measure=measure, cap=None)
        return points

    def _rule(self) -> Rule | None:
        """The rule that the numbers make. A share of nothing is no share: that kind stands with all else."""
        if self.wrong:
            return None
        top = {to: self.top[to] for to in TOP if self.top[to]}
        pools = {kind: share for kind, share in self.pools.items() if share}
        if pools == self._begun_pools():
            pools = dict(self.begun.pools)
        points = {k: how for k, how in self._points().items() if k in pools or OTHER in pools}
        made = replace(self.begun, top=top, pools=pools, points=points, contest_days=self.days, minimum=self.minimum)
        try:
            return reading.read(made.data())
        except reading.BadRule as trouble:
            self.wrong[""] = tell(trouble)
            return None

    # What the page shows

    def top_numbers(self, association: str) -> list[Number]:
        """The shares of the whole: who keeps things going, the fund, and the people."""
        labels = {
            "association": association,
            "fund": _("Commons fund"),
            PEOPLE: _("The people whose work it is"),
        }
        return [self._shown(name, labels[name], share) for name, share in self.top.items()]

    def pool_numbers(self) -> list[Number]:
        """The shares of the kinds of work, each with the measure by which it is weighed."""
        rows = []
        for kind, share in self.pools.items():
            label = _("all else") if kind == OTHER else flows.kind_of_work(kind)
            number = self._shown(f"pool-{kind}", label[:1].upper() + label[1:], share)
            rows.append(replace(number, measures=self._measures(kind)))
        return rows

    def _measures(self, kind: str) -> tuple[tuple[str, str, bool], ...]:
        chosen = self.asked.get(f"measure-{kind}", "") or self.begun.how(kind).measure
        known = dict(MEASURES) if chosen in MEASURES or not _KIND.fullmatch(chosen) else {chosen: chosen, **MEASURES}
        return tuple((name, str(label), name == chosen) for name, label in known.items())

    def _shown(self, field: str, label: str, share: int) -> Number:
        wrong = self.wrong.get(field, "")
        return Number(field, label, self.asked.get(field, "")[:40] if wrong else typed.points(share), wrong)

    def other_numbers(self) -> dict[str, Number]:
        """Days and the smallest payout."""
        days = self.asked.get("contest_days", "") if "contest_days" in self.wrong else str(self.days)
        least = typed.written(self.minimum, self.currency)
        if "minimum" in self.wrong:
            least = self.asked.get("minimum", "")
        return {
            "days": Number("contest_days", _("Days to contest"), days[:40], self.wrong.get("contest_days", "")),
            "minimum": Number("minimum", _("Paid out from"), least[:60], self.wrong.get("minimum", "")),
        }

    def was(self) -> dict[str, str]:
        """What the page shows now, for the hidden fields; while something is wrong, what it showed before."""
        if self.wrong:
            return {group: self.asked.get(f"{group}.was", "")[:LONG] for group in ("top", "pools")}
        return {"top": _joined(self.top), "pools": _joined(self.pools)}


def _joined(shares: Mapping[str, int]) -> str:
    return ",".join(f"{name}:{share}" for name, share in shares.items())

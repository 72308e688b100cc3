"""Two rules compared, as pages show it: in a picture, by kind of work, and for whom; for those who may see it."""

from typing import Any

from django.utils.translation import gettext as _

from entredon.apps.flows import queries as flows
from entredon.apps.value import comparing_picture, drawing
from entredon.apps.value.seen import Eyes
from entredon.apps.value.views import sentence
from entredon.log.told import short
from entredon.pure.value.compare import Change, Compared
from entredon.pure.value.rule import Rule

ROWS = 10
"""So many people who gain, and so many who lose, are named in the table; the others stand together."""
BARS = 72


class Answer:
    """What changes for whom, for somebody's eyes."""

    def __init__(self, slug: str, eyes: Eyes, left: Rule) -> None:
        self.slug, self.eyes, self.left = slug, eyes, left

    def context(self, found: Compared, rule: Rule) -> dict[str, Any]:
        """All that is shown of it."""
        me = next((change for change in found.people if change.name == self.eyes.me), None)
        called = self.eyes.name if self.eyes.inside else None
        mine = me.name if me is not None else ""
        many, few = (comparing_picture.groups(found.people, most=n, called=called, me=mine) for n in (BARS, BARS // 2))
        return {
            "found": found,
            "me": me,
            "sentence": sentence(rule),
            "wide": comparing_picture.layout(many, width=760, height=260),
            "narrow": comparing_picture.layout(few, width=340, height=220),
            "kinds": self._kinds(found),
            "rows": self._rows(found, me),
            "rest": self._rest(found),
            "same_rule": rule == self.left,
        }

    def _kinds(self, found: Compared) -> list[dict[str, Any]]:
        """What goes where before and after: for all, then by kind of work, each as two bars of one scale."""
        lines = [(change, drawing.top_name(self.slug, change.name), "association") for change in found.top]
        for change in found.kinds:
            name = flows.kind_of_work(change.name) if change.name else _("fixed parts")
            lines.append((change, name[:1].upper() + name[1:], "community"))
        if found.held.before or found.held.after:
            lines.append((found.held, _("Held back"), "ink"))
        most = max((max(change.before, change.after) for change, _name, _tone in lines), default=1) or 1
        return [
            {"change": change, "name": name, "tone": tone, "before": share(change.before, most),
             "after": share(change.after, most)}
            for change, name, tone in lines
        ]  # fmt: skip

    def _shown_people(self, found: Compared) -> list[Change]:
        """Those who gain most and those who lose most, of those whose amounts may be seen."""
        seen = [change for change in found.people if self.eyes.may(change.name)]
        gain = [change for change in seen if change.minor > 0]
        lose = [change for change in seen if change.minor < 0]
        return [*gain[:ROWS], *lose[-ROWS:]]

    def _rows(self, found: Compared, me: Change | None) -> list[dict[str, Any]]:
        shown = self._shown_people(found)
        shown = [*([me] if me is not None else []), *(change for change in shown if change is not me)]
        return [
            {"change": change, "name": self.eyes.name(change.name), "address": short(change.name),
             "me": change is me}
            for change in shown
        ]  # fmt: skip

    def _rest(self, found: Compared) -> list[dict[str, Any]]:
        """Everybody who isn't named, in three groups that make the sums whole."""
        named = {change.name for change in self._shown_people(found)} | {self.eyes.me}
        rest = [change for change in found.people if change.name not in named]
        groups = [
            ("gain", [change for change in rest if change.minor > 0]),
            ("lose", [change for change in rest if change.minor < 0]),
            ("same", [change for change in rest if change.minor == 0]),
        ]
        return [
            {"which": which, "count": len(changes), "before": sum(c.before for c in changes),
             "after": sum(c.after for c in changes), "minor": sum(c.minor for c in changes)}
            for which, changes in groups if changes
        ]  # fmt: skip


def share(part: int, whole: int) -> str:
    """A part in percent of the whole, as pictures write numbers."""
    return f"{100 * part / whole:.2f}"

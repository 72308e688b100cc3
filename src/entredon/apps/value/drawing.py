"""A share-out's picture in words and links, and the product behind each reason."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.commons import queries as commons
from entredon.apps.commons.queries import CommonsShown
from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.library.queries import VersionShown
from entredon.apps.people import queries as people
from entredon.apps.value.queries import Reason
from entredon.desk.telling import speaks
from entredon.log.told import short
from entredon.pure import formats
from entredon.pure.value.picture import Node, Picture
from entredon.pure.value.shareout import ELSEWHERE, NOBODY, Held
from entredon.pure.value.why import Ratio

PERCENT = "\N{NO-BREAK SPACE}%"


def top_name(slug: str, to: str) -> str:
    """Who is given a share before it is divided: the association by its own name."""
    if to == "association":
        return association_name(commons.commons(slug))
    return {"fund": _("Commons fund"), "pot": _("Common pot")}.get(to, to)


def association_name(shown: CommonsShown) -> str:
    """Who looks after a commons, by its own name where it has one."""
    return shown.association or shown.bearer or _("Upkeep")


def held_rows(slug: str, held: Iterable[Held]) -> list[dict[str, Any]]:
    """What waits, by creation: its name, where that is told, and why it waits."""
    made = {creation.id: creation.name for creation in library.creations(slug)}
    words = {NOBODY: _("nobody’s work in it counts yet"), ELSEWHERE: _("it is not known here who made it")}
    return [
        {
            "name": made.get(wait.creation) or library.labels(slug).get(wait.creation, (short(wait.creation), ""))[0],
            "href": reverse("library:creation", args=[slug, short(wait.creation)]) if wait.creation in made else "",
            "because": words.get(wait.because, _("nobody to give it to yet")),
            "minor": wait.minor,
        }
        for wait in held
        if wait.minor
    ]


class Drawing:
    """Turns the nodes and bands of a picture into what the page draws."""

    def __init__(
        self, slug: str, picture: Picture, query: str, rule: str, version: VersionShown | None, inside: bool = False
    ) -> None:
        self._slug = slug
        self._picture = picture
        self._query = query
        self._rule = rule
        self._version = version
        self._names = people.names(slug, inside)
        self._labels = library.labels(slug)

    def nodes(self) -> list[dict[str, Any]]:
        """Bars with their names, amounts, colours and where they lead."""
        return [
            {
                "id": node.id,
                "column": node.column,
                "name": self._name(node),
                "value": node.minor,
                "note": self._note(node),
                "tone": self._tone(node),
                "href": self._address(node),
            }
            for node in self._picture.nodes
        ]

    def _tone(self, node: Node) -> str:
        """Versions made here are the community's, whatever was built on them; what is not known here is ink."""
        if node.label == "upon" or (node.label == "version" and (not node.ref or node.ref in self._labels)):
            return "community"
        return "ink" if node.role == "other" else node.role

    def links(self) -> list[dict[str, Any]]:
        """Bands between the bars."""
        return [{"source": b.source, "target": b.target, "value": b.minor} for b in self._picture.bands]

    def _name(self, node: Node) -> str:
        several = not node.ref
        if node.label == "kind":
            return _other_kinds(node.count) if several else flows.kind_of_work(node.ref).capitalize()
        if node.label == "version":
            return _other_versions(node.count) if several else self._labels.get(node.ref, (node.ref[:10], ""))[0]
        if node.label == "person":
            return self._people(node.count) if several else self._names.get(node.ref, people.nameless(node.ref))
        if node.label == "own":
            return self._version.label if self._version else _("This version")
        names = {
            "payer": _("Income"),
            "upon": _("What it builds on"),
            "parts": _("Fixed parts"),
            "held": _("Held back"),
        }
        return names.get(node.label) or top_name(self._slug, node.label)

    def _people(self, count: int) -> str:
        """Those who stand together, beside others or alone."""
        beside = any(node.label == "person" and node.ref for node in self._picture.nodes)
        return _more_people(count) if beside else _people(count)

    def _note(self, node: Node) -> str:
        notes = {
            "association": _("keeps it going"),
            "fund": _("decided together"),
            "pot": _("decided together"),
            "held": _("nobody to give it to yet"),
        }
        return notes.get(node.label, "")

    def _address(self, node: Node) -> str:
        here = reverse("value:would", args=[self._slug])
        if node.label == "kind" and node.ref:
            return f"{here}?{_with(self._query, f'kind={node.ref}')}#people"
        if node.label == "version" and node.ref in self._labels:
            return self._version_address(self._labels[node.ref][1])
        if node.label == "person" and node.ref:
            page = reverse("value:why", args=[self._slug, short(node.ref)])
            return f"{page}?{self._query}" if self._query else page
        if node.label in ("own", "upon") and self._version:
            return self._version_address(self._version.id)
        if node.label in ("association", "fund", "pot", "parts"):
            return self._rule
        return "#people" if node.label != "payer" else "#rule"

    def _version_address(self, id: str) -> str:
        return reverse("library:version", args=[self._slug, short(id)])


def _with(query: str, more: str) -> str:
    return f"{query}&{more}" if query else more


def _other_kinds(count: int) -> str:
    return ngettext("%(n)s other kind", "%(n)s other kinds", count) % {"n": count}


def _other_versions(count: int) -> str:
    return ngettext("%(n)s other version", "%(n)s other versions", count) % {"n": count}


def _more_people(count: int) -> str:
    return ngettext("%(n)s more person", "%(n)s more people", count) % {"n": count}


def _people(count: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": count}


def steps(line: Reason) -> list[tuple[str, str]]:
    """A reason as a product: each factor as a percentage, with what it stands for."""
    path = line.path
    named = [*line.through, (line.version, line.label)] if line.version else []
    factors = []
    for number, step in enumerate(path.steps):
        if number == 0:
            text = _("for people")
        else:
            text = _("on to %(version)s") % {"version": named[number][1]}
        factors.append((percent(step.share), text))
    if path.steps:
        factors.append((percent(path.own), _("for what is new in it")))
        factors.append((percent(path.pool), _("for %(kind)s") % {"kind": flows.kind_of_work(line.kind)}))
        factors.append((percent(path.points), _("for this contribution")))
    else:
        factors.append((percent(path.own), _("for people")))
        factors.append((percent(path.pool), _("as signed")))
    return [factor for factor in factors if factor[0] != f"100{PERCENT}"] or factors[-1:]


def percent(ratio: Ratio) -> str:
    """A ratio as a percentage with at most two decimals; what is there but tiny is not called nothing."""
    hundredths = (ratio.part * 20_000 + ratio.of) // (2 * ratio.of) if ratio.of else 0
    if not hundredths:
        return formats.decimal("< 0.01" if ratio.part else "0", speaks()) + PERCENT
    whole, rest = divmod(hundredths, 100)
    return formats.decimal(f"{whole}.{rest:02}".rstrip("0").rstrip("."), speaks()) + PERCENT


class ShareoutDrawing(Drawing):
    """The picture of what was shared: its bars lead to the people and kinds of this share-out, not to a what-if."""

    def __init__(
        self, slug: str, picture: Picture, shareout: str, version: VersionShown | None, payer: str, *, inside: bool,
        began: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(slug, picture, "", reverse("value:rule", args=[slug]), version, inside)
        self._shareout = short(shareout)
        self._here = reverse("value:shareout", args=[slug, short(shareout)])
        self._payer, self._began = payer, began

    def _address(self, node: Node) -> str:
        if node.label == "kind" and node.ref:
            return f"{self._here}?kind={node.ref}#people"
        if node.label == "person" and node.ref:
            return f"{reverse('value:person', args=[self._slug, short(node.ref)])}?of={self._shareout}#why"
        if node.label == "payer":
            return "#began" if self._began else "#income"
        if node.label in ("own", "upon") and not self._version:
            return "#people"
        return super()._address(node)

    def _name(self, node: Node) -> str:
        return self._payer if node.label == "payer" and self._payer else super()._name(node)

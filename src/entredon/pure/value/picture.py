"""A share-out as a picture: nodes in columns and bands between them, in smallest units that add up at every node.

From the payer to the top, to what was sold and to what it builds upon; on to kinds of work and versions; on to people.
What would be too small to see is gathered. Drawing, wording and links are the page's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from entredon.pure.value.cents import apportion
from entredon.pure.value.shareout import ShareOut, Working, divide

KINDS, VERSIONS, PEOPLE = 8, 5, 8
OTHERS = ""
"""The ref of a node that gathers what is not shown one by one."""
OWN, UPON = "own", "upon"

ROLES = {
    "payer": "coalition",
    "association": "association",
    "fund": "association",
    "pot": "association",
    "own": "community",
    "parts": "community",
    "kind": "community",
    "person": "community",
    "upon": "other",
    "version": "other",
    "held": "other",
}
"""The partner whose colour a node has."""


@dataclass(frozen=True, slots=True)
class Node:
    """A block in a column. ``label`` is a key of ROLES; ``ref`` the kind, version or person it stands for ("": several).

    ``count`` is how many it stands for.
    """

    id: str
    label: str
    ref: str
    minor: int
    column: int
    count: int = 1

    @property
    def role(self) -> str:
        return ROLES[self.label]


@dataclass(frozen=True, slots=True)
class Band:
    """So much goes from one node to another."""

    source: str
    target: str
    minor: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes by column and size, and the bands between them."""

    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]

    def column(self, number: int) -> list[Node]:
        """The nodes of a column, from top to bottom."""
        return [node for node in self.nodes if node.column == number]


class _Sketch:
    """Collects bands; nodes follow from them."""

    def __init__(self) -> None:
        self.nodes: dict[str, tuple[str, str, int, int]] = {}
        self.bands: dict[tuple[str, str], int] = {}

    def node(self, label: str, ref: str, column: int, count: int = 1) -> str:
        id = f"{label}:{ref}" if ref or label in ("kind", "version", "person") else label
        self.nodes[id] = (label, ref, column, count)
        return id

    def band(self, source: str, target: str, minor: int) -> None:
        if minor:
            self.bands[source, target] = self.bands.get((source, target), 0) + minor

    def picture(self, income: int) -> Picture:
        coming: dict[str, int] = {}
        for (_, target), minor in self.bands.items():
            coming[target] = coming.get(target, 0) + minor
        coming["payer"] = income
        nodes = [Node(id, self.nodes[id][0], self.nodes[id][1], coming[id], *self.nodes[id][2:]) for id in coming]
        nodes.sort(key=lambda node: (node.column, _rank(node), -node.minor, node.id))
        place = {node.id: n for n, node in enumerate(nodes)}
        bands = [Band(source, target, minor) for (source, target), minor in self.bands.items()]
        bands.sort(key=lambda band: (place[band.source], place[band.target]))
        return Picture(tuple(nodes), tuple(bands))


def _rank(node: Node) -> int:
    """Top to bottom: who keeps the commons going, what was sold, what it builds upon, what is held; gatherers last."""
    order = ("payer", "association", "fund", "pot", "own", "parts", "kind", "upon", "version", "person", "held")
    return 2 * order.index(node.label) + (not node.ref)


def picture(
    working: Working,
    kinds: int = KINDS,
    versions: int = VERSIONS,
    people: int = PEOPLE,
    may: Callable[[str], bool] = lambda person: True,
) -> Picture:
    """The picture of a share-out, with so many kinds, versions and people shown one by one; of people only who ``may``."""
    out = working.out
    sketch = _Sketch()
    payer = sketch.node("payer", "", 0)
    for top in out.top:
        sketch.band(payer, sketch.node(top.to, "", 1), top.minor)
    if working.graph is None:
        parts = sketch.node("parts", "", 1, len(out.people))
        _people(sketch, out, {("", ""): parts}, {("", ""): {part.person: part.got for part in out.people}}, people, may)
        for part in out.people:
            sketch.band(payer, parts, part.got)
        return sketch.picture(out.income)
    cells = _cells(working)
    middle = _middle(sketch, cells, kinds, versions)
    for (branch, ref), parts_of in cells.items():
        minor = sum(parts_of.values())
        sketch.band(payer, branch, minor)
        sketch.band(branch, middle[branch, ref], minor)
    _people(sketch, out, middle, cells, people, may)
    for branch, minor in _held(working).items():
        sketch.band(payer, branch, minor)
        sketch.band(branch, sketch.node("held", "", 2), minor)
    return sketch.picture(out.income)


Cells = Mapping[tuple[str, str], Mapping[str, int]]
"""(branch, kind or version) → person → smallest units."""


def _cells(working: Working) -> Cells:
    """Everybody's amount, divided between the kinds of work in what was sold and the versions it builds upon."""
    micro: dict[str, dict[str, int]] = {}
    for version, keep in zip(working.names, working.flowed.keep, strict=True):
        sold, upon = version == working.out.version, f"{UPON}\n{version}"
        for person, kind, amount in divide(keep, working.book.pools.get(version, ())):
            key = f"{OWN}\n{kind}" if sold else upon
            mine = micro.get(person)
            if mine is None:
                micro[person] = {key: amount}
            else:
                mine[key] = mine.get(key, 0) + amount
    cells: dict[str, dict[str, int]] = {}
    for part in working.out.people:
        for key, minor in apportion(part.got, micro[part.person], part.person).items():
            cells.setdefault(key, {})[part.person] = minor
    return {_split(key): parts for key, parts in cells.items()}


def _split(key: str) -> tuple[str, str]:
    branch, _, ref = key.partition("\n")
    return branch, ref


def _middle(sketch: _Sketch, cells: Cells, kinds: int, versions: int) -> dict[tuple[str, str], str]:
    """The node of each kind and version; the smaller ones share one."""
    sums: dict[str, dict[str, int]] = {OWN: {}, UPON: {}}
    for (branch, ref), parts in cells.items():
        sums[branch][ref] = sum(parts.values())
    found: dict[tuple[str, str], str] = {}
    for branch, label, most in ((OWN, "kind", kinds), (UPON, "version", versions)):
        sketch.node(branch, "", 1, len(sums[branch]))
        shown, rest = _largest(sums[branch], most)
        found |= {(branch, ref): sketch.node(label, ref, 2) for ref in shown}
        if rest:
            others = sketch.node(label, OTHERS, 2, len(rest))
            found |= {(branch, ref): others for ref in rest}
    return found


def _people(
    sketch: _Sketch,
    out: ShareOut,
    middle: Mapping[tuple[str, str], str],
    cells: Cells,
    most: int,
    may: Callable[[str], bool],
) -> None:
    sums = {part.person: part.got for part in out.people}
    shown, rest = _largest({person: got for person, got in sums.items() if may(person)}, most)
    rest = [*rest, *(person for person in sums if not may(person))]
    nodes = {person: sketch.node("person", person, 3) for person in shown}
    others = sketch.node("person", OTHERS, 3, sum(1 for person in rest if sums[person])) if rest else ""
    for key, parts in cells.items():
        left = sum(parts.values())
        for person, node in nodes.items():
            minor = parts.get(person, 0)
            sketch.band(middle[key], node, minor)
            left -= minor
        sketch.band(middle[key], others, left)


def _largest(sums: Mapping[str, int], most: int) -> tuple[Sequence[str], Sequence[str]]:
    """The largest, and the rest; never a rest of one, which could as well be shown."""
    ranked = sorted(sums, key=lambda key: (-sums[key], key))
    return (ranked, []) if len(ranked) <= most + 1 else (ranked[:most], ranked[most:])


def _held(working: Working) -> dict[str, int]:
    """What is held, in what was sold and in what it builds upon."""
    kept: dict[str, dict[str, int]] = {}
    for name, keep in zip(working.names, working.flowed.keep, strict=True):
        if keep and not working.book.pools.get(name):
            version = working.book.versions.get(name)
            branches = kept.setdefault(name if version is None else version.creation, {})
            branch = OWN if name == working.out.version else UPON
            branches[branch] = branches.get(branch, 0) + keep
    held = {OWN: 0, UPON: 0}
    for wait in working.out.held:
        for branch, minor in apportion(wait.minor, kept[wait.creation], wait.creation).items():
            held[branch] += minor
    return held

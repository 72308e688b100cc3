"""What the pages of the public record read: lists of entries, one entry, its texts and its proof."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from entredon.log import checkpoints, counted, stored
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.models import Entry, Key, SideText, Text
from entredon.log.pages import remembered
from entredon.pure.log import leaf, tree

AT_ONCE = 50
WEIGHTY = ("work.contributed", "work.accepted", "value.rule_adopted", "value.shared", "treasury.received")
"""Kinds on which it rests who gets what."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A personal text of an entry: itself, or that it was erased."""

    name: str
    text: str
    erased: str

    @property
    def title(self) -> str:
        """What a text of this name is."""
        titles = {
            "about": _("About"),
            "answer": _("Answer"),
            "languages": _("Languages"),
            "name": _("Name"),
            "note": _("In the author’s words"),
            "picture": _("Picture"),
            "place": _("Place"),
            "reason": _("Reason"),
            "skills": _("Skills"),
        }
        return titles.get(self.name, self.name)


@dataclass(frozen=True, slots=True)
class Step:
    """One step from an entry to the root: the hash beside it, and whether that stands to its left."""

    hash: str
    left: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry's place in the published record, checked just now."""

    size: int
    root: str
    leaf_hash: str
    steps: list[Step]
    holds: bool


@remembered
def counts(slug: str) -> dict[str, int]:
    """How many entries of each kind there are, most first."""
    found: dict[str, int] = {}
    for (kind, _key), count in counted.by_key(slug).items():
        found[kind] = found.get(kind, 0) + count
    return dict(sorted(found.items(), key=lambda row: (-row[1], row[0])))


def entries(slug: str, size: int, page: int, kind: str = "", key: str = "") -> list[Entry]:
    """A page of entries, newest first; page 1 is the newest. Only those of a kind, or signed with a key, if one is named."""
    rows = Entry.objects.filter(commons=slug).order_by("-index")
    first = (page - 1) * AT_ONCE
    if key:
        return list(rows.filter(by=key)[first : first + AT_ONCE])
    if kind:
        return list(rows.filter(kind=kind)[first : first + AT_ONCE])
    return list(rows.filter(index__lt=size - first)[:AT_ONCE])


def known_key(slug: str, asked: str) -> str:
    """A key by its id, if somebody here has or had it; else ""."""
    return asked if len(asked) == 64 and Key.objects.filter(commons=slug, id=asked).exists() else ""


def count_by(slug: str, key: str) -> int:
    """How many entries a key signed as their author."""
    return sum(count for (_kind, by), count in counted.by_key(slug).items() if by == key)


def find(slug: str, asked: str) -> Entry:
    """An entry by its id or the beginning of it. Raises NotFound, Ambiguous."""
    asked = asked.lower()
    if not 6 <= len(asked) <= 64 or not set(asked) <= set("0123456789abcdef"):
        raise NotFound("“{asked}” is not the beginning of a receipt's number.", asked=asked[:64])
    rows = Entry.objects.filter(commons=slug, id__gte=asked, id__lt=asked + "g").order_by("id")[:2]
    if not rows:
        raise NotFound("There is no receipt {asked} in this public record.", asked=asked[:64])
    if len(rows) > 1 and rows[0].id != asked:
        raise Ambiguous("Several receipts begin with {asked}; write more of the number.", asked=asked)
    return rows[0]


def texts(slug: str, entry: str, names: list[str]) -> list[Shown]:
    """The personal texts an entry has committed to, those that are still there and those that were erased."""
    there = dict(SideText.objects.filter(commons=slug, entry=entry, withheld=False).values_list("name", "text"))
    ids = [f"{entry}/{name}" for name in names]
    erased = dict(Text.objects.filter(commons=slug, id__in=ids).values_list("id", "erased"))
    return [Shown(name, there.get(name, ""), erased.get(f"{entry}/{name}", "")) for name in names]


def custody(slug: str, key: str) -> str:
    """How the secret of a key is kept; "" for an unknown key."""
    return Key.objects.filter(commons=slug, id=key).values_list("custody", flat=True).first() or ""


def proof(slug: str, row: Entry) -> Proof | None:
    """The path from an entry to the root that was last published; None while it is not published yet."""
    now = checkpoints.published(slug)
    if row.index >= now.size:
        return None
    path = tree.inclusion(row.index, now.size, stored.reader(slug, now.size))
    hash = tree.leaf_hash(bytes(row.leaf))
    holds = tree.is_included(row.index, now.size, hash, path, now.root)
    return Proof(now.size, now.root.hex(), hash.hex(), steps(row.index, now.size, path), holds)


def steps(index: int, size: int, path: list[bytes]) -> list[Step]:
    """On which side each hash of an inclusion path stands, as in ``tree.root_from_inclusion``."""
    first, last = index, size - 1
    found = []
    for hash in path:
        left = bool(first & 1) or first == last
        found.append(Step(hash.hex(), left))
        while left and first and not first & 1:
            first, last = first >> 1, last >> 1
        first, last = first >> 1, last >> 1
    return found


@remembered
def custodies(slug: str) -> dict[str, int]:
    """How many entries were signed with keys that are kept in each way."""
    kept = dict(Key.objects.filter(commons=slug).values_list("id", "custody"))
    found: dict[str, int] = {}
    for (_kind, key), count in counted.by_key(slug).items():
        found[kept.get(key, "")] = found.get(kept.get(key, ""), 0) + count
    return found


def opened(row: Entry) -> leaf.Leaf:
    """An entry with its parts."""
    return leaf.parse(bytes(row.leaf))

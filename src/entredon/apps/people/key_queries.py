"""Which keys are whose, what each has signed, and how much rests on keys whose secrets the host doesn't hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from entredon.apps.people.models import KeyAsked, Passkey
from entredon.log import counted
from entredon.log.models import Entry, Key

HOSTED, DEVICE, PASSKEY = "hosted", "device", "passkey"
OWN = (DEVICE, PASSKEY)
"""How keys are kept whose secret the host doesn't have."""
NAMED = 4
"""So many kinds stand under a key."""


@dataclass(frozen=True, slots=True)
class KeySigned:
    """A key of a person and what it signed as an author: how often each kind, when it came, signed last and ended.

    ``called`` is what only its owner and this server know it by.
    """

    id: str
    custody: str
    added_at: str
    added_by: str
    last_at: str
    revoked_at: str
    revoked_by: str
    kinds: Mapping[str, int] = field(default_factory=dict)
    called: str = ""

    @property
    def total(self) -> int:
        """How many entries it signed."""
        return sum(self.kinds.values())

    @property
    def most(self) -> list[tuple[str, int]]:
        """The kinds it signed most often."""
        return list(self.kinds.items())[:NAMED]

    @property
    def more(self) -> bool:
        """Whether it signed further kinds."""
        return len(self.kinds) > NAMED

    @property
    def live(self) -> bool:
        """Whether it can still sign."""
        return not self.revoked_by


def signed_by(slug: str, person: str) -> list[KeySigned]:
    """The keys a person has had here with what each signed, in the order of their coming."""
    rows = list(Key.objects.filter(commons=slug, person=person).order_by("added", "id"))
    numbers = {row.added for row in rows} | {row.revoked for row in rows if row.revoked is not None}
    placed = {at[0]: at[1:] for at in _entries(slug, index__in=numbers)}
    named = {id: at for _index, at, id in _entries(slug, id__in=[row.last for row in rows if row.last])}
    counts = _counts(slug, {row.id for row in rows})
    return [_signed(row, placed, named, counts.get(row.id, {})) for row in rows]


def _signed(
    row: Key, placed: Mapping[int, tuple[str, str]], named: Mapping[str, str], kinds: Mapping[str, int]
) -> KeySigned:
    added_at, added_by = placed.get(row.added, ("", ""))
    revoked_at, revoked_by = ("", "") if row.revoked is None else placed.get(row.revoked, ("", "?"))
    return KeySigned(row.id, row.custody, added_at, added_by, named.get(row.last, ""), revoked_at, revoked_by, kinds)


def _entries(slug: str, **where: object) -> list[tuple[int, str, str]]:
    return list(Entry.objects.filter(commons=slug, **where).values_list("index", "at", "id"))


def _counts(slug: str, keys: set[str]) -> dict[str, dict[str, int]]:
    """How often each of these keys signed each kind, most often first."""
    found: dict[str, dict[str, int]] = {}
    pairs = ((kind, key, n) for (kind, key), n in counted.by_key(slug).items() if key in keys)
    for kind, key, n in sorted(pairs, key=lambda pair: (-pair[2], pair[0])):
        found.setdefault(key, {})[kind] = n
    return found


def live(slug: str, person: str, custody: str) -> list[str]:
    """The ids of a person's keys of one custody that can sign now, in the order of their coming."""
    rows = Key.objects.filter(commons=slug, person=person, custody=custody, revoked=None).order_by("added", "id")
    return list(rows.values_list("id", flat=True))


def on_their_own(slug: str) -> frozenset[str]:
    """The people for whom this place can't speak: none of their keys that can sign now is held by a host."""
    rows = Key.objects.filter(commons=slug, revoked=None).values_list("person", "custody")
    kept = {person for person, custody in rows if custody == HOSTED}
    return frozenset(person for person, _custody in rows if person not in kept)


def called(slug: str, account_id: int) -> dict[str, str]:
    """What somebody calls her keys, by their ids: passkeys as she named them, devices as they call themselves."""
    names = dict(Passkey.objects.filter(commons=slug, account_id=account_id).values_list("key", "name"))
    asked = KeyAsked.objects.filter(commons=slug, account_id=account_id, state="done")
    by_public = {row.given.get("public", ""): row.given.get("called", "") for row in asked}
    rows = Key.objects.filter(commons=slug, public__in=[public for public in by_public if public])
    names.update((id, by_public[public]) for id, public in rows.values_list("id", "public"))
    return {id: name for id, name in names.items() if name}


@dataclass(frozen=True, slots=True)
class Resting:
    """Of so many entries of a kind (all kinds: ""), how many an own key of their author signed, not one the host holds."""

    kind: str
    all: int
    own: int

    @property
    def percent(self) -> int:
        """The share in whole percents, rounded down: nothing looks safer than it is."""
        return self.own * 100 // self.all if self.all else 0


def resting(slug: str, kinds: tuple[str, ...] = ("",)) -> list[Resting]:
    """How much of each of these kinds rests on keys that the host doesn't hold; kinds nobody used are left out."""
    own = set(Key.objects.filter(commons=slug, custody__in=OWN).values_list("id", flat=True))
    found = {kind: [0, 0] for kind in kinds}
    for (kind, key), count in counted.by_key(slug).items():
        for sums in (found.get(""), found.get(kind)):
            if sums is not None:
                sums[0] += count
                sums[1] += count if key in own else 0
    return [Resting(kind, all, mine) for kind, (all, mine) in found.items() if all]

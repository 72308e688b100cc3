"""What a log shows without its rules: form, authorship and order of every leaf.

The leaves are checked in chunks that know nothing of each other, so that several processes can share the work; what
crosses the chunks (who came before, who had seen which root) is gathered and compared at the end.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from entredon.pure.log import keys, leaf, tree
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.leaf import Leaf

FOUNDING = "commons.founded"
SECOND = "value.rule_adopted"
BRINGING = ("commons.founded", "people.joined", "people.key_added", "people.recovered")
"""The kinds that bring keys. Besides them ``people.key_revoked`` ends one, and ``people.recovered`` all others of a person."""
ERASING = ("people.erased", "people.nomination_declined", "people.nomination_withdrawn", "social.taken_back")
"""The kinds by which side texts are erased."""
WORDING = ("text", "picture1", "picture2", "picture3", "picture4", "seen")
"""What each wording of a post may carry; whoever takes it back ends all of it."""
_KEY_MARKS = (b'"kind":"people.', b'"kind":"commons.founded"')


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, and where: index and id of the entry, the file, which check failed, and a sentence."""

    index: int | None
    entry: str | None
    file: str
    check: str
    message: str


@dataclass(slots=True)
class Interval:
    """A key of a person and the indices in which it may sign: ``added`` ≤ index ≤ ``revoked``; ``rp`` is a passkey's site."""

    alg: str
    public: bytes
    custody: str
    added: int
    person: str
    rp: str = ""
    revoked: int | None = None


class Known(dict[str, Interval]):
    """The keys that a log speaks of, by their ids."""

    def __init__(self) -> None:
        super().__init__()
        self.of: defaultdict[str, list[Interval]] = defaultdict(list)

    def end(self, ended: Iterable[Interval], index: int) -> None:
        """Keys end with an entry, those that haven't yet."""
        for key in ended:
            if key.revoked is None:
                key.revoked = index

    def person(self, key: str) -> str:
        """Whose key this is."""
        return self[key].person if key in self else ""


@dataclass(slots=True)
class Link:
    """A key's first entry in a chunk, and the last one."""

    index: int
    id: str
    file: str
    prev: str | None
    last: str


@dataclass(slots=True)
class Chunk:
    """What a stretch of leaves showed."""

    faults: list[Fault] = field(default_factory=list)
    links: dict[str, Link] = field(default_factory=dict)
    seen: dict[tuple[int, str], tuple[int, str, str]] = field(default_factory=dict)
    kinds: dict[str, tuple[int, str]] = field(default_factory=dict)
    custody: Counter[str] = field(default_factory=Counter)
    signatures: int = 0
    committed: list[tuple[int, str, str, str]] = field(default_factory=list)
    erased: set[tuple[str, str]] = field(default_factory=set)
    kept: list[tuple[int, bytes]] = field(default_factory=list)


def speaks_of_keys(raw: bytes) -> bool:
    """Whether leaves may say something about keys. Quick, and never wrongly no for well-formed ones."""
    return _KEY_MARKS[0] in raw or _KEY_MARKS[1] in raw


def learn(known: Known, index: int, raw: bytes) -> None:
    """Note what a leaf says about keys. What is malformed says nothing; the check of its chunk reports it."""
    try:
        said = leaf.parse(raw)
    except Malformed:
        return
    if said.kind == "people.key_revoked":
        ended = known.get(str(said.body.get("key")))
        known.end([ended] if ended else [], index)
    elif said.kind == FOUNDING:
        given = said.body.get("stewards")
        for key in given if type(given) is list else ():
            _add(known, index, key, "")
    elif said.kind == "people.recovered":
        person = str(said.body.get("person"))
        known.end(known.of[person], index)
        _add(known, index, said.body.get("key"), person)
    elif said.kind in BRINGING:
        _add(known, index, said.body.get("key"), known.person(said.by))


def _add(known: Known, index: int, given: object, person: str) -> None:
    """Note a key; without a person it is the first one of a new one."""
    if not isinstance(given, dict) or given.get("alg") not in (keys.ED25519, keys.WEBAUTHN):
        return
    try:
        public = keys.unb64(str(given.get("public")))
    except Malformed:
        return
    id = keys.key_id(given["alg"], public)
    if id not in known:
        key = Interval(
            given["alg"], public, str(given.get("custody")), index, person or f"k:{id}", str(given.get("rp", ""))
        )
        known[id] = key
        known.of[key.person].append(key)


def check_chunk(
    leaves: Iterable[tuple[int, str, bytes]], known: Mapping[str, Interval], origin: str, keep: frozenset[str]
) -> Chunk:
    """Check a stretch of leaves, each given as (index, file, bytes). Leaves of the kinds in ``keep`` are handed back."""
    chunk = Chunk()
    for index, file, raw in leaves:
        try:
            said = leaf.parse(raw)
        except Malformed as trouble:
            chunk.faults.append(Fault(index, None, file, "form", f"Entry {index}: {trouble}."))
            continue
        for check, message in _faults(chunk, known, origin, index, said):
            chunk.faults.append(Fault(index, said.id, file, check, f"Entry {index}: {message}."))
        _gather(chunk, index, file, said, keep)
    return chunk


def _faults(
    chunk: Chunk, known: Mapping[str, Interval], origin: str, index: int, said: Leaf
) -> Iterable[tuple[str, str]]:
    if said.log != origin:
        yield "origin", f"it was made for {said.log}, not for {origin}"
    if (said.kind == FOUNDING) != (index == 0):
        yield "order", "a log is founded by its first entry, and by no other"
    if index == 1 and said.kind != SECOND:
        yield "order", "the second entry must say what happens to income"
    if said.seen[0] > index:
        yield "seen", f"its author can't have seen {said.seen[0]} entries before it"
    for signature in said.sigs:
        key = known.get(signature.key)
        if key is None or key.added > index:
            yield "key", f"it is signed with a key that nobody here had then ({signature.key[:10]})"
        elif key.revoked is not None and index > key.revoked:
            yield "key", f"it is signed with key {signature.key[:10]}, which was withdrawn at entry {key.revoked}"
        elif not signature.holds(key.alg, key.public, key.rp, said.signed):
            yield "signature", f"the signature of key {signature.key[:10]} doesn't hold"
        else:
            chunk.signatures += 1
            if signature.key == said.by:
                chunk.custody[key.custody] += 1


def _gather(chunk: Chunk, index: int, file: str, said: Leaf, keep: frozenset[str]) -> None:
    link = chunk.links.get(said.by)
    if link is None:
        chunk.links[said.by] = Link(index, said.id, file, said.prev, said.id)
    else:
        if link.last != said.prev:
            chunk.faults.append(_broken(index, said.id, file))
        link.last = said.id
    chunk.seen.setdefault(said.seen, (index, said.id, file))
    if said.kind not in chunk.kinds:
        chunk.kinds[said.kind] = (index, said.id)
    if said.c:
        chunk.committed.extend((index, said.id, name, value) for name, value in said.c.items())
    if said.kind in ERASING:
        chunk.erased.update(erased_by(said))
    if said.kind in keep:
        chunk.kept.append((index, said.raw))


def erased_by(said: Leaf) -> set[tuple[str, str]]:
    """The side texts, as (entry, name), that an entry of one of the kinds in ``ERASING`` ends."""
    if said.kind == "social.taken_back":
        told = said.body.get("wordings")
        wordings = [said.body.get("post"), *(told if type(told) is list else [])]
        return {(str(entry), name) for entry in wordings for name in WORDING}
    if said.kind != "people.erased":
        return {(str(said.body.get("nomination")), "reason")}
    side = said.body.get("side")
    rows = side if type(side) is list else []
    return {(str(row.get("entry")), str(row.get("name"))) for row in rows if type(row) is dict}


def _broken(index: int, id: str, file: str) -> Fault:
    message = f"Entry {index}: it doesn't follow the previous entry of its author; entries are missing or out of order."
    return Fault(index, id, file, "prev", message)


def join(chunks: Iterable[Chunk]) -> Chunk:
    """All chunks as one, in order; finds where an author's entries don't follow each other across chunks."""
    whole = Chunk()
    for chunk in chunks:
        for by, link in chunk.links.items():
            before = whole.links.get(by)
            if (before.last if before else None) != link.prev:
                chunk.faults.append(_broken(link.index, link.id, link.file))
            if before is None:
                whole.links[by] = link
            else:
                before.last = link.last
        for seen, where in chunk.seen.items():
            whole.seen.setdefault(seen, where)
        for kind, first in chunk.kinds.items():
            whole.kinds.setdefault(kind, first)
        whole.faults += chunk.faults
        whole.custody.update(chunk.custody)
        whole.signatures += chunk.signatures
        whole.committed += chunk.committed
        whole.erased |= chunk.erased
        whole.kept += chunk.kept
    return whole


def check_seen(whole: Chunk, roots: Mapping[int, bytes]) -> list[Fault]:
    """Authors who had seen another history: ``roots`` holds the log's root at each size that was seen."""
    faults = []
    for (size, root), (index, id, file) in whole.seen.items():
        if size in roots and roots[size].hex() != root:
            message = f"Entry {index}: its author had seen another history of {size} entries than this one."
            faults.append(Fault(index, id, file, "seen", message))
    return faults


def roots_at(sizes: Iterable[int], hashes: bytes | bytearray) -> dict[int, bytes]:
    """The log's root at each of these sizes (as far as the leaf hashes, 32 bytes each, reach)."""
    wanted = set(sizes)
    roots = {0: tree.EMPTY_ROOT}
    growing = tree.CompactRange()
    for n in range(len(hashes) // 32):
        growing.append(bytes(hashes[32 * n : 32 * n + 32]))
        if n + 1 in wanted:
            roots[n + 1] = growing.root()
    return roots

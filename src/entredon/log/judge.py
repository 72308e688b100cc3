"""One leaf against the law: authorship, order and the rule of its kind. The door and every replay judge by this."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from entredon.log.models import Commons, Key, Text
from entredon.log.registry import RULEBOOK, Context, Fact, Refused, Rule, decode, rule_for
from entredon.log.tables import Row, Tables
from entredon.pure.log import keys
from entredon.pure.log.leaf import Leaf

FOUNDING = "commons.founded"
BRINGS_ITS_KEY = (FOUNDING, "people.joined", "people.recovered")
"""Only these take the signer's key from their own body."""
FIRST_RULE = "value.rule_adopted"
"""The second entry says what happens to income: no commons is ever without an answer."""


class Conflict(Refused):
    """The entry was made on another state of the log: fetch, sign anew, send again (HTTP 409)."""


class OtherHistory(Refused):
    """The author has seen a history that this log doesn't continue: a host that shows two of them betrays itself here."""


class Forged(Refused):
    """A signature that doesn't hold."""


@dataclass(slots=True)
class Judge:
    """Applies leaves in the order of the log to the tables of one commons."""

    tables: Tables
    founded: str
    origin: str
    root_at: Callable[[int], bytes]
    check_signatures: bool = True

    def rulebook(self) -> int:
        """The rulebook in force before the next entry."""
        row = self.tables.get(Commons, self.founded) if self.founded else None
        return RULEBOOK if row is None else int(row.rulebook)

    def rule_of(self, leaf: Leaf) -> tuple[Rule, Fact]:
        """The rule in force for a leaf, and what the leaf says. A founding entry names its own rulebook."""
        number = self.rulebook()
        if leaf.kind == FOUNDING and not self.founded and isinstance(leaf.body.get("rulebook"), int):
            number = max(leaf.body["rulebook"], 1)  # what is smaller, the rule refuses
        found = rule_for(leaf.kind, number)
        return found, decode(found, leaf.body)

    def apply(self, index: int, leaf: Leaf, rule: Rule, fact: Fact, prepared: Any = None) -> None:
        """Judge a leaf and change the tables. Raises Refused; then the buffer must be thrown away."""
        self._order(index, leaf)
        signers = self.signers(index, leaf)
        author = signers[leaf.by]
        self._history(index, leaf, known=author is not None)
        if author is not None and author.alg == keys.WEBAUTHN and not fact.by_passkey:
            raise Refused("A passkey says only who may sign for you; say this with another key of yours.")
        person = "" if author is None else str(author.person)
        if leaf.c and leaf.c.keys() - set(fact.texts):
            raise Refused(
                "A {kind} carries no text named {c}.",
                kind=leaf.kind,
                c=", ".join(sorted(leaf.c.keys() - set(fact.texts))),
            )
        entry = Context(
            self.tables.commons, index, leaf.id, leaf.log, leaf.kind, leaf.by, leaf.at, leaf.c,
            self.founded or leaf.id, person, frozenset(signers), prepared,
        )  # fmt: skip
        rule.apply(self.tables, entry, fact)
        if index == 0:
            self.founded = leaf.id
        for key, row in signers.items():
            if row is None:
                self._verify(index, leaf, key)
        author = self.tables.get(Key, leaf.by)
        assert author is not None  # _verify has seen to it
        self.tables.change(author, last=leaf.id)
        for name in leaf.c:
            self.tables.add(Text, f"{leaf.id}/{name}", person=author.person)

    def _order(self, index: int, leaf: Leaf) -> None:
        if (leaf.kind == FOUNDING) != (index == 0):
            raise Refused("A commons is founded once, by its first entry.")
        if index == 1 and leaf.kind != FIRST_RULE:
            raise Refused("The second entry says what happens to income (a sharing rule).")
        if leaf.log != self.origin:
            raise Refused("This entry was made for {log}, not for {origin}.", log=leaf.log, origin=self.origin)

    def _history(self, index: int, leaf: Leaf, *, known: bool) -> None:
        """What the author says she has seen is a part of this log. Her signature was checked before, if she is known."""
        size, root = leaf.seen
        if size > index:
            raise Refused("The author can't have seen {size} entries before entry {index}.", size=size, index=index)
        if self.root_at(size).hex() != root:
            if known:
                raise OtherHistory("The author has seen another history than this one; her entry is kept as evidence.")
            raise Refused("The author has seen another history than this one.")

    def signers(self, index: int, leaf: Leaf) -> dict[str, Row | None]:
        """The rows of the keys that signed; None for a key that the entry itself brings. Raises Refused, Conflict.

        The signatures of known keys are checked here, before anything else is done for the entry.
        """
        rows = {signature.key: self.tables.get(Key, signature.key) for signature in leaf.sigs}
        author = rows.get(leaf.by)
        if author is None and leaf.kind not in BRINGS_ITS_KEY:
            raise Refused("The author's key is not known here: join first.")
        for row in rows.values():
            if row is not None and row.revoked is not None and index > row.revoked:
                raise Refused("The key {id} was withdrawn at entry {revoked}.", id=row.id[:10], revoked=row.revoked)
        for key, row in rows.items():
            if row is not None:
                self._verify(index, leaf, key)
        last = None if author is None else author.last or None
        if leaf.prev != last:
            raise Conflict("Another entry by the same key came first; fetch it, sign again and send again.")
        return rows

    def _verify(self, index: int, leaf: Leaf, key: str) -> None:
        row = self.tables.get(Key, key)
        if row is None:
            raise Refused("The entry is signed with a key nobody here has: {key}.", key=key[:10])
        if row.added > index:
            raise Refused("The key {key} may sign only after entry {added}.", key=key[:10], added=row.added)
        if not self.check_signatures:
            return
        for signature in leaf.sigs:
            if signature.key == key and not signature.holds(row.alg, keys.unb64(row.public), row.rp, leaf.signed):
                raise Forged("The signature of key {key} doesn't hold.", key=key[:10])

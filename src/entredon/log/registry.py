"""What can be said and what it changes: the facts, their rules, and the rulebook numbers that keep old rules alive."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar, TypeVar

import msgspec

from entredon.log.tables import Tables
from entredon.pure.told import Told

RULEBOOK = 4
"""The newest rulebook this program knows. A log says in its first entry which one it lives by."""


class Refused(Told):
    """A rule says no, in a sentence that a person understands."""


class NeedsNewer(Told):
    """The log speaks of kinds or rulebooks that this program doesn't know yet."""


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of an entry. A subclass per kind; ``texts`` names the erasable side texts it may carry.

    Those ``withheld`` among them are kept back from everybody until an entry ``shows`` them. Where a kind ``ends_keys``, the door
    throws away the secrets it keeps of keys that end by it. Only a kind that says ``by_passkey`` may have a passkey as its author.
    Where most entries of a kind name no content, ``content_mark`` is what stands in the leaf of each that does.
    """

    kind: ClassVar[str] = ""
    texts: ClassVar[tuple[str, ...]] = ()
    withheld: ClassVar[tuple[str, ...]] = ()
    ends_keys: ClassVar[bool] = False
    by_passkey: ClassVar[bool] = False
    content_mark: ClassVar[bytes] = b""

    def erases(self) -> Iterable[tuple[str, str]]:
        """The side texts, as (entry, name), that the door deletes when it accepts this."""
        return ()

    def shows(self) -> Iterable[tuple[str, str]]:
        """The side texts, as (entry, name), that were kept back until the door accepts this."""
        return ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule knows about the entry it judges.

    ``founded`` is the id of the log's first entry; ``person`` the person whose key signed as author, "" if new.
    """

    commons: str
    index: int
    id: str
    log: str
    kind: str
    by: str
    at: str
    c: Mapping[str, str]
    founded: str
    person: str
    signers: frozenset[str]
    prepared: Any = None


Blobs = Mapping[str, Callable[[], BinaryIO]]


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of the law for one kind of entry."""

    fact: type[Fact]
    since: int
    apply: Callable[[Tables, Context, Any], None]
    blobs: Callable[[Any], Iterable[str]] | None
    prepare: Callable[[Any, Blobs], Any] | None


_rules: dict[str, list[Rule]] = {}


def rule(
    fact: type[F],
    *,
    since: int = 1,
    blobs: Callable[[F], Iterable[str]] | None = None,
    prepare: Callable[[F, Blobs], Any] | None = None,
) -> Callable[[Callable[[Tables, Context, F], None]], Callable[[Tables, Context, F], None]]:
    """Register the law of a kind, valid from rulebook ``since`` on until a later one replaces it.

    ``blobs`` names the content (SHA-256) the rule needs; ``prepare`` reads it, streamed and outside the lock, and
    its result reaches the rule as ``entry.prepared``.
    """
    if not fact.kind:
        raise TypeError(f"{fact.__name__} has no kind")

    def register(apply: Callable[[Tables, Context, F], None]) -> Callable[[Tables, Context, F], None]:
        versions = _rules.setdefault(fact.kind, [])
        if any(r.since == since and r.apply is not apply for r in versions):
            raise TypeError(f"two rules for {fact.kind} since rulebook {since}")
        versions.append(Rule(fact, since, apply, blobs, prepare))
        versions.sort(key=lambda r: r.since)
        return apply

    return register


def rule_for(kind: str, rulebook: int) -> Rule:
    """The rule in force for a kind under a rulebook. Raises NeedsNewer for what this program doesn't know."""
    if rulebook > RULEBOOK:
        raise NeedsNewer(
            "this public record follows rulebook {rulebook}; this program knows {rulebook2}",
            rulebook=rulebook,
            rulebook2=RULEBOOK,
        )
    for candidate in reversed(_rules.get(kind, [])):
        if candidate.since <= rulebook:
            return candidate
    raise NeedsNewer("this program knows no entries of the kind {kind}", kind=kind)


def decode(found: Rule, body: Any) -> Fact:
    """The body of an entry as the fact of its kind. Raises Refused when a field is missing, unknown or of a wrong type."""
    try:
        return msgspec.convert(body, found.fact, strict=True)
    except msgspec.ValidationError as trouble:
        if later := _later(found, body):
            raise Refused(
                "This commons lives by older rules, under which this can't be said. A steward can move it to newer ones"
                " (rulebook {rulebook} or later), on its home page.",
                rulebook=later,
            ) from None
        raise Refused("This is not a well-formed {kind}: {trouble}.", kind=found.fact.kind, trouble=trouble) from None


def _later(found: Rule, body: Any) -> int:
    """The first later rulebook under which a body is well-formed; 0 when none is."""
    for later in _rules.get(found.fact.kind, []):
        if later.since > found.since:
            with suppress(msgspec.ValidationError):
                msgspec.convert(body, later.fact, strict=True)
                return later.since
    return 0


def kinds() -> dict[str, list[Rule]]:
    """All registered kinds with the versions of their rules, oldest first."""
    return dict(_rules)


def versions(kind: str) -> list[Rule]:
    """All versions of a kind's rule, oldest first; none for an unknown kind."""
    return _rules.get(kind, [])


def line(what: str, text: str, most: int, *, least: int = 1) -> None:
    """A line of text that a rule takes: of ``least`` to ``most`` characters, none of which steers a screen.

    The characters are listed here, not taken from Unicode's tables, which change between versions. Raises Refused.
    """
    if not least <= len(text.strip()) or len(text) > most:
        raise Refused(
            "The {what} has {least} to {most} characters; this one has {count}.",
            what=what,
            least=least,
            most=most,
            count=len(text),
        )
    if any(ord(c) < 32 or 127 <= ord(c) < 160 or c in STEERING for c in text):
        raise Refused("The {what} is one line, without control characters.", what=what)


STEERING = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Separators of lines and marks that turn the direction of what follows."""

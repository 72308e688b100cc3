"""The roots that name a roll and its votes: Merkle trees (RFC 6962) over sorted lines of text in UTF-8."""

from collections.abc import Iterable

from entredon.pure.log.tree import leaf_hash, root_of


def sorted_ids(ids: Iterable[str]) -> list[str]:
    """Each once, in the order of their bytes."""
    return sorted(set(ids), key=str.encode)


def roll_root(ids: Iterable[str]) -> str:
    """The root over everybody who may vote, in hex: one leaf for each id."""
    return _root(sorted_ids(ids))


def ballots_root(votes: Iterable[tuple[str, str]]) -> str:
    """The root over all votes that count, in hex: one leaf ``person choice`` for each (person, choice)."""
    return _root(sorted((f"{person} {choice}" for person, choice in votes), key=str.encode))


def _root(lines: Iterable[str]) -> str:
    return root_of([leaf_hash(line.encode()) for line in lines]).hex()

"""What can be said about creations and their versions."""

from typing import Annotated, ClassVar

import msgspec

from entredon.log.registry import Fact

Commit = Annotated[str, msgspec.Meta(pattern=r"\A(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")]
CommitOrNone = Annotated[str, msgspec.Meta(pattern=r"\A(?:|[0-9a-f]{40}|[0-9a-f]{64})\Z")]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Created(Fact, frozen=True, kw_only=True):
    """The commons begins to make something. From here on contributions to it can be told."""

    kind: ClassVar[str] = "library.created"

    name: str


class Input(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A version that another one is built on, and how much it weighs beside ``own`` and the other inputs."""

    version: str
    weight: int


class Released(Fact, frozen=True, kw_only=True):
    """A version of a creation is released: what it is called, what is new in it, and what it is built on.

    ``own`` and the weights of the inputs divide an income between this version's own contributors and what it is
    built on; all contributions told since the last release are part of it.
    """

    kind: ClassVar[str] = "library.released"

    creation: str
    name: str
    own: int
    inputs: tuple[Input, ...]


class Imported(Fact, frozen=True, kw_only=True):
    """What a git repository says about a creation, at the commit ``head``; said by whoever imports it.

    The rows are in the content with this ``sha256``: ``bytes`` long, ``raw_bytes`` unpacked, ``count`` rows. ``previous`` is
    the head of the import before this one, "" for the first: then only what is new since is told, and what was not
    released then is told again. ``importer`` names the reading of a history.
    """

    kind: ClassVar[str] = "library.imported"

    creation: str
    head: Commit
    previous: CommitOrNone
    importer: str
    sha256: Sha256
    bytes: int
    raw_bytes: int
    count: int

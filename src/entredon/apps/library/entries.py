"""What can be said about creations and their versions."""

from typing import ClassVar

import msgspec

from entredon.log.registry import Fact


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

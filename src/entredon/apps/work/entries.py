"""What can be said about work: that it was done, that it is accepted, that somebody disagrees, how that ended."""

from typing import ClassVar, Literal

import msgspec

from entredon.log.registry import Fact

Measures = dict[str, int]


class Correction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A contribution and the measures that count for it instead of its own; those not named stay."""

    flow: str
    measures: Measures


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file in the content store: its SHA-256, its size, and its media type."""

    sha256: str
    bytes: int
    type: str


class Contributed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A member tells what she has given: for a version, for what a creation is becoming, for a need, or for the commons at large.

    ``kind`` is the kind of work (code, design, review …), ``action`` how it was given: work, the use of equipment, or a transfer
    (material, money) with its ``quantity`` and ``unit``. ``measures`` are additive whole numbers; without ``points`` it counts
    one. For a ``need`` that gives points, her part of them counts, once she says that hers is ``done``. ``hours`` (a decimal) and
    the day ``on`` are optional. Side texts: ``note`` says what was done, in her words; ``link`` where it can be seen; ``names``
    how the files are called, a line each. What isn't said isn't written, so that it can be said under an earlier rulebook too.
    """

    kind: ClassVar[str] = "work.contributed"
    texts: ClassVar[tuple[str, ...]] = ("note", "link", "names")
    content_mark: ClassVar[bytes] = b'"files":[{'

    version: str | None = None
    creation: str | None = None
    need: str | None = None
    circle: str | None = None
    work: str = msgspec.field(name="kind")
    action: Literal["work", "use", "transfer"] = "work"
    quantity: str = ""
    unit: str = ""
    hours: str = ""
    on: str = ""
    files: tuple[File, ...] = ()
    commits: tuple[str, ...] = ()
    done: bool = False
    measures: Measures = {}


class AddedTo(Fact, frozen=True, kw_only=True):
    """Who told a contribution adds to it: words, a link, files, commits; until peers have accepted or declined it."""

    kind: ClassVar[str] = "work.added_to"
    texts: ClassVar[tuple[str, ...]] = ("note", "link", "names")
    content_mark: ClassVar[bytes] = b'"files":[{'

    flow: str
    files: tuple[File, ...] = ()
    commits: tuple[str, ...] = ()


class ContributedAtFirst(Fact, frozen=True, kw_only=True):
    """The same until the third rulebook: work alone, without a need, a day or files.

    ``kind`` is the kind of work (code, design, review …). ``measures`` are additive whole numbers; without ``points``
    it counts one. The side text ``note`` says what was done, in her words.
    """

    kind: ClassVar[str] = "work.contributed"
    texts: ClassVar[tuple[str, ...]] = ("note",)

    version: str | None = None
    creation: str | None = None
    work: str = msgspec.field(name="kind")
    measures: Measures = {}


class Accepted(Fact, frozen=True, kw_only=True):
    """A steward accepts what was contributed: all that went into a version so far, or the contributions named.

    ``except`` names contributions of the version that are left out, ``corrections`` the measures that count instead.
    ``until`` is how many entries the public record had when she looked: what was told later waits for a next word.
    Her own work is not in it as long as another steward is there to look at that.
    """

    kind: ClassVar[str] = "work.accepted"

    version: str | None = None
    flows: tuple[str, ...] = ()
    except_: tuple[str, ...] = msgspec.field(default=(), name="except")
    corrections: tuple[Correction, ...] = ()
    until: int | msgspec.UnsetType = msgspec.UNSET


class AcceptedAtFirst(Fact, frozen=True, kw_only=True):
    """The same under the first rulebook: it covered a steward's own work too, and all that was told until it was said."""

    kind: ClassVar[str] = "work.accepted"

    version: str | None = None
    flows: tuple[str, ...] = ()
    except_: tuple[str, ...] = msgspec.field(default=(), name="except")
    corrections: tuple[Correction, ...] = ()


class Contested(Fact, frozen=True, kw_only=True):
    """A member disagrees with how contributions were accepted or left out. Until it is settled they don't count."""

    kind: ClassVar[str] = "work.contested"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    flows: tuple[str, ...]


class Answered(Fact, frozen=True, kw_only=True):
    """A member answers an open contest, in her words: the side text ``answer``. There can be any number of answers."""

    kind: ClassVar[str] = "work.answered"
    texts: ClassVar[tuple[str, ...]] = ("answer",)

    contest: str


class Settled(Fact, frozen=True, kw_only=True):
    """A steward settles a contest: the contributions count or not, and if need be with other measures."""

    kind: ClassVar[str] = "work.settled"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    contest: str
    counts: bool
    corrections: tuple[Correction, ...] = ()

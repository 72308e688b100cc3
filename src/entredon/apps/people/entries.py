"""What can be said about people: joining and leaving, what they tell of themselves, keys, pseudonyms, erasing."""

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from entredon.log.registry import Fact


class KeyGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A public key: algorithm, key in base64, and how its secret is kept (hosted, device or passkey)."""

    alg: str
    public: str
    custody: str


class Joined(Fact, frozen=True, kw_only=True):
    """Somebody joins with her first key, which signs this very entry. Name and place are side texts, erasable."""

    kind: ClassVar[str] = "people.joined"
    texts: ClassVar[tuple[str, ...]] = ("name", "place")

    key: KeyGiven


class Described(Fact, frozen=True, kw_only=True):
    """A member tells how she wants to be called, where she is and what others may know of her.

    All of it is side texts; what is left out stays as it was, and each can be erased.
    """

    kind: ClassVar[str] = "people.described"
    texts: ClassVar[tuple[str, ...]] = ("name", "place", "about")


class Left(Fact, frozen=True, kw_only=True):
    """A member leaves, and her roles end. What she gave stays hers; she can come back as the same person."""

    kind: ClassVar[str] = "people.left"


class Returned(Fact, frozen=True, kw_only=True):
    """Somebody who left comes back, with a key she had and by the same rule as who joins."""

    kind: ClassVar[str] = "people.returned"


class KeyAdded(Fact, frozen=True, kw_only=True):
    """A person adds a key of hers. Signed by a key she has and by the new one."""

    kind: ClassVar[str] = "people.key_added"

    key: KeyGiven


class KeyRevoked(Fact, frozen=True, kw_only=True):
    """A person withdraws a key: nothing after this entry can be signed with it."""

    kind: ClassVar[str] = "people.key_revoked"
    ends_keys: ClassVar[bool] = True

    key: str


class Claimed(Fact, frozen=True, kw_only=True):
    """Imported pseudonyms are hers. Signed by her and by a steward who has seen the proof."""

    kind: ClassVar[str] = "people.claimed"

    pseudonyms: tuple[str, ...]


class SideText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A side text, named by its entry and its name there."""

    entry: str
    name: str


class Erased(Fact, frozen=True, kw_only=True):
    """Side texts are deleted for good. The entry that carried them stays provable. No reason is given."""

    kind: ClassVar[str] = "people.erased"

    side: tuple[SideText, ...]

    def erases(self) -> Iterable[tuple[str, str]]:
        return [(text.entry, text.name) for text in self.side]

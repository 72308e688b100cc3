"""What can be said about people: joining and leaving, what they tell of themselves, keys, recovery, nominations, erasing."""

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from entredon.log.registry import Fact


class KeyGivenAtFirst(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A public key: algorithm, key in base64, and how its secret is kept (hosted or device)."""

    alg: str
    public: str
    custody: str


class KeyGiven(KeyGivenAtFirst, frozen=True, kw_only=True, omit_defaults=True):
    """The same, perhaps a passkey's (webauthn, kept as passkey); ``rp`` is then the SHA-256 of its site's domain, in hex."""

    rp: str = ""


class Joined(Fact, frozen=True, kw_only=True):
    """Somebody joins with her first key, which signs this very entry. Name and place are side texts, erasable."""

    kind: ClassVar[str] = "people.joined"
    texts: ClassVar[tuple[str, ...]] = ("name", "place")

    key: KeyGivenAtFirst


class DescribedAtFirst(Fact, frozen=True, kw_only=True):
    """A member tells how she wants to be called, where she is and a few words about herself, as rulebooks 1 and 2 have it."""

    kind: ClassVar[str] = "people.described"
    texts: ClassVar[tuple[str, ...]] = ("name", "place", "about")


class Described(DescribedAtFirst, frozen=True, kw_only=True):
    """A member tells how she wants to be called, where she is and what others may know of her.

    All of it is side texts; what is left out stays as it was, and each can be erased. ``picture`` is a small picture in base64.
    """

    texts: ClassVar[tuple[str, ...]] = ("name", "place", "about", "skills", "languages", "picture")


class Left(Fact, frozen=True, kw_only=True):
    """A member leaves, and her roles end. What she gave stays hers; she can come back as the same person."""

    kind: ClassVar[str] = "people.left"


class Returned(Fact, frozen=True, kw_only=True):
    """Somebody who left comes back, with a key she had and by the same rule as who joins."""

    kind: ClassVar[str] = "people.returned"


class KeyAddedAtFirst(Fact, frozen=True, kw_only=True):
    """A person adds a key of hers, as rulebooks 1 and 2 have it: without passkeys."""

    kind: ClassVar[str] = "people.key_added"

    key: KeyGivenAtFirst


class KeyAdded(Fact, frozen=True, kw_only=True):
    """A person adds a key of hers. Signed by a key she has and by the new one.

    ``alg`` is ``ed25519``, kept as ``hosted`` or ``device``, or ``webauthn``, kept as ``passkey``; ``rp`` then says for which site:
    SHA-256 of its domain, in hex. Other keys leave it out.
    """

    kind: ClassVar[str] = "people.key_added"
    by_passkey: ClassVar[bool] = True

    key: KeyGiven


class KeyRevoked(Fact, frozen=True, kw_only=True):
    """A person withdraws a key: nothing after this entry can be signed with it."""

    kind: ClassVar[str] = "people.key_revoked"
    ends_keys: ClassVar[bool] = True
    by_passkey: ClassVar[bool] = True

    key: str


class RecoveryChosen(Fact, frozen=True, kw_only=True):
    """A member chooses other members who can let her back in when her keys are lost, and how many of them it takes.

    A new choice takes the place of the one before; nobody and 0 ends it.
    """

    kind: ClassVar[str] = "people.recovery_chosen"
    by_passkey: ClassVar[bool] = True

    helpers: tuple[str, ...]
    needed: int


class Vouched(Fact, frozen=True, kw_only=True):
    """Somebody whom a person has chosen for it says: this new key is hers, I have made sure of it."""

    kind: ClassVar[str] = "people.vouched"

    person: str
    key: KeyGiven


class Recovered(Fact, frozen=True, kw_only=True):
    """A person comes back with a new key, which signs this very entry and ends all her other keys."""

    kind: ClassVar[str] = "people.recovered"
    ends_keys: ClassVar[bool] = True

    person: str
    key: KeyGiven


class Nominated(Fact, frozen=True, kw_only=True):
    """A member says of another that what she gives enriches this commons. Why is a side text, kept back until she agrees."""

    kind: ClassVar[str] = "people.nominated"
    texts: ClassVar[tuple[str, ...]] = ("reason",)
    withheld: ClassVar[tuple[str, ...]] = ("reason",)

    person: str


class NominationAgreed(Fact, frozen=True, kw_only=True):
    """Who was nominated agrees; from here on everybody can read why."""

    kind: ClassVar[str] = "people.nomination_agreed"

    nomination: str

    def shows(self) -> Iterable[tuple[str, str]]:
        return [(self.nomination, "reason")]


class NominationDeclined(Fact, frozen=True, kw_only=True):
    """Who was nominated would rather not be; the reason is erased, unread by others."""

    kind: ClassVar[str] = "people.nomination_declined"

    nomination: str

    def erases(self) -> Iterable[tuple[str, str]]:
        return [(self.nomination, "reason")]


class NominationWithdrawn(Fact, frozen=True, kw_only=True):
    """One of the two takes a nomination back, also after it was agreed to; the reason is erased."""

    kind: ClassVar[str] = "people.nomination_withdrawn"

    nomination: str

    def erases(self) -> Iterable[tuple[str, str]]:
        return [(self.nomination, "reason")]


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

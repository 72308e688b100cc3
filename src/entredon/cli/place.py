"""The place that keeps a commons, as whoever signs on this machine meets it: another server, or this node itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from entredon.cli import common
from entredon.cli.common import Trouble, printable

if TYPE_CHECKING:
    from entredon.log.calling import Answer
    from entredon.log.files import Source
    from entredon.pure.log.checkpoint import Checkpoint

Side = Mapping[str, tuple[bytes, str]]
"""Side texts with their salts."""


class Conflicted(Exception):
    """The entry was made on another state. ``here`` is its index if it is in already (an answer got lost)."""

    def __init__(self, here: int | None) -> None:
        super().__init__("made on another state of the record")
        self.here = here


class Offline(Trouble):
    """The place can't be reached just now."""


@dataclass(frozen=True, slots=True)
class KeyThere:
    """What a place knows of a key and of the other keys of the same person."""

    person: str
    custody: str
    revoked: bool
    last: str | None
    rulebook: int
    others: tuple[Mapping[str, Any], ...]

    def live(self, custody: str) -> list[str]:
        """The ids of that person's keys of one custody that can sign now."""
        return [str(key["id"]) for key in self.others if key.get("custody") == custody and key.get("revoked") is None]


class Place(Protocol):
    """Where a commons is kept. What fails raises Trouble with a sentence."""

    name: str
    """How whoever types commands calls it."""

    @property
    def source(self) -> "Source":
        """Where its files are."""

    def key(self, id: str) -> KeyThere | None:
        """What is known of a key there; None when it is not known (yet)."""

    def send(self, leaf: bytes, side: Side) -> tuple[int, str]:
        """Have an entry admitted; returns its index and id. Raises Conflicted."""

    def replaced(self, old: str, new: str) -> None:
        """This machine signs with another key from now on."""

    def ask(self, public: str, called: str) -> "Answer":
        """Ask that a key be let in."""

    def asked(self, token: str, sig: Mapping[str, str] | None = None) -> "Answer":
        """What became of it; or this device's signature."""

    def waiting(self, code: str, yes: Mapping[str, Any] | None = None) -> "Answer":
        """What waits under a code; or this device's yes to it."""


def of(asked: str) -> Place:
    """The place of a commons, by its short name here or by an address. Raises Trouble."""
    if common.is_address(asked):
        common.start(memory=True)
        return There(asked)
    if common.is_directory(asked):
        raise Trouble(
            "{asked} is a copy: nothing can be said there. Give the address of the commons itself.", asked=asked
        )
    common.start()
    return Here(asked)


def origin_of(place: Place) -> str:
    """The name of the public record at a place, as its checkpoint gives it. Raises Trouble."""
    from entredon.log import device, files

    signed = place.source.read("checkpoint", files.SMALL)
    if signed is None:
        raise Trouble("There is no public record at {name}, or it is still a private draft.", name=place.name)
    origin = signed.partition(b"\n")[0].decode(errors="replace")
    try:
        device.path_at(origin)
    except ValueError as trouble:
        raise Trouble(
            "The public record at {name} can't be used: {trouble}.", name=place.name, trouble=trouble
        ) from None
    return origin


def key_file(place: Place) -> Path:
    """Where this machine's key for that commons lies. Raises Trouble."""
    from entredon.log import device

    return device.path(place.slug) if isinstance(place, Here) else device.path_at(origin_of(place))


def newest(place: Place) -> "Checkpoint":
    """The newest checkpoint there, shown to continue the one seen before. Raises Trouble (1 where a host contradicts itself)."""
    from entredon.log import device, mirror, seen

    try:
        return seen.newest(place.source, device.seen_at(origin_of(place)))
    except mirror.Fault as fault:
        raise Trouble("{trouble}", 1, trouble=fault) from None
    except mirror.NoLog as trouble:
        raise Trouble("{trouble}", trouble=trouble) from None


class There:
    """A commons at another server."""

    def __init__(self, asked: str) -> None:
        from entredon.log import address

        try:
            self._address = address.locate(asked)
        except address.Unreachable as trouble:
            raise Trouble("{trouble}", trouble=trouble) from None
        self.name = asked

    @property
    def source(self) -> "Source":
        return self._address

    def _call(self, path: str, said: dict[str, Any] | None = None, token: str = "") -> "Answer":
        from entredon.log import address, calling

        try:
            return calling.call(self._address.prefix + path, said, token)
        except address.Unreachable as trouble:
            raise Offline("{trouble} Nothing was changed; try again later.", trouble=printable(trouble)) from None

    def key(self, id: str) -> KeyThere | None:
        answer = self._call(f"key/{id}")
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise wrong(answer, self.name)
        others = answer.said.get("keys")
        return KeyThere(
            person=answer.text("person"), custody=answer.text("custody"), revoked=answer.said.get("revoked") is not None,
            last=answer.text("last") or None, rulebook=answer.number("rulebook") or 0,
            others=tuple(key for key in others if isinstance(key, dict)) if isinstance(others, list) else (),
        )  # fmt: skip

    def send(self, leaf: bytes, side: Side) -> tuple[int, str]:
        from entredon.log import address, calling
        from entredon.pure.log.keys import b64

        texts = {name: {"salt": salt.hex(), "text": text} for name, (salt, text) in side.items()}
        said = {"leaf": b64(leaf), "side": texts}
        try:
            answer = calling.call(self._address.prefix + "add-entry", said)
        except address.Unreachable:
            # Perhaps it came in and the answer was lost: the same entry sent again is never in twice, and is then found.
            answer = self._call("add-entry", said)
        if answer.status == 409:
            raise Conflicted(answer.number("here"))
        index = answer.number("index")
        if answer.status != 200 or index is None:
            raise wrong(answer, self.name)
        return index, answer.text("id")

    def replaced(self, old: str, new: str) -> None:
        pass

    def ask(self, public: str, called: str) -> "Answer":
        return self._call("ask-key", {"public": public, "called": called})

    def asked(self, token: str, sig: Mapping[str, str] | None = None) -> "Answer":
        return self._call("asked-key", None if sig is None else {"sig": dict(sig)}, token)

    def waiting(self, code: str, yes: Mapping[str, Any] | None = None) -> "Answer":
        return self._call(f"asked-key/{code}", None if yes is None else dict(yes))


def wrong(answer: "Answer", name: str) -> Trouble:
    """What an answer that is not the wanted one means to who waits for it."""
    said = printable(answer.sentence)
    if answer.status == 429 and answer.wait:
        return Trouble(
            "{name} was asked too often. Nothing was recorded: try again in {wait} seconds.",
            name=name,
            wait=answer.wait,
        )
    if said:
        return Trouble("{said} Nothing was recorded.", said=said)
    match answer.status:
        case 404 | 405:
            return Trouble(
                "{name} takes no entries that are signed elsewhere: it is a copy, or an older program.", name=name
            )
        case 429:
            return Trouble("{name} was asked too often. Nothing was recorded: try again in a while.", name=name)
    return Trouble("{name} answered {status}. Nothing was recorded.", name=name, status=answer.status)


class Here:
    """A commons of this node: nothing goes over a network."""

    def __init__(self, slug: str) -> None:
        from entredon.log import checkpoints, served
        from entredon.log.models import Log

        if not Log.objects.filter(slug=slug).exists():
            raise Trouble(common.no_commons(slug))
        try:
            checkpoints.publish(slug)
        except checkpoints.RolledBack as trouble:
            raise Trouble("{trouble}", 1, trouble=trouble) from None
        self.slug = self.name = slug
        self._node = served.Node(slug)

    @property
    def source(self) -> "Source":
        return self._node

    def key(self, id: str) -> KeyThere | None:
        from entredon.log import lines
        from entredon.log.models import Key

        row = Key.objects.filter(commons=self.slug, id=id).first()
        if row is None:
            return None
        hers = Key.objects.filter(commons=self.slug, person=row.person).order_by("added", "id")
        others = tuple({"id": key.id, "custody": key.custody, "alg": key.alg, "revoked": key.revoked} for key in hers)
        rulebook = lines.rulebook(self.slug)
        return KeyThere(row.person, row.custody, row.revoked is not None, row.last or None, rulebook, others)

    def send(self, leaf: bytes, side: Side) -> tuple[int, str]:
        from entredon.log import checkpoints
        from entredon.log.judge import Conflict
        from entredon.pure.log.canonical import Malformed
        from entredon.pure.log.leaf import parse
        from entredon.site.record import admission

        try:
            done = admission.admit(self.slug, parse(leaf), dict(side))
        except Conflict:
            raise Conflicted(None) from None
        except Malformed as trouble:
            raise Trouble(
                "This is not an entry as it has to be: {trouble}. Nothing was recorded.", trouble=trouble
            ) from None
        checkpoints.publish(self.slug)
        return done.index, done.id

    def replaced(self, old: str, new: str) -> None:
        from entredon.apps.people.models import Persona

        # Pages of this place speak with this machine's key for whoever runs it.
        Persona.objects.filter(commons=self.slug, key=old).update(key=new)

    def ask(self, public: str, called: str) -> "Answer":
        from django.urls import NoReverseMatch, reverse

        from entredon.apps.people import key_asking

        asking = key_asking.ask(self.slug, public, called)
        try:
            page = reverse("people:key_asked", args=[self.slug, asking.asked.code])
        except NoReverseMatch:
            page = reverse("people:me", args=[self.slug])
        return _answer({"code": asking.asked.code, "token": asking.token, "page": page})

    def asked(self, token: str, sig: Mapping[str, str] | None = None) -> "Answer":
        from entredon.apps.people import key_asking, key_http
        from entredon.log.calling import Answer

        found = key_asking.by_token(self.slug, token)
        if found is None:
            return Answer(404)
        if sig is None:
            return _answer(key_http.state_of(found))
        try:
            done = key_asking.finish(found, sig)
        except key_asking.Again as again:
            return Answer(409, {"sentence": str(again)})
        return _answer({"index": done.index, "id": done.id})

    def waiting(self, code: str, yes: Mapping[str, Any] | None = None) -> "Answer":
        from entredon.apps.people import key_asking
        from entredon.log.calling import Answer

        found = key_asking.find(self.slug, code)
        if found is None:
            return Answer(
                404, {"sentence": "Nothing waits under this code, or no longer. Begin again on the new device."}
            )
        if yes is not None:
            key_asking.agree_from_device(found, str(yes["line"]).encode(), yes["sigs"])
            return _answer({})
        return _answer({"given": key_asking.body_of(found)["key"], "called": key_asking.called(found)})


def _answer(said: dict[str, Any]) -> "Answer":
    from entredon.log.calling import Answer

    return Answer(200, said)

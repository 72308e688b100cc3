"""A device asks to be a key of somebody's: the code, her yes, the device's signature, and what may come in between."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from entredon.apps.commons.founding import key_given
from entredon.apps.people import key_asking
from entredon.apps.people.entries import Described, KeyAdded, KeyRevoked
from entredon.apps.people.models import KeyAsked
from entredon.desk import limits
from entredon.log import clock, lines
from entredon.log.models import Key, Log
from entredon.log.registry import Refused
from entredon.pure.bucket import Rate
from entredon.pure.log import keys, leaf
from entredon.pure.log.keys import SecretKey, b64
from entredon.testing_cast import Cast, key_of, person

LAPTOP = key_of("a laptop")


class Device:
    """A device as it talks to the place."""

    def __init__(self, key: SecretKey = LAPTOP, slug: str = "open", called: str = "this laptop") -> None:
        self.key, self.slug = key, slug
        said = self.post("ask-key", {"public": b64(key.public), "called": called})
        assert said.status_code == 200, said.content
        self.said = said.json()

    @property
    def asked(self) -> KeyAsked:
        found = key_asking.by_token(self.slug, self.said["token"])
        assert found is not None
        return found

    def post(self, path: str, data: dict[str, Any]) -> Any:
        bearer = {"Authorization": f"Bearer {self.said['token']}"} if hasattr(self, "said") else {}
        browser = Client(headers=bearer)
        return browser.post(f"/log/{self.slug}/{path}", json.dumps(data), content_type="application/json")

    def state(self) -> dict[str, Any]:
        bearer = {"Authorization": f"Bearer {self.said['token']}"}
        return dict(Client(headers=bearer).get(f"/log/{self.slug}/asked-key").json())

    def sign(self, line: str | None = None, by: SecretKey | None = None) -> Any:
        return self.post("asked-key", {"sig": row_of(line or self.state()["line"], by or self.key)})


def row_of(line: str, key: SecretKey) -> dict[str, str]:
    return leaf.row_of(leaf.Signature(keys.ED25519, key.id, key.sign(leaf.signed_bytes(line.encode()))))


@pytest.fixture
def public(db: None) -> Cast:
    cast = Cast.found("open", draft=False, joining="open")
    cast.account("bob")
    return cast


def refuses(response: Any, status: int, says: str) -> None:
    assert response.status_code == status, response.content
    assert says in response.json()["sentence"]


def test_a_device_is_let_in_by_a_yes_and_its_own_signature(public: Cast) -> None:
    device = Device()
    assert device.state()["state"] == "asked"
    assert device.said["page"].startswith("http://testserver/c/open/people/")
    key_asking.agree(public.account("bob"), device.asked)
    made = device.state()
    assert made["state"] == "made"
    said = json.loads(made["line"])
    assert said["by"] == public.bob.id
    assert said["body"]["key"]["public"] == b64(LAPTOP.public)
    assert not Key.objects.filter(commons="open", id=LAPTOP.id).exists()
    done = device.sign()
    assert done.status_code == 200
    row = Key.objects.get(commons="open", id=LAPTOP.id)
    assert (row.person, row.custody) == (person(public.bob), "device")
    assert device.state()["state"] == "done"
    assert key_asking.find("open", device.said["code"]) is None


def test_codes_are_readable_and_found_as_they_are_typed(public: Cast) -> None:
    device = Device(called="  my \x1b[31m laptop, which has a very long name indeed, longer than anybody reads it  ")
    code = device.said["code"]
    assert len(code) == 11
    assert not set(code) & set("01ILOU")
    assert key_asking.find("open", code.lower().replace("-", " ")) == device.asked
    assert key_asking.find("open", "22222-22222") is None
    assert key_asking.find("other", code) is None
    assert "\x1b" not in key_asking.called(device.asked)
    assert len(key_asking.called(device.asked)) <= key_asking.NAME
    assert device.asked.token != device.said["token"]


def test_a_no_reaches_the_device(public: Cast) -> None:
    device = Device()
    key_asking.refuse(public.account("bob"), device.asked)
    assert device.state()["state"] == "refused"
    with pytest.raises(Refused, match="answered already"):
        key_asking.agree(public.account("bob"), device.asked)


def test_after_a_quarter_of_an_hour_nothing_waits(public: Cast) -> None:
    device = Device()
    key_asking.agree(public.account("bob"), device.asked)
    line = device.state()["line"]
    KeyAsked.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert device.state()["state"] == "late"
    refuses(device.sign(line), 403, "too long ago")
    assert key_asking.find("open", device.said["code"]) is None
    KeyAsked.objects.update(until=timezone.now() - timedelta(days=2))
    Device(key_of("another"))
    assert KeyAsked.objects.count() == 1


def test_a_stranger_and_another_member_can_not_say_yes_for_her(public: Cast) -> None:
    device = Device()
    with pytest.raises(Refused, match="join first"):
        key_asking.agree(public.account("charlie"), device.asked)
    key_asking.agree(public.account("bob"), device.asked)
    with pytest.raises(Refused, match="answered already"):
        key_asking.agree(public.account("ada"), device.asked)
    key_asking.shape(public.account("bob"), other := Device(key_of("another")).asked)
    with pytest.raises(Refused, match="Somebody else"):
        key_asking.agree(public.account("ada"), other)


def test_only_the_key_that_asked_finishes_it(public: Cast) -> None:
    device = Device()
    refuses(device.post("asked-key", {"sig": row_of("{}", LAPTOP)}), 403, "Nobody has said yes")
    key_asking.agree(public.account("bob"), device.asked)
    refuses(device.sign(by=key_of("a thief")), 403, "not the signature of the key that asked")
    refuses(device.sign(device.state()["line"].replace("open", "opens")), 403, "doesn't hold")
    assert device.sign().status_code == 200
    refuses(device.sign("{}"), 403, "Nobody has said yes")


def test_who_says_something_else_meanwhile_makes_the_device_sign_anew(public: Cast) -> None:
    device = Device()
    key_asking.agree(public.account("bob"), device.asked)
    old = device.state()["line"]
    public.say(Described(), public.bob, texts={"about": "Gears"})
    refuses(device.sign(), 409, "made anew")
    assert device.state()["line"] != old
    assert device.sign().status_code == 200


def test_what_is_too_old_for_the_door_is_made_anew(public: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    device = Device()
    key_asking.agree(public.account("bob"), device.asked)
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    refuses(device.sign(), 409, "made anew")
    assert device.sign().status_code == 200


def test_a_second_device_is_let_in_by_the_first(public: Cast) -> None:
    first, second = Device(), Device(key_of("a second laptop"), called="the other")
    key_asking.agree(public.account("bob"), first.asked)
    assert first.sign().status_code == 200
    waits = Client().get(f"/log/open/asked-key/{second.said['code']}").json()
    assert waits["called"] == "the other"
    line = lines.line("open", KeyAdded.kind, LAPTOP.id, {"key": waits["given"]}).decode()
    path = f"asked-key/{second.said['code']}"
    thief = key_of("a thief")
    refuses(second.post(path, {"line": line, "sigs": [row_of(line, thief)]}), 403, "doesn't hold")
    refuses(
        second.post(path, {"line": line.replace("open", "x", 1), "sigs": [row_of(line, LAPTOP)]}), 403, "doesn't hold"
    )
    other = lines.line("open", KeyRevoked.kind, LAPTOP.id, {"key": public.bob.id}).decode()
    refuses(second.post(path, {"line": other, "sigs": [row_of(other, LAPTOP)]}), 403, "something else")
    refuses(second.post(path, {"line": "[", "sigs": []}), 403, "not an entry")
    assert second.post(path, {"line": line, "sigs": [row_of(line, LAPTOP)]}).status_code == 200
    assert second.asked.account == public.account("bob")
    assert second.sign().status_code == 200
    assert Key.objects.get(commons="open", id=second.key.id).person == person(public.bob)


def test_from_then_on_only_her_own_key_lets_another_in(public: Cast) -> None:
    """The place alone, with the key it keeps, can't give itself another."""
    first, second = Device(), Device(key_of("a second laptop"))
    key_asking.agree(public.account("bob"), first.asked)
    assert first.sign().status_code == 200
    with pytest.raises(Refused, match="A device of yours must sign"):
        key_asking.agree(public.account("bob"), second.asked)


def test_when_the_first_device_speaks_meanwhile_she_is_asked_once_more(public: Cast) -> None:
    first, second = Device(), Device(key_of("a second laptop"))
    key_asking.agree(public.account("bob"), first.asked)
    first.sign()
    given = Client().get(f"/log/open/asked-key/{second.said['code']}").json()["given"]
    line = lines.line("open", KeyAdded.kind, LAPTOP.id, {"key": given}).decode()
    second.post(f"asked-key/{second.said['code']}", {"line": line, "sigs": [row_of(line, LAPTOP)]})
    public.say(Described(), LAPTOP, texts={"about": "Gears"})
    refuses(second.sign(), 409, "must say yes once more")
    assert second.state()["state"] == "asked"
    assert "once more" in second.state()["why"]
    said = KeyAsked.objects.get(code=second.said["code"]).why
    with translation.override("nl"):
        assert key_asking.why(KeyAsked(why=said)) == translation.gettext(said) != said


@pytest.mark.parametrize("public_key", ["", "x", b64(b"short"), b64(bytes(33)), "é"])
def test_what_is_no_key_is_refused(public: Cast, public_key: str) -> None:
    body = json.dumps({"public": public_key})
    refuses(Client().post("/log/open/ask-key", body, content_type="application/json"), 403, "32 bytes")


def test_a_key_that_is_known_can_not_ask(public: Cast) -> None:
    body = json.dumps({"public": b64(public.bob.public)})
    refuses(Client().post("/log/open/ask-key", body, content_type="application/json"), 403, "already known")


@pytest.mark.parametrize("path", ["ask-key", "asked-key", "asked-key/22222-22222"])
@pytest.mark.parametrize("body", [b"", b"[", b"{}", b'{"public":1}', b'{"sig":{"a":1}}', b"[" * 60_000, b"\xff"])
def test_rubbish_is_answered_with_a_sentence(public: Cast, path: str, body: bytes) -> None:
    device = Device()
    path = path if "/" not in path else f"asked-key/{device.said['code']}"
    bearer = Client(headers={"Authorization": f"Bearer {device.said['token']}"})
    said = bearer.post(f"/log/open/{path}", body, content_type="application/json")
    assert said.status_code in (400, 403)
    assert said.json()["sentence"]
    assert device.state()["state"] == "asked"


def test_too_much_is_not_read(public: Cast) -> None:
    said = Client().post("/log/open/ask-key", b"x" * (1 << 17), content_type="application/json")
    refuses(said, 413, "At most")


def test_unknown_tokens_codes_and_drafts_are_not_there(public: Cast, cast: Cast) -> None:
    device = Device()
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {device.said['token']}"}):
        refuses(Client(headers=headers).get("/log/open/asked-key"), 404, "Begin again")
    refuses(Client().get("/log/open/asked-key/22222-22222"), 404, "Nothing waits")
    body = json.dumps({"public": b64(LAPTOP.public)})
    refuses(Client().post("/log/merel/ask-key", body, content_type="application/json"), 404, "no public record")
    refuses(Client().post("/log/nowhere/ask-key", body, content_type="application/json"), 404, "no public record")


def test_devices_can_not_ask_without_end(public: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "enrol", Rate(1, limits.HOUR))
    Device()
    body = json.dumps({"public": b64(key_of("x").public)})
    said = Client().post("/log/open/ask-key", body, content_type="application/json")
    refuses(said, 429, "too often")
    assert int(said["Retry-After"]) > 0


def test_asking_leaves_nothing_in_the_record(public: Cast) -> None:
    before = Log.objects.get(slug="open").size
    device = Device()
    key_asking.shape(public.account("bob"), device.asked)
    key_asking.agree(public.account("bob"), device.asked)
    assert Log.objects.get(slug="open").size == before


def test_the_entry_is_the_one_any_program_would_make(public: Cast) -> None:
    device = Device()
    key_asking.agree(public.account("bob"), device.asked)
    entry = leaf.parse(
        lines.whole(device.state()["line"].encode(), [*device.state()["sigs"], row_of(device.state()["line"], LAPTOP)])
    )
    assert entry.kind == KeyAdded.kind
    assert entry.body["key"].items() >= {"alg": "ed25519", "public": b64(LAPTOP.public), "custody": "device"}.items()
    assert key_given(LAPTOP, "device").public == entry.body["key"]["public"]


def test_a_no_is_not_undone_by_a_yes_that_was_under_way(public: Cast) -> None:
    bob, device = public.account("bob"), Device()
    under_way = device.asked
    key_asking.refuse(bob, device.asked)
    with pytest.raises(Refused, match="answered already"):
        key_asking.agree(bob, under_way)
    assert device.state()["state"] == "refused"


def test_a_no_is_not_undone_by_a_device_that_signs_just_then(public: Cast) -> None:
    bob, device = public.account("bob"), Device()
    key_asking.agree(bob, device.asked)
    under_way = device.asked
    row = row_of(device.state()["line"], LAPTOP)
    key_asking.refuse(bob, device.asked)
    public.say(Described(), public.bob, texts={"about": "Something else meanwhile"})
    with pytest.raises(Refused, match="answered already"):
        key_asking.finish(under_way, row)
    assert device.state()["state"] == "refused"

"""``POST /log/<slug>/add-entry``: entries signed elsewhere, as a program sends them, and everything that is refused."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from entredon.apps.commons import publish
from entredon.apps.commons.entries import Published
from entredon.apps.commons.founding import key_given
from entredon.apps.library import queries as library
from entredon.apps.library.models import Proof, Secret
from entredon.apps.people.entries import (
    Described,
    Joined,
    KeyAdded,
    KeyRevoked,
    Left,
    Recovered,
    RecoveryChosen,
    Vouched,
)
from entredon.apps.people.models import Persona
from entredon.apps.value.tests import shared
from entredon.desk import limits
from entredon.log import checkpoints, clock, held
from entredon.log.models import Commons, Entry, HeldKey, Log, SideText
from entredon.log.tests.test_admit import signed_elsewhere
from entredon.pure.bucket import Rate
from entredon.pure.log import canonical, commitment, leaf
from entredon.pure.log.keys import SecretKey, b64
from entredon.site.record import admission
from entredon.testing_cast import Cast, key_of, person

SALT = b"s" * 32


@pytest.fixture
def public(db: None) -> Cast:
    return Cast.found("open", draft=False, joining="open")


def send(slug: str, entry: leaf.Leaf | bytes, browser: Any = None, **texts: str) -> Any:
    """What a program sends: the entry, and its texts under a salt that is always the same."""
    raw = entry if isinstance(entry, bytes) else entry.raw
    side = {name: {"salt": SALT.hex(), "text": text} for name, text in texts.items()}
    body = json.dumps({"leaf": b64(raw), "side": side})
    return (browser or Client()).post(f"/log/{slug}/add-entry", body, content_type="application/json")


def with_texts(cast: Cast, key: SecretKey, fact: Any, **texts: str) -> leaf.Leaf:
    c = {name: commitment.commit(SALT, text) for name, text in texts.items()}
    return signed_elsewhere(cast, key, fact, c=c)


def refused(cast: Cast, response: Any, status: int, says: str) -> dict[str, Any]:
    """The answer is a refusal with this sentence; the caller looks that nothing changed."""
    said: dict[str, Any] = json.loads(response.content)
    assert response.status_code == status, said
    assert says in said["sentence"], said
    return said


@pytest.fixture
def unchanged(public: Cast) -> Any:
    """Nothing is in the record afterwards that was not there before."""
    before = list(Entry.objects.order_by("commons", "index").values_list("id", flat=True))
    yield
    assert list(Entry.objects.order_by("commons", "index").values_list("id", flat=True)) == before


def test_a_member_says_something_without_a_session(public: Cast) -> None:
    entry = with_texts(public, public.bob, Described(), about="I like gears.")
    response = send("open", entry, about="I like gears.")
    assert response.status_code == 200
    assert json.loads(response.content) == {"id": entry.id, "index": Log.objects.get(slug="open").size - 1}
    assert SideText.objects.get(commons="open", entry=entry.id, name="about").text == "I like gears."
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


def test_somebody_joins_with_a_key_of_her_own(public: Cast) -> None:
    fact = Joined(key=key_given(public.charlie, "device"))
    assert send("open", with_texts(public, public.charlie, fact, name="Charlie"), name="Charlie").status_code == 200
    said = Client().get(f"/log/open/key/{public.charlie.id}").json()
    assert said["person"] == person(public.charlie)
    assert said["custody"] == "device"
    assert said["revoked"] is None


def test_who_comes_back_from_elsewhere_is_told_and_her_old_account_is_nobody_here(public: Cast) -> None:
    """The letters are those of the pages; her account keeps what it is in other commons."""
    bob, new = public.account("bob"), key_of("bob's new key")
    public.account("ada")
    other = Cast.found("other", draft=False)
    Persona.objects.create(account=bob, commons="other", person=person(other.bob), key=other.bob.id)
    public.say(RecoveryChosen(helpers=(person(public.ada),), needed=1), public.bob)
    given = key_given(new, "device")
    vouched = signed_elsewhere(public, public.ada, Vouched(person=person(public.bob), key=given))
    assert send("open", vouched).status_code == 200
    assert [letter.to for letter in mail.outbox] == [["bob@example.org"]]
    assert f"vouched for the key {new.id[:10]} on a machine elsewhere" in mail.outbox[0].body
    assert "/c/open/people/me/keys/helpers/" in mail.outbox[0].body
    mail.outbox.clear()
    back = signed_elsewhere(public, new, Recovered(person=person(public.bob), key=given))
    assert send("open", back).status_code == 200
    assert sorted(letter.to for letter in mail.outbox) == [["ada@example.org"], ["bob@example.org"]]
    assert all("elsewhere" in letter.body for letter in mail.outbox)
    assert list(Persona.objects.filter(account=bob).values_list("commons", flat=True)) == ["other"]
    assert public.client("bob").get("/c/open/people/me/").status_code == 403


def test_the_same_entry_twice_is_in_once(public: Cast) -> None:
    entry = with_texts(public, public.bob, Described(), about="Gears")
    first = json.loads(send("open", entry, about="Gears").content)
    said = refused(public, send("open", entry, about="Gears"), 409, "came first")
    assert said["last"] == entry.id
    assert said["here"] == first["index"]  # whose answer was lost on the way learns that it is in
    assert Entry.objects.filter(commons="open", id=entry.id).count() == 1


def test_entries_in_another_order_are_a_conflict(public: Cast) -> None:
    one = with_texts(public, public.bob, Described(), about="One")
    c = {"about": commitment.commit(SALT, "Two")}
    two = signed_elsewhere(public, public.bob, Described(), c=c, prev=one.id)
    assert refused(public, send("open", two, about="Two"), 409, "came first")["here"] is None
    assert send("open", one, about="One").status_code == 200
    assert send("open", two, about="Two").status_code == 200
    refused(public, send("open", one, about="One"), 409, "came first")


def test_an_entry_for_another_commons_is_refused(public: Cast, unchanged: None) -> None:
    entry = signed_elsewhere(public, public.bob, Left(), log="unknown.invalid/other")
    refused(public, send("open", entry), 403, "was made for")


@pytest.mark.parametrize("prev", [None, "0" * 64])
def test_a_wrong_prev_is_a_conflict_that_tells_the_right_one(public: Cast, prev: str | None, unchanged: None) -> None:
    right = signed_elsewhere(public, public.bob, Left()).prev
    said = refused(public, send("open", signed_elsewhere(public, public.bob, Left(), prev=prev)), 409, "sign again")
    assert said["last"] == right


def test_who_was_shown_another_history_leaves_evidence(public: Cast, settings: Any, unchanged: None) -> None:
    entry = signed_elsewhere(public, public.bob, Left(), seen=(2, "1" * 64))
    assert refused(public, send("open", entry), 403, "another history")["error"] == "other_history"
    assert (settings.ENTREDON_HOME / "log" / "open" / "evidence" / entry.id).read_bytes() == entry.raw


def test_a_forged_signature_is_refused_and_counts_against_nobody(
    public: Cast, unchanged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "BY_KEY", Rate(1, limits.HOUR))
    entry = signed_elsewhere(public, public.bob, Left())
    line = entry.raw.split(b"\n")[0]
    forged = leaf.compose(line, [leaf.Signature("ed25519", public.bob.id, public.charlie.sign(entry.signed))])
    for _ in range(3):
        refused(public, send("open", forged), 403, "doesn't hold")
    assert limits.look("add-entry", f"key {public.bob.id}", admission.BY_KEY) == 0


def test_a_wrong_clock_is_told(public: Cast, unchanged: None) -> None:
    at = clock.stamp(clock.now() + timedelta(minutes=11))
    refused(public, send("open", signed_elsewhere(public, public.bob, Left(), at=at)), 403, "ten minutes")


def test_texts_open_their_commitments_or_nothing_happens(public: Cast, unchanged: None) -> None:
    entry = with_texts(public, public.bob, Described(), about="Gears")
    refused(public, send("open", entry), 403, "doesn't open")
    refused(public, send("open", entry, about="Wheels"), 403, "doesn't open")
    refused(public, send("open", entry, about="Gears", song="la"), 403, "doesn't commit to")


def test_what_is_too_large_is_not_read(public: Cast, unchanged: None) -> None:
    refused(public, send("open", b"x" * admission.MOST), 413, "at most")
    refused(public, send("open", b"x" * (leaf.LIMIT + 1)), 400, "65535")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"leaf":1}', b'{"leaf":"*"}', b'{"leaf":"","side":{}}', b"\xff\xfe",
        b'{"leaf":"YQ==","more":1}', b'{"leaf":"YQ==","side":{"a":{"salt":"0","text":"x"}}}', b'{"side":{}}',
        b'{"leaf":"YQ==","side":{"a":{"salt":"' + b"0" * 64 + b'","text":"\\ud800"}}}', b'{"leaf":"YQ==","side":[]}',
    ],
)  # fmt: skip
def test_rubbish_is_answered_with_a_sentence(public: Cast, body: bytes, unchanged: None) -> None:
    response = Client().post("/log/open/add-entry", body, content_type="application/json")
    refused(public, response, 400, "This is not an entry as it has to be")


def test_unknown_fields_and_kinds_are_refused(public: Cast, unchanged: None) -> None:
    refused(public, send("open", signed_elsewhere(public, public.bob, Left(), body={"x": 1})), 403, "unknown field")
    refused(
        public, send("open", signed_elsewhere(public, public.bob, Left(), kind="people.flown")), 403, "no entries of"
    )
    line = signed_elsewhere(public, public.bob, Left()).raw.split(b"\n")[0]
    more = canonical.dumps({**canonical.loads(line), "extra": 1})
    row = [leaf.Signature("ed25519", public.bob.id, public.bob.sign(leaf.signed_bytes(more)))]
    refused(public, send("open", leaf.compose(more, row)), 400, "has the fields")


def test_a_stranger_is_told_to_join(public: Cast, unchanged: None) -> None:
    refused(public, send("open", signed_elsewhere(public, public.charlie, Left(), prev=None)), 403, "join first")


def test_a_draft_is_not_there_but_for_its_members(cast: Cast) -> None:
    """Neither strangers, nor who forges a member's signature, learn that there is one."""
    nothing = send("nothing-here", signed_elsewhere(cast, cast.charlie, Left(), prev=None))
    stranger = send(cast.slug, signed_elsewhere(cast, cast.charlie, Left(), prev=None))
    member = signed_elsewhere(cast, cast.bob, Left())
    row = [leaf.Signature("ed25519", cast.bob.id, cast.charlie.sign(member.signed))]
    forged = send(cast.slug, leaf.compose(member.raw.split(b"\n")[0], row))
    for response in (stranger, forged):
        assert response.status_code == nothing.status_code == 404
        assert response.content.replace(b"merel", b"nothing-here") == nothing.content
    assert Client().get(f"/log/{cast.slug}/key/{cast.bob.id}").status_code == 404
    assert cast.client("bob").get(f"/log/{cast.slug}/key/{cast.bob.id}").status_code == 200
    assert send(cast.slug, member).status_code == 200


def test_who_sends_too_often_waits(public: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "add-entry", Rate(2, limits.HOUR))
    for _ in range(2):
        assert send("open", b"x").status_code == 400
    response = send("open", b"x")
    said = refused(public, response, 429, "too often")
    assert int(response["Retry-After"]) == said["wait"] > 0


def test_a_key_has_a_limit_of_its_own(public: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "BY_KEY", Rate(1, limits.HOUR))
    assert send("open", with_texts(public, public.bob, Described(), about="A"), about="A").status_code == 200
    refused(public, send("open", with_texts(public, public.bob, Described(), about="B"), about="B"), 429, "too often")
    assert send("open", with_texts(public, public.ada, Described(), about="A"), about="A").status_code == 200


def test_newcomers_without_end_are_stopped_and_members_are_not(public: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "NEWCOMERS", Rate(2, limits.HOUR))
    for n, status in enumerate((200, 200, 429)):
        key = key_of(f"newcomer {n}")
        assert send("open", signed_elsewhere(public, key, Joined(key=key_given(key, "device")))).status_code == status
    assert send("open", with_texts(public, public.bob, Described(), about="A"), about="A").status_code == 200


def test_evidence_does_not_fill_the_disk(public: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "EVIDENCE", 2)
    for n in range(4):
        refused(
            public, send("open", signed_elsewhere(public, public.bob, Left(), seen=(2, f"{n}" * 64))), 403, "another"
        )
    assert len(list((checkpoints.path("open").parent / "evidence").iterdir())) == 2


def test_only_post_is_answered(public: Cast) -> None:
    assert Client().get("/log/open/add-entry").status_code == 405


def test_a_form_of_another_site_can_not_send(public: Cast, unchanged: None) -> None:
    browser = Client(headers={"Sec-Fetch-Site": "cross-site"})
    assert send("open", signed_elsewhere(public, public.bob, Left()), browser).status_code == 403


def test_publishing_says_of_the_repository_what_this_place_has_found(cast: Cast) -> None:
    shared.imported(cast)
    Secret.objects.create(commons=cast.slug, sealed=held.seal(b"s" * 32))
    claimed = {
        "way": "attested", "repository": "https://example.org/not/mine", "head": "0" * 40, "shown": "", "earlier": "",
        "code": "",
    }  # fmt: skip
    entry = signed_elsewhere(
        cast, cast.ada, Published(), body={"proof": claimed}, c={"attested_by": commitment.commit(SALT, "Me")}
    )
    refused(cast, send(cast.slug, entry, attested_by="Me"), 403, "Show first")
    imported = library.from_git(cast.slug)
    head = imported.head if imported else ""
    Proof.objects.create(commons=cast.slug, way="attested", repository="", head=head, by="Jan")
    refused(cast, send(cast.slug, entry, attested_by="Me"), 403, "not what this place itself has found")
    assert Commons.objects.get(commons=cast.slug).draft
    proof, texts = publish.control(cast.slug)
    right = with_texts(cast, cast.ada, Published(proof=proof), **texts)
    assert send(cast.slug, right, **texts).status_code == 200
    assert not Commons.objects.get(commons=cast.slug).draft


def test_a_hosted_key_that_ends_is_thrown_away(public: Cast) -> None:
    public.account("bob")
    assert HeldKey.objects.filter(id=public.bob.id).exists()
    device = key_of("bob's laptop")
    public.say(KeyAdded(key=key_given(device, "device")), public.bob, cosigners=[device])
    assert HeldKey.objects.filter(id=public.bob.id).exists()
    assert send("open", signed_elsewhere(public, device, KeyRevoked(key=public.bob.id))).status_code == 200
    assert not HeldKey.objects.filter(id=public.bob.id).exists()
    assert HeldKey.objects.filter(commons="open", use="log").exists()
    refused(public, send("open", signed_elsewhere(public, public.bob, Left())), 403, "was withdrawn")


def test_a_damaged_record_takes_nothing(public: Cast, unchanged: None) -> None:
    entry = signed_elsewhere(public, public.bob, Left())
    checkpoints.path("open").write_bytes(b"rubbish\n")
    checkpoints.forget()
    refused(public, send("open", entry), 503, "being repaired")


def test_what_was_said_is_in_base64_of_one_form(public: Cast, unchanged: None) -> None:
    raw = signed_elsewhere(public, public.bob, Left()).raw
    loose = base64.urlsafe_b64encode(raw).decode().rstrip("=") + "\n"
    response = Client().post("/log/open/add-entry", json.dumps({"leaf": loose}), content_type="application/json")
    refused(public, response, 400, "base64")

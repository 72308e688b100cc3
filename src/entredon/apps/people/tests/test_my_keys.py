"""Which keys are mine? Passkeys, new keys, withdrawing, and what the law wants of whom, as pages do it."""

import json
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from entredon.apps.people import key_asking, key_queries
from entredon.apps.people.entries import Described, KeyAdded, KeyGiven
from entredon.apps.people.models import Passkey, Persona
from entredon.apps.people.tests import passkeys
from entredon.apps.people.tests.doors import text
from entredon.apps.people.tests.passkeys import SCRIPT, add, answer, drawn, passkey, signed
from entredon.log import door, held
from entredon.log.models import Commons, Entry, HeldKey, Key
from entredon.log.registry import RULEBOOK
from entredon.pure.log.keys import ED25519, SecretKey, b64
from entredon.testing_cast import Cast, just_came_in, key_of, person

KEYS = "/c/merel/people/me/keys/"


def kinds(cast: Cast) -> list[str]:
    return list(Entry.objects.filter(commons=cast.slug).order_by("index").values_list("kind", flat=True))


def live(cast: Cast, key: SecretKey) -> dict[str, str]:
    """The live keys of whose first key this is: id → custody."""
    rows = Key.objects.filter(commons=cast.slug, person=person(key), revoked=None)
    return dict(rows.values_list("id", "custody"))


def device(cast: Cast, of: SecretKey, name: str = "bob's laptop") -> SecretKey:
    """Somebody has a device key as well."""
    key = key_of(name)
    fact = KeyAdded(key=KeyGiven(alg=ED25519, public=b64(key.public), custody="device"))
    door.append(cast.slug, fact, of, cosigners=[key])
    return key


def test_a_member_reads_which_keys_are_hers_and_what_they_signed(cast: Cast) -> None:
    cast.say(Described(), cast.bob, texts={"about": "gears"})
    html = text(cast.client("bob").get(KEYS))
    assert "Kept here for me" in html
    assert "signed 2 times" in html
    assert "This place signs for you" in html


def test_her_link_leads_to_exactly_what_the_key_signed(cast: Cast) -> None:
    html = text(cast.client("bob").get(f"/c/merel/record/?key={cast.bob.id}"))
    assert "Only one receipt" in html
    assert "Bob Bakker" in html
    assert "Ada Vermeer joined" not in html
    assert "Only" not in text(cast.client("bob").get("/c/merel/record/?key=unknown"))


def test_a_passkey_signs_the_entry_that_brings_it_beside_the_key_held_here(cast: Cast) -> None:
    phone = passkey("phone")
    answered = add(cast.client("bob"), cast.slug, phone)
    assert answered.status_code == 302, text(answered)
    assert live(cast, cast.bob) == {cast.bob.id: "hosted", phone.id: "passkey"}
    leaf = bytes(Entry.objects.get(commons=cast.slug, kind="people.key_added").leaf)
    assert phone.id.encode() in leaf
    assert b'"alg":"webauthn"' in leaf
    row = Passkey.objects.get(commons=cast.slug, key=phone.id)
    assert (row.name, row.credential) == ("My phone", passkeys.credential(phone))
    assert "My phone" in text(cast.client("bob").get(KEYS))


def test_a_second_passkey_takes_the_first_one_too(cast: Cast) -> None:
    browser, phone, tablet = cast.client("bob"), passkey("phone"), passkey("tablet")
    add(browser, cast.slug, phone)
    assert add(browser, cast.slug, tablet, phone, name="Tablet").status_code == 302
    assert set(live(cast, cast.bob).values()) == {"hosted", "passkey"}
    assert len(live(cast, cast.bob)) == 3


def test_what_is_no_passkey_key_is_refused_in_a_sentence(cast: Cast) -> None:
    browser = cast.client("bob")
    for public in ("", "nonsense!", passkeys.text(b"0" * 91), passkeys.text(cast.bob.public)):
        said = drawn(browser, f"{KEYS}passkey/", public=public, credential="YWJj", name="x")
        assert "kind that is not known" in said["trouble"], public
    assert live(cast, cast.bob) == {cast.bob.id: "hosted"}


@pytest.mark.parametrize(
    "wrong", ["another challenge", "another passkey", "too few", "no list", "changed token", "nothing"]
)
def test_a_ceremony_that_goes_wrong_changes_nothing(cast: Cast, wrong: str) -> None:
    browser, phone = cast.client("bob"), passkey("phone")
    fields = {"public": passkeys.text(phone.spki), "credential": passkeys.credential(phone), "name": "x"}
    said = drawn(browser, f"{KEYS}passkey/", **fields)
    challenge = said["asks"][0]["challenge"]
    answers = {
        "another challenge": json.dumps([answer(phone, "A" * 43)]),
        "another passkey": json.dumps([answer(passkey("other"), challenge)]),
        "too few": "[]",
        "no list": '{"a": 1}',
        "changed token": json.dumps([answer(phone, challenge)]),
        "nothing": "[" * 5000,
    }[wrong]
    token = said["token"] if wrong != "changed token" else said["token"][:-2] + "xx"
    size = len(kinds(cast))
    answered = browser.post(f"{KEYS}passkey/", {**fields, "token": token, "answers": answers})
    assert 'role="alert"' in answered.content.decode()
    assert len(kinds(cast)) == size
    assert not Passkey.objects.exists()


def test_what_was_drawn_up_for_one_serves_nobody_else(cast: Cast) -> None:
    phone = passkey("phone")
    fields = {"public": passkeys.text(phone.spki), "credential": passkeys.credential(phone), "name": "x"}
    said = drawn(cast.client("bob"), f"{KEYS}passkey/", **fields)
    answers = json.dumps([answer(phone, said["asks"][0]["challenge"])])
    answered = cast.client("ada").post(f"{KEYS}passkey/", {**fields, "token": said["token"], "answers": answers})
    assert "somebody else" in text(answered)
    assert phone.id not in live(cast, cast.ada)


def test_what_she_says_in_another_tab_meanwhile_ends_a_ceremony_without_harm(cast: Cast) -> None:
    browser, phone = cast.client("bob"), passkey("phone")
    fields = {"public": passkeys.text(phone.spki), "credential": passkeys.credential(phone), "name": "x"}
    said = drawn(browser, f"{KEYS}passkey/", **fields)
    cast.say(Described(), cast.bob, texts={"about": "gears"})
    answers = json.dumps([answer(phone, said["asks"][0]["challenge"])])
    answered = browser.post(f"{KEYS}passkey/", {**fields, "token": said["token"], "answers": answers})
    assert "came first" in text(answered)
    assert live(cast, cast.bob) == {cast.bob.id: "hosted"}


# A new key that is held here


def test_a_new_key_takes_the_place_of_the_old_one_in_one_step(cast: Cast) -> None:
    browser = cast.client("bob")
    assert browser.post(f"{KEYS}new/").status_code == 302
    assert kinds(cast)[-2:] == ["people.key_added", "people.key_revoked"]
    (now,) = live(cast, cast.bob)
    assert now != cast.bob.id
    assert held.held(cast.bob.id) is None
    assert held.held(now) is not None
    assert Persona.objects.get(person=person(cast.bob)).key == now
    browser.post("/c/merel/people/me/profile/", {"about": "still me"})
    assert Entry.objects.filter(commons=cast.slug).latest("index").by in (now, Entry.objects.latest("index").by)


def test_with_a_passkey_a_new_key_takes_its_signature_under_both_entries(cast: Cast) -> None:
    browser, phone = cast.client("bob"), passkey("phone")
    add(browser, cast.slug, phone)
    assert "Your passkey must sign this" in text(browser.post(f"{KEYS}new/"))
    assert signed(browser, f"{KEYS}new/", phone, phone).status_code == 302
    assert kinds(cast)[-2:] == ["people.key_added", "people.key_revoked"]
    (now,) = [id for id, custody in live(cast, cast.bob).items() if custody == "hosted"]
    assert now != cast.bob.id
    assert held.held(cast.bob.id) is None
    assert Persona.objects.get(person=person(cast.bob)).key == now


def test_a_new_key_that_is_refused_is_not_kept(cast: Cast) -> None:
    browser, phone = cast.client("bob"), passkey("phone")
    add(browser, cast.slug, phone)
    said = drawn(browser, f"{KEYS}new/")
    before = HeldKey.objects.count()
    answers = json.dumps([answer(phone, "A" * 43) for _ask in said["asks"]])
    answered = browser.post(f"{KEYS}new/", {"token": said["token"], "answers": answers})
    assert 'role="alert"' in answered.content.decode()
    assert HeldKey.objects.count() == before
    assert held.held(cast.bob.id) is not None


# Withdrawing


def test_the_last_key_stays(cast: Cast) -> None:
    browser = cast.client("bob")
    assert "last key" in text(browser.get(f"{KEYS}withdraw/{cast.bob.id[:10]}/"))
    browser.post(f"{KEYS}withdraw/{cast.bob.id[:10]}/")
    assert live(cast, cast.bob) == {cast.bob.id: "hosted"}


def test_who_would_have_passkeys_only_is_told(cast: Cast) -> None:
    browser, phone = cast.client("bob"), passkey("phone")
    add(browser, cast.slug, phone)
    assert "passkeys only" in text(browser.get(f"{KEYS}withdraw/{cast.bob.id[:10]}/"))


def test_a_passkey_ends_by_its_own_signature(cast: Cast) -> None:
    browser, phone = cast.client("bob"), passkey("phone")
    add(browser, cast.slug, phone)
    assert signed(browser, f"{KEYS}withdraw/{phone.id[:10]}/", phone).status_code == 302
    assert live(cast, cast.bob) == {cast.bob.id: "hosted"}
    assert "What signed for me earlier" in text(browser.get(KEYS))


def test_with_a_device_of_her_own_the_page_shows_what_to_type_there(cast: Cast) -> None:
    laptop = device(cast, cast.bob)
    browser = cast.client("bob")
    pages = {key.id: f"{KEYS}withdraw/{key.id[:10]}/" for key in (cast.bob, laptop)}
    assert "entredon key move http://testserver/c/merel/" in text(browser.get(pages[cast.bob.id]))
    assert f"entredon key revoke http://testserver/c/merel/ {laptop.id[:10]}" in text(browser.get(pages[laptop.id]))
    for page in pages.values():
        browser.post(page)
    assert set(live(cast, cast.bob)) == {cast.bob.id, laptop.id}, "the key held here can't do this alone"


def test_with_passkey_and_device_the_key_held_here_ends_by_the_passkey_and_is_thrown_away(cast: Cast) -> None:
    browser, phone = cast.client("bob"), passkey("phone")
    add(browser, cast.slug, phone)
    laptop = key_of("bob's laptop")
    asking = key_asking.ask(cast.slug, b64(laptop.public), "laptop")
    page = f"{KEYS}device/{asking.asked.code}/"
    assert signed(browser, page, phone).status_code == 302
    asking.asked.refresh_from_db()
    from entredon.pure.log import leaf

    line = bytes(asking.asked.line)
    row = leaf.row_of(leaf.Signature(ED25519, laptop.id, laptop.sign(leaf.signed_bytes(line))))
    key_asking.finish(asking.asked, row)
    assert "laptop" in text(browser.get(KEYS))
    assert signed(browser, f"{KEYS}withdraw/{cast.bob.id[:10]}/", phone).status_code == 302
    assert set(live(cast, cast.bob).values()) == {"passkey", "device"}
    assert held.held(cast.bob.id) is None
    html = text(browser.get(KEYS))
    assert "This place can’t say anything in your name" in html
    assert "entredon sign" in text(browser.post("/c/merel/people/leave/"))


def test_pages_of_others_keys_are_not_hers(cast: Cast) -> None:
    assert cast.client("bob").get(f"{KEYS}withdraw/{cast.ada.id[:10]}/").status_code == 404


# A device


def test_she_says_yes_or_no_to_a_device_that_shows_the_same_code(cast: Cast) -> None:
    browser, laptop = cast.client("bob"), key_of("bob's laptop")
    asking = key_asking.ask(cast.slug, b64(laptop.public), "laptop")
    page = f"{KEYS}device/{asking.asked.code}/"
    found = browser.get(f"{KEYS}device/", {"code": asking.asked.code.lower().replace("-", " ")})
    assert found.headers["Location"] == page
    html = text(browser.get(page))
    assert asking.asked.code in html
    assert "“laptop” wants to sign for you" in html
    assert browser.post(page).status_code == 302
    asking.asked.refresh_from_db()
    assert asking.asked.state == "made"
    assert "You have said yes" in text(browser.get(page))
    other = key_asking.ask(cast.slug, b64(key_of("other").public), "<b>bold</b>")
    html = browser.get(f"{KEYS}device/{other.asked.code}/").content.decode()
    assert "<b>bold</b>" not in html
    browser.post(f"{KEYS}device/{other.asked.code}/", {"refuse": "1"})
    other.asked.refresh_from_db()
    assert other.asked.state == "refused"


def test_a_code_nobody_waits_under_says_so(cast: Cast) -> None:
    assert "No device waits" in text(cast.client("bob").get(f"{KEYS}device/ABCDE-FGHJK/"))


# Older rules, and how much rests on whose keys


def test_a_commons_by_older_rules_is_moved_by_a_steward(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr("entredon.apps.commons.founding.RULEBOOK", 2)
        old = Cast.found("wren")
    keys = "/c/wren/people/me/keys/"
    assert "older rules" in text(old.client("bob").get(keys))
    assert "Move to the newer rules" not in text(old.client("bob").get(keys))
    phone = passkey("phone")
    fields = {"public": passkeys.text(phone.spki), "credential": passkeys.credential(phone), "name": "x"}
    assert "older rules" in drawn(old.client("bob"), f"{keys}passkey/", **fields)["trouble"]
    assert old.client("bob").post(f"{keys}new/").status_code == 302, "a new key needs no newer rules"
    assert "Move to the newer rules" in text(old.client("ada").get(keys))
    old.client("ada").post(keys, {"newer": "1"})
    assert Commons.objects.get(commons="wren").rulebook == RULEBOOK
    assert add(old.client("bob"), "wren", phone).status_code == 302


def test_how_much_rests_on_keys_that_the_host_does_not_hold(cast: Cast) -> None:
    laptop = device(cast, cast.bob)
    for _ in range(3):
        cast.say(Described(), laptop, texts={"about": "from my laptop"})
    (all_kinds,) = key_queries.resting(cast.slug)
    own = Entry.objects.filter(commons=cast.slug, by__in=[laptop.id, cast.ada.id]).count()  # Ada founded with a device
    assert (all_kinds.own, all_kinds.all) == (own, len(kinds(cast)))
    assert key_queries.resting(cast.slug, ("people.described", "value.shared")) == [
        key_queries.Resting("people.described", 3, 3)
    ]
    html = text(cast.client("ada").get("/c/merel/record/proves/"))
    assert f"<strong>{all_kinds.percent} %</strong> of all receipts ({own} of {all_kinds.all})" in html
    assert f"{all_kinds.percent} % of it is signed with people’s own keys" in text(cast.client("ada").get("/c/merel/"))


def test_a_persons_page_tells_which_key_signed_what(cast: Cast) -> None:
    laptop = device(cast, cast.bob)
    cast.say(Described(), laptop, texts={"about": "from my laptop"})
    html = text(cast.client("ada").get(f"/c/merel/people/k:{cast.bob.id[:10]}/"))
    assert "on its owner’s own device" in html
    assert "kept by this place for its owner" in html
    assert "what people tell of themselves 1" in html


def test_a_form_without_script_says_what_is_needed(cast: Cast) -> None:
    browser = cast.client("bob")
    assert "This takes a passkey, and so a browser with scripts" in text(browser.get(f"{KEYS}passkey/"))
    assert "takes a browser that runs scripts" in text(browser.post(f"{KEYS}passkey/", {"name": "x"}))
    assert browser.post(f"{KEYS}passkey/", {"name": "x"}, headers=SCRIPT).json()["trouble"]


# That it is she


def long_ago(browser: Client) -> Client:
    """She came in hours ago."""
    session = browser.session
    session["account_authentication_methods"][0]["at"] -= 3 * 3600
    session.save()
    return browser


@pytest.mark.parametrize("page", ["passkey/", "new/", "withdraw/{key}/", "helpers/", "device/{code}/"])
def test_who_came_in_long_ago_shows_once_more_that_it_is_she_before_she_changes_keys(cast: Cast, page: str) -> None:
    asking = key_asking.ask(cast.slug, b64(key_of("bob's laptop").public), "laptop")
    address = KEYS + page.format(key=cast.bob.id[:10], code=asking.asked.code)
    bob = cast.account("bob")
    bob.set_unusable_password()
    bob.save()
    browser = long_ago(cast.client("bob"))
    again = f"{reverse('people_again')}?{urlencode({'next': address})}"
    before = kinds(cast)
    fields = {"needed": "1", "helpers": [person(cast.ada)]}
    assert browser.get(address).headers["Location"] == again
    assert browser.post(address, fields).headers["Location"] == again
    assert browser.post(address, fields, headers=SCRIPT).json() == {"go": again}
    asking.asked.refresh_from_db()
    assert (kinds(cast), asking.asked.state) == (before, "asked")
    bob.set_password("a long and winding phrase")
    bob.save()
    browser.force_login(bob)
    assert browser.get(address).headers["Location"].startswith(reverse("account_reauthenticate"))
    just_came_in(browser)
    assert browser.get(address).status_code == 200


def test_whose_passkey_signs_what_she_does_is_not_asked_beside(cast: Cast) -> None:
    browser, phone = cast.client("bob"), passkey("phone")
    add(browser, cast.slug, phone)
    long_ago(browser)
    assert browser.get(f"{KEYS}new/").status_code == 200
    assert signed(browser, f"{KEYS}new/", phone, phone).headers["Location"].startswith(KEYS)


def test_a_link_alone_is_not_enough_for_who_has_a_second_step(cast: Cast) -> None:
    browser, bob = cast.client("bob"), cast.account("bob")
    Authenticator.objects.create(user=bob, type="totp", data={"secret": ""})
    just_came_in(browser)
    assert browser.get(f"{KEYS}new/").headers["Location"].startswith(reverse("account_reauthenticate"))

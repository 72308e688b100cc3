"""Who has lost her keys is let back in by those she chose: enough of them, nobody else, and she can stop what isn't her."""

import pytest
from django.core import mail
from django.test import Client

from entredon.apps.people import recovery
from entredon.apps.people.entries import KeyAdded, KeyGiven, KeyRevoked, Recovered, RecoveryChosen
from entredon.apps.people.models import Account, Passkey, Persona, Recovery, RecoveryAsked
from entredon.apps.people.tests import passkeys
from entredon.apps.people.tests.doors import text
from entredon.log import door, held
from entredon.log.models import Entry, HeldKey, Key
from entredon.log.registry import Refused
from entredon.pure.log.keys import ED25519, b64
from entredon.testing_cast import Cast, key_of, person

HELPERS = "/c/merel/people/me/keys/helpers/"
LOST = "/c/merel/people/lost/"
VOUCHING = "/c/merel/people/vouching/"


@pytest.fixture
def cast(db: None) -> Cast:
    """A public commons: of a draft nobody sees anything with a new account."""
    return Cast.found(draft=False)


@pytest.fixture
def circle(cast: Cast) -> Cast:
    """Bob has chosen two of Ada, Cleo and Dora to let him back in; all have accounts here."""
    for name in ("cleo", "dora"):
        key = key_of(f"{name} of merel")
        cast.join(key, name.capitalize())
        cast.holds(Account.objects.create_user(f"{name}@example.org", name=name.capitalize()), key)
    cast.account("ada")
    chosen = [person(cast.ada), *(person(key_of(f"{name} of merel")) for name in ("cleo", "dora"))]
    answered = cast.client("bob").post(HELPERS, {"helpers": chosen, "needed": "2"})
    assert answered.status_code == 302, text(answered)
    mail.outbox.clear()
    return cast


def helpers() -> list[str]:
    """Ada, Cleo and Dora."""
    return sorted(person(key_of(f"{name} of merel")) for name in ("ada", "cleo", "dora"))


def browser_of(email: str) -> Client:
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    browser.force_login(Account.objects.get(email=email))
    return browser


def newcomer(email: str = "bob.again@example.org") -> Client:
    """A browser with an account that is nobody here yet."""
    Account.objects.create_user(email, name="Bob, again")
    return browser_of(email)


def ask(circle: Cast, browser: Client, message: str = "My laptop fell into the canal.") -> RecoveryAsked:
    answered = browser.post(LOST, {"person": person(circle.bob), "message": message})
    assert answered.status_code == 302, text(answered)
    return RecoveryAsked.objects.latest("pk")


def vouch(asked: RecoveryAsked, *emails: str) -> None:
    for email in emails:
        answered = browser_of(email).post(VOUCHING, {"asked": asked.pk})
        assert answered.status_code == 302, text(answered)


def count(kind: str) -> int:
    return Entry.objects.filter(kind=kind).count()


# Choosing


def test_a_member_chooses_who_lets_her_back_in(circle: Cast) -> None:
    row = Recovery.objects.get(commons="merel", id=person(circle.bob))
    assert (len(row.helpers), row.needed) == (3, 2)
    html = text(circle.client("bob").get(HELPERS))
    assert "2 of these whom you chose" in html
    assert "2 of 3 members" in text(circle.client("bob").get("/c/merel/people/me/keys/"))


@pytest.mark.parametrize(
    ("needed", "said"),
    [("3", "take more than you have chosen"), ("0", "At least one"), ("", "Say how many"), ("x", "number")],
)
def test_a_number_that_makes_no_sense_is_told_beside_the_field(cast: Cast, needed: str, said: str) -> None:
    html = text(cast.client("bob").post(HELPERS, {"helpers": [person(cast.ada)], "needed": needed}))
    assert said in html
    assert not Recovery.objects.exists()


def test_nobody_lets_herself_or_a_stranger_back_in(cast: Cast) -> None:
    for helper in (person(cast.bob), person(cast.charlie)):
        assert "no member any more" in text(cast.client("bob").post(HELPERS, {"helpers": [helper], "needed": "1"}))
    assert not Recovery.objects.exists()


def test_who_keeps_her_key_herself_is_known_where_helpers_are_chosen(circle: Cast) -> None:
    html = text(circle.client("bob").get(HELPERS))
    assert "Ada Vermeer · keeps her key herself" in html, "she founded with a key on her device"
    assert "Cleo · keeps" not in html


def test_among_many_members_helpers_are_found_by_name_and_ticks_stay(circle: Cast) -> None:
    for number in range(30):
        circle.join(key_of(f"member {number}"), f"Member {number}")
    browser, last = circle.client("bob"), person(key_of("member 29"))
    assert "Member 29" not in text(browser.get(HELPERS))
    html = text(browser.get(HELPERS, {"find": "member 29", "helpers": [person(circle.ada)]}))
    assert f'value="{last}">' in html
    assert f'value="{person(circle.ada)}" checked' in html
    assert "Member 3<" not in html
    assert browser.post(HELPERS, {"helpers": [person(circle.ada), last], "needed": "1"}).status_code == 302
    assert f'value="{last}" checked' in text(browser.get(HELPERS))


def test_a_choice_can_be_ended(circle: Cast) -> None:
    circle.client("bob").post(HELPERS, {})
    assert recovery.chosen("merel", person(circle.bob)) is None


def test_with_a_passkey_a_choice_takes_its_signature(cast: Cast) -> None:
    browser, phone = cast.client("bob"), passkeys.passkey("phone")
    passkeys.add(browser, "merel", phone)
    fields = {"helpers": person(cast.ada), "needed": "1"}
    assert "Your passkey must sign this" in text(browser.post(HELPERS, fields))
    assert "Say how many" in passkeys.drawn(browser, HELPERS, helpers=person(cast.ada), needed="")["trouble"]
    assert passkeys.signed(browser, HELPERS, phone, **fields).status_code == 302
    assert recovery.chosen("merel", person(cast.bob)) is not None


def test_with_a_device_of_her_own_she_is_shown_what_to_type(cast: Cast) -> None:
    laptop = key_of("laptop")
    given = KeyGiven(alg=ED25519, public=b64(laptop.public), custody="device")
    door.append("merel", KeyAdded(key=given), cast.bob, cosigners=[laptop])
    html = text(cast.client("bob").post(HELPERS, {"helpers": [person(cast.ada)], "needed": "1"}))
    assert "entredon sign http://testserver/c/merel/ people.recovery_chosen" in html
    assert not Recovery.objects.exists()


# Asking, vouching, coming back


def test_two_of_three_let_her_back_in_with_another_account(circle: Cast) -> None:
    browser = newcomer()
    asked = ask(circle, browser)
    key = recovery.key_of(asked)
    assert {to for letter in mail.outbox for to in letter.to} == {
        "ada@example.org", "cleo@example.org", "dora@example.org", "bob@example.org",
    }  # fmt: skip
    html = text(browser_of("cleo@example.org").get(VOUCHING))
    assert "Is this Bob Bakker?" in html
    assert "Bob, again" in html
    assert "another account than she had here" in html
    assert "fell into the canal" in html
    vouch(asked, "cleo@example.org")
    assert "Not enough" in text(browser.post(LOST, {"back": "1"}))
    assert count("people.recovered") == 0
    vouch(asked, "ada@example.org")
    assert "You can come back" in text(browser.get(LOST))
    assert browser.post(LOST, {"back": "1"}).status_code == 302
    rows = Key.objects.filter(commons="merel", person=person(circle.bob))
    assert {row.id for row in rows if row.revoked is None} == {key}
    assert held.held(circle.bob.id) is None, "the secret of an ended key is thrown away"
    persona = Persona.objects.get(commons="merel", person=person(circle.bob))
    assert (persona.account.email, persona.key) == ("bob.again@example.org", key)
    assert browser.post("/c/merel/people/leave/").status_code == 302, "she can say something again"
    assert Entry.objects.latest("index").by == key
    assert circle.client("bob").get("/c/merel/people/me/").status_code == 403, (
        "who spoke for her before doesn't any more"
    )


def test_the_same_account_comes_back_when_its_own_device_is_lost(circle: Cast) -> None:
    laptop = key_of("laptop")
    given = KeyGiven(alg=ED25519, public=b64(laptop.public), custody="device")
    door.append("merel", KeyAdded(key=given), circle.bob, cosigners=[laptop])
    html = text(circle.client("bob").get(HELPERS))
    assert "Nobody yet" in html
    assert "choose your helpers again" in html, "with a key of her own she chooses again"
    door.append("merel", RecoveryChosen(helpers=tuple(helpers()), needed=2), laptop)
    door.append("merel", KeyRevoked(key=circle.bob.id), laptop)
    browser = circle.client("bob")
    asked = ask(circle, browser)
    assert "the account she always had here" in text(browser_of("cleo@example.org").get(VOUCHING))
    assert not any(letter.to == ["bob@example.org"] for letter in mail.outbox)
    vouch(asked, "cleo@example.org", "dora@example.org")
    browser.post(LOST, {"back": "1"})
    assert list(Key.objects.filter(person=person(circle.bob), revoked=None)) == [
        Key.objects.get(id=recovery.key_of(asked))
    ]
    assert "Kept here for me" in text(browser.get("/c/merel/people/me/keys/"))


def test_her_passkeys_end_with_her_other_keys(circle: Cast) -> None:
    phone = passkeys.passkey("phone")
    passkeys.add(circle.client("bob"), "merel", phone)
    assert passkeys.signed(circle.client("bob"), HELPERS, phone, helpers=helpers(), needed="2").status_code == 302
    browser = newcomer()
    asked = ask(circle, browser)
    vouch(asked, "cleo@example.org", "dora@example.org")
    browser.post(LOST, {"back": "1"})
    assert not Passkey.objects.exists()
    assert Key.objects.get(id=phone.id).revoked is not None


def test_before_her_first_own_key_she_is_told_what_becomes_of_her_helpers(circle: Cast) -> None:
    bob = circle.client("bob")
    for page in ("passkey/", "device/"):
        assert "Choose your helpers again" in text(bob.get(f"/c/merel/people/me/keys/{page}"))
    circle.say(RecoveryChosen(helpers=(), needed=0), circle.bob)
    html = text(bob.get("/c/merel/people/me/keys/passkey/"))
    assert "Choose your helpers again" not in html
    assert "With one passkey and nobody chosen" in html
    assert "helpers again" not in text(bob.get(HELPERS)), "she ended it herself"


def test_coming_back_goes_on_where_something_broke(circle: Cast) -> None:
    browser = newcomer()
    asked = ask(circle, browser)
    vouch(asked, "cleo@example.org", "dora@example.org")
    key = held.held(recovery.key_of(asked))
    assert key is not None
    door.append(
        "merel", Recovered(person=asked.person, key=KeyGiven(**asked.given)), key
    )  # and then the light went out
    browser.post(LOST, {"take_back": "1"})
    circle.client("bob").post("/c/merel/people/me/keys/", {"stop": str(asked.pk)})
    assert held.held(key.id) is not None, "it is her only key by now"
    assert browser.post(LOST, {"back": "1"}).status_code == 302
    assert count("people.recovered") == 1
    assert Persona.objects.get(person=person(circle.bob)).key == key.id


# Attacks


def test_strangers_and_members_who_were_not_chosen_vouch_for_nobody(circle: Cast) -> None:
    fien = key_of("fien")
    circle.join(fien, "Fien")
    circle.holds(Account.objects.create_user("fien@example.org"), fien)
    asked = ask(circle, newcomer())
    html = text(browser_of("fien@example.org").get(VOUCHING))
    assert "Bob" not in html, "who asks is told to helpers alone"
    browser_of("fien@example.org").post(VOUCHING, {"asked": asked.pk})
    browser_of("fien@example.org").post(VOUCHING, {"asked": asked.pk, "doubt": "1"})
    assert circle.client("charlie").post(VOUCHING, {"asked": asked.pk}).status_code == 403
    assert count("people.vouched") == 0
    asked.refresh_from_db()
    assert asked.doubts == []


def test_one_helper_who_presses_often_counts_once(circle: Cast) -> None:
    browser = newcomer()
    asked = ask(circle, browser)
    for _ in range(3):
        browser_of("cleo@example.org").post(VOUCHING, {"asked": asked.pk})
    assert count("people.vouched") == 1
    assert "Not enough" in text(browser.post(LOST, {"back": "1"}))


def test_who_still_speaks_for_the_person_stops_it_and_the_new_key_is_thrown_away(circle: Cast) -> None:
    thief = newcomer("thief@example.org")
    asked = ask(circle, thief)
    vouch(asked, "cleo@example.org", "dora@example.org")
    to_bob = [letter for letter in mail.outbox if letter.to == ["bob@example.org"]]
    assert len(to_bob) == 3, "one when it was asked, one for each who vouched"
    assert all("/c/merel/people/me/keys/" in letter.body for letter in to_bob)
    owner = circle.client("bob")
    assert "Somebody asks to speak for you" in text(owner.get("/c/merel/people/me/keys/"))
    owner.post("/c/merel/people/me/keys/", {"stop": str(asked.pk)})
    assert held.held(recovery.key_of(asked)) is None
    thief.post(LOST, {"back": "1"})
    assert count("people.recovered") == 0
    assert circle.bob.id in set(Key.objects.filter(revoked=None).values_list("id", flat=True))


def test_nobody_stops_what_is_about_somebody_else(circle: Cast) -> None:
    asked = ask(circle, newcomer())
    browser_of("cleo@example.org").post("/c/merel/people/me/keys/", {"stop": str(asked.pk)})
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_who_asks_can_take_it_back_but_not_come_back_for_another(circle: Cast) -> None:
    browser = newcomer()
    asked = ask(circle, browser)
    vouch(asked, "cleo@example.org", "dora@example.org")
    other = newcomer("other@example.org")
    other.post(LOST, {"back": "1"})
    assert count("people.recovered") == 0
    browser.post(LOST, {"take_back": "1"})
    assert held.held(recovery.key_of(asked)) is None
    assert recovery.for_helper("merel", person(circle.ada)) == []


def test_choosing_others_ends_what_was_vouched_for(circle: Cast) -> None:
    browser = newcomer()
    asked = ask(circle, browser)
    vouch(asked, "cleo@example.org", "dora@example.org")
    circle.say(RecoveryChosen(helpers=(person(circle.ada),), needed=1), circle.bob)
    assert "Not enough" in text(browser.post(LOST, {"back": "1"}))
    with pytest.raises(Refused):
        circle.say(Recovered(person=asked.person, key=KeyGiven(**asked.given)), held.held(recovery.key_of(asked)))


def test_a_doubt_is_shown_to_the_other_helpers_and_told_to_the_person(circle: Cast) -> None:
    asked = ask(circle, newcomer())
    mail.outbox.clear()
    for _ in range(2):
        browser_of("cleo@example.org").post(VOUCHING, {"asked": asked.pk, "doubt": "1"})
    assert "Cleo doubts that it is her" in text(browser_of("dora@example.org").get(VOUCHING))
    assert "You doubt it" in text(browser_of("cleo@example.org").get(VOUCHING))
    assert [letter.to for letter in mail.outbox] == [["bob@example.org"]]


def test_who_is_somebody_here_does_not_become_somebody_else(circle: Cast) -> None:
    html = text(browser_of("cleo@example.org").post(LOST, {"person": person(circle.bob), "message": ""}))
    assert "somebody else here" in html
    assert not RecoveryAsked.objects.exists()
    assert HeldKey.objects.filter(use="hosted").count() == 4


def test_who_chose_nobody_is_let_back_in_by_nobody(circle: Cast) -> None:
    browser = newcomer()
    html = text(browser.post(LOST, {"person": person(circle.ada), "message": ""}))
    assert "has chosen somebody" in html
    assert not RecoveryAsked.objects.exists()


def test_asking_again_and_again_ends(circle: Cast) -> None:
    browser = newcomer()
    for _ in range(5):
        ask(circle, browser)
        browser.post(LOST, {"take_back": "1"})
    assert browser.post(LOST, {"person": person(circle.bob), "message": ""}).status_code == 429


def test_what_who_asks_writes_stands_as_text(circle: Cast) -> None:
    ask(circle, newcomer(), message="<script>alert(1)</script>")
    html = text(browser_of("cleo@example.org").get(VOUCHING))
    assert "<script>alert" not in html

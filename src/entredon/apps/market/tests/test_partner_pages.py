"""Partners on pages: becoming one, being accepted, telling what one can do, other terms, the end; and what a partner's page tells."""

from datetime import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from entredon.apps.market.entries import Give
from entredon.apps.market.models import Agreement, Partner, SellerDetails
from entredon.apps.market.tests.stall import Stall, terms
from entredon.log.told import short
from entredon.testing_cast import Cast, just_came_in

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-11-26T12:00:00+00:00")
BECOME = {
    "name": "Atelier Sud", "what": "workshop", "about": "We weld.", "town": "Luik", "processes": "welding, Laser cutting",
    "machines": "", "services": "repair", "languages": "French, nl", "price": "15", "margin": "", "hours": "2",
    "creations": [], "name_use": "made-from", "liable": "partner", "notice": "30", "note": "",
    "legal_name": "", "address": "", "email": "", "phone": "", "number": "", "holder": "", "iban": "", "bic": "",
}  # fmt: skip

WRONG: list[tuple[dict[str, str], str]] = [
    ({"name": " "}, "Say what it is called."),
    ({"town": "Nowhere at all"}, "We know no town of that name."),
    ({"price": "120"}, "more than 100 per cent"),
    ({"price": "60", "margin": "50"}, "Together that is more than 100 per cent."),
    ({"price": "a lot"}, "Write the percentage as a number"),
    ({"price": "", "hours": ""}, "A partner gives something back"),
    ({"hours": "800"}, "at most 744 hours"),
    ({"notice": "400"}, "From 0 to 365."),
    ({"languages": "Klingonese"}, "We know no language"),
    ({"processes": ", ".join(f"word {n}" for n in range(51))}, "Name at most 50"),
    ({"processes": "溶接"}, "in Latin letters"),
    ({"legal_name": "Atelier Sud sc"}, "Give the postal address"),
    ({"iban": "BE68 5390 0754 7035"}, "IBAN"),
]
"""What is wrong, and what is said about it."""


@pytest.fixture
def stall() -> Stall:
    return Stall(Cast.found("merel", draft=False))


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def at(stall: Stall, name: str, *more: str) -> str:
    return reverse(f"market:{name}", args=[stall.cast.slug, *(short(id) for id in more)])


def browser(stall: Stall, who: str) -> Client:
    """A browser of eve's, fay's or dora's; ada and bob have theirs from the cast."""
    if who in ("ada", "bob", "charlie", ""):
        return stall.cast.client(who)
    from entredon.apps.people.models import Account

    account, _made = Account.objects.get_or_create(email=f"{who}@example.org", defaults={"name": who.capitalize()})
    stall.cast.holds(account, getattr(stall, who))
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    browser.force_login(account)
    just_came_in(browser)
    return browser


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


# Becoming one


def test_a_visitor_reads_how_one_becomes_a_partner_and_is_shown_the_way_in(stall: Stall) -> None:
    page = stall.cast.client().get(at(stall, "become"))
    assert page.status_code == 200
    assert "How do I become a partner?" in text(page)
    assert "Propose it" not in text(page)
    assert stall.cast.client().post(at(stall, "become"), BECOME).status_code == 403


def test_a_member_proposes_herself_and_a_steward_accepts(stall: Stall) -> None:
    answer = stall.cast.client("bob").post(at(stall, "become"), BECOME)
    row = Partner.objects.get(commons=stall.cast.slug, town=2792413)
    assert answer.url == f"{at(stall, 'partner', row.id)}?said={row.id}"
    assert (row.processes, row.services, row.languages) == (["welding", "laser-cutting"], ["repair"], ["fr", "nl"])
    agreement = Agreement.objects.get(commons=stall.cast.slug, id=row.id)
    assert [give["way"] for give in agreement.gives] == ["price", "work"]
    assert (agreement.gives[0]["ppm"], agreement.gives[1]["minutes"]) == (150_000, 120)
    assert not SellerDetails.objects.filter(partner=row.id).exists()
    page = text(browser(stall, "dora").get(at(stall, "partner", row.id)))
    assert "Accept it" in page
    assert "15" in page
    assert browser(stall, "dora").post(at(stall, "partner_accept", row.id)).status_code == 302
    row.refresh_from_db()
    assert row.agreement == row.id
    assert "A partner since" in text(stall.cast.client().get(at(stall, "partner", row.id)))
    assert "Atelier Sud" in text(stall.cast.client().get(at(stall, "partners")))


def test_a_town_that_may_mean_several_is_chosen_among_them(stall: Stall) -> None:
    bob, sent = stall.cast.client("bob"), {**BECOME, "town": "Mechelen"}
    page = bob.post(at(stall, "become"), sent)
    assert page.status_code == 200
    assert "Several towns are called so" in text(page)
    assert not Partner.objects.filter(town=2791537).exists()
    assert bob.post(at(stall, "become"), {**sent, "which_town": "2791537"}).status_code == 302
    assert Partner.objects.filter(town=2791537).exists()


def test_what_cannot_be_agreed_on_is_told_beside_its_field(stall: Stall) -> None:
    before, bob = Partner.objects.count(), stall.cast.client("bob")
    for change, because in WRONG:
        page = bob.post(at(stall, "become"), {**BECOME, **change})
        assert page.status_code == 200
        assert because in text(page), (change, text(page))
    assert Partner.objects.count() == before


def test_who_a_seller_is_in_law_is_kept_here_and_told_where_she_sells(stall: Stall) -> None:
    law = {
        "legal_name": "Atelier Sud sc", "address": "Quai 1, Liège", "email": "sud@example.org", "holder": "Atelier Sud",
        "iban": "BE68539007547034",
    }  # fmt: skip
    eve = browser(stall, "eve")
    assert eve.post(at(stall, "partner_details", stall.workshop), {**BECOME, **law}).status_code == 302
    kept = SellerDetails.objects.get(partner=stall.workshop)
    assert (kept.name, kept.iban) == ("Atelier Sud sc", "BE68539007547034")
    assert "Quai 1" not in text(stall.cast.client().get(at(stall, "partner", stall.workshop)))
    stall.offer()
    page = text(stall.cast.client().get(at(stall, "partner", stall.workshop)))
    assert "Quai 1" in page
    assert "BE68" not in page
    assert eve.post(at(stall, "partner_details", stall.workshop), dict.fromkeys(law, "")).status_code == 302
    assert not SellerDetails.objects.exists()


# What waits


def test_a_steward_declines_with_a_reason_that_can_be_read(stall: Stall) -> None:
    id = stall.proposed(stall.bob, "Bob’s bikes")
    ada = stall.cast.client("ada")
    assert "Say why" in text(ada.post(at(stall, "partner_decline", id)))
    assert ada.post(at(stall, "partner_decline", id), {"reason": "Too little comes back."}).status_code == 302
    page = text(stall.cast.client().get(at(stall, "partner", id)))
    assert "Too little comes back." in page
    assert "nothing came of it" in page
    assert "Bob’s bikes" not in text(stall.cast.client().get(at(stall, "partners")))


def test_who_proposed_it_takes_it_back(stall: Stall) -> None:
    id = stall.proposed(stall.bob, "Bob’s bikes")
    bob = stall.cast.client("bob")
    assert "Take it back" in text(bob.get(at(stall, "partner", id)))
    assert bob.post(at(stall, "partner_decline", id)).status_code == 302
    assert Agreement.objects.get(id=id).state == "declined"
    assert "Nothing of this partner waits" in text(bob.post(at(stall, "partner_accept", id)))


def test_a_steward_does_not_accept_her_own_and_no_member_accepts_any(stall: Stall) -> None:
    id = stall.proposed(stall.ada, "Ada’s yard")
    ada = stall.cast.client("ada")
    page = text(ada.get(at(stall, "partner", id)))
    assert "another steward accepts it" in page
    assert "Accept it" not in page
    assert "another steward accepts it" in text(ada.post(at(stall, "partner_accept", id)))
    assert stall.cast.client("bob").post(at(stall, "partner_accept", id)).status_code == 403
    assert Agreement.objects.get(id=id).state == "proposed"


def test_accepting_by_an_address_alone_does_nothing(stall: Stall) -> None:
    id = stall.proposed(stall.bob, "Bob’s bikes")
    assert stall.cast.client("ada").get(at(stall, "partner_accept", id)).url == at(stall, "partner", id)
    assert Agreement.objects.get(id=id).state == "proposed"


# The partner herself


def test_a_partner_tells_anew_what_it_can_do(stall: Stall) -> None:
    eve = browser(stall, "eve")
    page = text(eve.get(at(stall, "partner_describe", stall.workshop)))
    assert 'value="Gent, BE"' in page
    assert "laser cutting" in page
    sent = {
        "name": "Werkplaats Noord", "what": "cooperative", "about": "Nieuw.", "town": "Antwerpen", "processes": "sewing",
        "machines": "loom", "services": "", "languages": "en",
    }  # fmt: skip
    assert eve.post(at(stall, "partner_describe", stall.workshop), sent).status_code == 302
    row = stall.partner_row(stall.workshop)
    assert (row.what, row.town, row.machines) == ("cooperative", 2803138, ["loom"])
    assert sorted(row.texts) == ["about", "name"]
    assert row.texts["name"] == stall.workshop  # it was said before, and isn't said again
    assert "Nieuw." in text(stall.cast.client().get(at(stall, "partner", stall.workshop)))


def test_another_agreement_takes_the_place_of_the_first_once_it_is_accepted(stall: Stall) -> None:
    eve = browser(stall, "eve")
    page = text(eve.get(at(stall, "partner_terms", stall.workshop)))
    assert 'name="price" value="15"' in page
    sent = {
        "price": "20",
        "margin": "",
        "hours": "",
        "name_use": "partner",
        "liable": "partner",
        "notice": "60",
        "note": "We sell more.",
    }
    assert eve.post(at(stall, "partner_terms", stall.workshop), sent).status_code == 302
    page = text(stall.cast.client("ada").get(at(stall, "partner", stall.workshop)))
    assert "Another agreement waits" in page
    assert "We sell more." in page
    assert stall.cast.client("ada").post(at(stall, "partner_accept", stall.workshop)).status_code == 302
    row = stall.partner_row(stall.workshop)
    assert Agreement.objects.get(id=row.agreement).gives[0]["ppm"] == 200_000
    assert "replaced" in text(stall.cast.client().get(at(stall, "partner", stall.workshop)))


def test_a_partner_ends_its_agreement_and_stays_one_until_the_notice_is_over(stall: Stall) -> None:
    eve = browser(stall, "eve")
    assert "notice of 30" in text(eve.get(at(stall, "partner_end", stall.workshop)))
    assert eve.post(at(stall, "partner_end", stall.workshop), {"reason": "We move."}).status_code == 302
    page = text(stall.cast.client().get(at(stall, "partner", stall.workshop)))
    assert "the agreement was ended" in page
    assert "We move." in page
    with time_machine.travel(datetime.fromisoformat("2027-01-10T12:00:00+00:00"), tick=False):
        assert "A partner from" in text(stall.cast.client().get(at(stall, "partner", stall.workshop)))
        assert "Werkplaats Noord" not in text(stall.cast.client().get(at(stall, "partners")))
        assert "Werkplaats Noord" in text(stall.cast.client().get(at(stall, "partners") + "?were=1"))


def test_a_steward_ends_an_agreement_with_a_reason(stall: Stall) -> None:
    dora = browser(stall, "dora")
    assert "Say why" in text(dora.post(at(stall, "partner_end", stall.workshop)))
    assert dora.post(at(stall, "partner_end", stall.workshop), {"reason": "Nothing came back."}).status_code == 302
    assert stall.partner_row(stall.workshop).ends


def test_what_is_a_partners_own_is_for_who_speaks_for_it(stall: Stall) -> None:
    eve, bob = browser(stall, "eve"), stall.cast.client("bob")
    for name in ("partner_describe", "partner_terms", "partner_details", "partner_end"):
        address = at(stall, name, stall.workshop)
        assert eve.get(address).status_code == 200
        assert bob.get(address).status_code == 403
        assert bob.post(address, BECOME).status_code == 403
        visitor = stall.cast.client().get(address)
        assert visitor.status_code == 302
        assert reverse("account_login") in visitor.url


# What a page tells


def test_a_page_tells_what_a_partner_took_and_still_owes(stall: Stall) -> None:
    id = stall.partner(stall.bob, "Hours and more", terms(Give(way="work", minutes=120)))
    stall.order()
    page = text(stall.cast.client().get(at(stall, "partner", stall.workshop)))
    assert "Orders under way" in page
    assert "€72.00" in page  # 15 % of 480 once it is completed
    assert "Car" in page
    page = text(stall.cast.client().get(at(stall, "partner", id)))
    assert "2 hours" in page
    assert "Nothing of it was accepted yet." in page


def test_the_name_of_a_partner_can_be_gone(stall: Stall) -> None:
    from entredon.log.models import SideText
    from entredon.log.pages import changed

    SideText.objects.filter(entry=stall.workshop).delete()
    changed(stall.cast.slug)
    page = stall.cast.client().get(at(stall, "partner", stall.workshop))
    assert page.status_code == 200
    assert f"partner {short(stall.workshop)}" in text(page)


def test_nobody_is_found_by_a_wrong_address(stall: Stall) -> None:
    assert stall.cast.client().get(at(stall, "partners") + "ffffffffff/").status_code == 404


def test_where_a_charter_wants_it_a_decision_is_opened_instead(stall: Stall) -> None:
    from entredon.apps.decide.entries import Chartered
    from entredon.pure.choice import templates

    id = stall.proposed(stall.bob, "Bob’s bikes")
    stall.cast.say(Chartered(charter=templates.TEMPLATES["vote"].data()))
    page = text(stall.cast.client("ada").get(at(stall, "partner", id)))
    assert f"which=admit:{id}" in page
    assert "Accept it" not in page
    assert "a decision settles" in text(stall.cast.client("ada").post(at(stall, "partner_accept", id)))
    assert f"which=end:{stall.workshop}" in text(stall.cast.client("ada").get(at(stall, "partner", stall.workshop)))


def test_people_talk_about_a_partner_on_its_page(stall: Stall) -> None:
    bob = stall.cast.client("bob")
    said = bob.post(reverse("social:say", args=[stall.cast.slug, stall.workshop]), {"text": "They weld well."})
    assert said.status_code == 302, text(said)
    assert "They weld well." in text(bob.get(at(stall, "partner", stall.workshop)))
    assert "Werkplaats Noord" in text(bob.get(reverse("social:home", args=[stall.cast.slug])))


def test_the_home_of_a_commons_counts_its_partners(stall: Stall) -> None:
    assert "2 partners" in text(stall.cast.client().get(reverse("commons:home", args=[stall.cast.slug])))


def test_what_is_held_about_a_seller_is_shown_to_her_alone_and_goes_with_her(stall: Stall) -> None:
    from entredon.apps.market import personal as held
    from entredon.log.personal import Who
    from entredon.testing_cast import person

    for partner in (stall.workshop, stall.shop):
        SellerDetails.objects.create(
            commons=stall.cast.slug, partner=partner, name="x", address="y", email="z@example.org"
        )
    eve = Who(people={stall.cast.slug: frozenset({person(stall.eve)})})
    assert [row.partner for row in held._sellers(eve)] == [stall.workshop]
    assert [row["id"] for row in held.partners(eve)] == [stall.workshop]
    assert [row["partner"] for row in held.agreements(eve)] == [stall.workshop]
    held._sellers(eve).delete()
    assert SellerDetails.objects.get().partner == stall.shop
    assert not held._sellers(Who()).exists()

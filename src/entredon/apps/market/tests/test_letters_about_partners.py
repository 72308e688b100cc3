"""Letters about partners: who speaks for one learns what became of what she proposed; stewards learn that somebody waits, or leaves."""

from typing import Any

import pytest
from django.core import mail

from entredon.apps.commons.entries import Published
from entredon.apps.market import letters_partners
from entredon.apps.market.entries import PartnerAccepted, PartnerDeclined, PartnerEnded, TermsProposed
from entredon.apps.market.tests.stall import Stall, terms
from entredon.apps.market.tests.test_buying_on_pages import HOME, Shop
from entredon.testing_cast import Cast

DAY = "2026-11-02"


@pytest.fixture
def shop(db: None, cast: Cast, settings: Any) -> Shop:
    """Ada and Dora are stewards; they and Eve have accounts. What happened before is told."""
    settings.ENTREDON_HOST = "merel.example"
    settings.ENTREDON_TEST_CLOCK = f"{DAY}T12:00:00+00:00"
    made = Shop(cast)
    cast.say(Published())
    for name, key in (("ada", made.ada), ("dora", made.dora), ("eve", made.eve)):
        made.browser(name, key)
    letters_partners.send_due()
    mail.outbox.clear()
    return made


def sent() -> dict[str, str]:
    """The letters since the last look, by whom they are to."""
    found: dict[str, str] = {}
    for letter in mail.outbox:
        to = letter.to[0].partition("@")[0]
        found[to] = f"{found.get(to, '')} {' '.join(f'{letter.subject}: {letter.body}'.split())}"
    mail.outbox.clear()
    return found


def due() -> dict[str, str]:
    letters_partners.send_due()
    return sent()


def test_stewards_learn_that_somebody_waits_and_she_that_she_is_a_partner(shop: Stall) -> None:
    proposed = shop.proposed(shop.eve, "Atelier")
    told = due()
    assert set(told) == {"ada", "dora"}
    assert "Atelier proposes an agreement" in told["ada"]
    assert "15 % of the price without VAT" in told["ada"].replace("\N{NO-BREAK SPACE}", " ")
    assert f"/c/merel/market/partners/{proposed[:10]}/" in told["ada"]
    assert due() == {}, "nobody is told twice"
    shop.say(PartnerAccepted(agreement=proposed), shop.ada)
    told = due()
    assert set(told) == {"eve"}
    assert "Atelier is a partner of" in told["eve"]
    assert "say who you are in law" in told["eve"]
    assert due() == {}


def test_who_is_declined_learns_why_and_who_takes_it_back_is_told_nothing(shop: Stall) -> None:
    wanted, taken_back = shop.proposed(shop.eve, "Atelier"), shop.proposed(shop.eve, "Kiosk")
    due()
    shop.say(PartnerDeclined(agreement=wanted), shop.ada, texts={"reason": "Too little comes back."})
    shop.say(PartnerDeclined(agreement=taken_back), shop.eve)
    told = due()
    assert set(told) == {"eve"}
    assert "didn’t accept what Atelier proposed" in told["eve"]
    assert "Too little comes back." in told["eve"]


def test_another_agreement_in_force_is_told_as_such(shop: Stall) -> None:
    other = shop.say(TermsProposed(partner=shop.workshop, terms=terms(notice_days=60)), shop.eve)
    due()
    shop.say(PartnerAccepted(agreement=other), shop.dora)
    told = due()
    assert set(told) == {"eve"}
    assert "Another agreement with Werkplaats Noord is in force" in told["eve"]


def test_an_end_is_told_to_the_other_side(shop: Stall) -> None:
    shop.say(PartnerEnded(partner=shop.workshop), shop.ada, texts={"reason": "Nothing came back."})
    told = due()
    assert set(told) == {"eve"}
    assert "it is over on 2 December 2026" in told["eve"].replace("\N{NO-BREAK SPACE}", " ")
    assert "Nothing came back." in told["eve"]
    shop.say(PartnerEnded(partner=shop.partner(shop.eve, "Kiosk")), shop.eve)
    told = due()
    assert set(told) == {"ada", "dora", "eve"}
    assert "Kiosk ends its agreement" in told["dora"]
    assert "Kiosk is a partner of" in told["eve"], "that it began is told too, nothing of the end that she said herself"


def test_what_happened_long_ago_is_not_told(shop: Stall, settings: Any) -> None:
    proposed = shop.proposed(shop.eve, "Atelier")
    shop.say(PartnerAccepted(agreement=proposed), shop.ada)
    settings.ENTREDON_TEST_CLOCK = "2026-11-20T12:00:00+00:00"
    assert due() == {}


def test_a_steward_who_accepts_on_the_page_has_her_told_at_once(shop: Shop) -> None:
    proposed = shop.proposed(shop.eve, "Atelier")
    due()
    answer = shop.browser("ada", shop.ada).post(f"{HOME}partners/{proposed[:10]}/accept/")
    assert answer.status_code == 302
    assert set(sent()) == {"eve"}
    assert due() == {}

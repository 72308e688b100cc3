"""Where the charter leaves partners to a decision, stewards alone say nothing about them; and what was said is noted as in force."""

import pytest

from entredon.apps.decide.entries import Chartered
from entredon.apps.decide.models import InForce
from entredon.apps.decide.tests.council import charter_of
from entredon.apps.market.entries import PartnerAccepted, PartnerDeclined, PartnerEnded
from entredon.apps.market.tests.stall import Stall
from entredon.pure.choice.charter import Lever
from entredon.testing_cast import Cast

pytestmark = pytest.mark.django_db
WHY = {"reason": "So."}


@pytest.fixture
def stall(cast: Cast) -> Stall:
    return Stall(cast)


def noted(stall: Stall, partner: str) -> tuple[str, str]:
    row = InForce.objects.get(commons=stall.cast.slug, id=f"partner/{partner}")
    return row.entry, row.decision


def test_by_a_charter_that_leaves_it_to_decisions_stewards_say_nothing_alone(stall: Stall) -> None:
    id = stall.proposed(stall.bob)
    stall.say(Chartered(charter=charter_of().data()))
    because = "a decision settles who is a partner, and not a steward alone"
    stall.refused(PartnerAccepted(agreement=id), because=because)
    stall.refused(PartnerDeclined(agreement=id), because=because, texts=WHY)
    stall.refused(PartnerEnded(partner=stall.workshop), because=because, texts=WHY)
    assert not stall.partner_row(id).agreement


def test_a_partner_takes_back_and_ends_what_is_its_own_by_any_charter(stall: Stall) -> None:
    id = stall.proposed(stall.bob)
    stall.say(Chartered(charter=charter_of().data()))
    stall.say(PartnerDeclined(agreement=id), stall.bob)
    ended = stall.say(PartnerEnded(partner=stall.workshop), stall.eve)
    assert noted(stall, stall.workshop) == (ended, "")


def test_by_a_charter_that_leaves_it_to_stewards_they_go_on(stall: Stall) -> None:
    id = stall.proposed(stall.bob)
    stall.say(Chartered(charter=charter_of(levers={"partner": Lever("stewards")}).data()))
    accepted = stall.say(PartnerAccepted(agreement=id))
    assert noted(stall, id) == (accepted, "")
    ended = stall.say(PartnerEnded(partner=id), stall.dora, texts=WHY)
    assert noted(stall, id) == (ended, "")

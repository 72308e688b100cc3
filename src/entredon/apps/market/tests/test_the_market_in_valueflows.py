"""What is exported of partners, offers and orders: every promise and what keeps it, and no name of anybody."""

import json

import pytest

from entredon.apps.flows import export
from entredon.apps.flows.models import Proposal
from entredon.apps.flows.record_exchange import repropose
from entredon.apps.market.entries_orders import Completed, Delivered, OrderWithdrawn, Paid
from entredon.apps.market.tests.stall import Stall
from entredon.log.registry import Refused
from entredon.log.tables import Tables
from entredon.testing_cast import Cast, person

pytestmark = pytest.mark.django_db


def test_an_order_is_exported_with_what_it_promises_and_what_was_done(cast: Cast) -> None:
    stall = Stall(cast)
    offer = stall.offer()
    order, guests = stall.order(offer), stall.order(offer, buyer="")
    for id in (order, guests):
        stall.say(Delivered(order=id), stall.eve, "2026-11-05")
        stall.say(Paid(order=id, day="2026-11-05"), stall.eve, "2026-11-05")
    stall.say(OrderWithdrawn(order=guests), stall.eve, "2026-11-06")
    stall.say(Completed(order=order), day="2026-11-25")
    text = "".join(export.lines(cast.slug))
    graph = {one["@id"]: one for one in json.loads(text)["@graph"]}
    types = {id: one["@type"] for id, one in graph.items()}
    assert [types[id] for id in (stall.workshop, offer, order, f"{order}.1")] == [
        "Organization", "Proposal", "Agreement", "AgreementBundle"
    ]  # fmt: skip
    assert graph[order]["bundledIn"] == f"{order}.1"
    assert (graph[f"{order}.2"]["clauseOf"], graph[f"{order}.3"]["reciprocalClauseOf"]) == (order, order)
    kept = {one["fulfills"]: one for one in graph.values() if "fulfills" in one}
    assert kept.keys() == {f"{id}.{n}" for id in (order, guests) for n in (2, 3)}
    assert kept[f"{order}.2"]["receiver"] == person(stall.bob)
    assert graph[f"{guests}.4"]["stub"] is True
    (claim,) = (one for one in graph.values() if one["@type"] == "Claim")
    assert claim["triggeredBy"] == kept[f"{order}.2"]["@id"]
    undone = [one["corrects"] for one in graph.values() if "corrects" in one]
    assert sorted(undone) == sorted(kept[f"{guests}.{n}"]["@id"] for n in (2, 3))
    assert "Werkplaats" not in text
    assert "A kit" not in text


def test_what_was_never_proposed_does_not_change(cast: Cast) -> None:
    with pytest.raises(Refused, match="no proposal"):
        repropose(Tables(cast.slug), "f" * 64, has_end="")
    assert not Proposal.objects.exists()

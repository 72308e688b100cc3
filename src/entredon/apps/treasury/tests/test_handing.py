"""One legal body carries two commons: each line belongs to one of them, by its reference or by a steward's word."""

import pytest

from entredon.apps.commons.entries import Published
from entredon.apps.treasury import handing, voices
from entredon.apps.treasury.bearer_whole import Held, held_for_others
from entredon.apps.treasury.entries import AccountOpened, Allotted, BearerNamed, Part, Requested
from entredon.apps.treasury.models import Line, Request
from entredon.apps.treasury.queries_journal import balance, verify
from entredon.apps.treasury.tests.banking import OTHER, bank, bring, line, standing, statement
from entredon.log.models import Log
from entredon.log.registry import Refused
from entredon.pure.money import references
from entredon.testing_cast import Cast


@pytest.fixture
def wing(cast: Cast) -> Cast:
    """A commons that Merel vzw carries too, whose statements Merel leads."""
    bank(cast)
    other = Cast.found("wing")
    lead = Log.objects.get(slug=cast.slug).origin
    other.say(BearerNamed(bearer="merel-vzw", name="Merel vzw", form="vzw", lead=lead))
    other.say(AccountOpened(account="merel", way="carried", currency="EUR", opening=0, day="2026-11-01"))
    return other


def taken(other: Cast) -> int:
    return handing.take_over(other.slug, voices.of_key(other.slug, other.ada))


def test_a_line_with_anothers_reference_is_handed_over_and_pays_its_request(cast: Cast, wing: Cast) -> None:
    id = wing.say(Requested(minor=2_500, currency="EUR", what="gift"))
    text = references.rf(Request.objects.get(id=id).base).shown
    bring(cast, statement(line(2_500, text=text, name="Dora", account=OTHER), line(300)))
    assert Line.objects.get(commons="merel", minor=2_500).of == "wing"
    assert balance("merel", "liabilities:carried:wing:eur") == -2_500
    assert [one.minor for one in handing.waiting("wing")] == [2_500]
    assert taken(wing) == 1
    assert standing(wing, "merel")[0] == 2_500
    assert Request.objects.get(id=id).paid == 2_500
    assert balance("wing", "equity:funds:wing:eur") == -2_500
    assert taken(wing) == 0
    assert verify("merel") == verify("wing") == []


def test_what_a_steward_says_belongs_to_another_is_handed_over_too(cast: Cast, wing: Cast) -> None:
    bring(cast, statement(line(700)))
    row = Line.objects.get()
    cast.say(
        Allotted(line=row.id, parts=(Part(to="carried", minor=500, ref="wing"), Part(to="pot", minor=200, kind="gift")))
    )
    assert taken(wing) == 1
    told = Line.objects.get(commons="wing")
    assert (told.id, told.minor, told.allotted) == (row.id, 500, "")


def test_whoever_another_legal_body_carries_gets_nothing(cast: Cast, wing: Cast) -> None:
    foreign = Cast.found("foreign")
    lead = Log.objects.get(slug=cast.slug).origin
    foreign.say(BearerNamed(bearer="other-vzw", name="Other vzw", form="vzw", lead=lead))
    id = foreign.say(Requested(minor=2_500, currency="EUR", what="gift"))
    bring(cast, statement(line(2_500, text=references.rf(Request.objects.get(id=id).base).shown)))
    row = Line.objects.get()
    assert row.of == ""
    cast.say(Allotted(line=row.id, parts=(Part(to="carried", minor=2_500, ref="foreign"),)))
    assert taken(foreign) == 0


def test_without_an_account_for_it_nothing_is_taken_over(cast: Cast, wing: Cast) -> None:
    bank(cast, account="dollars", iban=OTHER, currency="USD")
    bring(cast, statement(line(700), account=OTHER, currency="USD"))
    cast.say(Allotted(line=Line.objects.get().id, parts=(Part(to="carried", minor=700, ref="wing"),)))
    with pytest.raises(Refused, match="Open an account in USD"):
        taken(wing)


def test_the_reserves_of_the_whole_bearer_show_what_is_held_for_others(cast: Cast, wing: Cast, client) -> None:
    bring(cast, statement(line(700)))
    row = Line.objects.get()
    cast.say(Allotted(line=row.id, parts=(Part(to="carried", minor=700, ref="wing"),)))
    assert held_for_others("merel") == [Held("wing", "EUR", 700, None)], "a draft's books are nobody's business"
    wing.say(Published())
    cast.say(Published())
    assert held_for_others("merel") == [Held("wing", "EUR", 700, 0)]
    assert "on its way between the two" in client.get("/c/merel/treasury/reserves/").content.decode()
    taken(wing)
    assert held_for_others("merel") == [Held("wing", "EUR", 700, 700)]
    assert held_for_others("merel")[0].same
    shown = client.get("/c/merel/treasury/reserves/").content.decode()
    assert shown.count("€7.00") >= 2
    assert "on its way between the two" not in shown
    assert held_for_others("wing") == []

"""The pages of an income and of its share-out begin at the order it came of; lines of the bank find orders and partners' months."""

import html
import re
from typing import Any

import pytest

from entredon.apps.commons.entries import Published
from entredon.apps.market.entries_orders import OrderWithdrawn
from entredon.apps.market.tests.counter import Counter
from entredon.apps.treasury import pay_in, proposals, queries_requests
from entredon.apps.treasury.entries import Allotted, Part
from entredon.apps.treasury.models import Line as LineRow
from entredon.apps.treasury.placing_asked import Asked
from entredon.apps.treasury.placing_sure import sure
from entredon.apps.value.tests.shared import share
from entredon.pure.money import references
from entredon.pure.money.statements.statement import Line
from entredon.testing_cast import Cast


@pytest.fixture
def counter(cast: Cast, settings: Any) -> Counter:
    settings.ENTREDON_TEST_CLOCK = "2026-12-05T12:00:00+00:00"
    made = Counter(cast)
    cast.say(Published())
    return made


def seen(counter: Counter, path: str) -> str:
    answer = counter.cast.client().get(f"/c/merel/{path}")
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def words(shown: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", shown))


def done(counter: Counter) -> tuple[str, str]:
    """An order that was paid here and completed: its id, and its income."""
    order = counter.order()
    counter.paid(order)
    counter.delivered(order)
    return order, counter.completed(order)


def test_a_share_out_begins_at_the_order_that_was_paid_here(counter: Counter) -> None:
    order, income = done(counter)
    offer = counter.row(order).offer
    for path in (f"treasury/income/{income[:10]}/", f"value/income/{income[:10]}/"):
        shown = seen(counter, path)
        assert f'href="/c/merel/market/orders/{order[:10]}/"' in shown, path
        assert f'href="/c/merel/market/{offer[:10]}/"' in shown, path
        assert f'href="/c/merel/market/partners/{counter.stall.workshop[:10]}/"' in shown, path
        assert "€72 came back to the commons; €408 is for who sold it" in words(shown)
    assert "A kit, from Werkplaats Noord" in seen(counter, f"treasury/income/{income[:10]}/"), "in the picture"
    out = share(counter.cast, income, "2026-12-06T10:00:00.000Z")
    shown = seen(counter, f"value/s/{out[:10]}/")
    assert words(shown).index("Where it began") < words(shown).index("How it divided")
    assert f'href="/c/merel/market/orders/{order[:10]}/"' in shown
    assert "A kit, from Werkplaats Noord" in shown


def test_a_share_out_of_what_a_partner_gave_back_begins_at_its_orders(counter: Counter) -> None:
    one, other = counter.sold(), counter.sold(10_000)
    asked = counter.asked(8_700, 2)
    income = f"{counter.paid(asked, 8_700)}.1"
    out = share(counter.cast, income, "2026-12-06T10:00:00.000Z")
    for path in (f"treasury/income/{income[:10]}.1/", f"value/s/{out[:10]}/"):
        shown = seen(counter, path)
        for order in (one, other):
            assert f'href="/c/merel/market/orders/{order[:10]}/"' in shown, path
        assert "2 orders were completed of which something is given back for this version" in words(shown)
        assert f'href="/c/merel/treasury/requests/{asked[:10]}/"' in shown
        assert "€87.00 of that came in for this version" in words(shown)


def test_another_income_begins_where_it_always_did(counter: Counter) -> None:
    income = counter.house.line(5_000, Part(to="income", minor=5_000, ref=counter.stall.version, kind="sale"))
    assert "Where it began" not in seen(counter, f"treasury/income/{income[:10]}/")


# Lines of the bank


def line(counter: Counter, minor: int, text: str) -> tuple[LineRow, Line]:
    (id,) = counter.house.statement(minor)
    row = LineRow.objects.get(commons="merel", id=id)
    return row, Line(row.day, minor, "EUR", text=text)


def test_a_line_with_the_reference_of_an_order_or_a_month_finds_its_place(counter: Counter) -> None:
    order = counter.order()
    counter.sold()
    month = counter.asked(7_200)
    for id, minor in ((order, 48_000), (month, 7_200)):
        asked = Asked.of("merel")
        row, told = line(counter, minor, references.rf(counter.request(id).base).shown)
        parts = sure(asked, row, told)
        assert [(part.to, part.ref, part.minor) for part in parts] == [("income", id, minor)]
        counter.house.say(Allotted(line=row.id, parts=parts))
    assert (counter.held(order), counter.earned()) == (48_000, 7_200)


def test_too_much_for_an_order_is_proposed_to_be_paid_back(counter: Counter) -> None:
    order = counter.order()
    rf = references.rf(counter.request(order).base).shown
    asked = Asked.of("merel")
    row, told = line(counter, 50_000, rf)
    assert sure(asked, row, told) == ()
    (first, *rest) = proposals.of_line(asked, row, told)
    assert [(part.to, part.minor) for part in first.parts] == [("income", 48_000), ("back", 2_000)]
    assert not any("they gave more" in one.says for one in rest), "nobody gives more for an order"
    counter.house.say(Allotted(line=row.id, parts=first.parts))
    row, told = line(counter, 48_000, rf)
    (first, *_rest) = proposals.of_line(Asked.of("merel"), row, told)
    assert [(part.to, part.minor) for part in first.parts] == [("back", 48_000)]


def test_what_comes_for_a_withdrawn_order_is_proposed_to_be_paid_back(counter: Counter) -> None:
    order = counter.order()
    counter.stall.say(OrderWithdrawn(order=order), counter.stall.bob)
    row, told = line(counter, 48_000, references.rf(counter.request(order).base).shown)
    (first, *_rest) = proposals.of_line(Asked.of("merel"), row, told)
    assert [(part.to, part.minor) for part in first.parts] == [("back", 48_000)]
    assert "was withdrawn" in first.because


def test_a_line_of_just_the_price_is_proposed_for_the_order_by_its_name(counter: Counter) -> None:
    order = counter.order()
    row, told = line(counter, 48_000, "thanks")
    says = {one.says: one for one in proposals.of_line(Asked.of("merel"), row, told)}
    assert says["It pays A kit, from Werkplaats Noord"].parts[0].ref == order


def test_orders_are_no_requests_of_stewards_but_can_be_chosen_for_a_line(counter: Counter) -> None:
    order = counter.order()
    assert queries_requests.requests("merel") == []
    (one,) = queries_requests.open_orders("merel", "EUR", 10)
    assert (one.id, one.label, one.state) == (order, "A kit, from Werkplaats Noord", "open")
    assert pay_in.takes_gifts("merel")
    shown = words(seen(counter, f"treasury/requests/{order[:10]}/"))
    assert "A kit, from Werkplaats Noord" in shown
    counter.paid(order, 8_000)
    assert "kept for this order until it can’t be withdrawn any more" in words(
        seen(counter, f"treasury/requests/{order[:10]}/")
    )
    counter.stall.say(OrderWithdrawn(order=order), counter.stall.bob)
    assert "The order was withdrawn" in words(seen(counter, f"treasury/requests/{order[:10]}/"))


def test_the_books_name_what_is_held_and_put_all_orders_together(counter: Counter) -> None:
    for _n in range(2):
        counter.paid(counter.order())
    shown = words(seen(counter, "treasury/?year=2026"))
    assert "Held for orders, until they can’t be withdrawn any more" in shown
    assert "€960.00" in shown
    assert "Held for the order" in words(seen(counter, "treasury/owed/eur/"))


def test_the_books_for_other_programs_have_what_is_held(counter: Counter) -> None:
    counter.paid(counter.order())
    for form in ("hledger", "beancount"):
        answer = counter.cast.client().get(f"/c/merel/treasury/books/{form}")
        assert answer.status_code == 200
        assert "orders" in answer.content.decode().casefold()
    ada = counter.cast.client("ada")
    assert ada.get("/c/merel/treasury/auditor.zip").status_code == 200


def test_a_steward_tells_by_which_order_money_came_by_other_means(counter: Counter) -> None:
    order = counter.order()
    ada = counter.cast.client("ada")
    path = "/c/merel/treasury/elsewhere/"
    assert "A kit, from Werkplaats Noord: €480.00" in html.unescape(ada.get(path).content.decode())
    typed = {
        "amount": "480.00", "currency": "EUR", "means": "market-stall", "day": "2026-12-04", "where": f"income:{order}",
        "kind": "sale", "payer": "", "note": "",
    }  # fmt: skip
    assert ada.post(path, typed).status_code == 302
    assert counter.held(order) == 48_000

"""Budgets of needs, on pages: on the need, in one list, in the form of who laid something out; and what is left goes back."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.apps.treasury.models import Expense, Released
from entredon.apps.treasury.tests.test_budgets_of_needs import Needy
from entredon.apps.treasury.tests.test_expenses_on_pages import HOME, dora, typed
from entredon.apps.work.entries_needs import NeedClosed
from entredon.log.models import Log
from entredon.testing_cast import Cast

BUDGETS = "/c/merel/treasury/budgets/"
NEW = f"{HOME}new/"


@pytest.fixture
def needy(cast: Cast, settings: Any) -> Needy:
    settings.ENTREDON_TEST_CLOCK = "2026-12-10T12:00:00+00:00"
    made = Needy(cast)
    cast.say(Published())
    return made


def seen(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return words(answer)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode())))


def test_the_need_and_the_list_tell_what_was_released_spent_and_left(needy: Needy) -> None:
    needy.accepted(120_00)
    needy.claimed(30_00)
    guest = needy.house.cast.client()
    on_need = seen(guest, f"/c/merel/work/needs/{needy.need[:10]}/")
    assert "€300.00 of the common fund was released to it by a decision; €120.00 is spent, €180.00 is left." in on_need
    listed = seen(guest, BUDGETS)
    assert "€300 of the common fund is meant for needs: €120 of it is spent, €180 is left." in listed
    assert "Chargers" in listed
    assert "€30.00 is asked for and waits for a steward" in listed
    assert "Set aside for needs" in seen(guest, "/c/merel/treasury/budget/2026/")
    assert "Set aside for “Chargers”" in seen(guest, "/c/merel/treasury/?year=2026")


def test_where_nothing_was_released_the_pages_say_so_or_nothing(cast: Cast) -> None:
    cast.say(Published())
    assert "Nothing yet." in seen(cast.client(), BUDGETS)


def test_who_laid_something_out_chooses_the_budget_and_the_steward_sees_what_it_leaves(needy: Needy) -> None:
    bob = needy.house.cast.client("bob")
    shown = seen(bob, f"{NEW}?source={needy.need}")
    assert "The budget of “Chargers”: €300.00 left" in shown
    assert f'value="{needy.need}" selected' in bob.get(f"{NEW}?source={needy.need}").content.decode()
    assert bob.post(NEW, typed(source=needy.need)).status_code == 302
    row = Expense.objects.get()
    assert (row.source, row.minor) == (needy.need, 25_00)
    page = seen(dora(needy.house), f"{HOME}{row.id[:10]}/")
    assert "the budget of Chargers" in page
    assert "The budget of the need" in page
    assert "€275.00" in page
    other = bob.post(NEW, typed(source=needy.need, currency="USD", amount="25.00"))
    assert "This budget is in EUR." in words(other)


def test_a_steward_gives_the_rest_back_once_the_need_is_closed(needy: Needy) -> None:
    ada = needy.house.cast.client("ada")
    assert "back to the common fund" not in seen(ada, BUDGETS)
    back = f"{BUDGETS}{needy.need}/EUR/"
    assert "This need is still open" in words(ada.post(back))
    needy.house.say(NeedClosed(need=needy.need, outcome="done"))
    assert "Give €300.00 back to the common fund" in seen(ada, BUDGETS)
    bob = needy.house.cast.client("bob")
    assert "Give €300.00 back" not in seen(bob, BUDGETS)
    assert bob.post(back).status_code == 403
    before = Log.objects.get(slug="merel").size
    assert ada.post(back).status_code == 302
    assert ada.post(back).status_code == 302
    assert Log.objects.get(slug="merel").size == before + 1
    assert Released.objects.get().returned == 300_00
    assert (needy.left, needy.house.fund) == (0, 500_00)
    assert ada.post(f"{BUDGETS}{'0' * 64}/EUR/").status_code == 404

"""How often somebody may try: counted in the database, the same for everybody who counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from entredon.desk import limits, too_often
from entredon.desk.models import Bucket
from entredon.pure import bucket
from entredon.pure.bucket import MICRO, WHOLE, Rate

FEW = Rate(3, 60)


# The arithmetic


def test_a_full_bucket_gives_as_many_at_once_as_it_holds_and_then_says_when():
    tokens = FEW.full
    for _n in range(3):
        tokens, wait = bucket.taken(FEW, tokens, 0)
        assert wait == 0
    assert bucket.taken(FEW, tokens, 0) == (0, 20)  # one of three flows back in a third of a minute
    assert bucket.taken(FEW, tokens, 19 * MICRO) == (950, 1)
    assert bucket.taken(FEW, tokens, 20 * MICRO) == (0, 0)


@given(st.integers(1, 500), st.integers(1, 86400), st.lists(st.integers(0, 10**11), max_size=60))
def test_nobody_ever_gets_more_than_the_bucket_and_what_flowed_back(amount: int, seconds: int, pauses: list[int]):
    rate, passed, got = Rate(amount, seconds), 0, 0
    tokens, since = rate.full, 0
    for pause in pauses:
        passed += pause
        since += pause
        left, wait = bucket.taken(rate, tokens, since)
        assert 0 <= left <= rate.full
        if not wait:
            got, tokens, since = got + 1, left, 0
    assert got <= amount + passed * amount // (seconds * MICRO) + 1


@given(st.integers(1, 500), st.integers(1, 86400), st.integers(0, WHOLE - 1))
def test_who_waits_as_long_as_she_was_told_gets_her_turn(amount: int, seconds: int, tokens: int):
    rate = Rate(amount, seconds)
    later = bucket.wait(rate, tokens)
    assert bucket.taken(rate, tokens, later * MICRO)[1] == 0


def test_a_clock_that_goes_back_takes_nothing_away_and_gives_nothing():
    assert bucket.filled(FEW, 500, -10 * MICRO) == 500


def test_a_rate_of_none_is_a_mistake():
    with pytest.raises(ValueError):
        Rate(0, 60)


# Kept in the table


@pytest.mark.django_db
def test_one_is_counted_apart_from_another_and_comes_again_after_a_while():
    now = timezone.now()
    for _n in range(3):
        limits.take("test", "ada", FEW, now=now)
    with pytest.raises(limits.TooOften) as trouble:
        limits.take("test", "ada", FEW, now=now)
    assert trouble.value.wait == 20
    limits.take("test", "bob", FEW, now=now)
    limits.take("else", "ada", FEW, now=now)
    limits.take("test", "ada", FEW, now=now + timedelta(seconds=20))


@pytest.mark.django_db
def test_who_goes_on_trying_is_let_in_as_soon_as_who_waits():
    now = timezone.now()
    for _n in range(3):
        limits.take("test", "ada", FEW, now=now)
    for tenth in range(1, 200):
        with pytest.raises(limits.TooOften):
            limits.take("test", "ada", FEW, now=now + timedelta(seconds=tenth / 10))
    limits.take("test", "ada", FEW, now=now + timedelta(seconds=20))


@pytest.mark.django_db
def test_what_went_well_is_not_counted_and_a_bucket_can_be_begun_anew():
    for _n in range(3):
        limits.take("test", "ada", FEW)
    limits.give_back("test", "ada", FEW)
    assert limits.allowed("test", "ada", FEW)
    assert not limits.allowed("test", "ada", FEW)
    assert limits.look("test", "ada", FEW) > 0
    limits.forget("test", "ada", FEW)
    assert limits.look("test", "ada", FEW) == 0


@pytest.mark.django_db
def test_the_table_holds_no_address_and_forgets_after_a_day():
    limits.take("test", "ada@example.org", FEW)
    limits.take("test", "192.0.2.7", FEW)
    kept = repr(list(Bucket.objects.values_list()))
    assert "ada" not in kept
    assert "192.0.2" not in kept
    assert limits.sweep() == 0
    assert limits.sweep(timezone.now() + timedelta(days=1, seconds=1)) == 2


def test_no_limit_lasts_longer_than_buckets_are_kept():
    assert max(rate.seconds for rate in limits.RATES.values()) <= limits.LONGEST


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_together_exactly_what_the_bucket_holds():
    rate = Rate(10, 24 * 3600)

    def tries(_n: int) -> int:
        try:
            return sum(limits.allowed("test", "all", rate) for _m in range(5))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(tries, range(4))) == 10


# What is answered


def asked(**given: str) -> HttpRequest:
    return RequestFactory().post("/c/merel/write/", {"text": "A lighter <door>.", "about": "idea"}, **given)


def test_a_page_says_when_and_sends_again_what_was_typed(db: None):
    answered = too_often.answer(asked(), 200)
    page = answered.content.decode()
    assert (answered.status_code, answered["Retry-After"]) == (429, "200")
    assert "Try again in 4 minutes." in page
    assert '<input type="hidden" name="text" value="A lighter &lt;door&gt;.">' in page


def test_no_page_gives_a_password_back(db: None):
    request = RequestFactory().post("/account/login/", {"login": "ada@example.org", "password": "hidden words here"})
    page = too_often.answer(request, 5).content.decode()
    assert "hidden words here" not in page
    assert 'type="hidden"' not in page


def test_a_program_is_answered_with_a_sentence(db: None):
    request = RequestFactory().post("/log/merel/add-entry", b"{}", content_type="application/json")
    answered = too_often.answer(request, 3 * 3600)
    assert answered.status_code == 429
    assert answered["Retry-After"] == "10800"
    assert b"Try again in 3 hours." in answered.content
    assert answered["Content-Type"] == "application/json"

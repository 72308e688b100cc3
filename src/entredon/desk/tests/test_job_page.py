"""The page of long work: each state says what is being done, how far it is, what came of it, and what can be done."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from entredon.desk import jobs
from entredon.desk.models import Job
from entredon.desk.tests import test_jobs  # noqa: F401  # the works that are done here

ID = "a" * 32
REFRESH = '<noscript><meta http-equiv="refresh" content="2"></noscript>'


def job(**fields: Any) -> Job:
    made = Job.objects.create(id=ID, **{"work": "test.ends_well", "given": {"beans": 4}, **fields})
    if ago := fields.get("changed"):
        Job.objects.filter(id=ID).update(changed=ago)
    return made


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"/jobs/{ID}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_while_it_runs_the_page_tells_what_is_done_and_how_far_in_numbers(db, client):
    job(state="running", done=1200, total=4000, said="Reading commits")
    text = page(client)
    assert "Reading commits" in text
    assert "1,200 of 4,000" in text
    assert '<progress max="4000" value="1200"' in text
    assert "<h1>How far is it?</h1>" in text


def test_while_the_whole_is_unknown_the_page_says_how_much_is_done(db, client):
    job(state="running", done=1200, said="Reading commits")
    assert "1,200 so far" in page(client)


@pytest.mark.parametrize(
    ("state", "goes_on"), [("waiting", True), ("running", True), ("done", False), ("failed", False)]
)
def test_the_page_follows_the_work_only_while_it_goes_on(db, client, state, goes_on):
    job(state=state, said="So it is.")
    text = page(client)
    assert (REFRESH in text) == goes_on
    assert (f'data-live="/jobs/{ID}?part"' in text) == goes_on


def test_the_inside_of_the_page_comes_alone(db, client):
    job(state="running", done=1, total=2, said="Reading commits")
    text = page(client, "?part")
    assert 'data-state="running"' in text
    assert "<html" not in text


def test_when_it_is_done_the_page_says_what_came_of_it_and_where_it_stands(db, client):
    job(state="done", said="Merel is founded.", leads="/c/merel/")
    text = page(client)
    assert "Merel is founded." in text
    assert 'href="/c/merel/"' in text


def test_a_failure_says_what_happened_what_was_kept_and_what_to_do(db, client):
    job(state="failed", said="There is already a commons named beans here.", leads="/found/token/")
    text = page(client)
    assert "There is already a commons named beans here." in text
    assert "What was kept" in text
    assert 'href="/found/token/"' in text
    assert f'action="/jobs/{ID}"' in text


def test_what_failed_can_be_tried_again_as_it_was(db, client):
    job(state="failed", said="The disk of this place is full.")
    answer = client.post(f"/jobs/{ID}")
    assert (answer.status_code, answer["Location"]) == (302, f"/jobs/{ID}")
    assert "4 beans for nobody." in page(client)


def test_what_runs_is_not_begun_a_second_time(db, client):
    job(state="running", done=1, total=2)
    client.post(f"/jobs/{ID}")
    assert Job.objects.get(id=ID).state == "running"


def test_a_dead_worker_is_told_and_the_work_begins_again(db, client):
    job(state="running", changed=timezone.now() - jobs.SILENT - timedelta(seconds=1))
    assert "The program that was at it has stopped" in page(client)
    client.post(f"/jobs/{ID}")
    assert "4 beans for nobody." in page(client)


def test_work_that_nobody_begins_is_told(db, client):
    job(changed=timezone.now() - jobs.UNBEGUN - timedelta(seconds=1))
    assert "still waiting for its turn" in page(client)


def test_the_page_is_never_kept_and_unknown_ones_are_not_there(db, client):
    job(state="running")
    assert "no-store" in client.get(f"/jobs/{ID}")["Cache-Control"]
    assert client.get(f"/jobs/{'b' * 32}").status_code == 404
    assert client.post(f"/jobs/{'b' * 32}").status_code == 404


def test_another_site_cannot_begin_it_again(db, client):
    job(state="failed", said="No.")
    assert client.post(f"/jobs/{ID}", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Job.objects.get(id=ID).state == "failed"


def test_only_whose_work_it_is_is_offered_to_begin_it_again(db, client):
    job(state="failed", said="No.", account="7", leads="/found/token/what")
    text = page(client)
    assert "/found/token/what" not in text
    assert f'action="/jobs/{ID}"' not in text
    assert client.post(f"/jobs/{ID}").status_code == 403

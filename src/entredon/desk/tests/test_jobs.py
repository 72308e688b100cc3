"""Long work: queued, done by a worker, told while it runs, ended by a sentence whatever happens."""

import errno
import threading
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from entredon.desk import jobs
from entredon.desk.jobs import Outcome, Running
from entredon.desk.models import Job
from entredon.log.asked import NotFound
from entredon.log.registry import Refused

QUEUED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]}}


class Spoken(Exception):
    for_people = True


@jobs.work("test.ends_well")
def ends_well(job: Running) -> Outcome:
    job.progress(3, 7, "Counting beans")
    return Outcome(f"{job.given['beans']} beans for {job.account or 'nobody'}.", "/c/beans/")


@jobs.work("test.fails")
def fails(job: Running) -> Outcome:
    raise {
        "refused": Refused("There is already a commons named beans here."),
        "not found": NotFound("There is no bean “x” here."),
        "spoken": Spoken("git could not read it."),
        "full": OSError(errno.ENOSPC, "No space left on device"),
        "unexpected": ValueError("secret detail"),
    }[job.given["how"]]


def row(id: str) -> Job:
    return Job.objects.get(id=id)


def later(id: str, **ago: float) -> None:
    """The job was last heard of so long ago."""
    Job.objects.filter(id=id).update(changed=timezone.now() - timedelta(**ago))


def test_work_that_ends_well_leaves_its_sentence_and_where_it_stands(db):
    job = row(jobs.start("test.ends_well", {"beans": 12}, account="7"))
    assert (job.state, job.said, job.leads) == ("done", "12 beans for 7.", "/c/beans/")


def test_what_was_given_is_forgotten_once_it_is_done(db):
    assert row(jobs.start("test.ends_well", {"beans": 12})).given == {}
    assert row(jobs.start("test.fails", {"how": "refused"})).given == {"how": "refused"}


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("refused", "There is already a commons named beans here."),
        ("not found", "There is no bean “x” here."),
        ("spoken", "git could not read it."),
        ("full", "The disk of this place is full."),
    ],
)
def test_what_was_written_to_be_read_is_the_sentence_of_a_failure(db, how, said):
    job = row(jobs.start("test.fails", {"how": how}))
    assert (job.state, job.said) == ("failed", said)


def test_an_unexpected_failure_is_logged_and_its_details_are_not_shown(db, caplog):
    job = row(jobs.start("test.fails", {"how": "unexpected"}))
    assert job.state == "failed"
    assert "mistake of ours" in job.said
    assert "secret detail" not in job.said
    assert "secret detail" in caplog.text


def test_nobody_can_guess_the_name_of_a_job(db):
    ids = {jobs.start("test.ends_well", {"beans": n}) for n in range(5)}
    assert len(ids) == 5
    assert all(len(id) == 32 for id in ids)


def test_unknown_work_is_not_queued(db):
    with pytest.raises(LookupError):
        jobs.start("test.nothing", {})
    assert not Job.objects.exists()


def test_two_works_cannot_have_one_name():
    with pytest.raises(TypeError):
        jobs.work("test.fails")(ends_well)


def test_a_worker_takes_it_from_the_queue_and_does_it_once(transactional_db, settings):
    settings.TASKS = QUEUED
    id = jobs.start("test.ends_well", {"beans": 1})
    assert row(id).state == "waiting"
    call_command("db_worker", "--queue-name", jobs.QUEUE, "--batch", "--no-startup-delay", "--no-reload", verbosity=0)
    assert row(id).said == "1 beans for nobody."
    Job.objects.filter(id=id).update(said="seen")
    jobs.perform.call(id, "en")
    assert row(id).said == "seen"


def test_progress_is_noted_at_most_twice_a_second_and_not_forgotten(transactional_db, django_assert_num_queries):
    job = Job.objects.create(id="0" * 32, work="test.ends_well", state="running")
    running = Running(job)
    with django_assert_num_queries(0):
        for done in range(1000):
            running.progress(done, 1000, "Reading")
    with running.beating():
        time.sleep(jobs.PAUSE * 2.5)
    job.refresh_from_db()
    assert (job.done, job.total, job.said) == (999, 1000, "Reading")
    with django_assert_num_queries(1):
        running._noted -= jobs.PAUSE
        for done in range(1000):
            running.progress(done, 1000)


def test_the_thread_that_notes_progress_ends_with_the_work(transactional_db):
    running = Running(Job.objects.create(id="1" * 32, work="test.ends_well", state="running"))
    before = threading.active_count()
    with running.beating():
        assert threading.active_count() == before + 1
    assert threading.active_count() == before


def test_silent_work_is_noted_as_alive(transactional_db):
    job = Job.objects.create(id="2" * 32, work="test.ends_well", state="running")
    later(job.id, seconds=50)
    running = Running(job)
    running._noted -= jobs.BEAT
    with running.beating():
        time.sleep(jobs.PAUSE * 2)
    assert timezone.now() - row(job.id).changed < timedelta(seconds=10)


def test_a_job_whose_worker_died_is_noticed_and_can_begin_again(db):
    job = Job.objects.create(id="3" * 32, work="test.ends_well", given={"beans": 2}, state="running", done=5, total=9)
    assert jobs.state_of(job) == "running"
    assert not jobs.restart(job)
    later(job.id, minutes=5)
    assert jobs.state_of(row(job.id)) == "lost"
    assert jobs.restart(row(job.id))
    assert row(job.id).said == "2 beans for nobody."
    assert not jobs.restart(row(job.id)), "what is done is not done again"


def test_a_job_nobody_begins_is_noticed(db):
    job = Job.objects.create(id="4" * 32, work="test.ends_well")
    assert jobs.state_of(job) == "waiting"
    later(job.id, minutes=5)
    assert jobs.state_of(row(job.id)) == "unbegun"


def test_a_worker_told_to_stop_says_so(transactional_db, monkeypatch):
    def stopped(job: Running) -> Outcome:
        raise SystemExit(1)

    monkeypatch.setitem(jobs._works, "test.ends_well", stopped)
    job = Job.objects.create(id="5" * 32, work="test.ends_well")
    with pytest.raises(SystemExit):
        jobs.perform.call(job.id, "en")
    assert (row(job.id).state, row(job.id).said) == ("failed", "This place was stopped while it was being done.")


def test_old_jobs_are_swept_away(db):
    old, young = (jobs.start("test.ends_well", {"beans": n}) for n in (1, 2))
    later(old, days=31)
    later(young, days=29)
    jobs.start("test.ends_well", {"beans": 3})
    assert not Job.objects.filter(id=old).exists()
    assert Job.objects.filter(id=young).exists()

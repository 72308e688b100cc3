"""After something was erased, the files of the database are cleaned: at once, or by a task that tries until it is done."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from entredon.log import overwritten

FIRST, LONGEST = 5, 300
"""Seconds until it is tried again, and the longest pause."""


def clean() -> bool:
    """Clean now if nobody is in the way, else soon. Whether it is done already."""
    if overwritten.fold():
        return True
    _later(FIRST, 1)
    return False


@task(priority=60)
def again(tries: int) -> str:
    """Try once more; returns how it went."""
    if overwritten.fold():
        return "done"
    _later(min(FIRST * 2**tries, LONGEST), min(tries + 1, 10))
    return "again"


def _later(seconds: int, tries: int) -> None:
    if again.get_backend().supports_defer:
        again.using(run_after=timezone.now() + timedelta(seconds=seconds)).enqueue(tries=tries)

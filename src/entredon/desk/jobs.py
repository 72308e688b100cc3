"""Long work, done by the task worker while whoever asked for it watches how far it is.

``@work("found.git")`` names a function of what is to be done; ``start("found.git", given)`` queues it and gives the id of
its page, ``/jobs/<id>``. The function gets a ``Running``, tells its progress, and ends with an ``Outcome`` or an exception:
one that was written to be read becomes the sentence on the page, any other is logged and gives an honest general one.
"""

import contextlib
import errno
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from entredon.desk import addresses, languages
from entredon.desk.models import Job
from entredon.desk.telling import tell
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.checkpoints import RolledBack
from entredon.log.held import Unreadable
from entredon.log.registry import NeedsNewer, Refused

QUEUE, SHORT = "long", "default"
"""The queue of long work, and that of letters and other short tasks."""
PAUSE = 0.5
"""Seconds between two notes of how far a job is."""
BEAT = 10.0
"""A job that works without news is noted as alive so often, in seconds."""
SILENT = timedelta(seconds=60)
"""A running job that was not noted for so long has lost its worker."""
UNBEGUN = timedelta(seconds=60)
"""A job that has waited for so long may have nobody who does it."""
KEPT = timedelta(days=30)
"""So long a job can be looked at."""
SPEAK = (Refused, NeedsNewer, NotFound, Ambiguous, RolledBack, Unreadable)
"""Exceptions whose text is a sentence for people; others say so by a class attribute ``for_people``."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended well: what came of it, in a sentence, and the address where it stands."""

    said: str
    leads: str = ""


class Running:
    """A job at work: what it was given, for which account, and how far it is."""

    def __init__(self, job: Job) -> None:
        self.id: str = job.id
        self.given: dict[str, Any] = dict(job.given)
        self.account: str = job.account
        self._news: dict[str, Any] = {}
        self._noted = time.monotonic()
        self._guard = threading.Lock()

    def progress(self, done: int, total: int, said: str = "") -> None:
        """Tell how far it is (``total`` is 0 while that isn't known), and what is being done now. Cheap to call often."""
        with self._guard:
            self._news |= {"done": done, "total": total, **({"said": said} if said else {})}
        self._note()

    def _note(self) -> None:
        """Write down the news, at most every half second; without news, that it is alive."""
        with self._guard:
            silent = time.monotonic() - self._noted
            if silent < (PAUSE if self._news else BEAT):
                return
            news, self._news, self._noted = self._news, {}, time.monotonic()
        Job.objects.filter(id=self.id, state="running").update(**news, changed=timezone.now())

    @contextlib.contextmanager
    def beating(self) -> Iterator[None]:
        """While the block works, what was told is noted even where the work falls silent, and that it is alive."""
        if connection.in_atomic_block:  # nobody else would see it, and on SQLite we would wait for ourselves
            yield
            return
        over = threading.Event()

        def beat() -> None:
            try:
                while not over.wait(PAUSE):
                    with contextlib.suppress(Exception):  # a busy database: the next beat tells it
                        self._note()
            finally:
                connection.close()

        thread = threading.Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


Work = Callable[[Running], Outcome]
_works: dict[str, Work] = {}


def work(name: str) -> Callable[[Work], Work]:
    """Give a piece of long work its name. It stands in a module that the pages load."""

    def register(function: Work) -> Work:
        if _works.setdefault(name, function) is not function:
            raise TypeError(f"two works are named {name}")
        return function

    return register


def start(name: str, given: Mapping[str, Any], account: str = "", again: str = "") -> str:
    """Queue a piece of work; returns the id of its page. ``again`` is the address where it can be asked for differently."""
    if name not in _works:
        raise LookupError(f"there is no work named {name}")
    sweep()
    job = Job.objects.create(
        id=secrets.token_hex(16), work=name, account=account, given=dict(given), leads=again, changed=timezone.now()
    )
    _queue(job)
    return job.id


def restart(job: Job) -> bool:
    """Do again what failed or lost its worker, with what was given. Whether it was us who began it again."""
    now = timezone.now()
    lost = Job.objects.filter(id=job.id, state="running", changed__lt=now - SILENT)
    failed = Job.objects.filter(id=job.id, state="failed")
    again = {"state": "waiting", "done": 0, "total": 0, "said": "", "changed": now}
    mine = bool(failed.update(**again) or lost.update(**again))
    if mine:
        _queue(job)
    return mine


def _queue(job: Job) -> None:
    try:
        perform.enqueue(job.id, translation.get_language() or "en", languages.named())
    except BaseException:
        Job.objects.filter(id=job.id, state="waiting").update(state="failed", said=_("It could not be queued."))
        raise


def state_of(job: Job) -> str:
    """waiting, unbegun (for long), running, lost, done or failed."""
    silent = timezone.now() - job.changed
    if job.state == "running" and silent > SILENT:
        return "lost"
    if job.state == "waiting" and silent > UNBEGUN:
        return "unbegun"
    return str(job.state)


def sweep() -> None:
    """Forget jobs nobody looks at any more, and what the task queue remembers of them."""
    from django_tasks_db.models import DBTaskResult

    before = timezone.now() - KEPT
    Job.objects.filter(changed__lt=before).delete()
    DBTaskResult.objects.filter(enqueued_at__lt=before).delete()


@task(queue_name=QUEUE)
def perform(id: str, language: str, named: str = "") -> None:
    """What the task worker does: the work of one job, whose end stands in its row whatever happens."""
    with languages.speaking(named), translation.override(language):
        if not Job.objects.filter(id=id, state="waiting").update(state="running", changed=timezone.now()):
            return  # done by another worker, or swept away
        job = Job.objects.get(id=id)
        try:
            end = _done(job)
        except Exception as trouble:
            end = {"state": "failed", "said": _sentence(job, trouble)}
        except BaseException:  # the worker is told to stop
            said = _("This place was stopped while it was being done.")
            Job.objects.filter(id=id).update(state="failed", said=said, changed=timezone.now())
            raise
        Job.objects.filter(id=id).update(**end, changed=timezone.now())


def _done(job: Job) -> dict[str, Any]:
    addresses.load()  # and with the pages all works
    running = Running(job)
    with running.beating():
        outcome = _works[job.work](running)
    # What was given has served: it may name people or places, and nobody needs it any more.
    return {"state": "done", "said": outcome.said, "leads": outcome.leads, "given": {}}


def _sentence(job: Job, trouble: Exception) -> str:
    """What went wrong, for whoever asked for it."""
    if isinstance(trouble, SPEAK) or getattr(trouble, "for_people", False):
        return tell(trouble)
    if isinstance(trouble, OSError) and trouble.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("The disk of this place is full.")
    log.error("job %s (%s) failed", job.id, job.work, exc_info=trouble)
    return _("A mistake of ours, or something this machine lacks. Whoever runs it finds it in the log of the program.")

"""The task worker: a process beside the server that does long work and sends letters, one after the other."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from entredon.cli.words import said

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker

HOUR = 3600.0
INTERVAL = 1.0
"""Seconds between two looks into an empty queue."""
AGAIN = (1.0, 30.0)
"""A worker that died is started again after so many seconds: the first time, and at most."""
SETTLED = 60.0
"""A worker that has lived for so long was not the reason of its end."""
PATIENCE = 5.0
"""Seconds that a worker is given to finish what it does, and then once more to clean up."""


class Keeper:
    """Keeps one task worker running beside the server, until it is told to end it."""

    def __init__(self, argv: Sequence[str] = ()) -> None:
        self._argv = list(argv) or [sys.executable, "-m", "entredon.cli.worker", str(os.getpid())]
        self._over = threading.Event()
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Start the worker, and start it again whenever it dies."""
        self._thread.start()

    def stop(self) -> None:
        """End the worker: what it does may end well, or is given up and told so. Nothing of it stays behind."""
        self._over.set()
        with self._guard:
            process = self._process
        if process is None:
            return
        # The first signal asks it to finish what it does, the second to give that up, cleaning up behind it.
        for _ in range(2):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.terminate()
                process.wait(PATIENCE)
                return
        process.kill()
        process.wait()

    def _keep(self) -> None:
        pause = AGAIN[0]
        while (process := self._spawn()) is not None:
            begun = time.monotonic()
            process.wait()
            if time.monotonic() - begun > SETTLED:
                pause = AGAIN[0]
            self._over.wait(pause)
            pause = min(pause * 2, AGAIN[1])

    def _spawn(self) -> "subprocess.Popen[bytes] | None":
        with self._guard:
            if self._over.is_set():
                return None
            # In a session of its own: Ctrl-C reaches us, and we tell it.
            self._process = subprocess.Popen(self._argv, stdin=subprocess.DEVNULL, start_new_session=True)
            return self._process


def main(parent: int) -> None:
    """Work off the queue until told to stop, or until the server that started us is gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entredon.site.settings")
    import django

    django.setup()
    from entredon.apps.people import exporting_zip
    from entredon.desk import jobs
    from entredon.log import checkpoints

    jobs.sweep()
    exporting_zip.sweep()
    # It tells of every signal it gets; what fails is told by whoever failed.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    long = _worker(["*"], [jobs.SHORT])
    short = _worker([jobs.SHORT], [])
    long.configure_signals()
    letters = threading.Thread(target=_keep_running, args=(short,), daemon=True)
    letters.start()
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    threading.Thread(target=_throw_away, args=(exporting_zip.sweep,), daemon=True).start()
    threading.Thread(target=_write_letters, daemon=True).start()
    try:
        long.run()
    finally:
        # A letter that is under way may arrive.
        short.running = False
        letters.join(PATIENCE)
        checkpoints.settle()


def _worker(queues: list[str], without: list[str]) -> "Worker":
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    return Worker(
        queue_names=queues, excluded_queue_names=without, interval=INTERVAL, batch=False, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id=get_random_string(32),
    )  # fmt: skip


def _keep_running(worker: "Worker") -> None:
    """Work off a queue beside the main thread. What breaks there ends the whole process, which is then begun again."""
    try:
        worker.run()
    except BaseException:
        logging.getLogger(__name__).exception(said("the worker for short tasks broke"))
        os.kill(os.getpid(), signal.SIGTERM)
        raise


def _throw_away(sweep: Callable[[], None]) -> None:
    """Throw away what was to lie here for a day, also where nobody asks for another for long."""
    while True:
        time.sleep(HOUR)
        sweep()


def _write_letters() -> None:
    """Once an hour, see which letters are due: of a month that has ended, about decisions, partners and what they give back. What fails
    is tried again an hour later."""
    from django.db import connection

    from entredon.apps.decide import letters as decisions
    from entredon.apps.market import letters_due, letters_partners
    from entredon.apps.work import monthly
    from entredon.desk import addresses

    addresses.load()  # letters lead to pages
    while True:
        for send, trouble in (
            (monthly.send_due, said("the letters of the month could not be written")),
            (decisions.send_due, said("the letters about decisions could not be written")),
            (letters_partners.send_due, said("the letters about partners could not be written")),
            (letters_due.send_due, said("the letters about give-back could not be written")),
        ):
            try:
                send()
            except Exception:
                logging.getLogger(__name__).exception(trouble)
            finally:
                connection.close()
        time.sleep(HOUR)


def _watch(parent: int) -> None:
    """End with the server, also when that was killed: nobody else would end us."""
    while os.getppid() == parent:
        time.sleep(INTERVAL)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(int(sys.argv[1]))

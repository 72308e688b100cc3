"""``entredon run``: a node for trying things out, in one go: its tables, the sample commons, the server and its worker."""

import _thread
import contextlib
import gc
import http.client
import ipaddress
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

from entredon.cli.common import say
from entredon.cli.words import said
from entredon.cli.worker import Keeper

# Requests wait for the disk more than they compute, so a few threads in one process serve a community well.
THREADS = 4
ENDS = (signal.SIGTERM, signal.SIGINT)
"""The signals that say stop."""
LOOKS_UP = 0.5
"""Seconds after which a server that waits looks whether it was told something."""


def run(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Make or open the node, load the sample commons into an empty one, and serve until Ctrl-C or SIGTERM."""
    # The docstring is what --help shows. When the address can't be had, SystemExit(2) follows a sentence.
    if trouble := cannot_listen(host, port):
        print(trouble, file=sys.stderr)
        raise SystemExit(2)
    if tried_out(host):
        os.environ["ENTREDON_LOOPBACK"] = "1"  # pages may tell where things lie on this machine
        os.environ["ENTREDON_HERE"] = address(host, port)  # where letters of the worker lead
    prepare()
    keeper = Keeper()

    def ready() -> None:
        # The first page comes first: the worker starts once the server is up.
        announce(host, port)
        invite(host, port)
        keeper.start()
        tidy()

    try:
        serve(host, port, on_ready=ready)
    finally:
        keeper.stop()


def cannot_listen(host: str, port: int) -> str:
    """Why nothing can be served at this address, as a sentence with the way out; empty when it can.

    The server shares its port with processes that share theirs, so it would not notice a second node: we ask first.
    """
    if not 0 < port < 65536:
        return said("There is no port {port}; choose one between 1 and 65535.", port=port)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        return said("'{host}' is not an address of this machine; leave --host out to serve at 127.0.0.1.", host=host)
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError:
            return said(
                "Port {port} is reserved for the system; choose another one, for instance --port 8000.", port=port
            )
        except OSError:
            return said(
                "Port {port} of {host} is in use; stop what runs there, or choose another one: --port {port2}.",
                port=port,
                host=host,
                port2=port + 1,
            )
    return ""


def is_loopback(host: str) -> bool:
    """Whether only this very machine can reach the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def tried_out(host: str) -> bool:
    """Whether this is somebody who tries it out: only this machine reaches the pages, and no proxy brings others there."""
    return is_loopback(host) and not os.environ.get("ENTREDON_HOST")


def prepare() -> None:
    """Bring the node's tables up to date and load the sample commons where there is none yet.

    A commons that is damaged is named on standard error, and takes no other offline.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entredon.site.settings")
    with only_loading():
        django.setup()
    from django.db import connections

    migrate()
    from entredon.log import checkpoints, sweep
    from entredon.site import samples

    troubles = checkpoints.catch_up()
    for slug, sentence in troubles:
        say(said("{slug} needs repair, and all the rest works: {sentence}", slug=slug, sentence=sentence))
    if not troubles:
        # What the missing part of a record names can't be known: nothing is swept away until it fits again.
        sweep.sweep()
    samples.load_missing()
    checkpoints.settle()
    # The server works in a child process, and a database connection must not cross into it.
    connections.close_all()


@contextlib.contextmanager
def only_loading() -> Iterator[None]:
    """While modules are loaded, nobody looks for what can be thrown away: they stay, and looking takes an eighth of the time.

    What was loaded isn't looked through later, either.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def tidy() -> None:
    """Forget what was kept for a while only, and that while is over. Nobody waits for it."""
    from django.db import connections

    from entredon.apps.people import account_links, exporting_zip
    from entredon.desk import limits, waiting

    try:
        waiting.sweep()
        limits.sweep()
        account_links.sweep()
        exporting_zip.sweep()
    finally:
        connections.close_all()


def migrate() -> None:
    """Apply what is missing of the migrations; looking takes a moment, so that a warm start stays instant.

    When the program remembers more than the one that filled the derived tables, they are rebuilt from the public records.
    """
    from entredon.log import fresh, overwritten

    now = fresh.migrations()
    if not fresh.is_known(fresh.MIGRATIONS, now):
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        fresh.remember(fresh.MIGRATIONS, now)
    fresh.freshen(say)
    overwritten.write_anew_once(say)


def serve(host: str, port: int, *, on_ready: Callable[[], None]) -> None:
    """Serve the pages until a signal says stop. ``on_ready`` is called once, when the first request would be answered."""
    server = server_at(host, port)
    threading.Thread(target=when_open, args=(host, port, on_ready), daemon=True).start()
    server.serve(target_loader=load_application)


class Bell(threading.Event):
    """An event that a signal may set, and whose waiter hears it whenever it comes.

    Python notes a signal at once, but acts on it in the main thread, between two steps of it. Two moments matter: the one
    in which that thread takes the lock of this very event (setting it there would wait for itself for ever), and the one in
    which it has made up its mind to wait, and does not wait yet (what comes then wakes nobody).
    """

    def ring(self) -> None:
        """Set it, from within a signal: by somebody else, who can wait for the lock."""
        _thread.start_new_thread(self.set, ())

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set; without a time, looking up now and then for a signal that woke nobody."""
        if timeout is not None:
            return super().wait(timeout)
        while not super().wait(LOOKS_UP):
            pass
        return True


@contextlib.contextmanager
def kept_back() -> Iterator[None]:
    """While this lasts, signals to end are kept; also for processes that begin meanwhile, until they ask for them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def may_be_told() -> None:
    """Until the server's process listens to signals by itself, being told to end ends it at once.

    Ctrl-C, which reaches it too, is left to the process that has made it, and which tells it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)


def server_at(host: str, port: int) -> Any:
    """The server of the pages, which ends at any moment it is told to."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    class Ending(Server):  # type: ignore[misc, valid-type]
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.main_loop_interrupt = Bell()

        def signal_handler_interrupt(self, *_: Any, **__: Any) -> None:
            self.interrupt_signal = True
            self.main_loop_interrupt.ring()

        def signal_handler_reload(self, *_: Any, **__: Any) -> None:
            self.reload_signal = True
            self.main_loop_interrupt.ring()

        def _spawn_workers(self, *given: Any, **named: Any) -> None:
            # A process that is just being made would hear a signal with our ears, and do nothing: it is kept for it until
            # it has its own (``load_application``).
            with kept_back():
                super()._spawn_workers(*given, **named)

        def shutdown(self, exit_code: int = 0) -> None:
            if self.interrupt_signal:
                # Whoever tells us all at once has told our process, too: that it ended was meant.
                self.interrupt_children.clear()
            super().shutdown(exit_code)

    return Ending(
        "entredon.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        # A request that hangs must not keep Ctrl-C waiting.
        workers_kill_timeout=5,
    )


def load_application(*_: Any) -> Any:
    """The pages' application, with all pages loaded: whoever comes first doesn't wait for that."""
    may_be_told()  # it is the first that the server's process does
    with only_loading():
        from entredon.desk import addresses
        from entredon.site.wsgi import application

        addresses.load()
    return application


def when_open(host: str, port: int, then: Callable[[], None]) -> None:
    """Wait until the first page is answered, then say so. (Connections are taken earlier, and wait.)"""
    for _ in range(6000):
        asking = http.client.HTTPConnection(host, port, timeout=10)
        try:
            asking.request("GET", "/")
            asking.getresponse().read()
            break
        except (OSError, http.client.HTTPException):
            time.sleep(0.01)
        finally:
            asking.close()
    else:
        return
    then()


def announce(host: str, port: int) -> None:
    """Tell where the node is. The line is for people and for scripts that wait for it."""
    print(said("Entredon is at {address} (Ctrl-C ends it)", address=address(host, port)), flush=True)


def address(host: str, port: int) -> str:
    """Where the pages are. This very machine is called by its name: browsers give no passkeys to numbers."""
    if host == "127.0.0.1":
        return f"http://localhost:{port}"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def invite(host: str, port: int) -> None:
    """Print the link by which who tries this out comes in as the steward of the sample: on this very machine only."""
    if not tried_out(host):
        return
    from django.db import connections
    from django.urls import reverse

    from entredon.site import sample_steward

    try:
        token = sample_steward.link()
        if token:
            path = reverse("account_use_link", args=[token])
            print(
                said(
                    "Come in as the steward of the sample, once, within 24 hours: {address}{path}",
                    address=address(host, port),
                    path=path,
                ),
                flush=True,
            )
    except Exception as why:
        # The link is an extra, as the sample is: without it everything works.
        say(
            said(
                "There is no link for the steward of the sample this time ({name}: {why}).",
                name=type(why).__name__,
                why=why,
            )
        )
    finally:
        connections.close_all()

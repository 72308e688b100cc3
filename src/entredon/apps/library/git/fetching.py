"""The node itself asks for a repository at its public address: by whom it is kept there is what proof of control rests on.

Whoever may publish names the address, so it is not trusted: only https and ssh, only machines of the open internet (the
number that was looked at is the one that is called), no leading on to elsewhere, nobody's passwords or keys, and an end
after some time or size. What comes is put beside the copy of the import, which stays as it is, and is thrown away again.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from entredon.apps.library.git import command, fetching_words
from entredon.apps.library.git.command import ask
from entredon.apps.library.git.complaints import GitTrouble
from entredon.apps.library.git.copy import commit_at, place
from entredon.pure.git import remote
from entredon.pure.git.remote import Remote
from entredon.pure.told import Told

TIME = 180
"""So many seconds a repository may take to come."""
SIZE = 512 << 20
"""So many bytes may come that the import doesn't have yet."""
TIP = "refs/entredon/tip"
_BLOCK = 512
_POLL = 0.25


class Unproven(GitTrouble):
    """Control of a repository was not shown. The text says why, and what to do."""

    for_people = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stands at an address just now: a bare repository beside the import's copy, and the commit its HEAD names."""

    path: Path
    tip: str
    address: str


@contextmanager
def fetched(slug: str, address: str, *, tags: bool = False) -> Iterator[Fetched]:
    """What stands at a public address; gone when the block ends. Raises Unproven, GitTrouble."""
    command.needed()
    found = look_at(address)
    numbers = numbers_of(found)
    folder = place(slug).parent
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{slug}.proof-", dir=folder) as room:
        path = Path(room) / "repository.git"
        _beside(place(slug), path)
        _fetch(path, found, numbers, tags=tags)
        tip = commit_at(path, TIP)
        if not tip:
            raise Unproven("{address} has no commits yet.", address=address)
        yield Fetched(path, tip, address)


def look_at(address: str) -> Remote:
    """A public address, read. Raises Unproven."""
    found = remote.read(address)
    if found is None:
        raise Unproven(
            "“{address}” is no public address of a repository: write one that begins with https:// or ssh://, or "
            "git@host:path, without a password.",
            address=address[:80],
        )
    return found


def stand_in(found: Remote) -> str:
    """In the test suite, machines whose name ends in .test are a server on this one, which the environment names."""
    port = os.environ.get("ENTREDON_TEST_FORGE", "")
    if not (settings.ENTREDON_SUITE and port.isdigit() and found.scheme == "https" and found.host.endswith(".test")):
        return ""
    return f"http://127.0.0.1:{port}/{found.written.split('/', 3)[3]}"


def numbers_of(found: Remote) -> list[str]:
    """The numbers of the machine to call. Raises Unproven when any of them is not of the open internet."""
    if stand_in(found):
        return ["127.0.0.1"]
    try:
        answers = socket.getaddrinfo(found.host, found.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unproven("There is no machine called {host}.", host=found.host) from None
    numbers = sorted({str(answer[4][0]) for answer in answers}, key=lambda number: (":" in number, number))
    if not numbers or not all(remote.is_public(number) for number in numbers):
        raise Unproven(
            "{host} is not a machine of the open internet; everybody must be able to look at the repository there.",
            host=found.host,
        )
    return numbers


def _beside(copy: Path, path: Path) -> None:
    """An empty repository that borrows what the import's copy has, so that only what is new must come."""
    kind = "sha1"
    if copy.exists():
        kind = ask("-C", str(copy), "rev-parse", "--show-object-format").decode().strip()
    ask("init", "--quiet", "--bare", "--template=", f"--object-format={kind}", "--", str(path))
    if not copy.exists():
        return
    (path / "objects" / "info").mkdir(exist_ok=True)
    (path / "objects" / "info" / "alternates").write_bytes(os.fsencode(copy.resolve() / "objects") + b"\n")
    with suppress(FileNotFoundError):
        shutil.copyfile(copy / "shallow", path / "shallow")


def _fetch(path: Path, found: Remote, numbers: list[str], *, tags: bool) -> None:
    wanted = [f"+HEAD:{TIP}", *(["+refs/tags/*:refs/tags/*"] if tags else [])]
    options = {
        "http.followRedirects": "false", "http.curloptResolve": f"{found.host}:{found.port}:{','.join(map(_bracketed, numbers))}",
        "http.lowSpeedLimit": "1000", "http.lowSpeedTime": "30", "credential.helper": "", "http.cookieFile": "",
        "fetch.unpackLimit": "1", "fetch.fsckObjects": "false", "core.askPass": "", "http.proactiveAuth": "none",
        "protocol.version": "2",
    }  # fmt: skip
    # An address is called by the numbers that were looked at: what its name leads to could be another by now.
    settled = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    arguments = command.argv(
        [
            *settled, "-C", str(path), "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
            "--no-recurse-submodules", "--no-show-forced-updates", "--", stand_in(found) or found.written, *wanted,
        ],
        alone=True,
    )  # fmt: skip
    _within(arguments, _environment(found, numbers[0]), path, found)


def _bracketed(number: str) -> str:
    return f"[{number}]" if ":" in number else number


def _environment(found: Remote, number: str) -> dict[str, str]:
    """git's surroundings for calling elsewhere: none of this machine's keys, agents, passwords or helpers."""
    environment = command.environment(alone=True)
    for name in ("SSH_AUTH_SOCK", "SSH_ASKPASS", "DISPLAY", "HOME", "XDG_CONFIG_HOME", "NETRC"):
        environment.pop(name, None)
    folder = place("x").parent
    key = folder / "ssh_key"
    ssh = [
        "ssh", "-F", os.devnull, "-T", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=accept-new", "-o",
        f"UserKnownHostsFile={_quoted(folder / 'known_hosts')}", "-o", "IdentitiesOnly=yes", "-o",
        f"IdentityFile={_quoted(key) if key.exists() else 'none'}", "-o", "ProxyCommand=none", "-o", "ConnectTimeout=20",
        "-o", "ForwardAgent=no", "-o", "ClearAllForwardings=yes", "-o", "PermitLocalCommand=no", "-o",
        f"HostName={number}", "-o", f"HostKeyAlias={found.host}",
    ]  # fmt: skip
    ours = {
        "GIT_ALLOW_PROTOCOL": "http" if stand_in(found) else "https:ssh",
        "GIT_ASKPASS": "", "SSH_ASKPASS_REQUIRE": "never", "HOME": os.devnull,
        "GIT_SSH_VARIANT": "ssh", "GIT_SSH_COMMAND": " ".join(_shell(word) for word in ssh),
    }  # fmt: skip
    if stand_in(found):
        ours |= {"no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}
    return {**environment, **ours}


def _quoted(path: Path) -> str:
    """A path as ssh's options read it."""
    return '"' + str(path).replace("%", "%%").replace('"', '\\"') + '"'


def _shell(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"


def _within(arguments: list[str], environment: dict[str, str], path: Path, found: Remote) -> None:
    """git at work, for so long and so much at most. Raises Unproven.

    No file it writes grows beyond what a shell's ulimit allows, and its whole group of processes is ended in time.
    """
    limited = ["sh", "-c", f'ulimit -f {SIZE // _BLOCK}; exec "$@"', "git", *arguments]
    with tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(
            limited, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr, env=environment,
            start_new_session=True,
        )  # fmt: skip
        try:
            stopped = _wait(process, path)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if stopped:
            raise Unproven.of(stopped)
        if process.returncode != 0:
            if _size(path) > SIZE - (SIZE >> 4):  # the file that grew to the limit is still there
                raise Unproven.of(fetching_words.too_large(SIZE))
            stderr.seek(0)
            raise Unproven.of(fetching_words.complaint(stderr.read(1 << 16).decode(errors="replace"), found))


def _wait(process: "subprocess.Popen[bytes]", path: Path) -> Told | None:
    """Wait for its end; why it must be stopped before, None when it came to one."""
    for _turn in range(int(TIME / _POLL)):
        with suppress(subprocess.TimeoutExpired):
            process.wait(_POLL)
            return None
        if _size(path) > SIZE:
            return fetching_words.too_large(SIZE)
    return Told("The repository didn't come within {seconds} seconds; try again later.", seconds=TIME)


def _size(path: Path) -> int:
    size = 0
    for folder, _folders, files in os.walk(path):
        for name in files:
            with suppress(OSError):
                size += os.lstat(os.path.join(folder, name)).st_size
    return size

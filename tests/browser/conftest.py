"""A running node with the sample commons, and the system's chromium to walk it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90


@dataclass(frozen=True)
class Node:
    """A node that runs in a process of its own, as a visitor reaches it."""

    address: str
    home: Path

    def way_in(self, account: str, *more: str) -> str:
        """The path of a link that signs somebody in once, as whoever runs the node gets it. ``--new`` makes the account."""
        argv = [sys.executable, "-m", "entredon", "sign-in", account, "--at", self.address, *more]
        env = environment(self.home)
        done = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout.strip().removeprefix(self.address)

    def get(self, path: str, **headers: str) -> tuple[int, bytes, Message]:
        """Status, body and headers of what stands at a path."""
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as trouble:
            return trouble.code, trouble.read(), trouble.headers

    def links(self, path: str, pattern: str) -> list[str]:
        """The addresses on a page that match a pattern, in the order of the page, each once."""
        text = self.get(path)[1].decode()
        return list(dict.fromkeys(re.findall(rf'href="({pattern})"', text)))


def environment(home: Path) -> dict[str, str]:
    """What a node of the suite's own is started with: its folder, and nothing that was set for others."""
    return {k: v for k, v in os.environ.items() if not k.startswith("ENTREDON_")} | {"ENTREDON_HOME": str(home)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A node with the sample car, run as anybody runs one."""
    port = free_port()
    home = tmp_path_factory.mktemp("node")
    env = environment(home)
    with (home / "out").open("w+") as out:
        argv = [sys.executable, "-m", "entredon", "run", "--port", str(port)]
        process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)
        try:
            found = Node(f"http://127.0.0.1:{port}", home)
            wait_until_up(process, found, home / "out")
            yield found
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_up(process: "subprocess.Popen[bytes]", node: Node, out: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, out.read_text()
        try:
            if node.get("/")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The node did not come up in {PATIENCE} s:\n{out.read_text()}")


@pytest.fixture(scope="session")
def pages(node: Node) -> dict[str, str]:
    """One address of each page, by its name."""
    c = "/c/merel/"
    version = node.links(f"{c}library/", rf"{c}library/v/[0-9a-f.]+/")[-1]
    creation = node.links(f"{c}library/", rf"{c}library/[0-9a-f]{{10}}/")[0]
    person = node.links(f"{c}people/", rf"{c}people/[kp]:[^\"/]+/")[0]
    entry = node.links(f"{c}record/", rf"{c}e/[0-9a-f]+/")[0]
    return {
        "all commons": "/",
        "home": c,
        "library": f"{c}library/",
        "creation": creation,
        "version": version,
        "value": f"{c}value/",
        "value of a version by the pot": f"{c}value/would/?amount=1234.56&currency=USD&rule=pot%401",
        "value of one kind": f"{c}value/would/?kind=design",
        "value asked wrongly": f"{c}value/would/?amount=-5&currency=EUR",
        "would": f"{c}value/would/",
        "reasons": node.links(f"{c}value/would/", rf"{c}value/would/[^\"/?]+/")[0],
        "two rules": f"{c}value/compare/?association=20",
        "sharing rule": f"{c}value/rule/",
        "share-out": node.links(f"{c}value/", rf"{c}value/s/[0-9a-f]+/")[0],
        "a person’s money": person.replace("/people/", "/value/person/"),
        "what waits for a word": f"{c}work/",
        "what was given to a version": f"{version.replace('/library/v/', '/work/')}?by=kind",
        "a contribution": node.links(f"{c}work/", rf"{c}work/c/[0-9a-f.]+/")[0],
        "telling what you did": f"{c}work/tell/",
        "an income that waits": node.links(f"{c}value/", rf"{c}value/income/[0-9a-f]+/")[0],
        "joining": f"{c}join/",
        "an invitation nobody made": f"{c}join/{'x' * 32}/",
        "roles": f"{c}people/roles/",
        "claiming": f"{c}people/claim/",
        "how it was published": f"{c}publish/",
        "after objecting": f"{c}write/sent/",
        "founding": "/found",
        "people": f"{c}people/",
        "person": person,
        "record": f"{c}record/",
        "record of one kind": f"{c}record/?kind=library.released",
        "receipt": entry,
        "check": f"{c}record/check/",
        "proves": f"{c}record/proves/",
        "signing in": "/account/login/",
        "signing up": f"/account/signup/?next={c}",
        "asking for a link": "/account/link/",
        "asking for a new password": "/account/password/reset/",
        "where the letter is": "/account/password/reset/done/",
        "writing to the stewards": f"{c}write/",
        "objecting": f"{c}write/?about=objection",
        "styleguide": "/styleguide",
        "not there": f"{c}nothing-here/",
    }


@pytest.fixture(scope="module")
def chromium() -> "Iterator[object]":
    """The system's chromium; no browser is ever downloaded."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium on this machine (Debian: apt install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install .[test])")
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"] if as_root else [])
        yield browser
        browser.close()

"""A running node with the sample commons, and the system's chromium to walk it."""

import json
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
from typing import Any

import pytest

from tests.browser.looking import Windows
from tests.browser.places import PLACES, Place

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


@dataclass(frozen=True)
class Insiders:
    """Those who are signed in on the node, and the things that they have under way there."""

    node: Node
    sessions: dict[str, str]
    things: dict[str, Any]

    def cookies(self, who: str) -> list[dict[str, str]]:
        """What a browser needs to be hers; nothing for a visitor."""
        value = self.sessions.get(who, "")
        return [{"name": "entredon", "value": value, "url": self.node.address}] if value else []

    def path(self, place: Place) -> str:
        """Where a place is on this node."""
        cookie = {"Cookie": f"entredon={self.sessions[place.who]}"} if place.who in self.sessions else {}

        def found(path: str, pattern: str) -> str:
            text = self.node.get(path, **cookie)[1].decode()
            links = re.findall(rf'href="({pattern})[^"]*"', text)
            assert links, f"no link on {path} looks like {pattern} to a {place.who}"
            return str(links[0])

        return place.at(found, self.things)


@pytest.fixture(scope="session")
def insiders(node: Node) -> Insiders:
    """Ada, who looks after the sample; Mira, who was let in; Paul, who waits for it; Carla, who is halfway in."""
    argv, env = [sys.executable, "-m", "tests.browser.under_way"], environment(node.home)
    done = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    return Insiders(node, made["sessions"], made["at"])


@pytest.fixture(scope="session")
def pages(insiders: Insiders) -> dict[str, str]:
    """One address of each page that a visitor sees, by its name."""
    return {place.name: insiders.path(place) for place in PLACES if place.who == "visitor"}


@pytest.fixture(scope="module")
def chromium() -> "Iterator[object]":
    """The system's chromium; no browser is ever downloaded."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium on this machine (Debian: apt install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install .[test])")
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with playwright.sync_playwright() as driver:
        # What is looked at is in the page: no graphics card has to be imitated for it.
        args = ["--disable-gpu", *(["--no-sandbox"] if as_root else [])]
        browser = driver.chromium.launch(executable_path=path, args=args)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def windows(chromium: object, insiders: Insiders) -> Iterator[Windows]:
    """Windows of everybody, that are used again and again."""
    found = Windows(chromium, insiders)
    yield found
    found.close()

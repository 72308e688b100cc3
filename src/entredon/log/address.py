"""A log on another server, over HTTP: urllib alone, with timeouts, limits, and patience with a tired server."""

import http.client
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, Any, TypeVar

from entredon.log import files
from entredon.pure.log import note
from entredon.pure.log.canonical import Malformed
from entredon.pure.told import Told

T = TypeVar("T")
TIMEOUT = 30
TRIES = 4
PAGE = 2 << 20
"""Bytes of a page in which we look for the log's address."""


class Unreachable(Told):
    """A server that doesn't answer as it should. The text is a sentence for people."""


def _opener() -> urllib.request.OpenerDirector:
    """HTTP and HTTPS only: a redirect must not lead to files of this machine."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.UnknownHandler(), urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(), urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPRedirectHandler(), urllib.request.HTTPErrorProcessor(),
    ):  # fmt: skip
        opener.add_handler(handler)
    return opener


@contextmanager
def _open(url: str, headers: dict[str, str] | None = None) -> Iterator[Any]:
    request = urllib.request.Request(url, headers={"User-Agent": "entredon", **(headers or {})})  # noqa: S310
    with _opener().open(request, timeout=TIMEOUT) as answer:
        yield answer


def get(url: str, limit: int) -> tuple[bytes, str] | None:
    """The first ``limit + 1`` bytes at an address and where they finally lay; None for 404 and 410. Raises Unreachable."""
    return _patiently(url, lambda: _get(url, limit))


def _get(url: str, limit: int) -> tuple[bytes, str] | None:
    try:
        with _open(url) as answer:
            return _read(answer, limit + 1), answer.geturl()
    except urllib.error.HTTPError as error:
        if error.code in (404, 410):
            return None
        raise


def _read(answer: IO[bytes], limit: int) -> bytes:
    data = answer.read(limit)
    length = getattr(answer, "length", None)
    if length and len(data) < limit:
        raise http.client.IncompleteRead(data, length)
    return data


def _patiently(url: str, act: Callable[[], T]) -> T:
    """Tries again after what may pass: a broken connection, a server that is starting or overloaded."""
    for number in range(TRIES):
        try:
            return act()
        except urllib.error.HTTPError as error:
            trouble, passing = f"it answered {error.code} {error.reason}", error.code in (429, 500, 502, 503, 504)
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, OSError) and error.filename is not None:
                raise  # our own disk, not the network
            trouble, passing = str(getattr(error, "reason", error)) or type(error).__name__, _may_pass(error)
        if not passing:
            break
        time.sleep(0.2 * 3**number)
    raise Unreachable(
        "{url} can't be fetched: {trouble}. What was fetched before is kept; try again later.", url=url, trouble=trouble
    )


def _may_pass(error: BaseException) -> bool:
    reason = getattr(error, "reason", error)
    return not isinstance(reason, ConnectionRefusedError) and "certificate" not in str(reason).lower()


class Address:
    """A log by the address under which its files lie."""

    parallel = True

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix.rstrip("/") + "/"
        self.name = self.prefix
        # A mirror has its content beside its tiles; a node has it once for all its logs.
        self._contents = [self.prefix + "content/", urllib.parse.urljoin(self.prefix, "/content/")]

    def read(self, path: str, limit: int) -> bytes | None:
        """The bytes of a file, None when there is none. Raises Unreachable."""
        found = get(self.prefix + path, limit)
        return None if found is None else found[0]

    def save(self, path: str, target: Path, limit: int) -> bool:
        """Put content into a file, going on where an earlier attempt broke off; False when it isn't there."""
        name = path.removeprefix("content/")
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".part-{target.name}")
        for place in list(self._contents):
            url = place + name
            if _patiently(url, partial(_fetch, url, part, limit)):
                os.replace(part, target)
                self._contents.sort(key=lambda other: other != place)
                return True
        return False


def _fetch(url: str, part: Path, limit: int) -> bool:
    have = part.stat().st_size if part.exists() else 0
    try:
        with _open(url, {"Range": f"bytes={have}-"} if have else None) as answer:
            if answer.status != 206:
                have = 0
            with part.open("ab" if have else "wb") as stream:
                _pour(answer, stream, limit - have)
        return True
    except urllib.error.HTTPError as error:
        if error.code == 416 and have:
            # All of it is here, or what is here is of something else: the hash will tell.
            return True
        if error.code in (404, 410):
            return False
        raise


def _pour(answer: Any, stream: IO[bytes], limit: int) -> None:
    """At most one byte more than the limit: then the hash won't fit, and whoever checks it says so."""
    left = limit + 1
    while left and (chunk := answer.read(min(files.STEP, left))):
        left -= len(chunk)
        stream.write(chunk)
    if left and getattr(answer, "length", None):
        raise http.client.IncompleteRead(b"", answer.length)


class _Links(HTMLParser):
    """Finds ``<link rel="entredon-log" href="…">``."""

    href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and "entredon-log" in (values.get("rel") or "").split() and self.href is None:
            self.href = values.get("href")


def locate(asked: str) -> Address:
    """The log at an address, which may be its own or that of any page of its commons. Raises Unreachable."""
    parts = urllib.parse.urlsplit(asked)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreachable("{asked} is no address we can fetch from; it begins with https:// or http://.", asked=asked)
    bare = urllib.parse.urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    here = Address(bare)
    if _is_checkpoint(here.read("checkpoint", files.SMALL)):
        return here
    page = get(asked, PAGE)
    if page is not None:
        links = _Links()
        links.feed(page[0].decode(errors="replace"))
        if links.href:
            url = urllib.parse.urljoin(page[1], links.href)
            if urllib.parse.urlsplit(url).scheme in ("http", "https"):
                return Address(url)
    raise Unreachable(
        "There is no public record at {asked}; give the address of a commons, such as https://example.org/c/merel/.",
        asked=asked,
    )


def _is_checkpoint(data: bytes | None) -> bool:
    if data is None:
        return False
    try:
        note.split(data)
    except Malformed:
        # A damaged checkpoint is still one: its first lines tell.
        lines = data.split(b"\n")
        return len(lines) > 3 and b"<" not in lines[0] and lines[1].isdigit()
    return True

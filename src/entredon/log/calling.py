"""Saying something to another server and reading what it answers: JSON both ways, with limits, and sentences for what fails."""

import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

import msgspec

from entredon.log import address
from entredon.log.address import Unreachable
from entredon.pure.log import canonical

ANSWER = 1 << 20
"""Bytes of an answer that are read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, what was said (an object; empty if it was something else), and how long to wait."""

    status: int
    said: dict[str, Any] = field(default_factory=dict)
    wait: int = 0

    def text(self, name: str) -> str:
        """A text of what was said; "" when there is none."""
        value = self.said.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """A whole number of what was said."""
        value = self.said.get(name)
        return value if type(value) is int else None

    @property
    def sentence(self) -> str:
        """What the other side says about it, as one line that can be shown."""
        return " ".join(self.text("sentence").split())[:600]


def call(url: str, said: dict[str, Any] | None = None, token: str = "") -> Answer:
    """Send something (or only ask, if there is nothing to send). Raises Unreachable."""
    headers = {"User-Agent": "entredon", "Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None
    if said is not None:
        headers["Content-Type"] = "application/json"
        data = canonical.dumps(said)
    request = urllib.request.Request(url, data=data, headers=headers)  # noqa: S310
    try:
        with address._opener().open(request, timeout=address.TIMEOUT) as answer:
            return _answer(answer.status, answer.read(ANSWER + 1), answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return _answer(error.code, error.read(ANSWER + 1), error.headers)
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        why = str(getattr(trouble, "reason", trouble)) or type(trouble).__name__
        raise Unreachable("{url} can't be reached: {why}.", url=url, why=why) from None


def _answer(status: int, data: bytes, headers: Any) -> Answer:
    """What was answered. A page or rubbish is no answer for a program: of it only the status counts."""
    wait = str(headers.get("Retry-After", ""))
    try:
        said = msgspec.json.decode(data) if len(data) <= ANSWER else {}
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        said = {}
    return Answer(
        status, said if isinstance(said, dict) else {}, int(wait) if wait.isascii() and wait.isdecimal() else 0
    )

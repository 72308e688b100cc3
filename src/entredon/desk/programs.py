"""Answers for programs: JSON that says what was done, or why it wasn't, in a word and in a sentence."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from entredon.desk.limits import TooOften
from entredon.pure.log import canonical


class TooLarge(Exception):
    """More than anybody needs to send."""


def body(request: HttpRequest, most: int) -> bytes:
    """What was sent, if it isn't more than this many bytes. Raises TooLarge."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdecimal() or int(announced) > most:
        raise TooLarge
    data = request.read(most + 1)
    if len(data) > most:
        raise TooLarge
    return bytes(data)


def answer(said: dict[str, Any], status: int = 200) -> HttpResponse:
    """Something for a program, which nobody on the way may keep."""
    return HttpResponse(
        canonical.dumps(said) + b"\n", status=status, content_type="application/json", headers={"Cache-Control": "no-store"}
    )  # fmt: skip


def refusal(error: str, sentence: str, status: int, **more: Any) -> HttpResponse:
    """Why something was not done."""
    return answer({"error": error, "sentence": sentence, **more}, status)


def too_often(often: TooOften) -> HttpResponse:
    """That it was asked too often, and when to come again."""
    response = refusal("too_often", f"That was too often. Try again in {often.wait} seconds.", 429, wait=often.wait)
    response["Retry-After"] = str(often.wait)
    return response

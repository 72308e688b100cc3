"""allauth's limits, counted where ours are: in the database, the same for all processes, and by kept hashes only.

allauth keeps them in the cache, which each process has for itself. Which limits there are stays its own matter and that of the
settings; only where one is counted is taken over here, by the one function through which all of them go. A test shows that
each limit really comes by.
"""

from typing import Any

from allauth.core.exceptions import RateLimited
from allauth.core.internal import ratelimit
from django.http import HttpRequest

from entredon.desk import limits
from entredon.pure.bucket import Rate


class Usage:
    """One try that was counted, and can be taken back when it went well."""

    def __init__(self, name: str, who: str, rate: Rate) -> None:
        self.counted = (name, who, rate)

    def rollback(self) -> None:
        limits.give_back(*self.counted)


def consume(
    request: HttpRequest, *, app: str, action: str, rate: ratelimit.Rate, key: Any = None, user: Any = None,
    dry_run: bool = False, raise_exception: bool = False,
) -> Usage | None:  # fmt: skip
    """Count a try; None when that would be too often. Raises allauth's RateLimited if asked to."""
    name, who, ours = _counted(request, app, action, rate, key, user)
    try:
        if dry_run:
            wait = limits.look(name, who, ours)
            if wait:
                raise limits.TooOften(wait)
        else:
            limits.take(name, who, ours)
    except limits.TooOften as trouble:
        request.too_often = trouble.wait  # type: ignore[attr-defined]  # read by the page that says so
        if raise_exception:
            raise RateLimited from None
        return None
    return Usage(name, who, ours)


def clear(
    request: HttpRequest, *, app: str, action: str, config: dict[str, str] | None = None, key: Any = None, user: Any = None
) -> None:  # fmt: skip
    """Count from the beginning."""
    for rate in ratelimit.get_rates(app=app, action=action, config=config):
        limits.forget(*_counted(request, app, action, rate, key, user))


def _counted(
    request: HttpRequest, app: str, action: str, rate: ratelimit.Rate, key: Any, user: Any
) -> tuple[str, str, Rate]:
    who = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key, user=user)
    return f"{app}.{action}", who, Rate(rate.amount, max(1, round(rate.duration)))


def install() -> None:
    """Called once, when Django has started."""
    ratelimit._consume_single_rate = consume
    ratelimit.clear = clear

"""The admission clock: when an author claims to speak. No rule ever reads it; only the doors do."""

from datetime import UTC, datetime, timedelta

from django.conf import settings

SKEW = timedelta(minutes=10)


def now() -> datetime:
    """The time at the door. Tests move it by ENTREDON_TEST_CLOCK, which means nothing outside the suite."""
    if settings.ENTREDON_TEST_CLOCK:
        if not settings.ENTREDON_SUITE:
            raise RuntimeError("ENTREDON_TEST_CLOCK is for the test suite only; unset it")
        return datetime.fromisoformat(settings.ENTREDON_TEST_CLOCK)
    return datetime.now(UTC)


def stamp(moment: datetime | None = None) -> str:
    """A moment as entries write it: UTC, milliseconds."""
    moment = (moment or now()).astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def skewed(at: str) -> bool:
    """Whether a claimed time is further from ours than the door allows."""
    return abs(datetime.fromisoformat(at) - now()) > SKEW

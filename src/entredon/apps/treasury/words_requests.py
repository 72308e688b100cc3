"""What was said about money, in words: asking for money."""

from collections.abc import Callable

from django.utils.functional import Promise

from entredon.log.told import Look, Said

NAMES: dict[str, Promise | str] = {}
WORDS: dict[str, Callable[[Said, Look], str]] = {}

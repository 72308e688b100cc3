"""What was said about money, in words: the books as a whole: plans, reserves, closed years."""

from collections.abc import Callable

from django.utils.functional import Promise

from entredon.log.told import Look, Said

NAMES: dict[str, Promise | str] = {}
WORDS: dict[str, Callable[[Said, Look], str]] = {}

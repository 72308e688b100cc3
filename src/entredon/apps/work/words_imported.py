"""What was said about tables that were brought in, in words."""

from collections.abc import Callable
from typing import Any

from entredon.log.told import Look, Said

NAMES: dict[str, Any] = {}
WORDS: dict[str, Callable[[Said, Look], str]] = {}

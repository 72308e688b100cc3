"""What was said about needs, offers and splits, in words."""

from collections.abc import Callable
from typing import Any

from entredon.log.told import Look, Said

NAMES: dict[str, Any] = {}
WORDS: dict[str, Callable[[Said, Look], str]] = {}

"""Whoever asks for what somebody is just working out waits for it, instead of working it out a second time."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class Turns:
    """A lock for each name, which lives as long as somebody holds it or waits for it.

    The same thread may take the same name again. What is worked out under one name may ask for others, never in circles.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken: dict[Hashable, tuple[threading.RLock, int]] = {}  # type: ignore[valid-type, unused-ignore]

    @contextmanager
    def take(self, name: Hashable) -> Iterator[None]:
        """Hold this name until the end of the block."""
        with self._guard:
            lock, holders = self._taken.get(name) or (threading.RLock(), 0)
            self._taken[name] = lock, holders + 1
        try:
            with lock:
                yield
        finally:
            with self._guard:
                lock, holders = self._taken[name]
                if holders > 1:
                    self._taken[name] = lock, holders - 1
                else:
                    del self._taken[name]

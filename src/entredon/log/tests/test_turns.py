"""What somebody is working out is not worked out a second time."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from entredon.log.turns import Turns


def test_one_works_it_out_and_the_others_wait() -> None:
    turns, kept, worked = Turns(), {}, []

    def ask(name: str) -> int:
        with turns.take(name):
            if name not in kept:
                worked.append(name)
                time.sleep(0.02)
                kept[name] = len(worked)
            return kept[name]

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, ["a"] * 8)) == {1}
    assert worked == ["a"]


def test_different_names_do_not_wait_for_each_other() -> None:
    turns, both = Turns(), threading.Barrier(2)

    def ask(name: str) -> None:
        with turns.take(name):
            both.wait(timeout=10)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(ask, ["a", "b"]))


def test_a_name_is_given_back_also_after_a_failure_and_nothing_stays() -> None:
    turns = Turns()
    for _ in range(2):
        try:
            with turns.take("a"), turns.take("a"):
                raise ValueError
        except ValueError:
            pass
    assert turns._taken == {}

"""A guard while tests run: derived tables change through the write buffer, or not at all.

A pytest plugin, loaded by ``-p`` in pyproject.toml. Every statement of every connection passes by here; an INSERT, UPDATE,
DELETE or REPLACE of a derived table that doesn't come from ``Tables.flush``, from a rebuild, or from Django emptying its test
database raises ``WrittenBesideTheLaw``.
"""

import functools
import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

WRITES = re.compile(
    r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"?([A-Za-z0-9_]+)"?', re.I
)
SANCTIONED = {
    ("entredon.log.tables", "flush"): "the write buffer, which rules use",
    ("entredon.log.tables", "add_all"): "the same, for many rows at once",
    ("entredon.log.rebuild", ""): "replaces all rows of a commons by those of a replay",
    ("django.core.management.commands.flush", ""): "empties the test database",
    ("django.test.testcases", ""): "empties the test database",
    ("django.db.migrations.executor", ""): "makes the tables",
}
"""Who may write derived tables: module and function ("" = any function of it), with the reason."""


class WrittenBesideTheLaw(AssertionError):
    """Something other than the write buffer changed a derived table: a replay would not repeat it."""


@functools.cache
def derived_tables() -> frozenset[str]:
    """The names of all derived tables in the database."""
    from django.apps import apps

    from entredon.log.bases import Derived

    return frozenset(model._meta.db_table for model in apps.get_models() if issubclass(model, Derived))


def sanctioned(frame: FrameType | None) -> bool:
    """Whether anybody up the stack may write derived tables."""
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if (module, frame.f_code.co_name) in SANCTIONED or (module, "") in SANCTIONED:
            return True
        frame = frame.f_back
    return False


def watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Django calls this around every statement."""
    found = WRITES.match(str(sql))
    if found and found[1] in derived_tables() and not sanctioned(sys._getframe(1)):
        raise WrittenBesideTheLaw(
            f"{found[1]} is a derived table: only rules write it, through entredon.log.tables.Tables ({sql!s:.100})"
        )
    return execute(sql, params, many, context)


def _guard(connection: Any, **_: Any) -> None:
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def pytest_configure(config: pytest.Config) -> None:
    """From here on every connection, of every thread, is watched."""
    from django.db.backends.signals import connection_created

    connection_created.connect(_guard, weak=False, dispatch_uid="entredon.testing_guard")

"""What every test run of Entredon needs, as a pytest plugin: a folder of its own, ``--all``, and a tally of skips.

It is loaded by ``-p`` in pyproject.toml, before Django reads its settings, so that no test ever touches a real node.
"""

import atexit
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# A busy machine is slow, not wrong: examples have no deadline.
hypothesis.settings.register_profile("entredon", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("entredon")

MEMORY = Path("/dev/shm")  # noqa: S108 (folders made there have names of their own)
ROOM = 4 << 30
"""What a run may need there, in bytes, with much to spare."""


def _files_are_kept_in_memory() -> None:
    """Nodes of tests write safely, so they wait for the disk thousands of times. Where Linux has a disk in memory, they
    write there, and so does every process that they start; elsewhere, or where somebody named a folder, on the disk."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return
    if os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return  # programs that tests build have to run there, too
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


_files_are_kept_in_memory()

# Each process (also each of xdist's) lives in a folder of its own, whatever the caller's environment says.
os.environ["ENTREDON_SUITE"] = "1"
# Commands speak English in tests, whatever the machine speaks.
os.environ["ENTREDON_LANG"] = "en"
os.environ["ENTREDON_HOME"] = tempfile.mkdtemp(prefix="entredon-suite-")
atexit.register(shutil.rmtree, os.environ["ENTREDON_HOME"], ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Exhaustive tests have no time after which they count as hanging; translations that were changed are compiled, once."""
    if config.getoption("--all") and config.getoption("timeout") is None:
        config.option.timeout = 0  # exhaustive tests take as long as they take
    if not hasattr(config, "workerinput"):
        from tools import catalogues

        catalogues.make(Path(__file__).parent / "locale")

    _static_files_are_listed_once()
    _what_is_booked_may_be_emptied_between_tests()


def _what_is_booked_may_be_emptied_between_tests() -> None:
    """After a test that commits, all tables are emptied, also those whose triggers let nobody do that."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from entredon.apps.treasury import triggers

    truly = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: Any, sql_list: list[str]) -> None:
        vendor = self.connection.vendor
        truly(self, [*triggers.drop(vendor), *sql_list, *triggers.make(vendor)])

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]


def _static_files_are_listed_once() -> None:
    """Each browser of a test begins with a server of its own, and that with reading all static files: once is enough."""
    from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

    listed: dict[str, dict[str, Any]] = {}
    truly = WhiteNoiseMiddleware.add_files_from_finders

    def add_files_from_finders(self: Any) -> None:
        if self.static_prefix not in listed:
            truly(self)
            listed[self.static_prefix] = dict(self.files)
        self.files.update(listed[self.static_prefix])

    WhiteNoiseMiddleware.add_files_from_finders = add_files_from_finders


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="also the exhaustive variants of tests (minutes to hours)")


@pytest.fixture(autouse=True)
def _a_folder_for_each_test(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Iterator[None]:
    """Each test is a node of its own: its keys, content and checkpoints lie in a folder that no other test sees."""
    from django.core.cache import cache

    from entredon.log import checkpoints

    folder: Path = tmp_path_factory.mktemp("node")
    settings.ENTREDON_HOME = folder
    # How often somebody tried to come in is counted in the cache.
    cache.clear()
    # Hashing a password takes long on purpose; what tests are about is not that.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Long work and letters are done at once, in the test's own transaction.
    immediate = "django_tasks.backends.immediate.ImmediateBackend"
    settings.TASKS = {"default": {"BACKEND": immediate, "QUEUES": ["default", "long"]}}
    # No timers: under test each append publishes at once, in the same thread and transaction.
    checkpoints.PAUSE = 0.0
    yield
    checkpoints.forget()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cast(db: None) -> Any:
    """A commons with Ada (its steward), Bob (a member) and Charlie (a stranger, who must not be able to do anything)."""
    from entredon.testing_cast import Cast

    return Cast.found()


FIRST = (
    "tests/browser/test_the_whole_circle.py",
    "tests/browser/test_money_in_money_out.py",
    "tests/test_killed_while_paying.py",
    "tests/browser/test_a_safe_place_in_dutch.py",
    "tests/browser/test_every_page_from_inside.py",
    "tests/browser/test_every_page.py",
    "tests/browser/test_a_partner_gives_back.py",
    "tests/test_permissions.py",
    "tests/test_scripts_in_text_fields.py",
    "tests/test_docs.py",
    "tests/test_every_word.py",
    "tests/test_upgrade.py",
    "src/entredon/log/tests/test_every_changed_byte_is_found.py",
    "tests/test_log_commands.py",
    "tests/browser/test_from_a_thought_to_cents.py",
    "src/entredon/log/tests/test_killed_at_any_moment.py",
    "tests/test_decide_commands.py",
    "tests/browser/test_founding.py",
    "tests/browser/test_by_keyboard.py",
    "tests/browser/test_keys_in_the_browser.py",
    "tests/browser/test_signing_in_with_a_passkey.py",
    "tests/test_attacks.py",
    "src/entredon/apps/treasury/tests/test_fifty_press_at_once.py",
    "src/entredon/pure/money/journal/tests/test_money_is_conserved.py",
    "src/entredon/apps/value/tests/test_random_histories.py",
)
"""The files that take longest, the longest first. Processes share the tests file by file: what is long must not come last,
when nothing is left to do beside it."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest comes first; exhaustive tests are skipped, visibly, unless asked for."""
    turn = {path: number for number, path in enumerate(FIRST)}
    items.sort(key=lambda item: turn.get(item.nodeid.partition("::")[0], len(turn)))
    if config.getoption("--all"):
        return
    skip = pytest.mark.skip(reason="exhaustive: run with --all")
    for item in items:
        if item.get_closest_marker("exhaustive"):
            item.add_marker(skip)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how many tests were skipped and why: what a machine can't do should be known, not overlooked."""
    reasons = Counter(reason(report) for report in terminalreporter.stats.get("skipped", []))
    if not reasons:
        return
    terminalreporter.section(f"{reasons.total()} skipped, because")
    for why, count in reasons.most_common():
        terminalreporter.line(f"{count:5}  {why}")


def reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a test was skipped, as its author wrote it."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")

"""The same attempts at what is booked in a PostgreSQL of this test's own, where one is installed."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from entredon.apps.treasury import triggers
from entredon.apps.treasury.tests.booking import SLUG
from entredon.apps.treasury.tests.test_triggers import ALLOWED, REFUSED, entries, posting, sealed

TABLES = """
CREATE TABLE treasury_account (commons text, id text, bearer text, currency text, floor bigint, postings bigint,
    PRIMARY KEY (commons, id));
CREATE TABLE treasury_posting (commons text, id text, entry text, account text, currency text, minor bigint, number bigint,
    block bigint, PRIMARY KEY (commons, id));
CREATE TABLE treasury_booked (commons text, id text, day text, reverses text, override text, linked text, rate text,
    sealed text, entry text, position bigint, n integer, PRIMARY KEY (commons, id));
CREATE UNIQUE INDEX treasury_reversed_once ON treasury_booked (commons, reverses) WHERE reverses <> '';
CREATE TABLE log_rebuilding (commons text PRIMARY KEY);
"""
"""As far as the triggers know them."""


class Server:
    """A database that nobody else reaches: it listens on a socket in its own folder only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.who = "postgres" if os.getuid() == 0 else None

    def run(self, *argv: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            argv, user=self.who, cwd=self.folder, capture_output=True, text=True, timeout=60, check=False
        )

    def start(self) -> "subprocess.Popen[bytes]":
        data = str(self.folder / "data")
        made = self.run("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C")
        assert made.returncode == 0, made.stderr
        argv = ["postgres", "-D", data, "-k", str(self.folder), "-c", "listen_addresses=", "-c", "fsync=off"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(argv, user=self.who, cwd=self.folder, **quiet)
        for _ in range(300):
            if not self.says("SELECT 1").returncode:
                return process
            assert process.poll() is None, "the server ended"
            time.sleep(0.1)
        raise AssertionError("the server did not come up")

    def says(self, *statements: str) -> "subprocess.CompletedProcess[str]":
        """All in one transaction, which ends with the first that is refused."""
        asked = [argument for one in statements for argument in ("-c", one)]
        return self.run(
            "psql", "-X", "-q", "-t", "-1", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-U", "postgres", *asked
        )

    def rows(self) -> str:
        told = self.says("SELECT * FROM treasury_booked ORDER BY id", "SELECT * FROM treasury_posting ORDER BY id",
                         "SELECT * FROM treasury_account ORDER BY id")  # fmt: skip
        assert told.returncode == 0, told.stderr
        return told.stdout


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if not all(map(shutil.which, ("initdb", "postgres", "psql"))):
        pytest.skip("PostgreSQL isn't installed here")
    folder = Path(tempfile.mkdtemp(prefix="entredon-postgresql-"))
    if os.getuid() == 0:
        try:
            shutil.chown(folder, "postgres", "postgres")
        except LookupError:
            pytest.skip("PostgreSQL won't run as root, and there is nobody else")
    made = Server(folder)
    process = made.start()
    try:
        yield made
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def told() -> Iterator[str]:
    """The same entries as in the tests of SQLite, written down by hand."""
    accounts = {account for one in entries() for account, _minor in one.postings}
    for account in sorted(accounts, key=lambda one: one.path):
        floor = "NULL" if account.floor is None else account.floor
        yield (
            f"INSERT INTO treasury_account VALUES ('{SLUG}', '{account.path}', 'merel', '{account.currency}', {floor}, 9)"
        )
    for one in entries():
        for n, (account, minor) in enumerate(one.postings, 1):
            yield posting(f"{one.key}.{n}", one.key, account.path, account.currency, minor)
        yield sealed(one.key, one.reverses)


def test_what_is_booked_never_changes_there_either(server: Server) -> None:
    done = server.says(*TABLES.strip().rstrip(";").split(";"), *triggers.make("postgresql"), *told())
    assert done.returncode == 0, done.stderr
    before = server.rows()
    emptied = {
        table: (f"TRUNCATE {table} CASCADE", "")
        for table in ("treasury_booked", "treasury_posting", "treasury_account")
    }
    for what, (statements, words) in {**REFUSED, **emptied}.items():
        refused = server.says(*statements.split(";"))
        assert refused.returncode, what
        assert words in refused.stderr, (what, refused.stderr)
        assert server.rows() == before, what
    for what, statements in ALLOWED.items():
        done = server.says(*statements.split(";"), "SELECT 1 / 0")  # so that it is undone
        assert "division by zero" in done.stderr, (what, done.stderr)
    assert server.rows() == before
    done = server.says(*triggers.drop("postgresql"), "DELETE FROM treasury_booked")
    assert done.returncode == 0, done.stderr

"""A machine whose key speaks for a partner: what the tests of commands about partners, offers and orders begin with."""

import json
from typing import Any

import pytest

from entredon.apps.market.tests.stall import Stall
from entredon.cli.main import run_command
from entredon.log import device, fresh
from entredon.log.models import Log
from entredon.testing_cast import Cast


class Machine:
    """The stall of the market's tests; on this machine speaks Mieke, a member with a partner of her own: Werf Mieke."""

    def __init__(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        self.cast, self.capsys = cast, capsys
        self.stall = Stall(cast)
        self.key = device.key(cast.slug)
        self.me = cast.join(self.key, "Mieke Machine")
        self.partner = self.stall.partner(self.key, "Werf Mieke")
        # The tables were made by this very program: no command need look whether they were.
        fresh.remember(fresh.TABLES, fresh.shape())

    def run(self, *command: str) -> tuple[str, str]:
        """A command of two words, the commons, and what follows; returns what it prints and says."""
        code = run_command([*command[:2], self.cast.slug, *command[2:]])
        out, err = self.capsys.readouterr()
        assert code == 0, err
        return out, err

    def json(self, *command: str) -> Any:
        return json.loads(self.run(*command, "--json")[0])

    def refused(self, *command: str, says: str) -> None:
        """The command ends with 2 and a sentence, and nothing is recorded."""
        before = Log.objects.get(slug=self.cast.slug).size
        code = run_command([*command[:2], self.cast.slug, *command[2:]])
        out, err = self.capsys.readouterr()
        assert (code, out) == (2, ""), out + err
        assert says in err, err
        assert "Traceback" not in err
        assert Log.objects.get(slug=self.cast.slug).size == before

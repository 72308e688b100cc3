"""What a command still does when it ends: publish what waits. Nothing may come of it but a sentence."""

import io

import pytest

from entredon.cli.main import run_command
from entredon.log import checkpoints


@pytest.mark.django_db
@pytest.mark.parametrize(
    "trouble", [OSError(28, "No space left on device"), checkpoints.RolledBack("An older backup."), KeyboardInterrupt()]
)
def test_what_cant_be_published_at_the_end_is_told_and_changes_no_exit_code(monkeypatch, capsys, trouble):
    def settle() -> None:
        raise trouble

    monkeypatch.setattr(checkpoints, "settle", settle)
    assert run_command(["rebuild", "nothing"]) == 2
    assert "kept, but not published yet" in capsys.readouterr().err
    monkeypatch.setattr("sys.stderr", io.StringIO())
    monkeypatch.setattr("entredon.cli.main._call", lambda *_: (_ for _ in ()).throw(BrokenPipeError()))
    assert run_command(["rebuild", "nothing"]) == 0, "also when nobody listens any more"

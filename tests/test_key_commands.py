"""``entredon key …`` and ``entredon sign`` on a machine of their own, against a place that runs: the whole life of a device's key."""

import base64
import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image

from entredon.apps.people import accounts, key_asking
from entredon.apps.people.entries import Described, RecoveryChosen
from entredon.apps.people.models import Account, KeyAsked, Persona
from entredon.cli import key_enrol
from entredon.cli.common import Trouble
from entredon.cli.main import run_command
from entredon.cli.place import Place
from entredon.desk import limits
from entredon.log import checkpoints, device, door, held, stored
from entredon.log.models import Entry, HeldKey, Key, Log, SideText
from entredon.log.registry import Refused
from entredon.pure.bucket import Rate
from entredon.pure.log import checkpoint, leaf
from entredon.testing_cast import Cast, person

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(r"^ {4}([2-9A-Z]{5}-[2-9A-Z]{5})$", re.M)


class Terminal(io.TextIOWrapper):
    """Standard input where somebody types."""

    def isatty(self) -> bool:
        return True


class Machine:
    """A machine with keys and memories of its own, on which somebody types commands about a commons elsewhere."""

    terminal = False
    """Whether somebody sits there who can be asked."""

    def __init__(self, home: Path, address: str) -> None:
        self.home, self.address = home, address
        home.mkdir(exist_ok=True)

    @property
    def file(self) -> Path:
        """Where its key for that commons lies."""
        return self.home / "keys" / "merel"

    def call(self, *arguments: str, given: str = "") -> tuple[int, str, str]:
        """Exit code, standard output and standard error of a command."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as here, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            here.setattr(device, "path_at", lambda origin: self.file)
            here.setattr(device, "seen_at", lambda origin: self.home / "seen")
            here.setattr("sys.stdin", (Terminal if self.terminal else io.TextIOWrapper)(io.BytesIO(given.encode())))
            here.chdir(self.home)
            code = run_command(arguments)
        return code, out.getvalue(), err.getvalue()

    def run(self, *arguments: str, code: int = 0, given: str = "") -> tuple[str, str]:
        """What a command prints and says, when it ends with this code; never a traceback."""
        ended, out, err = self.call(*arguments, given=given)
        assert ended == code, err
        assert "Traceback" not in err
        return out.strip(), err

    def refused(self, *arguments: str, says: str, code: int = 2, given: str = "") -> None:
        """The command ends with a sentence that says this, and nothing is recorded."""
        before = list(Entry.objects.values_list("id", flat=True))
        _out, err = self.run(*arguments, code=code, given=given)
        assert says in err, err
        assert list(Entry.objects.values_list("id", flat=True)) == before

    def sign(self, kind: str, *rest: str) -> dict[str, Any]:
        out, _err = self.run("sign", self.address, kind, *rest, "--json")
        return dict(json.loads(out))

    def key(self, *arguments: str) -> str:
        """A command about keys in this commons; what it prints."""
        return self.run("key", arguments[0], self.address, *arguments[1:])[0]

    def keys_there(self) -> list[dict[str, str]]:
        return list(json.loads(self.run("key", "list", self.address, "--json")[0]))

    def enrol(self, says_yes: Callable[[KeyAsked], None], *rest: str) -> str:
        """The whole way: the command waits, she says yes meanwhile, the command ends. Returns the key."""

        def meanwhile(_seconds: float) -> None:
            asked = KeyAsked.objects.get(state="asked")
            says_yes(asked)

        with pytest.MonkeyPatch.context() as here:
            here.setattr("time.sleep", meanwhile)
            return self.key("enrol", *rest)


class Elsewhere(Machine):
    """The same in processes of its own, as on another machine."""

    @property
    def file(self) -> Path:
        (found,) = (self.home / "keys").glob("@*/merel")
        return found

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        env = {k: v for k, v in os.environ.items() if not k.startswith(("ENTREDON_", "DJANGO_"))}
        return subprocess.Popen(
            [sys.executable, "-m", "entredon", *arguments], cwd=self.home, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**env, "ENTREDON_HOME": str(self.home)},
        )  # fmt: skip

    def call(self, *arguments: str, given: str = "") -> tuple[int, str, str]:
        with self.start(*arguments) as process:
            out, err = process.communicate(given, timeout=120)
        return process.returncode, out, err

    def enrol(self, says_yes: Callable[[KeyAsked], None], *rest: str) -> str:
        with self.start("key", "enrol", self.address, *rest) as process:
            says_yes(waiting_for(process))
            out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return out.strip()


def waiting_for(process: "subprocess.Popen[str]") -> Any:
    """What a device asks for, found as she finds it: by the code that it shows."""
    said = ""
    assert process.stderr is not None
    for line in process.stderr:
        said += line
        if found := CODE.search(said):
            asked = key_asking.find("merel", found[1])
            assert asked is not None
            return asked
    raise AssertionError(said)


@pytest.fixture
def place(live_server: Any) -> Cast:
    cast = Cast.found(draft=False, joining="open")
    cast.account("bob")
    return cast


@pytest.fixture
def machine(place: Cast, live_server: Any, tmp_path: Path) -> Machine:
    return Machine(tmp_path / "one", f"{live_server.url}/log/merel/")


@pytest.fixture
def second(place: Cast, live_server: Any, tmp_path: Path) -> Machine:
    return Machine(tmp_path / "two", f"{live_server.url}/log/merel/")


@pytest.fixture
def elsewhere(place: Cast, live_server: Any, tmp_path: Path) -> Elsewhere:
    return Elsewhere(tmp_path / "elsewhere", f"{live_server.url}/c/merel/")


def bob_says_yes(place: Cast) -> Callable[[KeyAsked], None]:
    """He sees the code on his page, signed in, and agrees."""

    def yes(asked: KeyAsked) -> None:
        found = key_asking.find("merel", asked.code)
        assert found is not None
        key_asking.agree(place.account("bob"), found)

    return yes


def test_a_member_enrols_signs_moves_rotates_and_revokes(place: Cast, elsewhere: Elsewhere) -> None:
    machine, yes = elsewhere, bob_says_yes(place)
    made = machine.key("new")
    file = machine.file
    assert file.stat().st_mode & 0o777 == 0o600
    machine.refused("sign", machine.address, "people.left", says="not known there yet")

    assert machine.enrol(yes, "--name", "my laptop") == made
    assert Key.objects.get(commons="merel", id=made).person == person(place.bob)
    assert machine.run("key", "enrol", machine.address)[0] == ""  # it is hers already

    said = machine.sign("people.described", "--text", "about=I like gears.")
    entry = Entry.objects.get(commons="merel", index=said["index"])
    assert (entry.id, entry.by) == (said["id"], made)
    assert SideText.objects.get(entry=entry.id).text == "I like gears."
    parsed = leaf.parse(bytes(entry.leaf))
    assert parsed.seen == (said["index"], checkpoint_root(said["index"]))

    assert "Only you sign now" in machine.key("move", "--yes")
    assert not HeldKey.objects.filter(id=place.bob.id).exists()

    new = machine.key("rotate")
    assert new != made
    assert {row["id"]: row["what"] for row in machine.keys_there()}[new] == "on this machine"
    assert Key.objects.get(commons="merel", id=made).revoked is not None
    assert not list(file.parent.glob("merel.*"))
    assert (
        Entry.objects.get(
            commons="merel", index=machine.sign("people.described", "--text", "about=Still here")["index"]
        ).by
        == new
    )

    machine.refused("key", "revoke", machine.address, new[:8], says="last key")
    machine.refused("key", "revoke", machine.address, "abc", says="names none of your keys")
    machine.sign("people.left")


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 2), ("\n", 2)])
def test_before_it_signs_a_machine_shows_for_whom_and_which_keys_do_already(
    place: Cast, machine: Machine, typed: str, code: int
) -> None:
    """Whoever made the entry chose the person; only she can tell whether that is herself, and all these keys hers."""
    machine.terminal, yes = True, bob_says_yes(place)
    with pytest.MonkeyPatch.context() as here:
        here.setattr("time.sleep", lambda _seconds: yes(KeyAsked.objects.get(state="asked")))
        _out, err = machine.run("key", "enrol", machine.address, given=typed, code=code)
    assert f"will speak for {person(place.bob)}" in err
    assert f"  {place.bob.id[:10]}  kept by the place" in err
    assert "Is that you?" in err
    assert Key.objects.filter(commons="merel", person=person(place.bob)).count() == (2 if code == 0 else 1)
    if code:
        assert "Nothing was signed" in err


def test_a_machine_signs_for_nobody_whose_key_is_not_in_use() -> None:
    class Nowhere:
        name = "merel"

        def key(self, _id: str) -> None:
            return None

    with pytest.raises(Trouble, match="no key in use"):
        key_enrol._is_it_you(cast(Place, Nowhere()), "0" * 64)


def test_before_the_place_gives_up_its_key_the_keys_that_stay_are_shown(place: Cast, machine: Machine) -> None:
    made = machine.enrol(bob_says_yes(place))
    _out, err = machine.run("key", "move", machine.address, "--yes")
    assert "These keys stay" in err
    assert f"  {made[:10]}  on a device" in err
    assert place.bob.id[:10] not in err


def checkpoint_root(size: int) -> str:
    return stored.root_at("merel", size).hex()


def test_the_page_can_not_speak_for_who_has_moved_and_shows_the_command_that_does(
    place: Cast, machine: Machine, live_server: Any
) -> None:
    """The place has thrown its key away; what she wanted to say there she says with the command it shows."""
    machine.enrol(bob_says_yes(place))
    machine.key("move", "--yes")
    before = Log.objects.get(slug="merel").size
    browser = place.client("bob")
    page = browser.post(
        "/c/merel/people/leave/", {"sure": "on", "yes": "on"}, headers={"Host": live_server.url.split("//")[1]}
    )
    assert Log.objects.get(slug="merel").size == before
    text = page.content.decode()
    (command,) = re.findall(r"entredon sign (\S+) people\.left", text)
    assert command == f"{live_server.url}/c/merel/"
    machine.run("sign", command, "people.left")
    assert Log.objects.get(slug="merel").size == before + 1
    # Were the secret still somewhere (in an old backup, say), it could not sign either.
    with pytest.raises(Refused, match="withdrawn"):
        door.append("merel", Described(), place.bob, {"about": "It is me, the host"})


def test_somebody_joins_from_the_command_line(place: Cast, machine: Machine) -> None:
    shown = json.loads(
        machine.run("sign", machine.address, "people.joined", "--text", "name=Erik", "--dry-run", "--json")[0]
    )
    assert Entry.objects.filter(commons="merel", kind="people.joined").count() == 1
    assert json.loads(shown["line"])["kind"] == "people.joined"
    done = machine.sign("people.joined", "--text", "name=Erik")
    assert SideText.objects.get(entry=done["id"], name="name").text == "Erik"
    (row,) = machine.keys_there()
    assert Key.objects.get(commons="merel", id=row["id"]).custody == "device"
    machine.refused("sign", machine.address, "people.joined", says="already here")


def test_what_is_typed_wrongly_ends_with_a_sentence(place: Cast, machine: Machine) -> None:
    a = machine.address
    machine.run("sign", a, "people.joined")
    (machine.home / "body.json").write_text('{"x": 1}')
    (machine.home / "image").write_bytes(b"\xff\xfe")
    for arguments, says in (
        ([a, "people.describe"], "Did you mean people.described"),
        ([a, "people.left", "{"], "This is not JSON"),
        ([a, "people.left", "[]"], "a JSON object"),
        ([a, "people.left", '{"x":1.5}'], "whole"),
        ([a, "people.left", "body.json"], "unknown field"),
        ([a, "people.left", "nothing.json"], "can't be read"),
        ([a, "people.left", "image"], "UTF-8"),
        ([a, "people.left", '{"x":' * 5000], "JSON"),
        ([a, "people.left", "--text", "note=x"], "it carries none"),
        ([a, "people.described", "--text", "about"], "--text name=TEXT"),
        ([a, "people.described", "--text", "about=@nothing"], "can't be read"),
        ([a, "people.described"], "Say something"),
        ([a + "nowhere/", "people.left"], "no public record"),
        (["http://127.0.0.1:9/c/merel/", "people.left"], "can't be fetched"),
        (["ftp://x/", "people.left"], "no address we can fetch from"),
        (["./copy", "people.left"], "is a copy"),
        (["no-such", "people.left"], "no commons named"),
    ):
        machine.refused("sign", *arguments, says=says)
    machine.refused("sign", a, "people.left", "-", given="[" * 100_000, says="JSON")


def test_a_body_comes_in_by_a_file_or_by_standard_input(place: Cast, machine: Machine) -> None:
    machine.run("sign", machine.address, "people.joined")
    (machine.home / "words").write_text("Some words, é")
    out, _err = machine.run(
        "sign", machine.address, "people.described", "-", "--text", "about=@words", "--json", given="{}"
    )
    done = json.loads(out)
    assert SideText.objects.get(entry=done["id"]).text == "Some words, é"


def test_a_picture_is_drawn_anew_before_it_is_signed(place: Cast, machine: Machine) -> None:
    machine.run("sign", machine.address, "people.joined")
    Image.new("RGB", (600, 400), (200, 30, 30)).save(machine.home / "me.png")
    (machine.home / "words.png").write_text("no picture")
    done = machine.sign("people.described", "--text", "picture=@me.png")
    text = SideText.objects.get(entry=done["id"], name="picture").text
    assert Image.open(io.BytesIO(base64.b64decode(text))).size == (256, 256)
    machine.refused("sign", machine.address, "people.described", "--text", "picture=@words.png", says="not a picture")
    machine.refused("sign", machine.address, "people.described", "--text", "picture=@none.png", says="can't be read")


def test_a_host_that_shows_another_history_gets_no_signature(place: Cast, machine: Machine) -> None:
    """It has signed one history and now shows another: both its words are kept on her machine."""
    machine.run("sign", machine.address, "people.joined")
    now = checkpoints.published("merel")
    origin = Log.objects.get(slug="merel").origin
    lie = checkpoint.sign(checkpoint.Checkpoint(origin, now.size, b"\1" * 32), held.log_key("merel"))
    true = checkpoints.path("merel").read_bytes()
    seen = machine.home / "seen"
    (seen / "checkpoint").write_bytes(lie)  # so it was shown before
    machine.refused("sign", machine.address, "people.left", says="contradict each other", code=1)
    kept = {file.read_bytes() for file in (seen / "evidence").glob("*.checkpoint")}
    assert kept == {lie, true}


def test_a_second_device_is_let_in_by_the_first(place: Cast, machine: Machine, second: Machine) -> None:
    machine.enrol(bob_says_yes(place))
    machine.refused("key", "agree", machine.address, "x", says="is not a code")
    machine.refused("key", "agree", machine.address, "22222-22222", says="Nothing waits")

    def on_the_first(asked: KeyAsked) -> None:
        machine.run("key", "agree", machine.address, asked.code.lower().replace("-", " "), "--yes")

    made = second.enrol(on_the_first, "--name", "the other")
    assert Key.objects.get(commons="merel", id=made).person == person(place.bob)
    lost = device.read(machine.file)
    assert lost is not None
    assert "Withdrawn" in second.key("revoke", lost.id[:10])
    machine.refused("sign", machine.address, "people.left", says="was withdrawn")


def test_a_no_and_control_c_leave_everything_as_it_was(place: Cast, elsewhere: Elsewhere) -> None:
    with elsewhere.start("key", "enrol", elsewhere.address) as process:
        key_asking.refuse(place.account("bob"), waiting_for(process))
        _out, err = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "You said no" in err
    with elsewhere.start("key", "enrol", elsewhere.address) as process:
        asked = waiting_for(process)
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert key_asking.key_of(asked) == elsewhere.key("new")  # the key is kept, and asks again with another code


def test_a_rotation_broken_off_goes_on(place: Cast, machine: Machine) -> None:
    """At whatever moment it was broken off: with the next key made, let in, in its place, or the old one withdrawn."""
    machine.run("sign", machine.address, "people.joined")
    file = machine.file
    before = file.read_text()
    first = machine.key("rotate")
    after = file.read_text()
    # The answer was lost after the new key was let in, before anything was moved: both files are there.
    file.rename(file.with_name("merel.old"))
    file.write_text(after)
    assert machine.key("rotate") == first  # the earlier change is finished, nothing more
    assert not file.with_name("merel.old").exists()
    # Broken off right after the next key was made.
    file.with_name("merel.next").write_text("11" * 32)
    second = machine.key("rotate")
    assert Key.objects.get(commons="merel", id=second).revoked is None
    assert file.read_text().strip() == "11" * 32
    assert before not in file.read_text()
    live = Key.objects.filter(commons="merel", person=Key.objects.get(id=second).person, revoked=None)
    assert [row.id for row in live] == [second]


def test_who_lost_all_keys_comes_back_with_those_she_chose(place: Cast, machine: Machine, second: Machine) -> None:
    bob = person(place.bob)
    second.run("sign", second.address, "people.joined")
    helper = Key.objects.get(commons="merel", id=second.key("new")).person
    place.say(RecoveryChosen(helpers=(helper,), needed=1), place.bob)
    machine.refused("key", "recover", machine.address, "k:bob", says="whole id")
    machine.refused("key", "recover", machine.address, bob, says="Not yet")
    _out, err = machine.run("key", "recover", machine.address, bob, code=2)
    (public,) = re.findall(r"^ {4}([A-Za-z0-9+/]{43}=)$", err, re.M)
    second.run("key", "vouch", second.address, bob, public, "--yes")
    out, _err = machine.run("key", "recover", machine.address, bob)
    assert Key.objects.get(commons="merel", id=out).person == bob
    assert Key.objects.get(commons="merel", id=place.bob.id).revoked is not None
    assert not HeldKey.objects.filter(id=place.bob.id).exists()
    machine.sign("people.described", "--text", "about=I am back")


def test_a_key_on_this_very_machine_is_the_same_for_the_node_and_its_pages(place: Cast, capsys: Any) -> None:
    """Who runs the place signs here without a network, and the pages follow when the key is replaced."""
    key = device.key("merel")
    place.join(key, "Mieke")
    account = Account.objects.create_user("mieke@example.org")
    accounts.is_now(account, "merel", person(key), key.id)
    assert run_command(["sign", "merel", "people.described", "--text", "about=Here", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert Entry.objects.get(commons="merel", index=said["index"]).by == key.id
    assert run_command(["key", "rotate", "merel"]) == 0
    new = capsys.readouterr().out.strip()
    assert device.key("merel").id == new != key.id
    persona = Persona.objects.get(account=account)
    assert persona.key == new
    signer = accounts.key_of(persona)
    assert signer is not None
    assert signer.id == new
    assert run_command(["key", "list", "merel"]) == 0
    assert "on this machine" in capsys.readouterr().out
    assert run_command(["sign", "nowhere", "people.left"]) == 2
    assert run_command(["key", "rotate", "nowhere"]) == 2


def test_a_tired_place_says_when_to_come_again(place: Cast, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.run("sign", machine.address, "people.joined")
    monkeypatch.setitem(limits.RATES, "add-entry", Rate(1, limits.HOUR))
    machine.run("sign", machine.address, "people.described", "--text", "about=One")
    machine.refused("sign", machine.address, "people.described", "--text", "about=Two", says="asked too often")

"""``entredon say, talk``: what a member says and reads from her own machine."""

import json

import pytest

from entredon.apps.social.models import Post
from entredon.apps.social.tests.talking import TakenBack, Talk, person
from entredon.cli.main import run_command
from entredon.log import device
from entredon.log.models import Log, SideText
from entredon.testing_cast import Cast


class Machine:
    """A commons in which people talk and this machine's key belongs to Mieke."""

    def __init__(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        self.talk, self.slug, self.capsys = Talk(cast), cast.slug, capsys
        self.me = cast.join(device.key(cast.slug), "Mieke Machine")

    def run(self, *arguments: str) -> str:
        """What a command prints when all is well."""
        code = run_command([arguments[0], self.slug, *arguments[1:]])
        out, err = self.capsys.readouterr()
        assert code == 0, err
        return out

    def refused(self, *arguments: str, says: str) -> None:
        """The command ends with 2 and a sentence, and nothing is recorded."""
        before = Log.objects.get(slug=self.slug).size
        assert run_command([arguments[0], self.slug, *arguments[1:]]) == 2
        out, err = self.capsys.readouterr()
        assert out == ""
        assert says in err, err
        assert "Traceback" not in err
        assert Log.objects.get(slug=self.slug).size == before


@pytest.fixture
def machine(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Machine:
    return Machine(cast, capsys)


def test_something_is_said_in_a_thread_and_names_who_is_meant(machine: Machine) -> None:
    topic = machine.talk.topic
    said = json.loads(machine.run("say", topic[:10], "Blue, @Bob Bakker?", "--json"))
    post = Post.objects.get(commons=machine.slug, id=said["post"])
    assert (post.thread, post.person) == (topic, machine.me)
    assert post.mentions == [person(machine.talk.cast.bob)]
    assert "Said in" in machine.run("say", topic[:10], "And green", "--answers", post.id[:10])
    assert Post.objects.order_by("-position")[0].answers == post.id


def test_a_topic_is_opened_with_what_is_said_in_it(machine: Machine) -> None:
    machine.run("say", "Which wood?", "Oak", "--topic")
    shown = machine.run("talk")
    assert "Which wood?" in shown
    thread = json.loads(machine.run("talk", "--json"))[0]["thread"]
    assert "Oak" in machine.run("talk", thread[:10])
    assert SideText.objects.get(commons=machine.slug, entry=thread, name="title").text == "Which wood?"


def test_what_was_hidden_or_taken_back_is_not_read_here_either(machine: Machine) -> None:
    talk = machine.talk
    talk.post("said", talk.eve)
    gone = talk.post("gone")
    talk.say(TakenBack(post=gone))
    talk.post("My *address*")
    shown = machine.run("talk", talk.topic[:10])
    assert "Eve Evers" in shown
    assert "said" in shown
    assert "My address" in shown
    assert "Taken back by who wrote it" in shown
    told = json.loads(machine.run("talk", talk.topic[:10], "--json"))
    assert [post["state"] for post in told] == ["said", "taken_back", "said"]
    assert told[1]["text"] is None


def test_what_goes_wrong_is_said_in_a_sentence(machine: Machine) -> None:
    topic = machine.talk.topic[:10]
    machine.refused("say", topic, "  ", says="Say something")
    machine.refused("say", topic, "x" * 30_000, says="too long")
    machine.refused("say", "ffffffffff", "Hello", says="There is no")
    machine.refused("say", topic, "Hello", "--answers", "ffffffffff", says="There is no")
    machine.refused("talk", "ffffffffff", says="There is no")
    assert run_command(["talk", "nowhere"]) == 2


def test_where_nobody_has_spoken_it_says_so(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["talk", cast.slug]) == 0
    assert "Nobody has said anything here yet." in capsys.readouterr().out

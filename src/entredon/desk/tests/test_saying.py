"""Who keeps her key on her own device is shown the very command that says what she wanted to say on the page."""

import shlex
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from entredon.apps.people.entries import Described, Erased, Left, SideText
from entredon.desk import saying
from entredon.log.models import Log
from entredon.log.registry import Refused
from entredon.log.viewer import VISITOR
from entredon.testing_cast import Cast


def request_of(cast: Cast, **viewer: Any) -> Any:
    request = RequestFactory().get("/")
    known = {"signer": lambda slug: None, "person": lambda slug: f"k:{cast.bob.id}", **viewer}
    request.viewer = SimpleNamespace(**known)  # type: ignore[attr-defined]
    return request


def test_the_command_says_exactly_what_the_page_would_have_said(cast: Cast) -> None:
    with pytest.raises(saying.OnDevice) as caught:
        saying.say(
            request_of(cast), cast.slug, Described(), {"about": "It's “mine”; $HOME", "name": "Bob", "place": ""}
        )
    (command,) = caught.value.commands
    assert shlex.split(command) == [
        "entredon", "sign", "http://testserver/c/merel/", "people.described", "--text", "about=It's “mine”; $HOME",
        "--text", "name=Bob",
    ]  # fmt: skip
    assert command in str(caught.value)


def test_several_facts_are_several_commands(cast: Cast) -> None:
    size = Log.objects.get(slug=cast.slug).size
    side = (SideText(entry="0" * 64, name="about"),)
    said: saying.Said = [(Erased(side=side), {}), (Left(), {})]
    with pytest.raises(saying.OnDevice) as caught:
        saying.say_these(request_of(cast), cast.slug, said)
    first, second = map(shlex.split, caught.value.commands)
    assert first[3:] == ["people.erased", '{"side":[{"entry":"' + "0" * 64 + '","name":"about"}]}']
    assert second[3:] == ["people.left"]
    assert Log.objects.get(slug=cast.slug).size == size


@pytest.mark.parametrize("text", ["x" * 2000, "@secret", "a\x1bb"])
def test_what_a_command_can_not_hold_comes_from_a_file(text: str) -> None:
    assert "about=@about.txt" in saying.command("http://x/", Described(), {"about": text})


def test_who_is_no_member_is_told_to_join(cast: Cast) -> None:
    request = request_of(cast, person=lambda slug: "")
    with pytest.raises(Refused, match="join first") as caught:
        saying.say(request, cast.slug, Left())
    assert not isinstance(caught.value, saying.OnDevice)
    request.viewer = VISITOR
    with pytest.raises(Refused, match="join first"):
        saying.say(request, cast.slug, Left())

"""Of many entries, the one that was refused is named in a sentence that can be told in any language."""

import pytest

from entredon.apps.people.entries import Described, Left
from entredon.log import door
from entredon.log.door import Saying
from entredon.log.registry import Refused
from entredon.testing_cast import Cast


def test_the_refusal_of_one_among_many_keeps_its_own_sentence(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        door.append_many("merel", [Saying(Left(), cast.bob), Saying(Described(), cast.bob, {"about": "Gears"})])
    trouble = refused.value
    assert str(trouble).startswith("Entry 2 of 2: ")
    assert trouble.sentence == "Entry {n} of {total}: {why}"
    assert isinstance(trouble.values["why"], Refused)
    assert trouble.said(lambda words: words.replace("Entry", "Inschrijving")).startswith("Inschrijving 2 of 2: ")

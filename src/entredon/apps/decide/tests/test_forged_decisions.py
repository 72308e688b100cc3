"""What the law refuses at the door is found in a copy of a host who took it all the same: wrong counts, late votes, voters from elsewhere,
and effects beyond what the charter leaves to decisions. The host signs its tree, and the author her entry, for real."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.decide.entries import Balloted, Closed, Effect, Executed, Moved, Rolled
from entredon.apps.decide.tests.council import TITLE, Council, at, charter_of
from entredon.apps.value.entries import RuleAdopted
from entredon.apps.work.entries_needs import Needed
from entredon.log import content
from entredon.log import verify as checking
from entredon.log.registry import Fact
from entredon.log.replay import Replay
from entredon.log.tests.making import Host, put
from entredon.pure.choice.charter import Lever
from entredon.pure.choice.roll import ballots_root, roll_root
from entredon.pure.log import leaf
from entredon.pure.log.keys import SecretKey
from entredon.pure.log.structure import Fault
from entredon.pure.log.tree import EMPTY_ROOT
from entredon.testing_cast import Cast, key_of, person

Said = tuple[Fact, SecretKey, int, str]
"""What is forged: the fact, who says it, on which day, and what the law answers."""
GERDA = key_of("gerda")
POT: dict[str, Any] = {"way": "pot", "minimum": 7}


def forged(host: Host, fact: Fact, key: SecretKey, day: int, texts: dict[str, str]) -> bytes:
    """An entry at the end of the log that its author signs for real; what stands in its texts nobody has to know."""
    hers = [leaf.parse(raw).id for raw in host.leaves if leaf.parse(raw).by == key.id]
    return leaf.make(
        {key.id: key.sign}, log=host.origin, kind=fact.kind, by=key.id, at=at(day), prev=hers[-1], seen=(0, EMPTY_ROOT.hex()),
        body=msgspec.to_builtins(fact), c=dict.fromkeys(texts, "a" * 64),
    ).raw  # fmt: skip


def voting(council: Council) -> str:
    """Three said yes and one no; Gerda has joined since."""
    decision = council.voting()
    council.vote(decision, "yes", *council.everybody[:3])
    council.vote(decision, "no", council.eve)
    council.cast.join(GERDA, "Gerda Goossens")
    return decision


def closed(council: Council) -> str:
    decision = voting(council)
    council.say(Closed(decision=decision), day=4)
    return decision


def a_wrong_count(council: Council) -> Said:
    true = council.count(closed(council))
    false = msgspec.structs.replace(true, counts={"yes": 1, "no": 3, "abstain": 0}, passed=False)
    return false, council.bob, 4, "This is not what was voted"


def a_count_of_other_votes(council: Council) -> Said:
    true = council.count(closed(council))
    others = ballots_root([(person(key), "yes") for key in council.everybody])
    return msgspec.structs.replace(true, ballots=others), council.bob, 4, "This is not what was voted"


def a_count_from_which_something_else_follows(council: Council) -> Said:
    true = council.count(closed(council))
    return msgspec.structs.replace(true, passed=False), council.bob, 4, "this doesn't follow from the votes"


def a_late_vote(council: Council) -> Said:
    return Balloted(decision=voting(council), choice="no"), council.finn, 4, "Voting ended on 2026-12-04"


def a_vote_after_the_close(council: Council) -> Said:
    """Its author says that it is from before; the order of the record says otherwise."""
    return Balloted(decision=closed(council), choice="no"), council.finn, 3, "voting is over"


def a_voter_not_on_the_roll(council: Council) -> Said:
    return Balloted(decision=voting(council), choice="no"), GERDA, 3, "You are not on the roll"


def a_roll_that_leaves_somebody_out(council: Council) -> Said:
    some = council.members()[1:]
    false = Rolled(decision=council.opened(), count=len(some), root=roll_root(some))
    return false, council.ada, 2, "not the roll of those who may vote now"


def an_effect_beyond_its_lever(council: Council) -> Said:
    need = council.say(Needed(work="design"), texts=TITLE)
    effect = Effect(lever="budget", what=need, minor=1_000_01, currency="EUR")
    return Moved(effect=effect, base="0"), council.ada, 1, "By the charter one decision may release at most"


def a_lever_that_is_not_decided_about(council: Council) -> Said:
    effect = Effect(lever="partner", way="admit", what="e" * 64)
    return Moved(effect=effect, base=""), council.ada, 1, "By the charter any steward settles who is a partner"


def a_steward_who_decides_alone(council: Council) -> Said:
    return RuleAdopted(rule=POT), council.ada, 1, "By the charter a decision settles the sharing rule"


def a_steward_who_names_another_alone(council: Council) -> Said:
    return RoleGiven(person=person(council.bob), role="steward"), council.ada, 1, "settles who is a steward"


def carrying_out_what_did_not_pass(council: Council) -> Said:
    decision = council.counted(Effect(lever="sharing", rule=POT), yes=[])
    return Executed(decision=decision), council.ada, 9, "it was counted and has not passed"


def carrying_out_twice(council: Council) -> Said:
    decision = council.counted(Effect(lever="sharing", rule=POT))
    council.say(Executed(decision=decision), council.ada, 5)
    return Executed(decision=decision), council.dora, 5, "it was carried out"


def carrying_out_too_early(council: Council) -> Said:
    decision = council.counted(Effect(lever="sharing", rule=POT))
    return Executed(decision=decision), council.ada, 4, "from then on it can be carried out"


FORGERIES: list[Callable[[Council], Said]] = [
    a_wrong_count, a_count_of_other_votes, a_count_from_which_something_else_follows, a_late_vote, a_vote_after_the_close,
    a_voter_not_on_the_roll, a_roll_that_leaves_somebody_out, an_effect_beyond_its_lever, a_lever_that_is_not_decided_about,
    a_steward_who_decides_alone, a_steward_who_names_another_alone, carrying_out_what_did_not_pass, carrying_out_twice,
    carrying_out_too_early,
]  # fmt: skip


WHOLE = (a_wrong_count, a_late_vote, a_voter_not_on_the_roll, an_effect_beyond_its_lever)
"""With these a whole copy is verified, in a process of its own as anybody would; with the others its rules are replayed here."""


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.__name__)
def test_it_is_refused_at_the_door_and_found_in_a_copy(
    cast: Cast, tmp_path: Path, forgery: Callable[[Council], Said]
) -> None:
    levers = {"budget": Lever("all", {"EUR": 1_000_00}), "partner": Lever("stewards")}
    council = Council(cast, charter_of(levers=levers))
    fact, key, day, because = forgery(council)
    texts = TITLE if isinstance(fact, Moved) else {}
    council.refused(fact, key, because=because, day=day, texts=texts)

    host = Host(cast.slug)
    entry = forged(host, fact, key, day, texts)
    (fault,) = faults(host, entry, tmp_path / "copy" if forgery in WHOLE else None)
    assert (fault.check, fault.index, fault.entry) == ("rule", len(host.leaves), leaf.parse(entry).id)
    assert because in fault.message


def faults(host: Host, entry: bytes, folder: Path | None) -> list[Fault]:
    """What is found in a copy that ends with an entry; without a folder by a replay here."""
    leaves = [*host.leaves, entry]
    if folder is not None:
        return checking.verify(put(host.serve(leaves), folder)).faults
    run = Replay("again", host.origin, content.store(), check_signatures=True)
    return run.run((("", raw) for raw in leaves), len(leaves)).faults


def test_a_copy_of_what_is_true_is_sound_and_says_which_decision_set_what(cast: Cast, tmp_path: Path) -> None:
    council = Council(cast)
    entry = council.carried(Effect(lever="sharing", rule=POT))
    host = Host(cast.slug)
    verdict = checking.verify(put(host.serve(host.leaves), tmp_path / "copy"))
    assert (verdict.verdict, verdict.faults) == ("sound", [])
    (sharing,) = [one for one in verdict.in_force if one["parameter"] == "sharing"]
    assert sharing["entry"] == entry
    assert sharing["decision"]["counts"] == {"yes": 5, "no": 0, "abstain": 0}

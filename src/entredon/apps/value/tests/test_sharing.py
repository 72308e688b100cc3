"""An income is shared: by the rule in force, from what counts, to the last cent, once."""

import json
from typing import Any

import msgspec
import pytest

from entredon.apps.library.entries import Released
from entredon.apps.people.entries import Claimed
from entredon.apps.value import queries, reckoning, sharing
from entredon.apps.value.entries import RuleSigned, Shared
from entredon.apps.value.sharing import AlreadyShared, share_income
from entredon.apps.value.tests.shared import (
    ALL,
    PSEUDONYMS,
    accepted,
    adopted,
    day,
    imported,
    kept,
    passes_on,
    propose,
    put,
    received,
    share,
    shown,
)
from entredon.apps.value.tests.test_dry_run import Garage
from entredon.apps.work.entries import Accepted, Contested, Contributed, Correction, Settled
from entredon.log import content, door
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.registry import Refused
from entredon.pure.value.rule import CONTRIBUTIONS, POT
from entredon.pure.value.shareout import NOBODY
from entredon.testing_cast import Cast


@pytest.fixture
def garage(cast: Cast) -> Garage:
    """The car upon the motor: all accepted, and nothing to wait for."""
    made = Garage(cast)
    adopted(cast)
    accepted(cast, made.car, made.motor)
    return made


def changed(fact: Shared, **fields: object) -> Shared:
    return msgspec.structs.replace(fact, **fields)


def test_income_is_shared_along_what_was_sold_and_what_it_builds_upon(garage: Garage) -> None:
    income = received(garage.cast, garage.car)
    done = share_income(garage.cast.slug, income, garage.cast.bob)
    told = shown(garage.cast, done.id)
    assert kept(told) == {garage.ada: 60_000, garage.bob: 40_000}
    assert (told.shown.person, told.income.id, told.rule) == (garage.bob, income, ALL)
    assert (told.shown.people, told.shown.kept, told.shown.top, told.shown.held, told.shown.passed) == (
        2,
        100_000,
        0,
        0,
        0,
    )


def test_the_lines_are_beside_the_record_in_the_form_that_was_decided(garage: Garage) -> None:
    adopted(garage.cast, ALL, top={"association": 50_000, "fund": 10_000})
    income = received(garage.cast, garage.car)
    told = shown(garage.cast, share(garage.cast, income, day(1)))
    with content.store().open(told.shown.lines) as stream:
        rows = [json.loads(line) for line in stream]
    first, second = sorted([garage.ada, garage.bob])
    kinds = {garage.ada: {"design": 56_400}, garage.bob: {"design": 18_800, "review": 18_800}}
    assert rows == [
        {"person": first, "minor": sum(kinds[first].values()), "kinds": kinds[first], "passed": []},
        {"person": second, "minor": sum(kinds[second].values()), "kinds": kinds[second], "passed": []},
        {"top": "association", "minor": 5_000},
        {"top": "fund", "minor": 1_000},
    ]
    assert (told.shown.count, sum(row["minor"] for row in rows)) == (4, 100_000)


def test_any_member_may_share_and_nobody_else(garage: Garage) -> None:
    income = received(garage.cast, garage.car)
    fact = propose(garage.cast, income, day(1))
    garage.cast.refused(fact, garage.cast.charlie, because="join first", at=day(1))
    assert garage.cast.say(fact, garage.cast.bob, at=day(1))


def test_an_income_is_shared_once_and_the_first_is_named(garage: Garage) -> None:
    income = received(garage.cast, garage.car)
    fact = propose(garage.cast, income, day(1))
    first = garage.cast.say(fact, garage.cast.bob, at=day(1))
    garage.cast.refused(fact, because=f"shared already, by {first[:10]}.", at=day(1))
    with pytest.raises(AlreadyShared, match=f"shared by .*: see receipt {first[:10]}") as caught:
        share_income(garage.cast.slug, income, garage.cast.ada)
    assert caught.value.shareout == first
    other = received(garage.cast, garage.car)
    assert share(garage.cast, other, day(1)), "another income of the same amount is another income"


def test_there_must_be_such_an_income(garage: Garage) -> None:
    fact = propose(garage.cast, received(garage.cast, garage.car), day(1))
    garage.cast.refused(changed(fact, income=garage.car), because="There is no income", at=day(1))
    with pytest.raises(Refused, match="There is no income"):
        share_income(garage.cast.slug, garage.car, garage.cast.ada)


def test_each_thing_it_says_must_be_what_the_rule_gives(garage: Garage) -> None:
    fact = propose(garage.cast, received(garage.cast, garage.car), day(1))
    cases = {
        "The rule in force is": {"rule": CONTRIBUTIONS.hash},
        "applied by flow@1, not by “flow@2”": {"algorithm": "flow@2"},
        "The income is 100000, not 99999": {"total": 99_999},
        "There are 2 lines, not 3": {"count": 3},
        "These are not the lines that the rule gives": {"lines": put(b"")},
        "is not here": {"lines": "0" * 64},
    }
    for because, fields in cases.items():
        garage.cast.refused(changed(fact, **fields), because=because, at=day(1))
    garage.cast.say(fact, at=day(1))


def test_a_cent_that_was_moved_is_refused_and_its_line_named(garage: Garage) -> None:
    fact = propose(garage.cast, received(garage.cast, garage.car), day(1))
    with content.store().open(fact.lines) as stream:
        right = stream.read()
    moved = right.replace(b'"minor":60000', b'"minor":60001').replace(b'"design":60000', b'"design":60001')
    moved = moved.replace(b'"minor":40000', b'"minor":39999').replace(b'"review":20000', b'"review":19999')
    assert moved != right
    line = next(line for line in moved.split(b"\n") if line not in right.split(b"\n")).decode()
    garage.cast.refused(changed(fact, lines=put(moved)), because=f"Line 1 says {line}, and by the rule it", at=day(1))


def test_lines_in_another_order_or_form_are_refused(garage: Garage) -> None:
    fact = propose(garage.cast, received(garage.cast, garage.car), day(1))
    with content.store().open(fact.lines) as stream:
        right = stream.read()
    first, second, _ = right.split(b"\n")
    for other in (b"\n".join([second, first, b""]), right[:-1], right + b"\n", right.replace(b":", b": ")):
        garage.cast.refused(changed(fact, lines=put(other)), because="not the lines", at=day(1))


def test_what_is_accepted_counts_from_the_end_of_its_window_on(cast: Cast) -> None:
    garage = Garage(cast)
    adopted(cast, ALL, contest_days=14)
    accepted(cast, garage.car, at=day(1))
    accepted(cast, garage.motor, at=day(2))
    income = [received(cast, garage.car) for _ in range(2)]
    cast.refused(propose(cast, income[0], day(14)), because="Nobody's work in this counts yet", at=day(14))
    between, late = (share(cast, income[n], at) for n, at in enumerate((day(15), day(16))))
    assert kept(shown(cast, between)) == {garage.ada: 60_000, garage.bob: 20_000}
    assert {(wait.minor, wait.because) for wait in shown(cast, between).out.held} == {(20_000, NOBODY)}
    assert kept(shown(cast, late)) == {garage.ada: 60_000, garage.bob: 40_000}


def test_what_was_reckoned_for_one_moment_is_refused_at_another(cast: Cast) -> None:
    garage = Garage(cast)
    adopted(cast, ALL, contest_days=14)
    accepted(cast, garage.car, at=day(1))
    accepted(cast, garage.motor, at=day(2))
    fact = propose(cast, received(cast, garage.car), day(16))
    cast.refused(fact, because="not the lines", at="2031-01-16T11:59:59.999Z")
    cast.say(fact, at=day(16))


def test_contested_work_takes_no_part_and_settled_work_counts_at_once(cast: Cast) -> None:
    garage = Garage(cast)
    adopted(cast, ALL, contest_days=14)
    accepted(cast, garage.car, garage.motor, at=day(1))
    contest = cast.say(Contested(flows=(garage.review,)), cast.bob, at=day(3))
    income = [received(cast, garage.car) for _ in range(2)]
    assert kept(shown(cast, share(cast, income[0], day(20)))) == {garage.ada: 80_000, garage.bob: 20_000}
    corrections = (Correction(flow=garage.review, measures={"points": 3}),)
    cast.say(Settled(contest=contest, counts=True, corrections=corrections), at=day(20))
    assert kept(shown(cast, share(cast, income[1], day(20)))) == {garage.ada: 40_000, garage.bob: 60_000}


def test_what_is_contested_after_all_later_changes_no_share_out_before(cast: Cast) -> None:
    """A rule with longer windows opens one anew for what had counted already."""
    garage = Garage(cast)
    adopted(cast)
    accepted(cast, garage.car, garage.motor, at=day(1))
    done = share(cast, received(cast, garage.car), day(1))
    adopted(cast, ALL, contest_days=14)
    contest = cast.say(Contested(flows=(garage.review,)), cast.bob, at=day(3))
    cast.say(Settled(contest=contest, counts=False), at=day(4))
    again = queries.recorded_working(cast.slug, done).out
    assert {part.person: part.minor for part in again.people} == {garage.ada: 60_000, garage.bob: 40_000}
    why = queries.recorded_why(cast.slug, done, garage.bob)
    assert {path.contribution: path.minor for path in why.paths} == {garage.review: 20_000, garage.motor_work: 20_000}
    assert kept(shown(cast, share(cast, received(cast, garage.car), day(20)))) == {
        garage.ada: 80_000,
        garage.bob: 20_000,
    }


def test_what_is_only_proposed_or_left_out_takes_no_part(cast: Cast) -> None:
    garage = Garage(cast)
    adopted(cast)
    cast.say(Accepted(version=garage.car, except_=(garage.review,)))
    cast.say(Contributed(version=garage.car, work="test", measures={"points": 96}), cast.bob)
    accepted(cast, garage.motor)
    assert kept(shown(cast, share(cast, received(cast, garage.car), day(1)))) == {
        garage.ada: 80_000,
        garage.bob: 20_000,
    }


def test_while_nobody_s_work_counts_nothing_is_shared_and_one_is_told_before(cast: Cast) -> None:
    garage = Garage(cast)
    adopted(cast)
    income = received(cast, garage.car)
    would = queries.would_share(cast.slug, income)
    assert (would.nothing, would.out.people, sum(wait.minor for wait in would.out.held)) == (True, (), 100_000)
    cast.refused(propose(cast, income, day(1)), because="let a steward accept it", at=day(1))
    accepted(cast, garage.car, at=day(1))
    assert shown(cast, share(cast, income, day(15))).shown.people > 0, "the income waited"


def test_the_pot_gets_everything_while_it_is_in_force(cast: Cast) -> None:
    garage = Garage(cast)
    income = received(cast, garage.car, 2_500)
    assert not queries.would_share(cast.slug, income).nothing
    told = shown(cast, share(cast, income, day(1)))
    assert (told.rule, told.shown.algorithm, told.shown.top) == (POT, "pot@1", 2_500)
    assert queries.balances(cast.slug)[0].pot == 2_500


def test_fixed_parts_are_followed_from_the_last_signature_on(cast: Cast) -> None:
    garage = Garage(cast)
    parts = [{"person": garage.ada, "weight": 1}, {"person": garage.bob, "weight": 2}]
    entry = adopted(cast, POT, way="fixed", parts=parts)
    income = [received(cast, garage.car, 100) for _ in range(2)]
    before = shown(cast, share(cast, income[0], day(1)))
    assert before.shown.algorithm == "pot@1"
    cast.say(RuleSigned(rule=entry), cast.ada)
    cast.say(RuleSigned(rule=entry), cast.bob)
    after = shown(cast, share(cast, income[1], day(1)))
    assert (after.shown.algorithm, kept(after)) == ("fixed@1", {garage.ada: 33, garage.bob: 67})
    assert queries.recorded_why(cast.slug, after.shown.id, garage.bob).paths[0].minor == 67


def test_a_claimed_pseudonym_is_its_member(cast: Cast) -> None:
    version = imported(cast)
    adopted(cast)
    accepted(cast, version)
    income = [received(cast, version, 600) for _ in range(2)]
    before = kept(shown(cast, share(cast, income[0], day(1))))
    assert before == dict.fromkeys(PSEUDONYMS, 200)
    cast.say(Claimed(pseudonyms=tuple(PSEUDONYMS[:2])), cast.bob, cosigners=[cast.ada])
    bob = f"k:{cast.bob.id}"
    assert kept(shown(cast, share(cast, income[1], day(1)))) == {bob: 400, PSEUDONYMS[2]: 200}
    (owed,) = queries.owed(cast.slug, bob)
    assert (owed.minor, [line.minor for line in owed.lines]) == (800, [400, 400])
    assert [line.under for line in owed.lines] == [(bob,), tuple(PSEUDONYMS[:2])]
    first = queries.shareouts(cast.slug)[-1]
    again = queries.recorded_working(cast.slug, first.id).out
    assert {part.person: part.minor for part in again.people} == before, "then they were nobody's yet"
    assert queries.recorded_why(cast.slug, first.id, PSEUDONYMS[0]).minor == 200


def test_ties_fall_by_the_income_and_not_by_who_is_first(cast: Cast) -> None:
    version = imported(cast, commits=2)
    adopted(cast)
    accepted(cast, version)
    winners = set()
    for _ in range(12):
        parts = kept(shown(cast, share(cast, received(cast, version, 1), day(1))))
        (winner,) = parts
        winners.add(winner)
    assert winners == set(PSEUDONYMS[:2])


def test_what_somebody_says_in_between_makes_it_reckoned_anew(garage: Garage, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = garage.cast
    income = received(cast, garage.car)
    honest, times = sharing.reckoned, []

    def interrupted(*args: str) -> object:
        out = honest(*args)
        if not times:
            passes_on(cast, cast.bob, pot=250_000)
        times.append(out)
        return out

    monkeypatch.setattr(sharing, "reckoned", interrupted)
    done = share_income(cast.slug, income, cast.ada)
    assert len(times) == 2
    assert kept(shown(cast, done.id)) == {garage.ada: 60_000, garage.bob: 30_000}


def test_what_is_accepted_in_between_comes_too_late_and_disturbs_nothing(
    garage: Garage, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = garage.cast
    income = received(cast, garage.car)
    honest, times = sharing.reckoned, []

    def interrupted(*args: str) -> object:
        times.append(honest(*args))
        work = cast.say(Contributed(version=garage.car, work="test"), cast.bob)
        cast.say(Accepted(flows=(work,)), at=day(100))
        return times[-1]

    monkeypatch.setattr(sharing, "reckoned", interrupted)
    done = share_income(cast.slug, income, cast.ada)
    assert (len(times), kept(shown(cast, done.id))) == (1, {garage.ada: 60_000, garage.bob: 40_000})


def test_where_it_changes_each_time_it_gives_up_with_a_sentence(
    garage: Garage, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = garage.cast
    income = received(cast, garage.car)
    honest, times = sharing.reckoned, []

    def interrupted(*args: str) -> object:
        times.append(honest(*args))
        passes_on(cast, cast.bob, pot=250_000 + len(times) * 1_000)
        return times[-1]

    monkeypatch.setattr(sharing, "reckoned", interrupted)
    with pytest.raises(Refused, match="Nothing was shared: try again"):
        share_income(cast.slug, income, cast.ada)
    assert (len(times), queries.shareouts(cast.slug)) == (3, [])


def test_of_two_who_press_at_once_one_shares_and_the_other_is_told_by_whom(
    garage: Garage, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = garage.cast
    income = received(cast, garage.car)
    honest, first = door.append, []

    def second_to(*args: object, **rest: object) -> object:
        monkeypatch.setattr(door, "append", honest)
        first.append(share_income(cast.slug, income, cast.bob).id)
        return honest(*args, **rest)

    monkeypatch.setattr(door, "append", second_to)
    with pytest.raises(AlreadyShared, match="was just shared by Bob Bakker") as caught:
        share_income(cast.slug, income, cast.ada)
    assert [caught.value.shareout] == first
    assert [row.id for row in queries.shareouts(cast.slug)] == first


def test_what_waits_in_contest_windows_is_told_before(cast: Cast, settings: Any) -> None:
    garage = Garage(cast)
    adopted(cast, ALL, contest_days=14)
    accepted(cast, garage.car, at=day(1))
    accepted(cast, garage.motor, at=day(2))
    income = received(cast, garage.car)
    settings.ENTREDON_TEST_CLOCK = day(15).replace("Z", "+00:00")
    would = queries.would_share(cast.slug, income)
    assert would.waiting == ((day(16), 1),)
    assert {part.person: part.minor for part in would.out.people} == {garage.ada: 60_000, garage.bob: 20_000}
    assert {part.person: part.minor for part in would.later.people} == {garage.ada: 60_000, garage.bob: 40_000}
    assert would.changes == 20_000
    settings.ENTREDON_TEST_CLOCK = day(16).replace("Z", "+00:00")
    would = queries.would_share(cast.slug, income)
    assert (would.waiting, would.changes, would.later) == ((), 0, would.out)
    done = share_income(cast.slug, income, cast.bob)
    assert shown(cast, done.id).out.people == would.out.people


def test_a_dry_run_of_what_is_accepted_gives_the_same_once_all_windows_have_passed(garage: Garage) -> None:
    income = received(garage.cast, garage.car, 99_999)
    told = shown(garage.cast, share(garage.cast, income, day(1)))
    working = reckoning.working(
        garage.cast.slug, 99_999, "EUR", garage.car, ALL, accepted=True, seed=income
    )  # only ties fall otherwise without it
    assert (working.out.people, working.out.top, working.out.held) == (told.out.people, told.out.top, told.out.held)


def test_incomes_say_what_became_of_them(garage: Garage) -> None:
    cast = garage.cast
    one, two = received(cast, garage.car, 5), received(cast, garage.motor, 7)
    done = share(cast, one, day(1))
    assert [(row.id, row.minor, row.shareout) for row in queries.incomes(cast.slug)] == [(two, 7, ""), (one, 5, done)]
    assert [(row.id, row.income) for row in queries.shareouts(cast.slug)] == [(done, one)]


def test_a_share_out_is_found_by_its_beginning_and_others_are_not(garage: Garage) -> None:
    with pytest.raises(NotFound, match="Nothing was shared here yet"):
        queries.shareout(garage.cast.slug, "abc")
    done = share(garage.cast, received(garage.cast, garage.car), day(1))
    assert queries.shareout(garage.cast.slug, done[:10]).shown.id == done
    with pytest.raises((NotFound, Ambiguous)):
        queries.shareout(garage.cast.slug, "zzz")


def test_a_version_released_later_changes_nothing_that_was_shared(garage: Garage) -> None:
    cast = garage.cast
    done = share(cast, received(cast, garage.car), day(1))
    before = queries.recorded_working(cast.slug, done).out
    cast.say(Released(creation=shown(cast, done).income.creation, name="3.0", own=1, inputs=()))
    assert queries.recorded_working(cast.slug, done).out == before

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.value.book import Contribution, Version, book
from entredon.pure.value.rule import POT, Rule
from entredon.pure.value.shareout import share
from entredon.pure.value.tests.graphs import ALL, DIAMOND_PEOPLE, commons, contributions, diamond, rules
from entredon.pure.value.why import NotAmong, _amount, _Search, why


@given(commons(), rules(), st.integers(1, 10**9), st.integers(1, 4))
def test_the_paths_and_the_rest_add_up_to_the_amount_of_everybody(made, rule, income, limit):
    versions, work = made
    working = share(book(rule, versions, work), versions[-1].id, income, "EUR")
    for part in working.out.people:
        reasons = why(working, part.person, limit)
        assert sum(path.minor for path in reasons.paths) + reasons.others == reasons.minor == part.minor
        assert len(reasons.paths) <= limit
        assert reasons.others >= 0


def every_path(working, person):
    """All paths by brute force: amounts in millionths, from the income on."""
    rule, graph = working.book.rule, working.graph
    search = _Search(working, person)
    found = []

    def walk(work, amount):
        for leaf in search.leaves:
            if leaf.work == work:
                top = amount * leaf.own.part * leaf.pool.part * leaf.points.part
                found.append(top // (leaf.own.of * leaf.pool.of * leaf.points.of))
        for at in range(graph.start[work], graph.start[work + 1]):
            walk(graph.to[at], amount * graph.weight[at] // graph.total[work])

    walk(0, working.out.income * rule.rest)
    return sorted(found, reverse=True)


@given(commons(), rules())
def test_the_paths_found_are_the_largest_of_all(made, rule):
    versions, work = made
    working = share(book(rule, versions, work), versions[-1].id, 10**9, "EUR")
    for part in working.out.people:
        search = _Search(working, part.person)
        found = [_amount(working, leaf, way) for leaf, way in search.paths()]
        want = every_path(working, part.person)
        big = [amount for amount in want if amount > 10**6]
        slack = 100  # equal paths may differ by floors, in millionths
        assert all(abs(a - b) <= slack for a, b in zip(found, big, strict=False))
        assert len(found) >= len(big)


def test_ann_is_paid_by_both_arms_and_each_step_says_its_part():
    reasons = why(share(book(ALL, diamond(), DIAMOND_PEOPLE), "car", 130_000, "EUR"), "ann")
    assert [path.minor for path in reasons.paths] == [50_000, 50_000]
    assert reasons.others == 0
    assert [[step.version for step in path.steps] for path in reasons.paths] == [
        ["car", "left", "screw"],
        ["car", "right", "screw"],
    ]
    assert reasons.paths[0].steps[1].share == (60, 130)
    assert reasons.paths[0].steps[2].share == (50, 60)
    assert reasons.paths[0].own == (100, 100)


def test_a_ladder_of_diamonds_with_more_paths_than_could_be_counted_is_explained_at_once():
    versions, rungs = [Version("0", "ladder", 1, ())], 40
    for n in range(rungs):
        versions += [Version(f"{n}{side}", "ladder", 0, ((str(n), 1),)) for side in "ab"]
        versions.append(Version(str(n + 1), "ladder", 0, ((f"{n}a", 1), (f"{n}b", 1))))
    working = share(book(ALL, versions, contributions(("0", "ann", 1))), str(rungs), 10**15, "EUR")
    search = _Search(working, "ann")
    reasons = why(working, "ann", 10)
    assert reasons.minor == 10**15
    assert len(reasons.paths) == 10
    assert sum(path.minor for path in reasons.paths) + reasons.others == 10**15
    paths = search.paths()
    for _ in range(10):
        next(paths)
    assert search.pushed <= 10 * 2 * rungs + 10


def test_a_chain_of_ten_thousand_is_explained():
    versions = [Version(f"v{n}", "chain", 0 if n else 1, ((f"v{n - 1}", 1),) if n else ()) for n in range(10_000)]
    reasons = why(share(book(ALL, versions, contributions(("v0", "ann", 1))), "v9999", 10_000, "EUR"), "ann")
    assert reasons.paths[0].minor == 10_000
    assert len(reasons.paths[0].steps) == 10_000


def test_several_contributions_of_one_kind_are_told_one_by_one():
    work = [
        Contribution("big", "v", "ann", "code", {"points": 3}),
        Contribution("small", "v", "ann", "code", {"points": 1}),
    ]
    reasons = why(share(book(ALL, [Version("v", "v", 1, ())], work), "v", 400, "EUR"), "ann")
    assert [(path.contribution, path.minor, path.points) for path in reasons.paths] == [
        ("big", 300, (3 << 20, 4 << 20)),
        ("small", 100, (1 << 20, 4 << 20)),
    ]


def test_a_fixed_part_is_its_own_reason():
    rule = Rule("fixed", parts={"ann": 2, "bob": 1})
    reasons = why(share(book(rule, [], []), "v", 900, "EUR"), "ann")
    assert [(path.minor, path.pool) for path in reasons.paths] == [(600, (2, 3))]


def test_who_gets_nothing_has_no_reasons():
    with pytest.raises(NotAmong):
        why(share(book(POT, [], []), "v", 900, "EUR"), "ann")

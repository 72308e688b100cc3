"""Which version a commit belongs to, and who did what in it."""

from entredon.pure.git.history import DAY, History
from entredon.pure.git.kinds import COAUTHOR
from entredon.pure.git.measures import CAP, log_lines
from entredon.pure.git.rows import Commit, Tag
from entredon.pure.git.versions import Work, tell

ANN, BOB, CY, ROBOT = "p:" + "a" * 32, "p:" + "b" * 32, "p:" + "c" * 32, "b:" + "d" * 32


def id(number):
    return f"{number:040x}"


def told(*rows, head, previous=""):
    history = History()
    for row in rows:
        if isinstance(row, Tag):
            history.tags.append(row)
        else:
            history.add(row)
    return tell(history, id(head), previous)


def commit(number, *parents, author=ANN, at=1000, **more):
    return Commit(id=id(number), parents=tuple(map(id, parents)), author=author, at=at, **more)


def tag(name, number, at):
    return Tag(name=name, commit=id(number), at=at)


def owners(result):
    return {part.name: [int(commit, 16) for commit in part.commits] for part in result.parts}


def test_a_commit_belongs_to_the_first_tag_that_reaches_it():
    line = [commit(3, 2), commit(2, 1), commit(1)]
    assert owners(told(tag("v1", 1, 10), tag("v2", 2, 20), *line, head=3)) == {"v1": [1], "v2": [2], "unreleased": [3]}
    # The time of the tag decides, and then its name.
    assert owners(told(tag("v1", 1, 30), tag("v2", 2, 20), *line, head=3)) == {
        "v2": [2, 1],
        "v1": [],
        "unreleased": [3],
    }
    assert owners(told(tag("b", 2, 20), tag("a", 2, 20), *line, head=3)) == {"a": [2, 1], "b": [], "unreleased": [3]}


def test_without_tags_everything_is_unreleased():
    assert owners(told(commit(2, 1), commit(1), head=2)) == {"unreleased": [2, 1]}


def test_tags_beside_the_head_and_a_merge_of_many():
    rows = [commit(9, 1), commit(8, 5, 6, 7), commit(7, 1), commit(6, 1), commit(5, 1), commit(1)]
    result = told(tag("v1", 1, 1), tag("side", 9, 2), tag("v2", 8, 3), *rows, head=8)
    assert owners(result) == {"v1": [1], "side": [9], "v2": [8, 7, 6, 5], "unreleased": []}
    assert [part.earlier for part in result.parts] == [[], [0], [0], [2]]


def test_a_commit_in_several_kinds_counts_once_in_each_and_days_are_distinct():
    rows = [
        commit(2, 1, at=DAY * 5 + 7, lines={"code": (1, 0)}),
        commit(1, at=DAY * 5 + 1, lines={"code": (3, 2), "documentation": (2000, 1)}),
    ]
    (part,) = told(*rows, head=2).parts
    assert part.work == [
        Work(ANN, "code", 2, 4, 2, log_lines(3) + log_lines(1), 1),
        Work(ANN, "documentation", 1, 2000, 1, CAP, 1),
    ]
    assert (part.own, part.deleted) == (2004, 3)
    assert (part.first, part.last) == (DAY * 5 + 1, DAY * 5 + 7)


def test_reviewing_and_integrating_are_work_of_their_own():
    rows = [commit(1, lines={"code": (1, 0)}, given=(("review", BOB), ("review", BOB), ("integration", CY)))]
    (part,) = told(*rows, head=1).parts
    assert part.work == [
        Work(ANN, "code", 1, 1, 0, 1 << 20, 1),
        Work(BOB, "review", 1, 0, 0, 0, 1),
        Work(CY, "integration", 1, 0, 0, 0, 1),
    ]
    assert part.work[1].measures() == {"commits": 1, "days": 1}
    assert part.work[0].measures() == {"commits": 1, "added": 1, "deleted": 0, "log_lines": 1 << 20, "days": 1}


def test_coauthors_divide_the_lines_and_naming_more_of_them_adds_nothing():
    rows = [
        commit(1, lines={"code": (10, 4)}, given=((COAUTHOR, BOB), (COAUTHOR, CY), (COAUTHOR, ANN), (COAUTHOR, BOB)))
    ]
    (part,) = told(*rows, head=1).parts
    assert [(w.person, w.commits, w.added, w.deleted) for w in part.work] == [
        (ANN, 1, 4, 2),
        (BOB, 1, 3, 1),
        (CY, 1, 3, 1),
    ]
    assert sum(w.log_lines for w in part.work) == log_lines(10)


def test_programs_are_listed_and_do_no_work_but_people_beside_them_do():
    rows = [
        commit(2, 1, author=ROBOT, lines={"code": (100, 9)}, given=(("review", ANN), ("test", ROBOT))),
        commit(1, author=ROBOT, lines={"code": (8, 0)}, given=((COAUTHOR, BOB),)),
    ]
    (part,) = told(*rows, head=2).parts
    assert part.bots == {ROBOT: 2}
    assert [(w.person, w.kind, w.added) for w in part.work] == [(ANN, "review", 0), (BOB, "code", 8)]
    assert (part.own, part.deleted) == (8, 0)


def test_the_edge_of_a_shallow_history_is_nobodys():
    result = told(commit(2, 1, lines={"code": (1, 0)}), commit(1, author=BOB, boundary=True), head=2)
    assert result.boundary == [id(1)]
    assert [w.person for w in result.parts[0].work] == [ANN]


def test_a_chain_of_a_hundred_thousand_commits_needs_no_recursion():
    rows = (commit(n, *([n - 1] if n > 1 else [])) for n in range(100_000, 0, -1))
    assert len(told(*rows, head=100_000).parts[0].commits) == 100_000

"""What is taken and what is set aside: sums, continuity, order, overlaps; and that nothing is ever counted twice."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from entredon.pure.money.statements import gate, identity
from entredon.pure.money.statements.gate import ANNOUNCED, QUARANTINED, TAKEN
from entredon.pure.money.statements.identity import fingerprint
from entredon.pure.money.statements.tests import writing
from entredon.pure.money.statements.tests.writing import line, statement

COFFEE = line(-250, text="Coffee")


def judged(*statements, before=()):
    return [verdict.outcome for verdict in gate.judge(statements, before)]


def known(verdicts):
    """What has been taken, by identity: as an import would keep it."""
    return {identity: line.minor for verdict in verdicts for identity, line in verdict.new}


def test_sums_that_fit_are_taken_and_one_cent_less_is_set_aside_with_its_figures():
    assert judged(statement(line(500), line(-200), opening=100)) == [TAKEN]
    [verdict] = gate.judge([statement(line(500), line(-200), opening=100, closing=399)])
    assert (verdict.outcome, verdict.new) == (QUARANTINED, ())
    for figure in ("1.00", "3.00", "4.00", "3.99", "-0.01"):
        assert f"{figure} EUR" in str(verdict.because)


def test_what_only_announces_never_counts():
    announced = replace(statement(line(500)), announces=True)
    assert judged(announced, statement(line(500))) == [ANNOUNCED, TAKEN]
    assert identity.together([[announced]]) == {}


def test_without_balances_nothing_is_taken():
    told = statement(line(500))
    assert judged(replace(told, opening=None)) == [QUARANTINED]
    assert judged(replace(told, closing=None)) == [QUARANTINED]


def test_each_continues_the_last_in_whatever_order_they_come():
    first = statement(line(500), opening=0)
    second = statement(line(-200, "2026-11-03"), opening=500, start="2026-11-03", number="2")
    wrong = statement(line(-200, "2026-11-03"), opening=510, start="2026-11-03", number="2")
    assert judged(first, second) == judged(second, first) == [TAKEN, TAKEN]
    assert judged(first, before=[second]) == judged(second, before=[first]) == [TAKEN]
    assert judged(first, wrong) == [TAKEN, QUARANTINED]
    for before, asked in ((first, wrong), (wrong, first)):
        [verdict] = gate.judge([asked], [before])
        assert "5.00 EUR" in str(verdict.because)
        assert "5.10 EUR" in str(verdict.because)
        assert "0.10 EUR" in str(verdict.because)


def test_after_a_gap_nothing_is_taken_until_it_is_filled():
    days = [
        statement(line(100, f"2026-11-0{n}"), opening=100 * n, start=f"2026-11-0{n}", number=str(n))
        for n in (1, 2, 3, 4)
    ]
    assert judged(days[0], days[3]) == [TAKEN, QUARANTINED]
    assert judged(days[3], days[1], before=[days[0]]) == [QUARANTINED, TAKEN]
    assert judged(*days[::-1]) == [TAKEN] * 4


def test_accounts_and_currencies_are_rows_of_their_own():
    one, other = statement(line(100)), statement(line(100), opening=77, account=writing.OTHER)
    assert judged(one, other, statement(line(100), opening=5, currency="USD")) == [TAKEN] * 3


def test_the_same_statement_again_brings_nothing_new():
    told = statement(COFFEE, COFFEE, line(900))
    verdicts = gate.judge([told, told, replace(told, sha256="other")])
    assert [len(verdict.new) for verdict in verdicts] == [3, 0, 0]
    assert {verdict.outcome for verdict in verdicts} == {TAKEN}


def test_two_payments_that_look_the_same_are_both_real_in_one_statement_and_in_two_that_follow():
    assert len(known(gate.judge([statement(COFFEE, COFFEE)]))) == 2
    morning = statement(COFFEE, opening=1000, number="1")
    evening = statement(COFFEE, opening=750, number="2")
    for order in ((morning, evening), (evening, morning)):
        verdicts = gate.judge(order)
        assert [verdict.outcome for verdict in verdicts] == [TAKEN, TAKEN]
        assert sum(known(verdicts).values()) == -500


def test_a_line_that_another_format_tells_otherwise_is_never_counted_twice():
    day = [line(300), line(200, "2026-11-03"), line(100, "2026-11-04")]
    camt = statement(*day, opening=50)
    coda = statement(*(replace(each, servicer="0001", text="told otherwise") for each in day), opening=50)
    assert judged(camt, coda) == [TAKEN, QUARANTINED]
    nothing = [line(300), line(-300)]
    zero = statement(*nothing, opening=50)
    other = statement(*(replace(each, servicer="0001") for each in nothing), opening=50)
    assert judged(zero, other) == [TAKEN, QUARANTINED]
    longer = statement(*(replace(each, servicer="0001") for each in [*nothing, line(7, "2026-11-05")]), opening=50)
    assert judged(longer, before=[zero, statement(line(1, "2026-11-04"), opening=50, start="2026-11-04")]) == [
        QUARANTINED
    ]


def test_a_fingerprint_holds_what_makes_a_line_and_not_how_it_was_cut():
    of = fingerprint(writing.ACCOUNT, COFFEE)
    assert of == fingerprint(writing.ACCOUNT, replace(COFFEE, text="cof  fee", name="Bar", note="x", value_date=""))
    changed = [replace(COFFEE, **change) for change in (
        {"date": "2026-11-03"}, {"minor": -251}, {"currency": "USD"}, {"servicer": "1"}, {"end_to_end": "1"}, {"text": "Tea"},
        {"structured": ("090933755493",)},
    )]  # fmt: skip
    prints = {of, fingerprint(writing.OTHER, COFFEE), *(fingerprint(writing.ACCOUNT, each) for each in changed)}
    assert len(prints) == len(changed) + 2


@st.composite
def downloads(draw):
    """A history, and statements that cover it, each file some days; every one perhaps twice, in any order."""
    history = draw(writing.histories(days=6))
    opening = draw(st.integers(-(10**6), 10**6))
    last = len(history) - 1
    files, reached = [], -1
    while reached < last:
        first = draw(st.integers(0, reached + 1))
        reached = draw(st.integers(max(reached + 1, first), last))
        files.append(writing.cut(history, opening, first, reached))
    again = draw(st.lists(st.sampled_from(files), max_size=3))
    return history, draw(st.permutations([*files, *again]))


@given(downloads())
@settings(deadline=None, max_examples=50)
def test_twice_shuffled_overlapping_gives_the_same_lines(drawn):
    history, files = drawn
    whole = identity.numbered(writing.ACCOUNT, [each for day in history for each in day])
    together = identity.together([file] for file in files)
    assert set(together.get((writing.ACCOUNT, "EUR"), {})) == {identity for identity, _line in whole}
    verdicts = gate.judge(files)
    assert {verdict.outcome for verdict in verdicts} == {TAKEN}
    assert known(verdicts) == {identity: line.minor for identity, line in whole}


@given(downloads())
@settings(deadline=None, max_examples=50)
def test_one_upload_after_another_ends_with_the_same_lines(drawn):
    """Who doesn't join yet is set aside and tried again later, as an import does it."""
    history, files = drawn
    taken, new, waiting = [], {}, list(files)
    while waiting:
        left = []
        for file in waiting:
            [verdict] = gate.judge([file], taken)
            if verdict.outcome == TAKEN:
                taken.append(file)
                assert not new.keys() & dict(verdict.new).keys()
                new |= dict(verdict.new)
            else:
                left.append(file)
        assert len(left) < len(waiting), left
        waiting = left
    whole = identity.numbered(writing.ACCOUNT, [each for day in history for each in day])
    assert sum(each.minor for each in new.values()) == sum(each.minor for _identity, each in whole)
    assert new.keys() == {identity for identity, _line in whole}


@given(downloads(), st.data())
@settings(deadline=None, max_examples=40)
def test_a_line_that_is_missing_or_changed_is_never_taken_unseen(drawn, data):
    """Whatever one does to a line, that statement is set aside; the others never bring more than there is."""
    history, files = drawn
    filled = [at for at, file in enumerate(files) if file.lines]
    if not filled:
        return
    at = data.draw(st.sampled_from(filled))
    lines = list(files[at].lines)
    chosen = data.draw(st.integers(0, len(lines) - 1))
    changed = replace(lines[chosen], minor=lines[chosen].minor + data.draw(st.sampled_from([-1, 1])))
    lines[chosen : chosen + 1] = data.draw(st.sampled_from([[], [lines[chosen]] * 2, [changed]]))
    files = [*files[:at], replace(files[at], lines=tuple(lines)), *files[at + 1 :]]
    verdicts = gate.judge(files)
    assert verdicts[at].outcome == QUARANTINED
    whole = dict(identity.numbered(writing.ACCOUNT, [each for day in history for each in day]))
    assert known(verdicts).keys() <= whole.keys()

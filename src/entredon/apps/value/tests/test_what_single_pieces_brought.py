"""What a single contribution brought is exact: pieces add up to what each person got, by the same sums as the law reckons."""

from collections import defaultdict

from entredon.apps.flows import queries as flows
from entredon.apps.library.entries import Created, Input, Released
from entredon.apps.value import queries
from entredon.apps.value.tests.shared import accepted, adopted, day, passes_on, received, share
from entredon.apps.work import queries as work
from entredon.apps.work import record
from entredon.apps.work.entries import Accepted, Contested, Contributed, Correction, Settled
from entredon.log.models import Log
from entredon.log.tables import Tables
from entredon.pure.value.rule import Rule
from entredon.testing_cast import Cast, key_of, person

TWO = Rule("flow", pools={"code": 700_000, "other": 300_000}, contest_days=0)


class Story:
    """Two versions, the second built on the first; Ada, Bob and Cleo worked in both, each in several kinds."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.cleo = key_of("cleo")
        cast.join(self.cleo, "Cleo")
        adopted(cast, TWO, at=day(1))
        self.car = cast.say(Created(name="Car"), at=day(2))
        self.works: list[str] = []
        self.one = self.version("1", ())
        self.two = self.version("2", (Input(version=self.one, weight=2),))

    def version(self, name: str, inputs: tuple[Input, ...]) -> str:
        for n, key in enumerate((self.cast.bob, self.cleo, self.cast.bob, self.cast.ada, self.cleo, self.cast.bob)):
            kind = ("code", "design", "wiring")[n % 3]
            fact = Contributed(creation=self.car, work=kind, measures={"points": 1 + n * 7 % 5})
            self.works.append(self.cast.say(fact, key, at=day(3)))
        return self.cast.say(Released(creation=self.car, name=name, own=3, inputs=inputs), at=day(4))

    def pieces(self) -> list[queries.Reached]:
        events = flows.work_named(self.cast.slug, self.works)
        people = {person(self.cast.ada), person(self.cast.bob), person(self.cleo)}
        return queries.reached(
            self.cast.slug, [self.one, self.two], {event.id: event.process for event in events}, people
        )


def by_person(cast: Cast, shared: queries.Reached, works: list[str]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for event in flows.work_named(cast.slug, works):
        sums[event.person] += shared.pieces.get(event.id, 0)
    return dict(sums)


def test_pieces_add_up_to_what_each_person_got_to_the_cent(cast: Cast) -> None:
    story = Story(cast)
    accepted(cast, story.one, story.two, at=day(5))
    passes_on(cast, cast.bob, at=day(5), motor=250_000)
    for n, minor in enumerate((100_003, 7, 99_999)):
        share(cast, received(cast, story.two, minor, at=day(6 + n)), day(6 + n, seconds=5))
    found = story.pieces()
    assert [shared.minor for shared in found] == [100_003, 7, 99_999]
    for shared in found:
        assert by_person(cast, shared, story.works) == {who: line.got for who, line in shared.people.items()}
    assert found[0].people[person(cast.bob)].passed


def test_a_piece_alone_gets_what_it_has_among_all_and_the_rest_stays_for_the_others(cast: Cast) -> None:
    story = Story(cast)
    accepted(cast, story.one, story.two, at=day(5))
    share(cast, received(cast, story.two, 100_003, at=day(6)), day(7))
    (whole,) = story.pieces()
    for event in flows.work_named(cast.slug, story.works):
        (alone,) = queries.reached(cast.slug, [story.two], {event.id: event.process}, [event.person])
        assert abs(alone.pieces[event.id] - whole.pieces[event.id]) <= 1
        why = queries.recorded_why(cast.slug, alone.id, event.person, limit=100)
        paths = sum(path.minor for path in why.paths if path.contribution == event.id)
        assert abs(alone.pieces[event.id] - paths) <= 1


def test_only_what_counted_when_it_was_shared_brought_something_then(cast: Cast) -> None:
    story = Story(cast)
    adopted(cast, TWO, at=day(4), contest_days=2)
    until = Log.objects.get(slug=cast.slug).size
    cast.say(Accepted(version=story.one, until=until, except_=(story.works[0],),
                      corrections=(Correction(flow=story.works[2], measures={"points": 50}),)), at=day(5))  # fmt: skip
    contest = cast.say(Contested(flows=(story.works[5],)), cast.bob, at=day(6))
    early = share(cast, received(cast, story.two, 100_000, at=day(8)), day(8, seconds=9))
    cast.say(Settled(contest=contest, counts=True), at=day(9))
    late = share(cast, received(cast, story.two, 100_000, at=day(10)), day(10, seconds=9))
    first, second = story.pieces()
    assert (first.id, second.id) == (early, late)
    assert story.works[0] not in first.pieces
    assert story.works[5] not in first.pieces
    assert second.pieces[story.works[5]]
    assert first.pieces[story.works[2]] > second.pieces[story.works[2]]
    assert not set(first.pieces) & set(story.works[6:])  # nobody has accepted those


def test_what_counted_then_is_read_as_the_law_reckons_it(cast: Cast) -> None:
    story = Story(cast)
    adopted(cast, TWO, at=day(4), contest_days=2)
    cast.say(Accepted(version=story.one, except_=(story.works[1],)), at=day(5))
    contest = cast.say(Contested(flows=(story.works[0], story.works[1])), cast.bob, at=day(6))
    cast.say(Accepted(flows=(story.works[8],)), at=day(6))
    cast.say(Settled(contest=contest, counts=True), at=day(7))
    size = Log.objects.get(slug=cast.slug).size
    processes = {event.id: event.process for event in flows.work_named(cast.slug, story.works)}
    for before in range(1, size + 1):
        law = {
            (one[0], one[2], one[3], str(dict(one[4])), one[5]) for one in record.counting(Tables(cast.slug), before)
        }
        read = {
            (one.id, one.person, one.kind, str(dict(one.measures)), one.since)
            for process in set(processes.values())
            for one in work.counting_then(cast.slug, process, before)
        }
        assert read == law, before


def test_by_the_pot_and_by_fixed_parts_no_piece_brings_anything_by_itself(cast: Cast) -> None:
    story = Story(cast)
    accepted(cast, story.one, story.two, at=day(5))
    adopted(cast, Rule("pot"), at=day(6))
    share(cast, received(cast, story.two, 1_000, at=day(7)), day(7, seconds=9))
    (shared,) = story.pieces()
    assert (shared.way, shared.pieces, dict(shared.people)) == ("pot", {}, {})

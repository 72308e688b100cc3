"""The samples: loaded once, whole, fast, the same everywhere, and never in the way."""

import time
from collections import Counter
from pathlib import Path

import pytest

from entredon.apps.commons.queries import commons
from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.apps.treasury import bringing, documents, payout_files, queries_journal
from entredon.apps.treasury import queries as treasury
from entredon.apps.treasury.bringing import Given
from entredon.apps.treasury.models import BankFile, Run
from entredon.apps.value import queries as value
from entredon.apps.work import queries as work
from entredon.log import copy_raw, door, served, verify
from entredon.log.models import Entry, SideText
from entredon.pure.valueflows.walk import PROCESS, RESOURCE, Node, paths
from entredon.site import sample_car, samples
from entredon.site.sample_car_story import MODULES, POINTS, RULE
from entredon.site.sample_car_year import SALES
from entredon.site.sample_diary import key_of
from entredon.site.sample_people import PEOPLE
from entredon.testing_cast import Cast

SLUG = sample_car.SLUG


@pytest.fixture
def no_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "own_repository", lambda: None)


@pytest.fixture
def car(db: None) -> None:
    sample_car.load()


def test_the_car_is_loaded_in_a_moment_and_only_once(db: None, no_repository: None) -> None:
    said: list[str] = []
    began = time.process_time()
    samples.load_missing(said.append)
    assert time.process_time() - began < 5
    assert len(said) == 1
    assert commons(SLUG).size == sample_car.ENTRIES
    samples.load_missing(said.append)
    assert len(said) == 1
    sample_car.load()
    assert commons(SLUG).size == sample_car.ENTRIES


def test_eighty_people_in_twelve_countries_have_given_something(car: None) -> None:
    assert len({person.name for person in PEOPLE}) == 80
    assert len({person.place.rpartition(", ")[2] for person in PEOPLE}) == 12
    given = list(flows.work_events(SLUG))
    assert len(given) >= 400
    assert len({event.person for event in given}) == 80
    assert len(people.names(SLUG)) == 80
    assert set(people.names(SLUG).values()) == {person.name for person in PEOPLE}
    assert SideText.objects.filter(commons=SLUG, name="place").count() == 80
    assert {event.kind for event in given} == {*POINTS, "writing"}


def test_it_tells_of_three_months_and_of_the_year_after(car: None) -> None:
    times = [event.at for event in flows.work_events(SLUG)]
    assert min(times) < "2025-09-10"
    assert "2026-11-01" < max(times) < "2026-11-10"
    assert max(share.at for share in value.shareouts(SLUG)) > "2026-09"
    said = list(Entry.objects.filter(commons=SLUG).order_by("index").values_list("at", flat=True))
    assert said == sorted(said)


def test_it_is_public_and_says_that_it_is_made_up(car: None) -> None:
    shown = commons(SLUG)
    assert not shown.draft
    assert shown.legal_form == "vzw"
    assert "made up" in shown.purpose
    assert "keys are known to everybody" in shown.purpose


def test_the_lineage_has_diamonds(car: None) -> None:
    last = library.find_version(SLUG, "")
    assert last.label == "Merel 1.1"
    first = next(version for version in library.versions(SLUG) if version.label == "Chassis 0.1")
    ways = paths(flows.trace(SLUG, last.id), Node(RESOURCE, first.id), Node(RESOURCE, last.id), limit=100)
    assert len(ways) > 5
    assert {event.process for event in flows.work_events(SLUG) if event.process} >= {
        node.id for way in ways for edge in way for node in (edge.source, edge.target) if node.kind == PROCESS
    }


def test_some_is_accepted_something_contested_and_the_rest_waits(car: None) -> None:
    decided = work.acceptances(SLUG)
    verdicts = Counter(type(decided.of(event)) for event in flows.work_events(SLUG))
    assert len(verdicts) == 2
    assert all(count > 15 for count in verdicts.values())
    assert len(work.open_contests(SLUG)) == 1


def test_incomes_are_shared_to_the_cent_and_the_last_one_waits(car: None) -> None:
    shared = value.shareouts(SLUG)
    assert len([sale for sale in SALES if sale.shared]) == len(SALES) - 1
    assert len(shared) == len(SALES) + 2, (
        "with the cabin that its needs made, what was asked for, and what was given back"
    )
    assert all(share.kept + share.passed + share.top + share.held == share.minor for share in shared)
    assert all(share.people > 20 and share.passed for share in shared)
    assert [income.shareout for income in value.incomes(SLUG)].count("") == 1
    assert {balance.currency for balance in value.balances(SLUG)} == {"EUR", "USD"}
    assert 20 < len(people.open_amounts(SLUG)) < 40


def test_its_books_begin_people_are_paid_and_a_line_waits_for_somebody(car: None) -> None:
    assert queries_journal.verify(SLUG) == []
    standing = treasury.standing(SLUG, f"k:{key_of(SLUG, 'Daan Scholekster').id}")
    assert [(one.currency, one.paid) for one in standing if one.paid] == [("EUR", 12_000)]
    open_ = treasury.open_things(SLUG)
    assert (open_.lines, open_.runs) == (1, 1)
    assert BankFile.objects.filter(commons=SLUG, state="taken").count() == 3
    assert not BankFile.objects.filter(commons=SLUG, entry="").exists()
    [shown, *_] = [one for one in treasury.incomes(SLUG) if one.source == "bank" and one.what == "sale"]
    assert (shown.minor, shown.currency, bool(shown.request)) == (180_000, "EUR", True)


def test_its_bank_files_are_known_again_and_its_payment_file_is_the_same_each_time(car: None) -> None:
    run = Run.objects.get(commons=SLUG, state="done")
    made = documents.find(SLUG, run.file)
    assert made is not None
    assert documents.read(made) == payout_files.written(SLUG, run)
    raw = documents.read_kept(BankFile.objects.get(commons=SLUG, name="october.xml").sha256)
    before = commons(SLUG).size
    found = bringing.bring(SLUG, [Given("again.xml", raw)], lambda facts: pytest.fail("it was said again"), "")
    assert [one.state for one in found] == [bringing.KNOWN]
    assert commons(SLUG).size == before


@pytest.mark.parametrize("untold", sample_car.EARLIER.values())
def test_the_sample_of_before_there_were_books_or_decisions_stays_as_it_is(
    db: None, monkeypatch: pytest.MonkeyPatch, untold: str
) -> None:
    sample_car.Story().found()
    assert sample_car.missing()
    monkeypatch.setattr(sample_car, "EARLIER", {commons(SLUG).size: untold})
    assert not sample_car.missing()
    monkeypatch.setattr(sample_car, "EARLIER", {commons(SLUG).size: "commons.founded"})
    assert sample_car.missing(), "it tells of that, so it is a load of today that was interrupted"


def test_what_the_sample_shares_stands_up_to_a_check(car: None, tmp_path: Path) -> None:
    copy_raw.take(served.Node(SLUG), tmp_path)
    verdict = verify.verify(tmp_path)
    assert (verdict.verdict, verdict.size) == ("sound", sample_car.ENTRIES)


def test_weights_and_shares_add_up() -> None:
    assert all(release.own + sum(release.on.values()) == 100 for release in sample_car.ALL)
    assert sum(RULE["pools"].values()) == 1_000_000  # type: ignore[attr-defined]
    assert {kind for module in MODULES for kind in module.kinds} == set(POINTS) == set(RULE["points"])  # type: ignore[call-overload]


def test_two_nodes_tell_the_same_story(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for slug in ("merel", "mees"):
        monkeypatch.setattr(sample_car, "SLUG", slug)
        sample_car.load()
        told.append(list(Entry.objects.filter(commons=slug).order_by("index").values_list("kind", "by", "at")))
    assert told[0] == told[1]


def test_an_interrupted_load_is_finished_by_the_next(
    db: None, monkeypatch: pytest.MonkeyPatch, no_repository: None
) -> None:
    append, calls = door.append_many, []

    def interrupted(*arguments: object) -> object:
        calls.append(1)
        if len(calls) == 9:
            raise KeyboardInterrupt
        return append(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(door, "append_many", interrupted)
        with pytest.raises(KeyboardInterrupt):
            samples.load_missing(lambda _: None)
    assert 2 < commons(SLUG).size < sample_car.ENTRIES
    samples.load_missing(lambda _: None)
    assert commons(SLUG).size == sample_car.ENTRIES
    assert len({event.person for event in flows.work_events(SLUG)}) == 80


def test_a_commons_of_that_name_that_somebody_founded_is_left_alone(cast: Cast, no_repository: None) -> None:
    assert cast.slug == SLUG
    before = commons(SLUG).size
    samples.load_missing(lambda text: pytest.fail(text))
    assert commons(SLUG).size == before


def test_an_odd_repository_is_said_and_stops_nothing(db: None, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").write_text("this is not a repository")
    monkeypatch.setattr(samples, "own_repository", lambda: tmp_path)
    said: list[str] = []
    samples.load_missing(said.append)
    assert "own history could not be loaded, and all the rest works" in said[-1]
    assert "\n" not in said[-1]
    assert commons(SLUG).size == sample_car.ENTRIES

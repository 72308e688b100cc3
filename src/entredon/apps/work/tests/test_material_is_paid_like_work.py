"""A share-out pays for material and for the use of equipment as for work, on whoever's machine it is reckoned anew."""

from pathlib import Path

from entredon.apps.library.entries import Created, Released
from entredon.apps.value.tests.shared import ALL, adopted, day, received, share, shown
from entredon.apps.work.entries import Contributed
from entredon.apps.work.entries_reviews import Reviewed
from entredon.apps.work.queries import waiting
from entredon.log import digest
from entredon.log import verify as checking
from entredon.log.models import Log
from entredon.log.tests.making import mirror
from entredon.testing_cast import Cast, key_of, person


def test_steel_a_lathe_and_an_evening_are_paid_by_their_points(cast: Cast, tmp_path: Path) -> None:
    dora, erik = key_of("Dora Dekker"), key_of("Erik Evers")
    for key, name in ((dora, "Dora Dekker"), (erik, "Erik Evers")):
        cast.join(key, name)
    car = cast.say(Created(name="Car"))
    adopted(cast, ALL, at=day(1))
    gifts = [
        (Contributed(creation=car, work="design", hours="3", measures={"points": 2}), cast.bob),
        (Contributed(creation=car, work="material", action="transfer", quantity="4", unit="kg", measures={"points": 5}), dora),
        (Contributed(creation=car, work="equipment", action="use", quantity="2", unit="hour", measures={"points": 3}), erik),
    ]  # fmt: skip
    told = [cast.say(fact, by, at=day(2)) for fact, by in gifts]
    release = cast.say(Released(creation=car, name="1", own=1, inputs=()), at=day(3))
    assert waiting(cast.slug).contributions == 3
    for id in told:
        until = Log.objects.get(slug=cast.slug).size
        cast.say(Reviewed(flow=id, verdict="accept", until=until), at=day(4))
    paid = shown(cast, share(cast, received(cast, release, 10_000, day(5)), day(6)))
    assert {part.person: part.got for part in paid.out.people} == {
        person(cast.bob): 2_000, person(dora): 5_000, person(erik): 3_000,
    }  # fmt: skip
    mirror(cast.slug, tmp_path / "copy")
    verdict = checking.verify(tmp_path / "copy")
    assert (verdict.verdict, verdict.faults) == ("sound", [])
    assert verdict.digest == digest.tables(cast.slug)[0]

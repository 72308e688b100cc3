"""Makes tests/upgrade/b.tar.xz: a commons that went over to the second rulebook, with an entry of every kind, shared incomes,
and what is private about it: accounts, what waits, what is kept.

    .venv/bin/python tests/upgrade/make_b.py

It is run once, when the formats of this stage are final; the archive then stays as it is.
"""

import os
import sys
import tempfile
from pathlib import Path

from make_a import HERE, pack

WAY = {"way": "flow", "pools": {"design": 600_000, "other": 400_000}, "contest_days": 0, "unclaimed": 1}


def main() -> None:
    """Make the node in a folder of its own and pack it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "node"
        os.environ["ENTREDON_HOME"] = str(home)
        from entredon.cli import common

        common.start()
        tell(Path(folder))
        complete()
        keep_in_private()
        pack(home, HERE / "b.tar.xz")


def tell(folder: Path) -> None:
    """One entry of each kind, half of them under the first rulebook, and a small git history."""
    from entredon.apps.commons import entries as commons
    from entredon.apps.commons import founding
    from entredon.apps.commons.founding import key_given
    from entredon.apps.library import entries as library
    from entredon.apps.people import entries as people
    from entredon.apps.people.models import Person
    from entredon.apps.treasury import entries as treasury
    from entredon.apps.value import entries as value
    from entredon.apps.value import sharing
    from entredon.apps.work import entries as work
    from entredon.log import checkpoints
    from entredon.site.importing import import_from_git
    from entredon.testing_cast import Cast, key_of, person
    from entredon.testing_git import Shape, make

    newest, founding.RULEBOOK = founding.RULEBOOK, 1
    cast = Cast.found("merel")
    founding.RULEBOOK = newest
    bob = person(cast.bob)
    phone = key_of("bob's telephone")
    cast.say(people.KeyAdded(key=key_given(phone, "device")), cast.bob, cosigners=[phone])
    cast.say(people.KeyRevoked(key=phone.id), cast.bob)
    made = cast.say(library.Created(name="Chassis"))
    given = cast.say(
        work.Contributed(creation=made, work="design", measures={"points": 3}), cast.bob, texts={"note": "A frame"}
    )
    other = cast.say(work.Contributed(creation=made, work="review"), cast.bob)
    released = cast.say(library.Released(creation=made, name="0.1", own=10, inputs=()))
    cast.say(work.AcceptedAtFirst(version=released, corrections=(work.Correction(flow=other, measures={"points": 2}),)))
    contest = cast.say(work.Contested(flows=(given,)), cast.bob, texts={"reason": "It was more work"})

    cast.say(commons.RulebookAdopted(rulebook=2))
    cast.say(commons.RoleGiven(person=bob, role="keeper"))
    cast.say(commons.RoleWithdrawn(person=bob, role="keeper"))
    cast.say(work.Answered(contest=contest), cast.ada, texts={"answer": "I had not seen the second sheet."})
    more = (work.Correction(flow=given, measures={"points": 5}),)
    cast.say(work.Settled(contest=contest, counts=True, corrections=more), cast.ada)
    parts = [{"person": person(cast.ada), "weight": 2}, {"person": bob, "weight": 1}]
    rule = cast.say(value.RuleAdopted(rule={"way": "fixed", "parts": parts}))
    cast.say(value.RuleSigned(rule=rule), cast.ada)
    cast.say(value.RuleSigned(rule=rule), cast.bob)
    income = cast.say(treasury.Received(minor=30_000, currency="EUR", version=released), texts={"payer": "Garage Fuut"})
    sharing.share_income("merel", income, cast.bob)

    make(folder / "repository", seed=7, shape=Shape(commits=40, people=5, tags=4))
    import_from_git("merel", folder / "repository", signer=cast.ada)
    from entredon.apps.library.queries import imports, versions

    imported = [version.id for version in versions("merel") if version.released and version.id != released][-1]
    cast.say(work.Accepted(version=imported))
    cast.say(value.RuleAdopted(rule=WAY))
    to = (value.Destination(to="https://open-rivet.example/", ppm=250_000), value.Destination(to="pot", ppm=250_000))
    cast.say(value.PassedOn(to=to), cast.bob)
    found = Person.objects.filter(commons="merel", member=False).order_by("id").values_list("id", flat=True)
    cast.say(people.Claimed(pseudonyms=(found[0],)), cast.bob, cosigners=[cast.ada])
    income = cast.say(treasury.Received(minor=250_000, currency="EUR", version=imported), texts={"note": "Two kits"})
    shared = sharing.share_income("merel", income, cast.bob).id
    let_one_lapse(cast, shared)
    cast.say(people.Described(), cast.bob, texts={"name": "Bob Bakker", "about": "Bends sheet."})
    cast.say(people.Erased(side=(people.SideText(entry=given, name="note"),)), cast.bob)
    cast.say(people.Left(), cast.bob)
    cast.say(people.Returned(), cast.bob, cosigners=[cast.ada])
    head = imports("merel")[-1].head
    proof = commons.ControlProof(way="attested", repository="", head=head, shown="", earlier="", code="")
    cast.say(commons.Published(proof=proof), texts={"attested_by": "Mieke Machine"})
    checkpoints.settle()


def complete() -> None:
    """An entry of every kind is there."""
    from entredon.log.models import Entry
    from entredon.log.registry import kinds

    missing = kinds().keys() - set(Entry.objects.values_list("kind", flat=True))
    if missing:
        sys.exit(f"no entry tells {', '.join(sorted(missing))}")


def let_one_lapse(cast, shareout: str) -> None:
    """Two days later an unclaimed part goes to the pot."""
    from datetime import timedelta

    from entredon.apps.value import entries as value
    from entredon.apps.value.models import Share
    from entredon.log import clock

    lost = Share.objects.filter(shareout=shareout, person__startswith="p:", minor__gt=0).order_by("id").first()
    if lost is None:
        sys.exit("nobody's part can lapse")
    cast.say(value.Lapsed(shareout=shareout, person=lost.person), at=clock.stamp(clock.now() + timedelta(days=2)))


def keep_in_private() -> None:
    """What the public record doesn't hold: an account with its persona, consent, a kept draft of a rule, what waits."""
    from entredon.apps.people import accounts
    from entredon.apps.people.models import Account
    from entredon.apps.people.queries import open_my_amounts
    from entredon.desk import waiting
    from entredon.log import held
    from entredon.testing_cast import key_of, person

    key = key_of("bob of merel")
    account = Account.objects.create_user("bob@example.org", "a long password of Bob's", name="Bob Bakker")
    held.hold("merel", "hosted", key)
    accounts.is_now(account, "merel", person(key), key.id)
    open_my_amounts("merel", person(key), everybody=True)
    waiting.keep("work.contributed", "merel", {"what": "A hinge", "kind": "design"})


if __name__ == "__main__":
    main()

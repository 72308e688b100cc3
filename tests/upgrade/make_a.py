"""Makes tests/upgrade/a.tar.xz: a small node with an entry of every kind there is, which later versions must still open.

    .venv/bin/python tests/upgrade/make_a.py

It is run once, when the formats of this stage are final; the archive then stays as it is.
"""

import os
import sqlite3
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Make the node in a folder of its own and pack it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "node"
        os.environ["ENTREDON_HOME"] = str(home)
        from entredon.cli import common

        common.start()
        tell(Path(folder))
        pack(home, HERE / "a.tar.xz")


def tell(folder: Path) -> None:
    """One entry of each kind, and a small git history."""
    from entredon.apps.commons import entries as commons
    from entredon.apps.commons.founding import key_given
    from entredon.apps.library import entries as library
    from entredon.apps.people import entries as people
    from entredon.apps.value import entries as value
    from entredon.apps.work import entries as work
    from entredon.log import checkpoints, device
    from entredon.log.registry import kinds
    from entredon.site.importing import import_from_git
    from entredon.testing_cast import Cast, key_of, person
    from entredon.testing_git import Shape, make

    cast = Cast.found("merel")
    bob = person(cast.bob)
    phone = key_of("bob's telephone")
    cast.say(people.KeyAdded(key=key_given(phone, "device")), cast.bob, cosigners=[phone])
    cast.say(people.KeyRevoked(key=phone.id), cast.bob)
    cast.join(device.key("merel"), "Mieke Machine")
    cast.say(commons.RoleGiven(person=person(device.key("merel")), role="keeper"))
    cast.say(commons.RoleGiven(person=bob, role="steward"))

    made = cast.say(library.Created(name="Chassis"))
    given = cast.say(
        work.Contributed(creation=made, work="design", measures={"points": 3}), cast.bob, texts={"note": "A frame"}
    )
    other = cast.say(work.Contributed(creation=made, work="review"), cast.ada)
    released = cast.say(library.Released(creation=made, name="0.1", own=10, inputs=()))
    cast.say(work.Accepted(version=released, corrections=(work.Correction(flow=other, measures={"points": 2}),)))
    contest = cast.say(work.Contested(flows=(given,)), cast.bob, texts={"reason": "It was more work"})
    cast.say(
        work.Settled(contest=contest, counts=True, corrections=(work.Correction(flow=given, measures={"points": 5}),)),
        cast.ada,
    )

    parts = [{"person": person(cast.ada), "weight": 2}, {"person": bob, "weight": 1}]
    rule = cast.say(value.RuleAdopted(rule={"way": "fixed", "parts": parts}))
    cast.say(value.RuleSigned(rule=rule), cast.ada)
    cast.say(value.RuleSigned(rule=rule), cast.bob)

    make(folder / "repository", seed=7, shape=Shape(commits=40, people=5, tags=4))
    import_from_git("merel", folder / "repository")
    from entredon.apps.people.models import Person

    pseudonym = Person.objects.filter(commons="merel", member=False).order_by("id").values_list("id", flat=True)[0]
    cast.say(people.Claimed(pseudonyms=(pseudonym,)), cast.bob, cosigners=[cast.ada])
    cast.say(people.Erased(side=(people.SideText(entry=given, name="note"),)), cast.bob)
    cast.say(commons.RoleWithdrawn(person=bob, role="steward"))
    cast.say(commons.Published())
    checkpoints.settle()

    from entredon.log.models import Entry

    missing = kinds().keys() - set(Entry.objects.values_list("kind", flat=True)) - {"commons.rulebook_adopted"}
    if missing:
        sys.exit(f"no entry tells {', '.join(sorted(missing))}")


def pack(home: Path, archive: Path) -> None:
    """Pack a node; its database without a journal beside it, its bare repositories left out (they are only a cache)."""
    from django.db import connections

    connections.close_all()
    database = sqlite3.connect(home / "entredon.sqlite3")
    database.execute("PRAGMA journal_mode=DELETE")
    database.execute("VACUUM")
    database.close()
    with tarfile.open(archive, "w:xz", preset=9) as tar:
        for path in sorted(home.rglob("*")):
            relative = path.relative_to(home)
            if path.is_file() and relative.parts[0] not in ("git", "static"):
                tar.add(path, arcname=str(relative), filter=_plain)
    print(f"{archive.name}: {archive.stat().st_size} bytes")


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main()

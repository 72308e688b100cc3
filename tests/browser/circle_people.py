"""The commons of an open car as five people have it, made in a node's own folder: Ada and Dora look after it, Bob designs, Cleo
reviews, Eve has a workshop and wants to sell. Its legal body has an account at a bank; a version is released, its work accepted.

Run as a program with the node's ``ENTREDON_HOME``. It prints JSON: the cookies of those who are signed in, and who is who.
"""

import json
import os
from datetime import timedelta
from typing import Any

SLUG = "merel"
NAMES = {"ada": "Ada Vermeer", "dora": "Dora Dekker", "bob": "Bob Bakker", "cleo": "Cleo Kluut", "eve": "Eve Evers"}
POINTS = {"measure": "points", "f": "linear", "base": 1, "cap": None}
RULE = {
    "way": "flow", "top": {"association": 100_000}, "pools": {"design": 800_000, "review": 200_000},
    "points": {"design": POINTS, "review": POINTS}, "minimum": 0, "unclaimed": 730, "contest_days": 14,
}  # fmt: skip
OURS = "BE68539007547034"
THING, VERSION = "Rear frame", "0.2"


def main() -> None:
    """Make it, and say who is who."""
    from entredon.cli import common

    common.start()
    from entredon.log import checkpoints
    from entredon.testing_cast import Cast, key_of, person
    from tests.browser.four_people import session

    cast = Cast.found(SLUG, draft=False, joining="open", bearer="Merel vzw", legal_form="vzw")
    keys = {"ada": cast.ada, "bob": cast.bob, **{name: key_of(f"{name} of merel") for name in ("dora", "cleo", "eve")}}
    for name in ("dora", "cleo", "eve"):
        cast.join(keys[name], NAMES[name])
    begin(cast, keys)
    checkpoints.settle()
    sessions = {name: session(cast, name, key, NAMES[name]) for name, key in keys.items()}
    print(json.dumps({"people": {name: person(key) for name, key in keys.items()}, "sessions": sessions}))


def begin(cast: Any, keys: dict[str, Any]) -> None:
    """Forty days ago somebody designed and somebody reviewed, and it was accepted; since then the books are open."""
    from entredon.apps.commons.entries import RoleGiven
    from entredon.apps.library.entries import Created, Released
    from entredon.apps.treasury.entries import AccountOpened, BearerNamed
    from entredon.apps.value.entries import RuleAdopted
    from entredon.apps.work.entries import Accepted, Contributed
    from entredon.log import clock
    from entredon.site.sample_bank import Bank
    from entredon.testing_cast import person

    before = clock.stamp(clock.now() - timedelta(days=40))
    cast.say(RoleGiven(person=person(keys["dora"]), role="steward"), at=before)
    cast.say(RuleAdopted(rule=RULE), at=before)
    made = cast.say(Created(name=THING), at=before)
    for name, kind in (("bob", "design"), ("cleo", "review")):
        told = Contributed(creation=made, work=kind, measures={"points": 10})
        cast.say(told, keys[name], at=before, texts={"note": f"Of a frame: {kind}"})
    version = cast.say(Released(creation=made, name=VERSION, own=1, inputs=()), at=before)
    cast.say(Accepted(version=version), at=before)
    cast.say(BearerNamed(bearer="merel-vzw", name="Merel vzw", form="vzw"))
    details = Bank(SLUG, {"main": OURS}).account("main", "Merel vzw", OURS)
    opened = clock.stamp(clock.now() - timedelta(days=2))[:10]
    cast.say(AccountOpened(account="main", way="bank", currency="EUR", opening=10_000, day=opened, details=details))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entredon.site.settings")
    main()

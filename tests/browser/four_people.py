"""A commons of four people, made in a node's own folder: Ada looks after it; Vera, Bob and Cleo are its members.

Run as a program with the node's ``ENTREDON_HOME``. It prints JSON: the cookies of those who are signed in, and who is who. With
``--keys`` it writes a key file for each of them instead, ``<name>.key`` beside the one of this machine: for the command line.
"""

import json
import os
import shutil
import sys
from typing import Any

SLUG = "loft"
NAMES = {"ada": "Ada Vermeer", "bob": "Bob Bakker", "vera": "Vera Vink", "cleo": "Cleo Kluut"}
RULE = {
    "way": "flow",
    "top": {},
    "pools": {"design": 800_000, "idea": 200_000},
    "points": {kind: {"measure": "points", "f": "linear", "base": 1, "cap": None} for kind in ("design", "idea")},
    "minimum": 0,
    "unclaimed": 730,
    "contest_days": 14,
}


def main() -> None:
    """Make it, and say who is who."""
    from entredon.cli import common

    common.start()
    from entredon.apps.value.entries import RuleAdopted
    from entredon.log import checkpoints, device
    from entredon.testing_cast import Cast, key_of, person

    cast = Cast.found(SLUG, draft=False, joining="open")
    keys = {"ada": cast.ada, "bob": cast.bob, "vera": key_of("vera of loft"), "cleo": key_of("cleo of loft")}
    for name in ("vera", "cleo"):
        cast.join(keys[name], NAMES[name])
    cast.say(RuleAdopted(rule=RULE))
    checkpoints.settle()
    people = {name: person(key) for name, key in keys.items()}
    if "--keys" in sys.argv:
        for name, key in keys.items():
            device.path(SLUG).unlink(missing_ok=True)
            device.keep(SLUG, key)
            shutil.copy(device.path(SLUG), device.path(SLUG).with_suffix(f".{name}"))
        print(json.dumps({"people": people, "key": str(device.path(SLUG))}))
        return
    print(json.dumps({"people": people, "sessions": {name: session(cast, name, key) for name, key in keys.items()}}))


def session(cast: Any, name: str, key: Any, called: str = "") -> str:
    """The cookie of somebody with an account, who has just come in."""
    from django.test import Client

    from entredon.apps.people.models import Account
    from entredon.testing_cast import just_came_in

    account = Account.objects.create_user(f"{name}@example.org", name=called or NAMES[name])
    cast.holds(account, key)
    browser = Client()
    browser.force_login(account)
    just_came_in(browser)
    return str(browser.cookies["entredon"].value)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entredon.site.settings")
    main()

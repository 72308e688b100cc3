"""Makes tests/upgrade/c.tar.xz: what b.tar.xz holds, gone over to the third rulebook, with keys on devices, a passkey, somebody
let back in, nominations, and what is private about people.

    .venv/bin/python tests/upgrade/make_c.py

It is run once, when the formats of this stage are final; the archive then stays as it is.
"""

import os
import tempfile
from pathlib import Path

import make_b
from make_a import HERE, pack


def main() -> None:
    """Make the node in a folder of its own and pack it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "node"
        os.environ["ENTREDON_HOME"] = str(home)
        from entredon.cli import common

        common.start()
        make_b.tell(Path(folder))
        tell()
        make_b.complete()
        make_b.keep_in_private()
        keep_in_private()
        pack(home, HERE / "c.tar.xz")


def tell() -> None:
    """What the third rulebook and its stage brought."""
    from entredon.apps.commons import entries as commons
    from entredon.apps.commons.founding import key_given
    from entredon.apps.people import entries as people
    from entredon.log import checkpoints
    from entredon.testing_cast import Cast, key_of, person
    from entredon.testing_passkey import Passkey, send

    cast = Cast("merel", key_of("ada of merel"), key_of("bob of merel"), key_of("charlie of merel"))
    cast.say(commons.RulebookAdopted(rulebook=3))
    vera = key_of("vera of merel")
    cast.join(vera, "Vera Vink")
    ada, bob = person(cast.ada), person(cast.bob)
    texts = {"about": "Bends sheet.", "skills": "welding, drawing", "languages": "Nederlands", "picture": "UklGRg=="}
    cast.say(people.Described(), cast.bob, texts=texts)
    passkey = Passkey("ada's passkey")
    send("merel", people.KeyAdded(key=passkey.given()), cast.ada, passkey)
    device = key_of("ada's laptop")
    send("merel", people.KeyAdded(key=key_given(device, "device")), cast.ada, passkey, device)
    send("merel", people.RecoveryChosen(helpers=(bob, person(vera)), needed=2), cast.ada, passkey)
    new = key_of("ada's new key")
    cast.say(people.Vouched(person=ada, key=key_given(new, "hosted")), cast.bob)
    cast.say(people.Vouched(person=ada, key=key_given(new, "hosted")), vera)
    cast.say(people.Recovered(person=ada, key=key_given(new, "hosted")), new)
    agreed, declined, withdrawn, waits = (
        cast.say(people.Nominated(person=who), by, texts={"reason": f"Reason {n}"})
        for n, (who, by) in enumerate([(bob, new), (person(vera), new), (bob, vera), (person(vera), cast.bob)])
    )
    assert waits
    cast.say(people.NominationAgreed(nomination=agreed), cast.bob)
    cast.say(people.NominationDeclined(nomination=declined), vera)
    cast.say(people.NominationWithdrawn(nomination=withdrawn), vera)
    checkpoints.settle()


def keep_in_private() -> None:
    """What only members may know of Bob, and a report that waits."""
    from entredon.apps.people.models import Account, KeptClose
    from entredon.desk.models import Report
    from entredon.site.reporting import sending
    from entredon.testing_cast import key_of, person

    bob = person(key_of("bob of merel"))
    KeptClose.objects.create(commons="merel", person=bob, name="place", text="Ghent", seen_by="members")
    Account.objects.filter(email="bob@example.org").update(language="nl")
    Report.objects.create(
        token=sending.digest("token"), commons="merel", about="/c/merel/", why="false", text="Not so."
    )


if __name__ == "__main__":
    main()

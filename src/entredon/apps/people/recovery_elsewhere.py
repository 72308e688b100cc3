"""What follows when helpers vouch, or somebody comes back, by entries that were signed elsewhere: the same as on the pages here."""

from django.db import transaction
from django.http import HttpRequest

from entredon.apps.people import accounts, recovery, recovery_letters
from entredon.apps.people.entries import Recovered, Vouched
from entredon.log import held, pages
from entredon.pure.log import keys
from entredon.pure.log.leaf import Leaf


def came_in(request: HttpRequest | None, slug: str, entry: Leaf) -> None:
    """An entry has come in that was signed elsewhere; without a request, by a command on this machine."""
    if entry.kind not in (Vouched.kind, Recovered.kind):
        return
    person, given = str(entry.body["person"]), entry.body["key"]
    key = keys.key_id(given["alg"], keys.unb64(given["public"]))
    if entry.kind == Recovered.kind and held.held(key) is not None:
        return  # made here for who asks: what follows is done where she comes back
    with transaction.atomic():
        step = recovery.step_of(slug, person, key, given["custody"])
        if entry.kind == Vouched.kind:
            recovery_letters.vouched(request, step)
        else:
            before = accounts.account_of(slug, person)
            recovery.is_hers_now(slug, person, key, None)
            recovery_letters.back(request, step, before)
    pages.changed(slug)

"""Showing that imported pseudonyms are one's own, and a steward's word on it.

An address is shown by a code that is sent to it; a key by signing a line. Until then nobody learns whether an address is
known here: everything she sees is the same. Only what was shown can be granted, and the law has the last word: each
pseudonym once, signed by her and by a steward.
"""

import secrets
from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.library import queries as library
from entredon.apps.people.models import Account, Alias, ClaimAsked, Person
from entredon.desk import letters
from entredon.log import pages
from entredon.log.models import Log
from entredon.log.registry import Refused
from entredon.pure.git.identity import PERSON
from entredon.pure.told import Told

ADDRESS, SIGNATURE = "address", "signature"
MINUTES = 30
"""So long a code is good."""
HOURS = 24
"""So long a line can be signed."""
TRIES = 5
OFTEN = 6
"""So often an account may ask in a day; and so many letters one address gets in a day, whoever asks."""
Row = ClaimAsked


def by_address(slug: str, account: Account, address: str, here: str) -> Row:
    """She says that an address is hers: if it is known here, a code goes there. Raises Refused when she asks too often."""
    address = address.strip()
    _not_too_often(slug, account, address)
    found = _with_address(slug, address)
    code, salt = f"{secrets.randbelow(1_000_000):06}", secrets.token_hex(8)
    row = Row.objects.create(
        commons=slug, account=account, way=ADDRESS, address=address, pseudonyms=sorted(found), challenge=salt,
        code=_hashed(salt, code), until=timezone.now() + timedelta(minutes=MINUTES),
    )  # fmt: skip
    # To the address as it is known here: one that only looks alike to a database is another one.
    for known in sorted(set(found.values())):
        context = {
            "code": code, "minutes": MINUTES, "name": account.name or _("Somebody"), "here": f"{here}{row.pk}/",
            "commons": commons.commons(slug).name,
        }  # fmt: skip
        letters.post(known, Told("{code} is your code", code=code), "people/letters/claim_code.txt", context)
    return row


def _with_address(slug: str, address: str) -> dict[str, str]:
    """Imported people with this address, whichever letters are capital: pseudonym → address."""
    rows = Alias.objects.filter(commons=slug, address__iexact=address, person__startswith=PERSON)
    pairs = rows.values_list("person", "address") if address else []
    return {person: known for person, known in pairs if known.lower() == address.lower()}


def _not_too_often(slug: str, account: Account, address: str) -> None:
    since = Row.objects.filter(made__gt=timezone.now() - timedelta(days=1))
    mine = since.filter(account=account, commons=slug).count()
    if mine >= OFTEN or (address and since.filter(address__iexact=address).count() >= OFTEN):
        raise Refused("That was asked too often today; try again tomorrow, or write to the stewards.")


def _hashed(salt: str, code: str) -> str:
    return salted_hmac("entredon.claim", f"{salt} {code}", algorithm="sha256").hexdigest()


def by_signature(slug: str, account: Account, person: str) -> Row:
    """She wants to sign a line with the key that signed her commits. Raises Refused when she asks too often."""
    _not_too_often(slug, account, "")
    origin = Log.objects.values_list("origin", flat=True).get(slug=slug)
    line = f"entredon claim {origin} {person or account.pk} {secrets.token_hex(16)}"
    until = timezone.now() + timedelta(hours=HOURS)
    return Row.objects.create(commons=slug, account=account, way=SIGNATURE, challenge=line, until=until)


def enter_code(row: Row, code: str) -> None:
    """Type the code from the letter. Raises Refused: wrong, too often, too late."""
    _still_open(row)
    counted = Row.objects.filter(pk=row.pk, state="asked", tries__lt=TRIES).update(tries=F("tries") + 1)
    row.refresh_from_db()
    if not counted:
        raise Refused("That was tried too often: ask for a new code.")
    if not constant_time_compare(_hashed(row.challenge, code.strip().replace(" ", "")), row.code):
        left = TRIES - row.tries
        if not left:
            raise Refused("That is not the code either, and it was the last try: ask for a new code.")
        raise Refused("That is not the code. You can still try so often: {n}.", n=left)
    _proven(row, list(row.pseudonyms))


def check_signature(row: Row, signature: str, public_key: str) -> None:
    """Show the signed line. Raises Refused, or another exception for people, when it shows nothing."""
    _still_open(row)
    counted = Row.objects.filter(pk=row.pk, state="asked", tries__lt=4 * TRIES).update(tries=F("tries") + 1)
    if not counted:
        raise Refused("That was tried too often: begin again with a new line.")
    shown = library.signed_by(row.commons, row.challenge, signature, public_key)
    # What a steward sees of it: the key, and how many commits it signed, of how many.
    row.address = shown.key
    row.code = (
        f"{sum(ours for ours, _all in shown.commits.values())}/{sum(all for _ours, all in shown.commits.values())}"
    )
    _proven(row, sorted(shown.commits))


def _still_open(row: Row) -> None:
    if row.state != "asked":
        raise Refused("This is shown already.")
    if row.until < timezone.now():
        raise Refused("This is too old by now: begin again.")


def _proven(row: Row, pseudonyms: list[str]) -> None:
    """Keep what was shown, as far as nobody has claimed it yet. Raises Refused when nothing of it is left."""
    owners = dict(Person.objects.filter(commons=row.commons, id__in=pseudonyms).values_list("id", "claimed_by"))
    free = sorted(id for id, owner in owners.items() if not owner)
    if not owners:
        raise Refused(
            "You have shown it, but nothing that counts was imported under that name: there is nothing to claim."
        )
    if not free:
        raise Refused(
            "You have shown it, but somebody has claimed this already. If it wasn't you, object: write to the stewards."
        )
    shown = {"pseudonyms": free, "address": row.address, "code": row.code, "proven": timezone.now()}
    # Typed in two windows at once, it is shown once: what was granted meanwhile isn't asked for anew.
    if not Row.objects.filter(pk=row.pk, state="asked").update(state="proven", **shown):
        raise Refused("This is shown already.")
    row.refresh_from_db()
    pages.changed(row.commons)


def waiting(slug: str) -> list[Row]:
    """What was shown and waits for a steward, oldest first."""
    return list(Row.objects.filter(commons=slug, state="proven").select_related("account").order_by("proven", "pk"))


def mine(slug: str, account_id: str) -> list[Row]:
    """What an account has shown or begun to, newest first; what came to nothing is left out."""
    rows = Row.objects.filter(commons=slug, account_id=account_id).order_by("-pk")
    return [row for row in rows if row.state != "asked" or row.until > timezone.now()]

"""What this app, and what signing in stands on, hold about people."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entredon.apps.people import exporting_zip
from entredon.apps.people import personal_accounts as personal_accounts
from entredon.apps.people.models import (
    Account,
    Alias,
    ClaimAsked,
    Invitation,
    JoinRequest,
    KeptClose,
    KeyAsked,
    Nomination,
    Openness,
    Passkey,
    Person,
    Persona,
    RecoveryAsked,
    SignedIn,
    SignInLink,
)
from entredon.desk import forgetting
from entredon.desk.models import Waiting
from entredon.log import held, personal
from entredon.log.models import Entry, Key, SideText
from entredon.log.personal import Who
from entredon.pure.log import keys as keys_of

personal.held(
    Persona,
    _("Who you are in each commons"),
    lambda who: Persona.objects.filter(account__in=who.numbers()),
    shows=("id", "account", "commons", "person", "key"),
)
personal.held(
    KeptClose,
    _("What you tell of yourself to fewer than everybody"),
    lambda who: KeptClose.objects.filter(who.anywhere()),
    shows=("id", "commons", "person", "name", "text", "seen_by"),
    typed=("text",),
)
personal.held(
    Alias,
    _("Names and addresses that git knew you by"),
    lambda who: Alias.objects.filter(who.anywhere()),
    shows=("id", "commons", "person", "name", "address"),
    typed=("name", "address"),
)
personal.held(
    Openness,
    _("Where everybody may see your amounts"),
    lambda who: Openness.objects.filter(who.anywhere()),
    shows=("id", "commons", "person", "since"),
)
personal.held(
    JoinRequest,
    _("What you asked to be let in, and whom you answered"),
    lambda who: forgetting.marked(
        JoinRequest.objects.filter(Q(account__in=who.numbers()) | who.anywhere("answered_by")),
        Q(account__in=who.numbers()),
    ),
    shows=("id", "commons", "account", "name", "place", "message", "made", "state", "answered_by", "answer"),
    typed=lambda row, who: (row.name, row.place, row.message) if str(row.account_id) in who.accounts else (row.answer,),
    tell=lambda row: {
        **_told(row, "commons", *(("name", "place", "message") if row.hers else ()), "made", "state", "answer")
    },
    erase=lambda who: _forget_asking(who),
)
personal.held(
    ClaimAsked,
    _("What you claimed as yours"),
    lambda who: ClaimAsked.objects.filter(account__in=who.numbers()),
    shows=(
        "id", "commons", "account", "pseudonyms", "way", "address", "challenge", "tries", "made", "until", "proven", "state",
        "answer",
    ),
    secret=("code",),
    typed=("address",),
)  # fmt: skip
personal.held(
    Invitation,
    _("Invitations you made, and the one you came by"),
    lambda who: Invitation.objects.filter(who.anywhere("by") | who.anywhere("used_by")),
    shows=("commons", "by", "meant_for", "made", "until", "used_by", "withdrawn"),
    secret=("token",),
    typed=("meant_for",),
)
personal.held(
    Passkey,
    _("Passkeys that sign for you in a commons"),
    lambda who: Passkey.objects.filter(account__in=who.numbers()),
    shows=("id", "account", "commons", "key", "credential", "name", "made"),
    typed=("name",),
)
personal.held(
    KeyAsked,
    _("Keys of yours that waited to be enrolled"),
    lambda who: KeyAsked.objects.filter(Q(account__in=who.numbers()) | who.anywhere()),
    shows=("id", "code", "commons", "account", "person", "given", "line", "sigs", "made", "until", "state", "why"),
    secret=("token",),
    tell=lambda row: {**_told(row, "commons", "person", "given", "made", "until", "state", "why")},
)
personal.held(
    RecoveryAsked,
    _("When you asked to be let back in"),
    # Who asks to be her may be anybody: that somebody did is hers to know, who it was and what was written isn't.
    lambda who: forgetting.marked(
        RecoveryAsked.objects.filter(Q(account__in=who.numbers()) | who.anywhere()), Q(account__in=who.numbers())
    ),
    shows=("id", "commons", "account", "person", "given", "message", "made", "state", "doubts"),
    typed=lambda row, who: (row.message,) if row.hers else (),
    tell=lambda row: _told(row, "commons", "person", *(("given", "message") if row.hers else ()), "made", "state"),
    erase=lambda who: _forget_recovery(who),
)


def _forget_recovery(who: Who) -> None:
    """What she asked, and the key that was made for it and held here."""
    rows = RecoveryAsked.objects.filter(Q(account__in=who.numbers()) | who.anywhere())
    asked: Iterator[Any] = rows.filter(state="asked").values_list("given", flat=True).iterator()
    for given in list(asked):
        if given:
            held.let_go(keys_of.key_id(given["alg"], keys_of.unb64(given["public"])))
    rows.delete()


def _forget_links(who: Who) -> None:
    """Links that opened her account, and what still waits where one of them leads."""
    links = SignInLink.objects.filter(account__in=who.numbers())
    Waiting.objects.filter(token__in=list(links.values_list("token", flat=True))).delete()
    links.delete()


personal.held(
    SignedIn,
    _("Where you are signed in"),
    lambda who: SignedIn.objects.filter(account__in=who.numbers()),
    shows=("id", "account", "browser", "since", "seen"),
    secret=("key",),
)
personal.held(
    SignInLink,
    _("Links that let you in"),
    lambda who: SignInLink.objects.filter(account__in=who.numbers()),
    shows=("account", "leads", "until", "used"),
    secret=("token",),
    tell=lambda row: {**_told(row, "until", "used")},
    erase=_forget_links,
)
# Last of all: as long as it is there, whoever was interrupted can press the button again.
personal.held(
    Account,
    _("Your account"),
    lambda who: Account.objects.filter(pk__in=who.numbers()),
    shows=("id", "email", "name", "language", "is_active", "made", "last_login"),
    secret=("password",),
    typed=("email", "name"),
    turn=1,
)

personal.folder("exports", exporting_zip.forget)


def _told(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _forget_asking(who: Who) -> None:
    """What she asked goes; whom she answered stays answered, without her words."""
    JoinRequest.objects.filter(account__in=who.numbers()).delete()
    JoinRequest.objects.filter(who.anywhere("answered_by")).update(answered_by="", answer="")


# What the public record says of her


@personal.section("person", _("Your number in each commons"))
def person(who: Who) -> Iterator[dict[str, Any]]:
    """Under which numbers, with which roles, since and until when."""
    for row in Person.objects.filter(who.anywhere("id")).order_by("commons", "position"):
        yield _told(row, "commons", "id", "at", "member", "roles", "left", "claimed_by")


@personal.section("keys", _("Your public keys"))
def keys(who: Who) -> Iterator[dict[str, Any]]:
    """Each with the interval of entries it could sign."""
    for row in Key.objects.filter(who.anywhere()).order_by("commons", "added"):
        yield _told(row, "commons", "id", "alg", "public", "custody", "added", "revoked")


@personal.section("entries", _("What you signed in the public record"))
def entries(who: Who) -> Iterator[dict[str, Any]]:
    """Every entry by one of her keys, as it stands in the record."""
    for slug in sorted(who.people):
        mine = list(Key.objects.filter(commons=slug, person__in=list(who.mine(slug))).values_list("id", flat=True))
        rows = Entry.objects.filter(commons=slug, by__in=mine).order_by("index")
        for row in rows.values("commons", "index", "id", "kind", "at", "leaf").iterator():
            yield {**row, "leaf": bytes(row["leaf"]).decode()}


@personal.section("nominations", _("Who said that you enrich a commons, and whom you named"))
def nominations(who: Who) -> Iterator[dict[str, Any]]:
    """Said of her and by her, with the reasons that are there."""
    rows = Nomination.objects.filter(who.anywhere() | who.anywhere("by")).order_by("commons", "position")
    for row in rows:
        reason = SideText.objects.filter(commons=row.commons, entry=row.id, name="reason").values_list(
            "text", flat=True
        )
        yield {**_told(row, "commons", "id", "person", "by", "at", "state"), "reason": reason.first() or ""}

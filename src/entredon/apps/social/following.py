"""What somebody follows, and the secret address under which a reader of hers gets it."""

import secrets
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from entredon.apps.social.models import Feed, Follow

MOST = 500
"""So much can one follow: more is no longer read."""


def follows(account: str) -> list[tuple[str, str]]:
    """What an account follows, oldest first: a commons, and what in it ("" for all of it)."""
    rows = Follow.objects.filter(account=account).order_by("id")
    return list(rows.values_list("commons", "about")[:MOST])


def is_followed(account: str, slug: str, about: str) -> bool:
    """Whether an account follows something."""
    return Follow.objects.filter(account=account, commons=slug, about=about).exists()


def follow(account: str, slug: str, about: str) -> bool:
    """Follow something from now on; twice is once. Whether there was room for it."""
    if Follow.objects.filter(account=account).count() >= MOST:
        return is_followed(account, slug, about)
    try:
        with transaction.atomic():
            Follow.objects.get_or_create(account=account, commons=slug, about=about)
    except IntegrityError:
        pass  # two tabs at once: it is followed
    return True


def unfollow(account: str, slug: str, about: str) -> None:
    """Follow something no longer."""
    Follow.objects.filter(account=account, commons=slug, about=about).delete()


def address_of(account: str) -> str:
    """The secret word in the address of somebody's feed; "" as long as she asked for none."""
    return Feed.objects.filter(account=account).values_list("token", flat=True).first() or ""


def new_address(account: str) -> str:
    """A new secret word for somebody's feed: who had the old one reads no more."""
    token = secrets.token_urlsafe(24)
    Feed.objects.update_or_create(account=account, defaults={"token": token})
    return token


def no_address(account: str) -> None:
    """Nobody reads somebody's feed from outside any more."""
    Feed.objects.filter(account=account).delete()


def account_of(token: str) -> str:
    """Whose feed a secret word opens; "" for one that opens none."""
    return Feed.objects.filter(token=token).values_list("account", flat=True).first() or ""


def commons_of(followed: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """What is followed in each commons."""
    found: dict[str, set[str]] = {}
    for slug, about in followed:
        found.setdefault(slug, set()).add(about)
    return found

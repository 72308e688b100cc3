"""The people of every test: Ada the steward, Bob the member, Charlie the stranger. Charlie must be refused everything."""

import time
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from entredon.apps.commons.founding import found_commons, key_given
from entredon.apps.people import accounts
from entredon.apps.people.entries import Joined
from entredon.apps.people.models import Account
from entredon.log import door, held
from entredon.log.models import HeldKey
from entredon.log.registry import Fact, Refused
from entredon.pure.log.keys import SecretKey


def key_of(name: str) -> SecretKey:
    """A key that is the same in every run, made from a name."""
    return SecretKey(name.encode().ljust(32, b".")[:32])


def person(key: SecretKey) -> str:
    """The person whose first key this is."""
    return f"k:{key.id}"


@dataclass
class Cast:
    """A commons and its people."""

    slug: str
    ada: SecretKey
    bob: SecretKey
    charlie: SecretKey

    @classmethod
    def found(cls, slug: str = "merel", **changes: Any) -> "Cast":
        """Found a commons for a test; ``changes`` go to ``found_commons``."""
        cast = cls(slug, key_of(f"ada of {slug}"), key_of(f"bob of {slug}"), key_of(f"charlie of {slug}"))
        said: dict[str, Any] = {
            "purpose": "A car you can build in your own town",
            "licences": ["CERN-OHL-S-2.0"],
            **changes,
        }
        found_commons("Merel", slug, founder=cast.ada, texts={"name": "Ada Vermeer", "place": "Ghent"}, **said)
        cast.join(cast.bob, "Bob Bakker")
        return cast

    def join(self, key: SecretKey, name: str) -> str:
        """Somebody joins, with Ada's signature beside hers; returns the person's id."""
        fact = Joined(key=key_given(key, "hosted"))
        door.append(self.slug, fact, key, {"name": name}, cosigners=[self.ada])
        return person(key)

    def say(self, fact: Fact, by: SecretKey | None = None, **rest: Any) -> str:
        """Append a fact, by Ada unless somebody else speaks; returns the entry's id."""
        return door.append(self.slug, fact, by or self.ada, **rest).id

    def account(self, who: str) -> Account:
        """The account of ada, bob or charlie, made at first use; ada's and bob's keys are held here for them."""
        account, made = Account.objects.get_or_create(email=f"{who}@example.org", defaults={"name": who.capitalize()})
        if made and who != "charlie":
            self.holds(account, getattr(self, who))
        return account

    def holds(self, account: Account, key: SecretKey) -> None:
        """From now on an account speaks with this key in this commons."""
        if not HeldKey.objects.filter(id=key.id).exists():
            held.hold(self.slug, "hosted", key)
        accounts.is_now(account, self.slug, person(key), key.id)

    def client(self, who: str = "") -> Client:
        """A browser in which ada, bob or charlie came in a moment ago; without a name, a visitor's."""
        browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
        if who:
            browser.force_login(self.account(who))
            just_came_in(browser)
        return browser

    def refused(self, fact: Fact, by: SecretKey | None = None, *, because: str, **rest: Any) -> None:
        """The fact is refused for this reason, and nothing is left of it."""
        from entredon.log.models import Log

        before = Log.objects.get(slug=self.slug).size
        with pytest.raises(Refused) as caught:
            self.say(fact, by, **rest)
        assert because in str(caught.value), str(caught.value)
        assert Log.objects.get(slug=self.slug).size == before


def just_came_in(browser: Client) -> None:
    """As if she had come in by a link a moment ago: so nobody asks once more whether it is she."""
    session = browser.session
    came = {"method": "link", "at": time.time()}
    session["account_authentication_methods"] = [came]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()

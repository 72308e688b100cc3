"""People whom tables from elsewhere name: each gets the pseudonym that an import from git would give her, so that she can claim it.

An address decides; without one, a name that exactly one person here has. Names and addresses stay beside the public record.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from entredon.apps.people.accounts import AccountViewer
from entredon.apps.people.aliases import CHUNK
from entredon.apps.people.models import Account, Alias, Person, Persona
from entredon.apps.people.profile import plain_line
from entredon.log import pages
from entredon.log.models import SideText
from entredon.log.viewer import VISITOR, Viewer
from entredon.pure.git.identity import PERSON, pseudonym
from entredon.pure.tables.lines import Faulty, folded

_HIDDEN = re.compile(r"(?:[0-9]+\+)?([^@]+)@users\.noreply\.[^@]+")
"""An address behind which forges hide somebody's: it holds the name by which they know her."""


class WhoIsWho:
    """Who is meant by a name or an address. ``aliases`` are those asked about so far: pseudonym → (name, address)."""

    def __init__(self, slug: str, secret: bytes) -> None:
        self.aliases: dict[str, tuple[str, str]] = {}
        self._secret = secret
        self._known: dict[tuple[str, str], str] = {}
        self._named: dict[str, dict[str, str]] = {}
        self._logins: dict[str, str] = {}
        self._reached: dict[str, str] = {}
        owners = dict(Person.objects.filter(commons=slug, id__startswith=PERSON).values_list("id", "claimed_by"))
        for person, name, address in Alias.objects.filter(commons=slug).values_list("person", "name", "address"):
            if not person.startswith(PERSON):
                continue
            self._name(name, person, owners.get(person, "") or person)
            if hidden := _HIDDEN.fullmatch(address.lower()):
                self._logins.setdefault(hidden[1], person)
        self._members(slug, {owner: id for id, owner in sorted(owners.items(), reverse=True) if owner})

    def _name(self, name: str, person: str, owner: str) -> None:
        if name:
            self._named.setdefault(folded(name), {})[person] = owner

    def _members(self, slug: str, claimed: Mapping[str, str]) -> None:
        """Members by the names they have here: under what they have claimed, else under their account's address."""
        rows: Any = Person.objects.filter(commons=slug, member=True).values_list("id", "texts")
        members: dict[str, dict[str, str]] = dict(rows)
        texts = SideText.objects.filter(
            commons=slug, name="name", entry__in={t.get("name", "") for t in members.values()}
        )
        called = dict(texts.values_list("entry", "text"))
        accounts = {one.person: one.account for one in Persona.objects.filter(commons=slug).select_related("account")}
        for id, marks in members.items():
            account = accounts.get(id)
            mine = claimed.get(id) or (self._by_address(account.email) if account is not None else "")
            if mine:
                self._name(plain_line(called.get(marks.get("name", ""), "")), mine, id)
                if account is not None:
                    self._name(account.name, mine, id)
                    self._reached[mine] = account.email

    def _by_address(self, address: str) -> str:
        return PERSON + pseudonym(self._secret, "", address)[len(PERSON) :]

    def person(self, name: str, address: str) -> str:
        """Whose pseudonym this is. Raises Faulty where several here have the name."""
        found = self._known.get((name, address))
        if found is None:
            found = self._known[name, address] = self._find(name, address)
        return found

    def _find(self, name: str, address: str) -> str:
        if address:
            found = self._by_address(address)
            self.aliases.setdefault(found, (name or address.partition("@")[0], address))
            self._name(name, found, found)  # from here on she is known by her name alone, too
            return found
        if login := self._logins.get(name.lower().removeprefix("@")):
            return login
        people = self._named.get(folded(name), {})
        if len(set(people.values())) > 1:
            raise Faulty("several people here are called “{name}”: write an e-mail address.", name=name[:60])
        if people:
            found = min(people)
            if found in self._reached:  # her name here comes with where she can be asked
                self.aliases.setdefault(found, (name, self._reached[found]))
            return found
        found = PERSON + pseudonym(self._secret, folded(name), "")[len(PERSON) :]
        self.aliases.setdefault(found, (name, ""))
        return found


def remember_new(slug: str, aliases: Mapping[str, tuple[str, str]]) -> list[str]:
    """Note names and addresses of people who aren't known yet; returns who they are."""
    known: set[str] = set()
    asked = sorted(aliases)
    for begin in range(0, len(asked), CHUNK):
        some = asked[begin : begin + CHUNK]
        known |= set(Alias.objects.filter(commons=slug, person__in=some).values_list("person", flat=True))
    new = [person for person in asked if person not in known]
    rows = [Alias(commons=slug, person=p, name=aliases[p][0][:200], address=aliases[p][1][:320]) for p in new]
    Alias.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    pages.changed(slug)
    return new


def forget_aliases(slug: str, people: Collection[str]) -> None:
    """What was noted for an import that came to nothing goes again, as far as nobody is known under it."""
    here = set(Person.objects.filter(commons=slug).values_list("id", flat=True))
    gone = [person for person in people if person not in here]
    for begin in range(0, len(gone), CHUNK):
        Alias.objects.filter(commons=slug, person__in=gone[begin : begin + CHUNK]).delete()


def viewer_for(account: str) -> Viewer:
    """An account as somebody who looks, for work that is done for her later; a visitor when it is gone."""
    found = Account.objects.filter(pk=int(account), is_active=True).first() if account.isdigit() else None
    return AccountViewer(found) if found is not None else VISITOR

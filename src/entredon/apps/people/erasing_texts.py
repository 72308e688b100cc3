"""What the public record is told when somebody is forgotten: signed with the keys held here for her, as long as they are."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q, QuerySet

from entredon.apps.people import accounts as accounts_of
from entredon.apps.people.entries import Erased, Left, NominationWithdrawn, SideText
from entredon.apps.people.models import Account, Nomination, Person, Persona
from entredon.apps.people.record import STEWARD
from entredon.log import door, personal
from entredon.log.checkpoints import RolledBack
from entredon.log.door import Saying
from entredon.log.held import Unreadable
from entredon.log.models import SideText as SideTextRow
from entredon.log.models import Text
from entredon.log.personal import Who
from entredon.log.registry import Fact, NeedsNewer, Refused
from entredon.log.viewer import Signer

IN_ONE = 400
"""So many texts fit into one entry."""
AT_ONCE = 1_000
"""So many entries are written in one transaction."""
REASON = "reason"
Pair = tuple[str, str]


def say(accounts: Sequence[Account], who: Who) -> dict[str, list[Pair]]:
    """Say in each commons that their texts are erased and that they have left; returns the texts it could not be said of.

    It can't where somebody holds her key herself, or where a commons is damaged: the texts go all the same.
    """
    unsaid: dict[str, list[Pair]] = {}
    for slug in sorted(who.people):
        personas = list(Persona.objects.filter(account__in=accounts, commons=slug).order_by("id"))
        unsaid[slug] = list(_say_in(slug, personas, who.given_too))
    return {slug: pairs for slug, pairs in unsaid.items() if pairs}


def texts_of(slug: str, people: Iterable[str], given_too: bool = True) -> dict[str, list[Pair]]:
    """The texts somebody gave that no entry has erased, as (entry, name), by person; or only those that weren't given to all."""
    found: dict[str, list[Pair]] = {person: [] for person in people}
    rows = Text.objects.filter(commons=slug, person__in=list(found), erased="").values_list("person", "id")
    stay = set() if given_too else _given(slug, list(found))
    for person, id in rows:
        entry, _slash, name = id.rpartition("/")
        if (entry, name) not in stay:
            found[person].append((entry, name))
    return found


def _given(slug: str, people: list[str]) -> set[Pair]:
    """The texts of somebody that were given to all, as far as they are still here."""
    hers = personal.side_texts_of(Who(people={slug: frozenset(people)}))
    return set(SideTextRow.objects.filter(hers & personal.is_given()).values_list("entry", "name"))


def reasons_about(who: Who) -> QuerySet[SideTextRow]:
    """Why others named her as somebody who enriches a commons: said about her, so it goes with her."""
    found = Q(commons__in=[])
    for slug, ids in who.people.items():
        named = Nomination.objects.filter(commons=slug, person__in=list(ids)).values("id")
        found |= Q(commons=slug, name=REASON, entry__in=named)
    return SideTextRow.objects.filter(found)


class Known:
    """What is asked about everybody who is forgotten in a commons, read once: nominations that go on, and its members."""

    def __init__(self, slug: str) -> None:
        members = Person.objects.filter(commons=slug, member=True).values_list("id", "roles")
        self.members: dict[str, list[str]] = dict(members)
        self.nominations: dict[str, list[str]] = {}
        rows = Nomination.objects.filter(commons=slug, state__in=["waiting", "agreed"]).order_by("position")
        for id, person, by in rows.values_list("id", "person", "by"):
            for one in (person, by):
                self.nominations.setdefault(one, []).append(id)

    def may_leave(self, person: str) -> bool:
        """Whether she is a member who can leave. A commons is never without a steward: who is alone stays that, by number."""
        roles = self.members.get(person)
        return roles is not None and not (STEWARD in roles and len(self.members) == 1)


def facts(known: Known, person: str, texts: list[Pair]) -> Iterator[Fact]:
    """What somebody says when she is forgotten: nominations end, her texts go, she leaves."""
    ended = known.nominations.get(person, [])
    for nomination in ended:
        yield NominationWithdrawn(nomination=nomination)
    yield from erased(sorted((entry, name) for entry, name in texts if not (name == REASON and entry in ended)))
    if known.may_leave(person):
        yield Left()


def erased(texts: Sequence[Pair]) -> Iterator[Fact]:
    """What erases texts, in as few entries as can be."""
    for start in range(0, len(texts), IN_ONE):
        some = texts[start : start + IN_ONE]
        yield Erased(side=tuple(SideText(entry=entry, name=name) for entry, name in some))


def _say_in(slug: str, personas: list[Persona], given_too: bool) -> Iterator[Pair]:
    texts, known = texts_of(slug, [persona.person for persona in personas], given_too), Known(slug)
    waiting: list[tuple[Persona, list[Saying]]] = []
    for persona in personas:
        key = key_of(persona)
        if key is None:
            yield from texts[persona.person]
            continue
        hers = [Saying(fact, key) for fact in facts(known, persona.person, texts[persona.person])]
        waiting.append((persona, hers))
        if sum(len(sayings) for _, sayings in waiting) >= AT_ONCE:
            yield from _append(slug, waiting, given_too)
            waiting = []
    yield from _append(slug, waiting, given_too)


def key_of(persona: Persona) -> Signer | None:
    """The key held here for her; None when she holds it herself, or when nobody can open it any more."""
    try:
        return accounts_of.key_of(persona)
    except Unreadable:
        return None


def _append(slug: str, waiting: list[tuple[Persona, list[Saying]]], given_too: bool) -> Iterator[Pair]:
    """Append all at once; where the law refuses somebody, one by one, so that it doesn't stop the others."""
    sayings = [saying for _, hers in waiting for saying in hers]
    if not sayings or _appended(slug, sayings):
        return
    for persona, hers in waiting:
        refused = [saying for saying in hers if not _appended(slug, [saying])]
        if refused:
            yield from texts_of(slug, [persona.person], given_too)[persona.person]


def _appended(slug: str, sayings: list[Saying]) -> bool:
    try:
        door.append_many(slug, sayings)
    except (Refused, RolledBack, NeedsNewer):
        return False
    return True

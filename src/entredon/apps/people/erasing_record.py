"""What the public record is told when somebody is forgotten: signed with the keys held here for her, as long as they are."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q, QuerySet

from entredon.apps.people import accounts as coming_in
from entredon.apps.people.entries import Erased, Left, NominationWithdrawn, SideText
from entredon.apps.people.models import Account, Nomination, Person, Persona
from entredon.apps.people.record import STEWARD
from entredon.log import door
from entredon.log.checkpoints import RolledBack
from entredon.log.door import Saying
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
        unsaid[slug] = list(_say_in(slug, personas))
    return {slug: pairs for slug, pairs in unsaid.items() if pairs}


def texts_of(slug: str, people: Iterable[str]) -> dict[str, list[Pair]]:
    """The texts somebody gave that no entry has erased, as (entry, name), by person."""
    found: dict[str, list[Pair]] = {person: [] for person in people}
    rows = Text.objects.filter(commons=slug, person__in=list(found), erased="").values_list("person", "id")
    for person, id in rows:
        entry, _slash, name = id.rpartition("/")
        found[person].append((entry, name))
    return found


def reasons_about(who: Who) -> QuerySet[SideTextRow]:
    """Why others named her as somebody who enriches a commons: said about her, so it goes with her."""
    found = Q(commons__in=[])
    for slug, ids in who.people.items():
        named = Nomination.objects.filter(commons=slug, person__in=list(ids)).values("id")
        found |= Q(commons=slug, name=REASON, entry__in=named)
    return SideTextRow.objects.filter(found)


def _say_in(slug: str, personas: list[Persona]) -> Iterator[Pair]:
    texts = texts_of(slug, [persona.person for persona in personas])
    waiting: list[tuple[Persona, list[Saying]]] = []
    for persona in personas:
        key = coming_in.key_of(persona)
        if key is None:
            yield from texts[persona.person]
            continue
        waiting.append((persona, _sayings(slug, persona.person, key, texts[persona.person])))
        if sum(len(sayings) for _, sayings in waiting) >= AT_ONCE:
            yield from _append(slug, waiting, texts)
            waiting = []
    yield from _append(slug, waiting, texts)


def _append(slug: str, waiting: list[tuple[Persona, list[Saying]]], texts: dict[str, list[Pair]]) -> Iterator[Pair]:
    """Append all at once; where the law refuses somebody, one by one, so that it doesn't stop the others."""
    sayings = [saying for _, hers in waiting for saying in hers]
    if not sayings or _appended(slug, sayings):
        return
    for persona, hers in waiting:
        refused = [saying for saying in hers if not _appended(slug, [saying])]
        if refused:
            yield from texts_of(slug, [persona.person])[persona.person]


def _appended(slug: str, sayings: list[Saying]) -> bool:
    try:
        door.append_many(slug, sayings)
    except (Refused, RolledBack, NeedsNewer):
        return False
    return True


def _sayings(slug: str, person: str, key: Signer, texts: list[Pair]) -> list[Saying]:
    return [Saying(fact, key) for fact in facts(slug, person, texts)]


def facts(slug: str, person: str, texts: list[Pair]) -> Iterator[Fact]:
    """What somebody says when she is forgotten: nominations end, her texts go, she leaves."""
    ended = set()
    mine = Nomination.objects.filter(commons=slug, state__in=["waiting", "agreed"])
    for row in (mine.filter(person=person) | mine.filter(by=person)).order_by("position"):
        ended.add(row.id)
        yield NominationWithdrawn(nomination=row.id)
    rest = sorted((entry, name) for entry, name in texts if not (name == REASON and entry in ended))
    for start in range(0, len(rest), IN_ONE):
        some = rest[start : start + IN_ONE]
        yield Erased(side=tuple(SideText(entry=entry, name=name) for entry, name in some))
    row = Person.objects.filter(commons=slug, id=person, member=True).first()
    if row is not None and not (STEWARD in row.roles and _alone(slug, person)):
        yield Left()


def _alone(slug: str, person: str) -> bool:
    """Whether she is the only member: a commons is never without a steward, so her number stays that."""
    return not Person.objects.filter(commons=slug, member=True).exclude(id=person).exists()

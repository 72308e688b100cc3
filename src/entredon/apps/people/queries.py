"""What pages and other apps ask about people. Names come from side texts and private notes, so a mirror has none."""

from collections.abc import Collection
from dataclasses import dataclass

from entredon.apps.people.models import Alias, Person
from entredon.log.asked import Ambiguous, NotFound, by_prefix
from entredon.log.models import Entry, Key, SideText


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody in a commons: a member, or a name found in an import that nobody has claimed yet."""

    id: str
    name: str
    place: str
    member: bool
    roles: tuple[str, ...]
    at: str
    entry: str
    claimed_by: str


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key of a person; ``revoked`` is the index of the entry that ended it."""

    id: str
    alg: str
    custody: str
    added: int
    revoked: int | None


def people(slug: str) -> list[PersonShown]:
    """Everybody here, in the order in which they came; claimed pseudonyms are part of their person and left out."""
    shown = names(slug)
    places = _texts(slug, "place")
    rows = Person.objects.filter(commons=slug, claimed_by="").order_by("position", "id")
    return [_shown(row, shown, places) for row in rows]


def person(slug: str, id: str) -> PersonShown:
    """One person. Raises NotFound."""
    row = Person.objects.filter(commons=slug, id=id).first()
    if row is None:
        raise NotFound(f"Nobody here is named {id[:12]}.")
    return _shown(row, names(slug), _texts(slug, "place"))


def _shown(row: Person, shown: dict[str, str], places: dict[str, str]) -> PersonShown:
    return PersonShown(
        id=row.id, name=shown[row.id], place=places.get(row.id, ""), member=row.member, roles=tuple(row.roles),
        at=row.at, entry=row.entry, claimed_by=row.claimed_by,
    )  # fmt: skip


def names(slug: str) -> dict[str, str]:
    """What to call each person here. A claimed pseudonym is called as the person who claimed it."""
    known = dict(Alias.objects.filter(commons=slug).values_list("person", "name"))
    known.update(_texts(slug, "name"))
    rows = Person.objects.filter(commons=slug).values_list("id", "claimed_by")
    return {id: known.get(claimed_by or id) or known.get(id) or nameless(claimed_by or id) for id, claimed_by in rows}


def nameless(person: str) -> str:
    """What somebody is called whose name is not known here: by number."""
    return f"person {person[2:12]}"


def _texts(slug: str, name: str) -> dict[str, str]:
    """The side text of this name that each member gave when joining (or founding), by person."""
    entries = dict(Person.objects.filter(commons=slug, member=True).values_list("id", "entry"))
    texts = dict(SideText.objects.filter(commons=slug, name=name).values_list("entry", "text"))
    founders = Entry.objects.filter(commons=slug, index=0).values_list("id", "by")
    signer = {entry: f"k:{by}" for entry, by in founders}
    return {
        person: texts[entry]
        for person, entry in entries.items()
        if entry in texts and signer.get(entry, person) == person
    }


def claims(slug: str) -> dict[str, str]:
    """Who has claimed which pseudonym: pseudonym → person."""
    return dict(Person.objects.filter(commons=slug).exclude(claimed_by="").values_list("id", "claimed_by"))


def keys_of(slug: str, person: str) -> list[KeyShown]:
    """The keys a person has had here, in the order of their coming."""
    rows = Key.objects.filter(commons=slug, person=person).order_by("added", "id")
    return [KeyShown(row.id, row.alg, row.custody, row.added, row.revoked) for row in rows]


def find_person(slug: str, asked: str, among: Collection[str] = ()) -> str:
    """A person by the beginning of her id, by name or by address; of several with one name, the one who is ``among``.

    Raises NotFound, Ambiguous.
    """
    asked = asked.strip()
    owner = claims(slug)
    found = sorted({owner.get(id, id) for id in _called(slug, asked)})
    if len(found) > 1:
        found = [id for id in found if id in among] or found
    if len(found) > 1:
        raise Ambiguous(f"{len(found)} people here are called “{asked}”; use an id, for instance {found[0][:14]}.")
    if not found:
        found = [_begins(slug, asked)]
    return owner.get(found[0], found[0])


def _called(slug: str, asked: str) -> set[str]:
    """Everybody with this name or address. Nobody is called nothing."""
    if not asked:
        return set()
    addresses = Alias.objects.filter(commons=slug, address__iexact=asked).values_list("person", flat=True)
    return {id for id, name in names(slug).items() if name.casefold() == asked.casefold()} | set(addresses)


def _begins(slug: str, asked: str) -> str:
    """The one person whose id begins like this, with or without the letter that says what kind of id it is."""
    ids = list(Person.objects.filter(commons=slug).values_list("id", flat=True))
    if asked.startswith(("k:", "p:")):
        return by_prefix(asked, ids, "person")
    by_rest = {id[2:]: id for id in ids}
    return by_rest[by_prefix(asked, list(by_rest), "person")]


def count(slug: str) -> int:
    """How many people are here, members and unclaimed pseudonyms."""
    return Person.objects.filter(commons=slug, claimed_by="").count()

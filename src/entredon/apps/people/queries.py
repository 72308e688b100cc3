"""What pages and other apps ask about people. Names come from side texts and private notes, so a mirror has none.

Who is asked ``inside`` is a member of the commons (or the operator of this machine): only there those who never joined are
called by the name that git knows them by. Everybody else sees them by number: they never agreed to be named here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.people import accounts, inviting, profile, profile_languages
from entredon.apps.people.elsewhere import WhoIsWho as WhoIsWho
from entredon.apps.people.elsewhere import forget_aliases as forget_aliases
from entredon.apps.people.elsewhere import remember_new as remember_new
from entredon.apps.people.elsewhere import viewer_for as viewer_for
from entredon.apps.people.key_queries import resting as resting
from entredon.apps.people.key_yes import PASSKEY as PASSKEY
from entredon.apps.people.key_yes import Outcome as Outcome
from entredon.apps.people.key_yes import said_yes as said_yes
from entredon.apps.people.key_yes import way_of_yes as way_of_yes
from entredon.apps.people.models import Alias, ClaimAsked, JoinRequest, Openness, Person, Persona
from entredon.apps.people.profile import ABOUT_A_PERSON, texts_of
from entredon.apps.people.profile import plain_line as plain_line
from entredon.apps.people.record import STEWARD
from entredon.log import pages
from entredon.log.asked import Ambiguous, NotFound, by_prefix
from entredon.log.models import Key, SideText, Text
from entredon.log.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody in a commons: a member, one who has left (by the entry ``left``), or a name found in an import that nobody has
    claimed yet. What she tells ``about`` herself is read for one person only; ``pictured`` names the commons in which she has a picture."""

    id: str
    name: str
    place: str
    about: str
    member: bool
    roles: tuple[str, ...]
    at: str
    entry: str
    claimed_by: str
    left: str
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    pictured: str = ""

    @property
    def picture(self) -> str:
        """Where her picture is, "" if there is none to see. (What is remembered of her must not hold one reader's addresses.)"""
        return profile.picture_address(self.pictured, self.id) if self.pictured else ""

    @property
    def imported(self) -> bool:
        """Whether she is only known from an import, and never came."""
        return not self.member and not self.left


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key of a person; ``revoked`` is the index of the entry that ended it."""

    id: str
    alg: str
    custody: str
    added: int
    revoked: int | None


def people(slug: str, inside: bool = False) -> list[PersonShown]:
    """Everybody here, in the order in which they came; claimed pseudonyms are part of their person and left out."""
    shown = names(slug, inside)
    told = profile.of_all(slug, inside=inside)
    rows = Person.objects.filter(commons=slug, claimed_by="").order_by("position", "id")
    return [_shown(row, shown[row.id], _of(told, row.id)) for row in rows]


def members(slug: str, inside: bool = False) -> list[PersonShown]:
    """The members of now, in the order in which they came, however many others are known from imports."""
    called, told = _texts(slug, "name"), profile.of_all(slug, inside=inside)
    rows = Person.objects.filter(commons=slug, member=True).order_by("position", "id")
    return [_shown(row, called.get(row.id) or nameless(row.id), _of(told, row.id)) for row in rows]


def _of(told: dict[str, dict[str, str]], person: str) -> dict[str, str]:
    return {name: by_person.get(person, "") for name, by_person in told.items()}


def any_member(slug: str, ids: Collection[str]) -> bool:
    """Whether one of these people is a member now."""
    return Person.objects.filter(commons=slug, id__in=ids, member=True).exists()


def person(slug: str, id: str, inside: bool = False) -> PersonShown:
    """One person. Raises NotFound."""
    row = Person.objects.filter(commons=slug, id=id).first()
    if row is None:
        raise NotFound("Nobody here is named {id}.", id=id[:12])
    hers = profile.shown(slug, row, inside=inside)
    if profile.has_picture(slug, row, inside=inside):
        hers[profile.PICTURE] = slug
    name = profile.plain_line(hers.get("name", "")) if row.id.startswith("k:") else names(slug, inside)[row.id]
    return _shown(row, name or nameless(row.id), hers)


def of_viewer(request: HttpRequest, slug: str) -> PersonShown | None:
    """The person who is looking: a member, or one who has left; None for everybody who was never here."""
    mine = viewer_of(request).person(slug)
    row = Person.objects.filter(commons=slug, id=mine).first() if mine else None
    return None if row is None else person(slug, row.id)


def _shown(row: Person, name: str, told: dict[str, str]) -> PersonShown:
    return PersonShown(
        id=row.id, name=name, place=profile.plain_line(told.get("place", "")), about=told.get("about", ""),
        member=row.member, roles=tuple(row.roles), at=row.at, entry=row.entry, claimed_by=row.claimed_by, left=row.left,
        skills=profile.skills_of(told.get("skills", "")), languages=profile.languages_of(told.get("languages", "")),
        pictured=told.get(profile.PICTURE, ""),
    )  # fmt: skip


def skills(slug: str, person: str, inside: bool = False) -> tuple[str, ...]:
    """What somebody says she can do, as a member (``inside``) or everybody may know it."""
    return _profile(slug, person, inside).skills


def languages(slug: str, person: str, inside: bool = False) -> tuple[str, ...]:
    """Which languages somebody speaks, by their codes where we know them."""
    return _profile(slug, person, inside).languages


def language_name(code: str) -> str:
    """A language in the reader's words; what is no code is what somebody called it."""
    return profile_languages.called(code)


def language_code(name: str) -> str:
    """The code of a language by any of its names; else the name as it is."""
    return profile_languages.code_of(name)


def own_picture(slug: str, person: str) -> str:
    """Where somebody finds her own picture, whoever else may see it; "" where there is none."""
    row = Person.objects.filter(commons=slug, id=person).first() if person else None
    return profile.picture_address(slug, person) if row and profile.has_picture(slug, row, hers=True) else ""


def _profile(slug: str, person: str, inside: bool) -> PersonShown:
    row = Person.objects.filter(commons=slug, id=person).first()
    if row is None:
        raise NotFound("Nobody here is named {id}.", id=person[:12])
    return _shown(row, "", profile.shown(slug, row, inside=inside))


def names(slug: str, inside: bool = False) -> dict[str, str]:
    """What to call each person here. A claimed pseudonym is called as the person who claimed it, and never otherwise."""
    known = dict(Alias.objects.filter(commons=slug).values_list("person", "name")) if inside else {}
    known.update(_texts(slug, "name"))
    rows = Person.objects.filter(commons=slug).values_list("id", "claimed_by")
    numbered = _("person %(number)s")  # asked once: there may be many who never gave a name
    return {
        id: known.get(claimed_by or id) or numbered % {"number": (claimed_by or id)[2:12]} for id, claimed_by in rows
    }


def nameless(person: str) -> str:
    """What somebody is called whose name is not known here: by number."""
    return _("person %(number)s") % {"number": person[2:12]}


def _texts(slug: str, name: str) -> dict[str, str]:
    """The newest side text of this name that each person gave, by person. When that is erased, no older one takes its place."""
    newest = Person.objects.filter(commons=slug, id__startswith="k:").values_list("id", "texts")
    there = dict(SideText.objects.filter(commons=slug, name=name).values_list("entry", "text"))
    found = ((person, profile.plain_line(there.get(texts.get(name, ""), ""))) for person, texts in newest)
    return {person: text for person, text in found if text}


def claims(slug: str) -> dict[str, str]:
    """Who has claimed which pseudonym: pseudonym → person."""
    return dict(Person.objects.filter(commons=slug).exclude(claimed_by="").values_list("id", "claimed_by"))


def claims_waiting(slug: str) -> int:
    """How many claims were shown and wait for a steward's signature. Kept pages end whenever this changes."""
    return ClaimAsked.objects.filter(commons=slug, state="proven").count()


def asks_waiting(slug: str) -> int:
    """How many ask to be let in and have no answer yet. Kept pages end whenever this changes."""
    return JoinRequest.objects.filter(commons=slug, state="open").count()


def address_of(slug: str, person: str) -> str:
    """Where letters to somebody go: the address of her account here, "" if she has none. Never shown on a page."""
    account = accounts.account_of(slug, person)
    return account.email if account is not None and account.is_active else ""


def keys_of(slug: str, person: str) -> list[KeyShown]:
    """The keys a person has had here, in the order of their coming."""
    rows = Key.objects.filter(commons=slug, person=person).order_by("added", "id")
    return [KeyShown(row.id, row.alg, row.custody, row.added, row.revoked) for row in rows]


def find_person(slug: str, asked: str, among: Collection[str] = (), inside: bool = False) -> str:
    """A person by the beginning of her id, by name or by address; of several with one name, the one who is ``among``.

    Outside nobody is found by what only this machine knows of her. Raises NotFound, Ambiguous.
    """
    asked = asked.strip()
    owner = claims(slug)
    found = sorted({owner.get(id, id) for id in _called(slug, asked, inside)})
    if len(found) > 1:
        found = [id for id in found if id in among] or found
    if len(found) > 1:
        raise Ambiguous(
            "{count} people here are called “{asked}”; use an id, for instance {found}.",
            count=len(found),
            asked=asked,
            found=found[0][:14],
        )
    if not found:
        found = [_begins(slug, asked)]
    return owner.get(found[0], found[0])


def _called(slug: str, asked: str, inside: bool) -> set[str]:
    """Everybody with this name, number or address. Nobody is called nothing."""
    if not asked:
        return set()
    called = names(slug, inside).items()
    found = {id for id, name in called if asked.casefold() in (name.casefold(), nameless(id))}
    if inside:
        found |= set(Alias.objects.filter(commons=slug, address__iexact=asked).values_list("person", flat=True))
    return found


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


def open_amounts(slug: str) -> frozenset[str]:
    """The people who let everybody see what they would get, are owed and are paid. All others' amounts are for members."""
    return frozenset(Openness.objects.filter(commons=slug).values_list("person", flat=True))


def open_my_amounts(slug: str, person: str, *, everybody: bool) -> None:
    """Let everybody see a person's amounts, or only members (as from the start)."""
    if everybody:
        Openness.objects.get_or_create(commons=slug, person=person)
    else:
        Openness.objects.filter(commons=slug, person=person).delete()
    pages.changed(slug)


def texts_now(slug: str, person: str) -> dict[str, str]:
    """What a person tells of herself now, by name of the text."""
    return texts_of(slug, Person.objects.get(commons=slug, id=person))


def texts_given(slug: str, person: str) -> dict[str, list[tuple[str, str]]]:
    """Every text about herself that a person ever gave and that is not erased, as (entry, text), by name."""
    marks = Text.objects.filter(commons=slug, person=person, erased="").values_list("id", flat=True)
    ids = [mark.rpartition("/") for mark in marks]
    rows = SideText.objects.filter(commons=slug, entry__in=[entry for entry, _, _ in ids])
    there = {(entry, name): text for entry, name, text in rows.values_list("entry", "name", "text")}
    found: dict[str, list[tuple[str, str]]] = {}
    for entry, _slash, name in sorted(ids):
        if name in ABOUT_A_PERSON:
            found.setdefault(name, []).append((entry, there.get((entry, name), "")))
    return found


def stewards(slug: str) -> list[str]:
    """The stewards of now, in the order in which they came."""
    rows = Person.objects.filter(commons=slug, member=True).order_by("position", "id").values_list("id", "roles")
    return [id for id, roles in rows if STEWARD in roles]


def invite(slug: str, by: str, meant_for: str) -> str:
    """Make an invitation in a member's name; returns the path of its link. Raises Refused."""
    return reverse("join_invited", args=[slug, inviting.invite(slug, by, meant_for)])


class ReachedAt(NamedTuple):
    """Where somebody gets letters about a commons, and who she is there."""

    email: str
    person: str


def reached_at(slug: str, account: str) -> ReachedAt | None:
    """The address and person of an account that is a member of a commons now; None for one that isn't, or is closed."""
    rows = Persona.objects.filter(commons=slug, account__id=account, account__is_active=True)
    found = rows.values_list("account__email", "person").first()
    if found is None or not any_member(slug, [found[1]]):
        return None
    return ReachedAt(*found)

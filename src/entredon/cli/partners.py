"""``entredon partner propose, change, accept, decline, end``: who gives back, and by which agreement, said with this machine's key."""

from typing import TYPE_CHECKING, Annotated

import typer

from entredon.cli.common import Trouble
from entredon.cli.keys import member
from entredon.cli.market import Json, Partner, Reason, Slug, append, called, percent, split_at, told, words
from entredon.cli.words import said

if TYPE_CHECKING:
    from entredon.apps.market.entries import Give, Terms

LONGEST = 120
"""A name is no longer than this, here as on pages."""
Agreement = Annotated[
    str, typer.Argument(metavar="AGREEMENT", help="an agreement: the partner's name, or at least six characters of its id")
]  # fmt: skip
Gives = Annotated[
    list[str] | None,
    typer.Option(
        "--gives",
        metavar="WAY=HOW-MUCH",
        help="what she gives back: price=15%, margin=10%, or work=120 (minutes a month); repeatable",
    ),
]
Creations = Annotated[
    list[str] | None,
    typer.Option(
        "--creation",
        metavar="CREATION",
        help="for which creation: its name or the beginning of its id; repeatable; none: all",
    ),
]
NameUse = Annotated[str, typer.Option(help="how she may use the name: none, made-from or partner")]
Liable = Annotated[str, typer.Option(help="who is liable for what is sold: partner or bearer")]
Notice = Annotated[int, typer.Option("--notice", metavar="DAYS", min=0, help="how many days before it ends it is said")]
Note = Annotated[str, typer.Option(help="what else there is to say about it; it can be erased later")]


def propose(
    slug: Slug,
    name: Annotated[str, typer.Argument(metavar="NAME", help="what the partner is called; it can be erased later")],
    gives: Gives = None,
    creation: Creations = None,
    name_use: NameUse = "made-from",
    liable: Liable = "partner",
    notice: Notice = 30,
    what: Annotated[str, typer.Option(help="company, freelancer, workshop, label or cooperative")] = "workshop",
    town: Annotated[str, typer.Option(help="where: the name of a town, or its number in GeoNames")] = "",
    process: Annotated[
        list[str] | None, typer.Option(metavar="WORD", help="what it can do, such as welding; repeatable")
    ] = None,
    machine: Annotated[
        list[str] | None, typer.Option(metavar="WORD", help="with which machine, such as lathe; repeatable")
    ] = None,
    service: Annotated[
        list[str] | None, typer.Option(metavar="WORD", help="which service, such as repair; repeatable")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(metavar="LANGUAGE", help="a language spoken there, such as nl; repeatable")
    ] = None,
    about: Annotated[str, typer.Option(help="who that is, in a few words; they can be erased later")] = "",
    note: Note = "",
    json: Json = False,
) -> None:
    """Propose a partner for whom you speak: what is given back, for what, and what the partner can do."""
    me = member(slug)
    from entredon.apps.market.entries import Does, PartnerProposed
    from entredon.log.registry import line

    if not name.strip():
        raise Trouble("Say what the partner is called. Nothing was recorded.")
    line("name", name, LONGEST)
    does = Does(
        what=what, town=town_named(town), processes=words(process), machines=words(machine), services=words(service),
        languages=tuple(dict.fromkeys(language or [])),
    )  # fmt: skip
    fact = PartnerProposed(terms=_terms(slug, gives, creation, name_use, liable, notice), does=does)
    id = append(slug, fact, me, {"name": name, "about": about, "note": note})
    text = said("It is proposed: {id}. Once it is accepted, {name} is a partner.", id=id[:10], name=name)
    told(json, {"entry": id, "partner": id, "agreement": id}, text)


def change(
    slug: Slug,
    partner: Partner,
    gives: Gives = None,
    creation: Creations = None,
    name_use: NameUse = "made-from",
    liable: Liable = "partner",
    notice: Notice = 30,
    note: Note = "",
    json: Json = False,
) -> None:
    """Propose another agreement for a partner for whom you speak. Until it is accepted, the one in force stands."""
    me = member(slug)
    from entredon.apps.market.entries import TermsProposed
    from entredon.apps.market.queries_found import find_partner

    about = find_partner(slug, partner)
    fact = TermsProposed(partner=about, terms=_terms(slug, gives, creation, name_use, liable, notice))
    id = append(slug, fact, me, {"note": note})
    told(json, {"entry": id, "partner": about, "agreement": id}, said("It is proposed: {id}.", id=id[:10]))


def accept(slug: Slug, agreement: Agreement, json: Json = False) -> None:
    """Accept an agreement as a steward, where the charter leaves this to stewards."""
    me = member(slug)
    from entredon.apps.market.entries import PartnerAccepted
    from entredon.apps.market.queries_found import find_agreement

    about = find_agreement(slug, agreement)
    id = append(slug, PartnerAccepted(agreement=about), me)
    told(json, {"entry": id, "agreement": about}, said("It is accepted, and in force from here on: {id}.", id=id[:10]))


def decline(slug: Slug, agreement: Agreement, reason: Reason = "", json: Json = False) -> None:
    """Decline an agreement that was proposed, as a steward; or take back your own."""
    me = member(slug)
    from entredon.apps.market.entries import PartnerDeclined
    from entredon.apps.market.queries_found import find_agreement

    about = find_agreement(slug, agreement)
    id = append(slug, PartnerDeclined(agreement=about), me, {"reason": reason})
    told(json, {"entry": id, "agreement": about}, said("It is declined: {id}.", id=id[:10]))


def end(slug: Slug, partner: Partner, reason: Reason = "", json: Json = False) -> None:
    """End the agreement with a partner: the partner herself, or a steward where the charter leaves this to stewards."""
    me = member(slug)
    from entredon.apps.market.entries import PartnerEnded
    from entredon.apps.market.queries_found import find_partner

    about = find_partner(slug, partner)
    id = append(slug, PartnerEnded(partner=about), me, {"reason": reason})
    ends = _ends(slug, about)
    text = said("The agreement with {name} ends on {day}: {id}.", name=called(slug, about), day=ends[:10], id=id[:10])
    told(json, {"entry": id, "partner": about, "ends": ends}, text)


def _ends(slug: str, partner: str) -> str:
    from entredon.apps.market.models import Partner as Row

    return str(Row.objects.values_list("ends", flat=True).get(commons=slug, id=partner))


def _terms(
    slug: str, gives: list[str] | None, creations: list[str] | None, name_use: str, liable: str, notice: int
) -> "Terms":
    from entredon.apps.market.entries import Terms
    from entredon.cli.release import creation_named

    return Terms(
        gives=tuple(_give(text) for text in gives or []),
        creations=tuple(creation_named(slug, name).id for name in creations or []),
        name_use=name_use, liable=liable, notice_days=notice,
    )  # fmt: skip


def _give(text: str) -> "Give":
    """One thing given back, as it is recorded. Raises Trouble."""
    from entredon.apps.market.entries import Give
    from entredon.pure.value.give_back import WAYS, WORK

    way, much = split_at(text, "price=15%")
    if way not in WAYS:
        raise Trouble(
            "“{way}” is no way to give back: these are {ways}. Nothing was recorded.",
            way=way[:40], ways=", ".join(WAYS),
        )  # fmt: skip
    if way != WORK:
        return Give(way=way, ppm=percent(much))
    if not (much.isascii() and much.isdecimal() and len(much) < 7):
        raise Trouble("“{text}” is no number of minutes, such as work=120. Nothing was recorded.", text=text[:80])
    return Give(way=way, minutes=int(much))


def town_named(asked: str) -> int:
    """The number of a town; 0 for nowhere in particular. Raises Trouble."""
    from entredon.apps.market import towns

    if not asked.strip():
        return 0
    if asked.strip().isascii() and asked.strip().isdecimal():
        return int(asked)
    found = towns.meant(asked)
    if found is not None:
        return found.id
    near = towns.find(asked)
    if not near:
        raise Trouble("There is no town “{asked}” in the table of towns. Nothing was recorded.", asked=asked[:80])
    raise Trouble(
        "“{asked}” could be one of several towns: write {towns}, or its number. Nothing was recorded.",
        asked=asked[:80], towns="; ".join(f"{one} ({one.id})" for one in near[:5]),
    )  # fmt: skip

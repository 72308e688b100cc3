"""What the rules about partners share: who speaks for one, and what an agreement and a description may say."""

import re
from collections.abc import Sequence
from datetime import date

from entredon.apps.library import record as library
from entredon.apps.market import record
from entredon.apps.market.entries import Does, Give, Terms
from entredon.apps.market.models import Agreement, Partner
from entredon.apps.people import record as people
from entredon.apps.treasury import record as treasury
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.value import give_back
from entredon.pure.value.rule import WHOLE

WHATS = ("company", "freelancer", "workshop", "label", "cooperative")
"""What a partner can be."""
NAME_USES = ("none", "made-from", "partner")
LIABLE = ("partner", "bearer")
PARTNERS = 20
"""Somebody speaks for so many partners, at most."""
CREATIONS = 200
NOTICE = 365
MONTH = 31 * 24 * 60
"""The minutes of a month."""
WORDS, LANGUAGES = 50, 40
TOWNS = 1 << 31
_WORD = re.compile(r"(?=.{1,40}\Z)[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)


def of_author(tables: Tables, entry: Context, id: str) -> Row:
    """A partner for whom the author, a member, speaks. Raises Refused."""
    who = people.member(tables, entry)
    row = record.partner(tables, id)
    if row.person != who.id:
        raise Refused("Only who speaks for this partner can say this.")
    return row


def in_force(tables: Tables, entry: Context, id: str) -> Row:
    """A partner whose agreement is in force. Raises Refused."""
    row = record.partner(tables, id)
    if record.is_partner(row, entry.at):
        return row
    if row.agreement:
        raise Refused("The agreement of the partner {id} has ended.", id=id[:10])
    raise Refused("The agreement of the partner {id} isn’t accepted yet.", id=id[:10])


def check_room(tables: Tables, person: str) -> None:
    """Somebody speaks for at most so many partners that are, or want to be, in force. Raises Refused."""
    hers = [row for row in tables.find(Partner, person=person) if not row.ended]
    if sum(1 for row in hers if row.agreement or open_proposals(tables, row.id)) >= PARTNERS:
        raise Refused("You speak for {count} partners already; end one of them first.", count=PARTNERS)


def open_proposals(tables: Tables, partner: str) -> list[Row]:
    """The agreements that a partner has proposed and nobody has answered."""
    return [row for row in tables.find(Agreement, partner=partner) if row.state == record.PROPOSED]


def add_agreement(tables: Tables, entry: Context, partner: str, person: str, terms: Terms) -> Row:
    """An agreement is proposed, by terms that were checked."""
    gives = [{"way": give.way, "ppm": give.ppm, "minutes": give.minutes} for give in terms.gives]
    return tables.add(
        Agreement, entry.id, partner=partner, person=person, gives=gives, creations=list(terms.creations),
        name_use=terms.name_use, liable=terms.liable, notice_days=terms.notice_days,
        texts={name: entry.id for name in entry.c if name == "note"}, position=entry.index, at=entry.at,
    )  # fmt: skip


def check_terms(tables: Tables, terms: Terms) -> None:
    """What a partner and the commons can agree on. Raises Refused."""
    _check_gives(terms.gives)
    if len(terms.creations) > CREATIONS or len(set(terms.creations)) != len(terms.creations):
        raise Refused("Name at most {most} creations, each of them once; for none, it is for all.", most=CREATIONS)
    for id in terms.creations:
        library.creation(tables, id)
    if terms.name_use not in NAME_USES:
        raise Refused("The name can be used in one of these ways: {ways}.", ways=", ".join(NAME_USES))
    if terms.liable not in LIABLE:
        raise Refused("Say who is liable for what is sold: the partner or the bearer.")
    if terms.liable == record.BEARER:
        treasury.check_borne(tables)
    if not 0 <= terms.notice_days <= NOTICE:
        raise Refused("The notice is between 0 and {most} days.", most=NOTICE)


def _check_gives(gives: Sequence[Give]) -> None:
    if not gives:
        raise Refused("A partner gives something back: a part of the price, a part of what is left of it, or work.")
    if len({give.way for give in gives}) != len(gives):
        raise Refused("Name each way of giving back once.")
    for give in gives:
        if give.way not in give_back.WAYS:
            raise Refused("“{way}” is no way of giving back; there are: {ways}.", way=give.way[:20],
                          ways=", ".join(give_back.WAYS))  # fmt: skip
        if give.way == give_back.WORK and (give.ppm or not 0 < give.minutes <= MONTH):
            raise Refused("Work is given back in minutes a month: between 1 and {most}.", most=MONTH)
        if give.way != give_back.WORK and (give.minutes or not 0 < give.ppm <= WHOLE):
            raise Refused("A part that is given back is more than nothing, and at most 100 %.")
    if sum(give.ppm for give in gives) > WHOLE:
        raise Refused("The parts that are given back are more than 100 % together.")


def check_does(does: Does) -> None:
    """What a partner can do, and where. Raises Refused."""
    if does.what not in WHATS:
        raise Refused("A partner is one of these: {whats}.", whats=", ".join(WHATS))
    if not 0 <= does.town < TOWNS:
        raise Refused("There is no town with the number {town}.", town=does.town)
    for words in (does.processes, does.machines, does.services):
        if len(words) > WORDS or len(set(words)) != len(words):
            raise Refused("Name at most {most} of a kind, each of them once.", most=WORDS)
        for word in words:
            if not _WORD.fullmatch(word):
                raise Refused(
                    "Write “{word}” in small letters, digits and hyphens, such as laser-cutting.", word=word[:40]
                )
    if len(does.languages) > LANGUAGES or len(set(does.languages)) != len(does.languages):
        raise Refused("Name at most {most} languages, each of them once.", most=LANGUAGES)
    for code in does.languages:
        if not _LANGUAGE.fullmatch(code):
            raise Refused(
                "“{code}” is not the code of a language; write nl, fr or pt-BR, for instance.", code=code[:20]
            )


def check_day(day: str, at: str, years: int) -> None:
    """A day of the calendar that isn't over when it is said, and is at most so many years ahead. Raises Refused."""
    try:
        real = date.fromisoformat(day)
    except ValueError:
        real = None
    if real is None or real.isoformat() != day:
        raise Refused("“{day}” is no day of the calendar.", day=day[:20])
    if day < at[:10]:
        raise Refused("{day} is over already.", day=day)
    if real.year > int(at[:4]) + years:
        raise Refused("{day} is more than {years} years from now: name a day before that.", day=day, years=years)

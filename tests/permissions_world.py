"""Two commons and the people around them, whatever they have under way; and what became of an act, read from what is stored.

The same world is built twice: as a public commons, and as a private draft. A second commons, always public and open to
all, has a steward of its own: to the first she is a stranger with rights elsewhere.
"""

import hashlib
import itertools
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from entredon.apps.commons import publish
from entredon.apps.commons.entries import RoleGiven
from entredon.apps.decide import letters as decision_letters
from entredon.apps.decide import voting
from entredon.apps.decide.entries import Assigned, Balloted, Chartered, Closed, Effect, Moved
from entredon.apps.decide.models import Decision
from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created, Released
from entredon.apps.library.models import Proof, Secret
from entredon.apps.market import asking
from entredon.apps.market.entries import Does, Give, Offered, PartnerAccepted, PartnerProposed, PartOf, StandsOn, Terms
from entredon.apps.market.entries_orders import Completed, Delivered, Ordered, Paid, Quoted
from entredon.apps.market.models import Asking, MarketLetter, SellerDetails
from entredon.apps.people import account_links, claiming, inviting, key_asking
from entredon.apps.people.entries import Described, KeyAdded, Nominated, RecoveryChosen
from entredon.apps.people.models import Account, Alias, ClaimAsked, JoinRequest, RecoveryAsked, SignedIn
from entredon.apps.social.entries import Appealed, MeasureTaken, Opened, Spoken
from entredon.apps.treasury import documents
from entredon.apps.treasury.entries import (
    AccountOpened,
    Allotted,
    BearerNamed,
    CameElsewhere,
    CashCounted,
    Received,
    Requested,
)
from entredon.apps.treasury.entries import Part as MoneyPart
from entredon.apps.treasury.entries_out import ExpenseClaimed, PayeeNamed, Payout, RunProposed
from entredon.apps.treasury.models import BankDetails, BankFile, Habit, Line
from entredon.apps.treasury.tests import banking
from entredon.apps.value import drafts
from entredon.apps.value.entries import RuleAdopted
from entredon.apps.value.models import Shareout
from entredon.apps.value.tests import shared
from entredon.apps.work import monthly
from entredon.apps.work.entries import Accepted, Contested, Contributed, File
from entredon.apps.work.entries_circles import CircleFounded, CircleJoined
from entredon.apps.work.entries_ideas import CallOpened, Proposed
from entredon.apps.work.entries_needs import Gives, HelpOffered, NeedClosed, Needed, Part, SplitProposed, Taken
from entredon.apps.work.entries_pages import PageWritten
from entredon.apps.work.tables import uploads
from entredon.apps.work.tables.bringing import bring
from entredon.apps.work.tables.waits import Table
from entredon.desk import messages, waiting
from entredon.desk.models import Bucket, Job, Report
from entredon.log import checkpoints, clock, held, lines
from entredon.log.bases import Private
from entredon.log.models import Entry, Log
from entredon.log.registry import Fact
from entredon.pure.choice.charter import Charter, Lever, Type
from entredon.pure.log import commitment, leaf
from entredon.pure.log.keys import ED25519, SecretKey, b64
from entredon.pure.value.rule import CONTRIBUTIONS, Rule
from entredon.site.found.drafts import Draft
from entredon.site.reporting import sending as reports
from entredon.testing_cast import Cast, just_came_in, key_of, person

ACTORS = ("visitor", "account", "member", "contributor", "steward", "other")
"""Nobody we know; somebody signed in who is in no commons; Bob; Cleo, whose work is in it; Ada; the steward of elsewhere."""
CODE = "123456"
PICTURE = "UklGRjgAAABXRUJQVlA4ICwAAADwAwCdASpAAEAAPzmczl8vKyolIggB4CcJaQAW30CY08a7Pzb3TqIAAAAAAA=="
"""A picture of somebody, small and grey."""
RULE = Rule("flow", pools={"other": 1_000_000}, contest_days=14)
FOUNDING = {
    "what": {
        "name": ["Open Bicycle"], "purpose": ["A bicycle for everybody"], "licences": ["CERN-OHL-S-2.0"], "slug": [""],
        "source": ["nothing"],
    },
    "who": {"form": ["informal"], "association": ["Riders"], "bank": ["nobody"], "your_name": ["Rita"], "joining": ["open"]},
    "income": {"way": ["pot"], "begin": ["draft"]},
}  # fmt: skip
"""A commons that is being founded, as far as it is typed."""
_restarts = itertools.count(1)


TABLE = b"who,date,kind,what\nHugo Haas <hugo@example.org>,2024-05-03,design,a lid\nHugo Haas,2024-05-32,design,\n"
"""A table of what somebody did, one row of which is faulty."""


@dataclass(frozen=True)
class Sent:
    """A file as a form sends it, as often as it is sent."""

    name: str
    content: bytes

    def read(self) -> bytes:
        return self.content


@dataclass
class World:
    """A commons with its people and everything they have under way, as a public one or as a draft."""

    draft: bool
    cast: Cast
    elsewhere: Cast
    at: dict[str, Any] = field(default_factory=dict)
    """What stands where: ids by a plain name."""

    @property
    def slug(self) -> str:
        return self.cast.slug

    @cached_property
    def home(self) -> str:
        return f"/c/{self.slug}/"

    @property
    def size(self) -> int:
        return Log.objects.get(slug=self.slug).size

    def cast_entry(self, index: int) -> str:
        """The id of an entry by its place."""
        return str(Entry.objects.get(commons=self.slug, index=index).id)

    def say(self, fact: Fact, by: SecretKey | None = None, days: float = 0, texts: dict[str, str] | None = None) -> str:
        """Somebody (Ada, unless another is named) says something, so many days ago."""
        return self.cast.say(fact, by, texts=texts or {}, at=ago(days))

    def browser(self, actor: str) -> Client:
        """The browser of one of the actors."""
        browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
        if actor != "visitor":
            browser.force_login(self.at[f"account of {actor}"])
            just_came_in(browser)
        return browser


def ago(days: float) -> str:
    """A time as entries write it."""
    return clock.stamp(clock.now() - timedelta(days=days))


def build(*, draft: bool) -> World:
    """The world as it is before anybody acts."""
    cast = Cast.found("merel", at=ago(60))
    elsewhere = Cast.found("elster", draft=False, joining="open")
    world = World(draft, cast, elsewhere)
    _people(world)
    _what_was_made(world)
    _needs(world)
    _ideas(world)
    _talk(world)
    _decides(world)
    _money(world)
    _books(world)
    _market(world)
    _buying(world)
    _under_way(world)
    if not draft:
        publish.publish(world.slug, cast.ada)
    return world


def _people(world: World) -> None:
    cast, at = world.cast, world.at
    at["cleo"], at["dora"] = key_of("cleo of merel"), key_of("dora of merel")
    cast.join(at["cleo"], "Cleo Cools")
    cast.join(at["dora"], "Dora Dekker")
    for role in ("steward", "keeper"):
        world.say(RoleGiven(person=person(at["dora"]), role=role))
    world.say(Described(), cast.bob, texts={"about": "I like gears."})
    world.say(Described(), at["dora"], texts={"picture": PICTURE})
    at["nomination"] = world.say(Nominated(person=person(cast.bob)), texts={"reason": "Bob shows everybody how."})
    for name in ("account", "member", "contributor", "steward", "other", "passer-by", "dora"):
        at[f"account of {name}"] = Account.objects.create_user(
            f"{name.replace(' ', '.')}@example.org", name=name.capitalize()
        )
        account_links.prove(at[f"account of {name}"])
    for name, key in {"member": cast.bob, "contributor": at["cleo"], "steward": cast.ada, "dora": at["dora"]}.items():
        cast.holds(at[f"account of {name}"], key)
    world.elsewhere.holds(at["account of other"], world.elsewhere.ada)


def _what_was_made(world: World) -> None:
    """Three versions of a car: one accepted long ago, one today, one that waits; and one that git tells of."""
    cast, at = world.cast, world.at
    world.say(RuleAdopted(rule=RULE.data()), days=59)
    at["car"] = world.say(Created(name="Car"), days=58)
    for n, days in ((1, 50), (2, 3), (3, 2)):
        for who in ("cleo", "dora", "bob"):
            key = cast.bob if who == "bob" else at[who]
            work = Contributed(creation=at["car"], work="design", measures={"points": n})
            at[f"work {n} of {who}"] = world.say(work, key, days, {"note": f"part {n}"})
        at[f"version {n}"] = world.say(Released(creation=at["car"], name=str(n), own=1, inputs=()), days=days)
        if n < 3:
            world.say(Accepted(version=at[f"version {n}"]), days=days - 1)
    words = File(sha256=shared.put(b"A hinge\n"), bytes=8, type="text/plain")
    at["work with a file"] = world.say(
        Contributed(creation=at["car"], work="design", files=(words,)), at["cleo"], 1,
        {"note": "A hinge", "names": "hinge.txt", "link": "https://example.org/hinge"},
    )  # fmt: skip
    at["contest"] = world.say(
        Contested(flows=(at["work 2 of dora"],)), cast.bob, days=1, texts={"reason": "It was two."}
    )
    at["git version"] = shared.imported(cast)
    for n, pseudonym in enumerate(shared.PSEUDONYMS):
        Alias.objects.create(commons=world.slug, person=pseudonym, name=f"G. {n}", address=f"g{n}@example.org")
        at[f"pseudonym {n}"] = pseudonym
    Secret.objects.create(commons=world.slug, sealed=held.seal(b"s" * 32))
    Proof.objects.create(
        commons=world.slug, way="attested", repository="", head=library.from_git(world.slug).head, by="Jan"
    )


def _needs(world: World) -> None:
    """A need that Bob and Cleo have taken, with a split that waits for Bob; one that is free; one that is closed; Bob's offer."""
    at, bob = world.at, world.cast.bob
    words = {"title": "Draw the door", "text": "The old one jams.", "done": "It opens."}
    asked = Needed(work="design", creation=at["car"], places=3, gives=Gives(points=30))
    for name in ("need", "free need", "closed need"):
        at[name] = world.say(asked, texts=words)
    for key in (bob, at["cleo"]):
        world.say(Taken(need=at["need"]), key)
    parts = (Part(person=person(bob), part=400_000), Part(person=person(at["cleo"]), part=600_000))
    at["split"] = world.say(SplitProposed(need=at["need"], parts=parts), at["cleo"])
    world.say(NeedClosed(need=at["closed need"], outcome="done"), texts={"reason": "It opens."})
    offered = {"title": "I can weld", "text": "Steel and aluminium."}
    at["offer of bob"] = world.say(HelpOffered(skills=("welding",), place="Ghent"), bob, texts=offered)


def _ideas(world: World) -> None:
    """An idea of Dora's, a call whose days are over, and a circle that Dora founded and Cleo joined."""
    at = world.at
    at["idea"] = world.say(Proposed(), at["dora"], 2, {"title": "A lighter door"})
    opened = CallOpened(closes=ago(10)[:10])
    at["call"] = world.say(opened, days=20, texts={"title": "How do we keep the rain out?", "gives": "Thanks"})
    at["circle"] = world.say(CircleFounded(name="Doors", creation=at["car"]), at["dora"], 2, {"text": "All that opens"})
    world.say(CircleJoined(circle=at["circle"]), at["cleo"])
    gears = {"title": "Gears", "text": "Which gears we use, and [[Oil]]."}
    at["page"] = world.say(PageWritten(address="gears"), at["dora"], 2, gears)


def _talk(world: World) -> None:
    """A topic of Bob's; a post of Cleo's that Ada has hidden; a warning of Dora's against which Cleo appeals."""
    at, bob = world.at, world.cast.bob
    at["topic"] = world.say(Opened(), bob, texts={"title": "What do we paint?"})
    shown = {"text": "Green, I **think**.", "picture1": PICTURE, "seen": "A door"}
    at["post of bob"] = world.say(Spoken(thread=at["topic"]), bob, texts=shown)
    at["post of cleo"] = world.say(Spoken(thread=at["topic"]), at["cleo"], texts={"text": "My neighbour lives at …"})
    until = ago(-20)[:10]
    hides = MeasureTaken(measure="hidden", post=at["post of cleo"], until=until)
    at["hidden post"] = world.say(hides, texts={"reason": "An address of somebody else."})
    warns = MeasureTaken(measure="warned", person=person(at["cleo"]))
    at["warning"] = world.say(warns, at["dora"], texts={"reason": "Again."})
    world.say(Appealed(measure=at["warning"]), at["cleo"], texts={"text": "It was a joke."})


def _decides(world: World) -> None:
    """A charter that leaves daily things to a vote; a question of Bob's to vote on, one to count, one that passed, one to carry out."""
    at, slug, bob = world.at, world.slug, world.cast.bob
    quick = Type(id="quick", who=("members",), opens=("members",), discuss=0, vote=2, challenge=1)
    alone = {name: Lever("stewards") for name in ("sharing", "partner", "steward")}
    levers = {name: Lever("quick") for name in ("budget", "charter", "words")} | alone
    at["charter"] = world.say(Chartered(charter=Charter("ours", types=(quick,), levers=levers).data()), days=40)
    for name, days in (("question", 0), ("question to count", 5), ("decision", 3), ("decision to carry out", 8)):
        moved = Moved(effect=Effect(lever="words"), base="")
        at[name] = world.say(moved, bob, days, {"title": f"Shall we paint it? ({name})", "text": "It rusts."})
    for name, days in (("question to count", 4.5), ("decision", 2.5), ("decision to carry out", 7)):
        row = Decision.objects.get(commons=slug, id=at[name])
        world.say(voting.rolled(slug, row), days=days)
        for key in (bob, at["cleo"]):
            world.say(Balloted(decision=at[name], choice="yes"), key, days, {"reason": "It does."})
    for name, days in (("decision", 0.2), ("decision to carry out", 4)):
        world.say(Closed(decision=at[name]), days=days)
        world.say(voting.tallied(slug, Decision.objects.get(commons=slug, id=at[name])), days=days)
    task = Assigned(decision=at["decision"], person=person(bob), due=ago(-9)[:10])
    at["task of bob"] = world.say(task, bob, texts={"what": "Buy the paint"})
    at["letters about decisions to bob"] = decision_letters.token(slug, person(bob))


def _money(world: World) -> None:
    at = world.at
    for name, minor in (("shared income", 100_000), ("open income", 250_000)):
        told = Received(version=at["version 1"], minor=minor, currency="EUR")
        at[name] = world.say(told, texts={"payer": "A workshop", "note": "kits"})
    at["shareout"] = shared.share(world.cast, at["shared income"], ago(0))
    later = Rule("fixed", parts={person(world.cast.bob): 1, person(at["cleo"]): 1}, contest_days=14)
    at["unsigned rule"] = world.say(RuleAdopted(rule=later.data()))


def _books(world: World) -> None:
    """Merel vzw bears the money: its account, and a request that waits to be paid."""
    at = world.at
    at["bearer"] = world.say(BearerNamed(bearer="merel-vzw", name="Merel vzw", form="vzw"))
    world.say(
        AccountOpened(account="main", way="bank", currency="EUR", opening=0, day=ago(5)[:10], details="d" * 64)
    )  # fmt: skip
    BankDetails.objects.create(
        commons=world.slug, account="main", holder="Merel vzw", iban="BE68539007547034", salt=b"s" * 32
    )
    asked = Requested(minor=12_150, currency="EUR", what="sale", version=at["version 1"])
    at["asked to pay"] = world.say(asked, texts={"payer": "A workshop", "note": "20 kits"})
    _payouts(world)
    _bank(world)
    _expense(world)


def _payouts(world: World) -> None:
    """A platform has 5.00, of which Bob is to get a gift; somebody outside waits for a second steward."""
    at, today = world.at, ago(0)[:10]
    given = MoneyPart(to="pot", minor=500, kind="gift")
    world.say(CameElsewhere(means="platform", day=today, currency="EUR", part=given))
    gift = Payout(payee=person(world.cast.bob), minor=400, title="gift", source="fund")
    at["payouts"] = world.say(RunProposed(account="platform", currency="EUR", day=today, payouts=(gift,)))
    at["outside"] = "0123456789abcdef" * 2
    world.say(PayeeNamed(payee=f"x:{at['outside']}", details="e" * 64))


def _bank(world: World) -> None:
    """The bank told of two lines, one of which has its place; a file is set aside; Bob counted the till; a rule is saved."""
    at, day, today = world.at, ago(4)[:10], ago(0)[:10]
    told = banking.statement(banking.line(1_000, day, name="Somebody"), banking.line(2_000, day), start=day)
    banking.bring(world.cast, told, banking.statement(banking.line(100, today), opening=99_900, start=today))
    rows = {row.minor: row.id for row in Line.objects.filter(commons=world.slug)}
    at["line"], at["placed line"] = rows[1_000], rows[2_000]
    world.say(Allotted(line=at["placed line"], parts=(MoneyPart(to="pot", minor=2_000, kind="gift"),)))
    at["next statement"] = banking.camt(banking.statement(banking.line(50, today), opening=3_000, start=today))
    at["file set aside"] = BankFile.objects.get(commons=world.slug, state="quarantined").pk
    world.say(AccountOpened(account="till", way="cash", currency="EUR", opening=0, day=ago(5)[:10]))
    at["count"] = world.say(CashCounted(account="till", day=today, minor=0), world.cast.bob)
    at["habit"] = Habit.objects.create(
        commons=world.slug, name="Rent", words="rent", to="cost", kind="rent", person=""
    ).pk


def _expense(world: World) -> None:
    """Bob laid out 1.00 and sent the receipt."""
    bob = world.cast.bob
    paper = documents.keep(world.slug, b"%PDF-1.7 glue", what=documents.RECEIPT, name="glue.pdf", person=person(bob))
    claim = ExpenseClaimed(minor=100, currency="EUR", day=ago(0)[:10], what="material", document=paper.commitment)
    world.at["expense of bob"] = world.say(claim, bob, texts={"note": "Glue"})


def _market(world: World) -> None:
    """Dora has a workshop, a partner: it offers a kit; one was sold to somebody, and completed last month; another is ordered."""
    at, dora = world.at, world.at["dora"]
    terms = Terms(
        gives=(Give(way="price", ppm=150_000),), creations=(), name_use="made-from", liable="partner", notice_days=30
    )
    does = Does(what="workshop", town=2_797_656, processes=("welding",))
    at["partner"] = world.say(PartnerProposed(terms=terms, does=does), dora, 55, {"name": "Werkplaats Noord"})
    world.say(PartnerAccepted(agreement=at["partner"]), days=55)
    at["partner of bob"] = world.say(
        PartnerProposed(terms=terms, does=does), world.cast.bob, 2, {"name": "Bob’s bikes"}
    )
    at["offered"] = world.say(
        Offered(
            partner=at["partner"], what="kit", on=(StandsOn(what=at["version 1"]),), minor=48_000, currency="EUR",
            unit="piece", vat_ppm=0, margin=0, parts=(), stock=10, days=14, until="", pay="partner", withdraw_days=0,
        ),
        dora, 45, {"title": "A kit"},
    )  # fmt: skip
    for name, days in (("sold", 40), ("ordered", 1)):
        quote = world.say(
            Quoted(
                offer=at["offered"], quantity=1, minor=48_000, margin=0, currency="EUR", until=ago(0)[:10], pay="partner",
                withdraw_days=0,
            ),
            dora, days,
        )  # fmt: skip
        at[name] = world.say(Ordered(quote=quote), dora, days)
    world.say(Delivered(order=at["sold"]), dora, 39)
    world.say(Paid(order=at["sold"], day=ago(38)[:10]), dora, 38)
    world.say(Completed(order=at["sold"]), days=35)


def _buying(world: World) -> None:
    """Cleo is a partner too, and offers a lesson; a joint offer of Dora's waits for her. A guest asks for a lesson, and withdraws from
    an order of another; one more order can be completed."""
    at, slug, cleo = world.at, world.slug, world.at["cleo"]
    terms = Terms(gives=(Give(way="work", minutes=60),), creations=(), name_use="none", liable="partner", notice_days=0)
    at["partner of cleo"] = world.say(
        PartnerProposed(terms=terms, does=Does(what="freelancer")), cleo, 54, {"name": "Cleo teaches"}
    )
    world.say(PartnerAccepted(agreement=at["partner of cleo"]), days=54)
    lesson: dict[str, Any] = {
        "what": "training", "on": (StandsOn(what=at["version 1"]),), "minor": 9_000, "currency": "EUR", "unit": "course",
        "vat_ppm": 0, "margin": 0, "stock": -1, "days": 0, "until": "", "pay": "partner", "withdraw_days": 0,
    }  # fmt: skip
    at["lesson"] = world.say(
        Offered(partner=at["partner of cleo"], parts=(), **lesson), cleo, 44, {"title": "A lesson"}
    )
    both = (PartOf(partner=at["partner"], ppm=500_000), PartOf(partner=at["partner of cleo"], ppm=500_000))
    at["joint"] = world.say(
        Offered(partner=at["partner"], parts=both, **lesson), at["dora"], 43, {"title": "Kit and lesson"}
    )
    SellerDetails.objects.create(
        commons=slug, partner=at["partner of cleo"], name="Cleo", address="Lokeren", email="cleo@example.org"
    )
    until = ago(0)[:10]
    for name in ("lesson ordered", "lesson to complete"):
        quote = Quoted(
            offer=at["lesson"],
            quantity=1,
            minor=9_000,
            margin=0,
            currency="EUR",
            until=until,
            pay="partner",
            withdraw_days=0,
        )
        at[name] = world.say(Ordered(quote=world.say(quote, cleo, 0.3)), cleo, 0.3)
    world.say(Delivered(order=at["lesson to complete"]), cleo, 0.2)
    world.say(Paid(order=at["lesson to complete"], day=until), cleo, 0.1)
    wants = {"wants": "withdraw", "wants_at": timezone.now(), "state": "ordered", "order": at["lesson ordered"]}
    for name, more in (("asking", {}), ("asking withdrawn", wants)):
        at[f"token of {name}"] = f"the token of {name}"
        at[name] = Asking.objects.create(
            commons=slug, offer=at["lesson"], partner=at["partner of cleo"], token=asking.digest(at[f"token of {name}"]),
            name="Gita Guest", email="gita@example.org", **more,
        ).pk  # fmt: skip


def _under_way(world: World) -> None:
    """What is private to this place: invitations, requests, claims, drafts, messages, long work, what waits for an account."""
    slug, at = world.slug, world.at
    bob = person(world.cast.bob)
    at["letter of bob"] = monthly.token(slug, str(at["account of member"].pk))
    at["letter of dora"] = monthly.token(slug, str(at["account of dora"].pk))
    monthly.wish(slug, str(at["account of dora"].pk), wanted=True)
    at["invitation"] = inviting.invite(slug, bob, "Erik")
    at["invitation of dora"] = inviting.invite(slug, person(at["dora"]), "Fien")
    at["invitation elsewhere"] = inviting.invite("elster", person(world.elsewhere.ada), "Gerd")
    for about, name in ((slug, "request"), ("elster", "request elsewhere")):
        asked = JoinRequest.objects.create(
            commons=about, account=at["account of passer-by"], name="Paul", message="Hello"
        )
        at[name] = asked.id
    at["draft of bob"] = drafts.keep(slug, "Bob's", CONTRIBUTIONS, bob).id
    at["draft elsewhere"] = drafts.keep("elster", "Theirs", CONTRIBUTIONS, person(world.elsewhere.ada)).id
    until, salt = timezone.now() + timedelta(hours=1), "00"
    shown: dict[str, Any] = {"way": "address", "until": until, "challenge": salt, "code": claiming._hashed(salt, CODE)}
    cleo = at["account of contributor"]
    at["claim begun"] = ClaimAsked.objects.create(
        commons=slug, account=cleo, pseudonyms=[at["pseudonym 0"]], address="g0@example.org", **shown
    ).pk
    for about, name in ((slug, "claim"), ("elster", "claim elsewhere")):
        one = ClaimAsked.objects.create(
            commons=about, account=cleo, pseudonyms=[at["pseudonym 1"]], state="proven", proven=timezone.now(),
            address="g1@example.org", **shown,
        )  # fmt: skip
        at[name] = one.pk
    stranger = str(at["account of account"].pk)
    at["message"] = messages.write(slug, "question", "May I?", account=stranger).pk
    at["message elsewhere"] = messages.write("elster", "question", "May I?", account=stranger).pk
    job = Job.objects.create(
        id="f" * 32, work="library.prove", account=str(at["account of steward"].pk), state="failed", changed=timezone.now(),
        given={"slug": slug, "way": "file", "address": "https://unknown.invalid/x"},
    )  # fmt: skip
    at["job"] = job.id
    typed = {"about": "idea", "text": "A lighter door."}
    for name, state in (("report", "open"), ("report answered", "answered")):
        at[f"token of a {name}"] = f"the token of a {name}"
        at[name] = Report.objects.create(
            token=reports.digest(at[f"token of a {name}"]), commons=slug, why="false", text="It is not so.", state=state,
            about=f"{world.home}people/{person(world.cast.bob)[:12]}/", answer="It is so." if state == "answered" else "",
            answered=timezone.now() if state == "answered" else None, answered_by=person(world.cast.ada),
        ).pk  # fmt: skip
    at["device"] = key_asking.ask(slug, b64(key_of("a laptop").public), "laptop").asked.code
    at["lost"] = _lost_keys(world)
    _programs(world)
    at["founding"] = Draft.begun(FOUNDING).token
    at["blob"] = Shareout.objects.get(commons=slug).lines
    at["waits"] = waiting.keep("write.message", "elster", typed)
    at["token of a table"] = _table(world)
    at["link"] = account_links.make(at["account of passer-by"])


def _table(world: World) -> str:
    """Ada has brought in a table, and is bringing in another one, in which a row is faulty."""
    tokens = []
    for text in (b"who,date,kind\nGerd Geus,2024-05-02,design\n", TABLE):
        key = secrets.token_hex(16)
        uploads.place(key).write_bytes(text)
        table = Table.begun(world.slug, str(world.at["account of steward"].pk), key, "hours.csv")
        found = table.look()
        tokens.append(table.token)
        if text is not TABLE:
            (world.at["table"],) = bring(*found, world.cast.ada).entries
    return tokens[-1]


def _lost_keys(world: World) -> int:
    """Bob has chosen Cleo to let him back in; the passer-by says that he is Bob, and has lost his keys."""
    world.say(RecoveryChosen(helpers=(person(world.at["cleo"]),), needed=1), world.cast.bob)
    key = key_of("a new key")
    held.hold(world.slug, "hosted", key)
    given = {"alg": "ed25519", "public": b64(key.public), "custody": "hosted"}
    about: dict[str, Any] = {"commons": world.slug, "person": person(world.cast.bob), "given": given}
    return int(RecoveryAsked.objects.create(account=world.at["account of passer-by"], **about).pk)


def _programs(world: World) -> None:
    """What programs send that have no session: an entry that Bob signed, and what devices say."""
    slug, at, bob = world.slug, world.at, world.cast.bob

    def signed(line: bytes, key: SecretKey) -> dict[str, str]:
        return leaf.row_of(leaf.Signature(ED25519, key.id, key.sign(leaf.signed_bytes(line))))

    salt, text = b"s" * 32, "I like gears."
    line = lines.line(slug, Described.kind, bob.id, {}, {"about": commitment.commit(salt, text)})
    side = {"about": {"salt": salt.hex(), "text": text}}
    at["signed by bob"] = json.dumps({"leaf": b64(lines.whole(line, [signed(line, bob)])), "side": side})
    at["a device asks"] = json.dumps({"public": b64(key_of("a phone").public)})
    waits = key_asking.find(slug, at["device"])
    assert waits is not None
    line = lines.line(slug, KeyAdded.kind, bob.id, key_asking.body_of(waits))
    at["yes by a key"] = json.dumps({"line": line.decode(), "sigs": [signed(line, bob)]})
    tablet = key_of("a tablet")
    asking = key_asking.ask(slug, b64(tablet.public), "tablet")
    key_asking.agree(at["account of contributor"], asking.asked)
    at["token of a tablet"] = asking.token
    at["signed by a tablet"] = json.dumps({"sig": signed(bytes(asking.asked.line), tablet)})


# What is stored, and what became of an act


@dataclass(frozen=True)
class Stored:
    """What is stored: how many entries each log has, and every private table by its rows."""

    entries: dict[str, int]
    private: dict[str, str]

    @classmethod
    def now(cls) -> "Stored":
        """All of it. Sessions, how often somebody tried, tasks and whom letters went to are left out: they come and go with looking, or
        depend on who reads letters here."""
        private = [model for model in apps.get_models() if issubclass(model, Private | EmailAddress | Authenticator)]
        private = [model for model in private if model not in (SignedIn, Bucket, MarketLetter)]
        sizes = dict(Log.objects.values_list("slug", "size"))
        return cls(sizes, {model.__name__: _rows(model) for model in private})

    def changes(self, before: "Stored") -> list[str]:
        """What is otherwise than before: kinds of entries in their order, then names of private tables."""
        kinds = []
        for slug, size in self.entries.items():
            since = Entry.objects.filter(commons=slug, index__gte=before.entries.get(slug, 0), index__lt=size)
            kinds += [str(kind) for kind in since.order_by("index").values_list("kind", flat=True)]
        return kinds + sorted(name for name, rows in self.private.items() if rows != before.private[name])


def _rows(model: Any) -> str:
    """What a table holds, as one hash. (Thousands of times in a test: asked without the model, whose questions take longer.)"""
    # When somebody came in last is noted at each sign-in.
    columns = "email, name, language, is_active, password" if model is Account else "*"
    with connection.cursor() as cursor:
        table, key = model._meta.db_table, model._meta.pk.column
        rows = cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY "{key}"').fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside, afterwards everything is as it was: the database, and the files that were published."""
    kept = {
        path: path.read_bytes()
        for path in (checkpoints.path(slug) for slug in Log.objects.values_list("slug", flat=True))
    }
    cache.clear()
    try:
        block = transaction.atomic()
        block._from_testcase = True  # as the test's own: what must be durable elsewhere may happen inside
        with block:
            yield
            transaction.set_rollback(True)
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
        _forget_files(kept)
        # What pages remember goes by the state of the record and a count of private changes: no state comes twice.
        Log.objects.update(shown=F("shown") + 1000 * next(_restarts))


def _forget_files(kept: dict[Path, bytes]) -> None:
    for folder in {path.parent.parent for path in kept}:
        for path in folder.glob("*/checkpoint"):
            if path not in kept:  # founded meanwhile
                path.unlink()
    checkpoints.forget()


SENTENCE = re.compile(r'class="wrong"|role="alert"')
"""How pages mark a sentence that says what is in the way."""


def answer(response: HttpResponse, changes: list[str]) -> str:
    """What became of an act: what it left, by what is stored; else by what was answered.

    ``account`` and ``join``: what was typed waits, and she is led to where she gets an account, or joins. ``no``: a page says
    in a sentence what is in the way.
    """
    leads = response.headers.get("Location", "")
    coming_in = leads.startswith(("/account/login/", "/account/signup/"))
    if changes == ["Waiting"] and (coming_in or "/join/?next=" in leads):
        return "account" if coming_in else "join"
    if changes:
        return "+".join(changes)
    if leads:
        return "signs-in" if coming_in else "moves-on"
    if response.streaming:
        return "page"  # a file
    text = response.content.decode()
    if response.status_code >= 400 and response["Content-Type"] == "application/json":
        return str(response.status_code)
    if response.status_code >= 400 and ("<h1" in text or SENTENCE.search(text)):
        return str(response.status_code)
    return "no" if SENTENCE.search(text) else "page"

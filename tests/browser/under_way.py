"""What people have under way on the sample node, so that every page has something to show: made in the node's own folder.

Run as a program with the node's ``ENTREDON_HOME``. It prints JSON: the cookies of those who are signed in, and what stands where.
"""

import json
import os
import time
from datetime import timedelta
from typing import Any

C, OWN = "merel", "entredon"
PASSWORD = "four words are plenty"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
DAY = 24 * 3600
FOUNDING = {
    "what": {
        "name": ["Open Bicycle"], "purpose": ["A bicycle for everybody"], "licences": ["CERN-OHL-S-2.0"], "slug": [""],
        "source": ["nothing"],
    },
    "who": {"form": ["informal"], "association": ["Riders"], "bank": ["nobody"], "your_name": ["Rita"], "joining": ["open"]},
}  # fmt: skip


def main() -> None:
    """Make it all, and say where."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entredon.site.settings")
    import django

    django.setup()
    from entredon.apps.people import account_links

    ada = account_links.known("ada@merel.example")
    accounts = {"steward": ada} | {name: newcomer(name) for name in ("member", "passer-by", "careful")}
    at: dict[str, Any] = {}
    people(accounts, at)
    written(accounts, at)
    needs(accounts, at)
    ideas(accounts, at)
    talk(accounts, at)
    market(accounts, at)
    tables(accounts, at)
    books(accounts, at)
    keys(accounts, at)
    second_step(accounts["member"], at)
    second_step(accounts["careful"], {})
    sessions = {name: signed_in(accounts[name]) for name in ("steward", "member", "passer-by")}
    sessions["halfway"] = halfway(accounts["careful"])
    print(json.dumps({"sessions": sessions, "at": at}))


WELDED = "Lotte Lievens;lotte@example.org;3/5/2024;3,5;Welding;The hinge\nLotte Lievens;;4/5/2024;1:30;Welding;\n"
SAWN = "Bram Bos;bram@example.org;5/5/2024;2;Sawing;Boards\n"
NAMES = {"member": "Mira Mees", "passer-by": "Paul Pimpelmees", "careful": "Carla Kauw"}


def newcomer(name: str) -> Any:
    """An account with a password and a proven address."""
    from entredon.apps.people import account_links

    account = account_links.newcomer(f"{NAMES[name].split()[0].lower()}@example.org", NAMES[name])
    account.set_password(PASSWORD)
    account.save()
    account_links.prove(account)
    return account


def persona(account: Any, slug: str = C) -> Any:
    from entredon.apps.people.models import Persona

    return Persona.objects.get(account=account, commons=slug)


def people(accounts: dict[str, Any], at: dict[str, Any]) -> None:
    """Mira is let in by Ada; Paul waits for it. Claims wait too."""
    from django.utils import timezone

    from entredon.apps.people import accounts as persons
    from entredon.apps.people import inviting, joining
    from entredon.apps.people.models import Alias, ClaimAsked, JoinRequest

    ada, mira = persona(accounts["steward"]), accounts["member"]
    joining.enter(mira, C, {"name": NAMES["member"]}, [persons.key_of(ada)])
    me = persona(mira)
    at["ada"], at["mira"], at["key"] = ada.person[:12], me.person[:12], me.key[:10]
    JoinRequest.objects.create(commons=C, account=accounts["passer-by"], name="Paul Pimpelmees", message="I can weld.")
    at["invitation"] = inviting.invite(C, ada.person, "Erik")
    inviting.invite(C, me.person, "Fien")
    theirs = list(Alias.objects.filter(commons=OWN)[:1])
    asked: dict[str, Any] = {
        "commons": OWN, "way": "address", "pseudonyms": [one.person for one in theirs], "address": "old@example.org",
        "until": timezone.now() + timedelta(hours=1), "challenge": "00", "code": "0" * 64,
    }  # fmt: skip
    at["claim"] = ClaimAsked.objects.create(account=accounts["steward"], **asked).pk
    ClaimAsked.objects.create(account=mira, state="proven", proven=timezone.now(), **asked)


def written(accounts: dict[str, Any], at: dict[str, Any]) -> None:
    """Messages, reports, drafts, long work, and what waits for a click."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.utils import timezone

    from entredon.apps.people import account_links
    from entredon.apps.value import drafts
    from entredon.desk import messages, waiting
    from entredon.desk.models import Job, Report
    from entredon.pure.value.rule import CONTRIBUTIONS
    from entredon.site.found.drafts import Draft
    from entredon.site.reporting import sending

    mira = accounts["member"]
    at["message"] = messages.write(C, "question", "Who brings the folder on Saturday?", account=str(mira.pk)).pk
    at["draft"] = drafts.keep(C, "Mira's", CONTRIBUTIONS, persona(mira).person).id
    answered = {"answer": "It is so.", "answered": timezone.now(), "answered_by": persona(accounts["steward"]).person}
    for state in ("open", "answered", "appealed"):
        at[f"token of {state}"] = f"the-token-of-what-is-{state}"
        at[f"report {state}"] = Report.objects.create(
            token=sending.digest(at[f"token of {state}"]), commons=C, why="false", text="It is not so.", state=state,
            about=f"/c/{C}/people/{at['mira']}/", **({} if state == "open" else answered),
        ).pk  # fmt: skip
    job = {"work": "library.prove", "account": str(accounts["steward"].pk), "changed": timezone.now()}
    given = {"slug": C, "way": "file", "address": "https://unknown.invalid/x"}
    at["job"] = Job.objects.create(id="f" * 32, state="failed", given=given, **job).id
    at["founding"] = Draft.begun(FOUNDING).token
    at["waits"] = waiting.keep("write.message", C, {"about": "idea", "text": "A lighter door."})
    at["link"] = account_links.make(accounts["passer-by"])
    carla = accounts["careful"]
    at["new password"] = f"{user_pk_to_url_str(carla)}-{default_token_generator.make_token(carla)}"


def books(accounts: dict[str, Any], at: dict[str, Any]) -> None:
    """A file of the bank that doesn't go on from the last one, and is set aside; somebody outside who waits for a second steward."""
    from dataclasses import replace

    from entredon.apps.people import accounts as persons
    from entredon.apps.treasury import bringing
    from entredon.apps.treasury.entries_out import PayeeNamed
    from entredon.log import door
    from entredon.pure.money.statements.tests.writing import camt, line, statement
    from entredon.site.sample_car_books import ACCOUNTS

    gap = replace(statement(line(1_200, "2026-11-20"), opening=5, start="2026-11-20"), account=ACCOUNTS["main"][1])
    given = bringing.Given("november.xml", camt(gap).encode())
    [set_aside] = bringing.bring(C, [given], lambda _said: [], persona(accounts["steward"]).person)
    at["set aside"] = set_aside.row
    at["outside"] = "0123456789abcdef" * 2
    door.append(
        C, PayeeNamed(payee=f"x:{at['outside']}", details="e" * 64), persons.key_of(persona(accounts["steward"]))
    )


def tables(accounts: dict[str, Any], at: dict[str, Any]) -> None:
    """Ada has brought in a table of welding hours, and is bringing in another one with faulty rows."""
    from entredon.apps.people import accounts as persons
    from entredon.apps.work.tables import uploads
    from entredon.apps.work.tables.bringing import bring
    from entredon.apps.work.tables.waits import Table

    ada = accounts["steward"]
    head = "Who;E-mail;Date;Hours;Kind;What\n"
    for name, rows in (("1" * 32, WELDED), ("2" * 32, f"{WELDED}Karel Kok;;32/5/2024;3O;design;A lid\n{SAWN}")):
        uploads.place(name).write_text(head + rows, encoding="utf-8")
        table = Table.begun(C, str(ada.pk), name, "welding.csv")
        found = table.look()
        at["table"] = table.token
        if "came in" not in at:
            at["came in"] = bring(*found, persons.key_of(persona(ada))).entries[0][:10]


def needs(accounts: dict[str, Any], at: dict[str, Any]) -> None:
    """Ada needs something that she and Mira have taken; she proposes a split. Mira offers help."""
    from entredon.apps.people import accounts as persons
    from entredon.apps.work.entries_needs import Gives, HelpOffered, Needed, Part, SplitProposed, Taken
    from entredon.log import door

    ada, mira = persona(accounts["steward"]), persona(accounts["member"])
    asked = Needed(work="design", skills=("drawing",), minutes=240, due="2099-11-26", places=3, gives=Gives(points=30))
    words = {"title": "Draw the folder’s pages", "text": "They are loose.", "done": "Everybody can read them."}
    need = door.append(C, asked, persons.key_of(ada), words).id
    for who in (ada, mira):
        door.append(C, Taken(need=need, due="2099-11-20"), persons.key_of(who), {})
    parts = (Part(person=ada.person, part=600_000), Part(person=mira.person, part=400_000))
    door.append(C, SplitProposed(need=need, parts=parts), persons.key_of(ada), {})
    can = {"title": "I can weld", "text": "Steel and aluminium."}
    offered = HelpOffered(skills=("welding",), minutes=240, place="Ghent")
    at["need"], at["offer"] = need[:10], door.append(C, offered, persons.key_of(mira), can).id[:10]


def ideas(accounts: dict[str, Any], at: dict[str, Any]) -> None:
    """Ada has opened a call, for which Mira has brought two ideas, one on top of the other; Mira has founded a circle."""
    from entredon.apps.people import accounts as persons
    from entredon.apps.work.entries_circles import CircleFounded, DemoShown
    from entredon.apps.work.entries_ideas import CallOpened, Proposed
    from entredon.log import door

    ada, mira = (persons.key_of(persona(accounts[who])) for who in ("steward", "member"))
    problem = {
        "title": "How do we keep the folder dry?",
        "text": "It *rains* in.",
        "criteria": "Light",
        "gives": "Thanks",
    }
    call = door.append(C, CallOpened(closes="2999-11-26", partner="Town of Ghent"), ada, problem).id
    lid = door.append(C, Proposed(call=call), mira, {"title": "A lid of cloth", "text": "Waxed, with a seam."}).id
    more = door.append(C, Proposed(call=call, builds_on=(lid,)), mira, {"title": "A lid of cloth that folds"}).id
    circle = door.append(C, CircleFounded(name="Folders"), mira, {"text": "Keeps paper dry."}).id
    door.append(C, DemoShown(circle=circle, week="2026-W20"), mira, {"text": "It **folds**."})
    at["call"], at["idea"], at["circle"] = call[:10], more[:10], circle[:10]


def talk(accounts: dict[str, Any], at: dict[str, Any]) -> None:
    """Mira has opened a topic, worded her post anew, and appeals against a warning of Ada's; another post of hers is hidden."""
    from entredon.apps.people import accounts as persons
    from entredon.apps.social.entries import Appealed, Edited, MeasureTaken, Opened, Reacted, Spoken
    from entredon.log import clock, door

    ada, mira = (persons.key_of(persona(accounts[who])) for who in ("steward", "member"))
    topic = door.append(C, Opened(), mira, {"title": "Which colour for the doors?"}).id
    words = "## Green\n\nor **blue**:\n\n- [x] seen from far\n- [ ] cheap\n\n> dark is hot\n\n| a | b |\n|---|--:|\n| green | 2 |\n"
    post = door.append(C, Spoken(thread=topic), mira, {"text": "Gren"}).id
    door.append(C, Edited(post=post), mira, {"text": words})
    door.append(C, Reacted(post=post, reaction="heart"), ada, {})
    other = door.append(C, Spoken(thread=topic, answers=post), mira, {"text": "My neighbour has that colour."}).id
    until = clock.stamp(clock.now() + timedelta(days=30))[:10]
    door.append(C, MeasureTaken(measure="hidden", post=other, until=until), ada, {"reason": "About somebody else."})
    warned = door.append(
        C, MeasureTaken(measure="warned", person=persona(accounts["member"]).person), ada, {"reason": "Again."}
    )
    door.append(C, Appealed(measure=warned.id), mira, {"text": "It was a compliment."})
    at["topic"], at["post"], at["measure"] = topic[:10], post[:10], warned.id[:10]


def market(accounts: dict[str, Any], at: dict[str, Any]) -> None:
    """Mira wants to be a partner; nobody has answered yet."""
    from entredon.apps.market.entries import Does, Give, PartnerProposed, Terms
    from entredon.apps.people import accounts as persons
    from entredon.log import door

    does = Does(what="workshop", town=2_797_656, processes=("sewing",), languages=("nl",))
    gives = (Give(way="price", ppm=120_000), Give(way="work", minutes=120))
    terms = Terms(gives=gives, creations=(), name_use="made-from", liable="partner", notice_days=30)
    mira = persons.key_of(persona(accounts["member"]))
    words = {"name": "Naaiatelier Mees", "note": "We sew the tops."}
    at["partner"] = door.append(C, PartnerProposed(terms=terms, does=does), mira, words).id[:10]
    buying(accounts, at)


def buying(accounts: dict[str, Any], at: dict[str, Any]) -> None:
    """A guest asks for something that Ada offers, and has a quote."""
    from entredon.apps.market import asking
    from entredon.apps.market.entries_orders import Quoted
    from entredon.apps.market.models import Asking, Offer, Partner
    from entredon.apps.people import accounts as persons
    from entredon.log import clock, door

    ada = persona(accounts["steward"])
    hers = Partner.objects.filter(commons=C, person=ada.person).exclude(agreement="").values("id")
    offer = Offer.objects.filter(commons=C, partner__in=hers, state="open").order_by("position")[0]
    said = asking.Wanted(offer.id, offer.partner, "", "Gita Guest", "gita@example.org", "Lokeren", 0, 1, "By May?")
    made, _fresh = asking.ask(C, said)
    until = clock.stamp(clock.now() + timedelta(days=9))[:10]
    quote = Quoted(
        offer=offer.id,
        quantity=1,
        minor=offer.minor,
        margin=0,
        currency=offer.currency,
        until=until,
        pay=offer.pay,
        withdraw_days=14,
    )
    told = door.append(C, quote, persons.key_of(ada), {"note": "With a lamp on top."})
    Asking.objects.filter(pk=made.pk).update(state="quoted", quote=told.id)
    asking.note(made, asking.SELLER, "Which colour?")
    at["sold"], at["asked"], at["asking"] = offer.id[:10], asking.link_of(made), str(made.pk)


def keys(accounts: dict[str, Any], at: dict[str, Any]) -> None:
    """Ada nominates Mira. Mira has chosen Ada to let her back in; Paul says that he is Mira. A laptop asks for a key."""
    from entredon.apps.people import accounts as persons
    from entredon.apps.people import key_asking
    from entredon.apps.people.entries import Nominated, RecoveryChosen
    from entredon.apps.people.models import RecoveryAsked
    from entredon.log import door, held
    from entredon.pure.log.keys import SecretKey, b64

    ada, mira = persona(accounts["steward"]), persona(accounts["member"])
    said = {"reason": "She brings the folder every Saturday."}
    at["nomination"] = door.append(C, Nominated(person=mira.person), persons.key_of(ada), said).id[:10]
    door.append(C, RecoveryChosen(helpers=(ada.person,), needed=1), persons.key_of(mira), {})
    new, laptop = SecretKey(b"n" * 32), SecretKey(b"l" * 32)
    held.hold(C, "hosted", new)
    given = {"alg": "ed25519", "public": b64(new.public), "custody": "hosted"}
    RecoveryAsked.objects.create(account=accounts["passer-by"], commons=C, person=mira.person, given=given)
    at["device"] = key_asking.ask(C, b64(laptop.public), "laptop").asked.code


def second_step(account: Any, at: dict[str, Any]) -> None:
    """An app that shows codes, recovery codes and a passkey."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(account, SECRET)
    RecoveryCodes.activate(account)
    passkey = {"name": "My phone", "credential": registered(f"passkey of {account.email}".encode())}
    at["passkey"] = Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=passkey).pk


def registered(name: bytes) -> dict[str, Any]:
    """What a browser answered when the passkey was made."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from fido2 import cose, utils, webauthn

    key = cose.ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    told = webauthn.AttestedCredentialData.create(b"\0" * 16, name, key)
    about = webauthn.AuthenticatorData.create(b"\0" * 32, 0x45, 0, told)
    client = webauthn.CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    raw, text = webauthn.AttestationObject.create("none", about, {}), utils.websafe_encode
    response = {"clientDataJSON": text(client), "attestationObject": text(raw)}
    extensions = {"credProps": {"rk": True}}
    return {
        "id": text(name), "rawId": text(name), "type": "public-key", "response": response,
        "clientExtensionResults": extensions,
    }  # fmt: skip


def signed_in(account: Any) -> str:
    """The session of somebody who has just come in, and shown that it is she."""
    from django.conf import settings
    from django.test import Client

    browser = Client()
    browser.force_login(account)
    session = browser.session
    # However long the suite takes, to these pages it was a moment ago.
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() + DAY, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def halfway(account: Any) -> str:
    """The session of somebody who has typed her password, and is asked for the second step."""
    from django.conf import settings
    from django.test import Client

    browser = Client(headers={"Sec-Fetch-Site": "same-origin"}, SERVER_NAME="127.0.0.1")
    browser.post("/account/login/", {"login": account.email, "password": PASSWORD})
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main()

"""Paying out from page to page: where people are paid, what is proposed and approved, the file for the bank, and what the bank says."""

import pytest
from lxml import etree

from entredon.apps.treasury import documents, forms_runs, payees, payout_files, queries_out
from entredon.apps.treasury.entries import AccountOpened, Allotted, Part
from entredon.apps.treasury.models import Approval, BankDetails, LineDetails, Payee, PayeeDetails, Run
from entredon.apps.treasury.tests.paying import HOME, IBANS, OWN, Office, as_it_stands, wrong
from entredon.log.models import Log
from entredon.testing_cast import Cast

NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


def size() -> int:
    return int(Log.objects.get(slug="merel").size)


def test_what_is_owed_is_proposed_approved_by_two_exported_and_settled_by_the_statement(office: Office) -> None:
    office.paid_at("bob", "eve")
    assert "€50.00" in office.get("ada", "payouts/")
    run = office.proposed()
    assert (run.count, run.minor, run.needed) == (2, 5_000, 2)
    page = office.get("dora", f"payouts/{run.id[:10]}/")
    assert "Shall €50.00 be paid?" in page
    assert "NL91ABNA0417164300" in page.replace(" ", "")
    for who in ("ada", "dora"):
        office.post(who, f"payouts/{run.id[:10]}/approve/")
    assert office.states(run)[0] == "reserved"
    data = office.file(run)
    tree = etree.fromstring(data)
    assert tree.findtext(".//p:GrpHdr/p:CtrlSum", namespaces=NS) == "50.00"
    assert {one.text for one in tree.iterfind(".//p:CdtrAcct//p:IBAN", NS)} == {IBANS["bob"], IBANS["eve"]}
    assert tree.findtext(".//p:DbtrAcct//p:IBAN", namespaces=NS) == OWN
    assert {one.text for one in tree.iterfind(".//p:Cdtr/p:Nm", NS)} == {"Bob Zoë", "Eve Zoë"}
    office.post("ada", f"payouts/{run.id[:10]}/", submitted="1")
    assert office.states(run) == ("submitted", ["submitted", "submitted"])
    for n in (1, 2):
        minor = queries_out.run("merel", run.id).payouts[n - 1].minor
        office.house.line(-minor, Part(to="payout", minor=-minor, ref=f"{run.id}.{n}"), day="2026-11-26")
    assert office.states(run) == ("done", ["settled", "settled"])
    page = office.get("bob", f"payouts/{run.id[:10]}/")
    assert "Of each payment it is known what became" in page
    assert "<title>Where are the €50.00?" in page, "as its heading asks"


def test_what_later_statements_do_not_show_is_in_doubt_and_never_made_anew(office: Office) -> None:
    office.paid_at("bob", "eve")
    run = office.approved()
    office.file(run)
    office.post("ada", f"payouts/{run.id[:10]}/", submitted="1")
    assert "in doubt" not in office.get("ada", f"payouts/{run.id[:10]}/")
    office.house.statement(1, day="2026-12-31")
    page = office.get("ada", f"payouts/{run.id[:10]}/")
    assert page.count("in doubt") == 1 + 2 * run.count, (
        "the list, and each payment: in its column, and below its name on a phone"
    )
    assert "Ask the bank before you do anything else" in page
    assert 'name="pay-' not in office.get("ada", "payouts/new/")


def test_who_can_be_paid_now_stands_before_who_has_not_said_where(office: Office) -> None:
    page = office.get("ada", "payouts/new/")
    assert "Nobody can be paid from this account yet" in page
    assert page.index("Nobody can be paid") < page.index("said yet where to be paid")
    office.paid_at("eve")
    page = office.get("ada", "payouts/new/")
    assert "Nobody can be paid from this account yet" not in page
    ready, waiting = page.index('name="minor-'), page.index("can’t be paid from this account yet: 1 payment")
    assert ready < waiting < page.index("said yet where to be paid")
    assert page.index("Eve") < waiting < page.rindex("Bob")


def test_the_file_is_the_same_to_the_byte_and_is_told_of_once(office: Office) -> None:
    office.paid_at("bob", "eve")
    run = office.approved()
    first, told = office.file(run), size()
    assert office.file(run, "dora") == first
    assert office.clients["ada"].get(f"{HOME}payouts/{run.id[:10]}/file/").content == first
    run.refresh_from_db()
    assert payout_files.written("merel", run) == first
    assert size() == told
    kept = documents.find("merel", run.file)
    assert kept is not None
    assert documents.opens(kept)


def test_a_file_that_is_lost_is_made_again_only_if_it_is_the_same(office: Office) -> None:
    office.paid_at("bob", "eve")
    run = office.approved()
    first = office.file(run)
    run.refresh_from_db()
    kept = documents.find("merel", run.file)
    assert kept is not None
    sha256 = kept.sha256
    kept.delete()
    documents.drop_unnamed(sha256)
    assert office.file(run) == first
    documents.find("merel", run.file).delete()
    documents.drop_unnamed(sha256)
    BankDetails.objects.filter(commons="merel").update(profile="sepa-2009")
    answer = office.clients["ada"].get(f"{HOME}payouts/{run.id[:10]}/file/")
    assert "is lost" in wrong(answer)


def test_an_account_swapped_in_the_database_is_never_paid(office: Office) -> None:
    office.paid_at("bob", "eve")
    run = office.approved()
    before = size()
    PayeeDetails.objects.filter(payee=office.person("bob")).update(iban=IBANS["ada"])
    assert "somebody has changed them" in office.get("ada", f"payouts/{run.id[:10]}/")
    assert "somebody has changed them" in wrong(office.post("ada", f"payouts/{run.id[:10]}/file/", 200))
    assert size() == before


@pytest.mark.parametrize(
    ("typed", "field", "because"),
    [
        ({"iban": "BE71 0961 2345 6768"}, "iban", "check digits"),
        ({"iban": ""}, "iban", "number of the account"),
        ({"iban": "GEBABEBB"}, "iban", "BIC of a bank"),
        ({"iban": "BR1500000000000010932840814P2"}, "iban", "No SEPA transfer"),
        ({"iban": "CH9300762011623852957"}, "town", "outside the European Economic Area"),
        ({"holder": "  "}, "holder", "exactly as the bank has it"),
        ({"holder": "...", "iban": IBANS["bob"]}, "holder", "exactly as the bank has it"),
        ({"holder": "陳大文"}, "holder", "“陳”"),
        ({"bic": "ABC"}, "bic", "8 or 11"),
    ],
)
def test_what_a_bank_would_turn_down_is_said_beside_its_field(office: Office, typed, field, because) -> None:
    before = size()
    answer = office.post("bob", "paid-to/", 200, **{"holder": "Bob Bakker", "iban": IBANS["bob"], **typed})
    html = answer.content.decode()
    assert because in html[html.index(f'id="id_{field}-wrong"') :][:300]
    assert size() == before
    assert not PayeeDetails.objects.filter(payee=office.person("bob")).exists()


def test_a_change_needs_a_second_steward_rests_and_is_told_by_letter_to_the_old_address(
    office: Office, mailoutbox
) -> None:
    office.paid_at("bob", "eve")
    PayeeDetails.objects.filter(payee=office.person("bob")).update(mail="bob-before@example.org")
    office.post("bob", "paid-to/", holder="Bob Bakker", iban=IBANS["ada"])
    bob = Payee.objects.get(id=office.person("bob"))
    assert bob.next
    assert {letter.to[0] for letter in mailoutbox} == {"bob-before@example.org", "bob@example.org"}
    assert "4300" in mailoutbox[0].body
    assert IBANS["ada"] not in mailoutbox[0].body
    assert "waits for a second" in office.get("bob", "paid-to/")
    assert IBANS["ada"] in office.get("dora", "payees/").replace(" ", "")
    office.post("bob", "payees/", 403, confirm=bob.next)
    office.post("dora", "payees/", confirm=bob.next)
    bob.refresh_from_db()
    assert (bob.next, bob.changed) == ("", True)
    assert len(mailoutbox) == 4
    assert "usable from" in office.get("ada", "payees/")
    assert "changed the account: usable from" in office.get("ada", "payouts/new/")


def test_a_run_proposed_before_the_change_is_not_paid_to_the_old_or_the_new(office: Office) -> None:
    office.paid_at("bob", "eve")
    run = office.proposed()
    office.post("bob", "paid-to/", holder="Bob Bakker", iban=IBANS["ada"])
    assert "another account waits" in office.get("dora", f"payouts/{run.id[:10]}/")
    office.post("dora", "payees/", confirm=Payee.objects.get(id=office.person("bob")).next)
    answer = office.post("dora", f"payouts/{run.id[:10]}/approve/", 200)
    assert "changed since this was proposed" in wrong(answer)


def test_a_co_approver_who_waits_is_no_account_to_ask_about(office: Office) -> None:
    office.post("ada", "payees/", approver=office.person("eve"))
    page = office.get("dora", "payees/")
    assert "A co-approver is named" in page
    assert "by another way than the one by which it came" not in page
    assert "Yes, she may approve" in page


def test_the_same_account_at_two_members_is_seen_at_approval(office: Office) -> None:
    office.paid_at("bob")
    office.post("eve", "paid-to/", holder="Eve Evers", iban=IBANS["bob"])
    run = office.proposed()
    assert "the same account as Eve Evers" in office.get("dora", f"payouts/{run.id[:10]}/")
    assert "the same account as" in office.get("ada", "payees/")


def test_the_same_account_as_somebody_elses_is_seen_where_a_change_is_confirmed(office: Office) -> None:
    office.paid_at("bob", "eve")
    office.post("bob", "paid-to/", holder="Bob Bakker", iban=IBANS["eve"])
    waiting = office.get("dora", "payees/").split('id="waiting"')[1].split("</section>")[0]
    assert "the same account as Eve Evers" in waiting


def test_who_gets_money_back_is_named_from_the_list_itself(office: Office) -> None:
    """Not only behind "how much, and why": nothing else can be done with it yet."""
    office.paid_at("bob")
    (came,) = office.house.statement(2_500)
    office.house.say(Allotted(line=came, parts=(Part(to="back", minor=2_500, kind="refund"),)))
    row = office.get("ada", "payouts/new/").split(f'id="pay-back-eur-{came[:10]}')[1].split("<details")[0]
    assert f"payees/new/?line={came}" in row


def test_only_stewards_and_she_herself_see_an_account(office: Office) -> None:
    office.paid_at("bob", "eve")
    run = office.proposed()
    for who, sees in (("ada", True), ("dora", True), ("bob", True), ("eve", False)):
        page = office.get(who, f"payouts/{run.id[:10]}/") + office.get(who, "paid-to/")
        assert (IBANS["bob"] in page.replace(" ", "")) is sees, who
    office.get("bob", "payees/", 403)
    office.get("bob", "payouts/new/", 403)
    office.get("bob", f"payouts/{run.id[:10]}/file/", 404)


def test_details_said_twice_are_one_and_refused_ones_leave_nothing(office: Office) -> None:
    office.paid_at("bob")
    before = size()
    office.paid_at("bob")
    assert size() == before
    assert PayeeDetails.objects.filter(payee=office.person("bob")).count() == 1
    row = PayeeDetails.objects.get(payee=office.person("bob"))
    assert payees.holds(row)


def test_another_account_shows_its_money_as_if_it_had_been_asked_for_first(office: Office) -> None:
    office.paid_at("bob")
    answer = office.post("ada", "payouts/new/", 200, account="till", day="2026-11-28", other="1")
    typed = as_it_stands(" ".join(answer.content.decode().split()))
    assert (typed["account"], typed["day"]) == ("till", "2026-11-28")
    ticked = [name for name in typed if name.startswith("pay-")]
    assert ticked
    assert all(typed[name.replace("pay-", "minor-")] for name in ticked), "each with what is owed"


def test_another_currency_is_transferred_by_hand_and_paid_by_other_means(office: Office) -> None:
    """The bank's file is in euros only. What a line of the bank shows on its way is paid to people by their word."""
    house = office.house
    dollars = AccountOpened(
        account="dollars", way="bank", currency="USD", opening=0, day="2026-10-31", details="5" * 64
    )
    house.say(dollars)
    (came,) = house.statement(10_000, account="dollars")
    house.say(Allotted(line=came, parts=(Part(to="pot", minor=10_000, kind="gift"),)))
    assert "say of its line “on its way: transfer”" in office.get("ada", "payouts/new/?account=dollars")
    (gone,) = house.statement(-4_000, account="dollars")
    assert 'value="arriving:transfer"' in office.get("ada", f"lines/{gone[:10]}/")
    typed = {"amount-1": "40.00", "where-1": "arriving:transfer", "kind-1": "rent"}
    office.post("ada", f"lines/{gone[:10]}/", do="parts", **typed)
    head = {"account": "elsewhere", "means": "transfer", "currency": "USD", "day": "2026-11-28"}
    gift = {"extra-payee": office.person("bob"), "extra-amount": "40.00", "extra-title": "gift", "extra-source": "fund"}
    office.post("ada", "payouts/new/", **head, **gift)
    run = Run.objects.get(commons="merel")
    assert (run.currency, run.minor) == ("USD", 4_000)


def test_pressing_twice_proposes_once(office: Office) -> None:
    office.paid_at("bob", "eve")
    typed = as_it_stands(office.get("ada", "payouts/new/"))
    first = office.post("ada", "payouts/new/", **typed)
    again = office.clients["ada"].post(f"{HOME}payouts/new/", typed)
    assert Run.objects.filter(commons="merel").count() == 1
    assert again.status_code in (200, 302)
    assert first.status_code == 302
    run = Run.objects.get(commons="merel")
    for _ in range(2):
        office.post("ada", f"payouts/{run.id[:10]}/approve/")
    assert Approval.objects.filter(run=run.id).count() == 1


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ({"minor": "9999"}, "At most €30.00"),
        ({"minor": "ten"}, "not an amount"),
        ({"minor": "0"}, "An amount of 0"),
        ({"minor": "-5"}, "less than nothing"),
        ({"title": "wage"}, "Choose why it may be paid"),
    ],
)
def test_what_is_wrong_with_a_payment_is_said_beside_its_field(office: Office, typed, because) -> None:
    office.paid_at("bob")
    whole = as_it_stands(office.get("ada", "payouts/new/"))
    key = next(name.removeprefix("pay-") for name in whole if name.startswith("pay-"))
    before = size()
    ((field, value),) = typed.items()
    answer = office.post("ada", "payouts/new/", 200, **{**whole, f"{field}-{key}": value})
    html = answer.content.decode()
    assert because in html[html.index(f'id="{field}-{key}-wrong"') :][:300]
    assert size() == before


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ({"day": "tomorrow"}, "2026-11-30"),
        ({"day": "2020-01-01"}, "Pay on a day from"),
        ({"account": "elsewhere", "means": "A Platform!"}, "small letters"),
    ],
)
def test_a_day_or_means_that_cannot_be_is_said_and_nothing_is_proposed(office: Office, typed, because) -> None:
    office.paid_at("bob", "eve")
    before = size()
    whole = as_it_stands(office.get("ada", "payouts/new/"))
    assert because in wrong(office.post("ada", "payouts/new/", 200, **{**whole, **typed}))
    assert size() == before


def test_without_a_tick_nothing_is_proposed(office: Office) -> None:
    office.paid_at("bob", "eve")
    whole = {
        name: value for name, value in as_it_stands(office.get("ada", "payouts/new/")).items() if name[:4] != "pay-"
    }
    assert "Tick at least one" in wrong(office.post("ada", "payouts/new/", 200, **whole))


def test_a_prize_is_paid_from_the_common_fund_and_a_fee_needs_its_paper(office: Office) -> None:
    office.paid_at("bob", "dora", "eve")
    whole = {
        name: value for name, value in as_it_stands(office.get("ada", "payouts/new/")).items() if name[:4] != "pay-"
    }
    extra = {"extra-payee": office.person("bob"), "extra-amount": "5", "extra-source": "fund", "extra-title": "fee"}
    assert "needs its paper" in wrong(office.post("ada", "payouts/new/", 200, **{**whole, **extra}))
    office.post("ada", "payouts/new/", **{**whole, **extra, "extra-title": "prize"})
    assert Run.objects.get(commons="merel").minor == 500


def test_what_came_by_mistake_goes_back_to_the_account_it_came_from(office: Office) -> None:
    (line,) = office.house.statement(700)
    office.house.say(Allotted(line=line, parts=(Part(to="back", minor=700, kind="refund"),)))
    LineDetails.objects.create(commons="merel", line=line, salt=b"1" * 32, name="Pia Peeters", iban=IBANS["dora"])
    assert "name the account it came from first" in office.get("ada", "payouts/new/")
    form = office.get("ada", f"payees/new/?line={line}")
    assert 'value="Pia Peeters"' in form
    assert f'value="{IBANS["dora"]}"' in form
    new = form.partition('name="new" value="')[2].partition('"')[0]
    office.post("ada", "payees/new/", new=new, label="Pia", holder="Pia Peeters", iban=IBANS["dora"])
    office.post("dora", "payees/", confirm=Payee.objects.get(id=new).next)
    office.proposed()
    one = Run.objects.get(commons="merel")
    assert (one.count, one.minor) == (1, 700)
    for who in ("ada", "dora"):
        office.post(who, f"payouts/{one.id[:10]}/approve/")
    assert b"Pia Peeters" in office.file(one)


def test_what_is_too_much_for_one_list_becomes_several(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.paid_at("bob", "eve")
    monkeypatch.setattr(forms_runs, "PER_RUN", 1)
    office.proposed()
    assert [one.count for one in Run.objects.filter(commons="merel")] == [1, 1]

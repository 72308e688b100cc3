"""pain.001: valid by its schema, the same bytes each time, exact sums, and what stands in it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from lxml import etree

from entredon.pure.money import banking
from entredon.pure.money.payments.batch import Address, BadBatch
from entredon.pure.money.payments.checks import judged
from entredon.pure.money.payments.pain001 import message_id, write
from entredon.pure.money.payments.profiles import FILE, NEW, OLD, PAYMENT, PROFILES, Profile
from entredon.pure.money.payments.tests.making import BATCHES, GOOD, batch, belgian, payment, schema, swiss
from entredon.pure.money.references import ogm, rf


def parsed(written: bytes):
    return etree.fromstring(written)


def texts(document, path: str) -> list[str]:
    """What stands at a path of names, whatever the version's namespace."""
    steps = "/".join(f"*[local-name()='{name}']" for name in path.split("/"))
    return [found.text for found in document.xpath(f"//{steps}")]


def valid(batch, document) -> bool:
    judge = schema(batch.profile.version)
    assert judge.validate(document), judge.error_log
    return True


@given(BATCHES)
@settings(max_examples=100, deadline=None)
def test_any_batch_is_a_valid_file_or_a_sentence(batch):
    try:
        written = write(batch)
    except BadBatch as trouble:
        written, said = b"", str(trouble)
    if written:
        assert valid(batch, parsed(written))
    else:
        assert said.isprintable()
        assert said.endswith(".")


@given(GOOD)
@settings(max_examples=50, deadline=None)
def test_a_good_batch_is_a_valid_file_with_exact_sums_in_the_order_given(batch):
    document = parsed(write(batch))
    assert valid(batch, document)
    amounts = texts(document, "InstdAmt")
    total = sum(map(Decimal, amounts))
    assert [int(Decimal(amount) * 100) for amount in amounts] == [payment.minor for payment in batch.payments]
    assert [Decimal(told) for told in texts(document, "CtrlSum")] == [total, total]
    assert texts(document, "NbOfTxs") == ["3", "3"]
    assert texts(document, "EndToEndId") == texts(document, "InstrId") == [payment.id for payment in batch.payments]
    assert texts(document, "CdtrAcct/Id/IBAN") == [banking.iban(payment.iban) for payment in batch.payments]


@given(GOOD)
@settings(max_examples=30, deadline=None)
def test_the_same_batch_is_the_same_bytes_and_another_order_another_message(batch):
    written = write(batch)
    assert write(replace(batch)) == written
    other = replace(batch, payments=batch.payments[::-1])
    document, reversed_ = parsed(written), parsed(write(other))
    assert texts(reversed_, "EndToEndId") == texts(document, "EndToEndId")[::-1]
    assert texts(reversed_, "GrpHdr/MsgId") != texts(document, "GrpHdr/MsgId")
    assert texts(document, "GrpHdr/MsgId") == [message_id(judged(batch).batch)]


def test_the_bytes_of_one_batch_stay_what_they_are():
    written = write(batch(payment(message=rf(1_234_567_890))))
    assert written.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>\n'
        "<GrpHdr><MsgId>aab25f5626335df5e66cccccc90667c6</MsgId><CreDtTm>2026-11-26T10:00:00Z</CreDtTm>"
        "<NbOfTxs>1</NbOfTxs><CtrlSum>123.45</CtrlSum><InitgPty><Nm>Het Volle Veld vzw</Nm></InitgPty></GrpHdr>\n"
        "<PmtInf><PmtInfId>run-7</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>1</NbOfTxs><CtrlSum>123.45</CtrlSum>"
        "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf><ReqdExctnDt><Dt>2026-11-30</Dt></ReqdExctnDt>"
        "<Dbtr><Nm>Het Volle Veld vzw</Nm></Dbtr><DbtrAcct><Id><IBAN>BE68539007547034</IBAN></Id></DbtrAcct>"
        "<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt><ChrgBr>SLEV</ChrgBr>\n"
        "<CdtTrfTxInf><PmtId><InstrId>pay-1</InstrId><EndToEndId>pay-1</EndToEndId></PmtId>"
        '<Amt><InstdAmt Ccy="EUR">123.45</InstdAmt></Amt><Cdtr><Nm>Zoë Dubois</Nm></Cdtr>'
        "<CdtrAcct><Id><IBAN>BE43000000000101</IBAN></Id></CdtrAcct><RmtInf><Strd><CdtrRefInf>"
        "<Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>ISO</Issr></Tp><Ref>RF471234567890</Ref>"
        "</CdtrRefInf></Strd></RmtInf></CdtTrfTxInf>\n"
        "</PmtInf></CstmrCdtTrfInitn></Document>\n"
    )


def test_the_older_message_names_day_and_bank_as_it_did():
    old = batch(payment(bic="GEBABEBB"), bic="gkcc be bb", profile=PROFILES["sepa-2009"])
    document = parsed(write(old))
    assert valid(old, document)
    assert texts(document, "ReqdExctnDt") == ["2026-11-30"]
    assert texts(document, "DbtrAgt/FinInstnId/BIC") == ["GKCCBEBB"]
    assert texts(document, "CdtrAgt/FinInstnId/BIC") == ["GEBABEBB"]
    new = parsed(write(replace(old, profile=PROFILES["sepa"])))
    assert texts(new, "ReqdExctnDt/Dt") == ["2026-11-30"]
    assert texts(new, "FinInstnId/BICFI") == ["GKCCBEBB", "GEBABEBB"]


def test_references_go_where_banks_match_them_and_texts_where_people_read_them():
    document = parsed(
        write(
            batch(
                payment(message=rf(7)),
                payment(id="pay-2", message=ogm(7)),
                payment(id="pay-3", message="Dank je & tot <gauw>\nAn"),
                payment(id="pay-4"),
            )
        )
    )
    assert texts(document, "CdtrRefInf/Ref") == [rf(7).text, "000000000707"]
    assert texts(document, "CdtrRefInf/Tp/Issr") == ["ISO", "BBA"]
    assert texts(document, "CdtrRefInf/Tp/CdOrPrtry/Cd") == ["SCOR", "SCOR"]
    assert texts(document, "Ustrd") == ["Dank je & tot <gauw> An"]


@pytest.mark.parametrize("version", [NEW, OLD])
@pytest.mark.parametrize("level", [FILE, PAYMENT])
def test_the_service_level_stands_in_one_place_only(version, level):
    run = batch(payment(), payment(id="pay-2"), profile=Profile("a bank", version=version, level=level))
    document = parsed(write(run))
    assert valid(run, document)
    assert len(texts(document, "PmtInf/PmtTpInf/SvcLvl/Cd")) == (level == FILE)
    assert len(texts(document, "CdtTrfTxInf/PmtTpInf/SvcLvl/Cd")) == 2 * (level == PAYMENT)


def test_addresses_are_town_and_country_and_only_outside_the_eea():
    ghent, zurich = Address("Gent", "BE"), Address("Zürich", "CH")
    near = batch(payment(address=ghent), address=ghent)
    assert b"PstlAdr" not in write(near)
    run = batch(payment(), payment(id="pay-2", iban=swiss(5), address=zurich), address=ghent)
    document = parsed(write(run))
    assert valid(run, document)
    assert texts(document, "Dbtr/PstlAdr/TwnNm") == ["Gent"]
    assert texts(document, "Cdtr/PstlAdr/TwnNm") == ["Zürich"]
    assert texts(document, "Cdtr/PstlAdr/Ctry") == ["CH"]
    assert not texts(document, "AdrLine")
    assert b"<TwnNm>Gent" in write(batch(iban=swiss(6), address=ghent))


def test_names_keep_their_marks_or_lose_them_as_the_bank_wants():
    run = batch(payment(name="Zoe\u0308  Łukasiewicz-Đorđević & ﬁls"))
    assert texts(parsed(write(run)), "Cdtr/Nm") == ["Zoë Łukasiewicz-Đorđević & fils"]
    run = replace(run, profile=PROFILES["sepa-basic"])
    assert texts(parsed(write(run)), "Cdtr/Nm") == ["Zoe Lukasiewicz-Dordevic + fils"]


def test_the_profile_gives_the_bank_where_the_batch_does_not():
    profile = Profile("a bank", bic="GEBABEBB")
    assert texts(parsed(write(batch(profile=profile))), "DbtrAgt/FinInstnId/BICFI") == ["GEBABEBB"]
    assert texts(parsed(write(batch(profile=profile, bic="GKCCBEBB"))), "DbtrAgt/FinInstnId/BICFI") == ["GKCCBEBB"]


def test_many_large_payments_add_up():
    run = batch(*(payment(id=f"p{n}", iban=belgian(n + 1), minor=99_999_999_999) for n in range(2_000)))
    document = parsed(write(run))
    assert valid(run, document)
    assert texts(document, "GrpHdr/CtrlSum") == ["1999999999980.00"]

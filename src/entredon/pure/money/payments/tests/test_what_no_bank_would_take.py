"""Each mistake in a batch is told: which payment, what is wrong, what to do. And a batch without it is taken."""

import pytest

from entredon.pure.money.payments.batch import Address, BadBatch
from entredon.pure.money.payments.checks import MOST_MINOR, judged
from entredon.pure.money.payments.letters import BASIC, EXTENDED, BadLetters, fitted
from entredon.pure.money.payments.pain001 import write
from entredon.pure.money.payments.profiles import PROFILES, NoProfile, Profile, profile
from entredon.pure.money.payments.tests.making import OURS, batch, belgian, checked, payment, swiss

OF_A_PAYMENT = [
    ({"iban": "BE68 5390 0754 7035"}, "check digits of the IBAN BE68 5390 0754 7035 don't fit"),
    ({"iban": ""}, "The IBAN is missing"),
    ({"iban": OURS}, "to the account that it comes from"),
    ({"iban": checked("BR", "00360305000010009795493C1")}, "No SEPA transfer reaches an account in BR"),
    ({"iban": swiss(1)}, "outside the European Economic Area, so banks ask for the payee's town"),
    ({"minor": 0}, "The amount is 0"),
    ({"minor": -1}, "less than nothing"),
    ({"minor": MOST_MINOR + 1}, "at most 999,999,999.99 EUR"),
    ({"name": ""}, "name of the account's holder is missing"),
    ({"name": " - "}, "name of the account's holder is missing"),
    ({"name": "É" * 71}, "The name has 71 characters; banks take 70"),
    ({"name": "陈"}, "no sign “陈”"),
    ({"name": "A\x00b"}, r"no sign “\\x00”"),
    ({"name": "A\ud800b"}, r"no sign “\\ud800”"),
    ({"id": ""}, "The id is missing"),
    ({"id": "x" * 36}, "The id has 36 characters; banks take 35"),
    ({"id": "é"}, "signs that banks don't take"),
    ({"id": "a//b"}, "slash"),
    ({"message": "x" * 141}, "The message has 141 characters; banks take 140"),
    ({"bic": "GEBA"}, "8 or 11 characters; this one has 4"),
    ({"address": Address("Gent", "be")}, "two capital letters"),
    ({"address": Address("", "BE")}, "town of the address is missing"),
    ({"address": Address("x" * 36, "BE")}, "The town has 36 characters"),
]


@pytest.mark.parametrize(("change", "says"), OF_A_PAYMENT, ids=[says for _, says in OF_A_PAYMENT])
def test_a_payment_with_a_mistake(change, says):
    other = payment(id="pay-0", iban=belgian(99))
    assert write(batch(other, payment()))
    with pytest.raises(BadBatch, match=says) as refused:
        write(batch(other, payment(**change)))
    assert str(refused.value).startswith(f"Payment {change.get('id', 'pay-1')[:36]}")


OF_THE_BATCH = [
    ({"payments": ()}, "The batch is empty"),
    ({"payments": (payment(), payment(minor=5))}, "same id"),
    ({"iban": "BE68 5390 0754 7043"}, "paying side.*check digits of the IBAN"),
    ({"name": ""}, "paying side.*name of the account's holder"),
    ({"bic": "12"}, "paying side.*8 or 11"),
    ({"id": "x" * 36}, "paying side.*The id has 36"),
    ({"day": "30/11/2026"}, "“30/11/2026” is no day"),
    ({"day": "2026-11-31"}, "no day"),
    ({"day": "2026-11-25"}, "before the day on which"),
    ({"created": "now"}, "“now” is no moment"),
    ({"created": "2026-11-26T24:00:00Z"}, "no moment"),
    ({"created": "2026-11-26T10:00:00+20:00"}, "no moment"),
    ({"profile": Profile("small", most=0)}, "has 1 payments; this bank takes 0"),
    ({"profile": Profile("strict", needs_bic=True)}, "BIC is missing, and this bank asks for it"),
    ({"profile": PROFILES["sepa-2009"], "bic": "GEBABE0B"}, "older message can't hold the BIC GEBABE0B"),
    ({"payments": (payment(iban=swiss(1), address=Address("Chur", "CH")),)}, "payer's town and country"),
]


@pytest.mark.parametrize(("change", "says"), OF_THE_BATCH, ids=[says for _, says in OF_THE_BATCH])
def test_a_batch_with_a_mistake(change, says):
    with pytest.raises(BadBatch, match=says):
        write(batch(**change))


def test_all_mistakes_are_told_at_once():
    found = judged(batch(payment(iban="x", minor=0, name=""), payment(id="b", iban="BE"), day="soon", iban="", name=""))
    assert len(found.troubles) == 7
    assert [str(trouble) for trouble in found.troubles][-1].startswith("Payment b to Zoë Dubois: ")
    assert judged(batch()).troubles == ()


@pytest.mark.parametrize(
    ("given", "basic"),
    [
        ("Zoë Ångström", "Zoe Angstrom"),
        ("Weiß & Söhne", "Weiss + Sohne"),
        ("Æsir Œuvre Þór", "AEsir OEuvre THor"),
        ("“Brood” – l’an", "'Brood' - l'an"),
        ("a\u200bb\u00a0c\td", "ab c d"),
        ("Nguyễn", "Nguyen"),
        ("q\u0300", "q"),
        ("½ €", "1/2 EUR"),
    ],
)
def test_what_stands_for_letters_that_a_bank_has_not(given, basic):
    assert fitted(given, BASIC) == basic


def test_every_sign_of_the_larger_set_is_kept():
    for sign in EXTENDED - {" "}:
        assert fitted(f"a{sign}b", EXTENDED) == f"a{sign}b"


@pytest.mark.parametrize("name", ["Иван", "Ελένη", "陈", "😀"])
def test_what_no_letters_stand_for_is_refused_by_name(name):
    with pytest.raises(BadLetters, match=name[0]):
        fitted(name, BASIC)


def test_profiles_by_name():
    assert profile("sepa").letters == "extended"
    with pytest.raises(NoProfile, match="“bank”; there are sepa, sepa-basic"):
        profile("bank")
    with pytest.raises(ValueError, match="there isn't"):
        Profile("odd", version="pain.001.001.02")

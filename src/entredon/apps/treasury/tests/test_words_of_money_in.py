"""Bearer, accounts, requests, bank lines and cash, as the public record tells them."""

import html
import re

from entredon.apps.treasury.entries import (
    CameElsewhere,
    CashCounted,
    CashMoved,
    Confirmed,
    ExceptionSigned,
    Exchanged,
    Part,
    PolicySet,
    RequestWithdrawn,
    TakenBack,
)
from entredon.apps.treasury.models import Statement
from entredon.apps.treasury.tests.money import DAY, Money, opened
from entredon.log.models import Entry
from entredon.site.record import look
from entredon.testing_cast import Cast


def told(cast: Cast, id: str) -> str:
    """An entry's sentence, without its links."""
    sentence = look.told(Entry.objects.get(commons=cast.slug, id=id), look.names(cast.slug, True)).sentence
    return html.unescape(re.sub(r"<[^>]*>", "", sentence)).replace("\N{NO-BREAK SPACE}", " ")


def test_who_bears_the_money_and_how_it_is_paid(cast: Cast) -> None:
    money = Money(cast)
    assert (
        told(cast, money.bearer) == "Ada Vermeer named Merel vzw (vzw) as the one who bears the money: its books begin."
    )
    assert told(cast, money.account) == (
        "Ada Vermeer took the account “main” into the books, with €1,000.00 on it at the end of 1 November 2026."
    )
    policy = cast.say(PolicySet(approvals=3, most=0, cooling_days=1))
    assert told(cast, policy) == (
        "Ada Vermeer proposed new payment rules: 3 people say yes before money moves, and changed bank details rest 1 day."
    )
    assert (
        told(cast, cast.say(Confirmed(what=policy), money.eve))
        == "Eve Engels confirmed what waited for a second person."
    )
    money.pot(1_00)
    exception = cast.say(ExceptionSigned(account="equity:funds:merel:eur", least=-5_00))
    assert (
        told(cast, exception)
        == "Ada Vermeer signed that the account equity:funds:merel:eur may fall to \N{MINUS SIGN}€5.00."
    )


def test_what_is_asked_for(cast: Cast) -> None:
    money = Money(cast)
    request = money.request()
    assert told(cast, request) == "Ada Vermeer asked for €100.00 for Car 1."
    assert told(cast, money.request(version="", creation=money.car)) == "Ada Vermeer asked for €100.00 for Car."
    assert told(cast, money.request(version="")) == "Ada Vermeer asked for €100.00 for the common pot."
    withdrawn = cast.say(RequestWithdrawn(request=request))
    assert told(cast, withdrawn) == "Ada Vermeer took back a payment request: nobody need pay it any more."


def test_what_the_bank_tells_and_where_it_belongs(cast: Cast) -> None:
    money = Money(cast)
    _, sale = money.sale(25_00)
    (statement,) = Statement.objects.values_list("id", flat=True)
    assert told(cast, statement) == (
        "Ada Vermeer took in a bank statement of “main” up to 2 November 2026, with 1 new line: €1,025.00 stand there."
    )
    assert told(cast, sale) == "Ada Vermeer told where a line of the bank belongs: income (sales)."
    assert told(cast, cast.say(TakenBack(what=sale))) == "Ada Vermeer took back what was booked by this."
    cast.say(opened("dollars", currency="USD"))
    (given,), (received,) = money.came(-10_00), money.came(11_00, account="dollars")
    exchange = cast.say(Exchanged(given=given, received=received))
    assert told(cast, exchange) == "Ada Vermeer told that two lines of the bank are one exchange of currencies."


def test_cash_and_other_means(cast: Cast) -> None:
    money = Money(cast)
    cast.say(opened("till", way="cash", details=""))
    gift = Part(to="pot", minor=20_00, kind="gift")
    moved = cast.say(CashMoved(account="till", day=DAY, parts=(gift, gift, Part(to="cost", minor=-1, kind="rent"))))
    assert told(cast, moved) == (
        "Ada Vermeer wrote into the cash book of “till” for 2 November 2026: the common pot (gifts), a cost (rent)."
    )
    counted = cast.say(CashCounted(account="till", day=DAY, minor=39_99))
    assert told(cast, counted) == "Ada Vermeer counted the cash of “till” on 2 November 2026."
    came = cast.say(CameElsewhere(means="paypal", day=DAY, currency="EUR", part=gift))
    assert told(cast, came) == "Ada Vermeer told that €20.00 came in by other means, “paypal”: the common pot (gifts)."
    assert money.held("assets:in-transit:paypal:eur") == 2_000

"""What was said about orders and give-back, in words."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.desk.telling import shown
from entredon.log.told import Look, Said
from entredon.pure.formats import Day, Money


def quoted(said: Said, look: Look) -> str:
    price = shown(Money(said.body["minor"], said.body["currency"]))
    offer = look.entry(said.body["offer"], _("an offer"))
    quote = look.entry(said.id, _("a quote"))
    return format_html(_("{who} made {quote} of {price} for {offer}."), who=said.who, quote=quote, price=price, offer=offer)  # fmt: skip


def quote_declined(said: Said, look: Look) -> str:
    quote = look.entry(said.body["quote"], _("a quote"))
    return format_html(_("{who} said that nothing comes of {quote}."), who=said.who, quote=quote)


def ordered(said: Said, look: Look) -> str:
    quote, order = look.entry(said.body["quote"], _("a quote")), look.entry(said.id, _("an order"))
    return format_html(_("{who} recorded {order} by {quote}."), who=said.who, order=order, quote=quote)


def _order(said: Said, look: Look) -> str:
    return look.entry(said.body["order"], _("an order"))


def begun(said: Said, look: Look) -> str:
    return format_html(_("{who} has begun with {order}."), who=said.who, order=_order(said, look))


def delivered(said: Said, look: Look) -> str:
    return format_html(_("{who} has delivered {order}."), who=said.who, order=_order(said, look))


def received(said: Said, look: Look) -> str:
    return format_html(_("{who} said that {order} has arrived."), who=said.who, order=_order(said, look))


def paid(said: Said, look: Look) -> str:
    day = shown(Day(said.body["day"]))
    return format_html(_("{who} was paid for {order} on {day}."), who=said.who, order=_order(said, look), day=day)


def withdrawn(said: Said, look: Look) -> str:
    return format_html(_("{who} recorded that {order} is undone, whole."), who=said.who, order=_order(said, look))


def complained(said: Said, look: Look) -> str:
    return format_html(_("{who} recorded a complaint about {order}."), who=said.who, order=_order(said, look))


def complaint_settled(said: Said, look: Look) -> str:
    text = _("{who} recorded that the complaint about {order} is settled.")
    return format_html(text, who=said.who, order=_order(said, look))


def passed_on(said: Said, look: Look) -> str:
    partner = look.entry(said.body["partner"], _("another partner"))
    text = _("{who} wants to hand {order} over to {partner}.")
    return format_html(text, who=said.who, order=_order(said, look), partner=partner)


def taken_over(said: Said, look: Look) -> str:
    return format_html(_("{who} took {order} over."), who=said.who, order=_order(said, look))


def completed(said: Said, look: Look) -> str:
    text = _("{who} completed {order}: its give-back is due.")
    return format_html(text, who=said.who, order=_order(said, look))


def give_back_asked(said: Said, look: Look) -> str:
    partner = look.entry(said.body["partner"], _("a partner"))
    amount = look.entry(said.id, shown(Money(said.body["minor"], said.body["currency"])))
    text = _("{who} asked {partner} for {amount}, the give-back until the end of {month}.")
    return format_html(text, who=said.who, partner=partner, amount=amount, month=said.body["month"])


NAMES: dict[str, Promise | str] = {
    "market.quoted": gettext_lazy("Quotes"),
    "market.quote_declined": gettext_lazy("Quotes of which nothing came"),
    "market.ordered": gettext_lazy("Orders"),
    "market.begun": gettext_lazy("Orders begun"),
    "market.delivered": gettext_lazy("Orders delivered"),
    "market.received": gettext_lazy("Orders that have arrived"),
    "market.paid": gettext_lazy("Orders paid to partners"),
    "market.withdrawn": gettext_lazy("Orders undone"),
    "market.complained": gettext_lazy("Complaints about orders"),
    "market.complaint_settled": gettext_lazy("Complaints settled"),
    "market.passed_on": gettext_lazy("Orders passed on"),
    "market.taken_over": gettext_lazy("Orders taken over"),
    "market.completed": gettext_lazy("Orders completed"),
    "market.give_back_asked": gettext_lazy("Give-back asked for"),
}
WORDS: dict[str, Callable[[Said, Look], str]] = {
    "market.quoted": quoted,
    "market.quote_declined": quote_declined,
    "market.ordered": ordered,
    "market.begun": begun,
    "market.delivered": delivered,
    "market.received": received,
    "market.paid": paid,
    "market.withdrawn": withdrawn,
    "market.complained": complained,
    "market.complaint_settled": complaint_settled,
    "market.passed_on": passed_on,
    "market.taken_over": taken_over,
    "market.completed": completed,
    "market.give_back_asked": give_back_asked,
}

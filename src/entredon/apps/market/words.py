"""What was said about partners, offers, orders and give-back, in words."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.market import words_orders
from entredon.desk.telling import shown
from entredon.log.told import Look, Said
from entredon.pure.formats import Money


def about(sentence: str, said: Said, **links: str) -> str:
    """A sentence with its author and the links it names."""
    return format_html(sentence, who=said.who, **links)


def partner_proposed(said: Said, look: Look) -> str:
    return about(_("{who} asked to become {partner}."), said, partner=look.entry(said.id, _("a partner")))


def terms_proposed(said: Said, look: Look) -> str:
    sentence = _("{who} proposed {terms} for {partner}.")
    partner = look.entry(said.body["partner"], _("a partner"))
    return about(sentence, said, terms=look.entry(said.id, _("another agreement")), partner=partner)


def partner_accepted(said: Said, look: Look) -> str:
    return about(_("{who} accepted {terms}."), said, terms=_terms(said, look))


def partner_declined(said: Said, look: Look) -> str:
    return about(_("{who} declined {terms}, or took it back."), said, terms=_terms(said, look))


def _terms(said: Said, look: Look) -> str:
    return look.entry(said.body["agreement"], _("the agreement of a partner"))


def partner_ended(said: Said, look: Look) -> str:
    partner = look.entry(said.body["partner"], _("a partner"))
    return about(_("{who} ended the agreement with {partner}, with its notice."), said, partner=partner)


def partner_described(said: Said, look: Look) -> str:
    partner = look.entry(said.body["partner"], _("a partner"))
    return about(_("{who} told anew what {partner} can do."), said, partner=partner)


def offered(said: Said, look: Look) -> str:
    price = shown(Money(said.body["minor"], said.body["currency"]))
    something = look.entry(said.id, _("something to buy"))
    return about(_("{who} offered {something} for {price}."), said, something=something, price=price)


def offer_joined(said: Said, look: Look) -> str:
    return about(_("{who} joined {offer}."), said, offer=_offer(said, look))


def offer_changed(said: Said, look: Look) -> str:
    return about(_("{who} changed {offer}."), said, offer=_offer(said, look))


def offer_ended(said: Said, look: Look) -> str:
    return about(_("{who} ended {offer}."), said, offer=_offer(said, look))


def _offer(said: Said, look: Look) -> str:
    return look.entry(said.body["offer"], _("an offer"))


NAMES: dict[str, Promise | str] = {
    "market.partner_proposed": gettext_lazy("Partners who asked"),
    "market.terms_proposed": gettext_lazy("Agreements proposed"),
    "market.partner_accepted": gettext_lazy("Agreements accepted"),
    "market.partner_declined": gettext_lazy("Agreements declined"),
    "market.partner_ended": gettext_lazy("Agreements ended"),
    "market.partner_described": gettext_lazy("What partners can do"),
    "market.offered": gettext_lazy("Offers"),
    "market.offer_joined": gettext_lazy("Joint offers joined"),
    "market.offer_changed": gettext_lazy("Changes of offers"),
    "market.offer_ended": gettext_lazy("Offers that ended"),
    **words_orders.NAMES,
}
WORDS: dict[str, Callable[[Said, Look], str]] = {
    "market.partner_proposed": partner_proposed,
    "market.terms_proposed": terms_proposed,
    "market.partner_accepted": partner_accepted,
    "market.partner_declined": partner_declined,
    "market.partner_ended": partner_ended,
    "market.partner_described": partner_described,
    "market.offered": offered,
    "market.offer_joined": offer_joined,
    "market.offer_changed": offer_changed,
    "market.offer_ended": offer_ended,
    **words_orders.WORDS,
}

"""Whoever can make it, as a line of the list and as a pin on the map.

What stands of each of them in the list is written once for each state of the record and language, for all at once: what is remembered
tells nothing of who was found, nor from where. How far somebody is stands in the answer alone.
"""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.market import abilities, words_partners
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_places import Found, Maker, directory
from entredon.desk.telling import shown
from entredon.log.pages import remembered
from entredon.log.told import short

Words = dict[str, str]


def line(one: Found, number: int, told: SafeString, market: str) -> SafeString:
    """Somebody in the list; ``number`` is that of the map, ``told`` what stands in every list, ``market`` the address of all offers."""
    return format_html(
        '<li id="p-{}"><span class="number" aria-hidden="true">{}</span><div class="what">{}</div><div class="end">{}{}</div></li>\n',
        short(one.partner.id), number, told, _where(one), _offers(one, market),
    )  # fmt: skip


def _where(one: Found) -> SafeString | str:
    if one.km is not None:
        return format_html("<strong>{}</strong>", words_partners.distance(one.km))
    return "" if one.partner.town else format_html("<small>{}</small>", _("from anywhere"))


def _offers(one: Found, market: str) -> SafeString | str:
    if not one.offers:
        return ""
    said = ngettext("one offer", "%(count)s offers", one.offers) % {"count": shown(one.offers)}
    return format_html('<small><a href="{}?partner={}">{}</a></small>', market, one.partner.id, said)


def pin(one: Found, number: int) -> dict[str, Any]:
    """The same on the map, for who is in a town: it leads to its line of the list."""
    far = [words_partners.distance(one.km)] if one.km is not None else []
    title = ", ".join([one.name, str(one.partner.town), *far])
    return {"number": number, "title": title, "href": f"#p-{short(one.partner.id)}", "town": one.partner.town}


def _told(slug: str, prefix: str) -> dict[str, SafeString]:
    """By partner what stands of each of them in every list: what it is called, what it can do, and which languages it speaks.

    ``prefix`` is how addresses begin now: some name the language, others don't.
    """
    found = directory(slug)
    makers = found.makers.values()
    words = {word: abilities.called(word) for word in {word for one in makers for word in one.able}}
    languages = {code: abilities.spoken([code]) for code in {code for one in makers for code in one.languages}}
    way = reverse("market:partner", args=[slug, "0"]).removesuffix("0/")  # asked for once, not for thousands
    return {
        one.id: format_html(
            '<a href="{}{}/">{}</a><small>{}</small>{}', way, short(one.id), partner_named(slug, one.id, found.names),
            _does(one, words), _speaks(one, languages),
        )
        for one in makers
    }  # fmt: skip


told = remembered(_told, 16, worded=True)


def _does(one: Maker, words: Words) -> str:
    said = (words_partners.what(one.what), str(one.town or ""), ", ".join(words[word] for word in one.able))
    return " · ".join(part for part in said if part)


def _speaks(one: Maker, languages: Words) -> SafeString | str:
    spoken = ", ".join(languages[code] for code in one.languages)
    return format_html("<small>{}</small>", spoken) if spoken else ""

"""A split in words: one sentence, a picture and a table, each figure a link to what it is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from entredon.apps.market import typing_in
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.splitting import OfVersion, Split
from entredon.desk.telling import shown, speaks
from entredon.log.told import short
from entredon.pure import formats
from entredon.pure.value import currency as currencies

SELLER, KEPT, PEOPLE, VAT, HELD = "coalition", "association", "community", "vat", "ink"


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a price: whose it is, in which colour, and where the figure leads. ``phrase`` is it in the sentence."""

    name: str
    note: str
    minor: int
    currency: str
    tone: str
    href: str
    phrase: SafeString


@dataclass(frozen=True, slots=True)
class SplitShown:
    """A split, ready for a page. ``bars`` are amounts and tones of the picture, from left to right."""

    split: Split
    slices: tuple[Slice, ...]
    sentence: SafeString
    bars: tuple[tuple[int, str], ...]
    versions: tuple[tuple[OfVersion, str], ...]


def show(slug: str, split: Split, offer: str = "") -> SplitShown:
    """A split in the reader's language. On a page other than that of its offer, that one says more about VAT and what waits."""
    home = reverse("market:offer", args=[slug, short(offer)]) if offer else ""
    slices = tuple(
        one
        for one in (*_sellers(slug, split), *_common(slug, split), *_people(slug, split), *_rest(split, home))
        if one.minor
    )
    price = formats.money(split.minor, split.currency, speaks(), short=True)
    sentence = format_html(_("Of these {price}: {parts}."), price=price, parts=listed(one.phrase for one in slices))
    versions = tuple((one, would_address(slug, one, split.currency)) for one in split.versions)
    return SplitShown(split, slices, sentence, tuple((one.minor, one.tone) for one in slices), versions)


def listed(items: Iterable[SafeString]) -> SafeString:
    """Phrases as a sentence has them: one, two and three."""
    found = list(items)
    if len(found) < 2:
        return found[0] if found else SafeString("")
    names = found[0]
    for one in found[1:-1]:
        names = format_html("{}, {}", names, one)
    return format_html(
        pgettext("last two of a list", "%(names)s and %(last)s").replace("%(names)s", "{}").replace("%(last)s", "{}"),
        names,
        found[-1],
    )


def _slice(split: Split, name: str, note: str, minor: int, tone: str, href: str, phrase: str) -> Slice:
    amount = formats.money(minor, split.currency, speaks(), short=True)
    linked = format_html('<a class="money would" href="{}">{}</a>', href, amount)
    return Slice(name, note, minor, split.currency, tone, href, format_html(phrase, amount=linked, name=name))


def _sellers(slug: str, split: Split) -> list[Slice]:
    return [
        _slice(
            split, partner_named(slug, partner), _("who sells it"), minor, SELLER,
            reverse("market:partner", args=[slug, short(partner)]), _("{amount} {name}"),
        )
        for partner, minor in split.sellers
    ]  # fmt: skip


def _common(slug: str, split: Split) -> list[Slice]:
    rule = reverse("value:rule", args=[slug])
    kept = _slice(
        split, _("What keeps us going"), _("the share that the sharing rule sets aside before people"), split.kept, KEPT, rule,
        _("{amount} to what keeps us going"),
    )  # fmt: skip
    pot = _slice(
        split,
        _("The common pot"),
        _("what becomes of it is decided together"),
        split.pot,
        KEPT,
        rule,
        _("{amount} to the common pot"),
    )
    return [kept, pot]


def _people(slug: str, split: Split) -> list[Slice]:
    largest = max(split.versions, key=lambda one: one.people, default=None)
    if largest is None or not split.people:
        return []
    count = shown(split.count)
    name = ngettext("The one person whose work is in it", "The %(n)s people whose work is in it", split.count) % {
        "n": count
    }
    phrase = ngettext(
        "{amount} to the one person whose work is in it",
        "{amount} to the %(n)s people whose work is in it",
        split.count,
    ) % {"n": count}
    note = _("by the sharing rule that holds today")
    return [_slice(split, name, note, split.people, PEOPLE, would_address(slug, largest, split.currency), phrase)]


def _rest(split: Split, home: str) -> list[Slice]:
    held = _slice(
        split,
        _("Waits"),
        _("until it is known who made it"),
        split.held,
        HELD,
        f"{home}#split",
        _("{amount} that waits until it is known who made it"),
    )
    percent = typing_in.percent(split.vat_ppm)
    vat = _slice(
        split, _("VAT, %(percent)s") % {"percent": percent}, _("as the seller states it; it goes to the state"), split.vat, VAT,
        f"{home}#seller", _("{amount} VAT"),
    )  # fmt: skip
    return [held, vat]


def would_address(slug: str, one: OfVersion, currency: str) -> str:
    """Where it stands who would get what of a version's part, and why."""
    asked = {
        "amount": currencies.plain(one.minor, currency),
        "currency": currency,
        "version": short(one.version),
        "accepted": "1",
    }
    return f"{reverse('value:would', args=[slug])}?{urlencode(asked)}#people"

"""Amounts as a reader writes them: minor units and an ISO 4217 code in, "€10,000.00" or "10 000,00 €" out."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from entredon.desk.telling import speaks
from entredon.pure import formats

register = template.Library()


def written(minor: int, currency: str, *, short: bool = False) -> str:
    """An amount in full; ``short`` leaves zero cents away, for sentences and pictures."""
    return formats.money(minor, currency, speaks(), short=short)


@register.filter
def money(minor: int, currency: str) -> str:
    """The amount with its cents."""
    return written(int(minor), currency)


@register.filter
def money_short(minor: int, currency: str) -> str:
    """The amount, without cents when there are none."""
    return written(int(minor), currency, short=True)


@register.simple_tag
def amount(minor: int, currency: str, tense: str = "would", href: str = "") -> SafeString:
    """A figure of money in its tense (would, owed or paid), as a link to what it is made of."""
    text = written(int(minor), currency)
    if href:
        return format_html('<a class="money {}" href="{}">{}</a>', tense, href, text)
    return format_html('<span class="money {}">{}</span>', tense, text)


@register.filter
def percent(ppm: int) -> str:
    """Parts per million as a percentage with one decimal; what is there but tiny is not called nothing."""
    return formats.percent(int(ppm), speaks())

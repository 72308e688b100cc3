"""Amounts as a reader writes them: minor units and an ISO 4217 code in, "€10,000.00" out."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from entredon.pure.value import currency as currencies

register = template.Library()

# Signs that mean one currency to a reader of English; the others are written with their code.
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "INR": "₹"}


def written(minor: int, currency: str, *, short: bool = False) -> str:
    """An amount in full; ``short`` leaves zero cents away, for sentences and pictures."""
    number = currencies.written(abs(minor), currency)
    if short and not int(number.partition(".")[2] or 0):
        number = number.partition(".")[0]
    sign = SIGNS.get(currency) or f"{currency}\N{NO-BREAK SPACE}"
    return f"{'−' if minor < 0 else ''}{sign}{number}"


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
    tenths = (int(ppm) + 500) // 1000
    if tenths == 0 and ppm:
        return "< 0.1\N{NARROW NO-BREAK SPACE}%"
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}\N{NARROW NO-BREAK SPACE}%"

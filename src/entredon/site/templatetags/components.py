"""The pieces that pages are made of. ``/styleguide`` shows each of them, in both themes."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from entredon.desk.telling import day as telling_day
from entredon.desk.telling import shown
from entredon.log.told import short

register = template.Library()

TENSES = {"would": lambda: _("would get"), "owed": lambda: _("owed"), "paid": lambda: _("paid")}


@register.simple_block_tag
def card(content: str, title: str = "", tone: str = "", id: str = "", level: int = 2) -> SafeString:
    """What belongs together, on a sheet of its own."""
    heading = format_html("<h{0}>{1}</h{0}>", level, title) if title else ""
    named = format_html(' id="{}"', id) if id else ""
    return format_html('<section class="card {}"{}>{}{}</section>', tone, named, heading, content)


@register.simple_tag
def figure(value: Any, label: str, href: str = "") -> SafeString:
    """One number, what it counts, and a way to what it is made of."""
    shown = format_html('<a href="{}">{}</a>', href, value) if href else value
    return format_html('<div class="figure"><b>{}</b><span>{}</span></div>', shown, label)


@register.simple_tag
def button(text: str, href: str, quiet: bool = False) -> SafeString:
    """The next thing to do; at most one that is not quiet per view."""
    return format_html('<a class="button{}" href="{}">{}</a>', " quiet" if quiet else "", href, text)


@register.simple_tag
def badge(text: str, tone: str = "", href: str = "") -> SafeString:
    """A short word about something, in the colour of whom it concerns."""
    if href:
        return format_html('<a class="badge {}" href="{}">{}</a>', tone, href, text)
    return format_html('<span class="badge {}">{}</span>', tone, text)


@register.simple_tag
def tense(which: str) -> SafeString:
    """In which tense an amount speaks: would get, owed or paid."""
    return format_html('<span class="tense {}">{}</span>', which, TENSES[which]())


@register.simple_tag
def checked(how: str = "recomputed", by: str = "") -> SafeString:
    """How sure a figure is: recomputed (anyone can), attested by somebody, or unchecked."""
    words = {
        "recomputed": _("recomputed: anyone can"),
        "attested": _("attested by %(who)s") % {"who": by},
        "unchecked": _("unchecked"),
    }
    return format_html('<span class="checked {}">{}</span>', how, words[how])


@register.simple_tag
def face(name: str, tone: str = "community", size: str = "", picture: str = "", alt: str = "") -> SafeString:
    """Somebody's picture, or her initials in a circle. It repeats the name beside it, so it is silent for screen readers unless
    it has words of its own (``alt``)."""
    if picture:
        pixels = {"tiny": 26, "large": 72, "huge": 128}.get(size, 40)
        return format_html(
            '<img class="face {} {}" src="{}" alt="{}" width="{}" height="{}" decoding="async">',
            tone, size, picture, alt, pixels, pixels,
        )  # fmt: skip
    return format_html('<span class="face {} {}" aria-hidden="true">{}</span>', tone, size, initials(name))


def initials(name: str) -> str:
    """Up to two letters that stand for a name; two digits for somebody without one."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalnum()]
    if len(words) == 2 and len(words[1]) == 10 and not words[0][:1].isupper():
        return words[1][:2]  # "person 1a2b3c4d5e"
    if not words:
        return "·"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def mark(text: str, tone: str = "community") -> SafeString:
    """A short mark where a face would stand: the name of a version, the kind of something."""
    return format_html('<span class="face mark-wide {}" aria-hidden="true">{}</span>', tone, text)


@register.simple_block_tag
def row(content: str, title: str, href: str = "", sub: Any = "", lead: Any = "", id: str = "") -> SafeString:
    """One thing in a list: a face or mark, what it is, one quiet line, and at the end (the content) a figure or badge."""
    named = format_html('<a href="{}">{}</a>', href, title) if href else format_html("<span>{}</span>", title)
    small = format_html("<small>{}</small>", sub) if sub else ""
    return format_html(
        '<li class="{}"{}>{}<div class="what">{}{}</div><div class="end">{}</div></li>',
        "" if lead else "bare", format_html(' id="{}"', id) if id else "", lead, named, small, content,
    )  # fmt: skip


@register.simple_block_tag
def notice(content: str, title: str = "", tone: str = "") -> SafeString:
    """Something to know before reading on."""
    strong = format_html("<strong>{}</strong>", title) if title else ""
    return format_html('<div class="notice {}">{}{}</div>', tone, strong, content)


@register.simple_block_tag
def empty(content: str, title: str, level: int = 2) -> SafeString:
    """Where nothing is yet: what will be here, and the first step."""
    return format_html('<div class="empty"><h{0}>{1}</h{0}>{2}</div>', level, title, content)


@register.simple_tag
def progress(done: int, total: int, label: str, tone: str = "community") -> SafeString:
    """How far something is, with numbers."""
    return format_html(
        '<div class="progress {}"><progress max="{}" value="{}" aria-label="{}"></progress>'
        '<span class="why">{}</span></div>',
        tone, total, done, label, label,
    )  # fmt: skip


@register.simple_tag
def phases(steps: Any, label: str, tone: str = "community") -> SafeString:
    """The way something goes, as one line: of each step its ``text`` and ``at``: 0 is to come, 1 is now, 2 is past."""
    classes, now = ("to-come", "now", "past"), SafeString(' aria-current="step"')
    items = format_html_join(
        "",
        '<li class="{}"{}><span>{}</span></li>',
        ((classes[one["at"]], now if one["at"] == 1 else "", one["text"]) for one in steps),
    )
    return format_html('<ol class="phases {}" aria-label="{}">{}</ol>', tone, label, items) if items else items


@register.simple_tag
def crumbs(*steps: str, label: str = "") -> SafeString:
    """Where we are: address, name, address, name, …, ending with the name of this page."""
    pairs = zip(steps[0:-1:2], steps[1:-1:2], strict=True)
    items = format_html_join("", '<li><a href="{}">{}</a></li>', pairs)
    here = format_html('<li aria-current="page">{}</li>', steps[-1])
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol>{}{}</ol></nav>', label or _("Where you are"), items, here
    )


@register.simple_block_tag
def command(content: str) -> SafeString:
    """A command to type, or several below each other, which scripts may offer to copy. How a template is indented is no
    part of them."""
    content = SafeString("\n".join(line.strip() for line in content.strip().splitlines()))
    return format_html(
        '<div class="command" data-copy="{}" data-copied="{}"><pre tabindex="0"><code>{}</code></pre></div>',
        _("Copy"), _("Copied"), content,
    )  # fmt: skip


@register.simple_tag
def proof_line(size: int, href: str) -> SafeString:
    """What this commons can prove: its receipts, and who outside has looked. Nobody has yet, and so it says."""
    receipts = ngettext("%(n)s receipt", "%(n)s receipts", size) % {"n": shown(size)}
    return format_html(
        '<p class="proof unchecked"><span>{}</span><span>{}</span><a href="{}">{}</a></p>',
        receipts, _("nobody outside has checked yet"), href, _("check it yourself"),
    )  # fmt: skip


@register.inclusion_tag("site/parts/pages.html")
def pages(page: Any, query: str = "", anchor: str = "", label: str = "") -> dict[str, Any]:
    """Earlier and later pages of a long list. ``query`` is the rest of the address, ready to be followed by page=."""
    return {"page": page, "query": query, "anchor": anchor, "label": label or _("Pages of this list")}


@register.filter
def day(at: str | datetime) -> str:
    """A day as people write it, such as 3 May 2026."""
    return telling_day(_moment(at)) if at else ""


@register.filter
def hour(at: str | datetime) -> str:
    """The time of a day, in UTC."""
    return date_format(_moment(at), "H:i")


@register.filter
def minute(at: str | datetime) -> str:
    """A moment to the minute, in UTC, as the public record has it."""
    return f"{telling_day(_moment(at))}, {date_format(_moment(at), 'H:i')} UTC" if at else ""


def _moment(at: str | datetime) -> datetime:
    return at if isinstance(at, datetime) else datetime.fromisoformat(at)


@register.filter
def address(id: str) -> str:
    """An id as addresses write it and pages show it: its first ten characters."""
    return short(id)


@register.filter
def number(value: int) -> str:
    """A whole number with its thousands apart."""
    return shown(value)


@register.simple_tag
def listing(items: Any, link: str = "") -> str:
    """Names as a sentence has them: one, two and three."""
    names = [str(item) for item in items]
    if len(names) < 2:
        return "".join(names)
    return pgettext("last two of a list", "%(names)s and %(last)s") % {
        "names": ", ".join(names[:-1]),
        "last": names[-1],
    }

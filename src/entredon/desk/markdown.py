"""What people write in Markdown, as safe HTML: for posts, for pages, and for their previews.

No HTML of theirs ever goes through: the parser knows none (``html=False``), and what is written out are the few tags that stand
here, with attributes made here. So nothing has to be cleaned afterwards. Links lead to http, https, mailto or an address of this
place; pictures come from our own content only. A text that is made to take long is shown as it was written, and says so.

    render(text)                        # a SafeString; ``prefix`` gives headings ids, ``people`` turns mentions into names
    toc(text, prefix="s")               # the headings, with the same ids
    mentions(text), links(text)         # whom it names; where on this place it leads
    plain(text, 200)                    # the beginning, without any marks
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it.token import Token

from entredon.desk.markdown_parser import NESTING, parser

LONGEST = 100_000
"""Characters that are looked at as Markdown: a side text has no more bytes."""
MARKS, LINES = 8_000, 6_000
"""So many characters that mark something, and so many lines, a text may have."""
CELLS = 5_000
"""So many cells the tables of a text may have; short rows are filled up with empty ones."""
WRITTEN = 400_000
"""Characters of addresses that one text may come to: names for links repeat them."""
CACHED = 4_000
"""Texts up to this length are remembered as they were rendered."""
IMAGE = re.compile(r"/content/[0-9a-f]{64}")
PERSON = re.compile("\ue000([kp]:[0-9a-f]{32,64})\ue001")
BROKEN = re.compile("\ue002([^\ue003]*)\ue003")
_PRIVATE = re.compile("[\ue000-\ue003\0]")
_MARKS = re.compile(r"[\[\]*_`<|~!]")
_RULES = "|>:- \t\v\f"
"""What a line under the names of a table's columns is made of, wherever it stands."""

Named = Mapping[str, tuple[str, str]]
"""How people are called, and where they are shown ("" for nowhere), by id."""


class Heading(NamedTuple):
    """A heading of a text: how deep it stands (1 is the highest), the id it has on the page, and what it says."""

    level: int
    id: str
    title: str


def render(
    text: str,
    *,
    prefix: str = "",
    top: int = 2,
    breaks: bool = False,
    people: Named | None = None,
    broken: Collection[str] = (),
) -> SafeString:
    """A text as HTML. Its highest heading becomes ``<h{top}>``, or with 0 none is a heading of the page: they are lines in
    strong type, for a post stands in a page whose headings it doesn't know. With a ``prefix`` headings get ids that begin with it.

    ``breaks``: a new line in the text is one on the page. ``people`` tells how those it mentions are called, now; who isn't in
    there is called somebody. Links to addresses in ``broken`` say that there is nothing any more.
    """
    made = _remembered if len(text) <= CACHED else _made
    html = made(text, prefix, top, breaks, get_language() or "")
    if html is None:
        return _as_written(text)
    return mark_safe(_filled(html, people or {}, broken))  # noqa: S308  # every tag in there was written below


def toc(text: str, *, prefix: str) -> list[Heading]:
    """The headings of a text, with the ids ``render`` gives them; none of a text that is shown as it was written."""
    return [heading for _, heading in _headings(_tokens(text, False) or [], prefix)]


def mentions(text: str) -> list[str]:
    """The people a text names, each once, in the order in which it does."""
    found = (token.content for token in _inside(_tokens(text, False) or []) if token.type == "mention")
    return list(dict.fromkeys(found))


def links(text: str) -> list[str]:
    """The addresses on this place that a text leads to, each once, without what follows a ``#``."""
    hrefs = (str(token.attrs["href"]) for token in _inside(_tokens(text, False) or []) if token.type == "link_open")
    return list(dict.fromkeys(href.partition("#")[0] for href in hrefs if href.startswith("/")))


def plain(text: str, most: int = 200, people: Named | None = None) -> str:
    """The beginning of a text, without marks, on one line. What it quotes is left out, unless it does nothing else."""
    begin = text[: 4 * most + 600]
    words = " ".join(_words(begin, people or {}).split()) or " ".join(_words(begin, people or {}, quoted=True).split())
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0].rstrip() + "…"


def _words(text: str, people: Named, *, quoted: bool = False) -> str:
    tokens = _tokens(text, False)
    if tokens is None:
        return text
    parts: list[str] = []
    depth = 0
    for token in _inside(tokens):
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if depth and not quoted:
            continue
        if token.type == "mention":
            parts.append("@" + _called(token.content, people))
        elif token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("fence", "code_block"):
            parts.append(f" {token.content} ")
        elif token.type in ("softbreak", "hardbreak", "inline"):
            parts.append(" ")
        elif token.type == "list_item_open" and any(part.strip() for part in parts):
            parts.append(" · ")
    return "".join(parts)


def _called(person: str, people: Named) -> str:
    return people[person][0] if person in people else _("somebody")


def _made(text: str, prefix: str, top: int, breaks: bool, language: str) -> str | None:
    """The HTML of a text, with marks where people are named and where links lead; None when it is too much.

    Few words in it are ours, but those are in the ``language`` that is spoken.
    """
    tokens = _tokens(text, breaks)
    return None if tokens is None else "".join(_html(tokens, prefix, top))


_remembered = lru_cache(1_000)(_made)


def _filled(html: str, people: Named, broken: Collection[str]) -> str:
    def person(found: re.Match[str]) -> str:
        name, address = people.get(found[1], (_("somebody"), ""))
        if not address:
            return format_html('<span class="mention">@{}</span>', name)
        return format_html('<a class="mention" href="{}">@{}</a>', address, name)

    def state(found: re.Match[str]) -> str:
        if found[1].partition("#")[0] not in gone:
            return ""
        return format_html(' class="broken" title="{}"', _("There is nothing at this address (any more)."))

    gone = {escape(address) for address in broken}
    return BROKEN.sub(state, PERSON.sub(person, html))


def _as_written(text: str) -> SafeString:
    """A text as it was written, and why it stands there so."""
    because = _("This text is shown as it was written: it is too long, or too much is put inside one another.")
    cut = text[:LONGEST]
    return format_html('<p class="as-written"><em>{}</em></p><pre class="wrapped">{}</pre>', because, cut)


def _tokens(text: str, breaks: bool) -> list[Token] | None:
    """A text in pieces; None when it would take too long, nests too deep or comes to too much."""
    text = _one_kind_of_end(_PRIVATE.sub("\ufffd", text))
    if not bearable(text):
        return None
    tokens = parser(breaks).parse(text)
    written = 0
    for token in _inside(tokens):
        if token.level >= NESTING - 1:
            return None
        written += sum(len(str(value)) for value in token.attrs.values())
        if written > WRITTEN:
            return None
    return tokens


def bearable(text: str) -> bool:
    """Whether a text is read as Markdown at all: neither its length nor its lines, marks and cells are too many."""
    if len(text) > LONGEST:
        return False
    text = _one_kind_of_end(text)
    return text.count("\n") <= LINES and len(_MARKS.findall(text)) <= MARKS and _cells(text) <= CELLS


def _one_kind_of_end(text: str) -> str:
    """A text whose lines all end as the parser sees them end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _cells(text: str) -> int:
    """How many cells the tables of a text come to, at most: each row after a ruled line may be filled up to its columns."""
    cells = columns = 0
    for line in text.split("\n") if "|" in text else ():
        if not line.strip():
            columns = 0
        elif "|" in line and not line.strip(_RULES):
            columns = max(columns, line.count("|") + 1)
        cells += columns
    return cells


def _inside(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        if token.children:
            yield from _inside(token.children)


def _headings(tokens: Sequence[Token], prefix: str) -> Iterator[tuple[int, Heading]]:
    """The headings, with the place of each among the pieces. Two that say the same get ids that differ."""
    taken: dict[str, int] = {}
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            title = " ".join("".join(_text(tokens[place + 1].children or [])).split())
            id = first = f"{prefix}-{slugify(title, allow_unicode=True)[:60] or 'h'}"
            while id in taken:
                taken[first] += 1
                id = f"{first}-{taken[first]}"
            taken[id] = 1
            yield place, Heading(int(token.tag[1]), id, title)


def _text(children: Sequence[Token]) -> Iterator[str]:
    for token in children:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.children:
            yield from _text(token.children)


_PAIRS = {
    "paragraph": "p",
    "blockquote": "blockquote",
    "bullet_list": "ul",
    "list_item": "li",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "em": "em",
    "strong": "strong",
    "s": "s",
}
_ALIGNED = {"text-align:right": ' class="num"', "text-align:center": ' class="mid"'}


def _html(tokens: Sequence[Token], prefix: str, top: int) -> Iterator[str]:
    """The tags of a text. What isn't named here is written as text."""
    ids = {place: heading.id for place, heading in _headings(tokens, prefix)} if prefix else {}
    for place, token in enumerate(tokens):
        kind, _dash, side = token.type.rpartition("_")
        if token.type == "inline":
            yield from _html(token.children or [], "", top)
        elif kind in _PAIRS and side in ("open", "close"):
            if not (token.hidden and kind == "paragraph"):
                yield f"<{'/' if side == 'close' else ''}{_PAIRS[kind]}>"
        elif kind == "heading" and not top:
            yield "<p><strong>" if side == "open" else "</strong></p>"
        elif kind == "heading":
            level = min(6, int(token.tag[1]) + top - 1)
            id = f' id="{escape(ids[place])}"' if place in ids else ""
            yield f"<h{level}{id}>" if side == "open" else f"</h{level}>"
        else:
            yield _one(token)


def _one(token: Token) -> str:
    match token.type:
        case "text":
            return escape(token.content)
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "<br>\n"
        case "hr":
            return "<hr>"
        case "code_inline":
            return f"<code>{escape(token.content)}</code>"
        case "code_block" | "fence":
            return f'<pre tabindex="0"><code>{escape(token.content)}</code></pre>'
        case "link_open":
            href = escape(token.attrs["href"])
            mark = f"\ue002{href}\ue003" if href.startswith("/") else ""
            return f'<a href="{href}" rel="nofollow noopener ugc"{mark}>'
        case "link_close":
            return "</a>"
        case "mention":
            return f"\ue000{token.content}\ue001"
        case "task":
            return _task(token.content)
        case "image":
            return _image(token)
        case "ordered_list_open":
            return f'<ol start="{int(token.attrs["start"])}">' if "start" in token.attrs else "<ol>"
        case "ordered_list_close":
            return "</ol>"
        case "table_open":
            return '<div class="scroll" tabindex="0"><table>'
        case "table_close":
            return "</table></div>"
        case "th_open" | "td_open":
            cell = token.type[:2]
            return f"<{cell}{_ALIGNED.get(str(token.attrs.get('style', '')), '')}>"
        case "th_close" | "td_close":
            return f"</{token.type[:2]}>"
    return escape(token.content)


def _task(state: str) -> str:
    name, sign = (_("done"), "☑") if state == "done" else (_("not done yet"), "☐")
    return format_html('<span class="task" role="img" aria-label="{}">{}</span> ', name, sign)


def _image(token: Token) -> str:
    """A picture of our own content; anything else becomes a link to it, so that no page of ours tells others who reads it."""
    src = str(token.attrs["src"])
    words = "".join(_text(token.children or []))
    if IMAGE.fullmatch(src):
        return format_html('<img src="{}" alt="{}" loading="lazy">', src, words)
    return format_html('<a href="{}" rel="nofollow noopener ugc">{}</a>', src, words or src)

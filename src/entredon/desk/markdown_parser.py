"""How Markdown is taken apart: CommonMark with tables, struck text, tasks, bare addresses and mentions; no HTML.

Only addresses that lead somewhere harmless make a link: everything else stays the text it is.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

NESTING = 20
"""So deep things may be put into one another."""
ADDRESS = 2_000
"""Characters of an address, at most."""
# Written out after percent-encoding, so that no browser reads a space, a line or a backslash in it as something else.
_SAFE = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%|^{}`]"
_WEB = re.compile(rf"https?://[A-Za-z0-9\[][A-Za-z0-9\-._:\[\]%]*(?:[/?#]{_SAFE}*)?", re.IGNORECASE)
_MAIL = re.compile(
    r"mailto:[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+(?:\?[A-Za-z0-9\-._~%=&+,@]*)?", re.IGNORECASE
)
_OWN = re.compile(rf"(?:/(?![/\\]){_SAFE}*|[?#]{_SAFE}*)")
_MENTION = re.compile(r"@\[(k:[0-9a-f]{64}|p:[0-9a-f]{32})\]")
_BARE = re.compile(r"\bhttps?://[^\s<>\"\ue000-\ue003]{1,2000}", re.IGNORECASE)
_TASK = re.compile(r"\[([ xX])\][ \u00a0]")


class Parser(MarkdownIt):
    """The parser with our own word on links."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # its name there
        """Whether an address may become a link; ``url`` is percent-encoded by then."""
        return leads_somewhere(url)


def leads_somewhere(url: str) -> bool:
    """Whether an address is http, https, mailto or one of this place, and not so long that it is something else."""
    return len(url) <= ADDRESS and any(pattern.fullmatch(url) for pattern in (_WEB, _MAIL, _OWN))


@cache
def parser(breaks: bool) -> Parser:
    """The parser, made once; it keeps nothing of what it reads."""
    made = Parser("commonmark", {"html": False, "maxNesting": NESTING, "breaks": breaks})
    made.enable(["table", "strikethrough"])
    made.disable(["html_block", "html_inline"])
    made.inline.ruler.before("link", "mention", _mention)
    made.core.ruler.push("tasks", _tasks)
    made.core.ruler.push("bare_addresses", _bare_addresses)
    return made


def _mention(state: StateInline, silent: bool) -> bool:
    """``@[k:…]``: somebody, by her id, whatever she is called now."""
    if state.src[state.pos] != "@":
        return False
    found = _MENTION.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("mention", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _tasks(state: StateCore) -> None:
    """``- [ ] …`` and ``- [x] …`` in lists."""
    for place in range(2, len(state.tokens)):
        token = state.tokens[place]
        if token.type != "inline" or state.tokens[place - 2].type != "list_item_open" or not token.children:
            continue
        first = token.children[0]
        found = _TASK.match(first.content) if first.type == "text" else None
        if found is not None:
            first.content = first.content[found.end() :]
            task = Token("task", "", 0, content="open" if found[1] == " " else "done", level=first.level)
            token.children.insert(0, task)


def _bare_addresses(state: StateCore) -> None:
    """Addresses that stand in a text without any marks become links."""
    for token in state.tokens:
        if token.type == "inline" and token.children and "://" in token.content:
            token.children = _linked(token.children, state.md)


def _linked(children: list[Token], md: MarkdownIt) -> list[Token]:
    result: list[Token] = []
    inside = 0
    for token in children:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not inside and "://" in token.content:
            result += _parts(token, md)
        else:
            result.append(token)
    return result


def _parts(token: Token, md: MarkdownIt) -> list[Token]:
    """A text cut into what is an address and what isn't."""
    result: list[Token] = []
    done = 0
    for found in _BARE.finditer(token.content):
        shown = _without_end(found[0])
        href = md.normalizeLink(shown)
        if not md.validateLink(href):
            continue
        start = found.start()
        if start > done:
            result.append(Token("text", "", 0, content=token.content[done:start], level=token.level))
        done = start + len(shown)
        result.append(Token("link_open", "a", 1, attrs={"href": href}, level=token.level))
        result.append(Token("text", "", 0, content=shown, level=token.level + 1))
        result.append(Token("link_close", "a", -1, level=token.level))
    if done < len(token.content):
        result.append(Token("text", "", 0, content=token.content[done:], level=token.level))
    return result


def _without_end(address: str) -> str:
    """An address without the stop, the bracket or the quote that ends the sentence it stands in."""
    while address and (
        address[-1] in ".,;:!?'\"*_~»”’" or (address[-1] == ")" and address.count(")") > address.count("("))
    ):
        address = address[:-1]
    return address

"""What people write becomes safe HTML, whatever they write, and in bounded time."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entredon.desk import markdown
from entredon.desk.markdown import render

ADA, BOB = "k:" + "a" * 64, "p:" + "b" * 32
PICTURE = "/content/" + "0a" * 32
PEOPLE = {ADA: ("Ada <Vermeer>", "/c/kiosk/people/k:aaaaaaaaaa/"), BOB: ("Bob", "")}

TAGS = {
    "p", "blockquote", "ul", "ol", "li", "em", "strong", "s", "h2", "h3", "h4", "h5", "h6", "br", "hr", "code", "pre", "a",
    "span", "img", "div", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "rel", "class", "title"},
    "img": {"src", "alt", "loading"},
    "span": {"class", "role", "aria-label"},
    "div": {"class", "tabindex"},
    "pre": {"tabindex", "class"},
    "p": {"class"},
    "ol": {"start"},
    "th": {"class"},
    "td": {"class"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
EMPTY = {"br", "hr", "img"}


class Strict(HTMLParser):
    """Reads HTML and holds it to what may stand there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES.get(tag, ()), (tag, name)
            if name == "href":
                assert re.match(r"(https?://|mailto:|/(?![/\\])|[?#])", str(value), re.I), value
            if name == "src":
                assert markdown.IMAGE.fullmatch(str(value))
            if name == "id":
                assert str(value).startswith("s-")
        if tag == "a" and ("class", "mention") not in attrs:
            assert ("rel", "nofollow noopener ugc") in attrs
        if tag not in EMPTY:
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError("a declaration")

    unknown_decl = handle_pi = handle_decl


def checked(text: str, **how: object) -> str:
    html = render(text, prefix="s", people=PEOPLE, **how)  # type: ignore[arg-type]
    reader = Strict()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    assert reader.deepest < 60
    return html


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<!-- --><iframe src='javascript:alert(1)'>",
    "<style>body{display:none}</style>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a]( javascript:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](&#x6A;avascript&colon;alert(1))",
    "[a](<java\nscript:alert(1)>)",
    "[a](\x01javascript:alert(1))",
    "[a](vbscript:x)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](file:///etc/passwd)",
    "[a](blob:https://x.org/1)",
    "[a](//evil.example/)",
    "[a](/\\evil.example/)",
    "[a](/&Tab;/evil.example/)",
    "[a](\\\\evil.example)",
    "[a](http:/evil.example)",
    "[a](https://good.example@evil.example/)",
    "[a](feed:javascript:alert(1))",
    '[a](/x "><script>alert(1)</script>")',
    "[a](/x\"onmouseover=alert(1)//)",
    "[a](https://x.org/\"onmouseover='alert(1))",
    "<javascript:alert(1)>",
    "<https://x.org/\"onclick=alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    "![a](javascript:alert(1))",
    "![a](https://tracker.example/pixel.gif)",
    "![\"onerror=alert(1) x](https://x.org/p.png)",
    f"![\"><script>alert(1)</script>]({PICTURE})",
    f"![a]({PICTURE}/../../x)",
    f"![a]({PICTURE}?x)",
    "```\"><script>\nalert(1)\n```",
    "``` <b onclick=x>\n</code></pre><script>alert(1)</script>\n```",
    "# <img onerror=x>\n# \"><script>",
    "|<script>|b\"onclick=|\n|:-:|-:|\n|</table><script>|x|",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "https://x.org/<script>alert(1)</script>",
    "https://x.org/\"onclick=\"alert(1)",
    "javascript:alert(1)",
    "\ue000k:" + "a" * 64 + "\ue001",
    "\ue002/x\" onclick=\"alert(1)\ue003",
    f"[\ue002{PICTURE}\ue003](/x\ue003)",
    "@[k:<script>]",
    "\0<script>\0",
    "- [x] <script>",
    "[<https://x.org](javascript:alert(1))>",
    "[a](https://x.org)(javascript:alert(1))",
    "![[a](javascript:b)](javascript:c)",
    "\u202ehttps://x.org\u202c",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_written_to_do_harm_does_none(text: str) -> None:
    checked(text)
    checked(f"> - {text}\n\n**{text}**", breaks=True)


def test_addresses_that_lead_nowhere_good_stay_text() -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", "//evil.example/", "https://good.example@evil.example/"):
        assert "<a " not in checked(f"[a]({address})"), address


def test_addresses_of_the_web_of_mail_and_of_this_place_are_links() -> None:
    for address in (
        "https://x.org/a?b=c#d",
        "http://x.org",
        "mailto:ada@example.org",
        "/c/kiosk/",
        "#s-there",
        "?page=2",
    ):
        assert f'href="{address}"' in checked(f"[a]({address})"), address
    assert 'href="https://x.org/a_(b)"' in checked("Look (at https://x.org/a_(b)).")


def test_a_text_keeps_its_shape() -> None:
    html = checked(
        "# One\n## One\ntext *em* **strong** ~~gone~~ `code`\n\n- [x] done\n- [ ] open\n\n3. three\n\n> said\n\n"
        "```\n<b>\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n---\n"
    )
    for part in (
        '<h2 id="s-one">One</h2>', '<h3 id="s-one-2">One</h3>', "<em>em</em>", "<strong>strong</strong>", "<s>gone</s>",
        "<code>code</code>", "☑</span> done", "☐</span> open", '<ol start="3">', "<blockquote><p>said", "&lt;b&gt;",
        '<td class="num">2</td>', "<hr>",
    ):  # fmt: skip
        assert part in html, part


def test_the_page_keeps_its_one_title() -> None:
    assert "<h1" not in checked("# Title\n\nTitle\n===")
    assert "<h5>" in render("# Deep", top=5)
    assert "<h6>" in render("### Deep", top=5)
    assert "<p><strong>Deep</strong></p>" in render("### Deep", top=0)


def test_the_table_of_contents_leads_to_the_headings() -> None:
    text = "# A *b*\n\n## A b\n\n## A b 2\n\n# A b\n\n# Été & co\n\n# !!"
    found = markdown.toc(text, prefix="s")
    assert [(h.level, h.title) for h in found][:2] == [(1, "A b"), (2, "A b")]
    assert len({h.id for h in found}) == 6
    html = checked(text)
    for heading in found:
        assert f'id="{heading.id}"' in html


def test_mentions_are_called_as_they_are_called_now() -> None:
    text = f"Ask @[{ADA}], @[{BOB}] or @[k:{'c' * 64}]; not `@[{BOB}]`."
    html = checked(text)
    assert '<a class="mention" href="/c/kiosk/people/k:aaaaaaaaaa/">@Ada &lt;Vermeer&gt;</a>' in html
    assert '<span class="mention">@Bob</span>' in html
    assert "@somebody" in html
    assert markdown.mentions(text) == [ADA, BOB, "k:" + "c" * 64]
    assert markdown.plain(text, 300, PEOPLE).startswith("Ask @Ada <Vermeer>, @Bob or @somebody")


def test_pictures_come_from_our_own_content_only() -> None:
    assert f'<img src="{PICTURE}" alt="a wheel" loading="lazy">' in checked(f"![a *wheel*]({PICTURE})")
    html = checked("![a wheel](https://x.org/wheel.png)")
    assert "<img" not in html
    assert ">a wheel</a>" in html


def test_links_that_lead_nowhere_any_more_say_so() -> None:
    text = "[a](/c/x/) [b](/c/y/#part) [c](https://x.org/)"
    assert markdown.links(text) == ["/c/x/", "/c/y/"]
    html = checked(text, broken=["/c/y/"])
    assert html.count('class="broken"') == 1
    assert 'href="/c/y/#part" rel="nofollow noopener ugc" class="broken"' in html


def test_the_beginning_of_a_text_has_no_marks_and_ends_between_words() -> None:
    assert markdown.plain("# Title\n\nsome **bold** [link](https://x.org) text", 24) == "Title some bold link…"
    assert markdown.plain("short") == "short"
    assert markdown.plain("> said before\n\nanswered") == "answered"
    assert markdown.plain("> only > quoted") == "only > quoted"


N = 33_000
BOMBS = {
    **{mark: mark * 3 * N for mark in "`[]*_~!<>(&\\|#-+=@:\n\t\ue000"},
    "images": "![" * N, "links": "[](" * N, "named links": "[a](" * (N // 2), "strong": "**a " * (N // 2), "mixed": "*a_ " * N,
    "quotes": "> " * N, "lists": "- " * N, "numbers": "1. " * N, "nested lists": "\n".join("  " * i + "- a" for i in range(300)),
    "runs of ticks": " ".join("`" * i for i in range(1, 400)), "entities": "&#1;" * N, "tags": "<a " * N, "comments": "<!--" * N,
    "wide table": "|" + "a|" * 1500 + "\n|" + "-|" * 1500 + "\n" + "|x\n" * 1500,
    "long table": "|a|\n|-|\n" + "|a|\n" * 3000,
    "many names": "".join(f"[{i}]: /x\n" for i in range(3000)),
    "one name, many links": "[x]: /" + "y" * 1900 + "\n\n" + "[x]" * 2600,
    "nested emphasis": "*" * 3900 + "a" + "*" * 3900, "alternating": "_*" * 3900, "brackets": "[" * 3900 + "]" * 3900,
    "headings": "a\n=\n" * 2900, "fences": "```\n" * 2600, "quotes in lists": "".join("> - " for _ in range(3000)),
    "addresses": "http://a" * 12_000, "titles": '[a](b "' * 3900,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_made_to_take_long_takes_no_time(name: str) -> None:
    for text in (BOMBS[name], BOMBS[name][: markdown.MARKS]):
        began = time.process_time()
        html = checked(text)
        markdown.toc(text, prefix="s")
        markdown.plain(text)
        assert time.process_time() - began < 10  # about half a second where nobody else is at work
        assert len(html) < 1_500_000


def test_what_nests_too_deep_or_is_too_long_is_shown_as_it_was_written_and_says_so() -> None:
    for text in (">" * 50 + " deep", "a" * 200_000, "*" * 20_000, "*" * 60 + "a" + "*" * 60, BOMBS["wide table"]):
        assert "shown as it was written" in checked(text)
        assert markdown.toc(text, prefix="s") == []
        assert markdown.mentions(text) == []
    assert "a" * 100_000 in checked("a" * 200_000)
    assert "shown as it was written" not in checked(("word " * 15 + "\n") * 1_200)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from(list("ab <>\"'&[]()!*_`~#|-:/\\\n\t@k.=+1x\ue000\ue001\ue002\ue003\0é")), max_size=120))
def test_no_text_at_all_makes_anything_but_the_tags_that_may_be(text: str) -> None:
    checked(text)
    checked(text, breaks=True)
    markdown.plain(text)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=4), st.sampled_from(["", "\n", "\n\n", " ", "|", "> ", "*"])
)
def test_nor_do_hostile_texts_together(texts: list[str], between: str) -> None:
    checked(between.join(texts))


@pytest.mark.parametrize("line", ["-" * 90_000, "-" * 45_000 + "x", "|" + "-" * 90_000 + "x", "> " * 40_000 + "x"])
def test_lines_that_look_like_rules_are_told_apart_at_once(line: str) -> None:
    assert markdown._cells(f"|a|b|\n{line}\n|-|-|") == 4  # minutes, where it takes the square of the length


def test_cells_and_lines_are_counted_however_lines_end() -> None:
    table = ["|" * 100, "|-" * 99 + "|", *["x"] * 100]
    for end in ("\n", "\r\n", "\r"):
        assert not markdown.bearable(end.join(table))
        assert not markdown.bearable(end * (markdown.LINES + 1))
    assert markdown.bearable("|a|b|\r|-|-|\r|c|d|")

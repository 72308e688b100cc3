"""What comes over the line: how much, in which words, and whether links lead somewhere."""

import gzip
import re
from collections import Counter
from html.parser import HTMLParser

from tests.browser.looking import bare
from tests.browser.places import PLACES
from tests.test_words import NEVER

MOST = 50_000
"""Bytes of HTML, style sheet and script of a first view, compressed; fonts apart."""
FEW = 3
TOLD = {"check", "proves", "styleguide", "law"}
"""Pages that tell how to check it yourself, for who builds pages, or what the law calls things: they may use those terms."""


class Visible(HTMLParser):
    """The texts a reader sees or hears, apart from what stands in code."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag in ("code", "script", "style", "pre")
        if not self.depth:
            self.texts += [
                value or "" for name, value in attrs if name in ("aria-label", "alt", "title", "placeholder")
            ]

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in ("code", "script", "style", "pre")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.texts.append(data)


def visible(html: bytes) -> str:
    parser = Visible()
    parser.feed(html.decode())
    return " ".join(parser.texts)


def test_a_first_view_is_light(node, pages):
    assets = 0
    for address in re.findall(r'(?:href|src)="(/static/dist/[^"]+)"', node.get("/")[1].decode()):
        status, body, headers = node.get(address, **{"Accept-Encoding": "br"})
        assert (status, headers.get("Content-Encoding")) == (200, "br"), address
        assets += len(body)
    assert assets > 1000
    weights = {}
    for name, path in pages.items():
        _, body, headers = node.get(path, **{"Accept-Encoding": "gzip"})
        assert headers.get("Content-Encoding") == "gzip", name
        weights[name] = len(body) + assets
    assert {name: weight for name, weight in weights.items() if weight > MOST} == {}


def test_no_page_uses_words_people_should_not_have_to_learn(node, pages):
    pattern = re.compile(rf"\b({'|'.join(NEVER)})s?\b", re.IGNORECASE)
    found = {name: pattern.findall(visible(node.get(path)[1])) for name, path in pages.items() if name not in TOLD}
    assert {name: words for name, words in found.items() if words} == {}


def test_an_amount_of_a_dry_run_is_what_people_would_get(node, pages):
    for name in ("would", "reasons", "two rules"):
        text = visible(node.get(pages[name])[1])
        assert "would get" in text.lower()
        assert not re.search(r"\b(was paid|were paid|is owed|has earned)\b", text), name


def test_no_link_leads_nowhere(node, pages):
    """The addresses on every page answer, fragments included; of many of the same kind, a few."""
    seen: dict[str, tuple[int, str]] = {}
    alike: Counter[str] = Counter()
    broken = []
    meant = {pages[place.name] for place in PLACES if place.who == "visitor" and place.status != 200}
    for name, path in pages.items():
        html = node.get(path)[1].decode()
        for link in sorted(set(re.findall(r'<a\b[^>]*\shref="([^"]+)"', html))):
            target, _, fragment = link.replace("&amp;", "&").partition("#")
            if name == "styleguide" or target.startswith(("http", "mailto:")):
                continue
            address = path.partition("?")[0] + target if target.startswith("?") else target or path
            if address != path and bare(address) == bare(path):
                continue  # the same in another language: every page is opened in each
            kind = re.sub(r"[0-9a-f]{10,}|=[^&]+", "…", address)
            if address not in seen and alike[kind] == FEW:
                continue
            if address not in seen:
                alike[kind] += 1
                status, body, _ = node.get(address)
                seen[address] = (status, body.decode(errors="replace"))
            status, text = seen[address]
            if status != 200 and bare(address) not in meant:
                broken.append(f"{name}: {link} answers {status}")
            elif fragment and f'id="{fragment}"' not in text:
                broken.append(f"{name}: {link} has no such place")
    assert broken == []


def test_a_page_is_sent_compressed_once_and_not_again(node, pages):
    status, body, headers = node.get(pages["home"], **{"Accept-Encoding": "gzip"})
    assert status == 200
    assert b"</html>" in gzip.decompress(body)
    again = node.get(pages["home"], **{"Accept-Encoding": "gzip", "If-None-Match": headers["ETag"]})
    assert (again[0], again[1]) == (304, b"")


def test_pages_say_where_their_record_is(node, pages):
    assert '<link rel="entredon-log" href="/log/merel/">' in node.get(pages["home"])[1].decode()
    assert node.get("/log/merel/checkpoint")[0] == 200


def test_nothing_inline_and_a_policy_that_forbids_it(node, pages):
    for name, path in pages.items():
        _, body, headers = node.get(path)
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert not re.search(rb"<style|\sstyle=|\son\w+=\"|<script(?![^>]*src=)", body), name

"""A feed as other programs read it: Atom (RFC 4287). Names of entries are those of the public record, and never change."""

from collections.abc import Iterable
from html import unescape
from xml.etree import ElementTree

from django.utils.html import strip_tags

from entredon.site.feed.gather import Line

NAMESPACE = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml; charset=utf-8"
ElementTree.register_namespace("", NAMESPACE)


def feed(
    name: str, title: str, home: str, here: str, lines: Iterable[Line], addresses: dict[str, str], language: str
) -> bytes:
    """The feed as a document. ``name`` names it for good; ``addresses`` are those of the entries, by id."""
    listed = list(lines)
    root = ElementTree.Element(_tag("feed"), {"xml:lang": language})
    _add(root, "id", name)
    _add(root, "title", title)
    # What has no entries yet was never changed: the beginning of time says so, and stays the same each time it is asked.
    _add(root, "updated", max((line.at for line in listed), default="1970-01-01T00:00:00Z"))
    _link(root, "alternate", home, "text/html")
    _link(root, "self", here, "application/atom+xml")
    for line in listed:
        _entry(root, line, addresses[line.id])
    document: bytes = ElementTree.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + document


def _entry(root: ElementTree.Element, line: Line, address: str) -> None:
    entry = ElementTree.SubElement(root, _tag("entry"))
    words = unescape(strip_tags(line.sentence))
    _add(entry, "id", f"urn:sha256:{line.id}")
    _add(entry, "title", words if len(words) <= 200 else f"{words[:199]}…")
    _add(entry, "updated", line.at)
    _add(ElementTree.SubElement(entry, _tag("author")), "name", line.person[:12])
    _link(entry, "alternate", address, "text/html")
    content = _add(entry, "content", words)
    content.set("type", "text")


def _add(parent: ElementTree.Element, tag: str, text: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, _tag(tag))
    child.text = _clean(text)
    return child


def _link(parent: ElementTree.Element, rel: str, href: str, media: str) -> None:
    ElementTree.SubElement(parent, _tag("link"), {"rel": rel, "href": href, "type": media})


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _clean(text: str) -> str:
    """Without the characters that XML can't hold."""
    return "".join(c for c in text if c in "\t\n" or " " <= c < "\ud800" or "\ue000" <= c <= "\ufffd" or c > "\uffff")

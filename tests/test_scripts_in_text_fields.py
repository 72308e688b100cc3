"""Whatever somebody types into any field of any form comes out as the words it is: in pages, pictures, tables and files.

Every act that the table of permissions knows is tried with every one of its fields holding something made to do harm. What is
taken stays; then everybody walks all pages.
"""

import csv
import io
import itertools
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.test import Client

from entredon.log.bases import Derived
from tests.permissions_world import ACTORS, World, build, undone
from tests.test_permissions import ACTS, Act, acts, addresses, fresh, rows

PAYLOADS = (
    "=cmd|' /c calc'!A1<script>alert(N)</script>\"'><img src=x onerror=alert(N)>{{7191*7}}{% now 'Y' %}%(n)s{n}",
    "<script>alert(N)</script>{{7191*7}}",
    '"<script>alert(N)</script>"@example.org',
    "javascript:alert(N)//<script>",
)
"""What is typed: the first that a field takes. N tells one field from another."""
TRACE = "alert("
PAGES = 3000
"""More pages than this little world holds: who finds so many walks in a circle that never closes."""
REALLY = ("steward", "member", "contributor", "account", "visitor", "other")
"""Who does each act for good: the first of these who may."""
ENDS = {"leave", "sign out", "erase all one told", "erase a text"}
"""What would take away what was typed before."""


class Reading(HTMLParser):
    """What a browser would make of a page: elements that run something, and addresses that do."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and not str(given.get("src", "")).startswith("/static/"):
            self.runs.append(f"<script {given}>")
        for name, value in attrs:
            if name.startswith("on"):
                self.runs.append(f"{tag} {name}={value}")
            if name in ("href", "src", "action", "formaction", "xlink:href", "data") and value:
                if re.match(r"[\s\x00-\x20]*(javascript|data|vbscript):", value, re.IGNORECASE):
                    self.runs.append(f"{tag} {name}={value}")
        if tag in ("img", "iframe", "object", "embed") and "x" in (given.get("src"), given.get("data")):
            self.runs.append(f"<{tag} {given}>")


def body(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace") if isinstance(content, bytes) else content


def harmless(response: Any, where: str) -> str:
    """A response does nothing with what was typed but show it; returns it as text."""
    assert response.status_code < 500, where
    said, kind = body(response), response.headers.get("Content-Type", "")
    # Hashes are full of digits: what a template would have made of it stands behind what was typed.
    assert not re.search(r"(?<![\w+/])50337", said), f"{where}: a template was run"
    assert response.headers.get("X-Content-Type-Options") == "nosniff", where
    if kind.startswith("text/html"):
        assert Reading(said).runs == [], where
        assert "<script>alert" not in said, where
        assert "<img src=x" not in said, where
    elif kind.startswith("text/csv"):
        for row in csv.reader(io.StringIO(said, newline="")):
            # An amount below zero is a number, and no formula.
            typed = [cell for cell in row if not re.fullmatch(r"-[0-9]+(\.[0-9]+)?", cell, re.ASCII)]
            assert not [cell for cell in typed if cell[:1] in ("=", "+", "-", "@", "\t", "\r")], where
    elif kind.startswith("application/atom+xml"):
        harmless_feed(said, where)
    elif kind.startswith("text/calendar"):
        # A long line goes on in the next one, after a space; every other one names what it tells.
        strange = [
            line for line in re.sub("\r\n ", "", said).split("\r\n") if line and not re.match("[A-Z-]+[;:]", line)
        ]
        assert strange == [], where
    else:
        plain = (
            "application/json",
            "text/plain",
            "application/octet-stream",
            "image/webp",
            "text/x-python",
            "application/pdf",
            "application/zip",
        )
        assert not said or kind.startswith(plain), f"{where}: {kind}"
    return said


def harmless_feed(said: str, where: str) -> None:
    """What a reader of feeds would make of one: nothing runs in what it shows as HTML, no address does, nothing else is in it."""
    for element in ElementTree.fromstring(said).iter():
        assert element.tag.startswith("{http://www.w3.org/2005/Atom}"), where
        assert re.match("https?:|urn:|/|$", element.get("href", "")), where
        if element.get("type") == "html":
            assert Reading(element.text or "").runs == [], where
        assert element.get("type", "text") in ("text", "html", "text/html", "application/atom+xml"), where


def test_the_reading_notices_what_would_run():
    for bad in (
        "<script>alert(1)</script>",
        "<p title=''><img src=x onerror=alert(1)>",
        "<a href=' JavaScript:alert(1)'>x</a>",
        "<svg><a xlink:href='javascript:alert(1)'/></svg>",
        "<body ONLOAD=alert(1)>",
    ):
        assert Reading(bad).runs, bad
    assert Reading('<p title="&lt;script&gt;alert(1)">&lt;img src=x onerror=alert(1)&gt;</p>').runs == []


def with_payload(act: Act, field: str, payload: str) -> dict[str, Any]:
    value = act.sent[field]
    return {**act.sent, field: [payload, *value[1:]] if isinstance(value, list) else payload}


def texts(act: Act) -> list[str]:
    """The fields of an act that hold text, or could. (What programs send is no form.)"""
    return (
        [field for field, value in act.sent.items() if isinstance(value, str | list)]
        if isinstance(act.sent, dict)
        else []
    )


_numbers = itertools.count(1)


def taken(browser: Client, name: str, act: Act, field: str) -> str:
    """The first payload that a field takes, "" for a field of another kind; whatever it answers is harmless."""
    for payload in PAYLOADS:
        typed = payload.replace("N", str(next(_numbers)))
        with undone():
            harmless(fresh(browser).post(act.where, with_payload(act, field, typed)), f"{name}: {field}")
            if stored_anywhere(typed):
                return typed
    return ""


def stored_anywhere(payload: str) -> bool:
    return any(True for _ in where_stored(payload))


def where_stored(payload: str) -> Iterator[str]:
    """The tables that hold what was typed."""
    for model in apps.get_models():
        if not model.__module__.startswith("entredon.") or issubclass(model, Derived):
            continue
        fields = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
        ]
        fields += [field.name for field in model._meta.concrete_fields if type(field).__name__ == "CanonicalJSON"]
        for row in model._default_manager.values_list(*fields) if fields else ():
            if payload in str(row) or payload.replace('"', '\\"') in str(row) or repr(payload)[1:-1] in str(row):
                yield model.__name__
                break


def walk(world: World, browser: Client, more: list[str]) -> dict[str, str]:
    """All pages that somebody finds by following links, from these addresses on."""
    found: dict[str, str] = {}
    ahead = [*addresses(world).values(), *more]
    while ahead:
        address = ahead.pop()
        if address in found:
            continue
        assert len(found) < PAGES, f"links without end: {address} leads to ever more pages"
        response = fresh(browser).get(address)
        found[address] = said = harmless(response, address)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        links = (link.partition("#")[0].replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', said))
        # Filters only show the same again; what stands in addresses is tried below.
        ahead += [link for link in links if "?" not in link and link.startswith((f"/c/{world.slug}/", "/c/elster/"))]
    return found


def test_what_is_typed_anywhere_never_runs_anywhere(
    db: None, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody asks afterwards with what templates were filled, and copying it for each would take as long as the pages.
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    world = build(draft=False)
    table, told, nowhere = rows(ACTS, 26), 0, []
    for name, act in acts(world).items():
        may = dict(zip(ACTORS, table[name][:6], strict=True))
        actor = next((who for who in REALLY if may[who] == "done"), None)
        if actor is None or name in ENDS or not texts(act):
            continue
        browser = world.browser(actor)
        takes = {field: taken(browser, name, act, field) for field in texts(act)}
        sent = dict(act.sent)
        for field, payload in takes.items():
            sent = with_payload(Act(act.where, sent), field, payload) if payload else sent
        if any(takes.values()):
            told += 1
            answer: HttpResponse = fresh(browser).post(act.where, sent)
            harmless(answer, name)
            nowhere += [name] if not any(stored_anywhere(payload) for payload in takes.values() if payload) else []
    assert nowhere == []
    assert told >= 15, "the fields of most forms take free text"
    kept = set(where_stored(TRACE))
    wanted = {"SideText", "KeptClose", "Account", "Message", "JoinRequest", "Invitation", "RuleDraft"}
    assert wanted <= kept, f"nothing of it reached {wanted - kept}"
    shown = 0
    for who in ("visitor", "member", "steward"):
        pages = walk(world, world.browser(who), ["/", "/enriching"])
        shown += sum(1 for said in pages.values() if TRACE in said)
    assert shown > 20, "it was looked for where it stands"
    for letter in mailoutbox:
        assert letter.content_subtype == "plain"
        assert "\n" not in letter.subject


@pytest.mark.parametrize(
    "address",
    [
        "/c/merel/people/?skill={}&language={}",
        "/c/merel/work/?kind={}&person={}",
        "/c/merel/work/ideas/?state={}&order={}&page={}",
        "/c/merel/work/ideas/new/?call={}&builds_on={}",
        "/c/merel/work/ideas/near/?title={}&text={}",
        "/c/merel/work/ideas/{}/",
        "/c/merel/work/calls/{}/",
        "/c/merel/work/circles/{}/week/{}/",
        "/c/merel/work/reword/{}/",
        "/c/merel/record/?kind={}&key={}",
        "/c/merel/value/would/?amount={}&currency={}&version={}&rule={}&kind={}",
        "/c/merel/value/compare/?association={}",
        "/c/merel/write/?about={}",
        "/c/merel/?said={}",
        "/report?about={}",
        "/account/login/?next={}",
        "/account/signup/?next={}",
        "/c/merel/people/{}/",
        "/c/merel/library/{}/",
        "/c/merel/e/{}/",
        "/{}",
    ],
)
def test_what_stands_in_an_address_never_runs_either(db: None, address: str) -> None:
    from urllib.parse import quote

    from entredon.testing_cast import Cast

    cast = Cast.found("merel", draft=False)
    for payload in PAYLOADS[::2]:
        for who in ("", "ada"):
            response = cast.client(who).get(address.replace("{}", quote(payload, safe="")))
            harmless(response, address)

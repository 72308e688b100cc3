"""``/styleguide``: every piece that pages are made of, in both themes, with made-up content."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entredon.site.charts.circles import Partner
from entredon.site.charts.lineage import Lane, Version
from entredon.site.charts.sankey import Link, Node


def styleguide(request: HttpRequest) -> HttpResponse:
    """All components, light and dark."""
    return render(request, "site/styleguide.html", {"themes": ("light", "dark"), **samples()})


def samples() -> dict[str, Any]:
    """Made-up content for the pictures and lists."""
    return {
        "nodes": NODES,
        "links": LINKS,
        "versions": VERSIONS,
        "lanes": LANES,
        "partners": PARTNERS,
        "course": [
            {"text": "being discussed", "at": 2},
            {"text": "being voted on", "at": 1},
            {"text": "counting", "at": 0},
        ],
        "page": Paginator(range(1, 240), 50).page(2),
        "people": [
            ("Ada Vermeer", "design of the rear frame, reviews", 81_000, 51_244),
            ("Ilias Bakker", "prototypes 3 to 7", 66_000, 41_902),
            ("Noor de Wit", "wiring, tests", 59_000, 37_465),
        ],
    }


NODES = [
    Node("income", 0, "Income", 1_000_000, "€10,000", "", "coalition", "#income"),
    Node("association", 1, "Merel vzw", 50_000, "€500", "keeps the servers and the books", "association", "#a"),
    Node("fund", 1, "Commons fund", 50_000, "€500", "decided together", "association", "#b"),
    Node("1.4", 1, "Merel 1.4", 735_000, "€7,350", "", "community", "#c"),
    Node("upon", 1, "What it builds on", 165_000, "€1,650", "", "ink", "#d"),
    Node("design", 2, "Design", 390_000, "€3,900", "", "community", "#e"),
    Node("proto", 2, "Prototyping", 170_000, "€1,700", "", "community", "#f"),
    Node("review", 2, "Review", 95_000, "€950", "", "community", "#g"),
    Node("test", 2, "Testing", 50_000, "€500", "", "community", "#h"),
    Node("translation", 2, "Translation into eleven languages", 30_000, "€300", "", "community", "#i"),
    Node("gearbox", 2, "Tandem gearbox", 120_000, "€1,200", "", "ink", "#j"),
    Node("board", 2, "OpenPLC board", 44_500, "€445", "", "ink", "#k"),
    Node("frame", 2, "Fan-shaped frame", 500, "€5", "", "ink", "#l"),
]
LINKS = [
    Link("income", "association", 50_000),
    Link("income", "fund", 50_000),
    Link("income", "1.4", 735_000),
    Link("income", "upon", 165_000),
    *(Link("1.4", node.id, node.value) for node in NODES[5:10]),
    *(Link("upon", node.id, node.value) for node in NODES[10:]),
]
LANES = [
    Lane("car", "Merel, the car", "#car"),
    Lane("rear", "Rear module", "#rear"),
    Lane("battery", "Battery box", "#b"),
]
VERSIONS = [
    Version("r1", "rear", "0.1", (), href="#r1", when="3 February"),
    Version("b1", "battery", "0.1", (), href="#b1", when="9 February"),
    Version("c1", "car", "0.5", ("r1", "b1"), href="#c1", when="1 March"),
    Version("r2", "rear", "0.2", ("r1",), href="#r2", when="12 March"),
    Version("r3", "rear", "0.3", ("r2",), href="#r3", when="2 April"),
    Version("b2", "battery", "0.9", ("b1",), href="#b2", when="20 April"),
    Version("c2", "car", "1.0", ("c1", "r3", "b2"), href="#c2", when="3 May"),
    Version("c3", "car", "unreleased", ("c2",), href="#c3", when="", open=True),
]
PARTNERS = [
    Partner("community", "83 people", "in 12 countries build it", "#people"),
    Partner("coalition", "No partners yet", "who sell, make and give back", ""),
    Partner("association", "Merel vzw", "keeps the rules, with 3 stewards", "#stewards"),
    Partner("", "the commons", "9 creations, free for everyone", "#creations"),
]

"""Pages at their edges: letters twice as large, no motion, the reader's own few colours, paper. (Zoom: the walk over all pages.)"""

import pytest

from tests.browser.looking import WIDTH, Windows, led, wide
from tests.browser.places import OF
from tests.browser.whole import CUT

MOVES = """() => [...document.querySelectorAll('*')].filter((e) => [null, '::before', '::after'].some((part) => {
    const style = getComputedStyle(e, part)
    const takes = (list) => list.split(',').some((time) => parseFloat(time) > 0)
    return takes(style.transitionDuration) || style.animationName !== 'none' || style.scrollBehavior === 'smooth'
})).map((e) => e.outerHTML.slice(0, 120))"""
MOST_WORDS = [
    "home",
    "would",
    "two rules",
    "share-out",
    "person who enriches",
    "law",
    "founding, about income",
    "record",
]
FOR_MEMBERS = ["myself", "what others may know", "my keys", "erasing everything", "safety", "everything about me"]
TRIED = [*(("visitor", name) for name in MOST_WORDS), *(("member", name) for name in FOR_MEMBERS)]


def goes(windows: Windows, who: str, name: str, language: str = "en"):
    """Her window on a page."""
    page = windows.page(who)
    place = OF[who, name]
    page.goto(windows.insiders.node.address + led(windows.insiders.path(place), language))
    return page


@pytest.mark.parametrize(("who", "name"), TRIED)
def test_letters_twice_as_large_push_nothing_aside(windows: Windows, who: str, name: str):
    page = goes(windows, who, name, "nl")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(WIDTH) <= page.viewport_size["width"]
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize(("who", "name"), TRIED)
def test_nothing_moves_for_who_wants_no_motion(windows: Windows, who: str, name: str):
    page = goes(windows, who, name)
    assert page.evaluate(MOVES) == []
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVES) != [], "with motion something does move, or this test sees nothing"


@pytest.mark.parametrize("name", ["home", "would", "founding"])
def test_with_the_readers_own_colours_buttons_and_focus_are_seen(windows: Windows, name: str):
    page = goes(windows, "visitor", name)
    page.emulate_media(forced_colors="active", color_scheme="dark")
    buttons = page.locator(".button").all()
    assert buttons
    for button in buttons:
        style = "(e) => [getComputedStyle(e).borderTopColor, getComputedStyle(document.body).backgroundColor]"
        border, ground = button.evaluate(style)
        assert border != ground
    for _ in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const e = document.activeElement, near = [e, e.closest('label'), e.closest('.pick')].filter(Boolean)
                const outlined = (x) => [null, '::after'].some((p) => getComputedStyle(x, p).outlineStyle !== 'none')
                const drawn = e.closest('svg') !== null
                return e === document.body || drawn || near.some(outlined) ? '' : e.outerHTML.slice(0, 120)
            }"""
        )
        assert seen == ""


@pytest.mark.parametrize("name", ["home", "share-out", "person who enriches"])
def test_a_page_comes_onto_paper_whole(windows: Windows, name: str):
    """As a PDF it has pages, each table with its head, and no picture or row that is higher than a page."""
    page = goes(windows, "visitor", name)
    page.emulate_media(media="print")
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    assert 1 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 20
    wide(page, (720, 1000))
    high = "es => es.map(e => e.getBoundingClientRect().height).filter(height => height > 950)"
    assert page.locator("svg:visible, tr:visible").evaluate_all(high) == []
    assert page.evaluate("[...document.querySelectorAll('thead')].every(e => getComputedStyle(e).display !== 'none')")
    assert page.locator(".on-paper").inner_text() == page.url
    assert page.evaluate(WIDTH) <= 720

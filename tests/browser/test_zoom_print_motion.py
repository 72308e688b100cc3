"""Pages at their edges: large type, much space between letters, paper, no motion, and the reader's own few colours."""

import pytest

from tests.browser.looking import PHONE, WIDTH, Windows, led, wide
from tests.browser.places import LANGUAGES, OF, turn

ZOOMED = {"as on a desk at 200 %": (640, 450), "as on a desk at 400 %": (320, 256)}
ROOMY = """() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
                       p { margin-block-end: 2em !important }`)
    document.adoptedStyleSheets = [sheet]
}"""
"""The distances that WCAG names in 1.4.12; a constructed sheet, because the policy of our pages allows no other."""
CUT = """() => [...document.querySelectorAll('body *')].filter((e) => {
    const style = getComputedStyle(e)
    const cuts = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY)
    const small = e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1
    // Words for screen readers alone are a pixel large; an ellipsis says itself that something is left out.
    return cuts && small && e.clientWidth > 1 && !e.closest('svg, .sr') && !['me'].includes(e.parentElement.className)
        && !e.matches('input, select, textarea, .tabs')
}).map((e) => e.outerHTML.slice(0, 120))"""
OUTSIDE = """(width) => [...document.querySelectorAll('main *, footer *, header *')].filter((e) => {
    const box = e.getBoundingClientRect()
    return box.width && box.right > width + 1 && !e.closest('.scroll, .tabs, .chips, pre, svg, .sr, [tabindex="0"]')
}).map((e) => e.outerHTML.slice(0, 120))"""
MOVES = """() => [...document.querySelectorAll('*')].filter((e) => [null, '::before', '::after'].some((part) => {
    const style = getComputedStyle(e, part)
    const takes = (list) => list.split(',').some((time) => parseFloat(time) > 0)
    return takes(style.transitionDuration) || style.animationName !== 'none' || style.scrollBehavior === 'smooth'
})).map((e) => e.outerHTML.slice(0, 120))"""
PRESSED = ".button, .act, .tabs, .chips, .skip, .crumbs, .languages, .top nav, .foot nav"
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


@pytest.mark.parametrize(("who", "name"), OF)
def test_a_page_fits_whatever_is_zoomed_and_prints_without_what_is_pressed(windows: Windows, who: str, name: str):
    """In the language whose turn it is; the walk over all pages looks at 320 px in each language."""
    language = next(one for one in LANGUAGES if turn(OF[who, name], one))
    page = goes(windows, who, name, language)
    for zoom, size in ZOOMED.items():
        wide(page, size)
        assert page.evaluate(WIDTH) <= size[0], zoom
        assert page.evaluate(OUTSIDE, size[0]) == [], zoom
    wide(page, PHONE)
    page.evaluate(ROOMY)
    assert page.evaluate(WIDTH) <= PHONE[0], "with room between letters the page is too wide"
    assert page.evaluate(CUT) == [], "with room between letters something is cut off"
    page.evaluate("document.adoptedStyleSheets = []")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(PRESSED).locator("visible=true").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.locator("h1").is_visible()


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

"""What holds for every page, looked at in one go: in all languages, on a desk and on a phone, light and dark, zoomed and on paper.

A page is looked at thoroughly in the language whose turn it is. In the others its words are other ones, and may be longer:
that is looked at on the smallest screen. When a page has the very same elements there, what depends on elements alone needs no
second look; when it hasn't, it gets one.
"""

from typing import Any

from tests.browser.looking import (
    DESK,
    FIELDS,
    FULL,
    LOOKS,
    PHONE,
    SMALLEST,
    WIDTH,
    WORDS,
    Windows,
    bare,
    findings,
    found_by_axe,
    led,
    wide,
)
from tests.browser.places import LANGUAGES, Place, turn

ENDS = ("Entredon", "Merel")
"""With what titles end: the name of the commons, or of this software."""
COMPARED = {
    "runOnly": [
        "document-title", "html-has-lang", "html-lang-valid", "valid-lang", "landmark-unique", "image-redundant-alt",
        "label-title-only", "table-duplicate-name", "accesskeys", "target-size", "scrollable-region-focusable",
    ],
    "resultTypes": ["violations"],
}  # fmt: skip
"""The rules of axe whose verdict other words can change where the elements are the same: they compare texts, or measure."""
MEASURED = {**LOOKS, "runOnly": [rule for rule in LOOKS["runOnly"] if rule != "color-contrast"]}
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
NEW_COLOURS = """(known) => {
    const seen = new Set(known), at = new Map()
    // What lies below an element: colours and pictures up to the first that lets nothing through, and how it is blended.
    const below = (e) => {
        if (!e) return { said: '', firm: true }
        if (!at.has(e)) {
            const style = getComputedStyle(e), color = style.backgroundColor
            const clear = color === 'rgba(0, 0, 0, 0)' && style.backgroundImage === 'none'
            const opaque = /^rgb\\(/.test(color)
            const up = below(e.parentElement)
            const own = [clear ? '' : `${color} ${style.backgroundImage}`, style.opacity, style.filter, style.mixBlendMode].join(' ')
            const plain = own === ' 1 none normal'
            at.set(e, {
                said: opaque && style.opacity === '1' ? own : plain ? up.said : `${own} / ${up.said}`,
                firm: up.firm && !['absolute', 'fixed'].includes(style.position) && style.transform === 'none',
            })
        }
        return at.get(e)
    }
    const has = (e) => e.matches('input, select, textarea') || [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
    const found = new Map(), loose = []
    for (const e of document.body.querySelectorAll('*')) {
        if (!has(e) || !e.checkVisibility()) continue
        const style = getComputedStyle(e), { said, firm } = below(e)
        const letters = [style.color, style.fill, style.fontSize, style.fontWeight, style.textShadow]
        const told = [...letters, e.closest('svg') !== null, said].join('; ')
        // What lies above others may have anything below it: it is looked at each time.
        if (!firm) loose.push(e)
        else if (!seen.has(told) && !found.has(told)) found.set(told, e)
    }
    window.newColours = [...found.values(), ...loose]
    return [[...found.keys()], window.newColours.length]
}"""
"""One element of each combination of letters and ground that was on no page yet; and all that lie above others."""
SHAPE = """() => {
    const told = ['aria-label', 'aria-description', 'aria-valuetext', 'alt', 'title', 'placeholder', 'content', 'value', 'label',
        'href', 'src', 'action', 'formaction', 'lang', 'hreflang', 'datetime']
    const drawn = ['x', 'x1', 'x2', 'y', 'y1', 'y2', 'cx', 'cy', 'd', 'points', 'width', 'height', 'viewBox', 'transform']
    const alike = (a, e) => told.includes(a.name) || a.name.startsWith('data-') || (drawn.includes(a.name) && e.closest('svg'))
    const said = (e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim())
    // Which language is the present one shows in the list of them, and nowhere else.
    return [...document.body.querySelectorAll('*')].filter((e) => !e.closest('.languages')).map((e) => [
        e.tagName, e.childElementCount, said(e),
        ...[...e.attributes].map((a) => `${a.name}=${alike(a, e) ? a.value.trim() !== '' : a.value}`).sort(),
    ].join(' ')).join('\\n')
}"""
"""The elements of a page: their order and nesting, their attributes, and whether each says something; not what."""
ABOUT = f"""() => ({{
    language: document.documentElement.lang,
    headings: [...document.querySelectorAll('h1')].map((e) => e.innerText),
    title: document.title,
    fields: ({FIELDS})(),
    width: {WIDTH},
    shape: ({SHAPE})(),
}})"""
ZOOMED = {"as on a desk at 200 %": (640, 450), "as on a desk at 400 %": (320, 256)}
ROOMY = """() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
                       p { margin-block-end: 2em !important }`)
    document.adoptedStyleSheets = [sheet]
}"""
"""The distances that WCAG names in 1.4.12; a constructed sheet, because the policy of our pages allows no other."""
CUT = """() => [...document.querySelectorAll('body *')].filter((e) => {
    const small = e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1
    if (!small || e.clientWidth <= 1) return false
    const style = getComputedStyle(e)
    const cuts = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY)
    // Words for screen readers alone are a pixel large; an ellipsis says itself that something is left out.
    return cuts && !e.closest('svg, .sr') && !['me'].includes(e.parentElement.className)
        && !e.matches('input, select, textarea, .tabs')
}).map((e) => e.outerHTML.slice(0, 120))"""
OUTSIDE = """(width) => [...document.querySelectorAll('main *, footer *, header *')].filter((e) => {
    const box = e.getBoundingClientRect()
    return box.width && box.right > width + 1 && !e.closest('.scroll, .tabs, .chips, pre, svg, .sr, [tabindex="0"]')
}).map((e) => e.outerHTML.slice(0, 120))"""
PRESSED = ".button, .act, .tabs, .chips, .skip, .crumbs, .languages, .top nav, .foot nav"
ON_PAPER = f"""() => ({{
    pressed: [...document.querySelectorAll('{PRESSED}')].filter((e) => {{
        const box = e.getBoundingClientRect()
        return box.width && box.height && getComputedStyle(e).visibility === 'visible'
    }}).map((e) => e.outerHTML.slice(0, 120)),
    colours: [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color],
    headline: document.querySelector('h1').checkVisibility(),
}})"""
BLACK_ON_WHITE = ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def is_whole(
    windows: Windows, place: Place, languages: "tuple[str, ...]" = LANGUAGES, *, thorough: bool = False
) -> None:
    """Assert of a page all that holds for every page. ``thorough``: all of it in each of the languages."""
    first = next(language for language in LANGUAGES if turn(place, language))
    shape = looked_at_closely(windows, place, first, thorough=thorough)
    for language in languages:
        if language != first and thorough:
            looked_at_closely(windows, place, language, thorough=True)
        elif language != first:
            looked_at_for_its_words(windows, place, language, shape)


def looked_at_closely(windows: Windows, place: Place, language: str, *, thorough: bool = False) -> str:
    """Everything about a page in one language; returns its elements. ``thorough``: colours also that were seen elsewhere."""
    page, about = opened_in(windows, place, language, DESK)
    nothing(findings(page, FULL if thorough else WORDS), language)
    nothing(colours(windows, page), language)
    page.emulate_media(color_scheme="dark")
    wide(page, PHONE)
    nothing(findings(page, LOOKS if thorough else MEASURED), language, "dark, on a phone")
    nothing(colours(windows, page), language, "dark")
    page.evaluate(ROOMY)
    fits(page, PHONE[0], f"{language}, with room between letters")
    nothing(page.evaluate(CUT), language, "cut off with room between letters")
    page.evaluate("document.adoptedStyleSheets = []")
    for zoom, size in ZOOMED.items():
        wide(page, size)
        fits(page, size[0], f"{language}, {zoom}")
        nothing(page.evaluate(OUTSIDE, size[0]), language, zoom)
    wide(page, PHONE)
    page.emulate_media(media="print", color_scheme="dark")
    paper = page.evaluate(ON_PAPER)
    nothing(paper["pressed"], language, "on paper nothing can be pressed")
    assert paper["colours"] == BLACK_ON_WHITE, "paper is white"
    assert paper["headline"], "the headline is printed"
    return str(about["shape"])


def looked_at_for_its_words(windows: Windows, place: Place, language: str, shape: str) -> None:
    """What other words can change, on the smallest screen; all that isn't about colours if its elements are others, too."""
    page, about = opened_in(windows, place, language, SMALLEST)
    assert about["width"] <= SMALLEST[0], f"{language}: the page is wider than the smallest screen"
    nothing(findings(page, COMPARED if about["shape"] == shape else WORDS), language, "on the smallest screen")


def opened_in(windows: Windows, place: Place, language: str, size: tuple[int, int]) -> tuple[Any, dict[str, Any]]:
    """Her window on a page, and what the page tells about itself, which is as it must be in any language."""
    path = windows.insiders.path(place)
    page = windows.page(place.who, size)
    answer = page.goto(windows.insiders.node.address + led(path, language))
    assert (answer.status, bare(page.url)) == (place.status, bare(path))
    about = page.evaluate(ABOUT)
    assert about["language"] == language
    assert len(about["headings"]) == 1, about["headings"]
    assert about["title"].startswith(about["headings"][0].strip()) or place.headline, (
        about["title"],
        about["headings"],
    )
    assert about["title"].endswith(ENDS), about["title"]
    if place.who == "visitor":
        assert page.context.cookies() == [], "visitors have no cookie"
    assert page.strangers == []
    # The browser itself notes that a page answered 404, say; that is meant where it does.
    nothing([note for note in page.troubles if place.status == 200 or str(place.status) not in note], language)
    nothing(about["fields"], language)
    return page, about


def colours(windows: Windows, page: Any) -> list[str]:
    """What can't be read well for its colours. The same letters on the same ground are weighed once, on whatever page."""
    new, many = page.evaluate(NEW_COLOURS, sorted(windows.weighed))
    if not many:
        return []
    found = found_by_axe(page, CONTRAST, "({ include: window.newColours })")
    if not found:
        windows.weighed.update(new)
    return found


def fits(page: Any, width: int, when: str) -> None:
    for _ in range(20):  # what watches its own size is drawn anew a moment after the window has changed
        if page.evaluate(WIDTH) <= width:
            return
        page.wait_for_timeout(100)
    wider = page.evaluate(WIDTH) > width
    assert not wider, f"{when}: the page is wider than its window: {page.evaluate(OUTSIDE, width)}"


def nothing(found: list[str], *where: str) -> None:
    """Assert that nothing was found; else say in which language, and when."""
    assert found == [], ", ".join(where) + ":\n" + "\n".join(found)

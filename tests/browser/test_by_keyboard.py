"""By the keys alone: coming in, telling, naming somebody, reporting, another language, going out. Wherever the keyboard is shows."""

import pytest
from playwright.sync_api import Page

from tests.browser.looking import Windows, led, opened
from tests.browser.places import OF, C
from tests.browser.test_coming_in import link_for

HERE = """() => {
    const e = document.activeElement
    if (!e || e === document.body) return null
    const name = e.getAttribute('aria-label') || [...(e.labels ?? [])].map((l) => l.innerText).join(' ') || e.textContent
    return { name: name.replace(/\\s+/g, ' ').trim(), html: e.outerHTML.slice(0, 140), tag: e.tagName }
}"""
SEEN = """() => {
    const e = document.activeElement
    const rgb = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number)
    const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0)
    const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05) }
    const ground = (x) => {
        for (let up = x; up; up = up.parentElement) {
            const color = rgb(getComputedStyle(up).backgroundColor)
            if (color.length === 3 || color[3] === 1) return color
        }
        return [255, 255, 255]
    }
    const outlines = [e, e.closest('.pick'), e.parentElement].filter(Boolean)
        .flatMap((x) => [null, '::after'].map((part) => [x, getComputedStyle(x, part)]))
        .filter(([, style]) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
        .map(([x, style]) => contrast(rgb(style.outlineColor), ground(x.parentElement ?? x)))
    const strokes = e.closest('svg') ? [...e.querySelectorAll('.bar, .dot, .hit, .core, rect, circle')]
        .map((x) => getComputedStyle(x)).filter((style) => parseFloat(style.strokeWidth) >= 3 && style.stroke !== 'none')
        .map((style) => contrast(rgb(style.stroke), ground(e.closest('svg')))) : []
    const best = Math.max(0, ...outlines, ...strokes)
    if (best < 3) return `the focus does not show (${best.toFixed(1)})`
    const boxes = [...e.getClientRects()].filter((box) => box.width && box.height)
    if (!boxes.length) return 'what has the focus has no place'
    const on = (x, y) => {
        const found = document.elementFromPoint(x, y)
        return found && (e.contains(found) || found.contains(e) || [...(e.labels ?? [])].some((l) => l.contains(found)))
    }
    const shown = boxes.some((box) => [0.1, 0.5, 0.9].some((part) =>
        on(box.x + box.width / 2, box.y + Math.min(box.height - 1, box.height * part)) || on(box.x + 3, box.y + box.height * part)))
    return shown ? '' : 'what has the focus is hidden below something else'
}"""
"""Why what has the focus can't be seen: an outline (or the line of a picture) of 3:1 against what is around, not covered."""
STEP = f"""() => {{
    const e = document.activeElement
    if (!e || e === document.body || e === stops[0]) return 'left'
    const follows = stops.at(-1).compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING
    stops.push(e)
    const trouble = ({SEEN})() || (follows ? '' : 'this stop comes earlier in the page than the one before')
    return trouble && `${{trouble}}: ${{e.outerHTML.slice(0, 140)}}`
}}"""
"""One stop further: ``left`` when the page lets the keyboard go; else what is wrong with it, after the stops so far."""
TO_BE_FILLED_IN = [
    ("visitor", "signing up", "Make my account"),
    ("visitor", "asking for a link", "Send me the link"),
    ("visitor", "reporting", "Send the report"),
    ("visitor", "founding", "Next"),
    ("member", "telling what you did", "Tell it"),
    ("member", "nominating", "Say it to Ada Zwaluw"),
    ("steward", "inviting", "Make a link"),
    ("visitor", "writing to the stewards", "Send it"),
]
WALKED = [
    ("visitor", "home"), ("visitor", "would"), ("visitor", "two rules"), ("visitor", "share-out"), ("visitor", "people"),
    ("visitor", "founding"), ("visitor", "reporting"), ("visitor", "who enriches this"), ("visitor", "law"),
    ("member", "account"), ("member", "what others may know"), ("member", "my keys"), ("member", "my helpers"),
    ("member", "erasing everything"), ("steward", "who asks"), ("steward", "adopting a rule"), ("steward", "a report"),
]  # fmt: skip


class Hands:
    """Somebody who has only the keys: Tab, Shift+Tab, Enter, Space, arrows and letters."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, name: str, most: int = 120) -> None:
        """Go on to what is called so; wherever she stops, it shows."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(HERE)
            if here is None:
                continue
            assert self.page.evaluate(SEEN) == "", here["html"]
            if here["name"].startswith(name):
                return
        raise AssertionError(f"the keyboard does not reach “{name}” on {self.page.url}")

    def fill(self, name: str, text: str) -> None:
        self.to(name)
        self.page.keyboard.type(text)

    def press(self, name: str) -> None:
        """Go to a link or a button, and press it; another page follows."""
        self.to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    @property
    def asked(self) -> str:
        """The question of the page."""
        return self.page.locator("h1").inner_text()


def test_somebody_comes_in_tells_names_somebody_and_goes_out(chromium, node, windows: Windows):
    with opened(chromium, node, f"/account/signup/?next={C}join/") as page:
        hands = Hands(page)
        hands.fill("What others call you", "Greta Grutto")
        hands.fill("Your e-mail address", "greta@example.org")
        hands.press("Make my account")
        page.goto(link_for(node, "greta@example.org"))
        hands.press("Yes, make my account")
        assert hands.asked == "How do I join Merel?"
        assert page.get_by_label("Your name").input_value() == "Greta Grutto", "what she said once is not asked again"
        hands.press("Ask to be let in")
        let_in(windows, node)
        page.goto(f"{node.address}{C}work/tell/")
        hands.fill("In a line", "I drew the left door")
        hands.to("design")
        page.keyboard.press("Space")
        hands.press("Tell it")
        assert page.get_by_text("I drew the left door").first.is_visible()
        page.goto(node.address + windows.insiders.path(OF["member", "nominating"]))
        hands.fill("What is given", "She answers every question.")
        hands.press("Say it to")
        assert page.locator("[role=status]").count()
        hands.press("GG")
        hands.press("Sign out")
        assert page.get_by_role("link", name="Sign in").count()


def let_in(windows: Windows, node) -> None:
    """Ada says yes, by the keys too."""
    ada = windows.page("steward")
    ada.goto(f"{node.address}{C}people/asking/")
    Hands(ada).press("Let Greta Grutto in")


def test_a_page_is_reported_and_read_in_another_language(windows: Windows, node):
    page = windows.page("visitor")
    page.goto(f"{node.address}{C}people/")
    hands = Hands(page)
    hands.press("Report this")
    page.wait_for_selector("input[name=why]")
    while page.evaluate("document.activeElement.name") != "why":
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.locator("input[name=why]:checked").count() == 1
    hands.fill("Tell what you mean", "This is not so.")
    hands.press("Send the report")
    assert "/report/" in page.url
    hands.press("Nederlands")
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.locator(".languages [aria-current]").inner_text() == "Nederlands"


@pytest.mark.parametrize(("who", "name"), WALKED)
def test_the_keyboard_goes_through_a_page_in_its_order_and_out_of_it(windows: Windows, who: str, name: str):
    """The first stop skips to the content; each stop shows; none comes before an earlier one in the page; the last one lets go."""
    page = windows.page(who)
    page.goto(windows.insiders.node.address + windows.insiders.path(OF[who, name]))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.evaluate("window.stops = [document.activeElement]")
    left = False
    for _ in range(400):
        page.keyboard.press("Tab")
        said = page.evaluate(STEP)
        left = said == "left"
        if left:
            break
        assert said == ""
    assert left, "the keyboard stays in the page"
    assert (
        page.evaluate("[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).order !== '0').length") == 0
    )
    page.evaluate("stops.at(-1).focus()")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement === stops.at(-2)")


def test_skipping_to_the_content_goes_on_from_there(windows: Windows):
    page = windows.page("visitor")
    page.goto(windows.insiders.node.address + C)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(("who", "name", "button"), TO_BE_FILLED_IN)
def test_what_is_wrong_is_where_the_keyboard_is_and_leads_to_its_field(windows, who: str, name: str, button: str):
    page = windows.page(who)
    page.goto(windows.insiders.node.address + windows.insiders.path(OF[who, name]))
    form = page.locator("main form").filter(has=page.locator("input:not([type=hidden]), textarea")).first
    # What the browser would say by itself is left to our pages here.
    form.evaluate(
        "f => { f.noValidate = true; f.querySelectorAll('input[type=text], textarea').forEach((e) => (e.value = '')) }"
    )
    form.get_by_role("button", name=button).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.keyboard.press("Tab")
    leads = page.evaluate("document.activeElement.hash")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == leads.removeprefix("#")
    field = page.locator(leads)
    told = field.get_attribute("aria-describedby").split()
    assert any(page.locator(f"#{one}").inner_text() for one in told if one.endswith("-wrong"))
    assert field.get_attribute("aria-invalid") == "true" or field.evaluate("e => e.tagName") == "FIELDSET"


@pytest.mark.parametrize(
    ("name", "fields"), [("signing in", ("login", "password")), ("signing up", ("email", "password"))]
)
def test_who_comes_in_may_paste_and_let_her_browser_fill_in(windows: Windows, name: str, fields: tuple[str, ...]):
    """No puzzle, nothing to be typed from memory: WCAG 3.3.8."""
    page = windows.page("visitor")
    page.goto(windows.insiders.node.address + led(windows.insiders.path(OF["visitor", name]), "en"))
    for field in fields:
        place = page.locator(f"main [name={field}]")
        pasted = "e => e.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true }))"
        assert place.evaluate(pasted), f"{field} does not let one paste"
        assert place.get_attribute("autocomplete") in ("email", "username", "current-password", "new-password")
    assert page.locator("main img, main canvas").count() == 0

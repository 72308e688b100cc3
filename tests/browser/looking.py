"""Looking at a page as a whole: what axe finds, what the browser notes, whom it asks, and how wide it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from entredon.desk import languages

DESK, PHONE, SMALLEST = (1280, 900), (390, 844), (320, 640)
WIDTH = "document.documentElement.scrollWidth"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
FULL = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
"""All that axe knows of WCAG 2.2 A and AA, and of good practice."""
WORDS = {**FULL, "rules": {**FULL["rules"], "color-contrast": {"enabled": False}}}
"""The same without the colours: what they are doesn't depend on the language, and to weigh them takes most of the time."""
LOOKS = {
    "runOnly": ["color-contrast", "target-size", "scrollable-region-focusable", "meta-viewport", "link-in-text-block"],
    "resultTypes": ["violations"],
}
"""The rules of axe whose verdict depends on theme and width; the others hold for the same HTML anywhere."""


FIELDS = """() => [...document.querySelectorAll('main :is(input:not([type=hidden]), select, textarea)')].flatMap((e) => {
    const place = e.closest('.field') ?? e.closest('fieldset') ?? e.parentElement
    const words = [...(e.labels ?? [])].map((l) => l.textContent).join(' ').trim() || e.getAttribute('aria-label') || ''
    const one = ['radio', 'checkbox'].includes(e.type) ? e.closest('fieldset, [role=group], [role=radiogroup]') ?? e : e
    const told = [e, one].flatMap((x) => (x.getAttribute('aria-describedby') ?? '').split(' ')).filter(Boolean)
    const beside = [...place.querySelectorAll(':scope > .hint, :scope > .wrong')].filter((x) => x.id.startsWith(one.id + '-'))
    const filled = { email: ['email', 'username'], password: ['current-password', 'new-password'] }[e.type]
    return [
        !words && 'has no label of its own',
        e.type === 'radio' && !e.closest('fieldset')?.querySelector('legend') && 'answers a question that nobody asks',
        told.some((id) => !document.getElementById(id)) && 'is described by what is not there',
        one.id && beside.some((x) => !told.includes(x.id)) && 'has a hint or an error that is not tied to it',
        filled && ![...filled, 'off'].includes(e.autocomplete) && 'can not be filled in by a browser that knows it',
        e.onpaste && 'does not let one paste',
    ].filter(Boolean).map((what) => `${e.name || e.id} ${what}`)
})"""
"""What is missing of the fields of a page: labels, ties to hints and errors, and what a browser needs to fill them in."""


@contextmanager
def opened(chromium, node, path: str, size=DESK, scheme="light", **options) -> Iterator:
    """A page in a window of its own, that notes what went wrong and whom it asked."""
    width, height = size
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
    page = context.new_page()
    noting(page, node)
    page.goto(node.address + path)
    try:
        yield page
    finally:
        context.close()


def noting(page, node) -> None:
    """Let a page note what went wrong (the browser says there what its policy forbids, too) and whom it asked."""
    page.troubles, page.strangers = [], []
    page.on("console", lambda m: page.troubles.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((node.address, "data:")) else page.strangers.append(r.url))


class Windows:
    """A window for each who looks, used again and again: opening one takes longer than most pages."""

    def __init__(self, chromium, insiders) -> None:
        self.chromium, self.insiders = chromium, insiders
        self.open: dict[str, Any] = {}
        self.weighed: set[str] = set()
        """Letters and the ground that they stand on, which were found to be read well."""

    def page(self, who: str, size: tuple[int, int] = DESK):
        """Her window: light, as wide as a desk unless another size is named, and with nothing noted."""
        if who not in self.open:
            context = self.chromium.new_context(color_scheme="light", has_touch=True)
            context.add_cookies(self.insiders.cookies(who))
            self.open[who] = context.new_page()
            noting(self.open[who], self.insiders.node)
        page = self.open[who]
        page.troubles.clear()
        page.strangers.clear()
        # Without motion colours change at once with the theme; what moves has tests of its own.
        page.emulate_media(color_scheme="light", media="screen", forced_colors="none", reduced_motion="reduce")
        wide(page, size)
        return page

    def close(self) -> None:
        for page in self.open.values():
            page.context.close()


def wide(page, size: tuple[int, int]) -> None:
    """Give a window a size; it stays as it is where it has it."""
    wanted = {"width": size[0], "height": size[1]}
    if page.viewport_size != wanted:
        page.set_viewport_size(wanted)


def findings(page, options=None) -> list[str]:
    """What axe finds, as lines that name the rule and the element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    return found_by_axe(page, options or FULL)


def found_by_axe(page, options, where: str = "document") -> list[str]:
    """The same, in a part of a page that axe was told about."""
    found = page.evaluate(f"options => axe.run({where}, options)", options)["violations"]
    return [f"{v['id']} ({v['impact']}): {n['html'][:160]}" for v in found for n in v["nodes"]]


def bare(address: str) -> str:
    """The path of an address, whatever language it names."""
    return languages.bare(urlsplit(address).path)


def led(path: str, language: str) -> str:
    """A path in a language; without one where it is the one that our browser asks for."""
    return path if language == "en" else languages.led(path, language)

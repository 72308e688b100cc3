"""Two people write on one page of knowledge at once, in two browsers: both are in it, and where they can't be, they settle it."""

import re

from tests.browser.looking import noting
from tests.browser.places import C

TEXT = "## Before\n\nClean the metal.\n\n## Weld\n\nHold it.\n\n## After\n\nLook at it."


def browser_of(chromium, insiders, who, **options):
    """Somebody's browser."""
    context = chromium.new_context(**options)
    context.add_cookies(insiders.cookies(who))
    page = context.new_page()
    noting(page, insiders.node)
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def begun(page, node, title):
    """A page that somebody has just written; returns its address."""
    page.goto(f"{node.address}{C}work/pages/new/")
    page.fill("[name=title]", title)
    page.fill("[name=text]", TEXT)
    page.fill("[name=reason]", "Everybody asks")
    page.click("button[value=save]")
    assert page.locator("h1").inner_text() == title
    return page.url.partition("?")[0]


def changes(page, here, **words):
    """Somebody has opened the page to write on it, and typed."""
    page.goto(f"{here}edit/")
    for old, new in words.values():
        page.fill("[name=text]", page.input_value("[name=text]").replace(old, new))


def test_how_it_will_read_is_shown_while_somebody_types(chromium, node, insiders):
    ada = browser_of(chromium, insiders, "steward")
    ada.goto(f"{node.address}{C}work/pages/new/")
    ada.fill("[name=text]", "It is **strong** and [[nowhere]].")
    ada.locator(".preview strong", has_text="strong").wait_for()
    assert "Links that lead nowhere yet" in ada.locator(".preview").inner_text()
    asked = []
    ada.on("dialog", lambda dialog: asked.append(dialog.type))
    ada.goto(f"{node.address}{C}work/pages/")
    assert asked == ["beforeunload"], "words that were not saved are not left behind unasked"
    assert ada.troubles == []


def test_without_scripts_a_button_shows_how_it_will_read(chromium, node, insiders):
    ada = browser_of(chromium, insiders, "steward", java_script_enabled=False)
    ada.goto(f"{node.address}{C}work/pages/new/")
    ada.fill("[name=text]", "It is **strong**.")
    ada.click("button[value=preview]")
    assert ada.locator(".preview strong").inner_text() == "strong"
    assert ada.input_value("[name=text]") == "It is **strong**."


def test_two_at_once_at_different_places_are_both_in_it(chromium, node, insiders):
    ada, mira = (browser_of(chromium, insiders, who) for who in ("steward", "member"))
    here = begun(ada, node, "Two at once")
    changes(ada, here, one=("Clean", "Brush"))
    changes(mira, here, one=("Look at it.", "Look at it twice."))
    ada.click("button[value=save]")
    mira.click("button[value=save]")
    said = mira.locator("main").inner_text()
    assert "Both changes are in the page now." in said
    assert "Brush the metal." in said
    assert "Look at it twice." in said
    mira.goto(f"{here}history/")
    assert mira.locator("tbody tr").count() == 3


def test_two_at_once_at_the_same_place_settle_it_and_nobody_loses_a_word(chromium, node, insiders):
    ada, mira = (browser_of(chromium, insiders, who) for who in ("steward", "member"))
    here = begun(ada, node, "One place")
    changes(ada, here, one=("Hold it.", "Clamp it with two clamps."))
    changes(mira, here, one=("Hold it.", "Hold it with gloves."), two=("Clean", "Brush"))
    ada.click("button[value=save]")
    mira.click("button[value=save]")
    assert mira.locator("h1").inner_text() == "You both changed “One place”: what stays?"
    shown = mira.locator("main").inner_text()
    assert "Clamp it with two clamps." in shown
    assert "Hold it with gloves." in shown
    mira.reload()  # what she typed is sent once more, and nothing is saved by it
    mira.get_by_label("both, one below the other").check()
    mira.get_by_role("button", name="Put them together").click()
    text = mira.input_value("[name=text]")
    assert "Clamp it with two clamps.\n\nHold it with gloves." in text
    assert "Brush the metal." in text
    mira.click("button[value=save]")
    said = mira.locator(".written:not(.preview)").inner_text()
    assert "Clamp it with two clamps." in said
    assert "Hold it with gloves." in said
    mira.goto(f"{here}history/")
    assert mira.locator("tbody tr").count() == 3
    mira.get_by_role("button", name="Compare").click()
    assert re.search(r"From revision 2 to revision 3", mira.locator("main").inner_text())
    assert mira.locator("tr.came", has_text="Hold it with gloves.").count() == 1
    assert ada.troubles == mira.troubles == []


def test_pressing_twice_saves_once(chromium, node, insiders):
    ada = browser_of(chromium, insiders, "steward")
    here = begun(ada, node, "Pressed twice")
    changes(ada, here, one=("Hold it.", "Hold it still."))
    ada.locator("button[value=save]").dblclick()
    ada.wait_for_url(re.compile(re.escape(here) + r"\?"))
    ada.wait_for_load_state("networkidle")
    ada.goto(f"{here}history/")
    assert ada.locator("tbody tr").count() == 2

"""What people do on the pages: by keyboard, by pointer, without scripts."""

import re
from itertools import pairwise

from tests.browser.test_every_page import PHONE, opened

KEY = "Tab"


def test_the_first_stop_of_the_keyboard_skips_to_the_content(chromium, node, pages):
    with opened(chromium, node, pages["home"]) as page:
        page.keyboard.press(KEY)
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_what_has_the_focus_can_be_seen(chromium, node, pages):
    with opened(chromium, node, pages["would"]) as page:
        for _ in range(12):
            page.keyboard.press(KEY)
            shown = page.evaluate(
                "() => { const e = document.activeElement, s = getComputedStyle(e);"
                " const after = getComputedStyle(e, '::after');"
                " return s.outlineStyle !== 'none' || after.outlineStyle !== 'none' || e.closest('svg') !== null }"
            )
            assert shown, page.evaluate("document.activeElement.outerHTML.slice(0, 120)")


def test_a_band_of_the_picture_opens_what_it_is_made_of(chromium, node, pages):
    with opened(chromium, node, pages["would"]) as page:
        band = page.locator(".sankey .wide a[href*='kind=']").first
        name = band.locator("title").text_content()
        band.locator("text").first.click()
        assert "kind=" in page.url
        assert name.split(":")[0].lower() in page.locator("#people h2").inner_text()


def test_an_amount_is_explained_by_reasons_that_add_up(chromium, node, pages):
    with opened(chromium, node, pages["would"]) as page:
        page.locator("#people tbody a.money").first.click()
        amounts = [cents(text) for text in page.locator(".reasons .money").all_inner_texts()]
        assert sum(amounts[:-1]) == amounts[-1]
        assert page.locator("h1").inner_text().endswith("?")


def cents(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_the_table_and_the_sum_agree_to_the_cent(chromium, node, pages):
    with opened(chromium, node, pages["would"]) as page:
        people = 0
        while True:
            people += sum(
                cents(text.removeprefix("Why")) for text in page.locator("#people tbody .money").all_inner_texts()
            )
            further = page.locator("#people a[rel=next]")
            if not further.count():
                break
            further.click()
        row = page.locator("table a.money[href='#people']").inner_text()
        assert people == cents(row)


def test_a_wrong_amount_is_told_beside_its_field_and_kept(chromium, node, pages):
    with opened(chromium, node, pages["would"]) as page:
        page.fill("#amount", "1e400")
        page.click("form.ask button")
        field = page.locator("#amount")
        assert field.input_value() == "1e400"
        assert field.get_attribute("aria-invalid") == "true"
        assert "exponent" in page.locator("#amount-wrong").inner_text()


def test_another_amount_is_asked_without_scripts(chromium, node, pages):
    with opened(chromium, node, pages["would"], java_script_enabled=False) as page:
        page.fill("#amount", "500")
        page.select_option("#currency", "CHF")
        page.click("form.ask button")
        assert "CHF" in page.locator(".lead").inner_text()
        assert "500" in page.locator(".lead").inner_text()


def test_a_command_can_be_copied(chromium, node, pages):
    with opened(chromium, node, pages["check"], permissions=["clipboard-read", "clipboard-write"]) as page:
        block = page.locator(".command").first
        block.get_by_role("button", name="Copy").click()
        assert page.evaluate("navigator.clipboard.readText()") == block.locator("code").inner_text()


def test_the_current_tab_is_in_view_on_a_phone(chromium, node, pages):
    with opened(chromium, node, pages["value"], PHONE) as page:
        tab = page.locator(".tabs [aria-current]").bounding_box()
        assert tab["x"] >= 0
        assert tab["x"] + tab["width"] <= PHONE[0]


def test_one_picture_is_shown_at_any_width(chromium, node, pages):
    with opened(chromium, node, pages["would"]) as page:
        for width in (1280, 760, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            shown = page.locator(".sankey svg:visible")
            assert shown.count() == 1, width
            heights = shown.locator("text").evaluate_all("texts => texts.map(t => t.getBoundingClientRect().height)")
            assert min(heights) >= 11, f"texts are too small at {width}"


def test_headings_go_down_one_step_at_a_time(chromium, node, pages):
    for name in ("home", "value", "would", "two rules", "share-out", "record", "proves", "person"):
        with opened(chromium, node, pages[name]) as page:
            levels = [int(tag[1]) for tag in page.locator("h1, h2, h3, h4").evaluate_all("e => e.map(x => x.tagName)")]
            assert levels[0] == 1
            assert all(after - before <= 1 for before, after in pairwise(levels)), (name, levels)


def test_paper_has_no_navigation(chromium, node, pages):
    with opened(chromium, node, pages["would"]) as page:
        page.emulate_media(media="print")
        assert not page.locator(".tabs").is_visible()
        assert not page.locator("form.ask").is_visible()
        assert page.locator("#people table").is_visible()

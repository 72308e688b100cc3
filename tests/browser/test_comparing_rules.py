"""Two rules side by side in a real browser: shares that make the whole while one moves them, and without scripts too."""

from tests.browser.test_every_page import PHONE, opened

TOP = ("association", "fund", "people")
SAID = "[data-said]"


def shares(page, names) -> list[float]:
    return [float(page.locator(f'input[name="{name}"]').input_value()) for name in names]


def answered(page, act) -> None:
    """Do something, and wait for the answer it brings."""
    with page.expect_response(lambda answer: "only=answer" in answer.url and answer.ok):
        act()
    page.locator(f"{SAID}:has-text('somebody else')").wait_for()


def test_moving_a_slider_makes_the_others_give_way_and_the_page_answers(chromium, node, pages):
    with opened(chromium, node, "/c/merel/value/compare/", PHONE) as page:
        assert "Nothing changes" in page.locator(SAID).inner_text()
        before = shares(page, TOP)
        slider = page.locator("[data-whole] input[type=range]").first
        slider.focus()
        answered(page, lambda: slider.press("ArrowRight"))
        after = shares(page, TOP)
        assert round(sum(after), 2) == 100
        assert after[0] == before[0] + 0.5
        assert after[1] < before[1]
        assert after[2] < before[2]
        assert f"association={after[0]:g}" in page.url, "the address holds the numbers"
        assert page.locator("[data-short]").inner_text() == " ".join(page.locator(SAID).inner_text().split())
        assert page.troubles == []


def test_a_typed_number_moves_the_others_and_the_address_brings_it_all_back(chromium, node, pages):
    with opened(chromium, node, "/c/merel/value/compare/") as page:
        review = page.locator('input[name="pool-review"]')
        review.fill("33.3")
        answered(page, lambda: review.press("Tab"))
        names = page.locator('input[name^="pool-"]').evaluate_all("fields => fields.map(field => field.name)")
        typed = shares(page, names)
        assert round(sum(typed), 2) == 100
        said = page.locator(SAID).inner_text()
        page.reload()
        assert shares(page, names) == typed
        assert page.locator(SAID).inner_text() == said


def test_what_cant_be_read_is_told_and_kept(chromium, node, pages):
    with opened(chromium, node, "/c/merel/value/compare/") as page:
        fund = page.locator('input[name="fund"]')
        fund.fill("much")
        with page.expect_response(lambda answer: "only=answer" in answer.url):
            fund.press("Tab")
        page.locator("[data-answer] .notice.bad").wait_for()
        assert fund.input_value() == "much"


def test_without_scripts_a_button_does_the_same(chromium, node, pages):
    with opened(chromium, node, "/c/merel/value/compare/", java_script_enabled=False) as page:
        assert page.locator("input[type=range]").count() == 0
        page.locator('input[name="association"]').fill("28")
        page.get_by_role("button", name="Compare", exact=True).click()
        after = shares(page, TOP)
        assert after[0] == 28
        assert round(sum(after), 2) == 100
        assert "somebody else" in page.locator(SAID).inner_text()
        assert page.locator("svg.two-bars").count() > 5

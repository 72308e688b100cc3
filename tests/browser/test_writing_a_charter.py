"""Writing a charter on a phone: a way to decide is added, what would lock everybody out is said beside its field, and all of it is read.

Without scripts too, for the page needs none; and whoever only looks can try it.
"""

import pytest

from tests.browser.looking import PHONE, WIDTH, findings, opened

NEW = "/c/merel/decide/charter/new/"


def read_it(page) -> None:
    page.locator(".charter-form .acts button[value=look]").last.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_a_way_to_decide_is_added_given_something_and_read(chromium, node, pages, scripts):
    with opened(chromium, node, NEW, PHONE, java_script_enabled=scripts) as page:
        page.locator(".charter-ways button[value=add]").click()
        page.locator("[name=new-1-name]").fill("Tools")
        page.locator("[name=new-1-method]").select_option("consent@1")
        assert not page.locator("[name=new-1-threshold]").is_visible(), "consent has no part that must say yes"
        page.locator("[name=by-words]").select_option("new-1")
        page.locator("[name=new-1-vote]").fill("0")
        read_it(page)
        assert "Write a number of days from 1 to 90." in page.locator("#w-new-1").inner_text()
        assert page.locator("[name=new-1-name]").input_value() == "Tools", "what was typed stays"
        page.locator("[name=new-1-vote]").fill("4")
        read_it(page)
        said = page.locator("#look .charter-changes").inner_text()
        assert "A new way to decide: Decisions called “tools”" in said
        assert "nobody objects" in said
        if scripts:
            assert page.evaluate(WIDTH) <= PHONE[0]
            assert findings(page) == []
            assert page.troubles == []


def test_enter_in_a_field_reads_and_removes_nothing(chromium, node, pages):
    with opened(chromium, node, f"{NEW}?from=partners", PHONE) as page:
        page.locator("#w-everyday summary").click()
        page.locator("[name=everyday-vote]").press("Enter")
        page.wait_for_url("**#look")
        assert page.locator("#look").is_visible()
        assert page.locator(".charter-kind").count() == 5


def test_parts_of_the_sharing_rule_are_asked_for_with_who_gains(windows, node):
    page = windows.page("steward", PHONE)
    page.goto(node.address + "/c/merel/decide/new/sharing/")
    assert not page.locator(".fixed-parts").is_visible()
    page.locator("[name=rule]").select_option("fixed")
    assert page.locator(".fixed-parts").is_visible()
    page.locator("[name=rule]").select_option("now")
    page.locator("details.more summary").first.click()
    page.locator("[name=association]").fill("12.5")
    page.locator("[name=title]").fill("Shall the association get an eighth?")
    page.locator(".putting .button").first.click()
    page.locator("#effect").wait_for()
    assert "would have gone to somebody else" in page.locator("#effect").inner_text()
    assert page.locator("[name=association]").input_value() == "12.5"
    assert page.evaluate(WIDTH) <= PHONE[0]

"""A partner's plan and the change of several actions in a browser, wide and narrow."""

import pytest
from playwright.sync_api import expect

from tests import plans
from tests.browser.conftest import assert_accessible, assert_fits, sign_in

SORTS = [(1280, True), (375, True), (1280, False)]
SEPTEMBER = "“Sept 27” could be more than one day. Which is meant?"
ROWS = [
    ["Plan of the partnership"],
    plans.HEADINGS,
    [
        "Hold a café in every library",
        "Nina Nobody",
        "Sept 27",
        "Underway",
        "Amber",
        "",
    ],
    ["Visit clubs", "", "99/99/2027", "Closed", "Green", "Two were visited."],
    ["Print leaflets", "", "ongoing", "", "", ""],
]


def check(page, scripts):
    if scripts:  # the checks are scripts themselves
        assert_accessible(page)
        assert_fits(page)


def bring(page, number, scripts):
    page.goto("/actions/import/")
    check(page, scripts)
    rows = [[f"{cells[0]} {number}", *cells[1:]] for cells in ROWS[2:]]
    content = plans.excel([*ROWS[:2], *rows])
    page.get_by_label("Whose plan is it?").select_option(label="Leicestershire County Council")
    page.get_by_label("When did they send it?").fill("2026-11-20")
    page.locator("input[type=file]").set_input_files(
        {"name": "plan.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Look at its rows").click()


@pytest.mark.parametrize(("width", "scripts"), SORTS)
def test_a_plan_is_brought_answered_and_taken_in(open_page, width, scripts):
    page = open_page(width=width, height=800, java_script_enabled=scripts)
    sign_in(page, "secretary")
    bring(page, width + scripts, scripts)
    expect(page.get_by_text("3 rows, read as Excel")).to_be_visible()
    check(page, scripts)
    page.get_by_label(SEPTEMBER).select_option("2027-09-30")
    page.get_by_label("Where is it? The plan says “Closed”.").select_option("in-progress")
    page.get_by_label("“ongoing” has no end.").select_option("nothing")
    page.get_by_role("button", name="Keep these answers").click()
    expect(page.get_by_role("button", name="Take it in: add 3, change 0")).to_be_visible()
    check(page, scripts)
    page.get_by_role("link", name="Headings and columns").click()
    expect(page.get_by_label("Row of the headings").first).to_be_visible()
    check(page, scripts)
    page.get_by_role("link", name="Back to the rows").click()
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("3 rows: 3 added, 0 changed").first).to_be_visible()
    check(page, scripts)


@pytest.mark.parametrize(("width", "scripts"), SORTS)
def test_ticked_actions_are_changed_together(open_page, width, scripts):
    reach = "targeted" if width == 375 else "universal" if scripts else ""
    capacity = "" if scripts else "usual"
    page = open_page(width=width, height=800, java_script_enabled=scripts)
    sign_in(page, "secretary")
    page.goto("/actions/?q=loneliness")
    check(page, scripts)
    page.get_by_role("link", name="Tick all on this page").first.click()
    boxes = page.locator("input[name=ticked]")
    expect(boxes.first).to_be_checked()
    boxes.first.uncheck()
    page.get_by_role("button", name="Change the ticked ones").first.click()
    check(page, scripts)
    page.get_by_label("For all or some (i)").select_option(reach)
    page.get_by_label("Capacity (j)").select_option(capacity)
    page.get_by_label("Why?").fill("Agreed with the chair.")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_text("This is what would change.")).to_be_visible()
    check(page, scripts)
    page.get_by_role("button", name="Change them").click()
    expect(page.get_by_text("actions changed.")).to_be_visible()

"""Who is reminded today, and somebody who turns reminders off, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, assert_fits, sign_in


def look_at(page):
    expect(page.locator("h1")).to_have_count(1)
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_secretary_sees_who_is_reminded(open_page, width):
    page = open_page(width=width)
    sign_in(page, "secretary")
    page.goto("/messages/")
    page.get_by_role("link", name="Who is reminded today").click()
    expect(page.get_by_role("heading", name="Alex Administrator")).to_be_visible()
    expect(page.get_by_text("It is due on 27 November 2026, in 3 days.")).to_be_visible()
    look_at(page)


def test_an_owner_turns_reminders_off(narrow_page):
    page = narrow_page
    sign_in(page, "owner")
    page.goto("/my-actions/")
    page.get_by_role("link", name="Choose whether you are reminded").click()
    look_at(page)
    page.get_by_label("No reminders").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your choice is kept.")).to_be_visible()
    look_at(page)
    page.goto("/my-reminders/")
    expect(page.get_by_label("No reminders")).to_be_checked()

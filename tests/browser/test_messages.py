"""The secretary looks after messages, and a reviewer after gaps, in a browser."""

import pytest
from playwright.sync_api import expect

from tests import makers
from tests.browser.conftest import assert_accessible, assert_fits, sign_in


def look_at(page):
    expect(page.locator("h1")).to_have_count(1)
    assert_accessible(page)
    assert_fits(page)


def test_a_message_is_read_and_released(narrow_page):
    page = narrow_page
    sign_in(page, "secretary")
    page.goto("/messages/")
    look_at(page)
    page.get_by_role("link", name="Your call of 1 November").click()
    expect(page.get_by_text("It names a person.")).to_be_visible()
    look_at(page)
    page.get_by_role("link", name="Withdraw it").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look_at(page)
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Release it").click()
    expect(page.get_by_text("Released: it will be sent.")).to_be_visible()
    expect(page.locator("main .govuk-tag")).to_have_text("Sent")
    look_at(page)


def test_a_forgotten_password_is_listed_without_what_it_says(open_page):
    visitor, secretary = open_page(), open_page()
    visitor.goto("/accounts/password/reset/")
    visitor.get_by_label("E-mail address").fill(makers.address_of("officer"))
    visitor.get_by_role("button", name="Send the link").click()
    expect(visitor.get_by_text("is on its way")).to_be_visible()
    sign_in(secretary, "secretary")
    secretary.goto("/messages/?state=sent")
    secretary.get_by_role("link", name="Choose a new password").click()
    expect(secretary.get_by_text("is not kept once it is sent")).to_be_visible()
    look_at(secretary)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_gap_is_accepted_and_taken_back(open_page, width):
    page = open_page(width=width)
    sign_in(page, "reviewer")
    page.goto("/gaps/?rule=unit&table=12")
    page.get_by_role("link", name="Accept for now").first.click()
    look_at(page)
    page.get_by_label("Why may it stay open for now?").fill("The publisher was asked.")
    page.get_by_label("When is it looked at again?").fill("2027-11-24")
    page.get_by_role("button", name="Accept it for now").click()
    page.get_by_text("Accepted for now (1)").click()
    expect(page.get_by_text("The publisher was asked.")).to_be_visible()
    look_at(page)
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Taken back: it is a gap to mend again.")).to_be_visible()

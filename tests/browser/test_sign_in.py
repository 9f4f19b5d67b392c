"""Signing in, as a person does it."""

from email.utils import parsedate_to_datetime

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests import makers
from tests.browser.conftest import assert_accessible, assert_fits, sign_in
from tests.browser.keyboard import Keyboard, look_at


@pytest.mark.parametrize("who", makers.PEOPLE)
def test_each_role_lands_on_a_first_screen_it_can_read(page, who):
    sign_in(page, who)
    assert page.locator("h1").count() == 1
    assert_accessible(page)


def test_a_wrong_password_is_told_in_a_sentence(page):
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(makers.address_of("officer"))
    page.locator("input[name=password]").fill("not the password")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert_accessible(page)


def test_the_sign_in_page_fits_a_telephone(narrow_page):
    narrow_page.goto("/")
    assert "/accounts/login/" in narrow_page.url
    assert_accessible(narrow_page)
    assert_fits(narrow_page)


def test_one_tab_leads_from_the_address_to_the_password_and_on(page):
    page.goto("/accounts/login/")
    page.locator("input[name=login]").focus()
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("name") == "password"
    Keyboard(page).to("Forgot your password?")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Forgotten password")


def test_signing_out_ends_it(page):
    sign_in(page, "officer")
    page.goto("/accounts/logout/")
    page.locator("main button[type=submit]").click()
    page.goto("/evidence/publications/")
    assert "/accounts/login/" in page.url


def test_every_fault_that_is_found_fails_the_page(page):
    page.goto("/accounts/login/")
    page.evaluate("document.querySelectorAll('main label').forEach(label => label.remove())")
    with pytest.raises(AssertionError) as faults:
        assert_accessible(page)
    assert 'name="login"' in str(faults.value)
    assert 'name="password"' in str(faults.value)


def shown_by_the_app(page):
    """The six figures that an authenticator app shows now, by the register's clock."""
    secret = page.locator("ol strong").inner_text()
    now = parsedate_to_datetime(page.request.get("/health/").headers["date"]).timestamp()
    return format_hotp_value(hotp_value(secret, int(now) // 30))


def test_a_second_factor_is_set_up_and_asked_for_by_keyboard(page):
    sign_in(page, "secretary")
    keyboard = Keyboard(page)
    page.goto("/accounts/2fa/")
    look_at(page)
    keyboard.follow("Set one up")
    look_at(page)
    keyboard.type("Password", makers.PASSWORD)
    keyboard.press("Go on")
    look_at(page)
    keyboard.type("code", "000000")
    keyboard.press("Switch it on")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look_at(page)
    keyboard.type("code", shown_by_the_app(page))
    keyboard.press("Switch it on")
    expect(page.locator("h1")).to_have_text("Your recovery codes")
    look_at(page)
    code = page.locator("code").first.inner_text()
    page.context.clear_cookies()
    sign_in(page, "secretary")
    expect(page.locator("h1")).to_have_text("Your second factor")
    look_at(page)
    keyboard.type("Code", code)
    keyboard.press("Sign in")
    page.wait_for_url(lambda url: "/accounts/" not in url)

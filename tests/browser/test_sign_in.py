"""Signing in, as a person does it."""

import pytest
from playwright.sync_api import expect

from tests import makers
from tests.browser.conftest import assert_accessible, assert_fits, sign_in


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

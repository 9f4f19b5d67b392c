"""Owners report from a message's link, with an account and without, by the keyboard alone."""

from urllib.parse import urlsplit

import time_machine
from django.core import signing
from playwright.sync_api import expect

from actions import links
from actions.models import Person
from tests import makers
from tests.browser.conftest import assert_fits, sign_in
from tests.browser.keyboard import Keyboard, look_at

OUTSIDE = "vera@example.org"


def test_an_owner_reports_from_the_link_in_the_call(page, link_in_mail):
    page.goto(link_in_mail(makers.address_of("owner")))
    keys = Keyboard(page)
    look_at(page)
    keys.type("E-mail", makers.address_of("owner"))
    keys.type("Password", makers.PASSWORD)
    keys.press("Sign in")
    look_at(page)
    keys.follow("Report progress on Hold a coffee morning")
    look_at(page)
    expect(page.get_by_text("Our check says off track at present")).to_be_visible()
    keys.choose("On track.")
    keys.type("What happened since", "The hall is booked.")
    keys.press("Save draft")
    expect(page.get_by_text("Your draft is kept. Nothing has been sent yet.")).to_be_visible()
    look_at(page)

    page.goto("/my-actions/")
    expect(page.get_by_text("You have a draft that has not been sent.")).to_be_visible()
    keys.follow("Go on with the draft on Hold a coffee morning")
    expect(page.get_by_label("On track.")).to_be_checked()
    expect(page.get_by_label("What happened since")).to_have_value("The hall is booked.")
    keys.choose("In progress.")
    keys.press("Send")
    told = page.locator(".govuk-error-summary")
    expect(told).to_contain_text("Nothing is sent yet: our check says “off track”")
    expect(told).to_be_focused()
    look_at(page)
    keys.type("What happened since", "The hall is booked for 3 December.")
    keys.press("Send")
    expect(page.get_by_text("Thank you: your update is on the board’s page.")).to_be_visible()
    expect(page.get_by_text("The hall is booked for 3 December.")).to_be_visible()
    look_at(page)


def test_somebody_outside_reports_and_corrects_by_a_personal_link(
    narrow_page, open_page, link_in_mail
):
    page, keys = narrow_page, Keyboard(narrow_page)
    page.goto(link_in_mail(OUTSIDE))
    look_at(page)
    keys.follow("Report progress on Find befrienders")
    look_at(page)
    keys.choose("On track.")
    keys.choose("In progress.")
    keys.type("What happened since", "Six befrienders were found.")
    keys.press("Save draft")
    page.context.close()

    page = open_page(width=375, height=800)
    page.goto(link_in_mail(OUTSIDE))
    keys = Keyboard(page)
    keys.follow("Go on with the draft")
    expect(page.get_by_label("What happened since")).to_have_value("Six befrienders were found.")
    keys.press("Send")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("An answer is needed.")
    keys.type("Your name", "V. Voluntary")
    keys.press("Send")
    expect(page.get_by_text("Six befrienders were found.")).to_be_visible()
    expect(page.get_by_text("the board secretary has not confirmed it yet")).to_be_visible()
    look_at(page)

    keys.follow("Report, or correct what you said")
    keys.choose("Some risk.")
    keys.choose("In progress.")
    keys.type("What happened since", "Correction: five, not six.")
    keys.type("Your name", "V. Voluntary")
    keys.press("Send")
    expect(page.get_by_text("Correction: five, not six.")).to_be_visible()

    secretary = sign_in(open_page(), "secretary")
    secretary.goto("/actions/befriending/")
    expect(secretary.get_by_text("Six befrienders were found.")).to_be_visible()
    Keyboard(secretary).press("Confirm this report")
    expect(secretary.get_by_text("Confirmed by the board secretary.")).to_be_visible()
    look_at(secretary)


def test_a_link_that_has_run_out_brings_a_new_one(page, link_in_mail):
    given = urlsplit(link_in_mail(OUTSIDE)).path
    key, _ = signing.loads(given.split("/")[2], salt=links.SALT)
    with time_machine.travel("2026-10-01"):
        old = links.token(Person(pk=key, email=OUTSIDE))
    keys = Keyboard(page)
    page.goto(f"/report/{old}/befriending/")
    expect(page.locator("h1")).to_have_text("This link has run out")
    look_at(page)
    keys.press("Send me a new link")
    expect(page.locator("h1")).to_have_text("A new link is on its way")
    look_at(page)
    page.goto(link_in_mail(OUTSIDE))
    expect(page.locator("h1")).to_have_text("Your actions")
    assert_fits(page)


def test_whoever_looks_after_messages_does_not_see_personal_links(page):
    sign_in(page, "secretary")
    page.goto("/messages/?state=sent")
    page.get_by_role("link", name="to Vera Voluntary").first.click()
    expect(page.get_by_text("a personal link, which only its reader may use")).to_be_visible()
    look_at(page)

"""The cycle of a meeting, walked by the keyboard alone: secretary, member, reviewer."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from tests import makers
from tests.browser.conftest import sign_in
from tests.browser.keyboard import Keyboard, look_at

BOARD = f"/boards/{makers.BOARD}/"
TODAY = datetime.date(2026, 11, 24)


def enter(page, who):
    """Sign somebody in by the keyboard."""
    keys = Keyboard(page)
    keys.sign_in(makers.address_of(who), makers.PASSWORD)
    look_at(page)
    return keys


@pytest.fixture
def issued(open_page):
    """The address of the meeting of 4 December, its paper issued by the secretary."""
    page = sign_in(open_page(), "secretary")
    page.get_by_role("link", name="4 December 2026").first.click()
    address = page.url
    page.get_by_role("link", name="Issue the paper").click()
    page.get_by_role("button", name="Issue it").click()
    expect(page.get_by_text("is issued")).to_be_visible()
    page.context.close()
    return address


def test_the_secretary_runs_the_cycle_of_a_meeting(page):
    keys = enter(page, "secretary")
    keys.follow("Add a meeting")
    look_at(page)
    keys.day("Date", TODAY)
    keys.type("Report of", "Director of Public Health")
    keys.type("Decisions asked for", "Note what was done.")
    keys.press("Add")
    look_at(page)

    keys.follow("Call for updates")
    look_at(page)
    keys.day("Updates wanted by", TODAY)
    keys.type("Words of your own", "The chair asks for numbers.")
    keys.press("Send the call")
    expect(page.get_by_text("2 people are asked.")).to_be_visible()
    keys.press("Chase 2")
    expect(page.get_by_text("2 reminded, at most once a day.")).to_be_visible()
    meeting = page.url

    keys.follow("Find befrienders")
    look_at(page)
    keys.follow("Enter an update for the owner")
    look_at(page)
    keys.choose("Some risk.")
    keys.choose("In progress.")
    keys.type("What happened since", "Four befrienders were found.")
    keys.type("Who told you?", "Vera Voluntary")
    keys.select("How?", "By telephone")
    keys.press("Send")
    expect(page.get_by_text("told by Vera Voluntary, by telephone")).to_be_visible()
    look_at(page)

    page.goto(meeting)
    expect(page.get_by_text("1 of 2 updates returned")).to_be_visible()
    keys.follow("Write the paper")
    look_at(page)
    keys.type("Background", "The chapter is of 2019.")
    keys.press("Save")
    keys.follow("Look at the draft")
    expect(page.get_by_text("DRAFT", exact=True)).to_be_visible()
    expect(page.get_by_text("The chapter is of 2019.")).to_be_visible()
    expect(page.get_by_text("Four befrienders were found.").first).to_be_visible()
    look_at(page)
    keys.follow("The meeting")
    keys.follow("Issue the paper")
    look_at(page)
    keys.press("Issue it")
    first = keys.download("PDF of the paper")
    assert first.startswith(b"%PDF")
    assert keys.download("PDF of the paper") == first

    keys.follow("Record a decision")
    look_at(page)
    keys.select("What did it decide?", "Noted")
    keys.select("Action", "Find befrienders")
    keys.type("Decision", "Noted with thanks.")
    keys.press("Record it")
    expect(page.get_by_text("Noted: Noted with thanks.")).to_be_visible()
    look_at(page)
    keys.follow("Find befrienders")
    expect(page.get_by_text("noted. Noted with thanks.")).to_be_visible()


def test_a_member_sees_what_to_look_at_how_it_went_and_what_was_issued(page, issued):
    keys = enter(page, "board_member")
    expect(page.get_by_role("heading", name="What the board has to look at")).to_be_visible()
    keys.follow("late")
    expect(page.locator("#late:target")).to_contain_text("Hold a coffee morning")
    keys.follow("How it went, month by month")
    look_at(page)
    keys.follow("Unified Prevention Board")
    keys.day("See this page as it stood on a day", datetime.date(2026, 11, 23))
    keys.press("Show that day")
    expect(page.get_by_text("As it stood on 23 November 2026.")).to_be_visible()
    expect(page.get_by_text("Hold a coffee morning")).to_have_count(0)
    look_at(page)
    keys.follow("Show it as it is now")
    page.goto(issued)
    look_at(page)
    assert keys.download("PDF of the paper").startswith(b"%PDF")
    keys.follow("Paper")
    expect(page.get_by_role("heading", name="Exceptions")).to_be_visible()
    expect(page.get_by_text(re.compile("fingerprint"))).to_be_visible()
    look_at(page)


def test_a_reviewer_verifies_one_claim_and_returns_another(page, open_page):
    keys = enter(page, "reviewer")
    for title, verdict, said in (
        ("Hold talks in libraries", "Verified", "Verified: the action is complete."),
        ("Start walking groups", "Returned", "Returned to its owner."),
    ):
        page.goto("/")
        keys.follow(title)
        look_at(page)
        keys.press("Answer the claim")
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        look_at(page)
        keys.choose(verdict)
        keys.type("What did you look at", "The page of the libraries: seven of nine branches.")
        keys.press("Answer the claim")
        expect(page.get_by_text(said)).to_be_visible()
        look_at(page)
    page.goto("/")
    expect(page.get_by_text("Claimed complete, for you")).to_have_count(0)
    owner = sign_in(open_page(width=375, height=800), "owner")
    owner.get_by_role("link", name="Report progress on Start walking groups").click()
    expect(owner.get_by_text("Your claim was returned: The page of")).to_be_visible()

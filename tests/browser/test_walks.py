"""The walks, as people do them in a browser."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, assert_fits, assert_usable, sign_in

BOARD = "/boards/unified-prevention-board/"


def heading(page):
    return page.locator("h1").inner_text()


def test_a_reviewer_finds_where_31878_comes_from_in_two_clicks(page):
    sign_in(page, "reviewer")
    page.get_by_label("A number as it stands in a paper").fill("31,878")
    page.get_by_role("button", name="Find where it comes from").click()
    page.get_by_role("link", name="where it comes from").first.click()
    assert heading(page) == "Where this number comes from: 31,878"
    expect(page.get_by_text("281,025 × 4.9% = 13,770.2")).to_be_visible()
    expect(page.get_by_text("with 6.2% of females and 4.9% of males").first).to_be_visible()
    page.get_by_role("link", name="4.9%", exact=True).click()
    expect(page.get_by_role("link", name="Community Life Survey: 2017-18").first).to_be_visible()


def test_the_secretary_gives_an_action_to_an_owner_who_reports_and_the_board_sees_it(open_page):
    secretary = open_page()
    sign_in(secretary, "secretary")
    secretary.get_by_role("link", name="Set up recommendations a to p").click()
    row = secretary.locator("#row-d")
    owner_choice = row.get_by_label("Owner").locator("option", has_text=re.compile("^Lead"))
    row.get_by_label("Owner").select_option(value=owner_choice.first.get_attribute("value"))
    row.get_by_label("Due").fill("2027-03-31")
    secretary.get_by_role("button", name="Save").click()
    expect(secretary.get_by_text("Saved: 1 changed.")).to_be_visible()

    owner = open_page(width=375, height=800)
    sign_in(owner, "owner")
    assert_fits(owner)
    owner.get_by_role("link", name="Report progress on Link loneliness").click()
    owner.get_by_label("On track.").check()
    owner.get_by_label("In progress.").check()
    owner.get_by_label("What happened since").fill("Two link workers briefed.")
    assert_accessible(owner)
    owner.get_by_role("button", name="Send").click()
    expect(owner.get_by_text("Two link workers briefed.")).to_be_visible()

    board = open_page()
    sign_in(board, "board_member")
    board.goto(BOARD)
    title = board.get_by_role("heading", name="social prescribing model")
    section = board.locator("section").filter(has=title)
    expect(section.get_by_text("Two link workers briefed.")).to_be_visible()
    expect(section.get_by_text("On track")).to_be_visible()
    expect(section.get_by_text("due 31 March 2027")).to_be_visible()


def test_a_slip_in_the_report_is_told_and_nothing_typed_is_lost(page):
    sign_in(page, "secretary")
    page.goto("/actions/")
    page.get_by_role("link", name=re.compile("^Consider the findings")).click()
    page.get_by_role("link", name="Enter an update for the owner").click()
    page.get_by_label("What happened since").fill("Housing officers met.")
    page.get_by_role("button", name="Send").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_visible()
    assert page.get_by_label("What happened since").input_value() == "Housing officers met."
    summary.get_by_role("link", name=re.compile("How is it going")).click()
    assert page.locator(":focus").get_attribute("name") == "rag"
    assert_accessible(page)


def test_a_page_is_used_with_the_keyboard_alone(page):
    sign_in(page, "board_member")
    page.goto(BOARD)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("e => document.querySelector('main').contains(e)")


def test_a_list_is_filtered_and_sorted_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    sign_in(page, "reviewer")
    page.goto("/evidence/publications/")
    page.get_by_role("combobox", name="Grade").select_option("strong")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_text("7 publications")).to_be_visible()
    page.get_by_role("link", name="Year", exact=True).click()
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Year")


def test_every_kind_of_page_is_accessible_and_fits(open_page):
    page = open_page()
    sign_in(page, "reviewer")
    for address in (
        BOARD,
        "/groups/",
        "/groups/transitions/",
        "/groups/children/",
        "/search/?q=loneliness",
        "/search/?q=nothing-like-it",
        "/evidence/publications/",
        "/evidence/publications/?grade=nonsense",
        "/evidence/publications/dcms-cls-2017-18/",
        "/evidence/findings/",
        "/evidence/findings/cls-2017-18-women/",
        "/evidence/populations/",
        "/evidence/populations/mid-2018-males-16-plus/",
        "/evidence/citations/",
        "/evidence/figures/",
        "/evidence/glossary/",
        "/estimates/",
        "/estimates/table-1/",
        "/estimates/table-13/",
        "/estimates/table-9/where-from/",
        "/actions/",
        "/actions/recommendations/d/",
        "/actions/d-social-prescribing/",
        "/actions/services/",
        "/actions/policy/",
        "/accessibility/",
        "/accounts/password/change/",
    ):
        page.goto(address)
        assert_usable(page)


def test_the_pages_of_other_roles_are_accessible_and_fit(open_page):
    for who, addresses in {
        "secretary": (
            "/actions/set-up/",
            "/actions/owners/",
            "/actions/owners/appoint/",
            "/actions/boards/great-communities/end/",
            "/actions/coffee-morning/date/",
        ),
        "officer": ("/estimates/table-1/draft/",),
        "administrator": ("/people/", "/people/invite/"),
    }.items():
        page = open_page()
        sign_in(page, who)
        for address in addresses:
            page.goto(address)
            assert_usable(page)

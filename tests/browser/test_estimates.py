"""The estimates in a browser: a newer edition reaches a table; a line is audited and queried."""

from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, assert_fits, assert_usable, sign_in

TABLE = "/estimates/table-3/"
SURVEY = "/evidence/publications/dcms-cls-2017-18/"
BANDS = {
    "aged 16 to 24": "9%", "aged 25 to 34": "8%", "aged 35 to 49": "7%",
    "aged 50 to 64": "5%", "aged 65 to 74": "4%", "aged 75 and over": "5%",
}  # fmt: skip


def enter_edition(page):
    """The figures of 2024/25 that its publication prints by age, all whole percentages."""
    page.goto(f"{SURVEY}new-edition/")
    about = {"title": "Community Life Survey 2024/25", "year": "2025", "period": "2024/25"}
    for name, value in about.items():
        page.locator(f"input[name={name}]").fill(value)
    for same in page.locator("input[name^=same_][value=same]").all():
        same.check()
    page.get_by_role("button", name="Continue").click()
    page.locator("input[name=place]").fill("Figure 2, data table")
    for ages, value in BANDS.items():
        row = page.locator("tr", has_text=ages).filter(has_text="Lonely often or always")
        row = row.filter(has_not_text="long-term").first
        row.locator("input").first.fill(value)
    page.get_by_role("button", name="Continue to what it touches").click()
    page.get_by_role("button", name="Save").click()


def test_the_newer_edition_of_its_survey_reaches_table_3(open_page):
    officer = open_page()
    sign_in(officer, "officer")
    enter_edition(officer)
    officer.goto(f"{TABLE}draft/")
    assert_accessible(officer)
    officer.get_by_label("What changed").fill("The survey of 2024/25.")
    for select in officer.locator("select[name^=finding-]").all():
        newest = select.locator("optgroup[label^=Newer] option").first
        select.select_option(newest.get_attribute("value"))
    officer.get_by_role("button", name="See old and new").click()
    expect(officer.get_by_text("30,975 becomes")).to_be_visible()
    expect(officer.get_by_text("as a whole percentage and stands for 8.5% to 9.5%")).to_be_visible()
    expect(
        officer.get_by_text("replaced by rebased ones on 23 November 2023").first
    ).to_be_visible()
    assert_accessible(officer)
    officer.set_viewport_size({"width": 375, "height": 800})
    assert_fits(officer)
    officer.get_by_role("button", name="Save as a draft").click()
    expect(officer.get_by_text("Drafted. A reviewer approves it")).to_be_visible()

    reviewer = open_page()
    sign_in(reviewer, "reviewer")
    reviewer.goto(f"{TABLE}versions/2/")
    assert_accessible(reviewer)
    asked = reviewer.locator("a[href*='/answer/'][href$='version=2']")
    while asked.count():
        asked.first.click()
        reviewer.get_by_label("Your answer").fill("It is so, and is said on the page.")
        reviewer.get_by_role("button", name="Keep the answer").click()
        reviewer.wait_for_url("**/versions/2/")
    reviewer.get_by_role("button", name="Approve version 2").click()
    expect(reviewer.get_by_text("Version 2 is now the table’s answer.")).to_be_visible()
    reviewer.goto(f"{TABLE}compare/?old=1&new=2")
    assert_accessible(reviewer)
    reviewer.goto(f"{TABLE}versions/1/")
    expect(reviewer.get_by_text("A newer version answers now")).to_be_visible()


def test_a_line_is_queried_answered_and_the_report_signed(open_page):
    reviewer, officer = open_page(), open_page(width=375, height=800)
    sign_in(reviewer, "reviewer")
    sign_in(officer, "officer")
    reviewer.goto("/estimates/audits/new/")
    reviewer.get_by_label("What is the audit for?").fill("Spot check")
    reviewer.get_by_label("How many lines").fill("1")
    reviewer.get_by_label("The number the draw starts from").fill("7")
    reviewer.get_by_role("button", name="Begin").click()
    expect(reviewer.get_by_text("0 of 1 lines are marked.")).to_be_visible()
    assert_accessible(reviewer)
    reviewer.locator("main tbody a").first.click()
    reviewer.get_by_label("Query", exact=True).check()
    reviewer.get_by_label("Note").fill("Which page of the source?")
    reviewer.get_by_label("For a query: which officer").select_option(label="Edward Evidence")
    assert_accessible(reviewer)
    reviewer.get_by_role("button", name="Mark").click()
    officer.goto("/estimates/audits/")
    officer.locator(".govuk-inset-text a").first.click()
    officer.get_by_label("Your answer").fill("Page 3.")
    officer.get_by_role("button", name="Answer").click()
    expect(officer.get_by_text("Your answer is kept")).to_be_visible()
    assert_accessible(officer)
    assert_fits(officer)
    reviewer.reload()
    reviewer.get_by_role("link", name="Sign the report").click()
    reviewer.get_by_label("What did the audit find?").fill("The line holds.")
    reviewer.get_by_role("button", name="Sign").click()
    expect(reviewer.get_by_text("The report is signed.")).to_be_visible()


def test_every_page_of_a_table_is_accessible_and_fits(open_page):
    page = open_page()
    sign_in(page, "reviewer")
    for address in (
        TABLE, f"{TABLE}where-from/", f"{TABLE}versions/1/", f"{TABLE}checklist/",
        f"{TABLE}what-if/?p1=9", f"{TABLE}quote/", "/estimates/table-12/answer/unit/",
        "/gaps/?table=12", "/estimates/audits/", "/estimates/",
    ):  # fmt: skip
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)
        assert_usable(page)

"""The evidence register in a browser: brought in, graded, confirmed, entered anew."""

from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, assert_fits, assert_usable, sign_in

SURVEY = "/evidence/publications/dcms-cls-2017-18/"
FILE = """TY  - JOUR
AU  - Holt-Lunstad, Julianne
AU  - Smith, Timothy B.
TI  - Social Relationships and Mortality Risk: A Meta-analytic Review
PY  - 2010
DO  - 10.1371/journal.pmed.1000316
ER  -
TY  - RPRT
AU  - Oadby Voices
TI  - Alone in Oadby
PY  - 2026
ER  -
TY  - JOUR
PY  - 2015
ER  -
"""


def test_from_a_file_of_references_to_the_weakest_evidence_of_a_table(open_page, tmp_path):
    references = tmp_path / "export.ris"
    references.write_text(FILE, "utf-8")
    officer = open_page()
    sign_in(officer, "officer")
    officer.goto("/evidence/import/")
    officer.locator("input[type=file]").set_input_files(references)
    officer.locator("main form button[type=submit]").first.click()
    expect(officer.get_by_text("3 records, read as RIS")).to_be_visible()
    assert_accessible(officer)
    expect(
        officer.get_by_role("link", name="New (1)").or_(officer.get_by_text("New (1)"))
    ).to_be_visible()
    expect(officer.get_by_text("Refused (1)").first).to_be_visible()
    officer.get_by_role("button", name="Take it in").click()
    expect(officer.get_by_text("1 added").first).to_be_visible()

    officer.goto(SURVEY)
    officer.get_by_role("link", name="Change the grade that waits").click()
    officer.get_by_label("Weak", exact=True).check()
    officer.get_by_label("Your reason").fill("Its new method is under review.")
    officer.get_by_role("button", name="Save the grade").click()
    expect(officer.get_by_text("Give your reason for departing").first).to_be_visible()
    officer.get_by_label("Why not the suggested grade?").fill("The method changed.")
    officer.get_by_role("button", name="Save the grade").click()
    expect(officer.get_by_text("Graded weak.")).to_be_visible()

    reviewer = open_page(width=375, height=800)
    sign_in(reviewer, "reviewer")
    reviewer.goto("/estimates/table-1/")
    expect(reviewer.get_by_text("Weak, not confirmed").first).to_be_visible()
    expect(reviewer.get_by_text("Strong became weak").first).to_be_visible()
    reviewer.goto("/evidence/queue/?kind=grades")
    section = reviewer.locator("section", has_text="Its new method is under review.")
    section.get_by_role("button", name="Confirm this grade").click()
    expect(reviewer.get_by_text("Confirmed: the grade and its reason.")).to_be_visible()
    assert_fits(reviewer)
    reviewer.goto("/estimates/table-1/")
    weakest = reviewer.locator("p", has_text="Weakest evidence:").first
    expect(weakest.get_by_text("Weak", exact=True)).to_be_visible()


def test_the_survey_of_2024_25_is_entered_beside_that_of_2017_18(page):
    sign_in(page, "officer")
    page.goto(SURVEY)
    page.get_by_role("link", name="A new edition came out").click()
    page.get_by_label("Title").fill("Community Life Survey 2024/25")
    page.get_by_label("Year of publication").fill("2025")
    page.get_by_label("Period of its figures").fill("2024/25")
    assert_accessible(page)
    page.get_by_role("button", name="Continue to its figures").click()
    expect(page.get_by_text("Say whether the question is the same").first).to_be_visible()
    page.get_by_label("The same words as before").check()
    page.get_by_role("button", name="Continue to its figures").click()
    page.get_by_label("Where the figures stand").fill("Figure 2, data table")
    for ages, figure in (("16 to 24", "9%"), ("25 to 34", "8%")):
        said = f"New figure as printed: Young adults (aged 16-34), {ages}"
        page.get_by_label(said, exact=True).fill(figure)
    assert_accessible(page)
    page.get_by_role("button", name="Continue to what it touches").click()
    expect(page.get_by_text("2 new figures, 2024/25")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Save the new edition").click()
    expect(page.get_by_text("Entered 2 figures.")).to_be_visible()
    expect(page.get_by_role("link", name="9%", exact=True)).to_be_visible()


PAGES = [
    "/evidence/queue/",
    "/evidence/queue/?kind=grades",
    "/evidence/map/",
    "/evidence/map/?by=grade",
    "/evidence/duplicates/",
    "/evidence/import/",
    "/evidence/findings/",
    f"{SURVEY}appraise/",
    f"{SURVEY}standing/",
    f"{SURVEY}remove/",
    f"{SURVEY}?as-at=2026-11-23",
    "/evidence/findings/cls-2017-18-men/check/",
    "/checks/",
    "/checks/1/",
]


def test_every_page_is_accessible_and_fits(open_page):
    page = open_page()
    sign_in(page, "officer")
    for address in PAGES:
        page.goto(address)
        assert_usable(page)


def test_a_figure_is_confirmed_by_keyboard_alone(open_page):
    page = open_page()
    sign_in(page, "second_reviewer")
    page.goto("/evidence/queue/")
    waiting = page.locator(".app-waiting").first
    waiting.get_by_role("button", name="Confirm: the figure says").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Confirmed: the figure says what the quotation says.")).to_be_visible()
    summary = page.locator(".app-waiting summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Another page.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Returned. Whoever entered")).to_be_visible()

"""Walk 1, as far as it goes: an officer adds a study and it stands in the register."""

from tests.browser.conftest import sign_in

STUDY = "/admin/evidence/publication/add/"


def choose(page, field, words):
    """Choose from an autocomplete field as a person does: open, type, pick."""
    page.locator(f"[aria-labelledby='select2-{field}-container']").click()
    page.locator(".select2-search__field").fill(words)
    page.locator(".select2-results__option--highlighted", has_text=words).click()


def fill(page, **typed):
    for name, value in typed.items():
        page.locator(f"#id_{name}").fill(value)


def test_an_officer_adds_a_study_and_a_reader_finds_it(open_page):
    officer = open_page()
    sign_in(officer, "officer")
    officer.get_by_role("link", name="Add a study").click()
    fill(officer, title="Feeling alone in Rutland", year="2025", authors="Rutland Voices")
    officer.locator("#id_kind").select_option("research-report")
    officer.locator("#id_commissioner_kind").select_option("voluntary-sector")
    officer.locator("#id_sampling").select_option("random")
    choose(officer, "id_findings-0-measure", "Lonely often or always")
    choose(officer, "id_findings-0-group", "Young carers")
    fill(officer, **{"findings-0-percentage": "18.4", "findings-0-quotation": "18.4% were lonely"})
    officer.get_by_role("button", name="Save", exact=True).click()
    assert officer.get_by_text("Say where the words stand").is_visible()

    fill(officer, **{"findings-0-place": "page 7"})
    officer.get_by_role("button", name="Save", exact=True).click()
    assert officer.get_by_text("was added successfully").is_visible()

    reader = open_page(width=375, height=800)
    sign_in(reader, "board_member")
    reader.goto("/search/?q=18.4%25")
    reader.get_by_role("link", name="18.4%: Young carers").click()
    assert reader.get_by_text("18.4% were lonely").first.is_visible()
    assert reader.get_by_text("Edward Evidence").first.is_visible()
    reader.get_by_role("link", name="Feeling alone in Rutland").first.click()
    assert reader.get_by_text("Nobody has appraised this publication yet.").is_visible()

"""Walk 1, as far as it goes: a study added in the workshop stands in the register."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SCREEN, SIZES, assert_accessible, sign_in

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
    expect(officer.get_by_text("Say where the words stand")).to_be_visible()

    fill(officer, **{"findings-0-place": "page 7"})
    officer.get_by_role("button", name="Save", exact=True).click()
    expect(officer.get_by_text("was added successfully")).to_be_visible()

    reader = open_page(width=375, height=800)
    sign_in(reader, "board_member")
    reader.goto("/search/?q=18.4%25")
    reader.get_by_role("link", name="18.4%: Young carers").click()
    expect(reader.get_by_text("18.4% were lonely").first).to_be_visible()
    expect(reader.get_by_text("Edward Evidence").first).to_be_visible()
    reader.get_by_role("link", name="Feeling alone in Rutland").first.click()
    expect(reader.get_by_text("Nobody has appraised this publication yet.")).to_be_visible()


@pytest.mark.parametrize(
    ("who", "addresses"),
    [
        (
            "officer",
            (
                "",
                "evidence/",
                "evidence/publication/",
                "evidence/publication/add/",
                "evidence/publication/2/change/",
                "evidence/publication/2/history/",
                "evidence/finding/",
                "evidence/finding/2/change/",
                "evidence/populationcount/add/",
                "estimates/estimatetable/2/change/",
                "estimates/caveat/",
            ),
        ),
        ("secretary", ("actions/action/2/change/", "actions/post/add/", "actions/recommendation/")),
        (
            "administrator",
            ("accounts/user/", "accounts/user/2/change/", "evidence/publication/2/change/"),
        ),
    ],
)
def test_the_pages_of_the_workshop_are_accessible(page, who, addresses):
    sign_in(page, who)
    for address in addresses:
        assert page.goto(f"/admin/{address}").status == 200
        page.wait_for_load_state("networkidle")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert_accessible(page, colours=(width, height) == SCREEN)

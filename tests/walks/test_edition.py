"""The Community Life Survey of 2024/25 comes out: an officer enters it beside that of 2017-18."""

import re

import pytest

from evidence.models import Finding, Publication
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
WHERE = "/evidence/publications/dcms-cls-2017-18/new-edition/"
ABOUT = {
    "title": "Community Life Survey 2024/25: loneliness and support networks",
    "year": "2025",
    "fieldwork": "October 2024 to March 2025",
    "url": "https://www.gov.uk/government/statistics/community-life-survey-202425-annual-publication",
    "period": "2024/25",
}
FIGURES = {
    "cls-2017-18-adults": "6.6%",
    "cls-2017-18-age-16-24": "9%",
    "cls-2017-18-age-25-34": "8%",
    "cls-2017-18-age-35-49": "7%",
    "cls-2017-18-age-50-64": "5%",
    "cls-2017-18-age-65-74": "4%",
    "cls-2017-18-age-75-plus": "5",
}


def row(key):
    return f"row-{Finding.objects.get(key=key).pk}"


@pytest.fixture
def told():
    """All that is typed in the two steps."""
    measure = Finding.objects.get(key="cls-2017-18-men").measure
    grid = {f"{row(key)}-value": value for key, value in FIGURES.items()}
    common = {"place": "Figure 2, data table", "interval_state": "not-looked-for"}
    return ABOUT | {f"same_{measure.pk}": "same"} | common | grid


def hidden(response):
    """What travels with the page."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text(response))
    return dict(found)


def text(response):
    return response.content.decode()


def test_the_edition_in_three_steps(client_of, officer, reviewer, told):
    client = client_of(officer)
    assert "Step 1 of 3" in text_of(client.get(WHERE))
    page = client.post(WHERE, ABOUT | {"step": "grid"})
    assert "Say whether the question is the same" in text_of(page)
    page = client.post(WHERE, {**told, "step": "grid"})
    assert "Step 2 of 3" in text_of(page)
    assert hidden(page)["period"] == "2024/25"
    page = client.post(WHERE, {**told, "step": "check"})
    said = text_of(page)
    assert "7 new figures, 2024/25" in said
    assert "Table 3 , 16-24 years: 5,925" in said
    assert not Publication.objects.filter(title=ABOUT["title"]).exists()
    page = client.post(WHERE, {**hidden(page), "step": "save"}, follow=True)
    assert "Entered 7 figures." in text_of(page)
    new = Publication.objects.get(title=ABOUT["title"])
    young = Finding.objects.get(publication=new, age_from=16, age_to=24)
    assert (young.stated, young.quotation, young.place) == ("9%", "9%", "Figure 2, data table")
    old = Finding.objects.get(key="cls-2017-18-age-16-24")
    said = text_of(client_of(reviewer).get(old.get_absolute_url()))
    assert "In a newer edition: 9%: Young adults (aged 16-34) , 2024/25" in said
    assert "Newer edition exists" in text_of(client.get("/evidence/publications/dcms-cls-2017-18/"))


def test_a_second_click_saves_nothing_twice(client_of, officer, told):
    client = client_of(officer)
    client.post(WHERE, told | {"step": "save"})
    page = client.post(WHERE, told | {"step": "save"})
    assert "choose it as the new edition instead" in text_of(page)
    assert Publication.objects.filter(title=ABOUT["title"]).count() == 1


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("value", "nine", "“nine” is not a percentage as printed"),
        ("value", "101%", "“101%” is not a percentage as printed"),
        ("interval_low", "8", "Give both ends of the interval"),
        ("base", "0", "greater than or equal to 1"),
    ],
)
def test_a_slip_in_a_row_is_explained_and_nothing_is_lost(
    client_of, officer, told, name, value, sentence
):
    slip = {f"{row('cls-2017-18-age-16-24')}-{name}": value}
    page = client_of(officer).post(WHERE, told | slip | {"step": "check"})
    assert sentence in text_of(page)
    assert 'value="6.6%"' in text(page)


def test_intervals_need_their_source_and_hold_their_figure(client_of, officer, told):
    prefix = row("cls-2017-18-age-16-24")
    ends = {f"{prefix}-interval_low": "8", f"{prefix}-interval_high": "10"}
    client = client_of(officer)
    said = text_of(client.post(WHERE, told | ends | {"step": "check"}))
    assert "Say where the intervals are published." in said
    ends[f"{prefix}-interval_low"] = "9.5"
    said = text_of(client.post(WHERE, told | ends | {"step": "check"}))
    assert "must lie within its interval" in said


def test_a_half_filled_row_and_an_empty_grid_are_refused(client_of, officer, told):
    client = client_of(officer)
    half = {f"{row('cls-2017-18-men')}-base": "100"}
    said = text_of(client.post(WHERE, told | half | {"step": "check"}))
    assert "Give the new figure, or empty the whole row." in said
    none = {name: "" for name in told if name.startswith("row-")}
    said = text_of(client.post(WHERE, told | none | {"step": "check"}))
    assert "Enter at least one new figure." in said
    nowhere = told | {"place": "", "step": "check"}
    assert "Say where the figure stands" in text_of(client.post(WHERE, nowhere))


def test_others_may_not(client_of, reviewer, told):
    client = client_of(reviewer)
    assert client.get(WHERE).status_code == 403
    assert client.post(WHERE, told | {"step": "save"}).status_code == 403


def test_many_slips_are_one_list_that_names_each_row(client_of, officer, told):
    wrong = {
        f"{row('cls-2017-18-adults')}-value": "abc",
        f"{row('cls-2017-18-age-75-plus')}-value": "150",
    }
    page = client_of(officer).post(WHERE, told | wrong | {"step": "check"})
    assert text(page).count("There is a problem") == 1
    said = text_of(page)
    assert "Adults, 16 and over, new figure as printed – “abc” is not a percentage" in said
    assert "Older people, 75 and over, new figure as printed – “150” is not" in said
    assert "<title>Error: " in text(page)

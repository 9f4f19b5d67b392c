"""Looking at a table: what if, the checklist, and the figure published for the place itself."""

import pytest

from evidence.models import Area
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db


def test_another_percentage_changes_the_total_and_nothing_is_saved(
    client_of, board_member, chapter
):
    client = client_of(board_member)
    page = text_of(client.get("/estimates/table-1/what-if/?p1=5.5"))
    assert "31,878 would be 33,564 (+1,686)" in page
    assert "281,025 × 5.5% = 15,456.4" in page
    assert chapter.tables.get(number=1).revisions.count() == 1


def test_weak_evidence_is_left_out(client_of, board_member):
    page = text_of(client_of(board_member).get("/estimates/table-11/what-if/?without_weak=on"))
    assert "362 would be 0 (−362)" in page
    assert page.count("left out") >= 6


@pytest.mark.parametrize("given", ["p1=101", "p1=-1", "p1=many", "p1=NaN", "p1=5.55555"])
def test_a_percentage_that_is_none_gets_a_sentence(client_of, board_member, given):
    page = client_of(board_member).get(f"/estimates/table-1/what-if/?{given}")
    assert page.status_code == 200
    assert "There is a problem" in text_of(page)
    assert "would be" not in text_of(page)


def test_the_checklist_is_read_from_the_record(client_of, board_member, reviewer):
    page = text_of(client_of(board_member).get("/estimates/table-1/checklist/"))
    assert "Made by one person and approved by another? Not met" in page
    assert "Does every number still follow from its inputs? Met" in page
    assert "Does every source still stand? Not met a source was replaced" in page
    assert "Is it known how far each percentage may be out? Not met 0 of 2 lines" in page
    assert "Is it clear which figure to quote for these people? Not met" in page
    client_of(reviewer).post("/estimates/table-1/quote/", {"reason": "The best known."})
    page = text_of(client_of(board_member).get("/estimates/table-1/checklist/"))
    assert "Is it clear which figure to quote for these people? Met" in page


@pytest.fixture
def line(chapter):
    return chapter.tables.get(number=8).lines.get()


def local_figure(line, **given):
    """A figure of the same question and people that another survey publishes for the county."""
    used, whom = line.finding, line.population
    same = {"measure": used.measure, "group": whom.group, "area": whom.area}
    same |= {"age_from": whom.age_from, "age_to": whom.age_to}
    return makers.make_finding(**same | {"percentage": "60.0", "decimals": 1} | given)


INTERVAL = {"interval_state": "recorded", "interval_source": "table 3"}


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({}, "The local survey publishes no interval, so whether they agree cannot be said."),
        (
            INTERVAL | {"interval_low": "55", "interval_high": "65"},
            "Within the local figure’s interval, 55% to 65%.",
        ),
        (
            INTERVAL | {"interval_low": "58.5", "interval_high": "65"},
            "Outside the local figure’s interval, 58.5% to 65%.",
        ),
        ({"age_from": 85}, "Not comparable: the local survey is of people aged 85 and over."),
    ],
)
def test_a_local_figure_stands_beside_the_one_worked_out(
    client_of, board_member, line, given, verdict
):
    local_figure(line, **given)
    page = text_of(client_of(board_member).get("/estimates/table-8/where-from/"))
    assert "60.0%, Feeling alone in Rutland 4,964 4,749, 57.4%" in page
    assert verdict in page


def test_another_question_is_not_comparable(client_of, board_member, line, chapter):
    local_figure(line, measure=chapter.tables.get(number=1).measure)
    page = text_of(client_of(board_member).get("/estimates/table-8/where-from/"))
    assert "Not comparable: the local survey asked “Lonely often or always”" in page


def test_a_figure_of_elsewhere_is_not_local(client_of, board_member, line):
    local_figure(line, area=Area.objects.get(code="birmingham"))
    page = text_of(client_of(board_member).get("/estimates/table-8/where-from/"))
    assert "holds no other figure that a survey publishes for the place itself" in page

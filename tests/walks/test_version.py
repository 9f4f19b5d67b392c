"""A new version of a table: drafted by an officer, approved by somebody else, then the answer."""

import pytest

from estimates.models import EstimateTable
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
WHY = {"kind": "new-data", "reason": "The 2024/25 survey says 5%."}


@pytest.fixture
def newer_line(chapter):
    """The first line of Table 1 with another percentage of the same question."""
    line = chapter.tables.get(number=1).lines.get(position=1)
    old = line.finding
    line.finding = makers.make_finding(
        percentage="5", decimals=0, group=old.group, measure=old.measure
    )
    return records.save(line, by=User.objects.system())


def test_a_draft_waits_and_the_answer_stays(client_of, officer, newer_line):
    page = text_of(client_of(officer).post("/estimates/table-1/draft/", WHY, follow=True))
    assert "Version 2 (new data) is drafted by Edward Evidence and waits for approval" in page
    assert "total 32,159, now 31,878" in page


def test_the_approved_version_is_the_answer_beside_print(client_of, officer, reviewer, newer_line):
    client_of(officer).post("/estimates/table-1/draft/", WHY)
    draft = newer_line.table.revisions.get(number=2)
    page = text_of(
        client_of(reviewer).post(f"/estimates/versions/{draft.pk}/approve/", follow=True)
    )
    assert "Version 2 is now the table’s answer." in page
    assert "Printed 31,878 · computed 32,159 · differs" in page
    assert "Version 1, as printed: 31,878." in page


def test_the_officer_may_not_approve(client_of, officer, newer_line):
    client = client_of(officer)
    client.post("/estimates/table-1/draft/", WHY)
    draft = newer_line.table.revisions.get(number=2)
    assert client.post(f"/estimates/versions/{draft.pk}/approve/").status_code == 403


def test_a_table_without_lines_gets_a_sentence(client_of, officer, chapter):
    like = chapter.tables.get(number=1)
    table = EstimateTable(
        chapter=chapter,
        number=18,
        title="Young carers",
        measure=like.measure,
        population_heading="Young carers",
        percentage_heading="%",
        estimate_heading="Lonely",
    )
    records.save(table, by=officer)
    page = client_of(officer).post("/estimates/table-18/draft/", WHY)
    assert "The table has no lines yet" in text_of(page)
    assert "no answer yet" in text_of(client_of(officer).get("/estimates/table-18/"))

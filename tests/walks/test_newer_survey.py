"""The survey of 2024/25 reaches Table 3: entered, drafted, answered, approved, compared."""

import pytest

from estimates import checking, services
from estimates.models import EstimateLine
from evidence.models import Finding
from tests.walks.test_edition import FIGURES, WHERE, told  # noqa: F401  (a fixture)
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db


def test_old_and_new_beside_each_other(client_of, officer, reviewer, chapter, told):  # noqa: F811
    client_of(officer).post(WHERE, told | {"step": "save"})
    table = chapter.tables.get(number=3)
    chosen = {"kind": "new-data", "reason": "The survey of 2024/25.", "rule": "exact-sum"}
    for line in table.lines.select_related("finding"):
        newest = Finding.objects.get(earlier=line.finding)
        assert line.finding.key in FIGURES
        chosen |= {
            f"finding-{line.position}": newest.pk,
            f"population-{line.position}": line.population_id,
        }
    page = text_of(client_of(officer).post("/estimates/table-3/draft/", chosen | {"step": "check"}))
    assert "30,975 becomes 36,003" in page
    assert "9% is published as a whole percentage and stands for 8.5% to 9.5%" in page
    assert page.count("The mid-year estimates for 2012 to 2021, mid-2018 among them") == 6
    assert "Asked in 2024/25, counted in mid-2018: 7 years apart." in page
    client_of(officer).post("/estimates/table-3/draft/", chosen | {"step": "save"})
    draft = table.revisions.get(number=2)
    client = client_of(reviewer)
    for found in checking.to_answer(draft):
        client.post(f"{found.get_absolute_url()}?version=2", {"answer": "Said on the page."})
    page = text_of(client.get("/estimates/table-3/versions/2/"))
    assert [one.rule.name for one in checking.to_answer(draft)] == []
    assert "Approve version 2" in page
    client.post(f"/estimates/versions/{draft.pk}/approve/")
    page = text_of(client.get("/estimates/table-3/"))
    assert "Printed 30,975 · computed 36,003 · differs" in page
    page = text_of(client.get("/estimates/table-1/"))
    assert "36,003, Table 3" in page


def test_a_long_version_is_shown_page_by_page(client_of, officer, reviewer, chapter):
    table = chapter.tables.get(number=3)
    line = table.lines.get(position=6)
    for number in range(60):
        copy = EstimateLine(
            table=table, label=f"Copy {number}", population=line.population, finding=line.finding
        )
        services.enter(copy, by=officer)
    services.draft_revision(table, by=officer, kind="change-of-method", reason="Long.", rule="none")
    client = client_of(reviewer)
    page = text_of(client.get("/estimates/table-3/versions/2/"))
    assert "1 to 50 of 66" in page
    assert "66 lines were compared; shown are 60 that differ." in page
    assert "Copy 59: 1,883" in text_of(client.get("/estimates/table-3/versions/2/?page=2"))
    assert client.get("/estimates/table-3/versions/2/?page=x").status_code == 200

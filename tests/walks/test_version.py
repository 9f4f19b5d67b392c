"""A new version of a table: drafted by an officer, approved by somebody else, then the answer."""

import pytest
from django.core.exceptions import ValidationError
from django.test import TestCase

from estimates import checking, services
from estimates.models import EstimateTable
from evidence.models import Finding
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
WHY = {"kind": "new-data", "reason": "The 2024/25 survey says 5%.", "rule": "exact-sum"}
ADDRESS = "/estimates/table-1/draft/"


@pytest.fixture
def table(chapter):
    return chapter.tables.get(number=1)


@pytest.fixture
def newer(table):
    """The next edition's percentage of men, which takes the place of the one in use."""
    old = table.lines.get(position=1).finding
    return makers.make_finding(
        percentage="5", decimals=0, group=old.group, measure=old.measure, earlier=old,
        age_from=16, area=old.area, period="2018-19",
    )  # fmt: skip


def chosen(table, **given):
    """What the form says when each line keeps its inputs, save for those given by position."""
    lines = table.lines.all()
    kept = {f"finding-{line.position}": line.finding_id for line in lines}
    kept |= {f"population-{line.position}": line.population_id for line in lines}
    return WHY | kept | given


def drafted(client, table, newer):
    return client.post(
        ADDRESS, chosen(table, **{"finding-1": newer.pk, "step": "save"}), follow=True
    )


def test_the_newer_edition_is_offered_first(client_of, officer, newer):
    page = client_of(officer).get(ADDRESS).content.decode()
    offered = page[page.index('name="finding-1"') :]
    newest, alike = '<optgroup label="Newer edition', '<optgroup label="Same question, other'
    assert offered.index(newest) < offered.index(f'value="{newer.pk}"') < offered.index(alike)


def test_old_and_new_are_seen_before_anything_is_saved(client_of, officer, table, newer):
    told = chosen(table, **{"finding-1": newer.pk, "step": "check"})
    page = text_of(client_of(officer).post(ADDRESS, told))
    assert "31,878 becomes 32,159" in page
    assert "5% is published as a whole percentage and stands for 4.5% to 5.5%" in page
    assert "The count’s publication was replaced by its publisher. The mid-year estimates" in page
    assert not table.revisions.filter(number=2).exists()


def test_a_draft_waits_and_the_answer_stays(client_of, officer, table, newer):
    page = text_of(drafted(client_of(officer), table, newer))
    assert "It waits for approval by a reviewer who did not make it." in page
    assert "+281" in page
    page = text_of(client_of(officer).get("/estimates/table-1/"))
    assert "Version 2 (new data) is drafted by Edward Evidence and waits for approval" in page
    assert "total 32,159, now 31,878" in page
    assert table.lines.get(position=1).finding != newer


def test_a_second_click_drafts_nothing_more(client_of, officer, table, newer):
    client = client_of(officer)
    drafted(client, table, newer)
    page = text_of(drafted(client, table, newer))
    assert "This is drafted already: it waits as version 2." in page
    assert table.revisions.count() == 2


def test_the_approved_version_is_the_answer_beside_print(
    client_of, officer, reviewer, table, newer
):
    drafted(client_of(officer), table, newer)
    draft = table.revisions.get(number=2)
    client = client_of(reviewer)
    waiting = text_of(client.get("/estimates/table-1/versions/2/"))
    assert "want a reviewer’s answer before it can be approved" in waiting
    page = text_of(client.post(f"/estimates/versions/{draft.pk}/approve/", follow=True))
    assert "Answer first what the rules find in this version" in page
    for found in checking.to_answer(draft):
        address = f"{found.get_absolute_url()}?version=2"
        assert client.post(address, {"answer": "Looked at."}).status_code == 302
    page = text_of(client.post(f"/estimates/versions/{draft.pk}/approve/", follow=True))
    assert "Version 2 is now the table’s answer." in page
    assert "Printed 31,878 · computed 32,159 · differs" in page
    assert "Version 1 , as printed: 31,878." in page
    assert table.lines.get(position=1).finding == newer
    old = text_of(client.get("/estimates/table-1/versions/1/"))
    assert "A newer version answers now: version 2" in old


def test_the_officer_may_not_approve(client_of, officer, table, newer):
    client = client_of(officer)
    drafted(client, table, newer)
    draft = table.revisions.get(number=2)
    assert client.post(f"/estimates/versions/{draft.pk}/approve/").status_code == 403


def test_a_correction_says_how_much_it_matters(client_of, officer, table):
    told = chosen(table, kind="correction", step="save")
    page = text_of(client_of(officer).post(ADDRESS, told))
    assert "Say how much the correction matters." in page
    told = chosen(table, severity="slight", step="save")
    assert "Only a correction of our own error" in text_of(client_of(officer).post(ADDRESS, told))


def test_the_old_address_of_a_corrected_figure_says_so(client_of, officer, reviewer, table, newer):
    told = chosen(table, kind="correction", severity="material", step="save")
    client_of(officer).post(ADDRESS, told | {"finding-1": newer.pk})
    makers.approve(table.revisions.get(number=2), by=reviewer)
    client = client_of(reviewer)
    old = text_of(client.get("/estimates/table-1/versions/1/"))
    assert "Corrected on 24 November 2026, see version 2" in old
    page = text_of(client.get("/estimates/table-1/versions/2/"))
    assert "Correction. On 24 November 2026 Table 1" in page
    assert "It said 31,878 (about 32,000); it says 32,159 (about 32,000)." in page
    assert "Boards (" in page
    assert "Corrected on 24 November 2026" in text_of(client.get("/estimates/table-1/"))


def test_what_makes_nonsense_is_refused(client_of, officer, table):
    children = Finding.objects.get(key="ons-children-2018-age-10-12")
    line = table.lines.get(position=1)
    line.finding = children
    records.save(line, by=User.objects.system())
    page = text_of(client_of(officer).post(ADDRESS, chosen(table, step="save")))
    assert "The total would add up unlike questions" in page
    assert "Asked were people aged 10 to 12, counted those aged 16 and over." in page
    assert table.revisions.count() == 1


def test_two_versions_stand_side_by_side(client_of, officer, board_member, table, newer):
    drafted(client_of(officer), table, newer)
    page = text_of(client_of(board_member).get("/estimates/table-1/compare/?old=1&new=2"))
    assert "31,878 became 32,159" in page
    assert "281,025 × 5% = 14,051.3" in page
    page = text_of(client_of(board_member).get("/estimates/table-1/compare/?old=1&new=9"))
    assert "There is no version “9” of this table." in page


def test_many_tables_are_drafted_at_once(client_of, officer, table, newer):
    page = text_of(client_of(officer).get("/estimates/renew/"))
    assert "Males 4.9% to 5%" in page
    told = {"tables": ["1"], "reason": "The next survey."}
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client_of(officer).post("/estimates/renew/", told)
    page = text_of(client_of(officer).get(response["Location"]))
    assert "Working out 1 tables with their newest figures" in page
    assert table.revisions.get(number=2).lines.get(position=1).finding == newer


def test_nothing_is_half_drafted(officer, chapter, table, newer):
    empty = EstimateTable.objects.get(pk=chapter.tables.get(number=2).pk)
    with pytest.raises(ValidationError, match=r"Table 2: .* Nothing was drafted\."):
        services.draft_newest([table, without_lines(empty)], by=officer, reason="New.")
    assert table.revisions.count() == 1


def without_lines(table):
    """The table, as if its lines had gone."""
    table.lines.all().delete()
    return table


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
    page = client_of(officer).post("/estimates/table-18/draft/", WHY | {"step": "save"})
    assert "The table has no lines yet" in text_of(page)
    assert "no answer yet" in text_of(client_of(officer).get("/estimates/table-18/"))

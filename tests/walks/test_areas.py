"""Walks: a table of our own, a table repeated for districts and wards, and areas ranked."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from estimates import services
from estimates.models import EstimateLine, EstimateTable, Revision
from loneliness.records.models import Job
from tests import makers
from tests.walks import districts
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
SET = "district:leicestershire"
NEW = {
    "title": "Estimated number of adults who feel lonely often or always, at one rate",
    "measure": "lonely-often-or-always",
    "unit": "people",
    "total_rule": "exact-sum",
    "rows": "2",
    "population-1": "mid-2018-adults-16-plus",
}


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def overall():
    """The percentage of all adults, 5.5%."""
    measure = EstimateTable.objects.get(number=1).measure
    return measure.findings.get(percentage="5.5", group__code="adults").key


def post(client, step, **told):
    return client.post("/estimates/new/", NEW | {"step": step} | told, follow=True)


def repeat(client, number=1, **changes):
    """Ask to repeat a table as its page would."""
    table = EstimateTable.objects.get(number=number)
    found = services.plan_repetition(table, SET)
    told = {"areas": SET, "source": found.matching.source.key, "seen": found.seen} | changes
    return client.post(f"/estimates/table-{number}/repeat/", told, follow=True)


# A new table


def test_an_address_chooses_the_first_line_from_table_1(client, overall):
    page = client.get("/estimates/table-1/").content.decode()
    address = f"/estimates/new/?population=mid-2018-adults-16-plus&amp;finding={overall}"
    assert address in page
    page = client.get(address.replace("&amp;", "&")).content.decode()
    assert '<option value="mid-2018-adults-16-plus" selected>' in page
    assert f'<option value="{overall}" selected>' in page
    assert '<option value="lonely-often-or-always" selected>' in page


def test_sums_and_cautions_are_shown_before_anything_is_saved(client, overall):
    before = EstimateTable.objects.count(), EstimateTable.history.count(), Revision.objects.count()
    page = text_of(post(client, "check", **{"finding-1": overall}))
    assert "573,090 × 5.5% = 31,520.0" in page
    assert "People in Leicestershire" in page
    assert "% lonely often or always in England" in page
    assert "Save as a draft" in page
    after = EstimateTable.objects.count(), EstimateTable.history.count(), Revision.objects.count()
    assert before == after


def test_it_is_saved_with_the_next_number_and_a_draft_that_a_reviewer_approves(
    client, client_of, officer, reviewer, overall
):
    page = text_of(post(client, "save", **{"finding-1": overall}))
    assert "Table 18 is drafted." in page
    table = EstimateTable.objects.get(number=18)
    assert table.lines.get().label == "Adults, aged 16 and over"
    draft = table.revisions.get()
    assert (draft.total, draft.kind, draft.author, draft.is_frozen) == (
        31520, "new-data", officer, False,
    )  # fmt: skip
    assert table.history.get().history_user == officer
    makers.approve(draft, by=reviewer)
    assert "Computed 31,520" in text_of(client.get("/estimates/table-18/"))


def test_a_double_click_makes_one_table(client, overall):
    post(client, "save", **{"finding-1": overall})
    page = text_of(post(client, "save", **{"finding-1": overall}))
    assert "Table 18 already has this title" in page
    assert EstimateTable.objects.count() == 18


def test_what_makes_nonsense_is_refused_in_words_and_saved_by_nobody(client, overall):
    twice = {"population-2": "mid-2018-males-16-plus", "finding-2": overall, "finding-1": overall}
    page = text_of(post(client, "check", **twice))
    assert "Why it cannot be saved like this" in page
    assert "count the same people" in page
    assert "Save as a draft" not in page
    assert "There is a problem" in text_of(post(client, "save", **twice))
    assert EstimateTable.objects.count() == 17


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Choose both a count and a percentage"),
        ({"population-1": ""}, "Give the table at least one line"),
        ({"title": "", "population-1": ""}, "An answer is needed."),
        ({"population-1": "nonsense"}, "nonsense"),
    ],
)
def test_what_is_missing_gets_a_sentence(client, told, words):
    page = text_of(post(client, "check", **told))
    assert "There is a problem" in page
    assert words in page


def test_lines_are_added_and_counts_are_searched_without_losing_what_is_chosen(
    client, officer, overall
):
    districts.take_in(officer, districts.rows())
    told = {"finding-1": overall, "find_counts": "melton women", "find_findings": "nothing at all"}
    page = post(client, "find", **told).content.decode()
    assert ", Melton</option>" in page
    assert ", Blaby</option>" not in page
    assert f'<option value="{overall}" selected>' in page
    assert "There is a problem" not in page
    page = post(client, "add", **told).content.decode()
    assert 'name="population-3"' in page


# Repeated for other areas


def test_the_districts_that_add_up_make_one_table(client, officer, reviewer):
    districts.take_in(officer, districts.rows())
    page = text_of(client.get("/estimates/table-1/repeat/", {"areas": SET}))
    assert "7 areas with all 2 lines" in page
    assert "Yes: the areas add up to 31,878, the total of table 1." in page
    assert "Table 18 is drafted." in text_of(repeat(client))
    table = EstimateTable.objects.get(number=18)
    assert (table.repeats.number, table.total_rule, table.lines.count()) == (1, "exact-sum", 14)
    assert table.lines.first().label == "Blaby: Males"
    assert table.estimate_heading == "No. lonely often or always in each area"
    makers.approve(table.revisions.get(), by=reviewer)
    page = text_of(client.get("/estimates/table-18/"))
    assert "Computed 31,878" in page
    assert "Repeats Table 1" in page
    assert "Repeated for other areas: Table 18" in text_of(client.get("/estimates/table-1/"))


def test_areas_that_lack_a_line_are_named_and_the_difference_explained(client, officer):
    districts.take_in(officer, districts.rows(without={("melton", "women")}, less=7))
    page = text_of(client.get("/estimates/table-1/repeat/", {"areas": SET}))
    assert "6 areas with all 2 lines" in page
    assert "Melton lacks Females" in page
    assert "No: the areas add up to" in page
    assert "1 area lacks a count and is left out: Melton." in page
    assert "the table uses 281,025" in page
    repeat(client)
    assert "Without Melton" in EstimateTable.objects.get(number=18).introduction


def test_the_officer_picks_the_period(client, officer):
    districts.take_in(officer, districts.rows())
    districts.take_in(officer, districts.rows(less=700), period="mid-2024")
    page = client.get("/estimates/table-1/repeat/", {"areas": SET}).content.decode()
    assert '<select class="govuk-select" id="source"' in page
    later = f"{districts.of_the_county().key}|mid-2024|"
    page = text_of(client.get("/estimates/table-1/repeat/", {"areas": SET, "source": later}))
    assert "another source: mid-2024" in page


def test_a_double_click_or_moved_counts_make_no_second_table(client, officer):
    districts.take_in(officer, districts.rows())
    assert "have changed since" in text_of(repeat(client, seen="another"))
    repeat(client)
    assert "already has this title" in text_of(repeat(client))
    assert EstimateTable.objects.count() == 18
    table = EstimateTable.objects.get(number=18)
    with pytest.raises(ValidationError, match="repeat that one"):
        services.repeat(table, by=officer, areas=SET, source="")


def test_without_counts_it_says_where_they_come_from(client):
    page = client.get("/estimates/table-1/repeat/").content.decode()
    assert "has no counts of these people for other areas" in page
    assert 'href="/evidence/populations/import/"' in page
    page = text_of(client.get("/estimates/table-1/repeat/", {"areas": "ward:nonsense"}))
    assert "no counts of these people for such areas" in page


def test_many_areas_are_repeated_by_a_job_and_ranked(
    client, officer, django_capture_on_commit_callbacks
):
    districts.wards(officer, 130)
    told = {"areas": "ward:blaby", "source": "", "seen": ""}
    with django_capture_on_commit_callbacks(execute=True):
        page = text_of(client.post("/estimates/table-1/repeat/", told, follow=True))
    assert "Repeating Table 1 for other areas" in page
    job = Job.objects.get()
    assert (job.state, job.result_url) == ("done", "/estimates/table-18/")
    assert EstimateLine.objects.filter(table__number=18).count() == 260
    response = client.get("/estimates/table-18/areas/")
    page = text_of(response)
    assert "This ranks the mix of people in each area, not loneliness." in page
    assert "Hotspots: the top 10 by number" in page
    assert "Showing 1 to 50 of 130" in page
    assert response.content.decode().count("govuk-tag--orange") == 10
    page = text_of(client.get("/estimates/table-18/areas/?sort=nonsense&page=99"))
    assert "cannot be ranked by “nonsense”" in page
    assert "There is no page “99”: this is page 3." in page


def test_a_job_that_is_stopped_leaves_no_table(client, officer, django_capture_on_commit_callbacks):
    districts.wards(officer, 130)
    told = {"areas": "ward:blaby", "source": "", "seen": ""}
    with django_capture_on_commit_callbacks() as work:
        client.post("/estimates/table-1/repeat/", told)
    job = Job.objects.get()
    client.post(f"/jobs/{job.pk}/")
    for call in work:
        call()
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert EstimateTable.objects.count() == 17


# Ranked


def test_areas_are_ranked_with_the_caution_and_download(client, client_of, officer, board_member):
    districts.take_in(officer, districts.rows())
    repeat(client)
    reader = client_of(board_member)
    page = text_of(reader.get("/estimates/table-18/areas/"))
    assert "This is a draft" in page
    assert "Blaby 1 7,287 130,997 5.6% 55.6" in page
    assert "Hotspots" not in page
    rows = reader.get("/estimates/table-18/areas/?sort=share&format=csv").getvalue().decode()
    assert rows.splitlines()[0].endswith("Rank by number,Rank by share,Version,Caution")
    assert "not loneliness" in rows.splitlines()[1]
    assert (
        'href="/estimates/table-18/areas/"' in reader.get("/estimates/table-18/").content.decode()
    )
    assert "/areas/" not in reader.get("/estimates/table-1/").content.decode()


def test_the_ranking_takes_as_many_queries_for_many_areas_as_for_few(client, officer):
    table, asked = EstimateTable.objects.get(number=1), []
    for count in (3, 60):
        period = f"{count} wards"
        publication = districts.wards(officer, count, period=period).publication
        source = f"{publication.key}|{period}|"
        made = services.repeat(table, by=officer, areas="ward:blaby", source=source)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/estimates/table-{made.number}/areas/")
        assert len(page.context["found"].figures) == count
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


@pytest.mark.parametrize("who", ["board_member", "secretary", "reviewer", "administrator"])
def test_only_officers_build_and_repeat(request, client_of, officer, who, overall):
    districts.take_in(officer, districts.rows())
    user = request.getfixturevalue(who)
    client = client_of(user)
    for address in ("/estimates/new/", "/estimates/table-1/repeat/"):
        assert client.get(address).status_code == 403
        assert client.post(address, {"step": "save", "areas": SET}).status_code == 403
    table = EstimateTable.objects.get(number=1)
    with pytest.raises(PermissionDenied):
        services.repeat(table, by=user, areas=SET, source="")
    with pytest.raises(PermissionDenied):
        services.build(EstimateTable(title="X"), [], by=user, reason="X")
    with pytest.raises(PermissionDenied):
        services.try_out(EstimateTable(title="X"), [], by=user)
    assert EstimateTable.objects.count() == 17

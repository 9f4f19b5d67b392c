"""An officer brings population counts in: each row is shown, then all are saved or none."""

import random

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence import services
from evidence.models import Area, CountFile, PopulationCount
from loneliness.records.models import Job
from tests import makers
from tests.walks import districts
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
ADDRESS = "/evidence/populations/import/"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def publication():
    return makers.make_publication(title="Mid-2024 estimates")


def bring(client, publication, text, **form):
    """Upload; the file as the register keeps it."""
    form = {"publication": publication.key, "unit": "people", "period": "mid-2024"} | form
    upload = SimpleUploadedFile("counts.csv", text.encode())
    response = client.post(ADDRESS, {"file": upload} | form)
    assert response.status_code == 302, text_of(response)
    return CountFile.objects.latest("pk")


def take(client, file):
    page = text_of(client.post(file.get_absolute_url(), follow=True))
    file.refresh_from_db()
    return page


def counts(file):
    return file.seen, file.created, file.updated, file.same, file.refused


def test_rows_are_shown_then_saved_with_their_words_and_place(client, publication, officer):
    text = 'area,group,count,age_from\nblaby,men,"1,234",16\nMelton,Women,7,16\nmelton,men,x,16\n'
    file = bring(client, publication, text)
    page = text_of(client.get(file.get_absolute_url()))
    assert "3 rows, read as CSV, letters as UTF-8. Nothing is saved yet." in page
    assert "New (2)" in page
    assert "Take it in: add 2, change 0" in page
    page = text_of(client.get(f"{file.get_absolute_url()}?kind=refused"))
    assert "The count “x” is not a whole number." in page
    assert not publication.populations.exists()
    assert "3 rows: 2 new, 0 changed, 0 here already, 1 refused." in take(client, file)
    made = publication.populations.get(area__code="blaby")
    assert (made.count, made.age_from, made.period) == (1234, 16, "mid-2024")
    assert (made.quotation, made.place) == ('blaby,men,"1,234",16', "counts.csv, line 2")
    change = made.history.get()
    assert (change.history_user, change.history_change_reason) == (
        officer, "Imported from counts.csv",
    )  # fmt: skip
    assert client.get(made.get_absolute_url()).status_code == 200


def test_taken_in_twice_it_is_added_once_and_brought_again_it_says_none_new(client, publication):
    text = districts.rows()
    file = bring(client, publication, text)
    take(client, file)
    take(client, file)
    assert counts(file) == (14, 14, 0, 0, 0)
    again = bring(client, publication, text)
    assert "Here already, nothing new (14)" in text_of(client.get(again.get_absolute_url()))
    assert "14 rows: 0 new, 0 changed, 14 here already" in take(client, again)
    assert publication.populations.count() == 14


def test_pasted_rows_are_read(client, publication):
    given = {"pasted": "area\tgroup\tcount\nblaby\tmen\t5\n", "publication": publication.key}
    client.post(ADDRESS, given | {"unit": "people", "period": "2024"})
    assert CountFile.objects.get().rows.get().outcome == "new"


def test_new_areas_are_told_of_and_added_with_their_history(client, publication, officer):
    file = bring(client, publication, "area,group,count\nE05001,men,5\nE05002,men,6\n",
                 area_kind="ward", parent_area="blaby")  # fmt: skip
    page = text_of(client.get(file.get_absolute_url()))
    assert "2 areas would be added: E05001, E05002." in page
    assert "2 areas were added." in take(client, file)
    area = Area.objects.get(code="e05001")
    assert (area.get_kind_display(), area.parent.code) == ("Ward", "blaby")
    assert area.history.get().history_user == officer


def test_an_existing_count_is_changed_with_old_and_new_shown(client, publication, officer):
    take(client, bring(client, publication, "area,group,count\nblaby,men,500\n"))
    file = bring(client, publication, "area,group,count\nblaby,men,510\n")
    assert "Count: 500 becomes 510" in text_of(client.get(file.get_absolute_url()))
    take(client, file)
    assert counts(file) == (1, 0, 1, 0, 0)
    made = publication.populations.get()
    assert (made.count, made.version, made.history.count()) == (510, 2, 2)


def test_a_count_under_approved_figures_is_never_overwritten(client):
    here = PopulationCount.objects.get(key="mid-2018-males-16-plus")
    row = "area,group,count,age_from\nleicestershire,men,{},16\n"
    file = bring(client, here.publication, row.format(9), period="mid-2018")
    page = text_of(client.get(file.get_absolute_url()))
    assert "The register says 281,025, and approved figures stand on it." in page
    take(client, file)
    here.refresh_from_db()
    assert (here.count, counts(file)) == (281025, (1, 0, 0, 0, 1))
    same = bring(client, here.publication, row.format(281025), period="mid-2018")
    assert same.rows.get().outcome == "same"


def test_a_register_that_moved_on_stops_the_whole_file(client, publication, officer):
    file = bring(client, publication, "area,group,count\nblaby,men,500\nblaby,women,600\n")
    take(client, bring(client, publication, "area,group,count\nblaby,men,1\n"))
    assert "Nothing was taken in: the register has changed" in take(client, file)
    assert publication.populations.count() == 1
    assert "Count: 1 becomes 500" in text_of(client.get(f"{file.get_absolute_url()}?kind=changed"))
    take(client, file)
    assert counts(file) == (2, 1, 1, 0, 0)


def test_a_long_file_is_taken_in_by_a_job(client, publication, django_capture_on_commit_callbacks):
    text = "area,group,count\n" + "".join(f"w{n},men,{n}\n" for n in range(230))
    file = bring(client, publication, text, area_kind="ward", parent_area="blaby")
    with django_capture_on_commit_callbacks(execute=True):
        take(client, file)
    file.refresh_from_db()
    assert Job.objects.get().state == "done"
    assert counts(file) == (230, 230, 0, 0, 0)


@pytest.mark.parametrize("who", ["board_member", "secretary", "reviewer", "administrator"])
def test_only_officers_import(request, client_of, client, publication, who):
    file = bring(client, publication, districts.rows())
    user = request.getfixturevalue(who)
    for address in (ADDRESS, file.get_absolute_url()):
        assert client_of(user).get(address).status_code == 403
        assert client_of(user).post(address).status_code == 403
    with pytest.raises(PermissionDenied):
        services.take_in_counts(file, by=user)
    with pytest.raises(PermissionDenied):
        services.bring_counts("x", b"x", by=user, publication=publication, unit="people")
    assert not publication.populations.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "three of them must be"),
        ('area,group,count\n"blaby,men\n', "never closes"),
        ("", "Choose a file, or paste cells"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(client, publication, text, words):
    given = {"publication": publication.key, "unit": "people", "pasted": text}
    response = client.post(ADDRESS, given, follow=True)
    assert response.status_code == 200
    if words == "never closes":
        file = CountFile.objects.get()
        page = text_of(client.get(f"{file.get_absolute_url()}?kind=refused"))
        assert words in page
    else:
        assert words in text_of(response)


def test_five_thousand_rows_are_saved_whole_in_few_queries(officer, publication):
    groups = ["men", "women", "adults", "carers", "young-adults"]
    lines = ["area,area_name,area_kind,parent_area,group,count,age_from"]
    lines += [
        f"e{place:05},Ward {place},ward,blaby,{group},{place},16"
        for place in range(1000)
        for group in groups
    ]
    file = districts.bring(officer, "\n".join(lines), publication=publication)
    with CaptureQueriesContext(connection) as queries:
        services.take_in_counts(file, by=officer)
    file.refresh_from_db()
    assert counts(file) == (5000, 5000, 0, 0, 0)
    assert publication.populations.count() == 5000
    assert PopulationCount.history.filter(history_user=officer).count() == 5000
    assert len(queries) <= 320  # SQLite takes few values at a time; not one for each row
    assert Area.objects.filter(kind="ward").count() == 1000


def test_the_page_of_a_long_file_takes_as_many_queries_as_that_of_a_short_one(
    client, officer, publication
):
    asked = []
    for size in (3, 300):
        text = "area,group,count\n" + "".join(f"w{n},men,{n}\n" for n in range(size))
        file = districts.bring(officer, text, publication=publication, area_kind="ward")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(file.get_absolute_url()).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


@pytest.mark.parametrize("seed", range(6))
def test_every_row_is_accounted_for_whatever_the_register_holds(officer, publication, seed):
    chance = random.Random(seed)
    here = "area,group,count\nblaby,men,5\nblaby,women,6\nmelton,men,7\n"
    districts.take_in(officer, here, publication=publication)
    before = PopulationCount.objects.count()
    rows = ["area,group,count"]
    for _ in range(chance.randint(1, 30)):
        area = chance.choice(["blaby", "melton", "w1", "w2", "nowhere at all", "charnwood"])
        count = chance.choice(["5", "6", "7", "", "x", "9"])
        rows.append(f"{area},{chance.choice(['men', 'women', 'carers', 'nobody'])},{count}")
    kind = chance.choice(["", "ward"])
    file = districts.take_in(officer, "\n".join(rows), publication=publication, area_kind=kind)
    assert file.seen == len(rows) - 1 == sum(counts(file)[1:])
    assert PopulationCount.objects.count() == before + file.created

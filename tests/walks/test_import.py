"""An officer brings references in: what each would do is shown, then all is saved or nothing."""

import random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence import services, tasks
from evidence.importing.records import Parsed
from evidence.models import Import, Publication
from evidence.services import comparing, importing
from loneliness.records import jobs
from loneliness.records import services as records
from loneliness.records.models import Job
from loneliness.records.seedfiles import Files
from tests import makers

pytestmark = pytest.mark.django_db

FILES = Files(by=None)
RIS = b"""TY  - JOUR
AU  - Holt-Lunstad, Julianne
AU  - Smith, Timothy B.
PY  - 2010///
TI  - Social Relationships and Mortality Risk: A Meta-analytic Review of a new kind
JF  - PLoS Medicine
VL  - 7
AB  - Not kept.
ER  -
TY  - RPRT
PY  - 2016
TI  - Trapped in a bubble of a test
ER  -
TY  - JOUR
PY  - 2015
ER  -
"""


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def bring(client, content=RIS, name="export.ris"):
    """Upload; the file as the register keeps it."""
    response = client.post("/evidence/import/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content.decode()
    return Import.objects.latest("pk")


def take(client, file, **choices):
    return client.post(file.get_absolute_url(), {"take": "yes", **choices}, follow=True)


def counts(file):
    file.refresh_from_db()
    return file.seen, file.created, file.updated, file.skipped, file.refused


def test_new_ones_are_added_and_the_broken_one_is_named(client, officer):
    file = bring(client)
    page = client.get(f"{file.get_absolute_url()}?kind=refused").content.decode()
    assert "line 14" in page
    assert "There is no title" in page
    assert Publication.objects.filter(title__contains="a new kind").count() == 0
    page = take(client, file).content.decode()
    assert "3 records: 2 added, 0 changed, 0 left out, 1 refused." in page
    made = Publication.objects.get(title__contains="a new kind")
    assert made.authors == "Holt-Lunstad, Julianne; Smith, Timothy B."
    assert (made.year, made.journal, made.volume, made.kind) == (
        2010, "PLoS Medicine", "7", "academic-paper",
    )  # fmt: skip
    change = made.history.get()
    assert change.history_user == officer
    assert change.history_change_reason == "Imported from export.ris"
    assert client.get(made.get_absolute_url()).status_code == 200


def test_taken_in_twice_it_is_added_once(client):
    file = bring(client)
    take(client, file)
    take(client, file)
    assert Publication.objects.filter(title__contains="a new kind").count() == 1
    assert counts(file) == (3, 2, 0, 0, 1)


def test_brought_again_it_is_here_already(client):
    take(client, bring(client))
    file = bring(client)
    assert {row.outcome for row in file.records.all()} == {"alike", "refused"}
    take(client, file)
    assert counts(file) == (3, 0, 0, 2, 1)


def test_what_an_identifier_finds_is_filled_where_it_is_empty(client, officer):
    here = makers.make_publication(title="Alone", doi="10.1234/alone", year=2019)
    content = (
        b"TY  - JOUR\nTI  - Alone at last\nDO  - https://doi.org/10.1234/ALONE\nPY  - 2020\n"
        b"VL  - 3\nER  - \n"
    )
    file = bring(client, content)
    page = client.get(file.get_absolute_url()).content.decode()
    assert "The DOI is the same: 10.1234/alone." in page
    assert "fills what is empty" in page
    take(client, file)
    here.refresh_from_db()
    assert (here.title, here.year, here.volume) == ("Alone", 2019, "3")
    again = bring(client, content)
    take(client, again, **{"choice-1": "take"})
    here.refresh_from_db()
    assert (here.title, here.year) == ("Alone at last", 2020)


def test_a_publication_that_moved_on_stops_the_whole_import(client, officer):
    here = makers.make_publication(title="Alone", doi="10.1234/alone")
    content = RIS + b"TY  - JOUR\nTI  - Alone\nDO  - 10.1234/alone\nVL  - 3\nER  - \n"
    file = bring(client, content)
    records.save(here, by=officer, reason="Looked at")
    page = take(client, file).content.decode()
    assert "Nothing was taken in: 1 of the publications changed" in page
    assert Publication.objects.filter(title__contains="a new kind").count() == 0
    page = client.get(f"{file.get_absolute_url()}?kind=changed").content.decode()
    assert "Changed since this page was made" in page
    take(client, file)
    here.refresh_from_db()
    assert here.volume == "3"
    assert counts(file) == (4, 2, 1, 0, 1)


def test_one_that_came_meanwhile_stops_the_import(client):
    content = b"TY  - JOUR\nTI  - Alone\nDO  - 10.1234/alone\nVL  - 3\nER  - \n"
    file = bring(client, content)
    makers.make_publication(title="Alone", doi="10.1234/alone")
    assert "Nothing was taken in" in take(client, file).content.decode()
    assert file.records.get().outcome == "changed"


def test_a_choice_that_was_not_offered_is_refused_with_a_sentence(client):
    file = bring(client)
    page = take(client, file, **{"choice-3": "create"}).content.decode()
    assert "This choice does not fit record 3." in page
    assert counts(file)[1] == 0


def test_the_registers_own_list_changes_nothing_when_untouched(client):
    stored = comparing.stored()
    file = bring(client, comparing.PUBLICATIONS.text(FILES).encode(), "publications.csv")
    assert file.seen == len(stored)
    assert set(file.records.values_list("outcome", flat=True)) == {"same"}
    take(client, file)
    assert counts(file) == (len(stored), 0, 0, len(stored), 0)


def test_a_changed_cell_of_the_own_list_is_shown_and_saved(client):
    text = comparing.PUBLICATIONS.text(FILES)
    assert "Crisis" in text
    here = Publication.objects.exclude(year=None).first()
    file = bring(client, f"key,title,year\n{here.key},A title put right,\n".encode(), "mine.csv")
    row = file.records.get()
    assert (row.outcome, row.choice) == ("changed", "take")
    assert ["year", str(here.year), ""] in row.changes
    take(client, file)
    here.refresh_from_db()
    assert (here.title, here.year) == ("A title put right", None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%0 Journal Article\n%T A study\n", "EndNote"),
        (b"\xd0\xcf\x11\xe0 old", "Save it as .xlsx"),
        (b"a,b\n1,2\n", "one of them must be"),
        (b"PK\x03\x04 damaged", "damaged"),
        (b"FN Clarivate\nPT J\n", "Web of Science"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(client, content, words):
    response = client.post("/evidence/import/", {"file": SimpleUploadedFile("x", content)})
    assert response.status_code == 200
    assert words in response.content.decode()


@pytest.mark.parametrize("who", ["board_member", "secretary", "reviewer", "administrator"])
def test_only_officers_import(request, client_of, client, who):
    file = bring(client)
    other = client_of(request.getfixturevalue(who))
    for address in ("/evidence/import/", file.get_absolute_url()):
        assert other.get(address).status_code == 403
        assert other.post(address, {"take": "yes"}).status_code == 403
    assert counts(file)[1] == 0


def many(count):
    return "title,year\n" + "".join(
        f"Study of town {place} by {place * 7919},2011\n" for place in range(count)
    )


def test_a_long_file_is_taken_in_by_a_job(client, django_capture_on_commit_callbacks):
    file = bring(client, many(230).encode())
    with django_capture_on_commit_callbacks(execute=True):
        page = take(client, file).content.decode()
    assert ">Taking in export.ris</h1>" in page
    job = Job.objects.get()
    assert (job.state, job.message) == ("done", "")
    assert counts(file) == (230, 230, 0, 0, 0)
    assert "See what came of it" in client.get(f"/jobs/{job.pk}/").content.decode()


def test_a_job_that_is_stopped_keeps_nothing(client, django_capture_on_commit_callbacks):
    file = bring(client, many(230).encode())
    with django_capture_on_commit_callbacks() as work:
        take(client, file)
    job = Job.objects.get()
    assert "Stop it" in client.get(f"/jobs/{job.pk}/").content.decode()
    client.post(f"/jobs/{job.pk}/")
    for call in work:
        call()
    job.refresh_from_db()
    assert (job.state, job.message) == ("cancelled", jobs.CANCELLED)
    assert counts(file) == (230, 0, 0, 0, 0)
    assert not Publication.objects.filter(title__startswith="Study of town").exists()


def test_a_large_file_is_read_by_a_job(client, django_capture_on_commit_callbacks):
    content = many(40) + "x" * 10 + "," + " " * 300_000
    with django_capture_on_commit_callbacks(execute=True):
        bring(client, content.encode())
    assert Job.objects.get().state == "done"
    assert Import.objects.get().seen == 41


def test_somebody_elses_job_is_closed(client, client_of, reviewer, officer):
    job = jobs.start(tasks.read_import, 0, title="Reading", by=officer, result_url="/")
    assert client.get(f"/jobs/{job.pk}/").status_code == 200
    other = client_of(reviewer)
    assert other.get(f"/jobs/{job.pk}/").status_code == 403
    assert other.post(f"/jobs/{job.pk}/").status_code == 403
    job.refresh_from_db()
    assert not job.cancel_asked


def test_what_is_too_large_is_refused_unread(client):
    sent = client.generic("POST", "/evidence/import/", b"x", CONTENT_LENGTH="104857600")
    assert sent.status_code == 413
    assert "up to 20 MB" in sent.content.decode()


def test_a_doi_is_not_asked_for_unless_it_is_set_up(client):
    here = makers.make_publication(doi="10.1/good")
    assert client.get(f"{here.get_absolute_url()}look-up/").status_code == 404


def test_a_doi_fills_what_is_empty_and_shows_it_first(client, settings, monkeypatch):
    settings.DOI_LOOKUP_URL = "https://doi.org/"
    here = makers.make_publication(title="Alone", doi="10.1234/good")
    told = Parsed(1, 1, {"title": "Alone at last", "doi": "10.1234/good", "volume": "3"})
    monkeypatch.setattr(importing, "look_up", lambda doi, service: told)
    address = f"{here.get_absolute_url()}look-up/"
    assert "Ask doi.org" in client.get(address).content.decode()
    page = client.post(address, follow=True).content.decode()
    assert "fills what is empty" in page
    assert "take what the file says" not in page
    take(client, Import.objects.get())
    here.refresh_from_db()
    assert (here.title, here.volume) == ("Alone", "3")


def test_a_service_that_says_nothing_leaves_a_sentence(client, settings):
    settings.DOI_LOOKUP_URL = "http://127.0.0.1:9/"
    here = makers.make_publication(doi="10.1234/good")
    page = client.post(f"{here.get_absolute_url()}look-up/", follow=True).content.decode()
    assert "could not be reached" in page


def test_one_doi_is_never_offered_twice(client):
    makers.make_publication(title="Alone", doi="10.1234/alone", volume="3")
    record = "TY  - JOUR\nTI  - {}\nDO  - 10.1234/{}\nVL  - 4\nER  - \n"
    content = "".join(record.format(*pair) for pair in (("A", "alone"), ("B", "new"), ("C", "NEW")))
    file = bring(client, content.encode())
    offers = [services.offered(row) for row in file.records.select_related("file", "publication")]
    assert offers == [["take", "skip"], ["create", "skip"], ["skip"]]
    take(client, file)
    assert counts(file) == (3, 1, 0, 2, 0)


@pytest.mark.parametrize("seed", range(12))
def test_every_record_is_accounted_for_whatever_is_chosen(client, officer, seed):
    chance = random.Random(seed)
    for n in range(3):
        makers.make_publication(title=f"Known {n}", doi=f"10.1234/{n}")
    rows = []
    for number in range(chance.randint(1, 25)):
        title = chance.choice(
            ["", f"Study of town {number * 7919}", "Twice over the hills", "Known 1"]
        )
        doi = chance.choice(["", "", f"10.1234/{chance.randrange(6)}"])
        rows.append(f"TY  - JOUR\nTI  - {title}\nDO  - {doi}\nVL  - 3\nPY  - 2011\nER  - \n")
    before = Publication.objects.count()
    file = bring(client, "".join(rows).encode())
    for row in file.records.select_related("file", "publication"):
        services.choose(file, {row.number: chance.choice(services.offered(row))}, by=officer)
    try:
        services.take_in(file, by=officer)
    except ValidationError:
        assert Publication.objects.count() == before
        return
    seen, created, updated, skipped, refused = counts(file)
    assert seen == len(rows) == created + updated + skipped + refused
    assert Publication.objects.count() == before + created


def test_the_button_says_that_nothing_is_saved_yet(client):
    page = client.get("/evidence/import/").content.decode()
    assert ">Look through it</button>" in page
    assert ">Save</button>" not in page


def test_turning_the_page_keeps_the_choices_made_on_it(client):
    file = bring(client, many(60).encode(), "many.csv")
    where = f"{file.get_absolute_url()}?kind=new&page=1"
    page = client.get(where).content.decode()
    assert 'name="go" value="new:2"' in page
    response = client.post(where, {"choice-3": "skip", "go": "new:2"})
    assert response.headers["Location"] == f"{file.get_absolute_url()}?kind=new&page=2"
    assert file.records.get(number=3).choice == "skip"
    page = client.get(response.headers["Location"]).content.decode()
    assert "Page 2 of 3. Your choices are kept" in page
    assert 'name="go" value="new:1"' in page


def test_another_kind_of_record_is_turned_to_the_same_way_until_it_is_taken_in(client):
    file = bring(client)
    response = client.post(file.get_absolute_url(), {"choice-1": "skip", "go": "refused:1"})
    assert "There is no title" in client.get(response.headers["Location"]).content.decode()
    take(client, file)
    assert counts(file) == (3, 1, 0, 1, 1)
    page = client.get(file.get_absolute_url()).content.decode()
    assert 'name="go"' not in page
    assert 'href="?kind=refused"' in page


@pytest.mark.parametrize("go", ["", ":", "new:99999999999999999999", "\r\nX: y:1", "none:x"])
def test_a_page_that_there_is_not_is_turned_to_without_an_error(client, go):
    file = bring(client)
    assert client.post(file.get_absolute_url(), {"go": go}, follow=True).status_code == 200


def test_a_job_says_how_far_it_is_and_looks_again_only_while_it_goes_on(client, officer):
    job = jobs.start(
        tasks.read_import, 0, title="Reading a list", by=officer, result_url="/evidence/import/"
    )
    Job.objects.filter(pk=job.pk).update(state="running", done=47, total=100)
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "47 of 100 records, 47%" in page
    assert "40% or more is done" in page
    assert "ui/progress.js" in page
    Job.objects.filter(pk=job.pk).update(state="done")
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "ui/progress.js" not in page
    assert 'data-progress="over"' in page

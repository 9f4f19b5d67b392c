"""A record as it stood on a past day, its whole history, and its removal."""

import pytest
import time_machine

from evidence import services
from evidence.models import Appraisal, Finding, Publication
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(officer):
    """Entered on 3 May, its title mended on 5 May at a quarter to midnight in London."""
    with time_machine.travel("2026-05-03T10:00:00+00:00", tick=False):
        made = makers.make_publication(officer, key="study", title="Alone in Rutlnd")
        makers.make_finding(officer, publication=made, key="found")
        services.enter(Appraisal(publication=made, grade="weak", reason="Small."), by=officer)
    with time_machine.travel("2026-05-05T22:45:00+00:00", tick=False):
        made.title = "Alone in Rutland"
        services.enter(made, by=officer, reason="A slip in typing")
    return made


def test_a_past_day_shows_the_record_as_it_was(client_of, officer, study):
    client = client_of(officer)
    said = text_of(client.get("/evidence/publications/study/?as-at=2026-05-04"))
    assert "As it stood on 4 May 2026." in said
    assert "Alone in Rutlnd" in said
    assert "What it found (1)" in said
    assert "Weak, not confirmed" in said
    assert "Edit in the workshop" not in said
    said = text_of(client.get("/evidence/publications/study/?as-at=2026-05-05"))
    assert "Alone in Rutlnd" not in said.partition("History")[0], "the day ends at midnight"
    now = text_of(client.get("/evidence/publications/study/"))
    assert "As it stood" not in now
    assert "A slip in typing" in now


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-05-02", "It was not yet in the register on 2 May 2026"),
        ("2027-05-02", "That day has not come yet"),
        ("yesterday", "“yesterday” is not a day such as 2026-05-03"),
        ("2026-02-31", "“2026-02-31” is not a day"),
    ],
)
def test_a_day_that_cannot_be_shown_is_a_sentence(client_of, officer, study, day, sentence):
    response = client_of(officer).get(f"/evidence/publications/study/?as-at={day}")
    assert response.status_code == 200
    assert sentence in text_of(response)


def test_a_confirmed_grade_was_not_confirmed_before(client_of, officer, reviewer, study):
    services.confirm_appraisal(study.appraisals.get(), by=reviewer)
    client = client_of(officer)
    then = text_of(client.get("/evidence/publications/study/?as-at=2026-11-23"))
    assert "Weak, not confirmed" in then
    assert "Weak, not confirmed" not in text_of(client.get("/evidence/publications/study/"))


def test_findings_and_counts_have_their_past_too(client_of, officer, study):
    finding = Finding.objects.get(key="found")
    finding.note = "Doubtful."
    services.enter(finding, by=officer)
    client = client_of(officer)
    assert "Doubtful." in text_of(client.get("/evidence/findings/found/"))
    then = text_of(client.get("/evidence/findings/found/?as-at=2026-05-04"))
    assert "Note. Doubtful." not in then
    makers.make_population(officer, key="counted")
    said = text_of(client.get("/evidence/populations/counted/?as-at=2026-11-24"))
    assert "As it stood on 24 November 2026." in said


def test_a_long_history_is_shown_on_request(client_of, officer, study):
    for number in range(25):
        study.notes = f"Reading {number}"
        services.enter(study, by=officer)
    client = client_of(officer)
    assert "A slip in typing" not in text_of(client.get("/evidence/publications/study/"))
    said = text_of(client.get("/evidence/publications/study/?history=all"))
    assert "A slip in typing" in said
    assert "Title: Alone in Rutlnd → Alone in Rutland" in said


def test_what_something_stands_on_is_not_removed_and_says_what(client_of, officer):
    client = client_of(officer)
    where = "/evidence/publications/dcms-cls-2017-18/remove/"
    said = text_of(client.get(where))
    assert "It cannot be removed, because these stand on it" in said
    assert "Findings (3" in said
    said = text_of(client.post(where, {"reason": "Why not"}))
    assert Publication.objects.filter(key="dcms-cls-2017-18").exists()
    where = "/evidence/findings/cls-2017-18-men/remove/"
    assert "Table lines (1)" in text_of(client.get(where))
    where = f"/evidence/populations/{makers.make_population(officer).key}/remove/"
    assert "Nothing stands on it" in text_of(client.get(where))


def test_a_mistake_is_removed_with_a_reason_and_its_address_says_so(client_of, officer, reviewer):
    made = makers.make_finding(officer, key="mistake")
    client = client_of(officer)
    said = text_of(client.post("/evidence/findings/mistake/remove/", {"reason": " "}))
    assert "An answer is needed." in said
    client.post("/evidence/findings/mistake/remove/", {"reason": "Entered twice."})
    response = client.get(made.get_absolute_url())
    assert response.status_code == 410
    said = text_of(response)
    assert "Removed by Edward Evidence on 24 November 2026: Entered twice." in said
    assert client.get("/evidence/findings/never/").status_code == 404


def test_others_do_not_remove_and_a_confirmed_figure_stays(client_of, officer, reviewer):
    made = makers.make_finding(officer, key="mine")
    where = "/evidence/findings/mine/remove/"
    assert client_of(reviewer).post(where, {"reason": "x"}).status_code == 403
    services.confirm_finding(made, by=reviewer)
    assert "a second person confirmed it" in text_of(client_of(officer).get(where))
    client_of(officer).post(where, {"reason": "x"})
    assert Finding.objects.filter(key="mine").exists()

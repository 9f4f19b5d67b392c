"""What waits: read, confirmed or returned without leaving the page; graded and graded again."""

import pytest

from evidence import services
from evidence.models import Appraisal, Finding, Publication
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
QUEUE = "/evidence/queue/"
KEY = "cls-2017-18-men"
STUDY = {
    "commissioner": "Rutland County Council",
    "commissioner_kind": "local-authority",
    "sampling": "random",
    "sample_size": "2000",
    "review_by": "2027-11-24",
    "professional": "yes",
    "large": "yes",
    "method_clear": "yes",
    "self_selecting": "no",
    "grade": "strong",
    "reason": "A large random survey.",
    "departure_reason": "",
    "confidence": "high",
}


def decide(client, record, act, version=1, **given):
    is_grade = isinstance(record, Appraisal)
    what = f"appraisals/{record.pk}" if is_grade else f"findings/{record.key}"
    where = f"/evidence/{what}/confirm/"
    return client.post(where, {"act": act, "version": version, "next": QUEUE, **given})


@pytest.fixture
def finding(chapter):
    return Finding.objects.get(key=KEY)


def test_figures_stand_beside_their_words_ten_to_a_page(client_of, reviewer):
    page = client_of(reviewer).get(QUEUE)
    said = text_of(page)
    assert "0 of the 37 rates behind the tables are confirmed." in said
    assert "11.4% of those living alone reporting feeling lonely often or always" in said
    assert "carries 4 table lines" in said
    assert page.content.count(b'value="confirm"') == 10
    assert "Grades to confirm (44)" in said


def test_confirming_comes_back_to_the_page_and_counts(client_of, reviewer, finding):
    client = client_of(reviewer)
    response = decide(client, finding, "confirm")
    assert response.url == QUEUE
    said = text_of(client.get(QUEUE))
    assert "1 of the 37 rates behind the tables are confirmed." in said
    assert "Confirmed: the figure says what the quotation says." in said
    again = decide(client, finding, "confirm")
    assert again.status_code == 302, "a second click of the same person is harmless"
    finding.refresh_from_db()
    assert finding.history.count() == 2


def test_returning_needs_a_reason_and_keeps_the_officer_informed(
    client_of, officer, reviewer, finding
):
    client = client_of(reviewer)
    page = decide(client, finding, "return", because=" ")
    assert "Say what is to be mended before you return it." in text_of(page)
    decide(client, finding, "return", because="The words say men, not males.")
    desk = client_of(officer)
    assert "1 returned to be mended" in text_of(desk.get("/"))
    said = text_of(desk.get(f"{QUEUE}?kind=returned"))
    assert "Returned by Rita Reviewer on 24 November 2026: The words say men, not males." in said
    assert "The words say men" in text_of(desk.get(finding.get_absolute_url()))


def test_a_decision_on_an_old_reading_is_told_and_keeps_what_was_typed(
    client_of, officer, reviewer, finding
):
    services.enter(finding, by=officer)
    page = decide(client_of(reviewer), finding, "return", version=1, because="Wrong page.")
    assert page.status_code == 409
    said = text_of(page)
    assert "Somebody else changed this finding while you were working" in said
    assert "Wrong page." in page.content.decode()


def test_whoever_entered_it_sees_no_button(client_of, officer):
    both = makers.make_user("Evidence officer", "Reviewer")
    made = makers.make_finding(by=both)
    page = client_of(both).get(made.get_absolute_url())
    assert b'value="confirm"' not in page.content
    assert decide(client_of(both), made, "confirm").status_code == 403
    assert "entered by one person" in text_of(client_of(officer).get(made.get_absolute_url()))


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_the_way_back_stays_in_the_register(client_of, reviewer, finding, there):
    client = client_of(reviewer)
    response = decide(client, finding, "confirm", next=there)
    assert response.url == finding.get_absolute_url()


def test_nonsense_is_a_sentence(client_of, reviewer, finding):
    client = client_of(reviewer)
    assert "There is no list “x”" in text_of(client.get(f"{QUEUE}?kind=x"))
    assert client.get(f"{QUEUE}?page=-7").status_code == 200
    assert decide(client, finding, "burn").status_code == 200
    assert decide(client, finding, "confirm", version="x").status_code == 200
    finding.refresh_from_db()
    assert not finding.is_confirmed


@pytest.fixture
def study(officer):
    return makers.make_publication(officer, key="rutland-2026", title="Alone", kind="survey")


def grade(client, study, press="save", **given):
    version = Publication.objects.get(pk=study.pk).version
    seen = {"publication_version": version, "version": given.pop("version", "")}
    where = f"/evidence/publications/{study.key}/appraise/"
    return client.post(where, STUDY | seen | given | {press: "1"}, follow=True)


def test_the_rule_suggests_and_says_what_decided(client_of, officer, study):
    client = client_of(officer)
    page = grade(client, study, "suggest", sampling="self-selecting", grade="")
    assert "The rule suggests: Weak Weak, because people were not chosen at random." in text_of(
        page
    )
    assert not study.appraisals.exists()
    assert "There is a problem" not in text_of(page)
    assert 'value="Rutland County Council"' in page.content.decode()


def test_a_grade_waits_is_returned_mended_and_confirmed(client_of, officer, reviewer, study):
    desk = client_of(officer)
    said = text_of(grade(desk, study))
    assert "Graded strong. It waits for a second person" in said
    assert "To be looked at again by 24 November 2027." in said
    study.refresh_from_db()
    assert study.sampling == "random"
    appraisal = study.appraisals.get()
    decide(client_of(reviewer), appraisal, "return", because="Say how many answered.")
    assert "Say how many answered." in text_of(desk.get(f"{QUEUE}?kind=returned"))
    grade(desk, study, version=2, reason="2,000 people chosen at random.")
    appraisal = study.appraisals.get()
    assert appraisal.state == "not-confirmed"
    decide(client_of(reviewer), appraisal, "confirm", version=appraisal.version)
    assert "confirmed by Rita Reviewer" in text_of(desk.get(study.get_absolute_url()))


def test_a_grade_unlike_the_suggestion_needs_its_own_reason(client_of, officer, study):
    client = client_of(officer)
    said = text_of(grade(client, study, grade="weak"))
    assert "The rule suggests strong." in said
    assert not study.appraisals.exists()
    assert study.sampling == Publication.objects.get(pk=study.pk).sampling
    assert "Graded weak." in text_of(grade(client, study, grade="weak", departure_reason="Old."))


def test_a_new_grade_supersedes_and_the_old_stays_readable(client_of, officer, reviewer, study):
    desk, bench = client_of(officer), client_of(reviewer)
    grade(desk, study)
    decide(bench, study.appraisals.get(), "confirm")
    said = text_of(grade(desk, study, grade="weak", departure_reason="Its method was withdrawn."))
    assert "A new grade waits for a second person" in said
    newest = study.appraisals.first()
    decide(bench, newest, "confirm")
    said = text_of(desk.get(study.get_absolute_url()))
    assert "Other appraisals" in said
    assert "A large random survey." in said


def test_a_stale_grade_is_refused_and_nothing_is_lost(client_of, officer, study):
    client = client_of(officer)
    grade(client, study)
    page = grade(client, study, version=7, reason="My own words.")
    assert "Somebody else changed this appraisal" in text_of(page)
    assert "My own words." in page.content.decode()


def test_reviews_that_are_due_are_listed(client_of, officer, study):
    client = client_of(officer)
    grade(client, study, review_by="2026-11-01")
    said = text_of(client.get(f"{QUEUE}?kind=reviews"))
    assert "was to be looked at again by 1 November 2026" in said
    assert "1 review due" in text_of(client.get("/"))


def test_the_original_is_checked_and_where_from_says_so(client_of, reviewer, finding):
    client = client_of(reviewer)
    where = f"/evidence/findings/{KEY}/check/"
    assert "original not checked" in text_of(client.get("/estimates/table-1/where-from/"))
    said = text_of(client.post(where, {"outcome": "differs", "place": "", "note": ""}))
    assert "say what you found instead" in said
    client.post(where, {"outcome": "agrees", "place": "Table 4", "note": ""})
    said = text_of(client.get("/estimates/table-1/where-from/"))
    assert "compared with the source by Rita Reviewer on 24 November 2026" in said


def test_a_confirmed_figure_is_corrected(client_of, officer, reviewer, finding):
    desk, bench = client_of(officer), client_of(reviewer)
    where = f"/evidence/findings/{KEY}/correct/"
    assert "mended in the workshop" in text_of(desk.get(where, follow=True))
    decide(bench, finding, "confirm")
    page = desk.get(where)
    typed = {
        field.html_name: "" if field.value() is None else field.value()
        for field in page.context["form"]
    }
    typed |= {"percentage": "5.0", "quotation": "5.0% of men", "supersede_reason": "Misread."}
    said = text_of(desk.post(where, typed, follow=True))
    assert "Corrects 4.9%: Men : Misread." in said
    made = Finding.objects.get(supersedes=finding)
    assert made.stated == "5.0%"
    decide(bench, made, "confirm")
    assert "This figure was corrected: use 5.0%: Men" in text_of(
        desk.get(finding.get_absolute_url())
    )


def test_nothing_given_is_said_once_and_recording_no_grade_reads_well(client_of, officer, study):
    client = client_of(officer)
    page = grade(client, study, grade="", reason="", sample_size="-5")
    assert page.content.decode().count("There is a problem") == 1
    assert "Give a whole number of people" in text_of(page)
    said = text_of(grade(client, study, grade="not-graded", departure_reason="Withdrawn."))
    assert "Recorded as not graded. It waits" in said


def test_the_suggestion_is_where_the_page_opens(client_of, officer, study):
    page = grade(client_of(officer), study, "suggest").content.decode()
    assert 'formaction="#suggestion"' in page
    assert 'id="suggestion"' in page


def test_what_was_not_done_yet_still_says_what_stands_on_it(client_of, reviewer, finding):
    said = text_of(decide(client_of(reviewer), finding, "return", because=""))
    assert "Say what is to be mended before you return it." in said
    assert "carries 1 table line ·" in said
    assert "What is to be mended? (optional)" not in said
    study = finding.publication.appraisals.get()
    said = text_of(decide(client_of(reviewer), study, "return", because=""))
    assert "carries 15 table lines" in said


def test_who_may_not_decide_reads_who_does(client_of, officer, reviewer, finding):
    sentence = "A reviewer confirms or returns these"
    assert sentence in text_of(client_of(officer).get(QUEUE))
    assert sentence not in text_of(client_of(reviewer).get(QUEUE))
    assert "was to be looked at again" not in text_of(client_of(officer).get(QUEUE))
    assert "Once mended, each waits again." in text_of(
        client_of(officer).get(f"{QUEUE}?kind=returned")
    )


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("agrees", "Say where in the source the words stand."),
        ("differs", "When they do not agree or were not seen, say what you found instead."),
    ],
)
def test_a_check_without_its_place_or_words_leads_to_the_field(
    client_of, officer, finding, outcome, words
):
    page = client_of(officer).post(f"/evidence/findings/{KEY}/check/", {"outcome": outcome})
    field = "place" if outcome == "agrees" else "note"
    assert f'href="#id_{field}"' in page.content.decode()
    assert text_of(page).count(words) == 2, "in the summary and at the field, and nowhere else"
    assert "(optional)" not in text_of(page)

"""A publication is withdrawn: all that stands on it says so, until somebody checked it again."""

import pytest
from django.utils import timezone

from evidence import services
from evidence.models import Appraisal, EvidenceChange, Finding, Publication
from loneliness.register.checks import checks
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
SURVEY = "dcms-cls-2017-18"
WHERE = f"/evidence/publications/{SURVEY}/standing/"
WHY = "Withdrawn for an error in weighting."
FLAG = "Needs checking again Withdrawn: Withdrawn for an error in weighting."
PAGES = [
    f"/evidence/publications/{SURVEY}/",
    "/evidence/findings/cls-2017-18-men/",
    "/estimates/table-1/",
    "/estimates/table-1/where-from/",
    "/actions/recommendations/p/",
]


@pytest.fixture
def survey(chapter):
    return Publication.objects.get(key=SURVEY)


def record(client, survey, standing="withdrawn", **given):
    survey.refresh_from_db()
    typed = {
        "standing": standing,
        "standing_note": WHY,
        "standing_on": "2026-11-24",
        "replaced_by": "",
        "version": survey.version,
    }
    return client.post(WHERE, typed | given, follow=True)


def newest():
    return EvidenceChange.objects.first()


def test_the_counts_that_were_replaced_ask_from_the_first_day(client_of, reviewer):
    said = text_of(client_of(reviewer).get("/checks/"))
    assert "Replaced by its publisher: " in said
    assert "still to be checked" in said
    assert "Needs checking again" in text_of(client_of(reviewer).get("/estimates/table-1/"))


def test_what_is_touched_is_shown_before_it_is_recorded(client_of, officer, survey):
    said = text_of(client_of(officer).get(WHERE))
    assert "Table 1 , Males: 13,770" in said
    assert EvidenceChange.objects.filter(publication=survey).count() == 0


def test_withdrawn_and_everything_on_it_says_so(client_of, officer, reviewer, survey):
    said = text_of(record(client_of(officer), survey))
    assert "All that stands on it now needs checking again." in said
    client = client_of(reviewer)
    for address in PAGES:
        assert FLAG in text_of(client.get(address)), address
    action = survey_action()
    assert FLAG in text_of(client.get(action.get_absolute_url()))
    board = text_of(client.get("/boards/unified-prevention-board/"))
    assert "Withdrawn: Community Life Survey: 2017-18 (2018)" in board
    assert f"Withdrawn: {survey}" in text_of(client.get("/checks/"))


def survey_action():
    item = next(item for item in checks().touched if item.change == newest())
    return item.actions[0].record


def test_a_reviewer_clears_one_and_then_all_with_a_reason(client_of, officer, reviewer, survey):
    record(client_of(officer), survey)
    client, change = client_of(reviewer), newest()
    where = f"/checks/{change.pk}/"
    assert "Tick what you checked." in text_of(client.post(where, {"reason": "Fine."}))
    men = Finding.objects.get(key="cls-2017-18-men")
    said = text_of(client.post(where, {"subjects": f"finding-{men.pk}", "reason": ""}))
    assert "An answer is needed." in said
    client.post(where, {"subjects": f"finding-{men.pk}", "reason": "Men were weighted rightly."})
    assert FLAG not in text_of(client.get(men.get_absolute_url()))
    assert FLAG in text_of(client.get("/estimates/table-1/"))
    said = text_of(client.get(where))
    assert "by Rita Reviewer on 24 November 2026: Men were weighted rightly." in said
    item = next(item for item in checks().touched if item.change == change)
    names = [subject.name for subject in item.still_open]
    for _ in range(2):  # a second click adds nothing
        client.post(where, {"subjects": names, "reason": "The error is in Wales only."})
    assert men.rechecks.count() == 1
    for address in PAGES:
        assert FLAG not in text_of(client.get(address)), address
    item = next(item for item in checks().touched if item.change == change)
    assert item.still_open == []


def test_a_later_change_asks_again(client_of, officer, reviewer, survey):
    desk = client_of(officer)
    record(desk, survey, "corrected", standing_note="Corrected.")
    item = next(item for item in checks().touched if item.change == newest())
    names = [subject.name for subject in item.subjects]
    client_of(reviewer).post(f"/checks/{newest().pk}/", {"subjects": names, "reason": "Read."})
    record(desk, survey)
    assert FLAG in text_of(desk.get("/estimates/table-1/"))


def test_put_right_again_nothing_asks(client_of, officer, survey):
    desk = client_of(officer)
    record(desk, survey)
    record(desk, survey, "current", standing_note="It was another survey.")
    assert FLAG not in text_of(desk.get("/estimates/table-1/"))


def test_a_newer_edition_is_a_note_and_no_alarm(client_of, officer):
    other = Publication.objects.get(key="crisis-all-on-my-own-2015")
    other.standing = "newer-edition"
    services.enter(other, by=officer)
    assert not other.changes.exists()


def test_any_way_to_save_a_standing_raises_it(officer, survey):
    survey.standing = "withdrawn"
    survey.standing_note = ""
    services.enter(survey, by=officer)
    assert survey.changes.get().sentence == "Withdrawn."
    services.enter(survey, by=officer)
    assert survey.changes.count() == 1


def test_a_new_grade_in_force_asks_and_the_same_does_not(officer, reviewer, second_reviewer):
    survey = Publication.objects.get(key=SURVEY)
    services.confirm_appraisal(survey.appraisals.get(), by=reviewer)
    assert not survey.changes.exists()
    new = Appraisal(
        publication=survey, grade="weak", reason="Few answered.", departure_reason="Few answered.",
        professional="yes", large="yes", method_clear="yes", self_selecting="no",
    )  # fmt: skip
    services.enter(new, by=officer)
    assert not survey.changes.exists(), "the confirmed grade is still in force"
    services.confirm_appraisal(new, by=second_reviewer)
    change = survey.changes.get()
    assert (change.kind, change.sentence) == ("regraded", "Strong became weak: Few answered.")


def test_a_corrected_figure_asks_of_what_uses_it_only(client_of, officer, reviewer):
    men = Finding.objects.get(key="cls-2017-18-men")
    services.confirm_finding(men, by=reviewer)
    correction = Finding(
        measure=men.measure, group=men.group, percentage="5.0", decimals=1, age_from=16,
        quotation="5.0%", place="Table 4", supersede_reason="Misread.",
    )  # fmt: skip
    services.confirm_finding(services.correct(men, correction, by=officer), by=reviewer)
    assert newest().sentence == "4.9% was corrected to 5.0%: Misread."
    item = next(item for item in checks().touched if item.change == newest())
    assert [subject.record for subject in item.findings] == [men]
    assert [(subject.record.number, len(subject.lines)) for subject in item.tables] == [(1, 1)]
    assert item.populations == ()


def test_only_a_reviewer_clears_and_only_an_officer_records(
    client_of, officer, reviewer, board_member, survey
):
    assert client_of(reviewer).get(WHERE).status_code == 403
    assert client_of(board_member).post("/checks/1/", {"reason": "x"}).status_code == 403
    assert client_of(officer).post("/checks/1/", {"reason": "x"}).status_code == 403
    assert client_of(board_member).get("/checks/1/").status_code == 200
    assert client_of(board_member).get("/checks/999999/").status_code == 404


def test_nonsense_ticked_is_a_sentence(client_of, reviewer):
    said = text_of(client_of(reviewer).post("/checks/1/", {"subjects": "x-1", "reason": "y"}))
    assert "is not touched by this change, or was checked meanwhile" in said


def test_an_old_reading_does_not_overwrite(client_of, officer, survey):
    page = record(client_of(officer), survey, version=survey.version + 5)
    assert "Somebody else changed this publication" in text_of(page)
    assert not survey.changes.exists()


def test_nothing_changed_reads_nothing(django_assert_num_queries):
    stood = Publication.objects.get(standing="replaced")
    stood.standing = "current"
    services.enter(stood, by=makers.make_person("officer"))
    with django_assert_num_queries(1):
        assert checks().touched == []


def test_counts_read_as_words_and_all_can_be_ticked(client_of, officer, reviewer, survey):
    record(client_of(officer), survey)
    said = text_of(client_of(reviewer).get("/checks/"))
    assert "32 findings, 4 tables (15 lines), 2 recommendations, 2 actions" in said
    assert "0 findings" not in said
    change = newest()
    bench = client_of(reviewer)
    assert " checked>" not in bench.get(f"/checks/{change.pk}/").content.decode()
    ticked = bench.get(f"/checks/{change.pk}/?tick=all").content.decode()
    assert ticked.count(" checked>") == 40
    assert "A reviewer opens each record" not in text_of(bench.get(f"/checks/{change.pk}/"))
    assert "A reviewer opens each record" in text_of(
        client_of(officer).get(f"/checks/{change.pk}/")
    )


def test_the_day_it_was_looked_up_is_offered_as_today(client_of, officer, survey):
    page = client_of(officer).get(WHERE).content.decode()
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in page

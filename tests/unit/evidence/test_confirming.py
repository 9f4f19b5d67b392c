"""The second person: what is returned, what takes a confirmed record's place."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from evidence import policies, services, waiting
from evidence.models import Appraisal, Citation, Finding, FindingCitation, Publication, SourceCheck
from loneliness.records.services import StaleRecord
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding(officer):
    return services.enter(
        Finding(
            publication=makers.make_publication(),
            measure=Finding.objects.first().measure,
            group=Finding.objects.first().group,
            percentage="4.9",
            decimals=1,
            quotation="4.9% often",
            place="page 2",
        ),
        by=officer,
    )


def appraisal_of(publication, by, **fields):
    given = {"grade": "weak", "reason": "Small."} | fields
    return services.enter(Appraisal(publication=publication, **given), by=by)


def test_a_returned_finding_says_why_and_waits_again_once_mended(finding, officer, reviewer):
    services.return_finding(finding, by=reviewer, because="The page is 3.")
    assert (finding.state, finding.returned_because) == ("returned", "The page is 3.")
    assert finding.history.first().history_change_reason == "Returned: The page is 3."
    assert not policies.may_confirm_finding(reviewer, finding)
    finding.place = "page 3"
    services.enter(finding, by=officer)
    assert finding.state == "not-confirmed"
    assert services.confirm_finding(finding, by=reviewer).state == "confirmed"


def test_nothing_is_returned_without_a_reason(finding, reviewer):
    with pytest.raises(ValidationError, match="Say what is to be mended"):
        services.return_finding(finding, by=reviewer, because="  ")
    assert Finding.objects.get(pk=finding.pk).state == "not-confirmed"


def test_whoever_entered_neither_confirms_nor_returns(finding, officer):
    with pytest.raises(PermissionDenied, match="did not enter or change this finding"):
        services.return_finding(finding, by=officer, because="No.")


def test_a_decision_on_an_old_reading_is_refused(finding, officer, reviewer):
    seen = finding.version
    services.enter(Finding.objects.get(pk=finding.pk), by=officer)
    with pytest.raises(StaleRecord):
        services.confirm_finding(finding, by=reviewer, expected_version=seen)


def test_a_confirmed_grade_stays_in_force_until_a_new_one_is_confirmed(
    officer, reviewer, second_reviewer
):
    publication = makers.make_publication()
    first = services.confirm_appraisal(appraisal_of(publication, officer), by=reviewer)
    second = appraisal_of(publication, officer, grade="moderate", departure_reason="Panel.")
    assert Appraisal.objects.in_force().get(publication=publication) == first
    services.confirm_appraisal(second, by=second_reviewer)
    assert Appraisal.objects.in_force().get(publication=publication) == second
    with pytest.raises(ValidationError, match="never edited"):
        services.enter(Appraisal.objects.get(pk=first.pk), by=officer)


def test_a_confirmed_figure_is_corrected_by_another_with_its_footnotes(finding, officer, reviewer):
    services.enter(FindingCitation(finding=finding, citation=Citation.objects.first()), by=officer)
    services.confirm_finding(finding, by=reviewer)
    correction = Finding(
        measure=finding.measure, group=finding.group, percentage="4.8", decimals=1,
        quotation="4.8% often", place="page 2", supersede_reason="Misread.",
    )  # fmt: skip
    made = services.correct(finding, correction, by=officer)
    assert made.citations.get() == finding.citations.get()
    assert finding in Finding.objects.in_force()
    services.confirm_finding(made, by=reviewer)
    assert finding not in Finding.objects.in_force()
    assert Finding.objects.get(pk=finding.pk).quotation == "4.9% often"
    with pytest.raises(ValidationError, match="has a correction already"):
        services.correct(finding, Finding(supersede_reason="Again."), by=officer)


def test_an_unconfirmed_figure_is_mended_instead(finding, officer):
    with pytest.raises(ValidationError, match="mended in the workshop"):
        services.correct(finding, Finding(supersede_reason="Wrong."), by=officer)


def test_a_check_of_the_original_is_kept_and_never_changed(finding, officer, owner):
    check = SourceCheck(finding=finding, outcome="agrees", place="page 2")
    services.check_original(check, by=officer)
    assert finding.source_checks.get().checked_by == officer
    with pytest.raises(TypeError, match="never changed"):
        check.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        SourceCheck.objects.filter(pk=check.pk).update(note="No.")
    with pytest.raises(PermissionDenied):
        services.check_original(SourceCheck(finding=finding, outcome="agrees"), by=owner)


def test_a_check_that_disagrees_says_what_it_found(finding, officer):
    with pytest.raises(ValidationError, match="say what you found instead"):
        services.check_original(SourceCheck(finding=finding, outcome="differs"), by=officer)


def test_the_rates_that_most_stand_on_come_first():
    weights = list(Finding.objects.unconfirmed_by_weight().values_list("weight", flat=True))
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 4
    assert sum(weights) == 49
    grades = list(Appraisal.objects.unconfirmed_by_weight().values_list("weight", flat=True))
    assert grades == sorted(grades, reverse=True)
    assert sum(grades) == 49


def test_what_waits_is_counted_by_kind(officer, reviewer, finding):
    before = waiting.tally(makers.FIRST_DAY)
    services.return_finding(finding, by=reviewer, because="No.")
    publication = Publication.objects.first()
    publication.review_by = makers.FIRST_DAY
    services.enter(publication, by=officer)
    after = waiting.tally(makers.FIRST_DAY)
    assert (after.figures, after.returned, after.reviews) == (before.figures - 1, 1, 1)
    assert after.total == before.total + 1


def test_without_a_reviewer_nobody_can_confirm(officer):
    assert not policies.has_reviewers()
    makers.make_person("reviewer")
    assert policies.has_reviewers()


def test_an_interval_has_its_source_and_its_state(finding, officer):
    finding.interval_low, finding.interval_high = "4.1", "5.7"
    with pytest.raises(ValidationError, match="Say “recorded” when you give both ends"):
        services.enter(finding, by=officer)
    finding.interval_state = "recorded"
    with pytest.raises(ValidationError, match="Say where the interval is published"):
        services.enter(finding, by=officer)
    finding.interval_source = "Table 2b"
    assert services.enter(finding, by=officer).interval_source == "Table 2b"

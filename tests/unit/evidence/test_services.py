"""Who writes evidence, what is refused and why."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from evidence import services
from evidence.models import Appraisal, Finding, GroupParent, PopulationGroup, Publication
from loneliness.accounts.roles import Role
from loneliness.records.services import StaleRecord
from tests import makers

pytestmark = pytest.mark.django_db

OTHERS = [role for role in Role if role != Role.OFFICER]
STRONG = {
    "professional": "yes",
    "large": "yes",
    "method_clear": "yes",
    "self_selecting": "no",
}


def a_publication(**fields):
    return Publication(key="new", title="Alone in Rutland", kind="survey", **fields)


def an_appraisal(publication, **fields):
    return Appraisal(publication=publication, **({"grade": "weak", "reason": "Small."} | fields))


@pytest.fixture
def finding(officer):
    return makers.make_finding(by=officer)


@pytest.fixture
def appraisal(officer):
    return services.enter(an_appraisal(makers.make_publication()), by=officer)


@pytest.fixture
def both():
    """Somebody who enters and reviews, as where a council has one officer."""
    return makers.make_user(Role.OFFICER, Role.REVIEWER)


def test_an_officer_enters_and_history_says_who_and_why(officer):
    made = services.enter(a_publication(), by=officer, reason="Found in the library")
    newest = made.history.get()
    assert newest.history_user == officer
    assert newest.history_change_reason == "Found in the library"


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_enters(role):
    with pytest.raises(PermissionDenied, match="Only an evidence officer may enter evidence"):
        services.enter(a_publication(), by=makers.make_user(role))
    assert not Publication.objects.filter(key="new").exists()


def test_somebody_without_a_role_enters_nothing():
    with pytest.raises(PermissionDenied):
        services.enter(a_publication(), by=makers.make_user())


def test_whoever_enters_a_finding_is_kept(officer, finding):
    copy = Finding.objects.get(pk=finding.pk)
    copy.pk, copy._state.adding, copy.key, copy.version = None, True, "copy", 1
    assert services.enter(copy, by=officer).entered_by == officer


def test_a_correction_leaves_the_enterer(both, finding, officer):
    finding.note = "Read again"
    services.enter(finding, by=both)
    assert finding.entered_by == officer


def test_a_stale_correction_is_refused(officer, finding):
    Finding.objects.get(pk=finding.pk)
    services.enter(Finding.objects.get(pk=finding.pk), by=officer)
    finding.percentage = "9.9"
    with pytest.raises(StaleRecord, match="Somebody else changed this finding"):
        services.enter(finding, by=officer, expected_version=1)


def test_a_finding_without_its_words_is_refused_in_a_sentence(officer, finding):
    finding.quotation = ""
    with pytest.raises(ValidationError, match="a finding without them is refused"):
        services.enter(finding, by=officer)


def test_the_rule_suggests_when_an_appraisal_is_entered(officer):
    survey = makers.make_publication(
        kind="survey", commissioner_kind="neutral-public-body", sampling="random"
    )
    made = services.enter(an_appraisal(survey, grade="strong", **STRONG), by=officer)
    assert (made.suggested_grade, made.appraised_by) == ("strong", officer)


def test_a_grade_unlike_the_suggestion_needs_a_reason(officer):
    appraisal = an_appraisal(makers.make_publication(), grade="strong")
    with pytest.raises(ValidationError, match=r"The rule suggests weak.*Give your reason"):
        services.enter(appraisal, by=officer)
    appraisal.departure_reason = "The panel was drawn at random."
    assert services.enter(appraisal, by=officer).grade == "strong"


def test_another_confirms_a_finding_once(finding, reviewer, second_reviewer):
    services.confirm_finding(finding, by=reviewer)
    stored = Finding.objects.get(pk=finding.pk)
    assert (stored.confirmed_by, stored.is_confirmed) == (reviewer, True)
    assert stored.history.first().history_change_reason == "Confirmed"
    with pytest.raises(PermissionDenied, match="only once"):
        services.confirm_finding(stored, by=second_reviewer)


def test_another_confirms_a_grade_once(appraisal, reviewer, second_reviewer):
    services.confirm_appraisal(appraisal, by=reviewer)
    assert Appraisal.objects.get(pk=appraisal.pk).confirmed_by == reviewer
    with pytest.raises(PermissionDenied, match="only once"):
        services.confirm_appraisal(appraisal, by=second_reviewer)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_only_a_reviewer_confirms(role, finding, appraisal):
    user = makers.make_user(role)
    with pytest.raises(PermissionDenied, match="Only a reviewer"):
        services.confirm_finding(finding, by=user)
    with pytest.raises(PermissionDenied, match="Only a reviewer"):
        services.confirm_appraisal(appraisal, by=user)


def test_nobody_confirms_their_own(both):
    finding = makers.make_finding(by=both)
    appraisal = services.enter(an_appraisal(makers.make_publication()), by=both)
    with pytest.raises(PermissionDenied, match="did not enter"):
        services.confirm_finding(finding, by=both)
    with pytest.raises(PermissionDenied, match="did not give"):
        services.confirm_appraisal(appraisal, by=both)


def test_nobody_confirms_what_they_changed(both, finding, appraisal):
    services.enter(finding, by=both)
    services.enter(appraisal, by=both)
    with pytest.raises(PermissionDenied, match="or change"):
        services.confirm_finding(finding, by=both)
    with pytest.raises(PermissionDenied, match="or change"):
        services.confirm_appraisal(appraisal, by=both)


def test_two_reviewers_at_once_leave_one_confirmation(finding, reviewer, second_reviewer):
    seen_before = Finding.objects.get(pk=finding.pk)
    services.confirm_finding(finding, by=reviewer)
    with pytest.raises(StaleRecord):
        services.confirm_finding(seen_before, by=second_reviewer)
    assert Finding.objects.get(pk=finding.pk).confirmed_by == reviewer


def test_what_was_confirmed_is_never_edited(officer, reviewer, finding, appraisal):
    services.confirm_finding(finding, by=reviewer)
    services.confirm_appraisal(appraisal, by=reviewer)
    with pytest.raises(ValidationError, match="This finding was confirmed and is never edited"):
        services.enter(finding, by=officer)
    with pytest.raises(ValidationError, match="This appraisal was confirmed and is never edited"):
        services.enter(appraisal, by=officer)


def test_a_copy_read_before_it_was_confirmed_is_refused_too(officer, reviewer, finding):
    seen_before = Finding.objects.get(pk=finding.pk)
    services.confirm_finding(finding, by=reviewer)
    with pytest.raises(StaleRecord):
        services.enter(seen_before, by=officer)


def test_a_short_name_stays(officer, finding):
    finding.key = "renamed"
    with pytest.raises(ValidationError, match="addresses and files hold it"):
        services.enter(finding, by=officer)


def group(code):
    return PopulationGroup.objects.get(code=code)


@pytest.mark.parametrize(
    ("narrow", "wide"), [("adults", "older-people"), ("everyone", "older-bme"), ("men", "men")]
)
def test_groups_do_not_nest_in_a_circle(officer, narrow, wide):
    link = GroupParent(child=group(narrow), parent=group(wide))
    with pytest.raises(ValidationError, match="groups cannot nest in a circle"):
        services.enter(link, by=officer)


def test_a_group_may_lie_within_a_second_one(officer):
    link = GroupParent(child=group("men"), parent=group("lonely-people"))
    assert services.enter(link, by=officer).pk

"""Reports: by an owner, for an owner, by a link; drafts, confirmations, objections."""

import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from actions import files, selectors, services
from actions.models import Milestone, ProgressUpdate, UpdateDraft
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import Mail
from tests import makers

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)
PDF = b"%PDF-1.7 a paper"


@pytest.fixture
def person(owner):
    """The owner as somebody without an account."""
    person = owner.person
    person.account = None
    return records.save(person, by=User.objects.system())


def report(action, **fields):
    fields = {"status": "in-progress", "rag": "green", "once": "one"} | fields
    return ProgressUpdate(action=action, **({"happened": "A coffee morning."} | fields))


def state_of(action):
    return selectors.action_states([action], TODAY)[action.pk]


def a_milestone(action, **fields):
    fields = {"title": "Brief the link workers", "due_on": TODAY} | fields
    return records.save(Milestone(action=action, **fields), by=User.objects.system())


def test_a_report_by_a_link_names_who_typed_it_and_waits(owned_action, person, secretary):
    posted = services.post_report(report(owned_action, typed_name="O. Owner"), person=person)
    assert (posted.posted_by, posted.reported_by, posted.who) == (None, person, "O. Owner")
    assert state_of(owned_action).is_unconfirmed
    services.confirm_report(posted, by=secretary)
    assert services.confirm_report(posted, by=secretary) == posted.remarks.get()
    assert not state_of(owned_action).is_unconfirmed


def test_a_report_by_a_link_needs_a_name(owned_action, person):
    with pytest.raises(ValidationError, match="Type your name"):
        services.post_report(report(owned_action), person=person)


def test_whoever_holds_the_post_no_longer_does_not_report_by_link(owned_action, person):
    person.holdings.update(ended_on=datetime.date(2026, 11, 23))
    with pytest.raises(PermissionDenied):
        services.post_report(report(owned_action, typed_name="O."), person=person)


def test_a_copy_is_mailed_to_the_address_on_record(owned_action, person):
    services.post_report(report(owned_action, typed_name="O. Owner"), person=person)
    mail = Mail.objects.get(kind="copy")
    assert mail.to_address == person.email
    assert "A coffee morning." in mail.text


def test_what_the_secretary_enters_is_mailed_to_the_owner_who_can_object(
    owner, owned_action, secretary
):
    told = report(owned_action, told_by="Olive", told_how="telephone", told_on=TODAY)
    posted = services.post_update(told, by=secretary)
    mail = Mail.objects.get(kind="copy")
    assert mail.to_address == owner.email
    assert "told by Olive, by telephone, on 24 November 2026" in mail.text
    remark = services.object_to(posted, "I said amber.", account=owner)
    assert state_of(owned_action).objections == [remark]
    services.settle(remark, "Entered again as amber.", by=secretary)
    assert state_of(owned_action).objections == []


def test_only_the_owner_objects_or_hands_back(owned_action, owner, board_member):
    posted = services.post_update(report(owned_action), by=owner)
    with pytest.raises(PermissionDenied):
        services.object_to(posted, "No.", account=board_member)
    with pytest.raises(PermissionDenied):
        services.not_mine(owned_action, "Not hers.", account=board_member)
    services.not_mine(owned_action, "It went to Housing.", account=owner)
    assert [r.text for r in state_of(owned_action).objections] == ["It went to Housing."]


def test_a_claim_needs_evidence(owned_action, owner):
    with pytest.raises(ValidationError, match="A claim needs evidence"):
        services.post_update(report(owned_action, status="claimed-complete"), by=owner)
    file = files.Evidence("a.pdf", "application/pdf", PDF)
    claim = report(owned_action, status="claimed-complete")
    services.post_update(claim, by=owner, file=file)
    assert bytes(claim.file.content) == PDF


def test_milestones_are_met_and_a_later_update_may_say_not_after_all(owned_action, owner):
    milestone = a_milestone(owned_action)
    services.post_update(report(owned_action), by=owner, met={milestone.pk: TODAY})
    assert [one.met_on for one in state_of(owned_action).milestones] == [TODAY]
    later = report(owned_action, once="two")
    services.post_update(later, by=owner, met={milestone.pk: None})
    assert [one.met_on for one in state_of(owned_action).milestones] == [None]


def test_a_milestone_of_another_action_is_left_alone(owned_action, owner):
    other = a_milestone(makers.make_action())
    services.post_update(report(owned_action), by=owner, met={other.pk: TODAY})
    assert not other.reports.exists()


def test_more_time_is_asked_for_after_the_present_date(owner):
    action = makers.make_action(owner=owner, first_due_on=TODAY)
    early = {"asks_for": TODAY, "asks_because": "Staff left."}
    with pytest.raises(ValidationError, match="Give a day after the present due date"):
        services.post_update(report(action, **early), by=owner)
    later = {"asks_for": datetime.date(2027, 1, 31), "asks_because": "Staff left."}
    services.post_update(report(action, **later), by=owner)
    assert state_of(action).asks_for == datetime.date(2027, 1, 31)


def test_a_figure_needs_a_measure(owned_action, owner):
    figure = report(owned_action, reading=3, reading_on=TODAY)
    with pytest.raises(ValidationError, match="no measure of success yet"):
        services.post_update(figure, by=owner)


def test_a_merged_action_is_reported_on_where_it_went(owned_action, owner):
    owned_action.merged_into = makers.make_action(owner=owner)
    records.save(owned_action, by=User.objects.system())
    with pytest.raises(ValidationError, match="was merged into"):
        services.post_update(report(owned_action), by=owner)


def test_a_draft_is_kept_once_and_goes_with_the_report(owned_action, owner):
    services.save_draft(owned_action, {"happened": ["Half"]}, account=owner)
    services.save_draft(owned_action, {"happened": ["Whole"]}, account=owner)
    assert UpdateDraft.objects.get().entries == {"happened": ["Whole"]}
    services.post_update(report(owned_action), by=owner)
    assert not UpdateDraft.objects.exists()


def test_a_correction_is_of_the_same_action(owned_action, owner):
    elsewhere = makers.make_update(makers.make_action(), owner)
    with pytest.raises(ValidationError, match="corrects an update on another action"):
        services.post_update(report(owned_action, corrects=elsewhere), by=owner)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("run.exe", b"MZ", "This kind of file is not taken"),
        ("page.html", b"<script>", "This kind of file is not taken"),
        ("paper.pdf", b"PK", "The file is not what its name says"),
        ("paper.docx", PDF, "The file is not what its name says"),
        ("list.csv", b"a\0b", "The file is not what its name says"),
        ("empty.txt", b"", "The file is empty"),
    ],
)
def test_a_file_of_another_kind_is_refused(name, content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        files.taken(SimpleUploadedFile(name, content))


def test_a_file_keeps_the_end_of_its_name():
    kept = files.taken(SimpleUploadedFile("..\\..\\paper.PDF", PDF))
    assert (kept.name, kept.kind) == ("paper.PDF", "application/pdf")


def test_a_file_above_ten_megabytes_is_refused_unread():
    large = SimpleUploadedFile("a.pdf", b"")
    large.size, large.file = files.MOST_BYTES + 1, io.BytesIO()
    with pytest.raises(ValidationError, match="larger than 10 MB"):
        files.taken(large)

"""The one way to write a record."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from evidence.models import Area, Finding, Publication
from loneliness.accounts.models import User
from loneliness.records import history, services
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication(officer):
    return makers.make_publication(by=officer, title="Alone in Rutland")


def test_a_chain_that_leads_back_is_refused(db):
    system = User.objects.system()
    outer = services.save(Area(code="outer", name="Outer", kind="region"), by=system)
    inner = services.save(Area(code="inner", name="Inner", kind="county", parent=outer), by=system)
    outer.parent = inner
    with pytest.raises(ValidationError, match="This would lead in a circle"):
        services.save(outer, by=system)


def test_each_save_raises_the_version(publication, officer):
    publication.year = 2020
    services.save(publication, by=officer)
    assert (publication.version, Publication.objects.get(pk=publication.pk).version) == (2, 2)


def test_a_stale_save_is_refused_and_overwrites_nothing(publication, officer, reviewer):
    theirs = Publication.objects.get(pk=publication.pk)
    theirs.title = "Theirs"
    services.save(theirs, by=reviewer)
    publication.title = "Mine"
    with pytest.raises(services.StaleRecord, match="Somebody else changed this publication"):
        services.save(publication, by=officer)
    assert Publication.objects.get(pk=publication.pk).title == "Theirs"


def test_the_version_the_person_saw_is_what_counts(publication, officer):
    services.save(publication, by=officer)
    fresh = Publication.objects.get(pk=publication.pk)
    with pytest.raises(services.StaleRecord):
        services.save(fresh, by=officer, expected_version=1)


def test_history_keeps_who_and_why(publication, officer, reviewer):
    publication.year = 2020
    services.save(publication, by=reviewer, reason="The imprint says so")
    newest, oldest = publication.history.all()
    assert (newest.history_user, oldest.history_user) == (reviewer, officer)
    assert newest.history_change_reason == "The imprint says so"


def test_history_says_what_changed_in_words(publication, officer):
    publication.year = 2020
    services.save(publication, by=officer)
    assert [entry.text for entry in history.changes(publication)] == ["Year: (empty) → 2020", ""]


def test_an_account_with_history_cannot_be_deleted(publication, officer):
    with pytest.raises(models.ProtectedError):
        officer.delete()


def test_a_bad_record_is_not_saved(officer):
    with pytest.raises(ValidationError):
        makers.make_publication(by=officer, title="")
    assert not Publication.objects.filter(title="").exists()


def test_checks_that_hold_are_asked_together(chapter):
    finding = Finding.objects.first()
    assert len(Finding._meta.constraints) > 10
    with CaptureQueriesContext(connection) as asked:
        finding.validate_constraints()
    assert len([query for query in asked if query["sql"].startswith("SELECT")]) == 1


@pytest.mark.parametrize("left_out", [(), ("percentage",), ("percentage", "place")])
def test_each_broken_check_is_told_but_of_a_field_left_out(chapter, left_out):
    finding = Finding.objects.first()
    finding.percentage, finding.place = 101, ""
    rules = {"percentage": "finding_percentage_0_100", "place": "finding_has_place"}
    sentences = {one.name: one.violation_error_message for one in Finding._meta.constraints}
    expected = [sentences[rule] for field, rule in rules.items() if field not in left_out]
    assert sorted(messages_of(finding, left_out)) == sorted(expected)


def messages_of(record, left_out):
    """What the constraints of a record say."""
    try:
        record.validate_constraints(exclude=left_out)
    except ValidationError as error:
        return error.messages
    return []


def test_many_new_records_have_history_and_are_found(officer):
    new = [
        Publication(key=f"many-{number}", title=f"Volume {number}", kind="survey")
        for number in (1, 2)
    ]
    made = services.save_new(new, by=officer, reason="Loaded")
    assert [record.history.get().history_user for record in made] == [officer, officer]
    assert set(Publication.objects.filter(search_text__contains=" volume ")) == set(made)


def test_an_update_is_never_changed_nor_deleted(owned_action, owner):
    update = makers.make_update(owned_action, by=owner)
    update.happened = "Something else"
    with pytest.raises(TypeError, match="never changed"):
        update.save()
    with pytest.raises(TypeError, match="never deleted"):
        update.delete()


def test_removal_stays_in_the_history(officer):
    record = makers.make_publication(by=officer)
    key = record.key
    services.remove(record, by=officer, reason="Entered twice")
    newest = Publication.history.filter(key=key).first()
    assert (newest.history_type, newest.history_user) == ("-", officer)


def test_the_system_account_cannot_sign_in(db):
    system = User.objects.system()
    assert not system.is_active
    assert not system.has_usable_password()

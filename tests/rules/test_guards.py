"""Rows that are written once: the database itself refuses to change or remove them."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from evidence import services as evidence
from evidence.models import Finding
from loneliness.records import guards
from loneliness.records.guards import Guard
from loneliness.records.models import AppendOnly
from tests import makers
from tests.rules import action_cases

pytestmark = pytest.mark.django_db
FROZEN = {
    "actions_action": "first_shown_on",
    "estimates_audit": "signed_by_id",
    "evidence_finding": "confirmed_by_id",
    "evidence_appraisal": "confirmed_by_id",
    "estimates_revision": "approved_by_id",
    "actions_meeting": "confirmed_by_id",
}


ALL = list(guards.expected())
ONCE = [guard for guard in ALL if not guard.frozen_by]


def is_refused(statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "written once" in str(error)
    return False


def a_row(guard):
    """The key of a row of the table, made when there is none; None when none can be."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{guard.key}" FROM "{guard.table}" LIMIT 1')
        found = cursor.fetchone()
    return found and found[0]


def test_every_guard_stands():
    assert guards.missing(connection, ALL) == []


def test_a_missing_guard_is_named():
    guards.lift(connection, ONCE[0])
    assert guards.missing(connection, ALL) == ONCE[0].names(connection.vendor)


def test_a_model_that_is_confirmed_or_approved_is_guarded():
    confirmed = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name in ("confirmed_by", "approved_by", "signed_by") and field.is_relation
    }
    found = {table for table in confirmed if "historical" not in table}
    assert found == set(FROZEN) - {"actions_action"}
    assert {guard.table: guard.frozen_by for guard in ALL if guard.frozen_by} == FROZEN


def test_what_is_appended_only_is_written_once():
    appended = {m._meta.db_table for m in apps.get_models() if issubclass(m, AppendOnly)}
    assert appended <= {guard.table for guard in ONCE}


@pytest.mark.parametrize("guard", ONCE, ids=lambda guard: guard.table)
def test_a_row_written_once_is_neither_changed_nor_removed(guard, owned_action, owner):
    makers.make_update(owned_action, owner)
    key = a_row(guard)
    if key is None:
        pytest.skip("No row of this table yet.")
    same = f'UPDATE "{guard.table}" SET "{guard.key}" = "{guard.key}" WHERE "{guard.key}" = {key}'
    assert is_refused(same)
    assert is_refused(f'DELETE FROM "{guard.table}" WHERE "{guard.key}" = {key}')


def test_without_the_guard_the_row_is_changed():
    guard = Guard("estimates_revisionline")
    guards.lift(connection, guard)
    assert not is_refused(f'UPDATE "{guard.table}" SET label = label')


def test_a_confirmed_finding_is_frozen_and_another_is_not(officer, reviewer):
    finding = makers.make_finding(by=officer)
    Finding.objects.filter(pk=finding.pk).update(note="Still open.")
    evidence.confirm_finding(finding, by=reviewer)
    assert is_refused(f"UPDATE evidence_finding SET note = '' WHERE id = {finding.pk}")
    assert is_refused(f"DELETE FROM evidence_finding WHERE id = {finding.pk}")


def test_a_reminder_that_was_written_stays():
    reminder = action_cases.reminder()
    assert is_refused(f"UPDATE actions_reminder SET is_told = is_told WHERE id = {reminder.pk}")
    assert is_refused(f"DELETE FROM actions_reminder WHERE id = {reminder.pk}")


def test_an_approved_version_is_frozen(chapter):
    revision = chapter.tables.get(number=1).revisions.get(number=1)
    assert is_refused(f"UPDATE estimates_revision SET total = 1 WHERE id = {revision.pk}")


def test_a_whole_table_is_not_emptied_or_replaced(chapter):
    line = chapter.tables.get(number=1).revisions.get(number=1).lines.first()
    statement = {
        "sqlite": f"REPLACE INTO estimates_revisionline SELECT * FROM estimates_revisionline "
        f"WHERE id = {line.pk}",
        "postgresql": "TRUNCATE estimates_revisionline CASCADE",
    }[connection.vendor]
    assert is_refused(statement)

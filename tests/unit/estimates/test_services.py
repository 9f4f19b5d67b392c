"""Versions of tables: drafted by one, approved by another, checked against tampering."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from estimates import selectors, services
from estimates.models import EstimateLine, EstimateTable, Revision, RevisionLine
from estimates.tasks import verify_estimates
from evidence.models import PopulationCount
from loneliness.accounts.models import User
from loneliness.accounts.roles import Role
from tests import makers

pytestmark = pytest.mark.django_db
WHY = {"kind": "new-data", "reason": "Mid-2019 counts."}


@pytest.fixture
def table(chapter):
    return EstimateTable.objects.get(chapter=chapter, number=1)


@pytest.fixture
def draft(table, officer):
    PopulationCount.objects.filter(key="mid-2018-males-16-plus").update(count=300000)
    return services.draft_revision(table, by=officer, **WHY)


def total_in_force(table):
    return selectors.answer(table).total


def test_the_chapter_is_loaded_as_printed(table):
    first = table.revisions.get()
    assert (first.number, first.kind, first.total) == (1, "as-printed", 31878)
    assert first.author == first.approved_by == User.objects.system()


def test_as_printed_is_worked_out_and_frozen_at_once(table):
    made = services.record_as_printed(table, by=User.objects.system())
    assert made.is_frozen
    assert made.lines.count() == 2
    assert [row.history_change_reason for row in made.history.all()] == [
        "Approved",
        "As printed in 2019.",
    ]


def test_a_draft_is_not_the_answer_until_another_approves(table, draft, reviewer):
    assert (draft.number, draft.is_frozen, total_in_force(table)) == (2, False, 31878)
    makers.approve(draft, by=reviewer)
    assert total_in_force(table) == draft.total == 32808


def test_history_keeps_author_and_approver(draft, officer, reviewer):
    makers.approve(draft, by=reviewer)
    newest, oldest = draft.history.all()
    assert (oldest.history_user, oldest.history_change_reason) == (officer, WHY["reason"])
    assert (newest.history_user, newest.history_change_reason) == (reviewer, "Approved")
    assert draft.lines.first().history.get().history_user == officer


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICER])
def test_only_an_officer_drafts(table, role):
    with pytest.raises(PermissionDenied, match="Only an evidence officer may make a new version"):
        services.draft_revision(table, by=makers.make_user(role), **WHY)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICER])
def test_only_an_officer_builds(table, role):
    with pytest.raises(PermissionDenied, match="Only an evidence officer may build estimates"):
        services.enter(table, by=makers.make_user(role))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_only_a_reviewer_approves(draft, role):
    with pytest.raises(PermissionDenied, match="Only a reviewer"):
        services.approve_revision(draft, by=makers.make_user(role))


def test_nobody_approves_their_own(table):
    both = makers.make_user(Role.OFFICER, Role.REVIEWER)
    made = services.draft_revision(table, by=both, **WHY)
    with pytest.raises(PermissionDenied, match="did not make this version"):
        services.approve_revision(made, by=both)


def test_a_version_is_approved_once(draft, reviewer, second_reviewer):
    seen_before = Revision.objects.get(pk=draft.pk)
    makers.approve(draft, by=reviewer)
    with pytest.raises(PermissionDenied, match="only once"):
        services.approve_revision(seen_before, by=second_reviewer)
    assert Revision.objects.get(pk=draft.pk).approved_by == reviewer


def test_an_older_draft_is_not_approved_behind_a_newer(table, draft, officer, reviewer):
    newer = services.draft_revision(table, by=officer, **WHY | {"reason": "Counted again."})
    makers.approve(newer, by=reviewer)
    with pytest.raises(PermissionDenied, match="a newer version is approved already"):
        services.approve_revision(draft, by=reviewer)


def test_nothing_new_is_as_printed(table, officer):
    with pytest.raises(ValidationError, match="Only the chapter's own figures are as printed"):
        services.draft_revision(table, by=officer, kind="as-printed", reason="Again.")


def test_a_version_needs_a_reason(table, officer):
    with pytest.raises(ValidationError, match="Say what changed and why"):
        services.draft_revision(table, by=officer, kind="new-data", reason="")


def test_a_version_keeps_its_inputs_when_the_count_changes(table, draft):
    assert draft.lines.first().count == 300000
    assert table.revisions.get(number=1).lines.first().count == 281025


def test_a_draft_is_found_by_its_figure(table, draft):
    assert table in EstimateTable.objects.search("32,808")


def test_a_line_that_is_entered_is_found_at_once(table, officer):
    line = EstimateLine.objects.get(table=table, position=1)
    line.label = "Gentlemen"
    services.enter(line, by=officer)
    assert table in EstimateTable.objects.search("gentlemen")


def test_a_line_needs_a_percentage(table, officer):
    line = EstimateLine.objects.get(table=table, position=1)
    line.finding = makers.make_finding(percentage=None, direction="higher")
    with pytest.raises(ValidationError, match="this one states none"):
        services.enter(line, by=officer)


def test_the_loaded_chapter_verifies():
    assert list(services.verify()) == []
    assert verify_estimates.delay().get() == []


LINE = "Table 1, version 1, Males"
TAMPERED = {
    "count": (281026, f"{LINE}: the stored product"),
    "percentage": (Decimal("5.0"), f"{LINE}: the stored product"),
    "decimals": (2, "Table 1, version 1: the inputs"),
    "exact": (Decimal("13770.3"), f"{LINE}: the stored product"),
    "estimate": (13771, f"{LINE}: the stored result"),
    "label": ("Men", "Table 1, version 1: the inputs"),
    "position": (9, "Table 1, version 1: the inputs"),
}


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("field", TAMPERED)
def test_a_line_changed_behind_our_back_is_named(field):
    value, sentence = TAMPERED[field]
    rows = RevisionLine.objects.filter(revision__table__number=1, position=1)
    rows.update(**{field: value})
    assert any(failure.startswith(sentence) for failure in services.verify())


@pytest.mark.usefixtures("unguarded")
def test_a_version_that_cannot_be_worked_out_again_is_named_and_stops_nothing():
    Revision.objects.filter(table__number=1).update(total_rule="anything")
    RevisionLine.objects.filter(revision__table__number=2, position=1).update(decimals=90)
    RevisionLine.objects.filter(revision__table__number=3, position=1).update(estimate=1)
    failures = "\n".join(services.verify())
    assert "Table 1, version 1: it cannot be worked out again. Unknown total rule" in failures
    assert "Table 2, version 1: it cannot be worked out again." in failures
    assert "Table 3, version 1, " in failures


@pytest.mark.usefixtures("unguarded")
def test_a_percentage_changed_below_its_decimals_is_named():
    rows = RevisionLine.objects.filter(revision__table__number=1, position=1)
    rows.update(percentage=Decimal("4.9049"))
    assert any(failure.startswith(LINE) for failure in services.verify())


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("total", 31879, "the stored total"),
        ("population_total", 573091, "the stored sum of the counts"),
        ("fingerprint", "0" * 64, "the inputs"),
        ("total_rule", "sum-of-rounded", "the inputs"),
    ],
)
def test_a_version_changed_behind_our_back_is_named(field, value, sentence):
    Revision.objects.filter(table__number=1).update(**{field: value})
    failures = list(services.verify())
    assert any(one.startswith(f"Table 1, version 1: {sentence}") for one in failures)


@pytest.mark.usefixtures("unguarded")
def test_a_line_put_right_in_every_result_still_has_another_fingerprint():
    line = RevisionLine.objects.get(revision__table__number=1, position=1)
    exact = Decimal(300000) * Decimal("4.9") / 100
    rows = RevisionLine.objects.filter(pk=line.pk)
    rows.update(count=300000, exact=exact, estimate=int(exact))
    Revision.objects.filter(table__number=1).update(total=32808, population_total=592065)
    assert "Table 1, version 1: the inputs are not those the version was made from." in list(
        services.verify()
    )


def test_print_that_differs_is_named(table):
    EstimateLine.objects.filter(table=table, position=1).update(printed_estimate=13771)
    EstimateTable.objects.filter(pk=table.pk).update(printed_total=31879)
    assert list(services.verify()) == [
        f"{LINE}: printed 13771, computed 13770.",
        "Table 1, version 1: printed total 31879, computed 31878.",
    ]


@pytest.mark.usefixtures("unguarded")
def test_the_command_and_the_task_name_what_fails(caplog):
    Revision.objects.filter(table__number=1).update(total=1)
    with pytest.raises(CommandError, match="Table 1, version 1: the stored total"):
        call_command("verify_estimates")
    told = verify_estimates.delay().get()
    ours = [record.message for record in caplog.records if record.name == "estimates.tasks"]
    assert told == ours != []


def test_the_database_keeps_two_people_apart(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=draft.pk).update(approved_by=draft.author)

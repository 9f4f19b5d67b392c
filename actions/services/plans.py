"""Partners' plans: kept, read, compared, asked about; nothing of the register is written here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actions import policies, selectors
from actions.models import Board, Organisation, Plan, PlanColumns, PlanRow
from actions.plans import days, grids, reading
from actions.plans.columns import to_remember
from actions.plans.planned import LEAVE_OUT, Planned, fits
from actions.plans.planning import Planner
from actions.plans.reading import Chosen, PlanCells, PlanRead
from evidence.importing.reading import Unreadable
from evidence.importing.records import shortened
from evidence.vocabulary import ImportState
from loneliness.accounts.models import User
from loneliness.records import services as records

BATCH = 500
ONLY_SECRETARY = "Only the board secretary may import plans."
NOT_OPEN = "This plan is taken in already, or could not be read: bring it again."
NOT_YET = "This day has not come yet: give the day they sent it."
NO_ANSWER = "Line {line}: “{answer}” is no answer to “{question}”"


@transaction.atomic
def bring_plan(
    name: str,
    content: bytes,
    *,
    by: User,
    organisation: Organisation,
    told_on: datetime.date,
    board: Board | None = None,
) -> Plan:
    """Keep a partner's plan and what its rows would do; nothing else is written.

    One that is refused as a whole keeps the sentence that says why.
    """
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    if told_on > timezone.localdate():
        raise ValidationError({"told_on": NOT_YET})
    plan = Plan(
        name=shortened(name)[:255] or "file",
        content=content,
        organisation=organisation,
        board=board,
        told_on=told_on,
        brought_by=by,
    )
    plan.full_clean()
    plan.save()
    return _read(plan)


def sheets_of(plan: Plan) -> PlanRead:
    """The sheets of a plan that is open, as they are read now."""
    book = grids.read(bytes(plan.content or b""))
    return reading.read(book, _remembered(plan), _chosen(plan))


@transaction.atomic
def choose_columns(plan: Plan, chosen: Mapping[str, Chosen], *, by: User) -> Plan:
    """Read a plan anew with these headings and columns, and remember them for its organisation.

    Answers stay with rows that still stand in the same place. ValidationError when two columns are
    said to hold the same.
    """
    plan = _open(plan, by)
    plan.sheets = {name: asdict(one) for name, one in chosen.items()}
    found = sheets_of(plan)
    told = [sheet for sheet in found.sheets if sheet.headings and sheet.headings.problem]
    problems = [
        f"{sheet.name or 'The file'}: {sheet.headings.problem}"  # type: ignore[union-attr]
        for sheet in told
        if sheet.name in chosen and any(chosen[sheet.name].fields)
    ]
    if problems:
        raise ValidationError(problems)
    _remember(plan, found)
    return _read(plan)


def _remember(plan: Plan, found: PlanRead) -> None:
    kept, _ = PlanColumns.objects.get_or_create(organisation=plan.organisation)
    for sheet in found.sheets:
        if sheet.headings and not sheet.headings.problem:
            kept.columns |= to_remember(sheet.headings)
    kept.full_clean()
    kept.save()


@transaction.atomic
def answer_plan(plan: Plan, answers: Mapping[int, Mapping[str, str]], *, by: User) -> Plan:
    """Keep what the secretary answered, by the numbers of rows, and compare the plan anew."""
    plan = _open(plan, by)
    for row in plan.rows.filter(number__in=list(answers)):
        given = dict(_given(row, answers[row.number]))
        if given != {name: row.answers.get(name, "") for name in given}:
            row.answers = {k: v for k, v in (row.answers | given).items() if v}
            row.save(update_fields=["answers"])
    return compare_plan(plan, by=by)


def _given(row: PlanRow, answers: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Each answer as it is kept; ValidationError for one that does not fit its question."""
    asked = {question["name"]: question for question in row.questions}
    for name, text in answers.items():
        if name == LEAVE_OUT:
            yield name, "yes" if text == "yes" else ""
        elif name in asked:
            question = asked[name]
            choices = tuple((value, label) for value, label in question["choices"])
            answer = _typed(text.strip(), question["free"], dict(choices))
            if answer and not fits(answer, choices, question["free"]):
                told = {"answer": shortened(text), "question": question["sentence"]}
                raise ValidationError(NO_ANSWER.format(line=row.line, **told))
            yield name, answer


def _typed(text: str, free: str, choices: Mapping[str, str]) -> str:
    """A typed day as it is kept; anything else as it is."""
    if text in choices or free not in ("date", "review"):
        return text
    return days.due(text, timezone.localdate()).value or text


@transaction.atomic
def compare_plan(plan: Plan, *, by: User) -> Plan:
    """Compare an open plan with the register as it is now."""
    plan = _open(plan, by)
    keep_compared(plan, plan_rows(plan))
    return plan


def _open(plan: Plan, by: User) -> Plan:
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    if not held.is_open:
        raise ValidationError(NOT_OPEN)
    return held


def plan_rows(plan: Plan) -> list[Planned]:
    """What the rows of a plan would do as the register stands."""
    planner = Planner(
        selectors.register_of_plans(timezone.localdate()),
        timezone.localdate(),
        organisation=plan.organisation_id,
        called=plan.organisation.name,
        board=plan.board_id,
    )
    return [planner.plan(cells_of(row), row.answers) for row in plan.rows.all()]


def cells_of(row: PlanRow) -> PlanCells:
    """A row as it was read."""
    told = dict(row.read)
    return PlanCells(**told | {"problems": tuple(told["problems"])})


def _read(plan: Plan) -> Plan:
    try:
        found = sheets_of(plan)
    except Unreadable as error:
        plan.state, plan.content, plan.notes = ImportState.FAILED, None, str(error)
        plan.save()
        return plan
    book = grids.read(bytes(plan.content or b""))
    plan.format, plan.encoding, plan.seen = book.format, book.encoding, len(found.rows)
    notes = [] if found.rows else [reading.NO_ACTIONS]
    plan.notes, plan.state = "\n".join([*notes, *found.notes]), ImportState.READY
    plan.full_clean()
    plan.save()
    _keep_rows(plan, found.rows)
    keep_compared(plan, plan_rows(plan))
    return plan


def _keep_rows(plan: Plan, rows: list[PlanCells]) -> None:
    """Keep rows as read; answers stay where sheet and line are the same."""
    before = {(row.sheet, row.line): row.answers for row in plan.rows.all()}
    plan.rows.all().delete()
    kept = [
        PlanRow(
            plan=plan,
            number=row.number,
            sheet=row.sheet[:100],
            line=row.line,
            read=asdict(row),
            answers=before.get((row.sheet[:100], row.line), {}),
            outcome="asked",
        )
        for row in rows
    ]
    PlanRow.objects.bulk_create(kept, batch_size=BATCH)


def keep_compared(plan: Plan, planned: list[Planned]) -> None:
    """Keep what each row would do, and what the register said when it was worked out."""
    rows = list(plan.rows.all())
    for row, one in zip(rows, planned, strict=True):
        show(row, one)
        row.is_stale = False
    PlanRow.objects.bulk_update(rows, SHOWN, batch_size=BATCH)


SHOWN = (
    "outcome", "changes", "questions", "cells_refused", "remarks", "notes", "action",
    "seen_version", "seen_update", "seen_cells", "is_stale",
)  # fmt: skip


def show(row: PlanRow, planned: Planned) -> None:
    """Put onto a row what it would do."""
    action = planned.action
    why = [reason for _, _, reason in planned.refused]
    row.outcome = planned.outcome
    row.changes = planned.changes
    row.questions = [question.as_json() for question in planned.questions]
    row.cells_refused = planned.refused
    row.remarks = "\n".join(planned.reasons or (why if planned.outcome == "refused" else ()))
    row.notes = "\n".join(dict.fromkeys(planned.notes))
    row.action_id = action.pk if action else None
    row.seen_version = action.version if action else None
    row.seen_update = action.update if action else None
    row.seen_cells = action.cells if action else {}


def _remembered(plan: Plan) -> dict[str, str]:
    kept = PlanColumns.objects.filter(organisation=plan.organisation_id).first()
    return dict(kept.columns) if kept else {}


def _chosen(plan: Plan) -> dict[str, Chosen]:
    return {name: Chosen(one["heading"], tuple(one["fields"])) for name, one in plan.sheets.items()}

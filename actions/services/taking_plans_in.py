"""Taking in a partner's plan that was looked through: all that it shows, or nothing."""

from __future__ import annotations

import datetime
from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actions import policies
from actions.models import (
    Action,
    ActionRecommendation,
    Milestone,
    Plan,
    PlanRow,
    ProgressUpdate,
    Recommendation,
)
from actions.plans.columns import LABELS
from actions.plans.known import Register, compared
from actions.plans.planned import Planned
from actions.selectors import register_of_plans
from actions.services import plans
from actions.services.entering import enter
from actions.services.reporting import post_update
from actions.vocabulary import PlanOutcome, ToldHow
from evidence.importing.records import shortened
from evidence.vocabulary import ImportState
from loneliness.accounts.models import User
from loneliness.records import services as records

FIELDS = {
    "title": "title",
    "board": "board_id",
    "owner": "owner_id",
    "lead": "lead_id",
    "reach": "reach",
    "capacity": "capacity",
    "cost_and_benefit": "cost_and_benefit",
    "measure": "measure",
    "due": "first_due_on",
    "review": "review_on",
}
DAYS = ("due", "review")
SOME_CHANGED = (
    "Nothing was taken in: the register changed since this page was made, in what {count} of the "
    "rows are about. They are refused below with both versions. Take in the others, or compare "
    "the plan again."
)
STILL_ASKED = "Nothing was taken in: {count} rows still ask something. Answer, or leave them out."
MISCOUNTED = "Nothing was taken in: {seen} rows were seen and {told} accounted for."
NAMED = "Nothing was taken in. Line {line}{sheet}: {message}"
BOTH = "{label} was “{old}” when this page was made; now it is “{now}”{theirs}."
OTHERWISE = "The register changed since this page was made: the row would now do something else."
EMPTY = "nothing"


class ChangedSince(ValidationError):
    """The register moved on after the preview; nothing was written."""

    def __init__(self, stale: list[tuple[int, list[str]]]) -> None:
        super().__init__(SOME_CHANGED.format(count=len(stale)))
        self.stale = stale


def take_in_plan(plan: Plan, *, by: User) -> Plan:
    """Save what the preview showed, all of it or nothing; a second time changes nothing.

    ChangedSince when what a row is about changed meanwhile: the row is refused, with both versions.
    """
    records.require(policies.may_set_up(by), plans.ONLY_SECRETARY)
    try:
        return _take_in(plan.pk, by)
    except ChangedSince as error:
        _refuse_stale(plan, error.stale)
        raise


@transaction.atomic
def _refuse_stale(plan: Plan, stale: list[tuple[int, list[str]]]) -> None:
    for row in plan.rows.filter(number__in=[number for number, _ in stale]):
        row.is_stale, row.outcome = True, PlanOutcome.REFUSED
        row.remarks = "\n".join(dict(stale)[row.number])
        row.save()


@transaction.atomic
def _take_in(pk: int, by: User) -> Plan:
    plan = Plan.objects.select_for_update().get(pk=pk)
    if plan.state == ImportState.APPLIED:
        return plan
    if not plan.is_open:
        raise ValidationError(plans.NOT_OPEN)
    list(Action.objects.select_for_update().values_list("pk"))  # held until the end
    rows = list(plan.rows.all())
    asking = sum(row.outcome == PlanOutcome.ASKED for row in rows)
    if asking:
        raise ValidationError(STILL_ASKED.format(count=asking))
    pairs = list(zip(rows, plans.plan_rows(plan), strict=True))
    register = register_of_plans(timezone.localdate())
    stale = [(row.number, _both(row, one, register)) for row, one in pairs if _moved(row, one)]
    if stale:
        raise ChangedSince(stale)
    for row, one in pairs:
        if not row.is_stale and one.outcome in (PlanOutcome.ADDED, PlanOutcome.CHANGED):
            _save_row(plan, row, one, by)
    return _account(plan, rows)


def _moved(row: PlanRow, now: Planned) -> bool:
    """Whether a row would do something else than it showed, or what it is about was changed."""
    if row.is_stale or row.outcome in (PlanOutcome.REFUSED, PlanOutcome.SKIPPED):
        return False
    action = now.action
    if (row.outcome, row.changes) != (now.outcome, now.changes):
        return True
    seen = (row.action_id, row.seen_version, row.seen_update)
    stands = (action.pk, action.version, action.update) if action else (None, None, None)
    return seen != stands and row.outcome != PlanOutcome.SAME


def _both(row: PlanRow, now: Planned, register: Register) -> list[str]:
    """What the action said, what it says now, and what the plan says."""
    told = []
    for name, label in LABELS.items():
        old, new = row.seen_cells.get(name, ""), now.now(name)
        if old != new and row.action_id:
            theirs = next((value for column, _, value in row.changes if column == name), "")
            shown = [shortened(register.shown(name, value)) or EMPTY for value in (old, new)]
            plan = f"; the plan says “{shortened(theirs)}”" if theirs else ""
            told.append(BOTH.format(label=label, old=shown[0], now=shown[1], theirs=plan))
    return told or [OTHERWISE]


def _save_row(plan: Plan, row: PlanRow, planned: Planned, by: User) -> None:
    """Save one row; what is wrong with it names its line."""
    try:
        action = _save_action(plan, planned, by)
        _save_links(plan, action, planned, by)
        if planned.update:
            post_update(_update(plan, row, action, planned.update), by=by)
    except ValidationError as error:
        told = {"line": row.line, "sheet": f" of “{row.sheet}”" if row.sheet else ""}
        raise ValidationError([NAMED.format(message=m, **told) for m in error.messages]) from None
    if row.action_id is None:
        row.action = action
        row.save(update_fields=["action"])


def _save_action(plan: Plan, planned: Planned, by: User) -> Action:
    values = {
        FIELDS[name]: datetime.date.fromisoformat(value) if name in DAYS else _number(name, value)
        for name, value in planned.values.items()
    }
    if planned.action is None:
        return enter(Action(**values), by=by, reason=_reason(plan))
    action = Action.objects.get(pk=planned.action.pk)
    for name, value in values.items():
        setattr(action, name, value)
    if values:
        enter(action, by=by, expected_version=planned.action.version, reason=_reason(plan))
    return action


def _number(name: str, value: str) -> str | int:
    return int(value) if FIELDS[name].endswith("_id") else value


def _reason(plan: Plan) -> str:
    return f"Imported from {plan.name}, the plan of {plan.organisation}"


def _save_links(plan: Plan, action: Action, planned: Planned, by: User) -> None:
    wanted = Recommendation.objects.current().filter(letter__in=planned.letters)
    for one in sorted(wanted, key=lambda found: planned.letters.index(found.letter)):
        link = ActionRecommendation(action=action, recommendation=one)
        enter(link, by=by, reason=_reason(plan))
    here = {compared(one.title): one for one in action.milestones.all()}
    for title, day in planned.milestones:
        step = here.get(compared(title)) or Milestone(action=action, title=title)
        step.due_on = datetime.date.fromisoformat(day)
        enter(step, by=by, reason=_reason(plan))


def _update(plan: Plan, row: PlanRow, action: Action, told: dict[str, str]) -> ProgressUpdate:
    return ProgressUpdate(
        action=action,
        status=told["status"],
        rag=told["rating"],
        happened=told["happened"],
        next_step=told.get("next_step", ""),
        per_cent=int(told["per_cent"]) if told.get("per_cent") else None,
        evidence_url=told.get("evidence", ""),
        told_by=plan.organisation.name,
        told_how=ToldHow.MAIL,
        told_on=plan.told_on,
        once=f"plan-{plan.pk}-{row.number}",
    )


def _account(plan: Plan, rows: list[PlanRow]) -> Plan:
    """Close the plan once each of its rows is accounted for; else nothing is kept."""
    tally = Counter(row.outcome for row in rows)
    plan.created, plan.updated = tally[PlanOutcome.ADDED], tally[PlanOutcome.CHANGED]
    plan.same, plan.skipped = tally[PlanOutcome.SAME], tally[PlanOutcome.SKIPPED]
    plan.refused = tally[PlanOutcome.REFUSED]
    told = plan.created + plan.updated + plan.same + plan.skipped + plan.refused
    if told != plan.seen:
        raise ValidationError(MISCOUNTED.format(seen=plan.seen, told=told))
    plan.reported = ProgressUpdate.objects.filter(once__startswith=f"plan-{plan.pk}-").count()
    plan.state, plan.applied_at, plan.content = ImportState.APPLIED, timezone.now(), None
    plan.full_clean()
    plan.save()
    return plan

"""Rows of the action tracker, for the rules of the database."""

import datetime
import itertools

from actions import models as actions
from estimates.models import Revision
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers

DAY = datetime.date(2026, 11, 24)
NOW = datetime.datetime(2026, 11, 24, 10, tzinfo=datetime.UTC)
forms = itertools.count(1)


def saved(row):
    row.save()
    return row


def once():
    return f"case-{next(forms)}"


def update():
    return makers.make_update(makers.make_action(), User.objects.system())


def claim():
    return makers.make_update(
        makers.make_action(), User.objects.system(), status="claimed-complete"
    )


def meeting():
    return actions.Meeting.objects.first() or makers.make_meeting(held_on=DAY)


def person():
    return makers.make_post(held_by=makers.make_user()).holdings.get().person


def milestone():
    return records.save(
        actions.Milestone(action=makers.make_action(), title="Brief them", due_on=DAY),
        by=User.objects.system(),
    )


def decision():
    return saved(
        actions.Decision(
            meeting=meeting(), kind="noted", text="Noted.", recorded_by=User.objects.system(),
            once=once(),
        )
    )  # fmt: skip


def call():
    return saved(
        actions.Call(meeting=meeting(), return_by=DAY, sent_by=User.objects.system(), once=once())
    )


def asked():
    return saved(actions.CallAsked(call=call(), action=makers.make_action(), person=person()))


def move():
    return saved(
        actions.DueDateChange(
            action=makers.make_action(), was_on=DAY, due_on=DAY + datetime.timedelta(days=1),
            reason="More time.", approver=person(), recorded_by=User.objects.system(), once=once(),
        )
    )  # fmt: skip


def milestone_report():
    return saved(actions.MilestoneReport(update=update(), milestone=milestone(), met_on=DAY))


def pack():
    return saved(
        actions.Pack(
            meeting=meeting(), number=0, content={}, fingerprint="0", pdf=b"", word=b"",
            issued_by=User.objects.system(), once=once(),
        )
    )  # fmt: skip


def pack_action():
    return saved(actions.PackAction(pack=pack(), action=makers.make_action()))


def pack_revision():
    return saved(actions.PackRevision(pack=pack(), revision=Revision.objects.first()))


def draft():
    return saved(actions.UpdateDraft(action=makers.make_action(), account=User.objects.system()))


def drafted_by(who):
    def case():
        row = draft()
        row.account = row.person = None
        setattr(row, who, User.objects.system() if who == "account" else person())
        row.save()
        return row

    return case


def closure():
    made = claim()
    return saved(
        actions.Closure(
            update=made, verified=True, reason="Seen.", claimed_by=made.posted_by,
            decided_by=makers.make_user(),
        )
    )  # fmt: skip


def remark():
    made = update()
    return saved(
        actions.Remark(
            kind="confirmed", action=made.action, update=made, account=User.objects.system()
        )
    )


def reminder():
    return saved(
        actions.Reminder(
            key=once(), kind="due", action=makers.make_action(), person=person(), about=DAY,
            day=DAY, mail=makers.make_mail(),
        )
    )  # fmt: skip


def plan(**fields):
    council = actions.Organisation.objects.get(slug=makers.COUNCIL)
    return saved(
        actions.Plan(
            name="plan.xlsx", organisation=council, told_on=DAY, brought_by=User.objects.system(),
            **fields,
        )
    )  # fmt: skip


def plan_row():
    return saved(actions.PlanRow(plan=plan(), number=1, line=2, outcome="added"))


def plan_columns():
    council = actions.Organisation.objects.get(slug=makers.COUNCIL)
    return saved(actions.PlanColumns(organisation=council, columns={"who": "owner"}))


def action_group():
    group = actions.RecommendationGroup.objects.first().group
    return records.save(
        actions.ActionGroup(action=makers.make_action(), group=group), by=User.objects.system()
    )


def _fields(row):
    return {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }


def twice(make, name, named=None):
    """A second row that names the same earlier one."""

    def case():
        first = make()
        earlier = named() if named else first
        fields = _fields(first) | {name: earlier}
        saved(type(first)(**fields | {"once": once()}))
        return type(first)(**fields | {"once": once()})

    return case


def settled_twice():
    first = remark()
    settling = {"kind": "settled", "action": first.action, "text": "Done.", "settles": first}
    by = User.objects.system()
    saved(actions.Remark(account=by, **settling))
    return actions.Remark(account=by, **settling)


MADE = {
    actions.ActionGroup: action_group,
    actions.Call: call,
    actions.CallAsked: asked,
    actions.Closure: closure,
    actions.Decision: decision,
    actions.DueDateChange: move,
    actions.Meeting: meeting,
    actions.Milestone: milestone,
    actions.MilestoneReport: milestone_report,
    actions.Pack: pack,
    actions.PackAction: pack_action,
    actions.PackRevision: pack_revision,
    actions.Plan: plan,
    actions.PlanColumns: plan_columns,
    actions.PlanRow: plan_row,
    actions.Remark: remark,
    actions.Reminder: reminder,
    actions.UpdateDraft: draft,
    actions.UpdateFile: lambda: saved(
        actions.UpdateFile(
            update=update(), name="a.txt", kind="text/plain", content=b"a", fingerprint="0"
        )
    ),
}
# rule: the model, and what breaks it in a row like a stored one
BREAKS = {
    "action_group_once": (actions.ActionGroup, {}),
    "action_measure_named": (actions.Action, {"key": "k", "measure": "", "target": 3}),
    "board_days_at_least_one": (actions.Board, {"slug": "k", "silent_after": 0}),
    "call_asks_once": (actions.CallAsked, {}),
    "closure_has_reason": (actions.Closure, {"reason": ""}),
    "date_change_changes": (actions.DueDateChange, {"once": "x", "due_on": DAY}),
    "date_change_has_approver": (actions.DueDateChange, {"once": "x", "approver": None}),
    "date_change_has_reason": (actions.DueDateChange, {"once": "x", "reason": ""}),
    "decision_has_text": (actions.Decision, {"once": "x", "text": ""}),
    "draft_has_writer": (actions.UpdateDraft, {"account": None}),
    "meeting_closed_has_reason": (
        actions.Meeting,
        {"held_on": datetime.date(2027, 1, 1), "publicity": "closed"},
    ),
    "meeting_confirmed_later": (
        actions.Meeting,
        {"held_on": datetime.date(2027, 1, 1), "confirmed_on": datetime.date(2027, 2, 1)},
    ),
    "meeting_once_a_day": (actions.Meeting, {}),
    "milestone_has_title": (actions.Milestone, {"title": ""}),
    "milestone_once": (actions.Milestone, {}),
    "milestone_report_once": (actions.MilestoneReport, {}),
    "pack_action_once": (actions.PackAction, {}),
    "pack_addendum_has_reason": (actions.Pack, {"once": "x", "number": 1, "reason": ""}),
    "pack_number_unique": (actions.Pack, {"once": "x"}),
    "pack_revision_once": (actions.PackRevision, {}),
    "recommendation_done_is_quoted": (
        actions.Recommendation,
        {
            "letter": "z",
            "response": "already-done",
            "response_reason": "It is.",
            "response_quotation": "",
        },
    ),
    "plan_adds_up": (actions.Plan, {"state": "applied", "applied_at": NOW, "seen": 3}),
    "plan_applied_at_a_time": (actions.Plan, {"applied_at": NOW}),
    "plan_columns_once": (actions.PlanColumns, {}),
    "plan_row_number_unique": (actions.PlanRow, {}),
    "plan_row_refused_with_reason": (actions.PlanRow, {"number": 2, "outcome": "refused"}),
    "remark_confirmed_once": (actions.Remark, {}),
    "remark_has_words": (actions.Remark, {"kind": "objection", "text": ""}),
    "remark_says_who": (actions.Remark, {"kind": "objection", "text": "No.", "account": None}),
    "reminder_has_key": (actions.Reminder, {"key": ""}),
    "update_more_time_has_reason": (
        actions.ProgressUpdate,
        {"once": "x", "asks_for": DAY, "asks_because": ""},
    ),
    "update_per_cent_range": (actions.ProgressUpdate, {"once": "x", "per_cent": 101}),
    "update_reading_has_date": (actions.ProgressUpdate, {"once": "x", "reading": 3}),
    "update_says_who": (actions.ProgressUpdate, {"once": "x", "posted_by": None}),
}

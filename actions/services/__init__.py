"""The ways to write what the action tracker holds."""

from actions.services.changing import (
    BulkChange,
    OneChange,
    change_actions,
    what_would_change,
)
from actions.services.closing import decide_claim
from actions.services.entering import SetUp, check_enter, enter, set_up, unlink
from actions.services.meetings import call_for_updates, chase, confirm_record, record_decision
from actions.services.moving import answer_date, correct_date
from actions.services.owners import (
    appoint,
    end_board,
    end_organisation,
    find_or_make_person,
    invite,
    leave,
)
from actions.services.papers import issue
from actions.services.plans import (
    answer_plan,
    bring_plan,
    choose_columns,
    compare_plan,
    sheets_of,
)
from actions.services.reminding import choose_reminders
from actions.services.reporting import (
    confirm_report,
    not_mine,
    object_to,
    post_report,
    post_update,
    save_draft,
    settle,
)
from actions.services.taking_plans_in import take_in_plan

__all__ = [
    "BulkChange",
    "OneChange",
    "SetUp",
    "answer_date",
    "answer_plan",
    "appoint",
    "bring_plan",
    "call_for_updates",
    "change_actions",
    "chase",
    "check_enter",
    "choose_columns",
    "choose_reminders",
    "compare_plan",
    "confirm_record",
    "confirm_report",
    "correct_date",
    "decide_claim",
    "end_board",
    "end_organisation",
    "enter",
    "find_or_make_person",
    "invite",
    "issue",
    "leave",
    "not_mine",
    "object_to",
    "post_report",
    "post_update",
    "record_decision",
    "save_draft",
    "set_up",
    "settle",
    "sheets_of",
    "take_in_plan",
    "unlink",
    "what_would_change",
]

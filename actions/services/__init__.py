"""The ways to write what the action tracker holds."""

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

__all__ = [
    "SetUp",
    "answer_date",
    "appoint",
    "call_for_updates",
    "chase",
    "check_enter",
    "choose_reminders",
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
    "unlink",
]

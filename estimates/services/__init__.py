"""The ways to write estimates. Admin, forms, commands and tasks all come through here."""

from estimates.services.auditing import (
    ONLY_REVIEWER_AUDITS,
    answer_query,
    mark,
    sign_audit,
    start_audit,
)
from estimates.services.building import Tried, build, fill_headings, try_out
from estimates.services.entering import (
    ONLY_REVIEWER,
    ONLY_REVIEWER_QUOTES,
    answer_caveat,
    answer_rule,
    check_enter,
    enter,
    quote,
    refresh_search,
)
from estimates.services.renewing import draft_newest
from estimates.services.repeating import Repetition, plan_repetition, repeat, sets_for
from estimates.services.verifying import record_verification, verify, verify_revision
from estimates.services.versions import (
    Choice,
    WorkedOut,
    approve_revision,
    draft_revision,
    preview,
    record_as_printed,
    work_out,
)

__all__ = [
    "ONLY_REVIEWER",
    "ONLY_REVIEWER_AUDITS",
    "ONLY_REVIEWER_QUOTES",
    "Choice",
    "Repetition",
    "Tried",
    "WorkedOut",
    "answer_caveat",
    "answer_query",
    "answer_rule",
    "approve_revision",
    "build",
    "check_enter",
    "draft_newest",
    "draft_revision",
    "enter",
    "fill_headings",
    "mark",
    "plan_repetition",
    "preview",
    "quote",
    "record_as_printed",
    "record_verification",
    "refresh_search",
    "repeat",
    "sets_for",
    "sign_audit",
    "start_audit",
    "try_out",
    "verify",
    "verify_revision",
    "work_out",
]

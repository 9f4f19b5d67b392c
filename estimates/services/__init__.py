"""The ways to write estimates. Admin, forms, commands and tasks all come through here."""

from estimates.services.entering import answer_caveat, check_enter, enter, quote, refresh_search
from estimates.services.verifying import record_verification, verify
from estimates.services.versions import (
    Choice,
    approve_revision,
    draft_revision,
    record_as_printed,
    work_out,
)

__all__ = [
    "Choice",
    "answer_caveat",
    "approve_revision",
    "check_enter",
    "draft_revision",
    "enter",
    "quote",
    "record_as_printed",
    "record_verification",
    "refresh_search",
    "verify",
    "work_out",
]

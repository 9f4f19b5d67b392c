"""What every record of the register has, and the rows that help the work on them."""

from loneliness.records.models.base import (
    AppendOnly,
    Explained,
    Historic,
    History,
    Record,
    Searchable,
    WebAddress,
    Working,
)
from loneliness.records.models.gaps import AcceptedGap
from loneliness.records.models.mail import Mail, MailState
from loneliness.records.models.redaction import Redaction
from loneliness.records.models.working import ColumnChoice, Job, LastDone, SavedFilter

__all__ = [
    "AcceptedGap",
    "AppendOnly",
    "ColumnChoice",
    "Explained",
    "Historic",
    "History",
    "Job",
    "LastDone",
    "Mail",
    "MailState",
    "Record",
    "Redaction",
    "SavedFilter",
    "Searchable",
    "WebAddress",
    "Working",
]

"""Forms of the action tracker."""

from actions.forms.boards import BoardFilterForm
from actions.forms.dates import MoveDateForm
from actions.forms.meetings import (
    CallForm,
    ConfirmRecordForm,
    DecisionForm,
    IssueForm,
    MeetingForm,
)
from actions.forms.owners import AppointForm, EndForm, InviteForm, LeaveForm, RemindersForm
from actions.forms.setting_up import SetUpForm
from actions.forms.updates import ClaimForm, CorrectDateForm, RemarkForm, UpdateForm

__all__ = [
    "AppointForm",
    "BoardFilterForm",
    "CallForm",
    "ClaimForm",
    "ConfirmRecordForm",
    "CorrectDateForm",
    "DecisionForm",
    "EndForm",
    "InviteForm",
    "IssueForm",
    "LeaveForm",
    "MeetingForm",
    "MoveDateForm",
    "RemarkForm",
    "RemindersForm",
    "SetUpForm",
    "UpdateForm",
]

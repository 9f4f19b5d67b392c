"""Forms of the action tracker."""

from actions.forms.boards import BoardFilterForm
from actions.forms.changing import ChangeForm
from actions.forms.dates import MoveDateForm
from actions.forms.meetings import (
    CallForm,
    ConfirmRecordForm,
    DecisionForm,
    IssueForm,
    MeetingForm,
)
from actions.forms.owners import (
    AppointForm,
    EndBoardForm,
    EndForm,
    InviteForm,
    LeaveForm,
    RemindersForm,
)
from actions.forms.plans import PlanForm
from actions.forms.setting_up import SetUpForm
from actions.forms.updates import ClaimForm, CorrectDateForm, RemarkForm, UpdateForm

__all__ = [
    "AppointForm",
    "BoardFilterForm",
    "CallForm",
    "ChangeForm",
    "ClaimForm",
    "ConfirmRecordForm",
    "CorrectDateForm",
    "DecisionForm",
    "EndBoardForm",
    "EndForm",
    "InviteForm",
    "IssueForm",
    "LeaveForm",
    "MeetingForm",
    "MoveDateForm",
    "PlanForm",
    "RemarkForm",
    "RemindersForm",
    "SetUpForm",
    "UpdateForm",
]

"""Forms of the action tracker."""

from actions.forms.dates import MoveDateForm
from actions.forms.owners import AppointForm, EndForm, InviteForm, LeaveForm
from actions.forms.setting_up import SetUpForm
from actions.forms.updates import ClaimForm, CorrectDateForm, RemarkForm, UpdateForm

__all__ = [
    "AppointForm",
    "ClaimForm",
    "CorrectDateForm",
    "EndForm",
    "InviteForm",
    "LeaveForm",
    "MoveDateForm",
    "RemarkForm",
    "SetUpForm",
    "UpdateForm",
]

"""The sign-in library's forms, in the register's words."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django.forms import Field

ADDRESS = "E-mail address"


def say(field: Field, label: str, missing: str) -> None:
    """Give a field its label and the sentence for when it is left empty."""
    field.label = label
    field.error_messages["required"] = missing


class SignInForm(LoginForm):
    """Sign in by e-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["login"], ADDRESS, "Enter the e-mail address you were invited by.")
        say(self.fields["password"], "Password", "Enter your password.")
        self.fields["password"].help_text = ""  # the link there comes between the boxes


class ForgottenForm(ResetPasswordForm):
    """Ask for a link to choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["email"], ADDRESS, "Enter the e-mail address you sign in with.")

"""Messages about the estimates."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import send_mail

from loneliness.accounts.models import User
from loneliness.accounts.roles import Role

SUBJECT = "Numbers of the register no longer hold"
WORDS = (
    "The nightly check worked out every version again. These rows were changed behind the "
    "register's back:\n\n{failures}\n\nFind out who can write to the database, and restore the "
    "rows from a backup."
)


def tell_administrators(failures: Sequence[str]) -> None:
    """Mail the administrators what the check found, where mail is set up."""
    people = User.objects.filter(groups__name=Role.ADMINISTRATOR, is_active=True)
    addresses = sorted(people.values_list("email", flat=True))
    if settings.EMAIL_URL and addresses:
        body = WORDS.format(failures="\n".join(failures))
        send_mail(SUBJECT, body, settings.DEFAULT_FROM_EMAIL, addresses)

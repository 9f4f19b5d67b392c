"""Messages about the estimates."""

from __future__ import annotations

from dataclasses import asdict

from estimates.models import Verification
from loneliness.accounts.models import User
from loneliness.accounts.roles import Role
from loneliness.records import outbox


def tell_administrators(found: Verification) -> None:
    """Write to each administrator what the check found."""
    words = outbox.write("numbers", {"failures": found.sentences})
    people = User.objects.filter(groups__name=Role.ADMINISTRATOR, is_active=True)
    for person in people.order_by("email"):
        outbox.post(
            key=f"numbers:check-{found.pk}:{person.email}",
            kind="check",
            to=person.email,
            name=person.name,
            **asdict(words),
        )

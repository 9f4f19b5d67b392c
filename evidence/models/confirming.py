"""What two people make: one enters it, another confirms it or returns it with a reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from loneliness.records.models import Record


class Confirmable(Record):
    """A record that is frozen once a second person confirmed it."""

    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed_%(class)ss",
        editable=False,
        help_text="Who confirmed it: somebody else.",
    )
    confirmed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was confirmed."
    )
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="returned_%(class)ss",
        editable=False,
        help_text="Who returned it to be mended; empty again once it was.",
    )
    returned_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was returned."
    )
    returned_because = models.TextField(
        blank=True, editable=False, help_text="Why it was returned: what is to be mended."
    )

    class Meta:
        abstract = True

    @property
    def is_confirmed(self) -> bool:
        """Whether a second person confirmed it."""
        return self.confirmed_by_id is not None

    @property
    def is_returned(self) -> bool:
        """Whether it was returned and not mended since."""
        return self.returned_by_id is not None

    @property
    def state(self) -> str:
        """Where it is between its two people, as a word of ``ui.STATUSES``."""
        if self.is_confirmed:
            return "confirmed"
        return "returned" if self.is_returned else "not-confirmed"


def two_people(name: str, maker: str, sentence: str) -> list[models.CheckConstraint]:
    """The rules of a confirmation, for a model whose field ``maker`` names the first person."""
    no_return = models.Q(returned_by=None, returned_at=None, returned_because="")
    a_return = models.Q(returned_by__isnull=False, returned_at__isnull=False)
    return [
        models.CheckConstraint(
            condition=~models.Q(confirmed_by=models.F(maker)),
            name=f"{name}_two_people",
            violation_error_message=sentence,
        ),
        models.CheckConstraint(
            condition=models.Q(confirmed_by=None, confirmed_at=None)
            | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            name=f"{name}_confirmed_pair",
            violation_error_message="A confirmation has both a person and a time.",
        ),
        models.CheckConstraint(
            condition=no_return | (a_return & ~models.Q(returned_because="")),
            name=f"{name}_returned_with_reason",
            violation_error_message="Say what is to be mended before you return it.",
        ),
        models.CheckConstraint(
            condition=models.Q(confirmed_by=None) | models.Q(returned_by=None),
            name=f"{name}_returned_or_confirmed",
            violation_error_message="A record is confirmed or returned, not both.",
        ),
    ]

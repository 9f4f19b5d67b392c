"""Each time that all versions were worked out anew, and what was found."""

from __future__ import annotations

from django.db import models

from loneliness.records.models import AppendOnly


class Verification(AppendOnly):
    """One run over every version: recomputed, hashed again and compared with print."""

    ran_at = models.DateTimeField(auto_now_add=True, help_text="When.")
    versions = models.PositiveIntegerField(help_text="How many versions were looked at.")
    failures = models.TextField(
        blank=True, help_text="A sentence a line for each row that fails; empty when none does."
    )

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        count = len(self.sentences)
        return f"{count} of the rows fail" if count else "Every version agrees"

    @property
    def sentences(self) -> list[str]:
        """The failures, one sentence each."""
        return self.failures.splitlines()

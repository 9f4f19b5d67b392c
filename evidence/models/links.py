"""What a finding is tied to: the chapter's footnotes, and other findings beside it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from evidence.models.chapter import Citation
from evidence.models.findings import Finding
from loneliness.records.models import Historic


class FindingCitation(Historic):
    """A footnote that the chapter gives for a finding."""

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="citation_links", help_text="The finding."
    )
    citation = models.ForeignKey(
        Citation, models.PROTECT, related_name="finding_links", help_text="The footnote."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order of the footnotes.")

    class Meta:
        ordering = ("finding", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("finding", "citation"),
                name="finding_citation_once",
                violation_error_message="The finding already carries this footnote.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding}, {self.citation}"


class FindingComparison(Historic):
    """Another finding that the source compares this one with."""

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="comparison_links", help_text="The finding."
    )
    other = models.ForeignKey(
        Finding, models.PROTECT, related_name="compared_links", help_text="What it is set beside."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order of the others.")

    class Meta:
        ordering = ("finding", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("finding", "other"),
                name="finding_comparison_once",
                violation_error_message="The two findings are already compared.",
            ),
            models.CheckConstraint(
                condition=~models.Q(finding=models.F("other")),
                name="finding_not_compared_with_itself",
                violation_error_message="A finding cannot be compared with itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} beside {self.other}"

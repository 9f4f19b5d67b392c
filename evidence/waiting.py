"""What waits for somebody: figures and grades to confirm, what was returned, reviews due."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from evidence import policies, services
from evidence.grading import Suggestion
from evidence.models import Appraisal, Finding, Publication
from evidence.selectors import appraisals_in_force
from loneliness.accounts.models import User


@dataclass(frozen=True)
class Waiting:
    """A figure or grade with what its second person needs beside it.

    ``weight`` counts the table lines that stand on it.
    """

    record: Finding | Appraisal
    weight: int
    may_confirm: bool
    appraisal: Appraisal | None = None
    suggestion: Suggestion | None = None


@dataclass(frozen=True)
class Tally:
    """How many of each kind wait."""

    figures: int
    grades: int
    returned: int
    reviews: int

    @property
    def total(self) -> int:
        """All together."""
        return self.figures + self.grades + self.returned + self.reviews


def tally(day: datetime.date) -> Tally:
    """How many wait of each kind. Five queries."""
    return Tally(
        figures=Finding.objects.unconfirmed_by_weight().count(),
        grades=Appraisal.objects.unconfirmed_by_weight().count(),
        returned=returned_findings().count() + returned_appraisals().count(),
        reviews=Publication.objects.to_review(day).count(),
    )


def figures(rows: Sequence[Finding], user: User) -> list[Waiting]:
    """Findings of one page, as ``user`` may decide on them. Two queries."""
    allowed = policies.confirmable(user, rows)
    grades = appraisals_in_force(row.publication_id for row in rows)
    return [
        Waiting(
            record=row,
            weight=getattr(row, "weight", 0),
            may_confirm=row.pk in allowed,
            appraisal=grades.get(row.publication_id),
        )
        for row in rows
    ]


def grades(rows: Sequence[Appraisal], user: User) -> list[Waiting]:
    """Appraisals of one page, each with what the rule suggests. One query."""
    allowed = policies.confirmable(user, rows)
    return [
        Waiting(
            record=row,
            weight=getattr(row, "weight", 0),
            may_confirm=row.pk in allowed,
            suggestion=services.suggested_grade(row),
        )
        for row in rows
    ]


def returned_findings() -> QuerySet[Finding]:
    """Findings that were returned and not mended since, the oldest first."""
    rows = Finding.objects.filter(returned_by__isnull=False).with_sources()
    found: QuerySet[Finding] = rows.select_related("entered_by", "returned_by")
    return found.order_by("returned_at")


def returned_appraisals() -> QuerySet[Appraisal]:
    """Grades that were returned and not mended since, the oldest first."""
    rows = Appraisal.objects.filter(returned_by__isnull=False)
    rows = rows.select_related("publication", "appraised_by", "returned_by")
    return rows.order_by("returned_at")

"""The questions the estimates ask of their own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Subquery

from evidence.querysets import EditionQuerySet

if TYPE_CHECKING:
    from estimates.models import EstimateTable, Revision


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Versions of tables."""

    def approved(self) -> Any:
        """Versions that a second person approved, and so are frozen."""
        return self.filter(approved_by__isnull=False)

    def drafts(self) -> Any:
        """Versions that wait for approval."""
        return self.filter(approved_by=None)

    def in_force(self) -> Any:
        """The newest approved version of each table."""
        newest = (
            self.model._default_manager.filter(
                table=OuterRef("table"), approved_by__isnull=False
            )
            .order_by("-number")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest))


class EstimateTableQuerySet(EditionQuerySet["EstimateTable"]):
    """Tables with their current answer."""

    def with_answer(self) -> Any:
        """Annotate ``answer``, ``answer_population`` and ``version_number`` of the version in force."""
        revisions = self.model._meta.get_field("revisions").related_model._default_manager
        newest = revisions.filter(table=OuterRef("pk"), approved_by__isnull=False).order_by(
            "-number"
        )
        return self.annotate(
            answer=Subquery(newest.values("total")[:1]),
            answer_population=Subquery(newest.values("population_total")[:1]),
            version_number=Subquery(newest.values("number")[:1]),
        )

"""The questions the estimates ask of their own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Subquery

if TYPE_CHECKING:
    from estimates.models import Revision


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Versions of tables."""

    def approved(self) -> Any:
        """Versions that a second person approved, and so are frozen."""
        return self.filter(approved_by__isnull=False)

    def in_force(self) -> Any:
        """The newest approved version of each table."""
        newest = (
            self.model._default_manager.filter(table=OuterRef("table"), approved_by__isnull=False)
            .order_by("-number")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest))

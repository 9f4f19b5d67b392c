"""The questions the estimates ask of their own rows."""

from __future__ import annotations

import datetime
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

    def in_force(self, until: datetime.datetime | None = None) -> Any:
        """The newest approved version of each table, up to a moment when one is given."""
        approved = self.model._default_manager.filter(
            table=OuterRef("table"), approved_by__isnull=False
        )
        if until is not None:
            approved = approved.filter(approved_at__lte=until)
        return self.filter(pk=Subquery(approved.order_by("-number").values("pk")[:1]))

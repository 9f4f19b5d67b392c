"""Tables checked again after a change of the evidence they stand on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from estimates.models.tables import EstimateTable
from evidence.models import Recheck
from evidence.models.changes import recheck_rules


class TableRecheck(Recheck):
    """A table checked again; its lines are checked with it."""

    table = models.ForeignKey(
        EstimateTable, models.PROTECT, related_name="rechecks", help_text="What was checked."
    )

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = recheck_rules("table", "table")

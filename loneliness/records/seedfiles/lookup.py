"""What one load or export of seed files shares: who acts, the edition, the records by key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from loneliness.accounts.models import User


@dataclass
class Files:
    """One load or export: the acting account, the edition, and what has been looked up."""

    by: User
    chapter: Any = None
    found: dict[tuple[type[models.Model], str], dict[str, Any]] = field(default_factory=dict)

    def find(self, model: type[models.Model], by: str, key: str) -> Any:
        """The record of this key; ValueError with a sentence when there is none."""
        known = self.found.get((model, by))
        if known is None:
            known = self.found[model, by] = self._read(model, by)
        if key not in known:
            raise ValueError(f"there is no {model._meta.verbose_name} “{key}”")
        return known[key]

    def _read(self, model: type[models.Model], by: str) -> dict[str, Any]:
        records = model._default_manager.all()
        if has_chapter(model):
            records = records.filter(chapter=self.chapter)
        return {str(getattr(record, by)): record for record in records}

    def forget(self, model: type[models.Model]) -> None:
        """Read the model's keys again when next asked: new rows were saved."""
        for known in [known for known in self.found if known[0] is model]:
            del self.found[known]


def has_chapter(model: type[models.Model]) -> bool:
    """Whether the model's rows belong to an edition of the chapter."""
    try:
        model._meta.get_field("chapter")
    except FieldDoesNotExist:
        return False
    return True

"""The history of a record as a person reads it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models

MAKING = {"+": "Added", "~": "Changed", "-": "Removed"}
SILENT = {"version"}
SHOWN = 20


@dataclass(frozen=True)
class Entry:
    """One change: what, by whom, when, and each field with its old and new value."""

    title: str
    by: str
    when: datetime.datetime
    text: str


def changes(record: models.Model) -> list[Entry]:
    """The newest changes of a record, newest first."""
    rows = list(record.history.select_related("history_user")[: SHOWN + 1])  # type: ignore[attr-defined]
    older = [*rows[1:], None]
    return [_entry(new, old) for new, old in zip(rows, older, strict=True)][:SHOWN]


def _entry(new: Any, old: Any) -> Entry:
    lines = [new.history_change_reason] if new.history_change_reason else []
    if old is not None and new.history_type == "~":
        lines += _differences(new, old)
    return Entry(
        title=MAKING[new.history_type],
        by=str(new.history_user or ""),
        when=new.history_date,
        text="\n".join(lines),
    )


def _differences(new: Any, old: Any) -> list[str]:
    delta = new.diff_against(old, foreign_keys_are_objs=True)
    return [
        f"{_words(new, change.field)}: {_shown(change.old)} → {_shown(change.new)}"
        for change in delta.changes
        if change.field not in SILENT
    ]


def _words(row: Any, name: str) -> str:
    return str(row.instance_type._meta.get_field(name).verbose_name).capitalize()


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "(empty)"
    return f"{value:%-d %B %Y}" if isinstance(value, datetime.date) else str(value)

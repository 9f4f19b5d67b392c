"""The history of a record as a person reads it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from simple_history.models import DeletedObject

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


class Entries(list[Entry]):
    """Changes, newest first; ``has_more`` when older ones are not among them."""

    has_more = False


def changes(record: models.Model, *, everything: bool = False) -> Entries:
    """The newest changes of a record, or all of them, newest first."""
    rows = record.history.select_related("history_user")  # type: ignore[attr-defined]
    listed = list(rows if everything else rows[: SHOWN + 1])
    pairs = zip(listed, [*listed[1:], None], strict=True)
    entries = Entries(_entry(new, old) for new, old in pairs)
    if not everything and len(entries) > SHOWN:
        entries = Entries(entries[:SHOWN])
        entries.has_more = True
    return entries


def end_of(day: datetime.date) -> datetime.datetime:
    """The last moment of a day in London."""
    return datetime.datetime.combine(day, datetime.time.max, timezone.get_current_timezone())


def as_at(record: models.Model, day: datetime.date) -> Any:
    """The record as it stood at the end of a day; None when it was not, or that day is to come."""
    if day > timezone.localdate():
        return None
    try:
        return record.history.as_of(end_of(day))  # type: ignore[attr-defined]
    except type(record).DoesNotExist:  # type: ignore[attr-defined]
        return None


def standing(model: Any, at: datetime.date | None = None, **narrowed: Any) -> list[Any]:
    """The records of a model, or as they stood at a moment or the end of a day. One query."""
    if at is None:
        return list(model._default_manager.filter(**narrowed))
    moment = at if isinstance(at, datetime.datetime) else end_of(at)
    rows = model.history.as_of(moment).filter(**narrowed).order_by("history_id")
    return list({row.pk: row for row in rows}.values())


def strays(model: Any) -> Iterator[tuple[Any, list[str]]]:
    """Each record that is not what its history last said of it, with the names of those fields.

    When only one of the two is there: it, with no name. Two queries, and one for each that is
    named.
    """
    names = [field.attname for field in model._meta.concrete_fields]
    key = model._meta.pk.attname
    kept = {row[key]: row for row in model._base_manager.values(*names)}
    rows = model.history.order_by("history_id").values("history_id", "history_type", *names)
    newest = {row[key]: row for row in rows}
    said = {pk: row for pk, row in newest.items() if row["history_type"] != "-"}
    for pk in kept.keys() - said.keys():
        yield model._base_manager.get(pk=pk), []
    for pk, row in said.items():
        if pk not in kept:
            yield model.history.get(history_id=row["history_id"]).instance, []
        elif odd := [name for name in names if kept[pk][name] != row[name]]:
            yield model._base_manager.get(pk=pk), odd


def removal(model: Any, **key: str) -> Entry | None:
    """Who removed the record of this key, when and why; None when nobody did."""
    row = model.history.filter(history_type="-", **key).select_related("history_user").first()
    if row is None:
        return None
    reason = row.history_change_reason or ""
    return Entry(str(row.instance), str(row.history_user or ""), row.history_date, reason)


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
    if value is None or value == "" or (isinstance(value, DeletedObject) and value.pk is None):
        return "(empty)"
    return f"{value:%-d %B %Y}" if isinstance(value, datetime.date) else str(value)

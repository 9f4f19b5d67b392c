"""Taking personal text out of a record and its history, although they are written once.

The one exception: the words are replaced, what was removed is not kept, and a row says by whom,
when and why. The guards are lifted and put back within the same transaction: on SQLite here, on
PostgreSQL by a function of the tables' owner, since the register's own role may lift none.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone

from loneliness.accounts.models import User
from loneliness.records import services
from loneliness.records.models import Historic, Redaction, Searchable

TEXTS = (models.CharField, models.TextField)
NOT_FOUND = (
    "These words do not stand in that field, now or at any time: copy them letter by letter."
)


def fields_of(record: models.Model) -> list[models.Field[Any, Any]]:
    """The fields that people fill with words of their own."""
    return [
        field
        for field in record._meta.local_concrete_fields
        if isinstance(field, TEXTS)
        and not field.choices
        and not field.unique
        and field.name != "search_text"
    ]


@transaction.atomic
def redact(record: Historic, *, by: User, field: str, words: str, reason: str) -> Redaction:
    """Replace words in one field of a record and in all of its history.

    PermissionDenied for anybody but an administrator; ValidationError when the words are not
    there, the field holds no text of people's own, or no reason is given.
    """
    services.require(by.has_perm("records.redact"), "Only an administrator removes personal text.")
    if field not in {one.name for one in fields_of(record)}:
        raise ValidationError({"field": "This field holds no words of people's own."})
    if not reason.strip():
        raise ValidationError({"reason": "Say why the words are removed."})
    mark = f"[removed on {timezone.localdate():%-d %B %Y}: {reason.strip()}]"
    redaction = Redaction(
        model=record._meta.label_lower,
        record=str(record.pk),
        field=field,
        mark=mark,
        keyed_hash=keyed_hash(words),
        reason=reason.strip(),
        removed_by=by,
    )
    redaction.full_clean()
    redaction.save()
    changed = REPLACE[connection.vendor](record, redaction, words)
    if not words.strip() or not changed:
        raise ValidationError({"words": NOT_FOUND})
    record.refresh_from_db()
    return redaction


def _by_owner(record: Historic, redaction: Redaction, words: str) -> int:
    """Let the owner's function do what the redaction says."""
    search = None
    if isinstance(record, Searchable):
        record.refresh_from_db()
        text = getattr(record, redaction.field).replace(words, redaction.mark)
        setattr(record, redaction.field, text)
        record.refresh_search_text()
        search = record.search_text
    with connection.cursor() as cursor:
        cursor.execute("SELECT register_redact(%s, %s, %s)", [redaction.pk, words, search])
        changed: int = cursor.fetchone()[0]
    return changed


def _here(record: Historic, redaction: Redaction, words: str) -> int:
    """Lift the guards, replace, and put them back."""
    history = type(record).history.filter(id=record.pk)
    rows = type(record)._default_manager.filter(pk=record.pk)
    with unguarded(record._meta.db_table, history.model._meta.db_table):
        changed = replace(rows, redaction.field, words, redaction.mark)
        changed += replace(history, redaction.field, words, redaction.mark)
        record.refresh_from_db()
        if isinstance(record, Searchable):
            record.refresh_search_text()
            found = type(record)._default_manager.filter(pk=record.pk)
            found.update(search_text=record.search_text)
    return changed


REPLACE: dict[str, Callable[[Historic, Redaction, str], int]] = {
    "postgresql": _by_owner,
    "sqlite": _here,
}


def replace(rows: models.QuerySet[Any], field: str, words: str, mark: str) -> int:
    """Put the mark where the words stand, letter by letter; say in how many rows they stood."""
    changed = 0
    longest = getattr(rows.model._meta.get_field(field), "max_length", None)
    for row in rows.filter(**{f"{field}__contains": words}):
        text = getattr(row, field)
        if words in text:  # SQLite finds capital letters too
            text = text.replace(words, mark)[:longest]
            changed += rows.filter(pk=row.pk).update(**{field: text})
    return changed


def keyed_hash(words: str) -> str:
    """A fingerprint of removed words that only who holds the register's key can compare."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()


@contextmanager
def unguarded(*tables: str) -> Iterator[None]:
    """Lift the guards of tables on SQLite, and put back exactly what stood."""
    with connection.cursor() as cursor:
        standing = [guard for table in tables for guard in _guards(cursor, table)]
        for lift, _ in standing:
            cursor.execute(lift)
        yield
        for _, install in standing:
            cursor.execute(install)


def _guards(cursor: Any, table: str) -> list[tuple[str, str]]:
    """For each guard of a table, the statement that lifts it and the one that made it."""
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
    )
    return [(f'DROP TRIGGER "{name}"', sql) for name, sql in cursor.fetchall()]

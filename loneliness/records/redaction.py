"""Taking personal text out of a record and its history, although they are written once.

The one exception: the words are replaced, what was removed is not kept, and a row says by whom,
when and why. The guards are lifted and put back within the same transaction, which both
databases allow. Of a file all of the content goes. ``replay`` takes the same words out again
after a restore: it finds them by their length and their keyed hash.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone

from loneliness.accounts.models import User
from loneliness.accounts.services import close
from loneliness.records import services
from loneliness.records.models import Historic, Redaction, Searchable

Remake = Callable[[Any], dict[str, Any]]
WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
OF_THE_REGISTER = {"search_text", "fingerprint", "kind"}
OWNED = "SELECT pg_has_role(tableowner, 'usage') FROM pg_tables WHERE tablename = %s"
NOT_HERE = (
    "The register's own role may not take words out of what is written once. Whoever looks after "
    "the server does it for you: loneliness-manage --owner redact, see “Look after personal data”."
)
NOT_FOUND = (
    "These words do not stand in that field, now or at any time: copy them letter by letter."
)


def fields_of(record: models.Model) -> list[models.Field[Any, Any]]:
    """The fields that people fill with words or files of their own."""
    return [
        field
        for field in record._meta.local_concrete_fields
        if isinstance(field, WORDS)
        and not field.choices
        and not field.unique
        and field.name not in OF_THE_REGISTER
    ]


def may_lift() -> bool:
    """Whether the database lets this process lift the guards: their owner, on PostgreSQL."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(OWNED, [Redaction._meta.db_table])
        return bool(cursor.fetchone()[0])


def require_owner() -> None:
    """ValidationError, with what to do, where the register's own role may not lift the guards."""
    if not may_lift():
        raise ValidationError(NOT_HERE)


def nothing(record: Any) -> dict[str, Any]:
    """What is made anew of a record of which nothing else depends on its words."""
    return {}


@transaction.atomic
def redact(
    record: models.Model,
    *,
    by: User,
    field: str,
    words: str,
    reason: str,
    remake: Remake = nothing,
) -> Redaction:
    """Replace words in one field of a record and in all of its history; of a file, all of it.

    ``remake`` says what else of the record follows from its words. PermissionDenied for anybody
    but an administrator; ValidationError when the words are not there, the field holds no text of
    people's own, or no reason is given.
    """
    services.require(by.has_perm("records.redact"), "Only an administrator removes personal text.")
    require_owner()
    known = {one.name: one for one in fields_of(record)}
    if field not in known:
        raise ValidationError({"field": "This field holds no words of people's own."})
    if not reason.strip():
        raise ValidationError({"reason": "Say why the words are removed."})
    if isinstance(known[field], models.BinaryField):
        words = fingerprint(getattr(record, field))
    mark = f"[removed on {timezone.localdate():%-d %B %Y}: {reason.strip()}]"
    redaction = Redaction(
        model=record._meta.label_lower,
        record=str(record.pk),
        field=field,
        mark=mark,
        keyed_hash=keyed_hash(words),
        length=len(words),
        reason=reason.strip(),
        removed_by=by,
    )
    redaction.full_clean()
    if not words.strip() or not take_out(record, field, words, mark, remake):
        raise ValidationError({"words": NOT_FOUND})
    redaction.save()
    return redaction


def take_out(record: Any, field: str, words: str, mark: str, remake: Remake = nothing) -> int:
    """Put the mark where the words stand in a record and its history; in how many rows."""
    rows = list(_rows(record))
    with unguarded(*(one.model._meta.db_table for one in rows)):
        changed = sum(replace(one, field, words, mark) for one in rows)
        if changed:
            _follow(record, rows[0], remake)
    return changed


def replace(rows: models.QuerySet[Any], field: str, words: str, mark: str) -> int:
    """Put the mark where the words stand, letter by letter; say in how many rows they stood."""
    changed = 0
    longest = getattr(rows.model._meta.get_field(field), "max_length", None)
    for row in rows:
        before = getattr(row, field)
        after = replaced(before, words, mark)
        if after != before:
            after = after[:longest] if isinstance(after, str) else after
            changed += rows.filter(pk=row.pk).update(**{field: after})
    return changed


def replaced(value: Any, words: str, mark: str) -> Any:
    """A text, a file or what is stored as JSON with the mark in place of the words."""
    if isinstance(value, str):
        return value.replace(words, mark)
    if isinstance(value, bytes | memoryview):
        return mark.encode() if fingerprint(value) == words else value
    if isinstance(value, list):
        return [replaced(part, words, mark) for part in value]
    if isinstance(value, dict):
        return {name: replaced(part, words, mark) for name, part in value.items()}
    return value


@transaction.atomic
def replay(later: Iterable[Redaction], remake: Remake = nothing) -> list[str]:
    """Take out again, after a restore, what was removed since; what was not found, in words."""
    missed = []
    known = set(Redaction.objects.values_list("pk", flat=True))
    for one in sorted(later, key=lambda redaction: redaction.pk):
        if one.pk in known:
            continue
        model: Any = apps.get_model(one.model)
        record = model._base_manager.filter(pk=one.record).first()
        if record is None or not _again(record, one, remake):
            missed.append(str(one))
        elif isinstance(record, User) and one.field == "email":  # the person was erased
            close(record)
        if not User.objects.filter(pk=one.removed_by_id).exists():
            one.removed_by = User.objects.system()
        models.Model.save_base(one, raw=True, force_insert=True)
    return missed


def _again(record: Any, one: Redaction, remake: Remake) -> int:
    """Find the removed words in a record and its history, and take them out."""
    texts = {
        text
        for rows in _rows(record)
        for value in rows.values_list(one.field, flat=True)
        for text in _texts(value)
    }
    found = {words for text in texts for words in _fitting(text, one)}
    return sum(take_out(record, one.field, words, one.mark, remake) for words in found)


def _texts(value: Any) -> Iterator[str]:
    """Every text within a stored value; of a file, its fingerprint."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes | memoryview):
        yield fingerprint(value)
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _fitting(text: str, one: Redaction) -> Iterator[str]:
    """The parts of a text that are as long as what was removed and have its keyed hash."""
    for start in range(len(text) - one.length + 1 if one.length else 0):
        part = text[start : start + one.length]
        if keyed_hash(part) == one.keyed_hash:
            yield part


def fingerprint(content: bytes | memoryview) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(bytes(content)).hexdigest()


def _rows(record: Any) -> Iterator[models.QuerySet[Any]]:
    """The row of a record, and those of its history where one is kept."""
    yield type(record)._base_manager.filter(pk=record.pk)
    if isinstance(record, Historic):
        yield type(record).history.filter(id=record.pk)


def keyed_hash(words: str) -> str:
    """A fingerprint of removed words that only who holds the register's key can compare."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()


@contextmanager
def unguarded(*tables: str) -> Iterator[None]:
    """Lift the guards of tables and put back exactly what stood, within the transaction."""
    with connection.cursor() as cursor:
        standing = [guard for table in tables for guard in _guards(cursor, table)]
        for lift, _ in standing:
            cursor.execute(lift)
        yield
        for _, install in standing:
            cursor.execute(install)


def _guards(cursor: Any, table: str) -> list[tuple[str, str]]:
    """For each guard of a table, the statement that lifts it and the one that made it."""
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
        )
        return [(f'DROP TRIGGER "{name}"', sql) for name, sql in cursor.fetchall()]
    cursor.execute(
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger "
        "WHERE NOT tgisinternal AND tgrelid = %s::regclass",
        [table],
    )
    return [(f'DROP TRIGGER "{name}" ON "{table}"', sql) for name, sql in cursor.fetchall()]


def _follow(record: Any, rows: models.QuerySet[Any], remake: Remake) -> None:
    """Let search forget the words too, and make anew what follows from them."""
    record.refresh_from_db()
    values = remake(record)
    if isinstance(record, Searchable):
        record.refresh_search_text()
        values["search_text"] = record.search_text
    if values:
        rows.update(**values)
        record.refresh_from_db()

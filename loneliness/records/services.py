"""The one way to write a record: checked, versioned, with its history, in one transaction."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from loneliness.accounts.models import User
from loneliness.records.models import Historic, Record, Searchable

H = TypeVar("H", bound=Historic)
KEY_LENGTH = 75


class StaleRecord(ValidationError):
    """Somebody saved the record after it was read."""

    def __init__(self, record: Record) -> None:
        super().__init__(
            f"Somebody else changed this {record._meta.verbose_name} while you were working. "
            "Nothing of theirs was overwritten. Look at what it says now, then enter your "
            "change again.",
            code="stale",
        )


def require(allowed: bool, sentence: str) -> None:
    """Refuse with a sentence what a person may not do."""
    if not allowed:
        raise PermissionDenied(sentence)


def save(record: H, *, by: User, reason: str = "", expected_version: int | None = None) -> H:
    """Check and save one record with its history row.

    ``expected_version`` is the version the person saw; StaleRecord when it has moved on.
    ValidationError for what breaks a rule, also when somebody else was a moment faster.
    """
    try:
        return _save(record, by, reason, expected_version)
    except IntegrityError:
        record.full_clean()
        raise


@transaction.atomic
def _save(record: H, by: User, reason: str, expected_version: int | None) -> H:
    if isinstance(record, Searchable):
        record.refresh_search_text()
    record.full_clean()
    if isinstance(record, Record) and record.pk:
        seen = record.version if expected_version is None else expected_version
        _claim_version(record, seen)
    record._history_user = by  # type: ignore[attr-defined]
    record._change_reason = reason  # type: ignore[attr-defined]
    record.save()
    return record


def _claim_version(record: Record, expected: int) -> None:
    """Move the stored version on by one, or raise StaleRecord if it is not the expected one."""
    rows = type(record)._default_manager.filter(pk=record.pk, version=expected)
    if not rows.update(version=expected + 1):
        raise StaleRecord(record)
    record.version = expected + 1


@transaction.atomic
def move(record: H, *, by: User, reason: str, **values: object) -> H:
    """Change these fields only, with a history row: a frozen record's too, where it stays open."""
    for name, value in values.items():
        setattr(record, name, value)
    if isinstance(record, Searchable):
        record.refresh_search_text()
        values["search_text"] = record.search_text
    record.validate_constraints()
    if isinstance(record, Record):
        _claim_version(record, record.version)
    record._history_user = by  # type: ignore[attr-defined]
    record._change_reason = reason  # type: ignore[attr-defined]
    record.save(update_fields=list(values))
    return record


@transaction.atomic
def save_new(records: list[H], *, by: User, reason: str = "") -> list[H]:
    """Save many new records of one model, already checked, with their history rows."""
    if not records:
        return []
    for record in records:
        if isinstance(record, Searchable):
            record.refresh_search_text()
    made: list[H] = bulk_create_with_history(
        records,
        type(records[0]),
        batch_size=500,
        default_user=by,
        default_change_reason=reason,
    )
    return made


@transaction.atomic
def remove(record: Historic, *, by: User, reason: str = "") -> None:
    """Delete a record that nothing stands on; its history stays."""
    record._history_user = by  # type: ignore[attr-defined]
    record._change_reason = reason  # type: ignore[attr-defined]
    record.delete()


def place_last(link: Historic, owner: str) -> None:
    """Put a new link after those that its owner has."""
    if link._state.adding:
        rows = type(link)._default_manager.filter(**{owner: getattr(link, owner).pk})
        link.position = rows.count()  # type: ignore[attr-defined]


def new_key(model: type[models.Model], field: str, *parts: object) -> str:
    """A short name that no record of the model has yet, made from the words given."""
    base = slugify(" ".join(str(part) for part in parts))[:KEY_LENGTH].strip("-") or "record"
    rows = model._default_manager.filter(**{f"{field}__startswith": base})
    taken = set(rows.values_list(field, flat=True))
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def keep_key(record: models.Model, field: str) -> None:
    """Refuse another short name for a stored record: addresses and files hold the first."""
    rows = type(record)._default_manager.filter(pk=record.pk)
    stored = rows.values_list(field, flat=True).first()
    if stored not in (None, getattr(record, field)):
        raise ValidationError(
            {field: f"The short name stays “{stored}”: addresses and files hold it."}
        )

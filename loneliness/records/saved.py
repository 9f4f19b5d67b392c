"""A reader's own: filters kept under a name, and the columns of a list."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from loneliness.accounts.models import User
from loneliness.records.models import ColumnChoice, SavedFilter


@transaction.atomic
def save_filter(*, by: User, path: str, name: str, query: str) -> SavedFilter:
    """Keep what a list is narrowed to under a name; the same name again takes its place.

    ValidationError for an empty or overlong name.
    """
    saved = SavedFilter.objects.filter(owner=by, path=path, name=name).first()
    saved = saved or SavedFilter(owner=by, path=path, name=name)
    saved.query = query
    saved.full_clean()
    saved.save()
    return saved


def remove_filter(saved: SavedFilter) -> None:
    """Forget a filter."""
    saved.delete()


@transaction.atomic
def choose_columns(*, by: User, path: str, columns: Iterable[str]) -> None:
    """Keep the columns a person wants of a list; none at all means all of them again."""
    names = ",".join(columns)
    if not names:
        ColumnChoice.objects.filter(owner=by, path=path).delete()
        return
    choice = ColumnChoice.objects.filter(owner=by, path=path).first()
    choice = choice or ColumnChoice(owner=by, path=path)
    choice.columns = names
    choice.full_clean()
    choice.save()


def filters_of(user: User, path: str) -> list[SavedFilter]:
    """The filters a person kept for a list. One query."""
    return list(SavedFilter.objects.filter(owner=user, path=path))


def columns_of(user: User, path: str) -> list[str]:
    """The columns a person chose for a list; none when they see all. One query."""
    choice = ColumnChoice.objects.filter(owner=user, path=path).first()
    return choice.columns.split(",") if choice else []

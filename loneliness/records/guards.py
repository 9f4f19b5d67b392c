"""Triggers that refuse to change or remove rows that are written once, on both databases.

A net under the services: it holds also when the application is walked past. Django drops a
table's triggers on SQLite when it rebuilds the table, so the operation is repeated after every
migration that alters a guarded table; a test and ``missing`` check that each guard stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db.migrations.operations.base import Operation

FUNCTION = """
CREATE OR REPLACE FUNCTION register_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A row of this table is written once: it is never changed or removed'
        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
END $$
"""
SENTENCE = "A row of this table is written once: it is never changed or removed"


@dataclass(frozen=True)
class Guard:
    """One table whose rows are written once, or from when ``frozen_by`` is filled in.

    ``frozen_by`` names a column: while it is empty, the row may still be changed. ``columns``
    names those that are guarded when others stay open; empty for all. ``values`` names columns
    of which only another value is refused: all others stay open, and so does saving the same.
    """

    table: str
    frozen_by: str = ""
    key: str = "id"
    columns: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def update(self) -> str:
        """The event of changing a guarded column."""
        return f"UPDATE OF {', '.join(self.columns)}" if self.columns else "UPDATE"

    def names(self, vendor: str) -> list[str]:
        """The triggers that guard the table on a database of this kind."""
        events = ("update", "delete", "insert" if vendor == "sqlite" else "truncate")
        return [f"guard_{self.table}_{event}" for event in events]

    def install(self, vendor: str) -> Iterator[str]:
        """The statements that put the guard in place."""
        yield from self.lift(vendor)
        yield from self._sqlite() if vendor == "sqlite" else self._postgresql()

    def lift(self, vendor: str) -> Iterator[str]:
        """The statements that take the guard away."""
        where = "" if vendor == "sqlite" else f' ON "{self.table}"'
        for name in self.names(vendor):
            yield f'DROP TRIGGER IF EXISTS "{name}"{where}'

    def _sqlite(self) -> Iterator[str]:
        when = f'WHEN OLD."{self.frozen_by}" IS NOT NULL ' if self.frozen_by else ""
        refuse = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        update, delete, insert = self.names("sqlite")
        changed = f"{when}{self._changed('IS NOT')}"
        yield f'CREATE TRIGGER "{update}" BEFORE {self.update} ON "{self.table}" {changed}{refuse}'
        yield f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{self.table}" {when}{refuse}'
        frozen = f' AND "{self.frozen_by}" IS NOT NULL' if self.frozen_by else ""
        same = f'FROM "{self.table}" WHERE "{self.key}" = NEW."{self.key}"{frozen}'
        when = f"WHEN EXISTS (SELECT 1 {same})"
        yield f'CREATE TRIGGER "{insert}" BEFORE INSERT ON "{self.table}" {when} {refuse}'

    def _changed(self, differs: str) -> str:
        """The end of a condition: that one of ``values`` gets another value."""
        pairs = [f'OLD."{name}" {differs} NEW."{name}"' for name in self.values]
        return f"AND ({' OR '.join(pairs)}) " if pairs else ""

    def _postgresql(self) -> Iterator[str]:
        frozen = f'OLD."{self.frozen_by}" IS NOT NULL ' if self.frozen_by else ""
        update, delete, truncate = self.names("postgresql")
        call = "EXECUTE FUNCTION register_refuse()"
        yield FUNCTION
        changed = f"{frozen}{self._changed('IS DISTINCT FROM')}"
        for name, event, condition in (
            (update, self.update, changed),
            (delete, "DELETE", frozen),
        ):
            when = f"WHEN ({condition}) " if condition else ""
            yield (
                f'CREATE TRIGGER "{name}" BEFORE {event} ON "{self.table}" '
                f"FOR EACH ROW {when}{call}"
            )
        yield (
            f'CREATE TRIGGER "{truncate}" BEFORE TRUNCATE ON "{self.table}" '
            f"FOR EACH STATEMENT {call}"
        )


class InstallGuard(Operation):
    """Migration operation: guard a table's rows; repeat it after every change of the table."""

    reduces_to_sql = True
    reversible = True

    def __init__(
        self,
        table: str,
        frozen_by: str = "",
        key: str = "id",
        still_open: tuple[str, ...] = (),
        values: tuple[str, ...] = (),
    ) -> None:
        self.guard = Guard(table, frozen_by, key, values=values)
        self.still_open = still_open  # columns of a frozen row that may change all the same

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model changes."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Put the guard in place."""
        if self.still_open:
            columns = _columns(schema_editor.connection, self.guard.table)
            guarded = tuple(f'"{name}"' for name in columns if name not in self.still_open)
            self.guard = replace(self.guard, columns=guarded)
        for statement in self.guard.install(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Take the guard away."""
        for statement in self.guard.lift(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """What ``migrate --plan`` prints."""
        return f"Guard the rows of {self.guard.table}"


def _columns(connection: Any, table: str) -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in described]


def expected() -> Iterator[Guard]:
    """The guard of each table whose rows are written once, or from when a column is filled in."""
    for model in apps.get_models():
        table, key = model._meta.db_table, model._meta.pk.column
        if key == "history_id" or getattr(model, "written_once", False):
            yield Guard(table, key=key)
        elif frozen_by := getattr(model, "frozen_by", ""):
            yield Guard(table, frozen_by)


def missing(connection: Any, guards: list[Guard]) -> list[str]:
    """The triggers that should stand in the database and do not."""
    question = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        standing = {name for (name,) in cursor.fetchall()}
    wanted = [name for guard in guards for name in guard.names(connection.vendor)]
    return [name for name in wanted if name not in standing]


def lift(connection: Any, guard: Guard) -> None:
    """Take a guard away, to show in a test what stands without it."""
    with connection.cursor() as cursor:
        for statement in guard.lift(connection.vendor):
            cursor.execute(statement)

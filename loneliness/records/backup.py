"""The whole register in one file, and back: every row compared, damage and other versions refused.

A backup is a ZIP file with one entry of JSON lines for each table, and a list of what it holds:
the migrations, and for each table the number of rows and a SHA-256 over its lines. Files that
people attached and issued papers are rows too. Sessions are left out: after a restore everybody
signs in again.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from loneliness.accounts.models import User
from loneliness.records import packed
from loneliness.records.models import Redaction

CONTENTS = "contents.json"
FORMAT = 1
MADE_BY_MIGRATING = (Permission, ContentType)  # in the order in which they can be taken away
DAMAGED = "This backup is damaged or cut short, and nothing was restored: {why}."
HOLDS_ROWS = (
    "This database already holds a register, and nothing was restored. Restore into an empty one: "
    "make it with “manage.py migrate”, then try again."
)
OTHER_VERSION = (
    "This backup was made by another version of the register ({what}), and nothing was restored. "
    "Install that version, restore, then upgrade."
)


class Refused(Exception):
    """Why a file is not written or not restored, in a sentence."""


@dataclass(frozen=True)
class Table:
    """What a backup says of one table: how many rows, and a fingerprint over all of them."""

    name: str
    rows: int
    fingerprint: str


class _Whole(DjangoJSONEncoder):
    """Moments to the microsecond: Django's own cuts them to thousandths."""

    def default(self, o: Any) -> Any:
        """A moment or time as it is."""
        return (
            o.isoformat()
            if isinstance(o, datetime.time | datetime.datetime)
            else super().default(o)
        )


def backed_up() -> list[Any]:
    """Every model whose rows are kept, in a lasting order."""
    every = apps.get_models(include_auto_created=True)
    kept = [m for m in every if m._meta.managed and not m._meta.proxy and m is not Session]
    return sorted(kept, key=lambda model: model._meta.label_lower)


def write(path: Path) -> list[Table]:
    """Write a backup; Refused when the file is there already. Readers and writers go on."""
    if path.exists():
        raise Refused(f"{path} is there already: give another name, a backup is never overwritten.")
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as file, _one_moment():
            tables = [_write_table(file, model) for model in backed_up()]
            contents = {
                "format": FORMAT,
                "migrations": _migrations(),
                "tables": [asdict(table) for table in tables],
            }
            file.writestr(CONTENTS, json.dumps(contents, indent=1))
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return tables


def restore(path: Path, then: Callable[[], object] = lambda: None) -> list[Table]:
    """Fill an empty, migrated database from a backup, and compare every row with the file's.

    ``then`` is done in the same transaction, once all is compared. Refused, with nothing changed,
    for a damaged file, for another version's, and for a database that holds a register.
    """
    contents = _checked(path)
    if User.objects.exists():
        raise Refused(HOLDS_ROWS)
    _same_version(contents["migrations"])
    tables = [Table(**table) for table in contents["tables"]]
    try:
        with zipfile.ZipFile(path) as file, transaction.atomic():
            for model in MADE_BY_MIGRATING:
                model.objects.all()._raw_delete("default")
            for table in tables:
                _fill(file, apps.get_model(table.name))
            _go_on_counting()
            _compare(tables)
            then()
            _go_on_counting()
    except IntegrityError as error:
        raise Refused(DAMAGED.format(why=f"its rows do not fit together ({error})")) from error
    return tables


def redactions(path: Path) -> list[Redaction]:
    """What a backup knows of personal text that was removed; Refused when it is damaged."""
    _checked(path)
    with zipfile.ZipFile(path) as file, file.open(f"{Redaction._meta.label_lower}.jsonl") as entry:
        told = serializers.deserialize("jsonl", io.TextIOWrapper(entry, "utf-8"))
        return [row.object for row in told]


def compare(path: Path) -> list[str]:
    """The tables that differ between a backup and the database, in words; empty when none does."""
    return list(_differences(Table(**table) for table in _checked(path)["tables"]))


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees all tables as they were at one moment, and holds up no writer."""
    with _holding_up_nobody(), transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _holding_up_nobody() -> Iterator[None]:
    """Let a transaction of SQLite begin as a reader's; any other there begins as a writer's."""
    connection.ensure_connection()
    before = getattr(connection, "transaction_mode", None)
    connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = before


def _write_table(file: zipfile.ZipFile, model: Any) -> Table:
    name, rows, summed = model._meta.label_lower, 0, hashlib.sha256()
    with file.open(f"{name}.jsonl", "w") as entry:
        for line in _lines(model):
            entry.write(line)
            summed.update(line)
            rows += 1
    return Table(name, rows, summed.hexdigest())


def _lines(model: Any) -> Iterator[bytes]:
    """Each row as a line of JSON, in the order of the primary key."""
    rows = model._base_manager.order_by("pk").iterator(chunk_size=500)
    for row in rows:
        yield serializers.serialize("jsonl", [row], cls=_Whole).encode()


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _checked(path: Path) -> dict[str, Any]:
    """What the file says it holds, once every entry of it has been read and found whole."""
    try:
        with zipfile.ZipFile(path) as file:
            contents: dict[str, Any] = json.loads(file.read(CONTENTS))
            for table in contents["tables"]:
                if _fingerprint(file, table["name"]) != table["fingerprint"]:
                    raise Refused(DAMAGED.format(why=f"{table['name']} is not as it was written"))
    except FileNotFoundError:
        raise Refused(f"There is no file {path}.") from None
    except (*packed.DAMAGED, KeyError, TypeError) as error:
        why = str(error).rstrip(".") or "it ends too early"
        raise Refused(DAMAGED.format(why=why)) from error
    return contents


def _fingerprint(file: zipfile.ZipFile, name: str) -> str:
    summed = hashlib.sha256()
    with file.open(f"{name}.jsonl") as entry:
        while block := entry.read(1 << 20):
            summed.update(block)
    return summed.hexdigest()


def _same_version(migrations: list[str]) -> None:
    here, there = set(_migrations()), set(migrations)
    if here != there:
        odd = sorted(here ^ there)
        raise Refused(OTHER_VERSION.format(what=f"{odd[0]} and {len(odd) - 1} more differ"))


def _fill(file: zipfile.ZipFile, model: type[models.Model]) -> None:
    """Put a table's rows into the database as they were, past every service and history."""
    with file.open(f"{model._meta.label_lower}.jsonl") as entry:
        for row in serializers.deserialize("jsonl", io.TextIOWrapper(entry, "utf-8")):
            models.Model.save_base(row.object, raw=True, force_insert=True)


def _go_on_counting() -> None:
    """Let new rows of every table take the numbers after the restored ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), backed_up()):
            cursor.execute(statement)


def _compare(tables: Iterable[Table]) -> None:
    for sentence in _differences(tables):
        raise Refused(DAMAGED.format(why=sentence))


def _differences(tables: Iterable[Table]) -> Iterator[str]:
    """What differs between the tables a backup holds and the database, row by row."""
    for table in tables:
        rows, summed = 0, hashlib.sha256()
        for line in _lines(apps.get_model(table.name)):
            rows += 1
            summed.update(line)
        if rows != table.rows:
            yield f"{table.name} has {rows} rows instead of {table.rows}"
        elif summed.hexdigest() != table.fingerprint:
            yield f"{table.name} has rows that differ"

"""Seed files: one CSV file for each model, read and written by the same declaration.

A file is UTF-8 without BOM, LF, comma, with a header; lists are joined by "; "; blank is unknown.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from loneliness.accounts.models import User
from loneliness.records import services
from loneliness.records.models import Historic
from loneliness.records.text import decimals_typed, plain_number

JOIN = "; "


class SeedError(Exception):
    """A seed file is broken: nothing was loaded. Each line names file, line, column and rule."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Text:
    """A column that is one text field."""

    name: str
    attribute: str = ""

    @property
    def target(self) -> str:
        """The model's attribute that holds the value."""
        return self.attribute or self.name

    def read(self, cells: dict[str, str], files: Files) -> dict[str, Any]:
        """The attributes that the cell sets; ValueError with a sentence when it cannot be read."""
        return {self.target: cells[self.name]}

    def write(self, record: Any) -> str:
        """The cell, from a record."""
        return str(getattr(record, self.target))


@dataclass(frozen=True)
class Integer(Text):
    """A whole number; blank is unknown."""

    def read(self, cells: dict[str, str], files: Files) -> dict[str, Any]:
        text = cells[self.name]
        if text and not (text.isascii() and text.isdigit()):
            raise ValueError(f"“{text}” is not a whole number")
        return {self.target: int(text) if text else None}

    def write(self, record: Any) -> str:
        value = getattr(record, self.target)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Date(Text):
    """A day as YYYY-MM-DD; blank is unknown."""

    def read(self, cells: dict[str, str], files: Files) -> dict[str, Any]:
        text = cells[self.name]
        try:
            return {self.target: datetime.date.fromisoformat(text) if text else None}
        except ValueError:
            raise ValueError(f"“{text}” is not a date such as 2018-06-30") from None

    def write(self, record: Any) -> str:
        value = getattr(record, self.target)
        return value.isoformat() if value else ""


@dataclass(frozen=True)
class Number(Text):
    """A decimal; with ``decimals`` the named attribute keeps how many decimals are printed."""

    decimals: str = ""

    def read(self, cells: dict[str, str], files: Files) -> dict[str, Any]:
        text = cells[self.name]
        try:
            value = Decimal(text) if text else None
        except InvalidOperation:
            raise ValueError(f"“{text}” is not a number") from None
        if value is not None and not value.is_finite():
            raise ValueError(f"“{text}” is not a number")
        read: dict[str, Any] = {self.target: value}
        if self.decimals and value is not None:
            read[self.decimals] = decimals_typed(value)
        return read

    def write(self, record: Any) -> str:
        value = getattr(record, self.target)
        if value is None:
            return ""
        if self.decimals:
            return f"{value:.{getattr(record, self.decimals)}f}"
        return plain_number(value)


@dataclass(frozen=True)
class Reference(Text):
    """The key of another record; blank is none."""

    model: type[models.Model] = models.Model
    by: str = "key"

    def read(self, cells: dict[str, str], files: Files) -> dict[str, Any]:
        text = cells[self.name]
        return {self.target: files.find(self.model, self.by, text) if text else None}

    def write(self, record: Any) -> str:
        other = getattr(record, self.target)
        return str(getattr(other, self.by)) if other else ""


@dataclass(frozen=True)
class Links:
    """A list of keys of other records, kept in rows of a linking model."""

    name: str
    link: type[Historic]
    owner: str
    other: str
    model: type[models.Model]
    by: str = "code"

    def keys(self, text: str) -> list[str]:
        """The keys in the cell."""
        return text.split(JOIN) if text else []

    def write(self, record: Any) -> str:
        """The cell, from the linking rows in their order."""
        links = self.link._default_manager.filter(**{self.owner: record}).select_related(self.other)
        links = links.order_by("position", "pk")
        return JOIN.join(str(getattr(getattr(link, self.other), self.by)) for link in links)


Column = Text | Links


@dataclass(frozen=True)
class SeedFile:
    """How one CSV file and one model correspond.

    ``key`` names the columns that identify a row; ``stamp`` gives what a new row has besides its
    columns, such as who entered it.
    """

    name: str
    model: type[models.Model]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    stamp: Callable[[Files], dict[str, Any]] = lambda files: {}
    rows: Callable[[Files], models.QuerySet[Any]] | None = None

    @property
    def header(self) -> list[str]:
        """The column names in their order."""
        return [column.name for column in self.columns]

    @property
    def plain(self) -> list[Text]:
        """The columns kept on the record itself."""
        return [column for column in self.columns if isinstance(column, Text)]

    @property
    def links(self) -> list[Links]:
        """The columns kept in linking rows."""
        return [column for column in self.columns if isinstance(column, Links)]

    def records(self, files: Files) -> models.QuerySet[Any]:
        """The stored records this file lists."""
        if self.rows is not None:
            return self.rows(files)
        records: models.QuerySet[Any] = self.model._default_manager.all()
        return records.filter(chapter=files.chapter) if has_chapter(self.model) else records

    def cells(self, record: Any) -> dict[str, str]:
        """One record as a row of the file."""
        return {column.name: column.write(record) for column in self.columns}

    def key_of(self, cells: dict[str, str]) -> tuple[str, ...]:
        """What identifies a row."""
        return tuple(cells[name] for name in self.key)

    def text(self, files: Files) -> str:
        """The whole file, sorted by key, numbers as numbers."""
        related = [column.target for column in self.plain if isinstance(column, Reference)]
        rows = [self.cells(record) for record in self.records(files).select_related(*related)]
        rows.sort(key=lambda cells: [sort_key(part) for part in self.key_of(cells)])
        out = io.StringIO()
        writer = csv.DictWriter(out, self.header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()


@dataclass
class Outcome:
    """What loading one file did. ``kept`` names the rows that people have edited since."""

    name: str
    added: int = 0
    changed: int = 0
    same: int = 0
    kept: list[str] = field(default_factory=list)


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


def sort_key(text: str) -> tuple[int, int, str]:
    """Numbers as numbers and before words; words in plain order."""
    return (0, int(text), "") if text.isascii() and text.isdigit() else (1, 0, text)


def read_rows(seed: SeedFile, path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of a file with their line numbers; SeedError when it is not as declared."""
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise SeedError([f"{path.name}: the file is missing"]) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SeedError([f"{path.name}, line {line}: not UTF-8"]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return list(_checked_rows(seed, path.name, reader))
    except csv.Error as error:
        raise SeedError([f"{path.name}, line {reader.line_num}: {error}"]) from None


def _checked_rows(seed: SeedFile, name: str, reader: Any) -> Iterator[tuple[int, dict[str, str]]]:
    header: list[str] = next(reader, [])
    if header != seed.header:
        raise SeedError([f"{name}, line 1: the columns must be {','.join(seed.header)}"])
    seen: dict[tuple[str, ...], int] = {}
    while True:
        line = reader.line_num + 1
        values = next(reader, None)
        if values is None:
            return
        if len(values) != len(header):
            raise SeedError(
                [f"{name}, line {line}: {len(values)} cells where {len(header)} columns are named"]
            )
        cells = dict(zip(header, values, strict=True))
        key = seed.key_of(cells)
        if key in seen:
            raise SeedError(
                [f"{name}, line {line}, column {seed.key[0]}: the same as line {seen[key]}"]
            )
        seen[key] = line
        yield line, cells


class Loader:
    """Loads one seed file inside the caller's transaction."""

    def __init__(self, seed: SeedFile, files: Files) -> None:
        self.seed = seed
        self.files = files
        self.outcome = Outcome(seed.name)
        self.problems: list[str] = []

    def load(self, directory: Path) -> Outcome:
        """Add new rows, change what the system still owns, keep what people edited."""
        rows = read_rows(self.seed, directory / self.seed.name)
        related = [column.target for column in self.seed.plain if isinstance(column, Reference)]
        stored = {}
        for record in self.seed.records(self.files).select_related(*related):
            cells = self.seed.cells(record)
            stored[self.seed.key_of(cells)] = (record, cells)
        new = [row for row in rows if self.seed.key_of(row[1]) not in stored]
        added = self._add_all([row for row in new if not self._removed(*row)])
        for line, cells in rows:
            if self.seed.key_of(cells) in stored:
                self._compare(line, cells, *stored[self.seed.key_of(cells)])
        self.files.forget(self.seed.model)
        for line, cells, record in added:
            self._link(line, cells, record)
        if self.problems:
            raise SeedError(self.problems)
        self.outcome.added = len(added)
        return self.outcome

    def _add_all(
        self, rows: list[tuple[int, dict[str, str]]]
    ) -> list[tuple[int, dict[str, str], Any]]:
        """Save new rows, those that refer to other new rows after them."""
        added: list[tuple[int, dict[str, str], Any]] = []
        waiting = rows
        while waiting:
            keys = {cells[self.seed.key[0]] for _, cells in waiting}
            ready = [row for row in waiting if not self._refers_to(row[1], keys)]
            if not ready:
                ready = waiting
            made = [(line, cells, self._build(line, cells)) for line, cells in ready]
            good = [row for row in made if row[2] is not None]
            services.save_new([row[2] for row in good], by=self.files.by, reason="Loaded")
            self.files.forget(self.seed.model)
            saved = {self.seed.key_of(self.seed.cells(r)): r for r in self._stored(good)}
            added += [(line, cells, saved[self.seed.key_of(cells)]) for line, cells, _ in good]
            waiting = [row for row in waiting if row not in ready]
        return added

    def _removed(self, line: int, cells: dict[str, str]) -> bool:
        """Whether somebody but the system took the row away: then it stays away, and is listed."""
        history = self.seed.model.history.filter(history_type="-")  # type: ignore[attr-defined]
        gone = history.exclude(history_user=self.files.by.pk)
        if not gone.exists():
            return False
        values = self._read(line, cells) or {}
        named = {column.target for column in self.seed.plain if column.name in self.seed.key}
        if not gone.filter(**{name: values.get(name) for name in named}).exists():
            return False
        self.outcome.kept.append(", ".join(self.seed.key_of(cells)))
        return True

    def _stored(self, good: list[Any]) -> Any:
        return self.seed.records(self.files) if good else []

    def _refers_to(self, cells: dict[str, str], keys: set[str]) -> bool:
        own = [
            column.name
            for column in self.seed.plain
            if isinstance(column, Reference) and column.model is self.seed.model
        ]
        return any(cells[name] in keys for name in own)

    def _read(self, line: int, cells: dict[str, str]) -> dict[str, Any] | None:
        values: dict[str, Any] = {}
        for column in self.seed.plain:
            try:
                values |= column.read(cells, self.files)
            except ValueError as error:
                self._problem(line, column.name, str(error))
                return None
        return values

    def _build(self, line: int, cells: dict[str, str]) -> Any:
        values = self._read(line, cells)
        if values is None:
            return None
        record = self.seed.model(**values, **self.seed.stamp(self.files))
        return record if self._is_valid(line, record) else None

    def _is_valid(self, line: int, record: Any) -> bool:
        try:
            record.full_clean()
        except ValidationError as error:
            names = {column.target: column.name for column in self.seed.plain}
            for attribute, messages in error.message_dict.items():
                for message in messages:
                    self._problem(line, names.get(attribute, "(row)"), message)
            return False
        return True

    def _compare(self, line: int, cells: dict[str, str], record: Any, old: dict[str, str]) -> None:
        if cells == old:
            self.outcome.same += 1
        elif self._edited(record):
            self.outcome.kept.append(", ".join(self.seed.key_of(cells)))
        else:
            self._change(line, cells, record, old)

    def _edited(self, record: Any) -> bool:
        """Whether anybody but the system touched the record or its linking rows."""
        editors = set(record.history.values_list("history_user", flat=True))
        for column in self.seed.links:
            history = column.link.history.filter(**{f"{column.owner}_id": record.pk})
            editors |= set(history.values_list("history_user", flat=True))
        return bool(editors - {self.files.by.pk})

    def _change(self, line: int, cells: dict[str, str], record: Any, old: dict[str, str]) -> None:
        values = self._read(line, cells)
        if values is None:
            return
        for attribute, value in values.items():
            setattr(record, attribute, value)
        if not self._is_valid(line, record):
            return
        services.save(record, by=self.files.by, reason="Seed file changed")
        if any(cells[column.name] != old[column.name] for column in self.seed.links):
            for column in self.seed.links:
                for link in column.link._default_manager.filter(**{column.owner: record}):
                    services.remove(link, by=self.files.by, reason="Seed file changed")
            self._link(line, cells, record)
        self.outcome.changed += 1

    def _link(self, line: int, cells: dict[str, str], record: Any) -> None:
        for column in self.seed.links:
            made = []
            for position, key in enumerate(column.keys(cells[column.name])):
                try:
                    other = self.files.find(column.model, column.by, key)
                except ValueError as error:
                    self._problem(line, column.name, str(error))
                    continue
                made.append(
                    column.link(**{column.owner: record, column.other: other, "position": position})
                )
            services.save_new(made, by=self.files.by, reason="Loaded")

    def _problem(self, line: int, column: str, rule: str) -> None:
        self.problems.append(f"{self.seed.name}, line {line}, column {column}: {rule}")

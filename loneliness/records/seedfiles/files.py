"""A seed file: the rows of one model, as declared by its columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models

from loneliness.records.seedfiles.columns import Column, Links, Reference, Text
from loneliness.records.seedfiles.lookup import Files, has_chapter


class SeedError(Exception):
    """A seed file is broken: nothing was loaded. Each line names file, line, column and rule."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


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

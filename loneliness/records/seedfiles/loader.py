"""Loading a seed file: what is new is added, what people edited is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from loneliness.records import services
from loneliness.records.seedfiles.columns import Reference
from loneliness.records.seedfiles.files import SeedError, SeedFile, read_rows
from loneliness.records.seedfiles.lookup import Files


@dataclass
class Outcome:
    """What loading one file did. ``kept`` names the rows that people have edited since."""

    name: str
    added: int = 0
    changed: int = 0
    same: int = 0
    kept: list[str] = field(default_factory=list)


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
            saved = services.save_new([row[2] for row in good], by=self.files.by, reason="Loaded")
            self.files.forget(self.seed.model)
            added += [(*row[:2], record) for row, record in zip(good, saved, strict=True)]
            waiting = [row for row in waiting if row not in ready]
        return added

    @cached_property
    def has_removed(self) -> bool:
        """Whether somebody but the system took any row away."""
        return bool(self._gone().exists())

    def _gone(self) -> Any:
        history = self.seed.model.history.filter(history_type="-")  # type: ignore[attr-defined]
        return history.exclude(history_user=self.files.by.pk)

    def _removed(self, line: int, cells: dict[str, str]) -> bool:
        """Whether somebody but the system took the row away: then it stays away, and is listed."""
        if not self.has_removed:
            return False
        values = self._read(line, cells) or {}
        named = {column.target for column in self.seed.plain if column.name in self.seed.key}
        if not self._gone().filter(**{name: values.get(name) for name in named}).exists():
            return False
        self.outcome.kept.append(", ".join(self.seed.key_of(cells)))
        return True

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

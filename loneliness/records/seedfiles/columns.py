"""The columns of seed files: each reads a cell into attributes and writes it from a record."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models

from loneliness.records.models import Historic
from loneliness.records.seedfiles.lookup import Files
from loneliness.records.text import decimals_typed, plain_number

JOIN = "; "


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

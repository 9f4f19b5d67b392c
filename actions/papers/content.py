"""What a board paper says, in words: filled by others, turned into files here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any, cast, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class PaperFigure:
    """A number that an action rests on: its table, its words, its day and its grade."""

    table: str
    words: str
    day: str = ""
    grade: str = ""


@dataclass(frozen=True)
class PaperAction:
    """An action as it stands, every part in words; what is empty is not printed."""

    key: str
    title: str
    letters: str = ""
    owner: str = ""
    dates: str = ""
    status: str = ""
    rating: str = ""
    our_rating: str = ""
    our_reason: str = ""
    updated: str = ""
    happened: str = ""
    next_step: str = ""
    note: str = ""
    changed: str = ""
    figures: tuple[PaperFigure, ...] = ()
    needs_checking: str = ""


@dataclass(frozen=True)
class PaperLine:
    """One thing worth a line: the action's title, what is the matter, its recommendations."""

    title: str
    sentence: str = ""
    letters: str = ""


@dataclass(frozen=True)
class PaperList:
    """One kind of exception, such as Late, with a sentence that says what it means."""

    heading: str
    introduction: str = ""
    lines: tuple[PaperLine, ...] = ()


@dataclass(frozen=True)
class PaperRecommendation:
    """A recommendation with its response and its actions."""

    letter: str
    text: str
    response: str = ""
    reason: str = ""
    actions: tuple[PaperAction, ...] = ()


@dataclass(frozen=True)
class SubGroup:
    """A board that reports to this one, and its exceptions."""

    board: str
    exceptions: tuple[PaperList, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A board pack (number 0) or an addendum to it (number 1 and on)."""

    board: str
    parent: str = ""
    meeting_on: str = ""
    previous_on: str = ""
    number: int = 0
    addendum_reason: str = ""
    agenda_item: str = ""
    report_of: str = ""
    contact: str = ""
    publication: str = ""
    purpose: str = ""
    decisions_asked: tuple[str, ...] = ()
    exceptions: tuple[PaperList, ...] = ()
    since: tuple[PaperLine, ...] = ()
    background: str = ""
    resource: str = ""
    equality: str = ""
    risk: str = ""
    returns: str = ""
    non_returns: tuple[str, ...] = ()
    sub_groups: tuple[SubGroup, ...] = ()
    recommendations: tuple[PaperRecommendation, ...] = ()
    others: tuple[PaperAction, ...] = ()
    evidence: str = ""
    is_first: bool = False
    issued: str = ""
    notice: str = ""

    @property
    def title(self) -> str:
        """What stands at its head."""
        since = "first report" if self.is_first else "progress"
        if self.previous_on and not self.is_first:
            since = f"progress since {self.previous_on}"
        return f"Loneliness: {since}" + (f" (addendum {self.number})" if self.number else "")

    @property
    def is_open(self) -> bool:
        """Whether the public may read it."""
        return self.publication.strip().casefold() == "open"

    @property
    def fingerprint(self) -> str:
        """64 characters that differ as soon as one word differs."""
        return hashlib.sha256(self.as_json().encode("ascii")).hexdigest()

    @property
    def fingerprint_in_print(self) -> str:
        """The first 16 characters of the fingerprint, in groups of four."""
        return " ".join(self.fingerprint[at : at + 4] for at in range(0, 16, 4))

    def as_json(self) -> str:
        """The paper as text that is the same for the same paper; what is empty is left out."""
        return json.dumps(_plain(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Paper:
        """The paper that such a text stands for; a part it does not know is refused."""
        return cast(Paper, _made(cls, json.loads(text)))


def _plain(value: object) -> object:
    if is_dataclass(value):
        named = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: _plain(part) for name, part in named.items() if part}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def _made(kind: Any, value: Any) -> object:
    if is_dataclass(kind):
        return _dataclass(kind, value)
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return tuple(_made(inner, part) for part in _checked(list, value))
    return _checked(kind, value)


def _dataclass(kind: Any, value: Any) -> object:
    kinds = get_type_hints(kind)
    given: Mapping[str, Any] = _checked(dict, value)
    if unknown := given.keys() - kinds.keys():
        raise ValueError(f"A {kind.__name__} has no {', '.join(sorted(unknown))}.")
    empty = {field.name: "" for field in fields(kind) if field.default is MISSING}
    made = {name: _made(kinds[name], part) for name, part in given.items()}
    return kind(**empty | made)


def _checked(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{value!r} stands where a {kind.__name__} should.")
    return value

"""What the register knows that a plan is compared with, and how it is written and shown."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from actions.dates import in_words
from actions.plans.said import folded
from actions.vocabulary import Capacity, Rag, Reach, Status

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
CHOICES: dict[str, dict[str, str]] = {
    name: {str(value): str(label) for value, label in choice.choices}
    for name, choice in (
        ("reach", Reach), ("capacity", Capacity), ("status", Status), ("rating", Rag),
    )
}  # fmt: skip
DAYS = ("due", "review")


@dataclass(frozen=True)
class Known:
    """An action of the register: what it says in each column, as values, and its versions.

    ``update`` is the number of its newest update. ``organisations`` are those of its owner and
    lead. ``milestones`` has a day for each folded title.
    """

    pk: int
    version: int
    update: int | None
    cells: dict[str, str]
    organisations: frozenset[int] = frozenset()
    merged_into: str = ""
    milestones: dict[str, tuple[str, str]] = field(default_factory=dict)  # title, day

    @property
    def title(self) -> str:
        """What is to be done."""
        return self.cells["title"]


@dataclass(frozen=True)
class Post:
    """A post with all names it may be called by."""

    pk: int
    label: str
    title: str
    organisation: int
    holder: str = ""
    email: str = ""


@dataclass(frozen=True)
class Register:
    """All that plans are compared with."""

    actions: tuple[Known, ...] = ()
    posts: tuple[Post, ...] = ()
    boards: tuple[tuple[int, str], ...] = ()
    letters: frozenset[str] = frozenset()

    def shown(self, name: str, value: str) -> str:
        """A value as a page or a file shows it."""
        if not value:
            return ""
        if name in CHOICES:
            return CHOICES[name].get(value, value)
        if name in DAYS:
            return in_words(datetime.date.fromisoformat(value))
        if name in ("owner", "lead"):
            return next((post.label for post in self.posts if str(post.pk) == value), "")
        if name == "board":
            return {str(pk): label for pk, label in self.boards}.get(value, "")
        return _plain(name, value)

    def row(self, action: Known, columns: Iterable[str]) -> list[str]:
        """An action as a row of a file."""
        return [printable(self.shown(name, action.cells.get(name, ""))) for name in columns]


def _plain(name: str, value: str) -> str:
    if name == "per_cent":
        return f"{value}%"
    return value.replace(",", ", ") if name == "recommendations" else value


def printable(text: str) -> str:
    """Text without what no sheet can hold."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def in_lines(milestones: Iterable[tuple[str, str]]) -> str:
    """Milestones in a cell, each on a line with its day."""
    return "\n".join(
        f"{' '.join(title.split())}: {in_words(datetime.date.fromisoformat(day))}"
        for title, day in milestones
    )


def same(one: str, other: str) -> bool:
    """Whether two texts say the same but for spaces and what no sheet can hold."""
    return " ".join(printable(one).split()) == " ".join(printable(other).split())


def compared(title: str) -> str:
    """A title as it is compared with others."""
    return folded(printable(title)).strip(" .")

"""What each record of a file would do: pure, with the stored publications passed in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from evidence.duplicates import Index, Likeness, Work
from evidence.importing.records import JOIN, Parsed, squeezed
from evidence.vocabulary import ImportChoice, ImportOutcome

NEVER_CHANGED = ("key", "merged_into")
ONLY_FROM_OURSELVES = ("kind",)  # another program's word for it is a guess
EMPTY = ("", "unknown")
MERGING = "Merging has a page of its own: leave the column merged_into as it was."
Change = list[str]


@dataclass(frozen=True)
class Stored:
    """A publication of the register, as its list writes it."""

    pk: int
    version: int
    cells: dict[str, str]

    @property
    def work(self) -> Work:
        """What of it is compared."""
        return work(self.cells)


@dataclass(frozen=True)
class Planned:
    """A record with what it is to the register and what is to be done unless somebody chooses."""

    parsed: Parsed
    outcome: ImportOutcome
    choice: ImportChoice
    remarks: tuple[str, ...] = ()
    changes: list[Change] = field(default_factory=list)
    stored: Stored | None = None
    score: int | None = None


def work(cells: dict[str, str]) -> Work:
    """What of a record is compared."""
    year = cells.get("year", "")
    return Work(
        title=cells.get("title", ""),
        authors=tuple(name for name in cells.get("authors", "").split(JOIN) if name),
        year=int(year) if year.isascii() and year.isdigit() else None,
        doi=cells.get("doi", ""),
        isbn=cells.get("isbn", ""),
        url=cells.get("url", ""),
    )


class Planner:
    """Compares records, in their order, with the register and with those before them."""

    def __init__(self, stored: Iterable[Stored]) -> None:
        self._stored = {row.cells["key"]: row for row in stored}
        kept = (row for row in self._stored.values() if not row.cells.get("merged_into"))
        self._index: Index[Stored] = Index((row, row.work) for row in kept)
        self._before: Index[int] = Index()
        self._keys: dict[str, int] = {}

    def plan(self, parsed: Parsed) -> Planned:
        """What the record would do."""
        problems = [*parsed.problems, *self._key_problems(parsed)]
        if problems:
            return refused(parsed, *problems)
        own = self._stored.get(parsed.key) if parsed.key else None
        self._keys.setdefault(parsed.key, parsed.number)
        planned = self._same_key(parsed, own) if own else self._compared(parsed)
        self._before.add(parsed.number, work(parsed.cells))
        return planned

    def _key_problems(self, parsed: Parsed) -> list[str]:
        problems = []
        if parsed.key and parsed.key in self._keys:
            problems.append(
                f"The short name “{parsed.key}” stands in record {self._keys[parsed.key]} too."
            )
        other = parsed.cells.get("replaced_by")
        if other and other not in self._stored:
            problems.append(f"“{other}”, which replaces it, is not in the register.")
        own = self._stored.get(parsed.key)
        merged = parsed.cells.get("merged_into")
        if merged is not None and merged != (own.cells.get("merged_into") if own else ""):
            problems.append(MERGING)
        return problems

    def _same_key(self, parsed: Parsed, stored: Stored) -> Planned:
        changes = differences(parsed.cells, stored.cells)
        if not changes:
            return Planned(parsed, ImportOutcome.SAME, ImportChoice.SKIP, stored=stored)
        return Planned(
            parsed, ImportOutcome.CHANGED, ImportChoice.TAKE, changes=changes, stored=stored
        )

    def _compared(self, parsed: Parsed) -> Planned:
        mine = work(parsed.cells)
        found = self._index.alike(mine)
        if found:
            return _matched(parsed, *found[0])
        before = self._before.alike(mine)
        if before:
            number, alike = before[0]
            words = f"Record {number} of this file seems to be the same. {alike.why}"
            return Planned(
                parsed, ImportOutcome.ALIKE, ImportChoice.SKIP, (words,), score=alike.score
            )
        return Planned(parsed, ImportOutcome.NEW, ImportChoice.CREATE)


def refused(parsed: Parsed, *problems: str) -> Planned:
    """A record that cannot be taken, with the rules it breaks."""
    return Planned(parsed, ImportOutcome.REFUSED, ImportChoice.SKIP, problems)


def _matched(parsed: Parsed, stored: Stored, alike: Likeness) -> Planned:
    """A record that an identifier or its title shows to be here, surely or perhaps."""
    skipped = () if parsed.key else ONLY_FROM_OURSELVES
    cells = {name: text for name, text in parsed.cells.items() if name not in skipped and text}
    changes = differences(cells, stored.cells)
    outcome, choice = ImportOutcome.ALIKE, ImportChoice.SKIP
    if alike.certain and not changes:
        outcome = ImportOutcome.SAME
    elif alike.certain and any(is_filling(change) for change in changes):
        outcome, choice = ImportOutcome.CHANGED, ImportChoice.FILL
    return Planned(parsed, outcome, choice, (alike.why,), changes, stored, alike.score)


def differences(new: dict[str, str], old: dict[str, str]) -> list[Change]:
    """Column, old and new text of each cell that says something else."""
    return [
        [name, old.get(name, ""), text]
        for name, text in new.items()
        if name not in NEVER_CHANGED and _folded(name, text) != _folded(name, old.get(name, ""))
    ]


def is_filling(change: Change) -> bool:
    """Whether a change fills what is not known."""
    return change[1] in EMPTY and bool(change[2])


def _folded(name: str, text: str) -> str:
    plain = squeezed(unicodedata.normalize("NFC", text))
    return plain.casefold() if name == "doi" else plain

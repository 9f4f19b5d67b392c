"""What each record of a file would do: pure, with the stored publications passed in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from evidence.duplicates import Index, Likeness, Work, fold_doi
from evidence.importing.records import JOIN, Parsed, shortened, squeezed
from evidence.vocabulary import ImportChoice, ImportOutcome

NEVER_CHANGED = ("key", "merged_into")
ONLY_FROM_OURSELVES = ("kind",)  # another program's word for it is a guess
EMPTY = ("", "unknown")
DOI_TAKEN = "The DOI {doi} stands at “{key}” already."
AGAIN = "Record {number} of this file changes the same publication: take one of the two."
ALSO_LIKE = "It is also like “{title}”, which was decided to be another publication."
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

    @property
    def publication(self) -> int | None:
        """The key of the publication it is about."""
        return self.stored.pk if self.stored else None


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
    """Compares records, in their order, with the register and with those before them.

    ``apart`` holds the keys of publications, the older first, decided to be two and not one.
    """

    def __init__(
        self, stored: Iterable[Stored], apart: frozenset[tuple[int, int]] = frozenset()
    ) -> None:
        self._stored = {row.cells["key"]: row for row in stored}
        self._apart = apart
        every = self._stored.values()
        self._dois = {doi: row for row in every if (doi := fold_doi(row.cells.get("doi", "")))}
        self._index: Index[Stored] = Index((self._kept(row), row.work) for row in every)
        self._before: Index[int] = Index()
        self._keys: dict[str, int] = {}
        self._changing: dict[int, int] = {}

    def _kept(self, row: Stored) -> Stored:
        """The publication itself, or the one it was merged into."""
        while row.cells.get("merged_into"):
            row = self._stored[row.cells["merged_into"]]
        return row

    def plan(self, parsed: Parsed) -> Planned:
        """What the record would do."""
        problems = [*parsed.problems, *self._key_problems(parsed)]
        if problems:
            return refused(parsed, *problems)
        own = self._stored.get(parsed.key) if parsed.key else None
        self._keys.setdefault(parsed.key, parsed.number)
        planned = self._same_key(parsed, own) if own else self._compared(parsed)
        self._before.add(parsed.number, work(parsed.cells))
        return self._once(planned)

    def _once(self, planned: Planned) -> Planned:
        """Leave out a second record that would change a publication, unless somebody chooses."""
        if planned.stored is None or planned.choice == ImportChoice.SKIP:
            return planned
        number = self._changing.setdefault(planned.stored.pk, planned.parsed.number)
        if number == planned.parsed.number:
            return planned
        remarks = (AGAIN.format(number=number), *planned.remarks)
        return replace(planned, choice=ImportChoice.SKIP, remarks=remarks)

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
        return [*problems, *(self._doi_problems(parsed, own) if own else ())]

    def _doi_problems(self, parsed: Parsed, own: Stored) -> list[str]:
        """A DOI that an update would give to a publication while another has it."""
        doi = fold_doi(parsed.cells.get("doi", ""))
        other = self._dois.get(doi, own)
        if other.pk == own.pk or doi == fold_doi(own.cells.get("doi", "")):
            return []
        return [DOI_TAKEN.format(doi=doi, key=other.cells["key"])]

    def _same_key(self, parsed: Parsed, stored: Stored) -> Planned:
        cells = dict(parsed.cells)
        if "url" not in cells and fold_doi(cells.get("doi", "")) == stored.work.traits.doi:
            cells.pop("doi", None)  # the address that names the DOI, as other programs keep it
        changes = differences(cells, stored.cells)
        if not changes:
            return Planned(parsed, ImportOutcome.SAME, ImportChoice.SKIP, stored=stored)
        return Planned(
            parsed, ImportOutcome.CHANGED, ImportChoice.TAKE, changes=changes, stored=stored
        )

    def _compared(self, parsed: Parsed) -> Planned:
        mine = work(parsed.cells)
        found = self._index.alike(mine)
        if found:
            return self._nearest(parsed, fold_doi(mine.doi), found)
        before = self._before.alike(mine)
        if before:
            number, alike = before[0]
            words = f"Record {number} of this file seems to be the same. {alike.why}"
            return Planned(
                parsed, ImportOutcome.ALIKE, ImportChoice.SKIP, (words,), score=alike.score
            )
        return Planned(parsed, ImportOutcome.NEW, ImportChoice.CREATE)

    def _nearest(self, parsed: Parsed, doi: str, found: list[tuple[Stored, Likeness]]) -> Planned:
        """The publication that a record is most likely to be: by its DOI, else the most alike.

        Nothing is filled in when it is as good as one that was decided to be another.
        """
        named = self._kept(self._dois[doi]).pk if doi in self._dois else None
        like = [self._matched(parsed, doi, *pair) for pair in found]
        best, *others = sorted(
            like,
            key=lambda item: (item.publication != named, -(item.score or 0), len(item.changes)),
        )
        if best.publication == named or not best.changes:
            return best
        apart = [item for item in others if self._are_apart(best, item)]
        if not apart:
            return best
        words = ALSO_LIKE.format(title=shortened(apart[0].stored.cells["title"]))  # type: ignore[union-attr]
        return replace(
            best,
            outcome=ImportOutcome.ALIKE,
            choice=ImportChoice.SKIP,
            remarks=(*best.remarks, words),
        )

    def _are_apart(self, one: Planned, other: Planned) -> bool:
        keys = sorted((one.publication or 0, other.publication or 0))
        return (keys[0], keys[1]) in self._apart

    def _matched(self, parsed: Parsed, doi: str, stored: Stored, alike: Likeness) -> Planned:
        """A record that an identifier or its title shows to be here, surely or perhaps."""
        skipped = set() if parsed.key else set(ONLY_FROM_OURSELVES)
        if self._dois.get(doi, stored).pk != stored.pk:
            skipped.add("doi")  # it stays at the record that was merged into this one
        cells = {name: text for name, text in parsed.cells.items() if name not in skipped and text}
        return _compared_with(parsed, cells, stored, alike)


def refused(parsed: Parsed, *problems: str) -> Planned:
    """A record that cannot be taken, with the rules it breaks."""
    return Planned(parsed, ImportOutcome.REFUSED, ImportChoice.SKIP, problems)


def _compared_with(
    parsed: Parsed, cells: dict[str, str], stored: Stored, alike: Likeness
) -> Planned:
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

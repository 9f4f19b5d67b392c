"""What the pages on duplicates and merging need, each in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from evidence.duplicates import Index, Likeness, likeness, work_of
from evidence.models import DuplicateDecision, Merge, Publication
from evidence.services.duplicates import FILLABLE, MOVED

COMPARED = (
    "title", "kind", *FILLABLE, "commissioner_kind", "sampling", "identification", "standing",
)  # fmt: skip
MOST_SHOWN = 50


@dataclass(frozen=True)
class Pair:
    """Two stored publications that look alike; the one that was made first is first."""

    first: Publication
    second: Publication
    found: Likeness

    @property
    def details(self) -> list[Detail]:
        """The details in which they differ."""
        return differences(self.first, self.second)


@dataclass(frozen=True)
class Detail:
    """A detail in which two publications differ, as a person reads it."""

    name: str
    words: str
    first: object
    second: object

    @property
    def can_fill(self) -> bool:
        """Whether the first has none and the second's can be taken over."""
        return self.name in FILLABLE and not self.first and bool(self.second)


def undecided() -> list[Pair]:
    """Publications that look alike and were not decided to be two, best first. Two queries."""
    stored = {row.pk: row for row in Publication.objects.kept().order_by("pk")}
    apart = DuplicateDecision.objects.apart()
    pairs = Index((key, work_of(row)) for key, row in stored.items()).pairs()
    return [
        Pair(stored[first], stored[second], found)
        for first, second, found in pairs
        if (first, second) not in apart
    ]


def alike(publication: Publication) -> list[tuple[Publication, Likeness]]:
    """The stored publications that one looks like, best first. Two queries."""
    work, apart = work_of(publication), DuplicateDecision.objects.apart()
    rows = Publication.objects.kept().exclude(pk=publication.pk).order_by("pk")
    found = [(row, same) for row in rows if (same := likeness(work, work_of(row)))]
    open_ones = [pair for pair in found if _ordered(pair[0], publication) not in apart]
    return sorted(open_ones, key=lambda pair: -pair[1].score)


def _ordered(one: Publication, other: Publication) -> tuple[int, int]:
    return min(one.pk, other.pk), max(one.pk, other.pk)


def differences(first: Publication, second: Publication) -> list[Detail]:
    """The details in which two publications differ. No query."""
    return [
        Detail(name, _words(name), _shown(first, name), _shown(second, name))
        for name in COMPARED
        if getattr(first, name) != getattr(second, name)
    ]


def _words(name: str) -> str:
    words = str(Publication._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def _shown(record: Publication, name: str) -> object:
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    return "" if value is None else value


def what_moves(kept: Publication, merged: Publication) -> list[tuple[str, int]]:
    """How many records of each kind merging would move. One query for each, and one more."""
    counts = [(model, model._default_manager.filter(publication=merged).count()) for model in MOVED]
    stays = kept.appraisals.exists()
    return [
        (str(model._meta.verbose_name_plural), 0 if model is MOVED[-1] and stays else count)
        for model, count in counts
    ]


def kept_as(publication: Publication) -> Publication | None:
    """The publication that one was merged into, at the end of the chain; None when it was not."""
    if publication.merged_into is None:
        return None
    while publication.merged_into is not None:
        publication = publication.merged_into
    return publication


def standing_merges(publication: Publication) -> Sequence[Merge]:
    """The mergings of a publication that were not undone. One query."""
    rows: QuerySet[Merge] = Merge.objects.filter(undone_at=None)
    rows = rows.filter(kept=publication) | rows.filter(merged=publication)
    return list(rows.select_related("kept", "merged", "merged_by"))

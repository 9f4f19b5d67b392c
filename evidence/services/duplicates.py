"""Two records of one publication: deciding, merging them, and undoing that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from evidence import policies
from evidence.models import (
    Appraisal,
    Citation,
    DuplicateDecision,
    Finding,
    Merge,
    PopulationCount,
    Publication,
)
from evidence.services import changes
from evidence.services.entering import ONLY_OFFICER, enter
from evidence.vocabulary import Likeness
from loneliness.accounts.models import User
from loneliness.records import services as records

MOVED = (Finding, PopulationCount, Citation, Appraisal)
FILLABLE = (
    "authors", "year", "publisher", "journal", "volume", "issue", "pages", "commissioner",
    "sample_size", "sample_note", "population", "geography", "fieldwork", "doi", "isbn", "url",
    "notes", "seen_at",
)  # fmt: skip
MERGED_ALREADY = "“{}” was merged into another publication already."
UNDONE_ALREADY = "This merging was undone already."
UNDO_LATER_FIRST = "“{}” was merged into another since: undo that merging first."


@transaction.atomic
def decide(
    one: Publication, other: Publication, decision: str, *, by: User, reason: str
) -> DuplicateDecision:
    """Remember whether two records are one publication. The newest decision counts.

    The same person deciding the same again, as a second click does, adds nothing.
    """
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    first, second = sorted((one, other), key=lambda record: record.pk)
    made = DuplicateDecision(
        first=first, second=second, decision=decision, reason=reason.strip(), decided_by=by
    )
    made.full_clean()
    newest = DuplicateDecision.objects.filter(first=first, second=second).first()
    if newest and _told(newest) == _told(made):
        return newest
    made.save()
    return made


def _told(decision: DuplicateDecision) -> tuple[object, ...]:
    return decision.decision, decision.reason, decision.decided_by_id


@transaction.atomic
def merge(
    kept: Publication, merged: Publication, *, by: User, reason: str, fill: Iterable[str] = ()
) -> Merge:
    """Move all that stands under one publication to another; both keep their short names.

    ``fill`` names details to take over where the kept one has none. Its own appraisals stay in
    force: those of the other move only when it has none; what moves under another grade than it
    had needs checking again.
    """
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    made = Merge(kept=kept, merged=merged, reason=reason.strip(), merged_by=by)
    made.full_clean()
    kept, merged = _locked(kept, merged)
    graded = changes.grade_in_force(merged.pk)
    filled = _filled(kept, merged, fill)
    _close(merged, kept, filled, by)
    if filled:
        enter(_with(kept, filled), by=by, reason=f"Taken over from {merged.key}")
    made.moved = {"filled": filled} | {
        model._meta.model_name: _move(model, merged, kept, by) for model in MOVED
    }
    decide(kept, merged, Likeness.SAME, by=by, reason=reason)
    records.save(made, by=by, reason=reason)
    _regrade(made, graded, kept, f"merged into {kept.key}. {made.reason}", by)
    return made


def _regrade(merge: Merge, graded: str, now_under: Publication, why: str, by: User) -> None:
    """Raise another grade of the findings that moved."""
    if merge.moved.get("finding"):
        now = changes.grade_in_force(now_under.pk)
        changes.raise_regrade(merge.merged, graded, now, why, by=by)


@transaction.atomic
def undo_merge(merge: Merge, *, by: User, reason: str) -> Merge:
    """Put back what is still where the merging left it; the two count as different again."""
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    kept, merged = merge.kept, merge.merged
    _require(merge.undone_at is None, UNDONE_ALREADY)
    _require(kept.merged_into_id is None, UNDO_LATER_FIRST.format(kept))
    merge.undone_by, merge.undone_at, merge.undone_because = by, timezone.now(), reason.strip()
    records.save(merge, by=by, reason=reason)
    graded = changes.grade_in_force(kept.pk)
    _put_back(merge, kept, merged, by)
    _regrade(merge, graded, merged, f"taken out of {kept.key}. {merge.undone_because}", by)
    decide(kept, merged, Likeness.DIFFERENT, by=by, reason=reason)
    return merge


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise ValidationError(sentence)


def _locked(kept: Publication, merged: Publication) -> tuple[Publication, Publication]:
    """Both as stored, locked; refused when either was merged already."""
    rows = Publication.objects.select_for_update(of=("self",)).order_by("pk")
    stored = {row.pk: row for row in rows.filter(pk__in=(kept.pk, merged.pk))}
    for row in stored.values():
        _require(row.merged_into_id is None, MERGED_ALREADY.format(row))
    return stored[kept.pk], stored[merged.pk]


def _filled(kept: Publication, merged: Publication, names: Iterable[str]) -> dict[str, Any]:
    """The details to take over: those the kept one lacks and the other has."""
    chosen = set(names)
    return {
        name: value
        for name in FILLABLE
        if name in chosen and not getattr(kept, name) and (value := getattr(merged, name))
    }


def _with(record: Publication, values: dict[str, Any]) -> Publication:
    for name, value in values.items():
        setattr(record, name, value)
    return record


def _close(merged: Publication, kept: Publication, filled: dict[str, Any], by: User) -> None:
    """Let the merged one name the other; a DOI stands at one publication only."""
    if "doi" in filled:
        merged.doi = ""
    merged.merged_into = kept
    enter(merged, by=by, reason=f"The same publication as {kept.key}")


def _move(model: Any, source: Publication, target: Publication, by: User) -> list[int]:
    """Move the records of one model, and say which."""
    if model is Appraisal and target.appraisals.exists():
        return []
    rows = list(model.objects.filter(publication=source).order_by("pk"))
    for row in rows:
        records.move(row, by=by, reason=f"Merged: {source.key} is {target.key}", publication=target)
    return [row.pk for row in rows]


def _put_back(merge: Merge, kept: Publication, merged: Publication, by: User) -> None:
    for model in MOVED:
        keys = merge.moved.get(str(model._meta.model_name), ())
        for row in model._default_manager.filter(pk__in=keys, publication=kept):
            records.move(row, by=by, reason="The merging was undone", publication=merged)
    filled = merge.moved.get("filled", {})
    untouched = {name: value for name, value in filled.items() if getattr(kept, name) == value}
    if untouched:
        blank = Publication()
        empty = {name: getattr(blank, name) for name in untouched}
        enter(_with(kept, empty), by=by, reason="The merging was undone")
    merged.merged_into = None
    merged.doi = merged.doi or untouched.get("doi", "")
    enter(merged, by=by, reason="The merging was undone")

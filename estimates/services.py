"""The ways to write estimates, and the check that they still hold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from estimates import calculation, policies
from estimates.models import Caveat, EstimateLine, EstimateTable, Revision, RevisionLine
from estimates.vocabulary import RevisionKind, TotalRule
from loneliness.accounts.models import User
from loneliness.records import services as records

R = TypeVar("R", EstimateTable, EstimateLine, Caveat)


def check_enter(record: R, *, by: User) -> None:
    """Complete what the register fills in and check the record as a save would.

    ValidationError says what is wrong; nothing is saved.
    """
    if isinstance(record, EstimateLine) and record.position is None:
        highest = record.table.lines.aggregate(Max("position")) if record.table.pk else {}
        record.position = (highest.get("position__max") or 0) + 1
    if isinstance(record, Caveat):
        if record.line and record.line.table_id != record.table_id:
            raise ValidationError({"line": "This line stands in another table."})
        if not record.key:
            about = record.line or record.table or record.finding or "caution"
            record.key = records.new_key(Caveat, "key", about, record.kind)


@transaction.atomic
def enter(record: R, *, by: User, expected_version: int | None = None, reason: str = "") -> R:
    """Save a new or corrected table, line or caution; the table's figures are found at once.

    PermissionDenied for anybody but an evidence officer, ValidationError for a bad record,
    StaleRecord when somebody saved since ``expected_version`` was read.
    """
    records.require(
        policies.may_enter_estimates(by), "Only an evidence officer may build estimates."
    )
    check_enter(record, by=by)
    records.save(record, by=by, expected_version=expected_version, reason=reason)
    if isinstance(record, EstimateLine):
        refresh_search(record.table)
    return record


@transaction.atomic
def record_as_printed(table: EstimateTable, *, by: User) -> Revision:
    """Make version 1 of a table of the chapter: what was printed, recomputed and frozen."""
    revision = _make(table, by=by, kind=RevisionKind.AS_PRINTED, reason="As printed in 2019.")
    return _freeze(revision, by=by)


@transaction.atomic
def draft_revision(table: EstimateTable, *, by: User, kind: str, reason: str) -> Revision:
    """Work the table out again from its lines as they stand; somebody else approves it."""
    records.require(
        policies.may_enter_estimates(by), "Only an evidence officer may make a new version."
    )
    if kind == RevisionKind.AS_PRINTED:
        raise ValidationError({"kind": "Only the chapter's own figures are as printed."})
    if not table.lines.exists():
        raise ValidationError("The table has no lines yet: add them in the workshop first.")
    return _make(table, by=by, kind=kind, reason=reason)


@transaction.atomic
def approve_revision(revision: Revision, *, by: User) -> Revision:
    """Approve and freeze a version that somebody else made: it becomes the table's answer."""
    revision.refresh_from_db(from_queryset=Revision.objects.select_for_update())
    records.require(
        policies.may_approve(by, revision),
        "Only a reviewer who did not make this version may approve it, only once, and not when "
        "a newer version is approved already.",
    )
    return _freeze(revision, by=by)


def refresh_search(table: EstimateTable) -> None:
    """Let search find the table by the figures it now holds."""
    table.refresh_search_text()
    EstimateTable.objects.filter(pk=table.pk).update(search_text=table.search_text)


def verify() -> Iterator[str]:
    """Recompute every version from its stored inputs; a sentence for each row that fails."""
    tables = EstimateTable.objects.prefetch_related("lines", "revisions__lines")
    for table in tables:
        for revision in table.revisions.all():
            yield from _verify_revision(table, revision)


def _make(table: EstimateTable, *, by: User, kind: str, reason: str) -> Revision:
    lines = list(table.lines.select_related("population", "finding"))
    made = [_line(line) for line in lines]
    newest = table.revisions.order_by("-number").first()
    revision = Revision(
        table=table,
        number=newest.number + 1 if newest else 1,
        kind=kind,
        reason=reason,
        total_rule=table.total_rule,
        author=by,
        fingerprint=_fingerprint(made, table.total_rule),
        total=calculation.total([_factors(line) for line in made], table.total_rule),
        population_total=_population_total(made, table.total_rule),
    )
    records.save(revision, by=by, reason=reason)
    for line in made:
        line.revision = revision
    records.save_new(made, by=by, reason=reason)
    refresh_search(table)
    return revision


def _line(line: EstimateLine) -> RevisionLine:
    count = line.population.count
    percentage = line.finding.printed_percentage or Decimal(0)
    return RevisionLine(
        position=line.position,
        label=line.label,
        population=line.population,
        finding=line.finding,
        count=count,
        percentage=percentage,
        decimals=line.finding.decimals,
        exact=calculation.exact(count, percentage),
        estimate=calculation.estimate(count, percentage),
    )


def _freeze(revision: Revision, *, by: User) -> Revision:
    revision.approved_by = by
    revision.approved_at = timezone.now()
    return records.save(revision, by=by, reason="Approved")


def _factors(line: RevisionLine) -> tuple[int, Decimal]:
    """Count and percentage of a line, the percentage with the decimals of its source."""
    return line.count, line.printed_percentage


def _population_total(lines: list[RevisionLine], rule: str) -> int | None:
    return None if rule == TotalRule.NONE else sum(line.count for line in lines)


def _fingerprint(lines: list[RevisionLine], rule: str) -> str:
    return calculation.fingerprint(
        [(line.position, line.label, *_factors(line)) for line in lines], rule
    )


def _verify_revision(table: EstimateTable, revision: Revision) -> Iterator[str]:
    name = f"Table {table.number}, version {revision.number}"
    lines = list(revision.lines.all())
    for line in lines:
        yield from _verify_line(f"{name}, {line.label}", line)
    if revision.total != calculation.total([_factors(line) for line in lines], revision.total_rule):
        yield f"{name}: the stored total does not follow its rule."
    if revision.population_total != _population_total(lines, revision.total_rule):
        yield f"{name}: the stored sum of the counts is not their sum."
    if revision.fingerprint != _fingerprint(lines, revision.total_rule):
        yield f"{name}: the inputs are not those the version was made from."
    if revision.kind == RevisionKind.AS_PRINTED:
        yield from _compare_with_print(name, table, revision, lines)


def _verify_line(name: str, line: RevisionLine) -> Iterator[str]:
    if line.exact != calculation.exact(line.count, line.percentage):
        yield f"{name}: the stored product is not count times percentage."
    if line.estimate != calculation.estimate(*_factors(line)):
        yield f"{name}: the stored result is not the product, rounded half up."


def _compare_with_print(
    name: str, table: EstimateTable, revision: Revision, lines: list[RevisionLine]
) -> Iterator[str]:
    printed = {line.position: line.printed_estimate for line in table.lines.all()}
    for line in lines:
        was = printed.get(line.position)
        if was not in (None, line.estimate):
            yield f"{name}, {line.label}: printed {was}, computed {line.estimate}."
    if table.printed_total not in (None, revision.total):
        yield f"{name}: printed total {table.printed_total}, computed {revision.total}."

"""What needs checking again: each change of the evidence and everything that stands on it.

Nothing is stored but the changes and the checks; what stands open is asked anew each time.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from actions.models import Action, ActionRecheck, Recommendation, RecommendationRecheck
from actions.selectors import rests_on
from estimates.models import EstimateTable, RevisionLine, TableRecheck
from estimates.selectors import TableAnswer, answers, answers_for
from evidence.models import (
    EvidenceChange,
    Finding,
    FindingRecheck,
    Merge,
    PopulationCount,
    PopulationGroup,
    Publication,
    Recheck,
)
from loneliness.records.history import end_of

RECHECKS: dict[type[models.Model], type[Recheck]] = {
    Finding: FindingRecheck,
    EstimateTable: TableRecheck,
    Recommendation: RecommendationRecheck,
    Action: ActionRecheck,
}


@dataclass(frozen=True)
class Subject:
    """A record that a change touches, and the check that cleared it, if one did."""

    record: Any
    recheck: Recheck | None
    lines: tuple[RevisionLine, ...] = ()

    @property
    def name(self) -> str:
        """How a form names it: finding-12."""
        return f"{self.record._meta.model_name}-{self.record.pk}"


@dataclass(frozen=True)
class Touched:
    """One change of the evidence, and by kind what stands on it."""

    change: EvidenceChange
    findings: tuple[Subject, ...] = ()
    populations: tuple[PopulationCount, ...] = ()
    tables: tuple[Subject, ...] = ()
    recommendations: tuple[Subject, ...] = ()
    actions: tuple[Subject, ...] = ()

    @property
    def kinds(self) -> tuple[tuple[str, tuple[Subject, ...]], ...]:
        """Each kind of record, in words, with those touched."""
        return (
            ("Findings", self.findings),
            ("Tables", self.tables),
            ("Recommendations", self.recommendations),
            ("Actions", self.actions),
        )

    @property
    def counted(self) -> list[str]:
        """How many of each kind there are, in words: 1 finding, 2 tables (3 lines)."""
        words = [
            f"{_count(len(subjects), kind.lower().removesuffix('s'))}"
            + (f" ({_count(self.lines, 'line')})" if kind == "Tables" else "")
            for kind, subjects in self.kinds
            if subjects
        ]
        return words or ["nothing stands on it"]

    @property
    def subjects(self) -> list[Subject]:
        """All of them."""
        return [subject for _, subjects in self.kinds for subject in subjects]

    @property
    def still_open(self) -> list[Subject]:
        """Those that nobody has checked again."""
        return [subject for subject in self.subjects if subject.recheck is None]

    @property
    def publications(self) -> set[int]:
        """The publications that changed or now hold what is touched, after a merging."""
        findings = [subject.record for subject in self.findings]
        holding = {record.publication_id for record in (*findings, *self.populations)}
        return {self.change.publication_id, *holding}

    @property
    def lines(self) -> int:
        """How many lines of tables it touches."""
        return sum(len(subject.lines) for subject in self.tables)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


@dataclass
class Checks:
    """Every change that still holds and what it touches, newest first."""

    touched: list[Touched] = field(default_factory=list)

    def open_for(self, record: models.Model) -> list[EvidenceChange]:
        """The changes after which nobody has checked this record again."""
        return [item.change for item in self.touched if _is_open(item, record)]

    @property
    def still_open(self) -> list[Touched]:
        """The changes under which something is still to be checked."""
        return [item for item in self.touched if item.still_open]

    @property
    def recommendations(self) -> list[Recommendation]:
        """The recommendations that need checking again, in their order."""
        found = {
            subject.record.pk: subject.record
            for item in self.touched
            for subject in item.recommendations
            if subject.recheck is None
        }
        return sorted(found.values(), key=lambda record: record.letter)


def checks(day: datetime.date | None = None, tables: Sequence[TableAnswer] | None = None) -> Checks:
    """Read all changes and what they touch, or those raised and not cleared by a past day.

    ``tables`` are the answers of that day where they have been read already.

    Some twenty queries, however many there are.
    """
    changes = EvidenceChange.objects.standing()
    if day is not None:
        changes = changes.filter(raised_at__lte=end_of(day))
    listed = list(changes.select_related("publication", "finding__group", "raised_by"))
    if not listed:
        return Checks()
    evidence = _Everything(listed, day, tables)
    return Checks([evidence.touched(change) for change in listed])


def checks_for(request: HttpRequest) -> Checks:
    """All as of today, or of the day a view has set, read once for each request."""
    if not hasattr(request, "checks"):
        tables: Any = SimpleLazyObject(lambda: answers_for(request))  # only where there are changes
        request.checks = checks(tables=tables)  # type: ignore[attr-defined]
    return request.checks  # type: ignore[attr-defined,no-any-return]


def _is_open(item: Touched, record: models.Model) -> bool:
    if isinstance(record, RevisionLine):
        return any(
            subject.recheck is None and record.pk in {line.pk for line in subject.lines}
            for subject in item.tables
        )
    if isinstance(record, Publication):
        return record.pk in item.publications and bool(item.still_open)
    if isinstance(record, PopulationCount):
        return record in item.populations and bool(item.still_open)
    return any(subject.record == record for subject in item.still_open)


class _Everything:
    """All that changes can touch, read once."""

    def __init__(
        self,
        changes: list[EvidenceChange],
        day: datetime.date | None,
        tables: Sequence[TableAnswer] | None,
    ) -> None:
        publications = [change.publication_id for change in changes]
        self.moved = _moved(publications)
        named = {change.finding_id for change in changes if change.finding_id}
        rows = self._where(Finding, publications) | Finding.objects.filter(pk__in=named)
        self.findings: list[Finding] = list(rows.with_sources())
        counts = self._where(PopulationCount, publications)
        self.populations: list[PopulationCount] = list(counts.select_related("group"))
        self.tables = answers(day=day) if tables is None else tables
        self.nesting = PopulationGroup.objects.nesting()
        actions = Action.objects.prefetch_related("table_links")
        self.recommendations = list(
            Recommendation.objects.current().prefetch_related(
                "group_links", Prefetch("actions", queryset=actions)
            )
        )
        self.actions = list(actions)
        self.rechecks = {
            (model, recheck.change_id, getattr(recheck, f"{recheck.subject_field()}_id")): recheck
            for model, checked in RECHECKS.items()
            for recheck in checked._default_manager.select_related("cleared_by")
            if day is None or recheck.cleared_at <= end_of(day)
        }

    def _where(self, model: Any, publications: list[int]) -> Any:
        """The records at these publications, and those that were there before a merging."""
        moved = {key for (_, kind), keys in self.moved.items() if kind is model for key in keys}
        rows = model._default_manager
        return rows.filter(publication__in=publications) | rows.filter(pk__in=moved)

    def _of(self, change: EvidenceChange, records: list[Any]) -> list[Any]:
        """Those records that stand at the changed publication or stood there before a merging."""
        return [
            record
            for record in records
            if record.publication_id == change.publication_id
            or record.pk in self.moved[change.publication_id, type(record)]
        ]

    def touched(self, change: EvidenceChange) -> Touched:
        """What one change touches, from the findings up to the actions."""
        findings = self._of(change, self.findings)
        populations = self._of(change, self.populations)
        if change.finding_id:
            findings = [row for row in self.findings if row.pk == change.finding_id]
            populations = []
        inputs = {finding.pk for finding in findings}, {count.pk for count in populations}
        lines = {answer.table.pk: _lines(answer, *inputs) for answer in self.tables}
        tables = [answer.table for answer in self.tables if lines[answer.table.pk]]
        touched = {line.pk for found in lines.values() for line in found}
        recommendations = [row for row in self.recommendations if self._rests(row, touched)]
        actions = self._actions(tables, recommendations)
        return Touched(
            change=change,
            findings=tuple(self._subject(change, finding) for finding in findings),
            populations=tuple(populations),
            tables=tuple(self._subject(change, table, tuple(lines[table.pk])) for table in tables),
            recommendations=tuple(self._subject(change, row) for row in recommendations),
            actions=tuple(self._subject(change, action) for action in actions),
        )

    def _subject(
        self, change: EvidenceChange, record: Any, lines: tuple[RevisionLine, ...] = ()
    ) -> Subject:
        return Subject(record, self.rechecks.get((type(record), change.pk, record.pk)), lines)

    def _rests(self, recommendation: Recommendation, touched: set[int]) -> bool:
        shares = rests_on(recommendation, self.tables, self.nesting)
        return any(item.line.pk in touched for share in shares for item in share.lines)

    def _actions(
        self, tables: list[EstimateTable], recommendations: list[Recommendation]
    ) -> list[Action]:
        of_these = {action.pk for row in recommendations for action in row.actions.all()}
        named = {table.pk for table in tables}
        return [
            action
            for action in self.actions
            if action.pk in of_these or named & {link.table_id for link in action.table_links.all()}
        ]


def _moved(publications: list[int]) -> dict[tuple[int, type[models.Model]], set[int]]:
    """What mergings took from each publication, by kind. One query."""
    found: dict[tuple[int, type[models.Model]], set[int]] = defaultdict(set)
    merges = Merge.objects.filter(undone_at=None, merged__in=publications)
    for publication, moved in merges.values_list("merged", "moved"):
        for model in (Finding, PopulationCount):
            found[publication, model] |= set(moved.get(model._meta.model_name, ()))
    return found


def _lines(answer: TableAnswer, findings: set[int], populations: set[int]) -> list[RevisionLine]:
    """The lines of an answer that use one of the findings or counts."""
    return [
        item.line
        for item in answer.lines
        if item.line.finding_id in findings or item.line.population_id in populations
    ]

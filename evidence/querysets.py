"""The questions the evidence register asks of its own rows."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from evidence.vocabulary import GroupKind, Likeness, Standing
from loneliness.records.querysets import SearchableQuerySet

if TYPE_CHECKING:
    from evidence.models import (
        Appraisal,
        DuplicateDecision,
        EvidenceChange,
        Finding,
        PopulationGroup,
        Publication,
    )

M = TypeVar("M", bound=models.Model)

GRADE_ORDER = ("weak", "moderate", "strong", "not-graded")
ALARMING = (Standing.REPLACED, Standing.CORRECTED, Standing.WITHDRAWN)
# The grade last confirmed is in force; while none is, the newest is.
IN_FORCE_FIRST = (F("confirmed_at").desc(nulls_last=True), "-pk")


def waiting(rows: Any) -> Any:
    """Rows that two people make and that wait for the second."""
    return rows.filter(confirmed_by=None, returned_by=None)


class Nesting:
    """Which group lies within which, by primary key; a group may lie within several."""

    def __init__(self, links: Iterable[tuple[int, int]]) -> None:
        self._children: dict[int, set[int]] = defaultdict(set)
        self._parents: dict[int, set[int]] = defaultdict(set)
        for child, parent in links:
            self._children[parent].add(child)
            self._parents[child].add(parent)

    @property
    def roots(self) -> set[int]:
        """The groups that lie within no other: everybody."""
        return set(self._children) - set(self._parents)

    def at_or_under(self, *groups: int) -> set[int]:
        """The groups themselves and all that lie within them."""
        return _reach(self._children, groups)

    def at_or_over(self, *groups: int) -> set[int]:
        """The groups themselves and all that they lie within."""
        return _reach(self._parents, groups)


def _reach(links: dict[int, set[int]], start: Iterable[int]) -> set[int]:
    reached: set[int] = set()
    waiting = list(start)
    while waiting:
        group = waiting.pop()
        if group not in reached:
            reached.add(group)
            waiting += links.get(group, ())
    return reached


class EditionQuerySet(SearchableQuerySet[M]):
    """Rows of an edition of the chapter."""

    def current(self) -> Any:
        """Rows of the edition that no other has replaced."""
        return self.filter(chapter__replaced_by=None)


class PublicationQuerySet(SearchableQuerySet["Publication"]):
    """Publications with the grade in force."""

    def with_grade(self) -> Any:
        """Annotate ``grade`` and ``grade_confirmed`` from the appraisal in force."""
        return self.annotate(**grade_in_force(self.model, "pk"))

    def kept(self) -> Any:
        """Publications that were not merged into another."""
        return self.filter(merged_into=None)

    def with_counts(self) -> Any:
        """Annotate ``finding_count``: how many findings it states."""
        return self.annotate(finding_count=models.Count("findings", distinct=True))

    def to_review(self, day: datetime.date) -> Any:
        """Publications whose grade and standing were to be looked at again by a day."""
        return self.kept().filter(review_by__lte=day).order_by("review_by", "key")

    def overtaken(self) -> Any:
        """Replaced, corrected or withdrawn: what stands on these needs checking again."""
        return self.kept().filter(standing__in=ALARMING)


class AppraisalQuerySet(models.QuerySet["Appraisal"]):
    """Appraisals of publications."""

    def in_force(self) -> Any:
        """The appraisal in force of each publication."""
        same = self.model._default_manager.filter(publication=OuterRef("publication"))
        return self.filter(pk=Subquery(same.order_by(*IN_FORCE_FIRST).values("pk")[:1]))

    def unconfirmed_by_weight(self) -> Any:
        """Grades that wait for confirmation, those under most table lines first."""
        return waiting(self).with_weight().order_by("-weight", "publication__key", "-pk")

    def with_weight(self) -> Any:
        """Annotate ``weight``, how many table lines stand on the publication; join its people."""
        rows = self.select_related("publication", "appraised_by")
        return rows.annotate(weight=models.Count("publication__findings__lines"))


class FindingQuerySet(SearchableQuerySet["Finding"]):
    """Findings with what a reader needs beside them."""

    def with_sources(self) -> Any:
        """Join publication, measure, group and area."""
        return self.select_related("publication", "measure", "group", "area")

    def with_grade(self) -> Any:
        """Annotate ``grade`` and ``grade_confirmed`` of the finding's publication."""
        publication = self.model._meta.get_field("publication").related_model
        return self.annotate(**grade_in_force(publication, "publication"))

    def percentages(self) -> Any:
        """Findings that state a percentage."""
        return self.filter(percentage__isnull=False)

    def unconfirmed_by_weight(self) -> Any:
        """Findings that wait for confirmation, those that carry most table lines first."""
        return waiting(self).with_weight().order_by("-weight", "key")

    def with_weight(self) -> Any:
        """Annotate ``weight``, how many table lines a finding carries; join its sources."""
        rows = self.with_sources().select_related("entered_by")
        return rows.annotate(weight=models.Count("lines"))

    def behind_tables(self) -> Any:
        """The findings whose percentages the tables' lines use."""
        return self.filter(lines__isnull=False).distinct()

    def in_force(self) -> Any:
        """Findings that no confirmed correction has taken the place of."""
        return self.exclude(superseded_by__confirmed_by__isnull=False)


class ChangeQuerySet(models.QuerySet["EvidenceChange"]):
    """Changes of the evidence."""

    def standing(self) -> Any:
        """Changes that still hold: a standing that was put right again raises nothing."""
        taken_back = Q(kind__in=ALARMING) & ~Q(kind=F("publication__standing"))
        return self.exclude(taken_back)


class DecisionQuerySet(models.QuerySet["DuplicateDecision"]):
    """Decisions on records that look alike."""

    def apart(self) -> set[tuple[int, int]]:
        """The pairs whose newest decision is that they are two publications. One query."""
        rows = self.order_by("pk").values_list("first", "second", "decision")
        newest = {(one, two): said for one, two, said in rows}
        return {pair for pair, said in newest.items() if said == Likeness.DIFFERENT}


class GroupQuerySet(SearchableQuerySet["PopulationGroup"]):
    """Groups and how they nest."""

    def risk_groups(self) -> Any:
        """The risk groups the chapter names."""
        return self.filter(kind=GroupKind.RISK_GROUP)

    def transitions(self) -> Any:
        """The life transitions."""
        return self.filter(kind=GroupKind.TRANSITION)

    def nesting(self) -> Nesting:
        """How all groups nest, in one query."""
        links = self.model._meta.get_field("parent_links").related_model._default_manager
        return Nesting(links.values_list("child_id", "parent_id"))


def grade_in_force(publication: type[models.Model], reference: str) -> dict[str, Any]:
    """The grade in force of the publication that ``reference`` names."""
    appraisals = publication._meta.get_field("appraisals").related_model._default_manager
    first = appraisals.filter(publication=OuterRef(reference)).order_by(*IN_FORCE_FIRST)
    return {
        "grade": Subquery(first.values("grade")[:1]),
        "grade_confirmed": Subquery(first.values("confirmed_by")[:1]),
    }

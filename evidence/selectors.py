"""What the pages of the evidence register need, each in a constant number of queries."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects

from evidence.models import (
    Appraisal,
    Figure,
    Finding,
    FindingCitation,
    GlossaryTerm,
    Publication,
)
from evidence.querysets import GRADE_ORDER, IN_FORCE_FIRST
from evidence.vocabulary import TermKind
from loneliness.records.history import standing

EVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Evidence:
    """The publications that percentages stand on, by grade. An ungraded one is said to be so."""

    appraisals: tuple[Appraisal, ...]
    ungraded: tuple[Publication, ...]

    @property
    def weakest(self) -> Appraisal | None:
        """The appraisal that sets the weakest grade; None when nothing is graded."""
        return min(
            self.appraisals,
            key=lambda appraisal: (GRADE_ORDER.index(appraisal.grade), appraisal.is_confirmed),
            default=None,
        )

    @property
    def tally(self) -> str:
        """Counts by grade: 2 strong, 1 weak, 1 not graded."""
        counts = Counter(appraisal.get_grade_display().lower() for appraisal in self.appraisals)
        counts["not graded"] += len(self.ungraded)
        order = ("strong", "moderate", "weak", "not graded")
        return ", ".join(f"{counts[grade]} {grade}" for grade in order if counts[grade])


def appraisals_in_force(
    publications: Iterable[int], day: datetime.date | None = None
) -> dict[int, Appraisal]:
    """The appraisal in force of each publication, by primary key, now or at the end of a day.

    One query; four for a past day.
    """
    if day is not None:
        return _appraisals_at(set(publications), day)
    found = Appraisal.objects.in_force().filter(publication__in=set(publications))
    found = found.select_related("publication", "appraised_by", "confirmed_by")
    return {appraisal.publication_id: appraisal for appraisal in found}


def _appraisals_at(publications: set[int], day: datetime.date) -> dict[int, Appraisal]:
    """The grade last confirmed by then; while none was, the newest."""
    then = standing(Appraisal, day, publication__in=publications)
    prefetch_related_objects(then, "publication", "appraised_by", "confirmed_by")
    then.sort(key=lambda row: (row.confirmed_at is not None, row.confirmed_at or row.pk, row.pk))
    return {appraisal.publication_id: appraisal for appraisal in then}


def evidence_of(findings: Iterable[Finding], in_force: dict[int, Appraisal]) -> Evidence:
    """The evidence that findings stand on; each publication counts once. No query."""
    publications = {finding.publication_id: finding.publication for finding in findings}
    graded = {
        key: in_force[key]
        for key in publications
        if key in in_force and in_force[key].grade != "not-graded"
    }
    return Evidence(
        appraisals=tuple(graded.values()),
        ungraded=tuple(item for key, item in publications.items() if key not in graded),
    )


@dataclass(frozen=True)
class PublicationPage:
    """One publication with its appraisals, the one in force first, and what it states."""

    publication: Publication
    appraisals: tuple[Appraisal, ...]
    findings: tuple[Finding, ...]

    @property
    def appraisal(self) -> Appraisal | None:
        """The appraisal in force."""
        return self.appraisals[0] if self.appraisals else None

    @property
    def open_appraisal(self) -> Appraisal | None:
        """The newest appraisal that may still change, waiting or returned."""
        is_open = [item for item in self.appraisals if not item.is_confirmed]
        return max(is_open, key=lambda item: item.pk, default=None)

    @property
    def waiting(self) -> Appraisal | None:
        """The appraisal that waits for its second person."""
        found = self.open_appraisal
        return None if found is None or found.is_returned else found

    @property
    def returned(self) -> Appraisal | None:
        """The appraisal that was returned to be mended."""
        found = self.open_appraisal
        return found if found and found.is_returned else None

    @property
    def others(self) -> tuple[Appraisal, ...]:
        """Appraisals that are not in force and do not wait: the earlier ones and the returned."""
        return tuple(item for item in self.appraisals[1:] if item != self.waiting)


def publication_page(
    publication: Publication, moment: datetime.datetime | None = None
) -> PublicationPage:
    """The publication's page, now or at a past moment. Two queries; seven for the past."""
    if moment:
        return _past_page(publication, moment)
    appraisals = publication.appraisals.select_related(
        "publication", "appraised_by", "confirmed_by", "returned_by"
    )
    findings = publication.findings.with_sources().select_related("entered_by", "confirmed_by")
    in_order = appraisals.order_by(*IN_FORCE_FIRST)
    return PublicationPage(publication, tuple(in_order), tuple(findings))


def _past_page(publication: Publication, moment: datetime.datetime) -> PublicationPage:
    """The same from history: what was known then, in the order that was in force then."""
    appraisals = list(Appraisal.history.as_of(moment).filter(publication=publication.pk))
    findings = list(Finding.history.as_of(moment).filter(publication=publication.pk))
    prefetch_related_objects(appraisals, "publication", "appraised_by", "confirmed_by")
    prefetch_related_objects(findings, "group")
    appraisals.sort(key=lambda item: item.pk, reverse=True)
    appraisals.sort(key=lambda item: item.confirmed_at or EVER, reverse=True)
    return PublicationPage(publication, tuple(appraisals), tuple(findings))


@dataclass(frozen=True)
class FigureBars:
    """A figure of the chapter with its bars; a bar without a known value is None."""

    figure: Figure
    points: tuple[tuple[str, Decimal | None], ...]
    findings: tuple[Finding, ...]
    intervals: tuple[tuple[Decimal, Decimal] | None, ...] = ()


def figures() -> list[FigureBars]:
    """The chapter's figures. Two queries."""
    listed = Figure.objects.current().prefetch_related("points__finding__publication")
    return [_bars(figure) for figure in listed]


def _bars(figure: Figure) -> FigureBars:
    points = [
        (point.label, point.finding.printed_percentage if point.finding else None)
        for point in figure.points.all()
    ]
    findings = [point.finding for point in figure.points.all() if point.finding]
    intervals = [_interval(point.finding) for point in figure.points.all()]
    return FigureBars(figure, tuple(points), tuple(findings), tuple(intervals))


def _interval(finding: Finding | None) -> tuple[Decimal, Decimal] | None:
    if finding is None or finding.interval_low is None or finding.interval_high is None:
        return None
    return finding.interval_low, finding.interval_high


def terms_in(*texts: str) -> list[GlossaryTerm]:
    """The glossary's terms that stand in the texts as whole words. One query."""
    text = "\n".join(texts)
    return [
        term
        for term in GlossaryTerm.objects.exclude(kind=TermKind.GRADE)
        if re.search(rf"(?<!\w){re.escape(term.term)}(?!\w)", text)
    ]


def footnotes(finding: Finding) -> list[FindingCitation]:
    """The footnotes the chapter gives for a finding. One query."""
    links = finding.citation_links.select_related("citation", "citation__publication")
    return list(links)


def rates_behind_tables() -> tuple[int, int]:
    """How many findings carry table lines, and how many of them are confirmed. One query."""
    states = dict(Finding.objects.behind_tables().values_list("pk", "confirmed_by"))
    return len(states), sum(state is not None for state in states.values())

"""What the pages over all three apps need, each in a constant number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from actions.models import Action, Board, Pack, PolicyItem, Recommendation, Service
from actions.selectors import groups_of
from estimates.models import EstimateTable, RevisionLine
from estimates.selectors import Share, TableAnswer, answers, share_of
from evidence.models import (
    Figure,
    Finding,
    GlossaryTerm,
    PopulationCount,
    PopulationGroup,
    Publication,
)
from evidence.querysets import Nesting
from evidence.selectors import appraisals_in_force, rates_behind_tables

SHOWN = 20


def evidence_behind() -> str:
    """How old the evidence is and how much of it a second person has confirmed. Three queries."""
    kept = Publication.objects.kept()
    newest = kept.order_by("-year").values_list("year", flat=True).first()
    carried, confirmed = rates_behind_tables()
    return (
        f"{kept.count()} publications, newest {newest}; {confirmed} of {carried} rates behind the "
        "tables confirmed by a second person"
    )


@dataclass(frozen=True)
class StandsOn:
    """Everything that stands on a record of the evidence, by kind."""

    direct: tuple[tuple[str, tuple[Any, ...]], ...]
    lines: tuple[tuple[EstimateTable, RevisionLine], ...]
    tables: tuple[EstimateTable, ...]
    recommendations: tuple[Recommendation, ...]
    actions: tuple[Action, ...]
    boards: tuple[Board, ...]
    packs: tuple[Pack, ...]


def stands_on(
    tables: Iterable[TableAnswer],
    *,
    publication: Publication | None = None,
    finding: Finding | None = None,
    population: PopulationCount | None = None,
    table: EstimateTable | None = None,
) -> StandsOn:
    """What stands on one publication, finding, population count or table, from all tables."""
    on = [
        (answer, item.line)
        for answer in tables
        for item in answer.lines
        if _uses(item.line, publication, finding, population) or answer.table == table
    ]
    standing = {answer.table.pk: answer for answer, _ in on}
    groups = {group for answer in standing.values() for group in groups_of(answer)}
    over = PopulationGroup.objects.nesting().at_or_over(*groups)
    named = Q(actions__table_links__table__in=standing)
    recommendations = Recommendation.objects.current().filter(
        Q(group_links__group__in=over) | named
    )
    recommendations = recommendations.distinct() if standing else Recommendation.objects.none()
    actions = Action.objects.filter(
        Q(recommendation_links__recommendation__in=recommendations)
        | Q(table_links__table__in=standing)
    )
    return StandsOn(
        direct=tuple(_direct(publication or finding or population)),
        lines=tuple((answer.table, line) for answer, line in on),
        tables=tuple(answer.table for answer in standing.values()),
        recommendations=tuple(recommendations),
        actions=tuple(actions.distinct()),
        boards=tuple(
            Board.objects.filter(
                recommendation_links__recommendation__in=recommendations
            ).distinct()
        ),
        packs=tuple(
            Pack.objects.filter(revisions__revision__table__in=standing)
            .defer("pdf", "word", "content")
            .select_related("meeting__board")
            .distinct()
        ),
    )


# What names a record itself, in words, and how the record knows it.
DIRECT: dict[type, tuple[tuple[str, str], ...]] = {
    Publication: (
        ("Findings", "findings"),
        ("Population counts", "populations"),
        ("Footnotes", "citations"),
        ("Policy", "policy_items"),
    ),
    Finding: (
        ("Figures", "figure_points"),
        ("Cautions", "caveats"),
        ("Compared with it", "compared_by"),
        ("In newer editions", "later"),
    ),
    PopulationCount: (("Parts of it", "parts"),),
}
JOINS = {"findings": "group", "populations": "group", "compared_by": "group", "later": "group",
         "figure_points": "figure", "parts": "group"}  # fmt: skip


def _direct(record: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Records that name this one themselves, by kind. One query for each kind."""
    for words, name in DIRECT.get(type(record), ()):
        rows = getattr(record, name).all()
        yield words, tuple(rows.select_related(JOINS[name]) if name in JOINS else rows)


def _uses(
    line: RevisionLine,
    publication: Publication | None,
    finding: Finding | None,
    population: PopulationCount | None,
) -> bool:
    if publication is not None:
        return publication.pk in (line.finding.publication_id, line.population.publication_id)
    if finding is not None:
        return line.finding_id == finding.pk
    return population is not None and line.population_id == population.pk


@dataclass(frozen=True)
class GroupRow:
    """One group of the matrix: what is known of it and what is done for it."""

    group: PopulationGroup
    grades: tuple[tuple[str, int], ...]
    answers: tuple[TableAnswer, ...]
    shares: tuple[Share, ...]
    services: tuple[Service, ...]
    recommendations: tuple[Recommendation, ...]
    actions: tuple[Action, ...]

    @property
    def findings(self) -> int:
        """How many findings are about the group or groups within it."""
        return sum(count for _, count in self.grades)

    @property
    def gaps(self) -> int:
        """How many of the five cells are empty."""
        cells = (self.grades, self.answers, self.services, self.recommendations, self.actions)
        return sum(not cell for cell in cells)


def matrix(
    groups: Iterable[PopulationGroup], tables: Sequence[TableAnswer] | None = None
) -> list[GroupRow]:
    """Each group with its evidence by grade, estimates, services, recommendations and actions.

    Evidence and estimates of groups within a group count for it. A service or recommendation
    counts when its group is within it or wider, save for everybody: what is for all fills no gap.
    ``tables`` are all with their answers, where they are known already. A constant number of
    queries.
    """
    everything = _Everything(PopulationGroup.objects.nesting(), tables)
    return [everything.row(group) for group in groups]


class _Everything:
    """All that groups are linked with, read once."""

    def __init__(self, nesting: Nesting, tables: Sequence[TableAnswer] | None) -> None:
        self.nesting = nesting
        self.tables = answers() if tables is None else tables
        findings = list(Finding.objects.values_list("group", "publication"))
        in_force = appraisals_in_force(publication for _, publication in findings)
        self.findings: dict[int, list[str]] = defaultdict(list)
        for group, publication in findings:
            appraisal = in_force.get(publication)
            self.findings[group].append(appraisal.grade if appraisal else "not-graded")
        self.services = _linked(Service.objects.prefetch_related("group_links"))
        recommendations = Recommendation.objects.current()
        recommendations = recommendations.prefetch_related("group_links", "actions")
        self.recommendations = _linked(recommendations)
        self.actions = _linked(Action.objects.kept().prefetch_related("group_links"))

    def row(self, group: PopulationGroup) -> GroupRow:
        """Everything of one group."""
        under = self.nesting.at_or_under(group.pk)
        near = under | self.nesting.at_or_over(group.pk) - self.nesting.roots
        counts = Counter(grade for key in under for grade in self.findings.get(key, ()))
        recommendations = self._of(self.recommendations, near)
        actions = [action for row in recommendations for action in row.actions.all()]
        actions += self._of(self.actions, near)
        found = tuple(answer for answer in self.tables if under & groups_of(answer))
        order = ("strong", "moderate", "weak", "not-graded")
        return GroupRow(
            group=group,
            grades=tuple((grade, counts[grade]) for grade in order if counts[grade]),
            answers=found,
            shares=tuple(share_of(answer, under) for answer in found),
            services=tuple(self._of(self.services, near)),
            recommendations=tuple(recommendations),
            actions=tuple({action.pk: action for action in actions}.values()),
        )

    def _of(self, linked: dict[int, list], groups: set[int]) -> list:
        found = {item.pk: item for group in groups for item in linked.get(group, ())}
        return sorted(found.values(), key=lambda item: item.pk)


def _linked(records: Iterable) -> dict[int, list]:
    """Group to the records that name it, from records with prefetched ``group_links``."""
    found: dict[int, list] = defaultdict(list)
    for record in records:
        for link in record.group_links.all():
            found[link.group_id].append(record)
    return found


@dataclass(frozen=True)
class Found:
    """What a search found of one kind."""

    kind: str
    records: tuple
    count: int


SEARCHED = (
    ("Tables", EstimateTable.objects.current()),
    ("Findings", Finding.objects.select_related("group", "publication")),
    ("Population counts", PopulationCount.objects.select_related("group", "publication")),
    ("Publications", Publication.objects.kept()),
    ("Groups", PopulationGroup.objects.all()),
    ("Recommendations", Recommendation.objects.current()),
    ("Actions", Action.objects.all()),
    ("Services", Service.objects.all()),
    ("Policy", PolicyItem.objects.all()),
    ("Figures", Figure.objects.current()),
    ("Glossary", GlossaryTerm.objects.all()),
)


def search(query: str) -> list[Found]:
    """What carries the words and figures of a query, by kind; kinds without any are left out."""
    results = []
    for kind, records in SEARCHED:
        found = records.search(query)
        count = found.count()
        if count:
            results.append(Found(kind, tuple(found[:SHOWN]), count))
    return results

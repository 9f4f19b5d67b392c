"""Check that figures match: rules with a name each, over tables and the inputs of their lines.

What makes nonsense is refused when a version is drafted. Everything else that a rule finds needs
a caution that a reviewer has answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import prefetch_related_objects

from estimates.guard import inputs, printed, tables
from estimates.guard.cases import Case, Fault, Looked, Other, Rule, run
from estimates.models import EstimateTable, Revision, RevisionLine
from estimates.vocabulary import RevisionKind
from evidence.models import Appraisal, Area, PopulationGroup
from evidence.selectors import appraisals_in_force

RULES: tuple[Rule, ...] = (*inputs.RULES, *tables.RULES, *printed.RULES)
BY_NAME = {rule.name: rule for rule in RULES}

__all__ = [
    "BY_NAME",
    "RULES",
    "Case",
    "Fault",
    "Looked",
    "Other",
    "Rule",
    "faults",
    "looked_at",
    "news",
    "refusals",
]


def refusals(table: EstimateTable, lines: Sequence[RevisionLine], total_rule: str) -> list[Fault]:
    """What makes nonsense of a version: it is refused with these sentences. Three queries."""
    return [found for found in faults([Looked(table, lines, total_rule)]) if found.rule.refuses]


def faults(
    versions: Iterable[Looked],
    others: Sequence[Other] = (),
    overall: Mapping[int, Sequence[tuple[Decimal, int]]] | None = None,
) -> list[Fault]:
    """All that the rules find in versions, saved or not.

    ``others`` are the tables to compare with, ``overall`` by table the percentages of all its
    people and what each would give. Four queries, whatever the number of versions.
    """
    listed = list(versions)
    prefetch_related_objects(list({id(one.table): one.table for one in listed}.values()), "lines")
    publications = {line.finding.publication_id for one in listed for line in one.lines}
    in_force: dict[int, Appraisal] = appraisals_in_force(publications)
    nesting = PopulationGroup.objects.nesting()
    wider = dict(Area.objects.values_list("pk", "parent"))
    rates = overall or {}

    def case(one: Looked) -> Case:
        beside = tuple(others), tuple(rates.get(one.table.pk, ())), one.as_printed
        lines = tuple(one.lines)
        return Case(one.table, lines, one.total_rule, nesting, wider, in_force, *beside)

    return [found for one in listed for found in run(case(one), RULES)]


def looked_at(revision: Revision, lines: Sequence[RevisionLine]) -> Looked:
    """A saved version with its lines, to be looked at."""
    as_printed = revision.kind == RevisionKind.AS_PRINTED
    return Looked(revision.table, lines, revision.total_rule, as_printed)


def news(found: Sequence[Fault], before: Sequence[Fault]) -> list[Fault]:
    """What was not found before: of another rule, another line or in other words."""
    known = {(fault.rule.name, fault.position, fault.sentence) for fault in before}
    return [
        fault for fault in found if (fault.rule.name, fault.position, fault.sentence) not in known
    ]

"""Check that figures match: rules with a name each, over tables and the inputs of their lines.

What makes nonsense is refused when a version is drafted. Everything else that a rule finds needs
a caution that a reviewer has answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from estimates.guard import inputs, tables
from estimates.guard.cases import Case, Fault, Other, Rule, run
from estimates.models import EstimateTable, RevisionLine
from evidence.models import Appraisal, Area, PopulationGroup
from evidence.selectors import appraisals_in_force

RULES: tuple[Rule, ...] = (*inputs.RULES, *tables.RULES)
BY_NAME = {rule.name: rule for rule in RULES}

__all__ = ["BY_NAME", "RULES", "Case", "Fault", "Other", "Rule", "faults", "refusals"]


def refusals(table: EstimateTable, lines: Sequence[RevisionLine], total_rule: str) -> list[Fault]:
    """What makes nonsense of a version: it is refused with these sentences. Three queries."""
    return [found for found in faults([(table, lines, total_rule)]) if found.rule.refuses]


def faults(
    versions: Iterable[tuple[EstimateTable, Sequence[RevisionLine], str]],
    others: Sequence[Other] = (),
) -> list[Fault]:
    """All that the rules find in versions, saved or not, each with its total rule.

    ``others`` are the tables to compare the same people with. Three queries, whatever their number,
    when the tables' lines are fetched before.
    """
    listed = [(table, tuple(lines), rule) for table, lines, rule in versions]
    publications = {line.finding.publication_id for _, lines, _ in listed for line in lines}
    in_force: dict[int, Appraisal] = appraisals_in_force(publications)
    nesting = PopulationGroup.objects.nesting()
    wider = dict(Area.objects.values_list("pk", "parent"))
    return [
        found
        for table, lines, rule in listed
        for found in run(Case(table, lines, rule, nesting, wider, in_force, tuple(others)), RULES)
    ]

"""Rules over a whole table: do its lines belong together, and does it say what it is?"""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

from estimates.guard.cases import OLDEST, Case, Found, Rule, ages
from estimates.guard.words import (
    ages_named,
    figures_named,
    measure_named,
    surveys,
    tables_named,
)
from estimates.models import RevisionLine
from estimates.vocabulary import TotalRule
from evidence.vocabulary import AreaKind, Unit

CREDITED = "The introduction credits the Community Life Survey"


def units_in_total(case: Case) -> Found:
    """A total over unlike units."""
    units = sorted({line.population.get_unit_display().lower() for line in case.lines})
    if case.total_rule != TotalRule.NONE and len(units) > 1:
        yield None, f"The total would add up {' and '.join(units)}."


def measures_in_total(case: Case) -> Found:
    """A total over unlike questions."""
    asked = sorted({str(line.finding.measure).lower() for line in case.lines})
    if case.total_rule != TotalRule.NONE and len(asked) > 1:
        yield None, f"The total would add up unlike questions: {'; '.join(asked)}."


def counted_twice(case: Case) -> Found:
    """The same people stand in two lines of one total: as one count, or as part of the other."""
    if case.total_rule == TotalRule.NONE:
        return
    for one, two in combinations(case.lines, 2):
        if _is_part(one, two) or _is_part(two, one):
            yield two, f"“{one.label}” and “{two.label}” count the same people."


def perhaps_twice(case: Case) -> Found:
    """One line's group lies within another's, of the same place and age: some may count twice."""
    if case.total_rule == TotalRule.NONE:
        return
    for one, two in combinations(case.lines, 2):
        if _nest(case, one, two) and not (_is_part(one, two) or _is_part(two, one)):
            yield two, f"People in “{one.label}” may stand in “{two.label}” as well."


def parts_of_a_whole(case: Case) -> Found:
    """The counts of the lines do not add up to the count they are parts of."""
    wholes = {line.population.part_of for line in case.lines}
    whole = wholes.pop() if len(wholes) == 1 else None
    if whole and whole.count != case.counts:
        yield None, f"The counts add up to {case.counts:,}; the whole is {whole.count:,}."


def printed_differs(case: Case) -> Found:
    """Print gives another figure than the sum of what it shows."""
    table = case.table
    printed = {line.position: line.printed_estimate for line in table.lines.all()}
    for line in case.lines:
        if printed.get(line.position) not in (None, line.estimate):
            yield line, f"Printed {printed[line.position]:,}, worked out {line.estimate:,}."
    if table.printed_population not in (None, case.counts):
        yield (
            None,
            f"The counts add up to {case.counts:,}; printed is {table.printed_population:,}.",
        )


def total_rule(case: Case) -> Found:
    """The total is made in another way than the other tables' totals."""
    if case.total_rule == TotalRule.SUM_OF_ROUNDED:
        exact = sum((line.exact for line in case.lines), Decimal(0))
        yield None, f"The total adds up rounded lines; the exact sum is {exact.normalize():,f}."


def same_people(case: Case) -> Found:
    """Another table gives the same people another total, and none is chosen to be quoted."""
    mine = next((other for other in case.others if other.number == case.table.number), None)
    if mine is None or mine.population is None:
        return
    for other in case.others:
        alike = other.population == mine.population and other.measures & mine.measures
        if other.number != mine.number and alike and other.total != mine.total:
            counted, total = f"{mine.population:,}", f"{other.total:,}"
            yield None, f"Table {other.number} gives the same {counted} a total of {total}."


def heading_measure(case: Case) -> Found:
    """A heading names another question than the percentages answer."""
    asked = {line.finding.measure.code for line in case.lines}
    for heading in _headings(case):
        named = measure_named(heading)
        if named and named not in asked:
            yield None, f"The heading “{heading}” does not name what was asked."


def heading_measures_differ(case: Case) -> Found:
    """The headings of one table name two questions."""
    named = {heading: measure_named(heading) for heading in _headings(case)}
    if len(set(named.values()) - {""}) > 1:
        yield (
            None,
            "Its headings name two questions: " + "; ".join(f"“{one}”" for one in named) + ".",
        )


def heading_area(case: Case) -> Found:
    """The heading over the percentages names another place than where people were asked."""
    heading = case.table.percentage_heading
    for line in case.lines[:1]:
        asked, counted = line.finding.area, line.population.area
        if asked and asked.pk != counted.pk and f" in {counted.name}" in heading:
            yield None, f"The heading “{heading}” names {counted}; people were asked in {asked}."
        wider = asked and asked.kind == AreaKind.COUNTRY and asked.name != "England"
        if wider and " in England" in heading and "in England and" not in heading:
            yield None, f"The heading “{heading}” names England; people were asked in {asked}."


def title_unit(case: Case) -> Found:
    """The title or a heading speaks of people where households are counted."""
    if not any(line.population.unit == Unit.HOUSEHOLDS for line in case.lines):
        return
    if "people" in case.table.title.lower():
        yield None, "The title speaks of people; households are counted."
    if "household" not in case.table.population_heading.lower():
        yield (
            None,
            f"The heading “{case.table.population_heading}” does not say that it is of households.",
        )


def title_ages(case: Case) -> Found:
    """The title names other ages than those counted."""
    named = ages_named(case.table.title)
    known = [found for line in case.lines if (found := ages(line.population))]
    if named and known:
        counted = min(first for first, _ in known), max(last for _, last in known)
        wanted = named[0], OLDEST if named[1] is None else named[1]
        if wanted != counted:
            yield None, f"The title names other ages than those counted, from {counted[0]} on."


def survey_year(case: Case) -> Found:
    """The introduction names another round of the survey than the percentage is from."""
    named = {round_ for _, round_ in surveys(case.table.introduction)}
    for line in case.lines[:1]:
        if named and line.finding.period and line.finding.period not in named:
            rounds = ", ".join(sorted(named))
            asked = line.finding.period
            yield (
                None,
                f"The introduction names the survey of {rounds}; the percentage is of {asked}.",
            )


def survey_named(case: Case) -> Found:
    """The introduction credits a survey that the percentage is not from."""
    named = {name.lower() for name, _ in surveys(case.table.introduction)}
    for line in case.lines[:1]:
        if any(name not in line.finding.publication.title.lower() for name in named):
            source = line.finding.publication
            yield None, f"{CREDITED}; the percentage is from {source}."


def source_not_footnoted(case: Case) -> Found:
    """The table names no footnote for its counts."""
    if case.table.printed_total is not None and case.table.citation_id is None:
        yield None, f"No footnote stands by the source “{case.table.source_line}”."


def other_table_named(case: Case) -> Found:
    """The introduction speaks of another table."""
    others = tables_named(case.table.introduction) - {case.table.number}
    for number in sorted(others):
        yield None, f"The introduction of Table {case.table.number} speaks of Table {number}."


def figures_in_text(case: Case) -> Found:
    """The introduction gives a figure that the table does not hold, alone or as a sum of lines."""
    results = [line.estimate for line in case.lines]
    held = {case.counts, case.table.printed_total, sum(results)}
    held |= {sum(column[:upto]) for column in (results, [line.count for line in case.lines])
             for upto in range(1, len(column) + 1)}  # fmt: skip
    held |= {line.count for line in case.lines} | set(results)
    for figure in sorted(figures_named(case.table.introduction) - held):
        yield None, f"The introduction says {figure:,}; the table does not hold it."


def _headings(case: Case) -> list[str]:
    table = case.table
    return [table.percentage_heading, table.estimate_heading]


def _is_part(one: RevisionLine, two: RevisionLine) -> bool:
    return one.population_id in (two.population_id, two.population.part_of_id)


def _nest(case: Case, one: RevisionLine, two: RevisionLine) -> bool:
    a, b = one.population, two.population
    if a.area_id != b.area_id or a.group_id == b.group_id:
        return False
    near = case.nesting.at_or_under(a.group_id) | case.nesting.at_or_over(a.group_id)
    first, second = ages(a) or (0, OLDEST), ages(b) or (0, OLDEST)
    return b.group_id in near and first[0] <= second[1] and second[0] <= first[1]


RULES = (
    Rule("units-in-total", "A total over unlike units", units_in_total, refuses=True),
    Rule("measures-in-total", "A total over unlike questions", measures_in_total, refuses=True),
    Rule("counted-twice", "The same people twice in one total", counted_twice, refuses=True),
    Rule("perhaps-twice", "Some people perhaps twice in one total", perhaps_twice),
    Rule("parts-of-a-whole", "Parts do not make the whole", parts_of_a_whole),
    Rule("printed-differs", "Print and sum differ", printed_differs),
    Rule("total-rule", "A total made in another way", total_rule),
    Rule("same-people", "The same people, another total", same_people),
    Rule("heading-measure", "A heading contradicts what was asked", heading_measure),
    Rule("headings-differ", "Headings name two questions", heading_measures_differ),
    Rule("heading-area", "A heading names another place", heading_area),
    Rule("title-unit", "People named, households counted", title_unit),
    Rule("title-ages", "The title names other ages", title_ages),
    Rule("survey-year", "The year of the survey differs between places", survey_year),
    Rule("survey-named", "Another survey is credited", survey_named),
    Rule("no-footnote", "No footnote for the counts", source_not_footnoted),
    Rule("other-table", "The text speaks of another table", other_table_named),
    Rule("figure-in-text", "A figure in the text is not in the table", figures_in_text),
)

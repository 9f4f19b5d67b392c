"""Rules over a whole table: do its lines belong together?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from estimates.guard.cases import OLDEST, Case, Found, Rule, ages
from estimates.models import RevisionLine
from estimates.vocabulary import CaveatKind as K
from estimates.vocabulary import TotalRule
from evidence.models import PopulationCount


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
    for one, two in beside(case):
        if _is_part(one, two) or _is_part(two, one):
            yield two, f"“{one.label}” and “{two.label}” count the same people."


def perhaps_twice(case: Case) -> Found:
    """Groups, places and ages of two lines overlap: some people may count twice."""
    if case.total_rule == TotalRule.NONE:
        return
    for one, two in beside(case):
        if _overlap(case, one, two) and not (_is_part(one, two) or _is_part(two, one)):
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


def one_rate(case: Case) -> Found:
    """One percentage stands for several groups of people."""
    used = {line.finding_id for line in case.lines}
    if len(used) == 1 and len(case.lines) > 1:
        rate = case.lines[0].printed_percentage
        yield None, f"One percentage, {rate}%, is used for {len(case.lines)} groups of people."


def other_rate(case: Case) -> Found:
    """One percentage for all these people gives another total than their parts do."""
    for rate, total in case.overall:
        if case.total_rule != TotalRule.NONE and len(case.lines) > 1:
            yield None, f"{rate}% of all the {case.counts:,} gives {total:,}."


def total_rule(case: Case) -> Found:
    """The total is made in another way than the other tables' totals."""
    if case.total_rule == TotalRule.SUM_OF_ROUNDED:
        exact = sum((line.exact for line in case.lines), Decimal(0))
        yield None, f"The total adds up rounded lines; the exact sum is {exact.normalize():,f}."


def same_people(case: Case) -> Found:
    """Another table gives the same people another total, and none is chosen to be quoted."""
    mine = next((other for other in case.others if other.number == case.table.number), None)
    if mine is None or mine.population is None or mine.is_quoted:
        return
    for other in case.others:
        alike = other.population == mine.population and other.measures & mine.measures
        differs = other.number != mine.number and alike and other.total != mine.total
        if differs and not other.is_quoted:
            counted, total = f"{mine.population:,}", f"{other.total:,}"
            yield None, f"Table {other.number} gives the same {counted} a total of {total}."


def beside(case: Case) -> list[tuple[RevisionLine, RevisionLine]]:
    """The pairs of lines that may share people: of nested areas, or with a count in common.

    Only these are compared: a table repeated for thousands of areas has millions of other pairs.
    """
    held: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for at, line in enumerate(case.lines):
        held["area", line.population.area_id].append(at)
        held["count", line.population_id].append(at)
    pairs = {
        (min(at, other), max(at, other))
        for at, line in enumerate(case.lines)
        for key in (*_places(case, line), *_wholes(line))
        for other in held.get(key, ())
        if other != at
    }
    return [(case.lines[one], case.lines[two]) for one, two in sorted(pairs)]


def _places(case: Case, line: RevisionLine) -> Iterator[tuple[str, int | None]]:
    """The area of a line's count, and all that it lies in."""
    place: int | None = line.population.area_id
    passed: set[int] = set()
    while place is not None and place not in passed:
        passed.add(place)
        yield "area", place
        place = case.wider.get(place)


def _wholes(line: RevisionLine) -> Iterator[tuple[str, int | None]]:
    """A line's count, and all that it is part of."""
    passed: set[int] = set()
    whole: PopulationCount | None = line.population
    while whole and whole.pk not in passed:
        passed.add(whole.pk)
        yield "count", whole.pk
        whole = whole.part_of


def _is_part(one: RevisionLine, two: RevisionLine) -> bool:
    """Whether one line's count is the other's or a whole that it is part of, however far up."""
    return ("count", one.population_id) in _wholes(two)


def _overlap(case: Case, one: RevisionLine, two: RevisionLine) -> bool:
    a, b = one.population, two.population
    first, second = ages(a) or (0, OLDEST), ages(b) or (0, OLDEST)
    if first[0] > second[1] or second[0] > first[1]:
        return False
    if not (case.holds(a.area, b.area) or case.holds(b.area, a.area)):
        return False
    near = case.nesting.at_or_under(a.group_id) | case.nesting.at_or_over(a.group_id)
    return b.group_id in near


RULES = (
    Rule("units-in-total", "A total over unlike units", K.POPULATION, units_in_total, True),
    Rule("measures-in-total", "A total over unlike questions", K.MEASURE, measures_in_total, True),
    Rule("counted-twice", "The same people twice in a total", K.POPULATION, counted_twice, True),
    Rule("perhaps-twice", "Some people perhaps twice in a total", K.POPULATION, perhaps_twice),
    Rule("parts-of-a-whole", "Parts do not make the whole", K.ARITHMETIC, parts_of_a_whole),
    Rule("printed-differs", "Print and sum differ", K.ARITHMETIC, printed_differs, of_print=True),
    Rule("same-people", "The same people, another total", K.ARITHMETIC, same_people),
    Rule("other-rate", "One percentage for all gives another total", K.ARITHMETIC, other_rate),
    Rule("one-rate", "One percentage for several groups", K.MEASURE, one_rate),
    Rule("total-rule", "A total made in another way", K.ARITHMETIC, total_rule),
)

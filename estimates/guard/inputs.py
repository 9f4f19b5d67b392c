"""Rules over one line: does this percentage belong to these people?"""

from __future__ import annotations

import re

from estimates.guard.cases import Case, Found, Rule, ages, distinct, distinct_places
from estimates.guard.words import first_year, last_year
from estimates.models import RevisionLine
from estimates.vocabulary import CaveatKind as Kind
from evidence.vocabulary import Grade, IntervalState, Measures, Significance, Unit

YEARS_APART = 3
SMALL_BASE, MODEST_BASE, SMALL_COUNT = 30, 50, 30
ROUNDED = 1000
WITHOUT_COMMA = re.compile(r"\d{4,}")


def unit(case: Case) -> Found:
    """A percentage of people applied to households; a table of one unit with counts of another."""
    for line in case.lines:
        counted = line.population.get_unit_display().lower()
        if line.population.unit == Unit.HOUSEHOLDS:
            yield line, f"A percentage of people is applied to {line.count:,} households."
        if line.population.unit != case.table.unit:
            yield (
                line,
                f"The table counts {case.table.get_unit_display().lower()}; this is of {counted}.",
            )


def measure(case: Case) -> Found:
    """The table names one question; the percentage answers another."""
    for line in distinct(case.lines):
        asked = line.finding.measure
        if asked.pk != case.table.measure_id:
            yield line, f"The table is of “{case.table.measure}”; the percentage is of “{asked}”."


def ages_apart(case: Case) -> Found:
    """People who were asked and people who were counted have no age in common."""
    for line in case.lines:
        asked, counted = ages(line.finding), ages(line.population)
        if asked and counted and (asked[0] > counted[1] or counted[0] > asked[1]):
            yield line, _asked_and_counted(line)


def ages_differ(case: Case) -> Found:
    """The ages asked and counted overlap and are not the same, or one of them is not stated."""
    for line in case.lines:
        asked, counted = ages(line.finding), ages(line.population)
        apart = asked and counted and (asked[0] > counted[1] or counted[0] > asked[1])
        if asked != counted and not apart:
            yield line, _asked_and_counted(line)


def geography(case: Case) -> Found:
    """The percentage is of another place than it is applied to, or of none that is named."""
    for line in distinct_places(case.lines):
        asked, counted = line.finding.area, line.population.area
        if asked is None:
            yield line, f"Where people were asked is not stated; it is applied to {counted}."
        elif not case.holds(asked, counted):
            yield line, f"The percentage is of {asked} and is applied to {counted}."


def period(case: Case) -> Found:
    """People were asked and counted more than three years apart."""
    for line in case.lines:
        when = line.population.period or str(line.population.date or "")
        asked, counted = last_year(line.finding.period), last_year(when)
        if asked and counted and abs(asked - counted) > YEARS_APART:
            apart = abs(asked - counted)
            sentence = f"Asked in {line.finding.period}, counted in {when}: {apart} years apart."
            yield line, sentence


def period_not_stated(case: Case) -> Found:
    """When people were asked is not known."""
    for line in distinct(case.lines):
        if first_year(line.finding.period) is None:
            yield line, "When people were asked is not stated."


def base_under_30(case: Case) -> Found:
    """So few answered that the percentage should not be used."""
    for line in distinct(case.lines):
        if line.finding.base is not None and line.finding.base < SMALL_BASE:
            yield line, f"Only {line.finding.base} people answered: fewer than 30."


def base_under_50(case: Case) -> Found:
    """So few answered that the percentage needs care; fifty itself is said to be few."""
    for line in distinct(case.lines):
        base = line.finding.base
        if base is not None and SMALL_BASE <= base <= MODEST_BASE:
            yield line, f"Only {base} people answered: 50 or fewer."


def base_not_known(case: Case) -> Found:
    """How many answered is not recorded."""
    for line in distinct(case.lines):
        if line.finding.base is None:
            yield line, f"How many people answered is not recorded for {line.printed_percentage}%."


def small_count(case: Case) -> Found:
    """The count is so small that the result says little."""
    for line in case.lines:
        if line.count < SMALL_COUNT:
            yield line, f"The count is {line.count}: fewer than {SMALL_COUNT} people."


def group(case: Case) -> Found:
    """The percentage is of another definition of the group, a wider one or a narrower one."""
    for line in case.lines:
        asked, counted = line.finding.group, line.population.group
        if asked.pk == counted.pk:
            continue
        if counted.pk in case.nesting.at_or_under(asked.pk):
            how = "a wider group"
        elif asked.pk in case.nesting.at_or_under(counted.pk):
            how = "a narrower group"
        else:
            how = "another group"
        yield line, f"The percentage is of {how}: “{asked}”, applied to “{counted}”."


def no_interval(case: Case) -> Found:
    """How far the percentage may be out is not known."""
    for line in distinct(case.lines):
        if line.interval is None and line.finding.interval_state != IntervalState.NOT_APPLICABLE:
            state = line.finding.get_interval_state_display().lower()
            yield line, f"{line.printed_percentage}% has no confidence interval: {state}."


def grade_weak(case: Case) -> Found:
    """The percentage is from a publication graded weak, or not graded."""
    for line in distinct(case.lines):
        appraisal = case.in_force.get(line.finding.publication_id)
        grade = appraisal.grade if appraisal else Grade.NOT_GRADED
        if grade in (Grade.WEAK, Grade.NOT_GRADED):
            yield line, f"{line.finding.publication} is {Grade(grade).label.lower()}."


def grade_not_confirmed(case: Case) -> Found:
    """Nobody has confirmed the grade."""
    for line in distinct(case.lines):
        appraisal = case.in_force.get(line.finding.publication_id)
        if appraisal and not appraisal.is_confirmed:
            yield line, f"The grade of {line.finding.publication} is not confirmed."


def not_loneliness(case: Case) -> Found:
    """The question is of contact, friends or something else than loneliness."""
    for line in distinct(case.lines):
        asked = line.finding.measure
        if asked.measures != Measures.LONELINESS:
            kind = asked.get_measures_display().lower()
            yield line, f"“{asked}” measures {kind}, not loneliness: never add it to loneliness."


def not_significant(case: Case) -> Found:
    """The source says that the percentage does not differ from the one it is compared with."""
    for line in distinct(case.lines):
        if line.finding.significance == Significance.NOT_SIGNIFICANT:
            yield (
                line,
                f"Its source calls {line.printed_percentage}% no different from its comparison.",
            )


def only_in_table(case: Case) -> Found:
    """The percentage stands in a table only; no text states it."""
    for line in distinct(case.lines):
        if line.finding.place.startswith("Table "):
            where = line.finding.place.split(",")[0]
            yield line, f"{line.printed_percentage}% is printed in {where} only."


def rounded_count(case: Case) -> Found:
    """The count is rounded: the result cannot be more exact than it."""
    for line in case.lines:
        if line.count >= ROUNDED and line.count % 100 == 0:
            yield (
                line,
                f"The count, {line.count:,}, is rounded to a hundred; the result is given to one.",
            )


def number_comma(case: Case) -> Found:
    """A count is printed without its comma where the chapter prints one."""
    for line in case.lines:
        if WITHOUT_COMMA.fullmatch(line.population.quotation):
            yield line, f"{line.population.quotation} is printed without a comma."


def _asked_and_counted(line: RevisionLine) -> str:
    return f"Asked were people {_aged(line.finding)}, counted those {_aged(line.population)}."


def _aged(record: object) -> str:
    words = getattr(record, "ages", "")
    return f"aged {words}" if words else "of no stated age"


RULES = (
    Rule("unit", "People, households and pupils are not the same", Kind.POPULATION, unit),
    Rule("measure", "Another question than the table names", Kind.MEASURE, measure, of_rate=True),
    Rule(
        "not-loneliness",
        "Another measure than loneliness",
        Kind.MEASURE,
        not_loneliness,
        of_rate=True,
    ),
    Rule("ages-apart", "No age in common", Kind.POPULATION, ages_apart, refuses=True),
    Rule("ages-differ", "Ages asked and counted differ", Kind.POPULATION, ages_differ),
    Rule("geography", "Another place", Kind.COVERAGE, geography),
    Rule("period", "Asked and counted years apart", Kind.PERIOD, period),
    Rule("group", "Another definition of the group", Kind.DEFINITION, group),
    Rule("base-under-30", "Fewer than 30 answered", Kind.EVIDENCE, base_under_30, of_rate=True),
    Rule("base-under-50", "Fifty or fewer answered", Kind.EVIDENCE, base_under_50, of_rate=True),
    Rule("small-count", "Very small count", Kind.EVIDENCE, small_count),
    Rule("rounded-count", "Rounded count", Kind.ARITHMETIC, rounded_count),
    Rule(
        "not-significant", "No significant difference", Kind.EVIDENCE, not_significant, of_rate=True
    ),
    Rule(
        "only-in-table",
        "Printed in a table only",
        Kind.EVIDENCE,
        only_in_table,
        of_print=True,
        of_rate=True,
    ),
    Rule("number-comma", "A number without its comma", Kind.PRINT, number_comma, of_print=True),
    Rule("grade-weak", "Weak or not graded", Kind.EVIDENCE, grade_weak, of_rate=True),
    Rule(
        "period-not-stated",
        "No year of the survey",
        Kind.PERIOD,
        period_not_stated,
        unknown=True,
        of_rate=True,
    ),
    Rule(
        "base-not-known",
        "Number who answered not recorded",
        Kind.EVIDENCE,
        base_not_known,
        unknown=True,
        of_rate=True,
    ),
    Rule(
        "no-interval",
        "No confidence interval",
        Kind.EVIDENCE,
        no_interval,
        unknown=True,
        of_rate=True,
    ),
    Rule(
        "grade-not-confirmed",
        "Grade not confirmed",
        Kind.EVIDENCE,
        grade_not_confirmed,
        unknown=True,
        of_rate=True,
    ),
)

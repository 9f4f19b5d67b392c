"""Rules over the words of a table: do its title, headings and text say what it holds?"""

from __future__ import annotations

from estimates.guard.cases import OLDEST, Case, Found, Rule, ages
from estimates.guard.words import (
    ages_named,
    figures_named,
    measure_named,
    over_age,
    section_of,
    surveys,
    tables_named,
)
from estimates.vocabulary import CaveatKind as K
from estimates.vocabulary import TotalRule
from evidence.vocabulary import AreaKind, Unit

COMMA = 1000  # from here on numbers are printed with a comma
CREDITED = "The introduction credits the Community Life Survey"


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


def text_ages(case: Case) -> Found:
    """The introduction speaks of people over an age from which on they are counted."""
    named = over_age(case.table.introduction)
    known = [found[0] for line in case.lines if (found := ages(line.population))]
    if named is not None and known and min(known) == named:
        yield (
            None,
            f"The introduction says “aged over {named}”; counted are those aged {named} and over.",
        )


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


def total_not_in_text(case: Case) -> Found:
    """The introduction does not state the table's total."""
    total, words = case.table.printed_total, case.table.introduction
    has_total = case.total_rule != TotalRule.NONE and total is not None and total >= COMMA
    if has_total and words and total not in figures_named(words):
        yield None, f"The introduction does not state the total, {total:,}."


def section_number(case: Case) -> Found:
    """Two sections of one number, or a section out of its order."""
    number, title = section_of(case.table.section)
    if not number:
        return
    named = f"Section {'.'.join(map(str, number))}"
    sections = [(other.number, *section_of(other.section)) for other in case.others]
    alike = [words for _, same, words in sections if same == number and words != title]
    if alike:
        yield None, f"{named} is “{title}” here and “{alike[0]}” elsewhere."
    if any(same > number for table, same, _ in sections if table < case.table.number):
        yield None, f"{named} follows a section of a higher number."


def _headings(case: Case) -> list[str]:
    table = case.table
    return [table.percentage_heading, table.estimate_heading]


RULES = (
    Rule("heading-measure", "A heading contradicts what was asked", K.HEADING, heading_measure),
    Rule("headings-differ", "Headings name two questions", K.HEADING, heading_measures_differ),
    Rule("heading-area", "A heading names another place", K.HEADING, heading_area),
    Rule("title-unit", "People named, households counted", K.HEADING, title_unit),
    Rule("title-ages", "The title names other ages", K.HEADING, title_ages),
    Rule("text-ages", "The text names other ages", K.HEADING, text_ages, of_print=True),
    Rule("survey-year", "Not the same year everywhere", K.PERIOD, survey_year, of_print=True),
    Rule("survey-named", "Another survey is credited", K.ATTRIBUTION, survey_named, of_print=True),
    Rule(
        "no-footnote",
        "No footnote for the counts",
        K.ATTRIBUTION,
        source_not_footnoted,
        of_print=True,
    ),
    Rule(
        "other-table", "The text speaks of another table", K.PRINT, other_table_named, of_print=True
    ),
    Rule(
        "figure-in-text",
        "A figure in the text, not in the table",
        K.ARITHMETIC,
        figures_in_text,
        of_print=True,
    ),
    Rule(
        "total-not-in-text",
        "The text does not state the total",
        K.HEADING,
        total_not_in_text,
        of_print=True,
    ),
    Rule("section-number", "Sections misnumbered", K.HEADING, section_number, of_print=True),
)

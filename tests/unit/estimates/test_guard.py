"""Each rule of the check that figures match: what it finds, and what it leaves alone."""

from collections import Counter

import pytest

from estimates import checking, guard
from estimates.guard import BY_NAME, Looked
from estimates.guard.words import (
    ages_named,
    figures_named,
    measure_named,
    over_age,
    section_of,
    surveys,
    years,
)
from estimates.models import Caveat, EstimateTable, RevisionLine
from evidence.models import Area, Measure, PopulationGroup
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(chapter):
    """Table 1 with headings that name no question and no words to compare with."""
    found = chapter.tables.get(number=1)
    found.percentage_heading = found.estimate_heading = "%"
    found.title, found.introduction = "Adults", ""
    return found


def line(position=1, finding=None, population=None, **given):
    """A line that fits: people of one group, age and place, asked and counted in 2018."""
    group = PopulationGroup.objects.get(code="adults")
    same = {"group": group, "age_from": 16, "area": Area.objects.get(code="england")}
    asked = {"measure": Measure.objects.get(code="lonely-often-or-always"), "period": "2018"}
    rate = {"base": 5000, "interval_low": 5, "interval_high": 6, "interval_source": "page 9"}
    state = {"interval_state": "recorded", "place": "page 3"}
    finding = makers.make_finding(**same | asked | rate | state | (finding or {}))
    population = makers.make_population(
        **same | {"period": "2018", "count": 12345} | (population or {})
    )
    fields = {"count": population.count, "percentage": finding.percentage, "decimals": 1}
    fields |= {"exact": 679, "estimate": 679, "estimate_low": 600, "estimate_high": 700}
    return RevisionLine(
        position=position, label=f"Line {position}", finding=finding, population=population,
        **fields | given,
    )  # fmt: skip


def found(table, *lines, rule="exact-sum", as_printed=False):
    """The names of the rules that find something, but for the grade, which the maker gives none."""
    faults = guard.faults([Looked(table, lines, rule, as_printed)])
    return sorted({fault.rule.name for fault in faults} - {"grade-weak"})


def group(code):
    return PopulationGroup.objects.get(code=code)


def test_a_line_that_fits_is_left_alone(table):
    assert found(table, line()) == []


@pytest.mark.parametrize(
    ("finding", "population", "rules"),
    [
        ({}, {"unit": "households"}, ["title-unit", "unit"]),
        ({"age_from": 18}, {}, ["ages-differ"]),
        ({"age_from": None}, {}, ["ages-differ"]),
        ({"age_from": 10, "age_to": 15}, {}, ["ages-apart"]),
        ({"period": "2014"}, {}, ["period"]),
        ({"period": "2014-15"}, {}, []),
        ({"period": ""}, {}, ["period-not-stated"]),
        ({"base": 29}, {}, ["base-under-30"]),
        ({"base": 30}, {}, ["base-under-50"]),
        ({"base": 51}, {}, []),
        ({"base": None}, {}, ["base-not-known"]),
        ({}, {"count": 29}, ["small-count"]),
        ({}, {"count": 6400}, ["rounded-count"]),
        ({"significance": "not-significant"}, {}, ["not-significant"]),
    ],
)
def test_a_rule_over_one_line(table, finding, population, rules):
    assert found(table, line(finding=finding, population=population)) == rules


def test_another_question(table):
    contact = {"measure": Measure.objects.get(code="family-contact")}
    assert found(table, line(finding=contact)) == ["measure", "not-loneliness"]


def test_another_place(table):
    leicestershire = Area.objects.get(code="leicestershire")
    assert found(table, line(population={"area": leicestershire})) == []
    assert found(table, line(finding={"area": leicestershire})) == ["geography"]
    assert found(table, line(finding={"area": None})) == ["geography"]


def test_another_group(table):
    faults = guard.faults([Looked(table, [line(population={"group": group("men")})], "none")])
    sentence = next(fault.sentence for fault in faults if fault.rule.name == "group")
    assert sentence.startswith("The percentage is of a wider group: “Adults”")


def test_an_interval_that_is_not_known_is_said_to_be_so(table):
    none = {"interval_low": None, "interval_high": None, "interval_source": ""}
    bare = line(
        finding=none | {"interval_state": "looked-for"}, estimate_low=None, estimate_high=None
    )
    faults = guard.faults([Looked(table, [bare], "none")])
    assert "5.5% has no confidence interval: looked for, not published." in {
        fault.sentence for fault in faults
    }


def test_a_total_over_unlike_units_or_questions_is_refused(table):
    mixed = [line(1), line(2, population={"unit": "households"})]
    assert "units-in-total" in {f.rule.name for f in guard.refusals(table, mixed, "exact-sum")}
    contact = {"measure": Measure.objects.get(code="family-contact")}
    unlike = [line(1), line(2, finding=contact)]
    assert "measures-in-total" in {f.rule.name for f in guard.refusals(table, unlike, "exact-sum")}
    assert guard.refusals(table, unlike, "none") == []


def test_the_same_people_twice_in_one_total_are_refused(table):
    one = line(1)
    part = line(2, population={"part_of": one.population, "split_by": "sex", "period": "2018 "})
    refused = guard.refusals(table, [one, part], "exact-sum")
    assert [fault.sentence for fault in refused] == ["“Line 1” and “Line 2” count the same people."]


def test_a_group_within_another_may_be_counted_twice(table):
    nested = line(2, finding={"group": group("men")}, population={"group": group("men")})
    assert found(table, line(1), nested) == ["perhaps-twice"]


def test_one_percentage_for_several_groups(table):
    one = line(1)
    two = line(2, population={"group": group("men")})
    two.finding = one.finding
    assert "one-rate" in found(table, one, two)


def test_headings_are_read(table):
    table.estimate_heading = "No. lonely often or always"
    assert found(table, line()) == []
    contact = {"measure": Measure.objects.get(code="no-family-contact")}
    assert "heading-measure" in found(table, line(finding=contact))
    table.percentage_heading = "% lonely often in England"
    assert "headings-differ" in found(table, line())


def test_printed_words_matter_to_the_printed_version_only(table):
    table.introduction = "Table 14 shows the Community Life Survey 2016-17 of those aged over 16."
    assert found(table, line()) == []
    assert {"other-table", "survey-named", "survey-year", "text-ages"} <= set(
        found(table, line(), as_printed=True)
    )


@pytest.mark.parametrize(
    ("words", "named"),
    [("2017-18", [2017, 2018]), ("mid-2018", [2018]), ("1999 and 2004", [1999, 2004]),
     ("2018/2019", [2018, 2019]), ("12018", []), ("", [])],
)  # fmt: skip
def test_years_are_read(words, named):
    assert years(words) == named


def test_words_are_read():
    assert ages_named("children (aged 10-15)") == (10, 15)
    assert ages_named("people aged over 65") == (66, None)
    assert ages_named("residents aged 16+") == (16, None)
    assert over_age("aged over 16, or so") == 16
    assert measure_named("% Lonely often/always") == "lonely-often-or-always"
    assert measure_named("Total no. in Leicestershire") == ""
    assert section_of("2.7 Marital Status") == ((2, 7), "Marital Status")
    assert figures_named("1,304 of 97,534, not 4070 or 12.5") == {1304, 97534}
    assert surveys("the Community Life Survey 2016-17 says") == {
        ("Community Life Survey", "2016-17")
    }


FOUND_IN_THE_CHAPTER = {
    "no-interval": 37, "grade-not-confirmed": 37, "base-not-known": 30, "ages-differ": 24,
    "period": 24, "group": 17, "only-in-table": 11, "grade-weak": 8, "one-rate": 6, "unit": 6,
    "base-under-50": 6, "heading-area": 5, "section-number": 4, "other-rate": 3, "title-unit": 3,
    "not-loneliness": 3, "no-footnote": 3, "survey-year": 3, "survey-named": 2, "same-people": 2,
    "heading-measure": 2, "headings-differ": 2, "total-not-in-text": 2, "number-comma": 2,
    "rounded-count": 2, "text-ages": 2, "not-significant": 2, "small-count": 1, "total-rule": 1,
    "title-ages": 1, "other-table": 1,
}  # fmt: skip


def test_the_rules_find_the_chapter_s_faults_by_themselves(chapter):
    checked = checking.check()
    assert Counter(one.fault.rule.name for one in checked) == FOUND_IN_THE_CHAPTER
    assert not any(one.fault.rule.refuses for one in checked)


def test_every_caution_that_names_a_rule_is_found_by_it(chapter):
    by_rule = {caveat.pk for one in checking.check() for caveat in one.caveats}
    named = Caveat.objects.exclude(rule="")
    assert set(named.values_list("rule", flat=True)) <= set(BY_NAME)
    assert set(named.values_list("pk", flat=True)) == by_rule


def test_the_rules_find_what_no_reader_noted(chapter):
    alone = [one for one in checking.check() if not one.caveats and not one.fault.rule.unknown]
    assert len(alone) == 29


def test_check_takes_a_constant_number_of_queries(chapter, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        checking.check()
    with django_assert_max_num_queries(16):
        checking.check(EstimateTable.objects.filter(number=1))

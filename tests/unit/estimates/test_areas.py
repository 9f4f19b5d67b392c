"""Areas ranked, counts matched to lines, and sums over areas reconciled, on made-up rows."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from estimates.areas import OWN_RATES, SAME_RATES, ByArea, Part, figures
from estimates.guard.tables import beside
from estimates.matching import Found, People, Source, pair, reconcile
from estimates.models import EstimateLine, EstimateTable, RevisionLine
from evidence.models import Area, Finding, PopulationCount, Publication

ONS = Source("ons", "ONS", "mid-2018", None)
LATER = Source("ons", "ONS", "mid-2024", None)
BLABY, MELTON, OADBY = (
    Area(pk=number, code=name.lower(), name=name, kind="district")
    for number, name in enumerate(("Blaby", "Melton", "Oadby"), start=1)
)


def parts(*rows):
    return [Part(area, area.title(), 1, count, Decimal(exact)) for area, count, exact in rows]


def ranked(found, order):
    made = ByArea(EstimateTable(), None, found, same_rates=True)
    return [(one.name, one.rank(order)) for one in made.ranked(order)]


def test_an_areas_lines_are_added_before_rounding():
    (one,) = figures(parts(("blaby", 100, "4.3"), ("blaby", 100, "6.3")), "exact-sum")
    assert (one.estimate, one.population, one.per_cent, one.per_thousand) == (
        11, 200, Decimal("5.3"), Decimal("53.0"),
    )  # fmt: skip


def test_areas_are_ranked_by_number_and_by_share_and_equals_share_a_rank():
    rows = parts(("blaby", 1000, "50"), ("melton", 100, "10"), ("oadby", 500, "50"))
    found = figures(rows, "exact-sum")
    assert ranked(found, "number") == [("Blaby", 1), ("Oadby", 1), ("Melton", 3)]
    assert ranked(found, "share") == [("Melton", 1), ("Oadby", 1), ("Blaby", 3)]


def test_nobody_counted_is_no_share():
    (one,) = figures(parts(("blaby", 0, "0")), "exact-sum")
    assert one.share == 0


def test_lines_that_are_not_to_be_added_are_not_ranked():
    rows = parts(("blaby", 10, "1"), ("blaby", 10, "1"))
    assert figures(rows, "none") == ()
    assert len(figures(rows[:1], "none")) == 1


@pytest.mark.parametrize(("areas", "hot"), [(10, 0), (11, 10), (60, 10)])
def test_hotspots_are_the_top_ten_of_more_than_ten(areas, hot):
    found = figures(parts(*((f"w{n}", 1000, str(n)) for n in range(areas))), "exact-sum")
    made = ByArea(EstimateTable(), None, found, same_rates=True)
    assert len(made.hotspots("number")) == hot
    assert made.caution == SAME_RATES


def test_own_percentages_have_a_caution_of_their_own():
    assert ByArea(EstimateTable(), None, (), same_rates=False).caution == OWN_RATES


def line(label, group, count, rate="10", period="mid-2018"):
    publication = Publication(title="ONS")
    return EstimateLine(
        label=label,
        population=PopulationCount(
            group_id=group, age_from=16, count=count, period=period, publication=publication
        ),
        finding=Finding(percentage=Decimal(rate), decimals=0),
    )


def found(pk, area, group, count, source=ONS, split_by="", age_from=16):
    who = People(group, "people", age_from, None)
    return Found(pk, area.pk, who, split_by, count, source)


MEN, WOMEN = 1, 2
LINES = [line("Men", MEN, 100), line("Women", WOMEN, 200)]
WHOLE = [
    found(1, BLABY, MEN, 60), found(2, BLABY, WOMEN, 110),
    found(3, MELTON, MEN, 40), found(4, MELTON, WOMEN, 90),
]  # fmt: skip


def test_areas_with_all_the_lines_add_up():
    matching = pair(LINES, [BLABY, MELTON], WHOLE, ONS)
    assert [one.area.name for one in matching.complete] == ["Blaby", "Melton"]
    assert (matching.sums, matching.exact) == ([100, 200], Decimal(30))
    told = reconcile(matching, 30, "exact-sum")
    assert (told.agrees, told.why) == (True, ())


def test_an_area_that_lacks_a_line_is_named_and_left_out():
    matching = pair(LINES, [BLABY, MELTON, OADBY], WHOLE[:3], ONS)
    assert matching.used == {1, 2}
    named = [(area.name, labels) for area, labels in matching.lacking]
    assert named == [("Melton", ["Women"]), ("Oadby", ["Men", "Women"])]
    told = reconcile(matching, 30, "exact-sum")
    assert (told.total, told.agrees) == (17, False)
    assert told.why == (
        "2 areas lack a count and are left out: Melton, Oadby.",
        "Men: the areas’ counts add up to 60, the table uses 100.",
        "Women: the areas’ counts add up to 110, the table uses 200.",
    )


def test_counts_of_another_time_or_age_are_not_taken():
    others = [found(5, MELTON, WOMEN, 1, LATER), found(6, MELTON, WOMEN, 1, age_from=18)]
    matching = pair(LINES, [MELTON], [WHOLE[2], *others], ONS)
    assert matching.complete == []
    assert reconcile(matching, 30, "exact-sum").total is None


def test_another_source_is_said():
    later = [found(one.pk, BLABY, one.people.group, one.count, LATER) for one in WHOLE[:2]]
    told = reconcile(pair(LINES, [BLABY], later, LATER), 30, "exact-sum")
    assert told.why[0] == (
        "The areas’ counts are of another source: mid-2024, ONS, not mid-2018, ONS."
    )


def test_a_count_split_as_the_lines_is_goes_first():
    counts = [found(8, BLABY, MEN, 1, split_by="religion"), found(9, BLABY, MEN, 2)]
    assert pair(LINES[:1], [BLABY], counts, ONS).used == {9}


def test_why_sums_of_rounded_lines_or_another_version_differ_is_said():
    matching = pair(LINES, [BLABY, MELTON], WHOLE, ONS)
    assert "adds up rounded lines" in reconcile(matching, 31, "sum-of-rounded").why[0]
    assert "other percentages or counts" in reconcile(matching, 31, "exact-sum").why[0]
    assert reconcile(matching, None, "none").total is None


def test_only_lines_that_may_share_people_are_compared():
    county, blaby, melton = PopulationCount(pk=1, area_id=9), *(
        PopulationCount(pk=10 + area.pk, area_id=area.pk) for area in (BLABY, MELTON)
    )  # fmt: skip
    melton.part_of = county
    lines = [RevisionLine(population=one) for one in (county, blaby, melton, blaby)]
    at = {id(line): place for place, line in enumerate(lines)}

    def pairs(**wider):
        case = SimpleNamespace(lines=lines, wider=wider.get("wider", {}))
        return [[at[id(one)] for one in both] for both in beside(case)]

    assert pairs() == [[0, 2], [1, 3]]
    assert pairs(wider={BLABY.pk: 9}) == [[0, 1], [0, 2], [0, 3], [1, 3]]

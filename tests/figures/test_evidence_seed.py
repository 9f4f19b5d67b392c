"""The evidence seed says what the chapter prints: quotations, figures, footnotes, references."""

import csv
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from evidence.grading import Criteria, suggest

HERE = Path(__file__).parent
SEED = HERE.parents[1] / "evidence" / "seed"
CHAPTER = (HERE / "chapter.txt").read_text(encoding="utf-8")

KEYS = {
    "publications": ("key",),
    "appraisals": ("publication",),
    "citations": ("number",),
    "measures": ("code",),
    "groups": ("code",),
    "areas": ("code",),
    "findings": ("key",),
    "figures": ("number",),
    "figure_points": ("figure", "position"),
    "glossary": ("term",),
}
COLUMNS = {
    "publications": "key,title,authors,year,publisher,kind,commissioner,commissioner_kind,"
    "sampling,sample_size,sample_note,population,geography,fieldwork,doi,isbn,url,"
    "identification,basis,standing,notes,standing_note,standing_on,replaced_by,seen_at,"
    "journal,volume,issue,pages,review_by,merged_into",
    "appraisals": "publication,professional,large,method_clear,self_selecting,suggested_grade,"
    "grade,reason,departure_reason,confidence",
    "citations": "number,publication,section,phrase,certainty,alternatives,note",
    "measures": "code,wording,measures",
    "groups": "code,name,parents,kind,named_in",
    "areas": "code,name,kind,parent",
    "findings": "key,publication,citations,measure,group,percentage,qualifier,value_from,"
    "value_to,value_unit,compared_with,comparator_group,direction,significance,age_from,"
    "age_to,area,period,base,base_note,interval_low,interval_high,interval_source,"
    "interval_state,quotation,quoted_from,place,note,supersedes,supersede_reason,earlier,"
    "weighting",
    "figures": "number,title,section,source_line,complete,note",
    "figure_points": "figure,position,label,finding",
    "glossary": "term,kind,meaning",
}
WORDS = {
    ("publications", "kind"): "research-report official-statistics policy-document survey "
    "web-resource local-survey academic-paper evidence-review census strategy needs-assessment",
    ("publications", "commissioner_kind"): "neutral-public-body local-authority academic "
    "voluntary-sector think-tank commercial unknown",
    ("publications", "sampling"): "random self-selecting purposive administrative census "
    "not-applicable unknown",
    ("publications", "identification"): "certain likely unsure not-identified",
    ("publications", "standing"): "current newer-edition replaced corrected withdrawn",
    ("appraisals", "grade"): "strong moderate weak not-graded",
    ("appraisals", "confidence"): "high medium low",
    ("citations", "certainty"): "high medium low",
    ("measures", "measures"): "loneliness contact friends service-experience mortality health "
    "cost other",
    ("groups", "kind"): "group determinant transition chapter-risk-group",
    ("areas", "kind"): "country region county district council",
    ("findings", "direction"): "higher lower similar rising falling association",
    ("findings", "significance"): "significant not-significant not-stated",
    ("findings", "interval_state"): "recorded looked-for not-looked-for not-applicable",
    ("findings", "quoted_from"): "source chapter",
    ("figures", "complete"): "yes no unknown",
    ("glossary", "kind"): "abbreviation definition grade",
}
MAY_BE_BLANK = {("findings", "direction"), ("findings", "significance")}
TABLE_PERCENTAGES = {
    1: "4.9 6.2",
    2: "14.0 8.6",
    3: "7.7 7.8 5.7 5.1 2.7 3.0",
    4: "27.5",
    5: "43",
    6: "17.7 25.8",
    7: "32.1 29.5 17.1 10.2 5.7 3.9",
    8: "57.4",
    9: "14",
    10: "12.6",
    11: "8 24 40 50",
    12: "11.4",
    13: "8.6 8.9 9.9",
    14: "9.5",
    15: "12",
    16: "11.1",
    17: "10.2",
}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one seed file."""
    with (SEED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fold(text: str) -> str:
    """Text with each run of whitespace as one space."""
    return re.sub(r"\s+", " ", text).strip()


def listed(cell: str) -> list[str]:
    """The items of a list in one cell."""
    return [item for item in cell.split("; ") if item]


def order(value: str) -> tuple[bool, int, str]:
    """Sort numbers as numbers and words as words."""
    return (False, int(value), "") if value.isdigit() else (True, 0, value)


FOLDED = fold(CHAPTER)
FINDINGS = {row["key"]: row for row in rows("findings")}


@pytest.mark.parametrize("name", KEYS)
def test_file_form(name: str) -> None:
    raw = (SEED / f"{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.split(b"\n", 1)[0].decode() == COLUMNS[name]


@pytest.mark.parametrize("name", KEYS)
def test_rows_are_sorted_and_unique(name: str) -> None:
    keys = [tuple(order(row[column]) for column in KEYS[name]) for row in rows(name)]
    assert all(first < second for first, second in pairwise(keys))


@pytest.mark.parametrize(("name", "column"), WORDS)
def test_closed_words(name: str, column: str) -> None:
    allowed = set(WORDS[name, column].split())
    if (name, column) in MAY_BE_BLANK:
        allowed.add("")
    assert {row[column] for row in rows(name)} <= allowed


@pytest.mark.parametrize("name", ["publications", "groups", "measures", "areas", "findings"])
def test_codes_are_short_names(name: str) -> None:
    column = KEYS[name][0]
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row[column]) for row in rows(name))


REFERENCES = [
    ("appraisals", "publication", "publications"),
    ("citations", "publication", "publications"),
    ("publications", "replaced_by", "publications"),
    ("groups", "parents", "groups"),
    ("areas", "parent", "areas"),
    ("findings", "publication", "publications"),
    ("findings", "citations", "citations"),
    ("findings", "measure", "measures"),
    ("findings", "group", "groups"),
    ("findings", "comparator_group", "groups"),
    ("findings", "compared_with", "findings"),
    ("findings", "area", "areas"),
    ("figure_points", "figure", "figures"),
    ("figure_points", "finding", "findings"),
]


@pytest.mark.parametrize(("name", "column", "target"), REFERENCES)
def test_references_resolve(name: str, column: str, target: str) -> None:
    known = {row[KEYS[target][0]] for row in rows(target)}
    used = {item for row in rows(name) for item in listed(row[column])}
    assert used <= known


def test_groups_nest_without_a_ring() -> None:
    parents = {row["code"]: set(listed(row["parents"])) for row in rows("groups")}

    def above(code: str, seen: frozenset[str]) -> None:
        assert code not in seen
        for parent in parents[code]:
            above(parent, seen | {code})

    for code in parents:
        above(code, frozenset())
    assert [code for code in parents if not parents[code]] == ["everyone"]


def test_eleven_transitions() -> None:
    assert sum(row["kind"] == "transition" for row in rows("groups")) == 11


@pytest.mark.parametrize("key", FINDINGS)
def test_quotation_stands_in_the_chapter(key: str) -> None:
    row = FINDINGS[key]
    assert row["place"]
    parts = [fold(part) for part in row["quotation"].split("…")]
    assert all(parts)
    assert [part for part in parts if part not in FOLDED] == []


@pytest.mark.parametrize("key", [key for key in FINDINGS if FINDINGS[key]["percentage"]])
def test_percentage_stands_in_its_quotation(key: str) -> None:
    row = FINDINGS[key]
    assert re.search(rf"(?<![\d.]){re.escape(row['percentage'])}%", row["quotation"])
    assert 0 <= float(row["percentage"]) <= 100


PRINTED_VALUES = {"12000": "12,000", "18000000": "18m", "10000": "10,000", "3000": "3,000"}
PRINTED_VALUES |= {"2": "two", "5": "five", "6": "six", "2500": "2,500"}


@pytest.mark.parametrize("key", [key for key in FINDINGS if FINDINGS[key]["value_from"]])
def test_value_stands_in_its_quotation(key: str) -> None:
    row = FINDINGS[key]
    for value in filter(None, (row["value_from"], row["value_to"])):
        assert PRINTED_VALUES.get(value, value) in row["quotation"]
    assert row["value_unit"]


def test_every_finding_states_something() -> None:
    stated = ("percentage", "value_from", "direction")
    assert [key for key, row in FINDINGS.items() if not any(row[name] for name in stated)] == []


def test_ages_and_intervals_are_ordered() -> None:
    for key, row in FINDINGS.items():
        if row["age_from"] and row["age_to"]:
            assert int(row["age_from"]) <= int(row["age_to"]), key
        assert (row["interval_state"] == "recorded") == bool(row["interval_low"]), key
        assert not row["base"] or row["base_note"], key


def test_there_are_enough_findings() -> None:
    numbers = [row for row in FINDINGS.values() if row["percentage"] or row["value_from"]]
    assert len(FINDINGS) > 150
    assert sum(bool(row["percentage"]) for row in numbers) > 70


def sections_one_and_two() -> str:
    """The text from the Introduction to the end of the review of who is at risk."""
    start = FOLDED.index("1. Introduction We have taken")
    return FOLDED[start : FOLDED.index("3. Level of need in Leicestershire")]


def test_every_percentage_of_the_review_is_a_finding() -> None:
    printed = set(re.findall(r"(?<![\d.])(\d+(?:\.\d+)?)%", sections_one_and_two()))
    assert printed - {row["percentage"] for row in FINDINGS.values()} == set()


def test_each_printed_percentage_of_the_review_is_one_row() -> None:
    """One row each, save that "50% of African and Bangladeshi elders" is said of two groups."""
    printed = re.findall(r"(?<![\d.])\d+(?:\.\d+)?%", sections_one_and_two())
    places = [row["place"] for row in FINDINGS.values() if row["percentage"]]
    in_review = [place for place in places if re.match(r"section 1\b", place)]
    assert len(in_review) == len(printed) + 1


@pytest.mark.parametrize("table", TABLE_PERCENTAGES)
def test_table_percentages_have_a_finding(table: int) -> None:
    wanted = sorted(TABLE_PERCENTAGES[table].split())
    place = re.compile(rf"Tables? {table}\b")
    found = {
        row["percentage"]
        for row in FINDINGS.values()
        if row["percentage"] and (place.match(row["place"]) or place.search(row["note"]))
    }
    assert set(wanted) <= found


def test_footnotes_are_complete() -> None:
    citations = rows("citations")
    assert [int(row["number"]) for row in citations] == list(range(1, 62))
    assert [row["number"] for row in citations if fold(row["phrase"]) not in FOLDED] == []
    unknown = {row["number"] for row in citations if row["publication"].startswith("unidentified")}
    assert unknown == {"41", "57"}


def test_a_findings_footnotes_lead_to_its_publication() -> None:
    cited = {row["number"]: row["publication"] for row in rows("citations")}
    for key, row in FINDINGS.items():
        for number in listed(row["citations"]):
            assert cited[number] == row["publication"], key


def test_every_footnote_of_the_review_and_impact_carries_a_finding() -> None:
    used = {number for row in FINDINGS.values() for number in listed(row["citations"])}
    review = {*range(2, 42), *range(56, 60)}  # footnote 1 is the definition: see the glossary
    assert review - {int(number) for number in used} == set()


def test_publications() -> None:
    publications = rows("publications")
    assert len(publications) == 44
    assert sum(row["kind"] == "needs-assessment" for row in publications) == 1
    assert sum(row["identification"] == "not-identified" for row in publications) == 2
    for row in publications:
        assert (row["standing"] == "current") == (row["standing_note"] == ""), row["key"]
        assert bool(row["standing_note"]) == bool(row["standing_on"]), row["key"]


def appraised() -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Each appraisal with its publication."""
    publications = {row["key"]: row for row in rows("publications")}
    for row in rows("appraisals"):
        yield row, publications.pop(row["publication"])
    assert publications == {}


def test_grades_follow_the_rule_or_say_why_not() -> None:
    for row, publication in appraised():
        answers = [row[name] for name in list(row)[1:5]]
        described = [publication[name] for name in ("kind", "commissioner_kind", "sampling")]
        suggestion = suggest(Criteria(*described, *answers))
        assert row["suggested_grade"] == (suggestion.grade or ""), row["publication"]
        departs = bool(suggestion.grade) and row["grade"] != suggestion.grade
        assert bool(row["departure_reason"]) == departs, row["publication"]
        assert row["reason"]
        assert set(answers) <= {"yes", "no", "unknown"}


def test_figures_and_their_bars() -> None:
    figures = rows("figures")
    assert [row["number"] for row in figures] == ["1", "2", "3", "4"]
    for row in figures:
        assert f"Figure {row['number']}: {row['title']}" in FOLDED
        assert f"Source: {row['source_line']}" in FOLDED
    for row in rows("figure_points"):
        assert FINDINGS[row["finding"]]["percentage"]


def test_glossary() -> None:
    terms = {row["term"]: row for row in rows("glossary")}
    printed = CHAPTER[CHAPTER.index("GLOSSARY OF TERMS") : CHAPTER.index("APPENDICES")]
    abbreviations = re.findall(r"^([A-Z]{2,5})$", printed, re.MULTILINE)
    assert len(abbreviations) == 12
    assert set(abbreviations) <= set(terms)
    for row in terms.values():
        assert row["kind"] == "abbreviation" or row["meaning"] in FOLDED
    assert sum(row["kind"] == "grade" for row in terms.values()) == 3

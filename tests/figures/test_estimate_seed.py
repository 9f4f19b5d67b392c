"""The seed of tables, lines, counts and cautions against the chapter's own text and arithmetic."""

import csv
import os
import re
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# The rest of the evidence seed may be read from another checkout.
EVIDENCE = Path(os.environ.get("EVIDENCE_SEED", ROOT / "evidence" / "seed"))


def rows(path):
    """Return the rows of a seed file; a missing file fails the test."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def folded(text):
    """Return the text with every run of whitespace as one space."""
    return re.sub(r"\s+", " ", text)


def joined(text):
    """Return the text without the spaces and hyphens that line ends disturb."""
    return re.sub(r"[\s-]+", "", text)


def half_up(value):
    """Return the value rounded half-up to a whole number."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


CHAPTER = folded((HERE / "chapter.txt").read_text(encoding="utf-8"))
TABLES = rows(ROOT / "estimates/seed/tables.csv")
LINES = rows(ROOT / "estimates/seed/lines.csv")
CAVEATS = rows(ROOT / "estimates/seed/caveats.csv")
COUNTS = {row["key"]: row for row in rows(ROOT / "evidence/seed/populations.csv")}
NUMBERS = [row["number"] for row in TABLES]
OTHER_RULE = {"exact-sum": "sum-of-rounded", "sum-of-rounded": "exact-sum"}
KINDS = {"arithmetic", "attribution", "population", "measure", "heading"}
KINDS |= {"period", "definition", "coverage", "print", "evidence"}


@pytest.fixture(scope="module")
def findings():
    return {row["key"]: row for row in rows(EVIDENCE / "findings.csv")}


def evidence_keys(name, column):
    """Return the keys that a file of the evidence seed defines."""
    return {row[column] for row in rows(EVIDENCE / name)}


def lines_of(number):
    """Return the lines of one table in order."""
    return [row for row in LINES if row["table"] == number]


def product(line, findings):
    """Return the exact product of a line's count and percentage."""
    percentage = Decimal(findings[line["finding"]]["percentage"])
    return Decimal(COUNTS[line["population"]]["count"]) * percentage / 100


def totals(number, findings):
    """Return the total of a table by each rule."""
    products = [product(line, findings) for line in lines_of(number)]
    return {
        "exact-sum": half_up(sum(products)),
        "sum-of-rounded": sum(half_up(value) for value in products),
    }


def as_printed(number):
    """Return the ways the chapter may print a whole number."""
    return {number, f"{int(number):,}"}


def printed(number, text=CHAPTER):
    """Return whether the number stands in the text as a number of its own."""
    return any(
        re.search(rf"(?<![\d,.]){re.escape(form)}(?!\d|,\d|\.\d)", text)
        for form in as_printed(number)
    )


def test_seventeen_tables_and_forty_nine_lines():
    assert [str(number) for number in range(1, 18)] == NUMBERS
    assert len(LINES) == 49


@pytest.mark.parametrize("number", NUMBERS)
def test_lines_are_numbered_from_one(number):
    positions = [line["position"] for line in lines_of(number)]
    assert positions == [str(place + 1) for place in range(len(positions))]
    assert positions


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['table']}.{line['position']}")
def test_each_line_recomputes_half_up(line, findings):
    assert half_up(product(line, findings)) == int(line["printed_estimate"])


@pytest.mark.parametrize("table", TABLES, ids=NUMBERS)
def test_each_total_is_explained_by_its_rule_only(table, findings):
    by_rule = totals(table["number"], findings)
    rule = table["total_rule"]
    if rule == "none":
        assert table["printed_total"] == table["printed_population"] == ""
        return
    assert by_rule[rule] == int(table["printed_total"])
    if by_rule["exact-sum"] != by_rule["sum-of-rounded"]:
        assert by_rule[OTHER_RULE[rule]] != int(table["printed_total"])


def test_only_table_11_sums_rounded_rows_and_only_table_15_has_no_total():
    rules = {table["number"]: table["total_rule"] for table in TABLES}
    assert [number for number, rule in rules.items() if rule == "sum-of-rounded"] == ["11"]
    assert [number for number, rule in rules.items() if rule == "none"] == ["15"]


@pytest.mark.parametrize("table", TABLES, ids=NUMBERS)
def test_printed_population_is_the_sum_of_its_lines(table):
    counts = [int(COUNTS[line["population"]]["count"]) for line in lines_of(table["number"])]
    if table["printed_population"]:
        assert sum(counts) == int(table["printed_population"])
        assert table["printed_population"] in {row["count"] for row in COUNTS.values()}


def test_each_split_of_a_count_adds_up():
    splits = defaultdict(list)
    for row in COUNTS.values():
        if row["split_by"]:
            dimension = row["split_by"].split(": ")[0]
            splits[row["part_of"], dimension].append(int(row["count"]))
    assert splits
    for (whole, dimension), parts in splits.items():
        assert sum(parts) == int(COUNTS[whole]["count"]), (whole, dimension)


def test_a_part_is_smaller_than_its_whole_and_dated_alike():
    for row in COUNTS.values():
        if row["part_of"]:
            whole = COUNTS[row["part_of"]]
            assert int(row["count"]) <= int(whole["count"])
            for column in ("publication", "area", "unit", "date", "period"):
                assert row[column] == whole[column], (row["key"], column)


def test_counts_are_unique_as_the_database_asks():
    columns = [
        "publication",
        "group",
        "area",
        "unit",
        "date",
        "period",
        "age_from",
        "age_to",
        "part_of",
        "split_by",
    ]
    seen = Counter(tuple(row[column] for column in columns) for row in COUNTS.values())
    assert [key for key, times in seen.items() if times > 1] == []


def test_counts_are_what_their_quotations_say():
    for row in COUNTS.values():
        assert row["quotation"] in CHAPTER, row["key"]
        assert row["quotation"].replace(",", "") == row["count"], row["key"]
        assert row["place"], row["key"]


def test_counts_given_in_the_text_are_kept():
    counts = {row["count"] for row in COUNTS.values()}
    assert {"573090", "47483", "157711", "7353", "245", "109", "28020", "97534"} <= counts


def test_the_young_adults_of_the_text_are_two_rows_of_table_3():
    bands = [int(COUNTS[f"mid-2018-adults-{band}"]["count"]) for band in ("16-24", "25-34")]
    assert sum(bands) == int(COUNTS["mid-2018-adults-16-34"]["count"])


def test_every_printed_number_stands_in_the_chapter(findings):
    for line in LINES:
        assert printed(line["printed_estimate"]), line
        assert findings[line["finding"]]["percentage"] + "%" in CHAPTER, line
    for table in TABLES:
        for column in ("printed_population", "printed_total"):
            assert not table[column] or printed(table[column]), (table["number"], column)


def test_tables_speak_the_chapters_words():
    for table in TABLES:
        assert f"Table {table['number']}: {table['title']}" in CHAPTER
        assert table["introduction"] in CHAPTER
        assert table["introduction"].startswith(f"Table {table['number']} takes")
        source = f"Source: {table['source_line']} {table['citation']}"
        assert joined(source) in joined(CHAPTER), table["number"]
        for part in table["section"].split(" ", 1):
            assert part in CHAPTER


def test_table_headings_are_made_of_printed_words():
    words = set(CHAPTER.split())
    for table in TABLES:
        for column in ("population_heading", "percentage_heading", "estimate_heading"):
            assert set(table[column].split()) <= words, (table["number"], column)


def test_footnotes_42_to_55_stand_under_tables_1_to_15_but_table_8():
    cited = {table["number"]: table["citation"] for table in TABLES}
    assert [number for number in NUMBERS if not cited[number]] == ["8", "16", "17"]
    assert sorted(int(number) for number in cited.values() if number) == list(range(42, 56))


def test_line_labels_are_printed():
    for line in LINES:
        assert joined(line["label"]) in joined(CHAPTER), line


def test_lines_name_counts_and_findings_of_one_measure(findings):
    measures = {table["number"]: table["measure"] for table in TABLES}
    for line in LINES:
        assert line["population"] in COUNTS, line
        assert findings[line["finding"]]["measure"] == measures[line["table"]], line


def test_counts_and_tables_name_what_the_evidence_seed_defines():
    used = {column: {row[column] for row in COUNTS.values()} for column in ("group", "area")}
    assert used["group"] - evidence_keys("groups.csv", "code") == set()
    assert used["area"] - evidence_keys("areas.csv", "code") == set()
    measures = {table["measure"] for table in TABLES}
    assert measures - evidence_keys("measures.csv", "code") == set()


def test_counts_name_publications_of_the_evidence_seed():
    used = {row["publication"] for row in COUNTS.values()}
    assert used - evidence_keys("publications.csv", "key") == set()


def test_counts_come_from_the_publication_the_tables_footnote_names():
    citations = {row["number"]: row["publication"] for row in rows(EVIDENCE / "citations.csv")}
    cited = {table["number"]: citations.get(table["citation"]) for table in TABLES}
    for line in LINES:
        publication = COUNTS[line["population"]]["publication"]
        assert cited[line["table"]] in (None, publication), line


def test_the_tables_use_at_least_six_measures():
    assert len({table["measure"] for table in TABLES}) >= 6


def test_caveats_name_tables_lines_and_findings_that_exist(findings):
    places = {(line["table"], line["position"]) for line in LINES}
    for caveat in CAVEATS:
        assert caveat["kind"] in KINDS, caveat
        assert not caveat["table"] or caveat["table"] in NUMBERS, caveat
        assert not caveat["position"] or (caveat["table"], caveat["position"]) in places, caveat
        assert not caveat["finding"] or caveat["finding"] in findings, caveat


def test_caveats_are_sentences_said_once():
    sentences = [caveat["sentence"] for caveat in CAVEATS]
    assert len({caveat["key"] for caveat in CAVEATS}) == len(CAVEATS)
    assert all(sentence[0] in "“" or not sentence[0].islower() for sentence in sentences)
    assert all(re.search(r"[.”]$", sentence) for sentence in sentences)
    columns = ("table", "position", "finding", "sentence")
    said = Counter(tuple(caveat[column] for column in columns) for caveat in CAVEATS)
    assert max(said.values()) == 1


@pytest.mark.parametrize("number", NUMBERS)
def test_every_table_carries_a_caution(number):
    assert any(caveat["table"] == number for caveat in CAVEATS)


@pytest.mark.parametrize("number", ["6", "7", "11", "12", "13", "14", "15"])
def test_tables_on_the_2011_census_say_so(number):
    periods = [row for row in CAVEATS if row["table"] == number and row["kind"] == "period"]
    assert any("2011" in row["sentence"] for row in periods)


def test_both_totals_for_the_same_residents_are_named():
    sentences = [row["sentence"] for row in CAVEATS if row["table"] in ("1", "3")]
    assert any("31,878" in text and "30,975" in text for text in sentences)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("estimates/seed/tables.csv", lambda row: int(row["number"])),
        ("estimates/seed/lines.csv", lambda row: (int(row["table"]), int(row["position"]))),
        ("estimates/seed/caveats.csv", lambda row: row["key"]),
        ("evidence/seed/populations.csv", lambda row: row["key"]),
    ],
)
def test_files_are_sorted_and_plain(path, key):
    keys = [key(row) for row in rows(ROOT / path)]
    assert keys == sorted(keys)
    data = (ROOT / path).read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")

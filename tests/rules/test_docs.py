"""The documents say what is so: commands exist, links lead somewhere, sums come out."""

import datetime
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import get_commands

from actions import files, links, rating
from actions.dates import Due
from actions.models import Board
from actions.selectors import states
from estimates import calculation, checking, uncertainty
from estimates.models import Caveat
from loneliness import environment, settings
from loneliness.register import reference
from tests import bars

ROOT = Path(__file__).resolve().parents[2]
LATER: set[str] = set()
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
WORKED = re.compile(r"([\d,]+) × ([\d.]+)% = ([\d,.]+), rounded ([\d,]+)")
COMMAND = re.compile(r"manage\.py (\w+)")
SCRIPT = re.compile(r"(?<![\w/.])((?:bin|\.ci)/[a-z]+)")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
VARIABLE = re.compile(r"""(?:env\.\w+|required)\(\s*"([A-Z_]+)\"""")


def found(pattern):
    """What a pattern finds in all documents, with the page it stands on."""
    return [
        (page, match)
        for page in PAGES
        for match in re.finditer(pattern, page.read_text(encoding="utf-8"))
    ]


def number(text):
    return Decimal(text.replace(",", ""))


def test_commands_in_documents_exist():
    names = {match[1] for _, match in found(COMMAND)}
    assert names >= {"load_chapter", "verify_estimates"}
    assert names - set(get_commands()) == set()


def test_scripts_in_documents_exist():
    names = {match[1] for _, match in found(SCRIPT)}
    assert names >= {"bin/run", "bin/test"}
    assert [name for name in names if not (ROOT / name).is_file()] == []


def test_every_fault_has_its_figures():
    page = bars.PAGE.read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")][2:]
    assert [row[0].removeprefix("| ") for row in rows] == [bar.fault for bar in bars.BARS.values()]
    for row, bar in zip(rows, bars.BARS.values(), strict=True):
        assert row[1] == bar.at_most
        assert all(bars.KINDS[kind] in row[2] for kind in bar.databases)
        assert row[3].removesuffix(" |")


def test_links_lead_somewhere():
    dead = [
        f"{page.relative_to(ROOT)}: {match[1]}"
        for page, match in found(LINK)
        if not (page.parent / match[1]).exists()
        and (page.parent / match[1]).resolve().relative_to(ROOT).as_posix() not in LATER
    ]
    assert dead == []


def test_worked_sums_come_out():
    sums = [match for _, match in found(WORKED)]
    assert len(sums) >= 3
    for match in sums:
        count, percentage = int(number(match[1])), number(match[2])
        assert calculation.in_words(calculation.exact(count, percentage)) == match[3]
        assert f"{calculation.estimate(count, percentage):,}" == match[4]


NUMBER = r"([\d,.]+)"
UNSURE = (ROOT / "docs/explanation/uncertainty.md").read_text(encoding="utf-8")


def worked(pattern):
    """The numbers of each line of the page that a pattern fits; N stands for a number."""
    found = re.findall(pattern.replace("N", NUMBER), UNSURE)
    assert found, pattern
    return [[number(one.rstrip(".")) for one in line] for line in found]


def test_wilsons_intervals_come_out():
    for percentage, base, low, high in worked("wilson: N% of N is N% to N%"):
        assert uncertainty.wilson(percentage, int(base)) == (low, high)


def test_carried_intervals_come_out():
    pattern = "carried: N × N% is N; N% to N% gives N to N"
    for count, percentage, exact, low, high, *ends in worked(pattern):
        assert calculation.exact(int(count), percentage) == exact
        assert uncertainty.product(int(count), percentage, (low, high)) == tuple(ends)
    pattern = r"both: N \(N to N\) × N% \(N% to N%\) gives N to N"
    for count, few, many, percentage, low, high, *ends in worked(pattern):
        counts = int(few), int(many)
        assert uncertainty.product(int(count), percentage, (low, high), counts) == tuple(ends)


def test_shown_figures_come_out():
    for value, low, high, shown in worked("shown: N within N to N is N"):
        assert uncertainty.supported(value, (low, high)) == shown


@pytest.mark.parametrize(
    ("page", "words", "number"),
    [
        ("rating-to-discuss", r"more than (\d+) days late", rating.MILESTONE_RED),
        ("rating-to-discuss", r"due within (\d+) days", rating.SOON),
        ("rating-to-discuss", r"less than (\d+)% done", rating.NEARLY_DONE),
        ("rating-to-discuss", r"days of silence are (\d+) unless", states.SILENT_AFTER),
        ("rating-to-discuss", r"days of silence are (\d+) unless", Board().silent_after),
        ("report-progress", r"link is good for (\d+) days", links.GOOD_FOR.days),
        ("report-progress", r"at most (\d+) MB", files.MOST_BYTES >> 20),
        ("0017-worked-out-states", r"runs out after (\d+) days", links.GOOD_FOR.days),
    ],
)
def test_numbers_of_the_tracker_are_as_the_code_has_them(page, words, number):
    path = next(path for path in PAGES if path.stem == page)
    assert re.findall(words, " ".join(path.read_text("utf-8").split())) == [str(number)]


@pytest.mark.parametrize(
    ("fact", "limit", "graver"),
    [
        ("silent_for", 90, "amber"),
        ("silent_for", 2 * 90, "red"),
        ("calls_missed", 0, "amber"),
        ("calls_missed", 1, "red"),
    ],
)
def test_the_rating_turns_where_the_page_says(fact, limit, graver):
    day = datetime.date(2026, 11, 24)
    facts = rating.Facts(today=day, due=Due(), status="in-progress", **{fact: limit})
    assert rating.rate(facts).rag != graver
    assert rating.rate(replace(facts, **{fact: limit + 1})).rag == graver


@pytest.mark.django_db
def test_what_the_rules_find_is_counted_as_published():
    checked = checking.check()
    alike = [one for one in checked if not one.fault.rule.unknown]
    cautions = Caveat.objects.count()
    seen = Caveat.objects.exclude(rule="").count()
    counts = [
        len(checked), len(alike), len(checked) - len(alike),
        sum(not one.caveats for one in alike), cautions, seen, cautions - seen,
    ]  # fmt: skip
    page = (ROOT / "docs/explanation/figures-that-match.md").read_text(encoding="utf-8")
    assert [int(row) for row in re.findall(r"^\| .* \| (\d+) \|$", page, re.MULTILINE)] == counts


@pytest.mark.parametrize("name", reference.pages())
def test_reference_is_as_the_code_writes_it(name):
    written = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")
    assert written == reference.pages()[name], "Run manage.py write_reference."


def test_every_variable_of_the_settings_is_explained():
    files = (settings.__file__, environment.__file__)
    source = "".join(Path(file).read_text(encoding="utf-8") for file in files)
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = set(VARIABLE.findall(source))
    assert {"SECRET_KEY", "DATABASE_URL", "REGISTER_MODE"} <= names
    explained = set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE))
    assert names == explained


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/adr").glob("[0-9]*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))

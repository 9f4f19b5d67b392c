"""The documents say what is so: commands exist, links lead somewhere, sums come out."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import get_commands

from estimates import calculation, checking, uncertainty
from estimates.models import Caveat
from loneliness import settings
from loneliness.register import reference

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
    source = Path(settings.__file__).read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = set(VARIABLE.findall(source))
    assert {"SECRET_KEY", "DATABASE_URL", "REGISTER_MODE"} <= names
    explained = set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE))
    assert names == explained


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/adr").glob("[0-9]*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))

"""The evidence register's seed files: which column is which field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evidence.models import (
    Appraisal,
    Area,
    Chapter,
    Citation,
    Figure,
    FigurePoint,
    Finding,
    FindingCitation,
    FindingComparison,
    GlossaryTerm,
    GroupParent,
    Measure,
    PopulationCount,
    PopulationGroup,
    Publication,
)
from loneliness.records.seedfiles import (
    Date,
    Files,
    Integer,
    Links,
    Number,
    Reference,
    SeedFile,
    Text,
)

DIRECTORY = Path(__file__).parent / "seed"
CHAPTER = "lcc-jsna-loneliness-2019"


def texts(names: str) -> tuple[Text, ...]:
    """Text columns of these names."""
    return tuple(Text(name) for name in names.split())


def of_chapter(files: Files) -> dict[str, Any]:
    """A new row belongs to the edition being loaded."""
    return {"chapter": files.chapter}


def entered(files: Files) -> dict[str, Any]:
    """A new row was entered by the account that loads."""
    return {"entered_by": files.by}


CHAPTERS = SeedFile(
    "chapters.csv",
    Chapter,
    ("code",),
    (
        *texts("code title edition"),
        Date("published_on"),
        Text("approved_by"),
        Reference("replaces", model=Chapter, by="code"),
    ),
)

SEED_FILES = (
    SeedFile(
        "publications.csv",
        Publication,
        ("key",),
        (
            *texts("key title authors"),
            Integer("year"),
            *texts("publisher kind commissioner commissioner_kind sampling"),
            Integer("sample_size"),
            *texts("sample_note population geography fieldwork doi isbn url"),
            *texts("identification basis standing notes standing_note"),
            Date("standing_on"),
            Reference("replaced_by", model=Publication),
            *texts("seen_at journal volume issue pages"),
            Date("review_by"),
            Reference("merged_into", model=Publication),
        ),
    ),
    SeedFile(
        "appraisals.csv",
        Appraisal,
        ("publication",),
        (
            Reference("publication", model=Publication),
            *texts("professional large method_clear self_selecting"),
            *texts("suggested_grade grade reason departure_reason confidence"),
        ),
        stamp=lambda files: {"appraised_by": files.by},
        rows=lambda files: Appraisal.objects.in_force(),
    ),
    SeedFile(
        "citations.csv",
        Citation,
        ("number",),
        (
            Integer("number"),
            Reference("publication", model=Publication),
            *texts("section phrase certainty alternatives note"),
        ),
        stamp=of_chapter,
    ),
    SeedFile("measures.csv", Measure, ("code",), texts("code wording measures")),
    SeedFile(
        "groups.csv",
        PopulationGroup,
        ("code",),
        (
            *texts("code name"),
            Links("parents", GroupParent, "child", "parent", PopulationGroup),
            *texts("kind named_in"),
        ),
    ),
    SeedFile(
        "areas.csv",
        Area,
        ("code",),
        (*texts("code name kind"), Reference("parent", model=Area, by="code")),
    ),
    SeedFile(
        "findings.csv",
        Finding,
        ("key",),
        (
            Text("key"),
            Reference("publication", model=Publication),
            Links("citations", FindingCitation, "finding", "citation", Citation, "number"),
            Reference("measure", model=Measure, by="code"),
            Reference("group", model=PopulationGroup, by="code"),
            Number("percentage", decimals="decimals"),
            Text("qualifier"),
            Number("value_from"),
            Number("value_to"),
            Text("value_unit"),
            Links("compared_with", FindingComparison, "finding", "other", Finding, "key"),
            Reference("comparator_group", model=PopulationGroup, by="code"),
            *texts("direction significance"),
            Integer("age_from"),
            Integer("age_to"),
            Reference("area", model=Area, by="code"),
            Text("period"),
            Integer("base"),
            Text("base_note"),
            Number("interval_low"),
            Number("interval_high"),
            *texts("interval_source interval_state quotation quoted_from place note"),
            Reference("supersedes", model=Finding),
            Text("supersede_reason"),
            Reference("earlier", model=Finding),
            Text("weighting"),
        ),
        stamp=entered,
    ),
    SeedFile(
        "populations.csv",
        PopulationCount,
        ("key",),
        (
            Text("key"),
            Reference("publication", model=Publication),
            Reference("group", model=PopulationGroup, by="code"),
            Reference("area", model=Area, by="code"),
            Text("unit"),
            Integer("age_from"),
            Integer("age_to"),
            Date("date"),
            Text("period"),
            Integer("count"),
            Reference("part_of", model=PopulationCount),
            *texts("split_by quotation place note"),
            Integer("count_low"),
            Integer("count_high"),
            Text("interval_source"),
        ),
        stamp=entered,
    ),
    SeedFile(
        "figures.csv",
        Figure,
        ("number",),
        (Integer("number"), *texts("title section source_line complete note")),
        stamp=of_chapter,
    ),
    SeedFile(
        "figure_points.csv",
        FigurePoint,
        ("figure", "position"),
        (
            Reference("figure", model=Figure, by="number"),
            Integer("position"),
            Text("label"),
            Reference("finding", model=Finding),
        ),
        rows=lambda files: FigurePoint.objects.filter(figure__chapter=files.chapter),
    ),
    SeedFile("glossary.csv", GlossaryTerm, ("term",), texts("term kind meaning")),
)

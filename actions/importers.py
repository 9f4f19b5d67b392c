"""The action tracker's seed files: which column is which field."""

from __future__ import annotations

from pathlib import Path

from actions.models import (
    Action,
    ActionRecommendation,
    Board,
    Organisation,
    PolicyItem,
    Recommendation,
    RecommendationBoard,
    RecommendationGroup,
    Service,
    ServiceGroup,
    ServiceProvider,
)
from evidence.importers import of_chapter, texts
from evidence.models import PopulationGroup, Publication
from loneliness.records.seedfiles import Date, Links, Reference, SeedFile, Text

DIRECTORY = Path(__file__).parent / "seed"

SEED_FILES = (
    SeedFile(
        "organisations.csv",
        Organisation,
        ("slug",),
        (*texts("slug name sector"), Date("valid_to"), Text("note")),
    ),
    SeedFile(
        "boards.csv",
        Board,
        ("slug",),
        (*texts("slug name"), Reference("parent", model=Board, by="slug"), Text("kind")),
    ),
    SeedFile(
        "recommendations.csv",
        Recommendation,
        ("letter",),
        texts("letter kind text text_in_section_8"),
        stamp=of_chapter,
    ),
    SeedFile(
        "actions.csv",
        Action,
        ("key",),
        (
            Text("key"),
            Links(
                "recommendations",
                ActionRecommendation,
                "action",
                "recommendation",
                Recommendation,
                "letter",
            ),
            Text("title"),
            Reference("board", model=Board, by="slug"),
            *texts("reach capacity"),
        ),
    ),
    SeedFile(
        "services.csv",
        Service,
        ("key",),
        (
            *texts("key name"),
            Links("providers", ServiceProvider, "service", "organisation", Organisation, "slug"),
            *texts("sector department listed_in"),
            Links("groups", ServiceGroup, "service", "group", PopulationGroup),
            Text("description"),
        ),
    ),
    SeedFile(
        "policy.csv",
        PolicyItem,
        ("key",),
        (
            *texts("key level date_text title text"),
            Reference("publication", model=Publication),
        ),
    ),
    SeedFile(
        "recommendation_groups.csv",
        RecommendationGroup,
        ("letter", "group"),
        (
            Reference("letter", "recommendation", model=Recommendation, by="letter"),
            Reference("group", model=PopulationGroup, by="code"),
        ),
        rows=lambda files: RecommendationGroup.objects.filter(
            recommendation__chapter=files.chapter
        ),
    ),
    SeedFile(
        "recommendation_boards.csv",
        RecommendationBoard,
        ("letter", "board"),
        (
            Reference("letter", "recommendation", model=Recommendation, by="letter"),
            Reference("board", model=Board, by="slug"),
        ),
        rows=lambda files: RecommendationBoard.objects.filter(
            recommendation__chapter=files.chapter
        ),
    ),
)

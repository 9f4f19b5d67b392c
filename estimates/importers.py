"""The estimates' seed files: which column is which field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from estimates.models import Caveat, EstimateLine, EstimateTable
from evidence.importers import of_chapter, texts
from evidence.models import Citation, Finding, Measure, PopulationCount
from loneliness.records.seedfiles import Files, Integer, Reference, SeedFile, Text

DIRECTORY = Path(__file__).parent / "seed"


class LinePosition(Text):
    """A line, named by its position in the table that the same row names."""

    def read(self, cells: dict[str, str], files: Files) -> dict[str, Any]:
        if not cells["position"]:
            return {"line": None}
        line = EstimateLine.objects.filter(
            table__chapter=files.chapter,
            table__number=int(cells["table"] or 0),
            position=cells["position"],
        ).first()
        if line is None:
            raise ValueError(f"table {cells['table']} has no line {cells['position']}")
        return {"line": line}

    def write(self, record: Any) -> str:
        return str(record.line.position) if record.line else ""


SEED_FILES = (
    SeedFile(
        "tables.csv",
        EstimateTable,
        ("number",),
        (
            Integer("number"),
            *texts("title section introduction"),
            Reference("measure", model=Measure, by="code"),
            *texts("unit population_heading percentage_heading estimate_heading source_line"),
            Reference("citation", model=Citation, by="number"),
            Text("total_rule"),
            Integer("printed_population"),
            Integer("printed_total"),
            Reference("repeats", model=EstimateTable, by="number"),
            Text("quoted_because"),
        ),
        stamp=of_chapter,
    ),
    SeedFile(
        "lines.csv",
        EstimateLine,
        ("table", "position"),
        (
            Reference("table", model=EstimateTable, by="number"),
            Integer("position"),
            Text("label"),
            Reference("population", model=PopulationCount),
            Reference("finding", model=Finding),
            Integer("printed_estimate"),
        ),
        rows=lambda files: EstimateLine.objects.filter(table__chapter=files.chapter),
    ),
    SeedFile(
        "caveats.csv",
        Caveat,
        ("key",),
        (
            Text("key"),
            Reference("table", model=EstimateTable, by="number"),
            LinePosition("position", "line"),
            Reference("finding", model=Finding),
            *texts("kind sentence rule"),
        ),
    ),
)

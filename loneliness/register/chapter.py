"""The whole chapter, in and out: every app's seed files in the order they build on each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

import actions.importers
import estimates.importers
import evidence.importers
from estimates.models import EstimateTable
from estimates.services import record_as_printed
from evidence.models import Chapter
from evidence.services import raise_known_standings
from loneliness.accounts.models import User
from loneliness.records.seedfiles import Files, Loader, Outcome

APPS = (evidence.importers, estimates.importers, actions.importers)


def load() -> Iterator[Outcome]:
    """Load every seed file, yielding what each did; all or nothing.

    SeedError names file, line, column and rule of each fault.
    """
    with transaction.atomic():
        files = Files(by=User.objects.system())
        yield Loader(evidence.importers.CHAPTERS, files).load(evidence.importers.DIRECTORY)
        files.chapter = Chapter.objects.get(code=evidence.importers.CHAPTER)
        for app in APPS:
            for seed in app.SEED_FILES:
                yield Loader(seed, files).load(app.DIRECTORY)
        for table in EstimateTable.objects.filter(revisions=None, chapter=files.chapter):
            record_as_printed(table, by=files.by)
        raise_known_standings(by=files.by)


def export(directory: Path) -> list[Path]:
    """Write every seed file below ``directory`` as ``APP/seed/NAME``; return the paths."""
    files = Files(
        by=User.objects.system(), chapter=Chapter.objects.get(code=evidence.importers.CHAPTER)
    )
    written = []
    for app in APPS:
        seeds = app.SEED_FILES
        if app is evidence.importers:
            seeds = (evidence.importers.CHAPTERS, *seeds)
        for seed in seeds:
            path = directory / app.DIRECTORY.relative_to(app.DIRECTORY.parent.parent) / seed.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(seed.text(files).encode("utf-8"))
            written.append(path)
    return written

"""Background work on the estimates."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from celery import shared_task

from estimates import notices, services
from estimates.models import EstimateTable
from loneliness.accounts.models import User
from loneliness.records import jobs
from loneliness.records.models import Job

logger = logging.getLogger(__name__)


def renew_later(tables: Sequence[EstimateTable], *, by: User, reason: str) -> Job:
    """Let many tables be drafted with their newest figures in the background."""
    title = f"Working out {len(tables)} tables with their newest figures"
    chosen = [table.pk for table in tables]
    return jobs.start(
        renew_tables, chosen, by.pk, reason, title=title, by=by, result_url="/estimates/"
    )


@shared_task
@jobs.work
def renew_tables(job: Job, tables: list[int], user_id: int, reason: str) -> None:
    """Draft tables with their newest figures, all or none."""
    services.draft_newest(
        list(EstimateTable.objects.filter(pk__in=tables).order_by("number")),
        by=User.objects.get(pk=user_id),
        reason=reason,
        report=partial(jobs.progress, job),
        at_end=lambda drafts: jobs.finish(job),
    )


def repeat_later(table: EstimateTable, *, by: User, areas: str, source: str, seen: str) -> Job:
    """Let a table be repeated for many areas in the background."""
    title = f"Repeating Table {table.number} for other areas"
    given = table.pk, by.pk, areas, source, seen
    return jobs.start(repeat_table, *given, title=title, by=by, result_url=table.get_absolute_url())


@shared_task
@jobs.work
def repeat_table(job: Job, table_id: int, user_id: int, areas: str, source: str, seen: str) -> None:
    """Repeat a table for many areas, all of them or none; the job leads to the new table."""
    services.repeat(
        EstimateTable.objects.get(pk=table_id),
        by=User.objects.get(pk=user_id),
        areas=areas,
        source=source,
        seen=seen,
        report=partial(jobs.progress, job),
        at_end=lambda made: jobs.finish(job, made.get_absolute_url()),
    )


@shared_task
def verify_estimates() -> list[str]:
    """Recompute and check every version; keep, log and return a sentence for each failing row."""
    found = services.record_verification()
    for failure in found.sentences:
        logger.error(failure)
    if found.sentences:
        notices.tell_administrators(found)
    return found.sentences

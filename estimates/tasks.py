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
    job = jobs.start(title, by=by, result_url="/estimates/")
    jobs.send(job, renew_tables, [table.pk for table in tables], by.pk, reason)
    return job


@shared_task
def renew_tables(job_id: int, tables: list[int], user_id: int, reason: str) -> None:
    """Draft tables with their newest figures, all or none."""
    with jobs.running(job_id) as job:
        services.draft_newest(
            list(EstimateTable.objects.filter(pk__in=tables).order_by("number")),
            by=User.objects.get(pk=user_id),
            reason=reason,
            report=partial(jobs.progress, job),
        )


def repeat_later(table: EstimateTable, *, by: User, areas: str, source: str, seen: str) -> Job:
    """Let a table be repeated for many areas in the background."""
    title = f"Repeating Table {table.number} for other areas"
    job = jobs.start(title, by=by, result_url=table.get_absolute_url())
    jobs.send(job, repeat_table, table.pk, by.pk, areas, source, seen)
    return job


@shared_task
def repeat_table(
    job_id: int, table_id: int, user_id: int, areas: str, source: str, seen: str
) -> None:
    """Repeat a table for many areas, all of them or none; the job leads to the new table."""
    with jobs.running(job_id) as job:
        made = services.repeat(
            EstimateTable.objects.get(pk=table_id),
            by=User.objects.get(pk=user_id),
            areas=areas,
            source=source,
            seen=seen,
            report=partial(jobs.progress, job),
        )
        jobs.lead_to(job, made.get_absolute_url())


@shared_task
def verify_estimates() -> list[str]:
    """Recompute and check every version; keep, log and return a sentence for each failing row."""
    found = services.record_verification()
    for failure in found.sentences:
        logger.error(failure)
    if found.sentences:
        notices.tell_administrators(found)
    return found.sentences

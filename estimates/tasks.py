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


@shared_task
def verify_estimates() -> list[str]:
    """Recompute and check every version; keep, log and return a sentence for each failing row."""
    failures = services.record_verification().sentences
    for failure in failures:
        logger.error(failure)
    if failures:
        notices.tell_administrators(failures)
    return failures

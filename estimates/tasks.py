"""Background work on the estimates."""

import logging

from celery import shared_task

from estimates import services

logger = logging.getLogger(__name__)


@shared_task
def verify_estimates() -> list[str]:
    """Recompute and check every version; keep, log and return a sentence for each failing row."""
    failures = services.record_verification().sentences
    for failure in failures:
        logger.error(failure)
    return failures

"""Long work: who asked, how far it is, and how it ends. What is cancelled keeps nothing.

Progress is written between the steps of the work and never within a transaction: nobody would
see it there, and SQLite has one writer only. Within one, the work only asks whether to go on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery.exceptions import OperationalError
from django.core.exceptions import ValidationError
from django.utils import timezone

from loneliness.accounts.models import User
from loneliness.records import services
from loneliness.records.models import Job
from loneliness.records.models.working import JobState

logger = logging.getLogger(__name__)
LONG = 200  # records that a page may work through while somebody waits
NOT_YOURS = "Only who started this, or an administrator, may look at it or stop it."
CANCELLED = "It was stopped. Nothing of it was kept."
BROKE = (
    "It broke off and nothing of it was kept. Try again; if it happens again, tell an "
    "administrator."
)

UNREACHABLE = (
    "What does long work in the background cannot be reached, so it was not begun and nothing was "
    "changed. Try again in a few minutes, or tell an administrator."
)


class Cancelled(Exception):
    """Somebody asked for the work to stop."""


def start(title: str, *, by: User, result_url: str) -> Job:
    """A job that waits for its turn; ``result_url`` is the page that shows what came of it."""
    job = Job(title=title[:300], started_by=by, result_url=result_url)
    job.full_clean()
    job.save()
    return job


def may_see(user: User, job: Job) -> bool:
    """Who started it, or an administrator."""
    return job.started_by_id == user.pk or user.has_perm("accounts.change_user")


def cancel(job: Job, *, by: User) -> None:
    """Ask for the work to stop; a job that is over stays as it ended."""
    services.require(may_see(by, job), NOT_YOURS)
    Job.objects.filter(pk=job.pk, finished_at=None).update(cancel_asked=True)


def go_on(job: Job) -> None:
    """Cancelled when somebody asked for the work to stop."""
    if Job.objects.filter(pk=job.pk, cancel_asked=True).exists():
        raise Cancelled


def send(job: Job, task: Any, *arguments: Any) -> None:
    """Hand the work to a task; when nobody can be reached, the job says so and nothing is lost."""
    try:
        task.delay_on_commit(job.pk, *arguments)
    except OperationalError:
        unreachable(job)


def unreachable(job: Job) -> None:
    """Say of a job that nobody could be asked to do it."""
    _settle(job, JobState.FAILED, UNREACHABLE)


def progress(job: Job, done: int, total: int) -> None:
    """Write how far the work is; Cancelled when it is to stop. Not within a transaction."""
    go_on(job)
    Job.objects.filter(pk=job.pk).update(done=done, total=total)


def lead_to(job: Job, url: str) -> None:
    """Let a job lead to the page of what it made."""
    Job.objects.filter(pk=job.pk).update(result_url=url)


@contextmanager
def running(pk: int) -> Iterator[Job]:
    """The work itself: however it ends, the job says so in a sentence."""
    job = Job.objects.get(pk=pk)
    _settle(job, JobState.RUNNING)
    try:
        go_on(job)
        yield job
    except Cancelled:
        _settle(job, JobState.CANCELLED, CANCELLED)
    except ValidationError as error:
        _settle(job, JobState.FAILED, " ".join(error.messages))
    except Exception:
        logger.exception("Job %s broke off", job.pk)
        _settle(job, JobState.FAILED, BROKE)
        raise
    else:
        _settle(job, JobState.DONE)


def _settle(job: Job, state: JobState, message: str = "") -> None:
    over = state != JobState.RUNNING
    finished = timezone.now() if over else None
    Job.objects.filter(pk=job.pk).update(state=state, message=message, finished_at=finished)

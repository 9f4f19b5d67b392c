"""Long work: who asked, how far it is, and how it ends. What is cancelled keeps nothing.

The broker is only a doorbell: what is to be done stands in the job. Whoever does it holds it for
two minutes at a time, so that a job whose worker was killed, or whose message was lost, is begun
again; what was done before it was killed was not kept. Progress is written between the steps of
the work and never within a transaction: nobody would see it there, and SQLite has one writer
only. Within one, the work only asks whether to go on.
"""

from __future__ import annotations

import datetime
import functools
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from celery.exceptions import OperationalError
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, transaction
from django.db import OperationalError as DatabaseAway
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from loneliness.accounts.models import User
from loneliness.records import services
from loneliness.records.models import Job
from loneliness.records.models.working import JobState

logger = logging.getLogger(__name__)
LONG = 200  # records that a page may work through while somebody waits
HELD = datetime.timedelta(minutes=2)
RENEW = 20  # seconds
TIMES = 3
NOT_YOURS = "Only who started this, or an administrator, may look at it or stop it."
CANCELLED = "It was stopped. Nothing of it was kept."
BROKE = (
    "It broke off and nothing of it was kept. Try again; if it happens again, tell an "
    "administrator."
)
BROKE_THRICE = (
    "It broke off three times and nothing of it was kept. Tell an administrator before you try "
    "again."
)
UNHEARD = (
    "The part of the register that does long work is busy or cannot be reached. Yours begins by "
    "itself as soon as it can, and nothing is lost."
)
LEFT = (
    "It broke off, and nothing of it was kept. It begins again by itself within a few minutes; you "
    "need not wait here."
)


class Cancelled(Exception):
    """Somebody asked for the work to stop."""


class Overtaken(Exception):
    """Somebody else does the work by now, because this was silent for too long."""


def start(task: Any, *arguments: Any, title: str, by: User, result_url: str) -> Job:
    """A job for a task made by ``work``, begun after this transaction.

    ``arguments`` are numbers and texts that the task takes after the job; ``result_url`` is the
    page that shows what came of it.
    """
    job = Job(
        title=title[:300],
        started_by=by,
        result_url=result_url,
        task=task.name,
        arguments=list(arguments),
    )
    job.full_clean()
    job.save()
    transaction.on_commit(functools.partial(_ring, job), robust=True)
    return job


def _ring(job: Job) -> None:
    """Say that a job waits; when nobody hears it, it is said again later."""
    try:
        import_string(job.task).apply_async((job.pk, *job.arguments), retry=False)
    except (OperationalError, OSError):
        logger.warning("The broker cannot be reached: job %s waits", job.pk)


def left(now: datetime.datetime) -> QuerySet[Job]:
    """Jobs that nobody has begun, and those whose worker has been silent for too long."""
    unheard = Q(state=JobState.WAITING, rung_at__lt=now - HELD)
    return Job.objects.filter(unheard | _silent(now))


def _silent(now: datetime.datetime) -> Q:
    """Of a job: whoever does it has not held it for as long as they should."""
    return Q(state=JobState.RUNNING, held_until__lt=now)


def resume(now: datetime.datetime) -> int:
    """Ring once more for every job that is left; how many."""
    found = list(left(now).filter(rung_at__lt=now - HELD))
    for job in found:
        again(job)
    return len(found)


def again(job: Job) -> None:
    """Ring once more for a job; one that is being done, or is over, stays as it is."""
    Job.objects.filter(pk=job.pk).update(rung_at=timezone.now())
    try:
        _ring(job)
    except ImportError:
        logger.exception("Job %s asks for what the register does not do any more", job.pk)
        _free(job.pk).update(**_over(JobState.FAILED, BROKE))


def standing(job: Job, now: datetime.datetime) -> str:
    """What else there is to say of a job that is not over."""
    if job.is_over or not left(now).filter(pk=job.pk).exists():
        return job.message
    return UNHEARD if job.state == JobState.WAITING else LEFT


def may_see(user: User, job: Job) -> bool:
    """Who started it, or an administrator."""
    return job.started_by_id == user.pk or user.has_perm("accounts.change_user")


def cancel(job: Job, *, by: User) -> None:
    """Stop what nobody has begun; ask for it where somebody does it. What is over stays."""
    services.require(may_see(by, job), NOT_YOURS)
    if not _free(job.pk).update(**_over(JobState.CANCELLED, CANCELLED)):
        Job.objects.filter(pk=job.pk, finished_at=None).update(cancel_asked=True)


def go_on(job: Job) -> None:
    """Cancelled when somebody asked for the work to stop, Overtaken when somebody else does it."""
    found = _held(job).values_list("cancel_asked", flat=True).first()
    if found is None:
        raise Overtaken
    if found:
        raise Cancelled


def progress(job: Job, done: int, total: int) -> None:
    """Write how far the work is; Cancelled when it is to stop. Not within a transaction."""
    go_on(job)
    _held(job).update(done=done, total=total)


def finish(job: Job, result_url: str = "") -> None:
    """End a job within the transaction that does its work, so that both are kept or neither.

    ``result_url`` is the page of what was made, where there was none before. Overtaken when
    somebody else does the work by now.
    """
    values = _over(JobState.DONE) | ({"result_url": result_url} if result_url else {})
    if not _held(job).update(**values):
        raise Overtaken


def work(done: Callable[..., None]) -> Callable[..., None]:
    """Make a task of work on a job: one at a time does it, and however it ends, the job says so.

    The task takes the job's number in place of the job.
    """

    @functools.wraps(done)
    def task(job_id: int, *arguments: Any) -> None:
        job = _take(job_id)
        if job is not None:
            with _ending(job), _renewed(job):
                go_on(job)
                done(job, *arguments)

    return task


def _take(pk: int) -> Job | None:
    """Take a job to do it; None when somebody else does it or it is over."""
    _free(pk).filter(begun__gte=TIMES).update(**_over(JobState.FAILED, BROKE_THRICE))
    until = timezone.now() + HELD
    taken = _free(pk).update(state=JobState.RUNNING, held_until=until, begun=F("begun") + 1)
    return Job.objects.get(pk=pk) if taken else None


def _free(pk: int) -> QuerySet[Job]:
    """A job that waits, or whose worker has been silent for too long."""
    return Job.objects.filter(Q(state=JobState.WAITING) | _silent(timezone.now()), pk=pk)


def _held(job: Job) -> QuerySet[Job]:
    """The job as long as it is being done by who took it with this object."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, begun=job.begun)


@contextmanager
def _ending(job: Job) -> Iterator[None]:
    try:
        yield
    except Cancelled:
        _held(job).update(**_over(JobState.CANCELLED, CANCELLED))
    except Overtaken:
        logger.warning("Job %s is done by somebody else by now", job.pk)
    except ValidationError as error:
        _held(job).update(**_over(JobState.FAILED, " ".join(error.messages)))
    except DatabaseAway:  # the database is away or full: it is begun again
        with suppress(DatabaseError):
            _held(job).update(held_until=timezone.now())
        raise
    except Exception:
        logger.exception("Job %s broke off", job.pk)
        _held(job).update(**_over(JobState.FAILED, BROKE))
        raise
    else:
        _held(job).update(**_over(JobState.DONE))


def _over(state: JobState, message: str = "") -> dict[str, Any]:
    return {"state": state, "message": message, "finished_at": timezone.now(), "held_until": None}


@contextmanager
def _renewed(job: Job) -> Iterator[None]:
    """Hold the job for as long as the work goes on, from a thread of its own."""
    is_over = threading.Event()

    def renew() -> None:
        while not is_over.wait(RENEW):
            with suppress(DatabaseError):
                _held(job).update(held_until=timezone.now() + HELD)
        connections.close_all()

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()

"""Long work on the evidence: reading and taking in large files."""

from __future__ import annotations

from functools import partial
from typing import Any

from celery import shared_task

from evidence import services
from evidence.models import CountFile, Import
from loneliness.accounts.models import User
from loneliness.records import jobs
from loneliness.records.models import Job


def read_later(file: Import, *, by: User) -> Job:
    """Let a large file be read in the background."""
    return _later(read_import, file.pk, title=f"Reading {file}", by=by, file=file)


def take_in_later(file: Import, *, by: User) -> Job:
    """Let a long file be taken in in the background."""
    return _later(take_in_import, file.pk, by.pk, title=f"Taking in {file}", by=by, file=file)


@shared_task
@jobs.work
def read_import(job: Job, import_id: int) -> None:
    """Read and compare a file; one that was read already stays as it is."""
    services.read_in(Import.objects.get(pk=import_id), report=partial(jobs.progress, job))


@shared_task
@jobs.work
def take_in_import(job: Job, import_id: int, user_id: int) -> None:
    """Take a file in; one that was taken in already stays as it is."""
    services.take_in(
        Import.objects.get(pk=import_id),
        by=User.objects.get(pk=user_id),
        report=lambda done, total: jobs.go_on(job),
    )


def read_counts_later(file: CountFile, *, by: User) -> Job:
    """Let a large file of counts be read in the background."""
    return _later(read_counts, file.pk, title=f"Reading {file}", by=by, file=file)


def take_in_counts_later(file: CountFile, *, by: User) -> Job:
    """Let a long file of counts be taken in in the background."""
    return _later(take_in_counts, file.pk, by.pk, title=f"Taking in {file}", by=by, file=file)


@shared_task
@jobs.work
def read_counts(job: Job, file_id: int) -> None:
    """Read and compare a file of counts; one that was read already stays as it is."""
    services.read_count_file(CountFile.objects.get(pk=file_id))


@shared_task
@jobs.work
def take_in_counts(job: Job, file_id: int, user_id: int) -> None:
    """Take a file of counts in; one that was taken in already stays as it is."""
    services.take_in_counts(
        CountFile.objects.get(pk=file_id),
        by=User.objects.get(pk=user_id),
        report=lambda done, total: jobs.go_on(job),
    )


def _later(task: Any, *arguments: int, title: str, by: User, file: Import | CountFile) -> Job:
    return jobs.start(task, *arguments, title=title, by=by, result_url=file.get_absolute_url())

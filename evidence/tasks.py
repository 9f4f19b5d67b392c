"""Long work on the evidence: reading and taking in large files."""

from __future__ import annotations

from functools import partial

from celery import shared_task

from evidence import services
from evidence.models import CountFile, Import
from loneliness.accounts.models import User
from loneliness.records import jobs
from loneliness.records.models import Job


def read_later(file: Import, *, by: User) -> Job:
    """Let a large file be read in the background."""
    job = jobs.start(f"Reading {file}", by=by, result_url=file.get_absolute_url())
    jobs.send(job, read_import, file.pk)
    return job


def take_in_later(file: Import, *, by: User) -> Job:
    """Let a long file be taken in in the background."""
    job = jobs.start(f"Taking in {file}", by=by, result_url=file.get_absolute_url())
    jobs.send(job, take_in_import, file.pk, by.pk)
    return job


@shared_task
def read_import(job_id: int, import_id: int) -> None:
    """Read and compare a file; one that was read already stays as it is."""
    with jobs.running(job_id) as job:
        services.read_in(Import.objects.get(pk=import_id), report=partial(jobs.progress, job))


@shared_task
def take_in_import(job_id: int, import_id: int, user_id: int) -> None:
    """Take a file in; one that was taken in already stays as it is."""
    with jobs.running(job_id) as job:
        services.take_in(
            Import.objects.get(pk=import_id),
            by=User.objects.get(pk=user_id),
            report=lambda done, total: jobs.go_on(job),
        )


def read_counts_later(file: CountFile, *, by: User) -> Job:
    """Let a large file of counts be read in the background."""
    job = jobs.start(f"Reading {file}", by=by, result_url=file.get_absolute_url())
    jobs.send(job, read_counts, file.pk)
    return job


def take_in_counts_later(file: CountFile, *, by: User) -> Job:
    """Let a long file of counts be taken in in the background."""
    job = jobs.start(f"Taking in {file}", by=by, result_url=file.get_absolute_url())
    jobs.send(job, take_in_counts, file.pk, by.pk)
    return job


@shared_task
def read_counts(job_id: int, file_id: int) -> None:
    """Read and compare a file of counts; one that was read already stays as it is."""
    with jobs.running(job_id):
        services.read_count_file(CountFile.objects.get(pk=file_id))


@shared_task
def take_in_counts(job_id: int, file_id: int, user_id: int) -> None:
    """Take a file of counts in; one that was taken in already stays as it is."""
    with jobs.running(job_id) as job:
        services.take_in_counts(
            CountFile.objects.get(pk=file_id),
            by=User.objects.get(pk=user_id),
            report=lambda done, total: jobs.go_on(job),
        )

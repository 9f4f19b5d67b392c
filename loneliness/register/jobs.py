"""The page of long work: how far it is, how it ended, and a button to stop it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from loneliness.records import jobs
from loneliness.records.models import Job


def job(request: HttpRequest, pk: int) -> HttpResponse:
    """/jobs/PK/: how far the work is; posted to, it is asked to stop, or begun again when left."""
    record = get_object_or_404(Job, pk=pk)
    if not jobs.may_see(request.user, record):
        raise PermissionDenied(jobs.NOT_YOURS)
    if request.method == "POST":
        if "again" in request.POST:
            jobs.again(record)
        else:
            jobs.cancel(record, by=request.user)
        return redirect("job", pk)
    standing = jobs.standing(record, timezone.now())
    return render(request, "pages/job.html", {"job": record, "standing": standing})

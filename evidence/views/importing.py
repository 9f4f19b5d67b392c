"""Bringing references in: choose a file, look through what it would do, take it in."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from evidence import policies, services, tasks
from evidence.doi import NoAnswer
from evidence.forms.importing import ImportForm
from evidence.importing.plan import is_filling
from evidence.models import Import, ImportRecord, Publication
from evidence.vocabulary import ImportOutcome, ImportState
from loneliness.records.jobs import LONG
from loneliness.records.models import Job

PER_PAGE = 25
RECENT = 10
LONG_BYTES = 256 * 1024
ORDER = list(ImportOutcome)


def new_import(request: HttpRequest) -> HttpResponse:
    """/evidence/import/: choose a file or paste cells; nothing is saved yet."""
    _require_officer(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = services.bring(*form.brought, by=request.user)
        if len(file.content) > LONG_BYTES:
            return redirect("job", tasks.read_later(file, by=request.user).pk)
        services.read_in(file)
        if file.state != ImportState.FAILED:
            return redirect(file)
        form.add_error("file" if form.cleaned_data["file"] else "pasted", file.notes)
    recent = Import.objects.exclude(state=ImportState.FAILED).select_related("brought_by")
    context = {
        "form": form,
        "title": "Import references",
        "submit": "Look through it",
        "recent": recent[:RECENT],
    }
    return render(request, "evidence/import_new.html", context)


def look_up(request: HttpRequest, key: str) -> HttpResponse:
    """/evidence/publications/KEY/look-up/: ask for its DOI, then show what that would fill."""
    _require_officer(request)
    publication = get_object_or_404(Publication, key=key)
    if not settings.DOI_LOOKUP_URL:
        raise Http404("Asking for a DOI is not set up here.")
    if request.method == "POST" and publication.doi:
        try:
            return redirect(services.bring_look_up(publication, by=request.user))
        except NoAnswer as error:
            messages.error(request, str(error))
            return redirect(publication)
    host = urlsplit(settings.DOI_LOOKUP_URL).netloc
    return render(request, "evidence/look_up.html", {"publication": publication, "host": host})


def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """/evidence/import/PK/: what each record would do; choices are kept, then all is taken in."""
    _require_officer(request)
    file = get_object_or_404(Import.objects.select_related("brought_by", "job"), pk=pk)
    if request.method == "POST":
        job = _posted(request, file)
        if job:
            return redirect("job", job.pk)
        return redirect(_where_next(request, file))
    return render(request, "evidence/import.html", _shown(request, file))


def _where_next(request: HttpRequest, file: Import) -> str:
    """The page turned to, the same page when choices were kept, else the file's first."""
    if "go" in request.POST:
        kind, _, page = request.POST["go"].partition(":")
        return f"{file.get_absolute_url()}?{urlencode({'kind': kind, 'page': page})}"
    return request.get_full_path() if "keep" in request.POST else file.get_absolute_url()


def _posted(request: HttpRequest, file: Import) -> Job | None:
    """Keep the choices and, when asked to, take the file in; say in a message why not.

    Many records are taken in in the background, by the job returned.
    """
    choices = {
        int(name.removeprefix("choice-")): value
        for name, value in request.POST.items()
        if re.fullmatch(r"choice-\d{1,9}", name, re.ASCII)
    }
    try:
        services.choose(file, choices, by=request.user)
        if "take" in request.POST and file.is_open and file.seen > LONG:
            return tasks.take_in_later(file, by=request.user)
        if "take" in request.POST:
            done = services.take_in(file, by=request.user)
            messages.success(request, _told(done))
        elif "keep" in request.POST:
            messages.success(request, "Your choices are kept. Nothing is taken in yet.")
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    return None


def _told(file: Import) -> str:
    return (
        f"{file.seen} records: {file.created} added, {file.updated} changed, {file.skipped} left "
        f"out, {file.refused} refused."
    )


def _shown(request: HttpRequest, file: Import) -> dict[str, Any]:
    tally = dict(file.records.values_list("outcome").annotate(count=Count("pk")))
    kinds = [(item.value, item.label, tally[item]) for item in ORDER if item in tally]
    kind = request.GET.get("kind", "")
    if kind not in tally:
        kind = kinds[0][0] if kinds else ""
    rows = file.records.filter(outcome=kind).select_related("file", "publication")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    chosen = dict(file.records.values_list("choice").annotate(count=Count("pk")))
    return {
        "file": file,
        "title": f"Import {file}",
        "kinds": kinds,
        "kind": kind,
        "page": page,
        "rows": [_row(row) for row in page],
        "told": _told(file) if file.state == ImportState.APPLIED else "",
        "notes": file.notes.split("\n") if file.notes else [],
        "adding": chosen.get("create", 0),
        "changing": chosen.get("fill", 0) + chosen.get("take", 0),
    }


def _row(row: ImportRecord) -> dict[str, Any]:
    return {
        "record": row,
        "offers": [(choice.value, choice.label) for choice in services.offered(row)],
        "changes": [
            (name.replace("_", " ").capitalize(), old, new, is_filling([name, old, new]))
            for name, old, new in row.changes
        ],
        "says": [(name, text) for name, text in row.cells.items() if text and name != "title"],
    }


def _require_officer(request: HttpRequest) -> None:
    if not policies.may_enter_evidence(request.user):
        raise PermissionDenied("Only an evidence officer may import references.")

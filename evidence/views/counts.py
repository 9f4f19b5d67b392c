"""Bringing population counts in: choose a file, look through its rows, take them in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from evidence import policies, services, tasks
from evidence.forms.counts import CountForm
from evidence.models import CountFile, CountRow
from evidence.models.ages import ages_in_words
from evidence.views.importing import LONG_BYTES, RECENT
from evidence.vocabulary import CountOutcome, ImportState
from loneliness.records.jobs import LONG

PER_PAGE = 50
AREAS_SHOWN = 20
CRUMBS = [{"label": "Population counts", "url": "/evidence/populations/"}]
ONLY_OFFICER = "Only an evidence officer may import population counts."


def new_file(request: HttpRequest) -> HttpResponse:
    """/evidence/populations/import/: choose a file or paste rows; nothing is saved yet."""
    _require_officer(request)
    initial = {"publication": request.GET.get("publication", "")}
    form = CountForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        file = services.bring_counts(*form.brought, by=request.user, **form.unsaid)
        if len(file.content) > LONG_BYTES:
            return redirect("job", tasks.read_counts_later(file, by=request.user).pk)
        services.read_count_file(file)
        if file.state != ImportState.FAILED:
            return redirect(file)
        form.add_error("file" if form.cleaned_data["file"] else "pasted", file.notes)
    recent = CountFile.objects.exclude(state=ImportState.FAILED).select_related("brought_by")
    context = {
        "form": form,
        "title": "Import population counts",
        "recent": recent[:RECENT],
        "submit": "Look at its rows",
        "cancel_url": "/evidence/populations/",
    }
    return render(request, "evidence/counts_new.html", context)


def one_file(request: HttpRequest, pk: int) -> HttpResponse:
    """/evidence/populations/import/PK/: what each row would do; then all are taken in."""
    _require_officer(request)
    rows = CountFile.objects.select_related("brought_by", "publication", "parent_area")
    file = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        if file.is_open and file.seen > LONG:
            return redirect("job", tasks.take_in_counts_later(file, by=request.user).pk)
        _take_in(request, file)
        return redirect(file)
    return render(request, "evidence/counts.html", _shown(request, file))


def _take_in(request: HttpRequest, file: CountFile) -> None:
    try:
        done = services.take_in_counts(file, by=request.user)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _told(done))


def _told(file: CountFile) -> str:
    areas = f" {len(file.new_areas):,} areas were added." if file.new_areas else ""
    return (
        f"{file.seen:,} rows: {file.created:,} new, {file.updated:,} changed, {file.same:,} here "
        f"already, {file.refused:,} refused.{areas}"
    )


def _shown(request: HttpRequest, file: CountFile) -> dict[str, Any]:
    tally = dict(file.rows.values_list("outcome").annotate(count=Count("pk")))
    kinds = [(item.value, item.label, tally.get(item.value, 0)) for item in CountOutcome]
    kind = request.GET.get("kind", "")
    if kind not in tally:
        kind = next((key for key, _, count in kinds if count), "")
    rows = file.rows.filter(outcome=kind).select_related("population")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "file": file,
        "title": f"Import {file}",
        "breadcrumbs": CRUMBS,
        "kinds": kinds,
        "kind": kind,
        "page": page,
        "rows": [_row(file, row) for row in page],
        "told": _told(file) if file.state == ImportState.APPLIED else "",
        "notes": file.notes.split("\n") if file.notes else [],
        "adding": tally.get(CountOutcome.NEW, 0),
        "changing": tally.get(CountOutcome.CHANGED, 0),
        "areas": file.new_areas[:AREAS_SHOWN],
    }


def _row(file: CountFile, row: CountRow) -> dict[str, Any]:
    cells = row.cells
    age_from, age_to = (
        int(cells[name]) if _is_figure(cells, name) else None for name in ("age_from", "age_to")
    )
    told = bool(cells.get("period") or cells.get("date"))
    count = cells.get("count", "")
    return {
        "row": row,
        "area": cells.get("area_name") or cells.get("area", ""),
        "group": cells.get("group", ""),
        "ages": ages_in_words(age_from, age_to),
        "when": cells.get("period") or cells.get("date") if told else file.period or file.date,
        "count": f"{int(count):,}" if _is_figure(cells, "count") else count,
        "changes": [(name.replace("_", " "), old, new) for name, old, new in row.changes],
    }


def _is_figure(cells: dict[str, str], name: str) -> bool:
    text = cells.get(name, "")
    return text.isascii() and text.isdigit()


def _require_officer(request: HttpRequest) -> None:
    if not policies.may_enter_evidence(request.user):
        raise PermissionDenied(ONLY_OFFICER)

"""A reader's own filters and columns of the register's lists."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_POST

from loneliness.records import saved
from loneliness.records.models import SavedFilter
from loneliness.ui.views import RegisterListView

NOT_KEPT = ("page", "format")


def open_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """/saved/N/: the list, narrowed as its owner saved it; anybody who may read lists may."""
    kept = get_object_or_404(SavedFilter, pk=pk)
    return redirect(f"{kept.path}?{kept.query}" if kept.query else kept.path)


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep what the list is narrowed to, under a name."""
    path, query = _list(request)[0], _query(request)
    name = " ".join(request.POST.get("name", "").split())
    try:
        saved.save_filter(by=request.user, path=path, name=name, query=query)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, f"Saved as “{name}”. Its address can be given to others.")
    return redirect(f"{path}?{query}" if query else path)


@require_POST
def remove_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of one's own filters."""
    kept = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    saved.remove_filter(kept)
    messages.success(request, f"“{kept.name}” is no longer kept.")
    return redirect(kept.path)


@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Keep which columns of a list the reader wants; all of them is no choice."""
    path, view = _list(request)
    known = list(view.table_class.base_columns)
    chosen = [name for name in known[1:] if name in request.POST.getlist("columns")]
    is_everything = "reset" in request.POST or len(chosen) == len(known) - 1
    columns = [] if is_everything else [known[0], *chosen]
    saved.choose_columns(by=request.user, path=path, columns=columns)
    messages.success(
        request, "All columns are shown." if is_everything else "Your columns are kept."
    )
    query = _query(request)
    return redirect(f"{path}?{query}" if query else path)


def _list(request: HttpRequest) -> tuple[str, Any]:
    """The list's address as posted, and its view; 404 when it is no list of the register."""
    path = request.POST.get("path", "")
    try:
        view = getattr(resolve(path).func, "view_class", object)
    except Resolver404:
        raise Http404 from None
    if not issubclass(view, RegisterListView):
        raise Http404
    return path, view


def _query(request: HttpRequest) -> str:
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    for name in NOT_KEPT:
        query.pop(name, None)
    return query.urlencode()

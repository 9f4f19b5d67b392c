"""Publications stored twice: the pairs, the decision, merging and undoing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from evidence import merging, policies, services
from evidence.forms.merging import MergeForm, ReasonForm
from evidence.models import Merge, Publication
from evidence.services.entering import ONLY_OFFICER
from evidence.vocabulary import Likeness


def pairs(request: HttpRequest) -> HttpResponse:
    """/evidence/duplicates/: stored publications that look alike, best first."""
    _require_officer(request)
    found = merging.undecided()
    context = {"pairs": found[: merging.MOST_SHOWN], "total": len(found)}
    return render(request, "evidence/duplicates.html", context)


def keep_apart(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """/evidence/duplicates/FIRST/SECOND/: decide that they are two publications."""
    _require_officer(request)
    one = get_object_or_404(Publication, key=first)
    other = get_object_or_404(Publication, key=second)
    form = ReasonForm(request.POST or None)

    def act(reason: str) -> None:
        services.decide(one, other, Likeness.DIFFERENT, by=request.user, reason=reason)

    if _done(request, form, act, "Kept apart, and remembered with your reason."):
        return redirect("evidence:duplicates")
    return _page(request, form, "These are two publications", one, other, submit="Keep them apart")


def merge(request: HttpRequest, kept: str, merged: str) -> HttpResponse:
    """/evidence/merge/KEPT/MERGED/: what merging moves and changes, then merging."""
    _require_officer(request)
    one = get_object_or_404(Publication, key=kept)
    other = get_object_or_404(Publication, key=merged)
    form = MergeForm(request.POST or None, kept=one, merged=other)

    def act(reason: str) -> None:
        fill = form.cleaned_data.get("fill", ())
        services.merge(one, other, by=request.user, reason=reason, fill=fill)

    if _done(request, form, act, "Merged. Both addresses still answer, and it can be undone."):
        return redirect(one)
    moves = merging.what_moves(one, other)
    return _page(request, form, "Merge two records", one, other, submit="Merge", moves=moves)


def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """/evidence/merges/PK/undo/: put back what a merging moved."""
    _require_officer(request)
    record = get_object_or_404(Merge.objects.select_related("kept", "merged"), pk=pk)
    form = ReasonForm(request.POST or None)

    def act(reason: str) -> None:
        services.undo_merge(record, by=request.user, reason=reason)

    if _done(request, form, act, "Undone: what is still where the merging left it was put back."):
        return redirect(record.merged)
    title = "Undo this merging"
    return _page(request, form, title, record.kept, record.merged, submit="Undo it")


def _done(request: HttpRequest, form: Any, act: Any, words: str) -> bool:
    """Whether the act was posted and done; otherwise the form says why not."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data["reason"])
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, words)
    return True


def _page(
    request: HttpRequest, form: Any, title: str, one: Publication, other: Publication, **more: Any
) -> HttpResponse:
    details = merging.differences(one, other)
    context = {"form": form, "title": title, "first": one, "second": other, "details": details}
    return render(
        request, "evidence/merge.html", context | {"cancel_url": "/evidence/duplicates/"} | more
    )


def _require_officer(request: HttpRequest) -> None:
    if not policies.may_enter_evidence(request.user):
        raise PermissionDenied(ONLY_OFFICER)

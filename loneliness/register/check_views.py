"""What needs checking again, and the saying that it still stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from evidence import policies, services
from loneliness.register.checks import RECHECKS, Touched, checks
from loneliness.register.forms import RecheckForm


def needs_checking(request: HttpRequest) -> HttpResponse:
    """/checks/: every change of the evidence, with what nobody has checked again first."""
    items = sorted(checks().touched, key=lambda item: not item.still_open)
    return render(request, "pages/checks.html", {"items": items})


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """/checks/N/: what one change touches; a reviewer says what still stands, and why."""
    item = next((found for found in checks().touched if found.change.pk == pk), None)
    if item is None:
        raise Http404
    may_clear = policies.may_clear_recheck(request.user)
    if request.method == "POST" and not may_clear:
        raise PermissionDenied("Only a reviewer may say that a record still stands.")
    form = RecheckForm(request.POST or None)
    form.fields["subjects"].choices = [(s.name, s.name) for s in item.subjects]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        return _clear(request, item, form.cleaned_data)
    context = {
        "item": item,
        "form": form if may_clear and item.still_open else None,
        "chosen": _chosen(request, item),
    }
    return render(request, "pages/check.html", context)


def _chosen(request: HttpRequest, item: Touched) -> list[str]:
    """What is ticked: what was posted, or everything that is open when asked for."""
    if request.GET.get("tick") == "all" and request.method != "POST":
        return [subject.name for subject in item.still_open]
    return request.POST.getlist("subjects")


def _clear(request: HttpRequest, item: Touched, given: dict[str, Any]) -> HttpResponse:
    rechecks = []
    for subject in item.subjects:
        if subject.name in given["subjects"]:
            model = RECHECKS[type(subject.record)]
            about = {"change": item.change, model.subject_field(): subject.record}
            rechecks.append(model(reason=given["reason"], **about))
    count = services.clear(rechecks, by=request.user)
    messages.success(request, f"Recorded for {count} record{'' if count == 1 else 's'}.")
    return redirect("check", item.change.pk)

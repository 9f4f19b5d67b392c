"""Removing personal text from a record and its history, by an administrator."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from actions.services import redacting
from loneliness.records import redaction
from loneliness.register.forms import RedactForm


def redact(request: HttpRequest, model: str, pk: int) -> HttpResponse:
    """/redact/APP.MODEL/N/: which words, from which field, and why."""
    if not request.user.has_perm("records.redact"):
        raise PermissionDenied("Only an administrator removes personal text.")
    record = get_object_or_404(_model(model), pk=pk)
    form = RedactForm(request.POST or None)
    named = [(f.name, str(f.verbose_name).capitalize()) for f in redaction.fields_of(record)]
    form.fields["field"].choices = named  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            done = redacting.redact(record, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _told(len(done)))
            return redirect(_page_of(record))
    context = {
        "title": "Remove personal text",
        "introduction": f"From {record}, and from every version of it in the history. "
        "This cannot be undone.",
        "form": form,
        "submit": "Remove these words for good",
        "cancel_url": _page_of(record),
    }
    return render(request, "components/form.html", context)


def _told(places: int) -> str:
    also = f" It stood in {places - 1} other place{'s' * (places > 2)} too." if places > 1 else ""
    return f"Removed here and in the history. What it said is not kept.{also}"


def _page_of(record: Any) -> str:
    """The page of a record, or of what it belongs to."""
    for name in ("", "action", "update", "meeting", "plan"):
        held = getattr(record, name, None) if name else record
        if held is not None and hasattr(held, "get_absolute_url"):
            return str(held.get_absolute_url())
        if held is not None and name == "update":
            return str(held.action.get_absolute_url())
    return "/"


def _model(label: str) -> Any:
    """A model that holds words of people's own; 404 for anything else."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if not redacting.may_hold_words(model):
        raise Http404
    return model

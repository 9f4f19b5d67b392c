"""Removing a record that was entered by mistake, or the list of what stands on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from evidence import policies, services
from evidence.forms import RemovalForm


def remove(request: HttpRequest, key: str, model: Any, then: str) -> HttpResponse:
    """.../KEY/remove/: refused with the list of what stands on it, else asked for a reason."""
    if not policies.may_enter_evidence(request.user):
        raise PermissionDenied("Only an evidence officer may remove what was entered by mistake.")
    record = get_object_or_404(model, key=key)
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.remove(record, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, "Removed. Its history keeps what it said and your reason.")
            return redirect(then)
    context = {
        "title": f"Remove {record}",
        "record": record,
        "standing": services.standing_on(record),
        "is_frozen": getattr(record, "is_confirmed", False),
        "form": form,
        "submit": "Remove it",
        "cancel_url": record.get_absolute_url(),
    }
    return render(request, "evidence/remove.html", context)

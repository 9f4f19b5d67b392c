"""What has become of a publication: recorded with what it touches in view."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from evidence import policies, services
from evidence.forms import StandingForm
from evidence.models import Publication
from evidence.querysets import ALARMING

RAISED = "Recorded. All that stands on it now needs checking again."


def standing(request: HttpRequest, key: str) -> HttpResponse:
    """/evidence/publications/KEY/standing/: replaced, corrected, withdrawn, or a newer edition."""
    if not policies.may_enter_evidence(request.user):
        raise PermissionDenied("Only an evidence officer may record what became of it.")
    publication = get_object_or_404(Publication, key=key)
    was = publication.standing
    initial = {"version": publication.version, "standing_on": timezone.localdate()}
    form = StandingForm(request.POST or None, instance=publication, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.enter(
                form.instance,
                by=request.user,
                expected_version=form.cleaned_data["version"],
                reason=form.instance.standing_note,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            raised = publication.standing != was and publication.standing in ALARMING
            messages.success(request, RAISED if raised else "Recorded.")
            return redirect(publication)
    context = {
        "title": "What has become of it",
        "publication": publication,
        "form": form,
        "submit": "Record it",
        "cancel_url": publication.get_absolute_url(),
    }
    return render(request, "evidence/standing.html", context)

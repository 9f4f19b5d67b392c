"""Grading a publication, correcting a confirmed figure, checking the original."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from evidence import policies, selectors, services
from evidence.forms import AppraisalForm, CorrectionForm, PublicationCriteriaForm, SourceCheckForm
from evidence.models import Appraisal, Finding, Publication, SourceCheck
from evidence.vocabulary import Grade

COPIED = (
    "percentage", "decimals", "qualifier", "value_from", "value_to", "value_unit", "group",
    "measure", "age_from", "age_to", "area", "period", "base", "base_note", "interval_low",
    "interval_high", "interval_source", "interval_state", "quotation", "quoted_from", "place",
    "note", "direction", "significance", "comparator_group",
)  # fmt: skip


def appraise(request: HttpRequest, key: str) -> HttpResponse:
    """/evidence/publications/KEY/appraise/: answer the criteria, see what they suggest, grade."""
    _require_officer(request)
    publication = get_object_or_404(Publication, key=key)
    page = selectors.publication_page(publication)
    appraisal = page.open_appraisal or Appraisal(publication=publication)
    posted = request.POST if "save" in request.POST else None
    typed = request.POST.dict() if "suggest" in request.POST else {}
    about = PublicationCriteriaForm(posted, instance=publication, initial=typed)
    form = AppraisalForm(posted, instance=appraisal, initial=typed)
    if posted and all([about.is_valid(), form.is_valid()]):
        made = _save(form, about, request)
        if made:
            messages.success(request, f"{_said(made)}. {WAITS}")
            return redirect(publication)
    context = {
        "publication": publication,
        "page": page,
        "about": about,
        "form": form,
        "suggestion": _suggestion(appraisal, publication, typed, posted),
        "versions": _versions(request, publication, appraisal),
    }
    return render(request, "evidence/appraise.html", context)


WAITS = "It waits for a second person, and is labelled “not confirmed” until then."


def _said(made: Appraisal) -> str:
    """What was decided, in words."""
    if made.grade == Grade.NOT_GRADED:
        return "Recorded as not graded"
    return f"Graded {made.get_grade_display().lower()}"


def _save(form: Any, about: Any, request: HttpRequest) -> Appraisal | None:
    """Save both parts of the page, or say in the form why not."""
    if _is_repeated(form, about, request):
        return form.instance  # type: ignore[no-any-return]
    try:
        return services.appraise(
            form.instance,
            about.instance if about.has_changed() else None,
            by=request.user,
            version=_number(request, "version"),
            publication_version=_number(request, "publication_version"),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _is_repeated(form: Any, about: Any, request: HttpRequest) -> bool:
    """Whether a page made before there was a grade says just what the grade says now."""
    is_new = not request.POST.get("version")
    return bool(form.instance.pk and is_new and not form.has_changed() and not about.has_changed())


def _suggestion(appraisal: Appraisal, publication: Publication, typed: Any, posted: Any) -> Any:
    """What the rule suggests for the answers as they stand on the page; None before any."""
    if not typed and not posted and appraisal.pk is None:
        return None
    for name in ("professional", "large", "method_clear", "self_selecting"):
        setattr(appraisal, name, typed.get(name, getattr(appraisal, name)))
    for name in ("commissioner_kind", "sampling"):
        setattr(publication, name, typed.get(name, getattr(publication, name)))
    appraisal.publication = publication
    return services.suggested_grade(appraisal)


def _versions(
    request: HttpRequest, publication: Publication, appraisal: Appraisal
) -> dict[str, object]:
    """The versions the person read: kept when the page is shown again."""
    stored = {
        "publication_version": publication.version,
        "version": appraisal.version if appraisal.pk else "",
    }
    return {name: request.POST.get(name, value) for name, value in stored.items()}


def correct(request: HttpRequest, key: str) -> HttpResponse:
    """/evidence/findings/KEY/correct/: a confirmed figure put right by another."""
    _require_officer(request)
    finding = get_object_or_404(Finding.objects.with_sources(), key=key)
    if not finding.is_confirmed:
        messages.warning(request, services.CORRECT_IN_WORKSHOP)
        return redirect(finding)
    copied = Finding(
        publication=finding.publication, **{name: getattr(finding, name) for name in COPIED}
    )
    printed = {} if finding.percentage is None else {"percentage": str(finding.printed_percentage)}
    form = CorrectionForm(request.POST or None, instance=copied, initial=printed)
    if request.method == "POST" and form.is_valid():
        form.instance.supersede_reason = form.cleaned_data["supersede_reason"]
        try:
            made = services.correct(finding, form.instance, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"Entered. {CORRECTION_WAITS}")
            return redirect(made)
    context = {"finding": finding, "form": form, "title": f"Correct {finding}"}
    return render(request, "evidence/correct.html", context)


CORRECTION_WAITS = "Once a second person confirms it, it takes the place of the old figure."


def check_original(request: HttpRequest, key: str) -> HttpResponse:
    """/evidence/findings/KEY/check/: the quotation beside the source, and what that shows."""
    if not policies.may_check_original(request.user):
        raise PermissionDenied("Only an evidence officer or a reviewer may check the original.")
    finding = get_object_or_404(Finding.objects.with_sources(), key=key)
    form = SourceCheckForm(request.POST or None, instance=SourceCheck(finding=finding))
    if request.method == "POST" and form.is_valid():
        try:
            services.check_original(form.instance, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, "Recorded, with your name and today’s date.")
            return redirect(finding)
    context = {"finding": finding, "form": form, "title": "Check the original"}
    return render(request, "evidence/check_original.html", context)


def _require_officer(request: HttpRequest) -> None:
    if not policies.may_enter_evidence(request.user):
        raise PermissionDenied("Only an evidence officer may enter evidence.")


def _number(request: HttpRequest, name: str) -> int:
    """A version number as posted; 0, which no stored record has, when there was none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

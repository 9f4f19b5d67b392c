"""What waits for a second person, and the deciding on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from evidence import policies, selectors, services, waiting
from evidence.forms import DecisionForm, decision_form
from evidence.models import Appraisal, Finding, Publication
from loneliness.records import services as records

PER_PAGE = 10
KINDS = {
    "figures": "Figures to confirm",
    "grades": "Grades to confirm",
    "returned": "Returned to be mended",
    "reviews": "Reviews due",
}
LEADS = {
    "figures": "Most stands on the first below: read the words, then say whether the figure says "
    "the same.",
    "grades": "Most stands on the first below: read the answers and the reason, then say whether "
    "you would give the same grade.",
    "returned": "A second person asked for these to be mended. Once mended, each waits again.",
    "reviews": "The day by which these were to be looked at again has passed.",
}
THANKS = {
    ("figures", "confirm"): "Confirmed: the figure says what the quotation says.",
    ("grades", "confirm"): "Confirmed: the grade and its reason.",
    ("figures", "return"): "Returned. Whoever entered the figure finds your words beside it.",
    ("grades", "return"): "Returned. Whoever gave the grade finds your words beside it.",
}


def queue(request: HttpRequest) -> HttpResponse:
    """/evidence/queue/: what waits, most standing on it first, ten to a page."""
    kind = request.GET.get("kind", "figures")
    if kind not in KINDS:
        messages.warning(request, f"There is no list “{kind}”: these are the figures.")
        kind = "figures"
    today = timezone.localdate()
    carried, confirmed = selectors.rates_behind_tables()
    tally = waiting.tally(today)
    context = {
        "kind": kind,
        "title": KINDS[kind],
        "kinds": [(key, words, getattr(tally, key)) for key, words in KINDS.items()],
        "carried": carried,
        "confirmed": confirmed,
        "has_reviewers": policies.has_reviewers(),
        "may_enter": policies.may_enter_evidence(request.user),
        "lead": LEADS[kind],
        "here": request.get_full_path(),
        **_listed(request, kind),
    }
    return render(request, "evidence/queue.html", context)


ONLY_REVIEWERS = "Only a reviewer confirms or returns what others entered."


def decide_finding(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm or return a finding; who only comes by reads it first."""
    rows: Any = Finding.objects.with_sources().select_related("entered_by")
    record = get_object_or_404(rows, key=key)
    if request.method != "POST":
        return redirect(record)
    acts = {"confirm": services.confirm_finding, "return": services.return_finding}
    return _decide(request, "figures", record, record.get_absolute_url(), acts)


def decide_appraisal(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or return a grade; who only comes by reads it first."""
    rows = Appraisal.objects.select_related("publication", "appraised_by")
    record = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        return redirect(record.publication)
    acts = {"confirm": services.confirm_appraisal, "return": services.return_appraisal}
    return _decide(request, "grades", record, record.publication.get_absolute_url(), acts)


def _listed(request: HttpRequest, kind: str) -> dict[str, Any]:
    """The rows of one kind: a page of those to confirm, or all that were returned or are due."""
    if kind == "returned":
        findings, appraisals = waiting.returned_findings(), waiting.returned_appraisals()
        return {"returned": [*findings, *appraisals]}
    if kind == "reviews":
        return {"reviews": Publication.objects.to_review(timezone.localdate()).with_grade()}
    rows = {"figures": Finding, "grades": Appraisal}[kind].objects.unconfirmed_by_weight()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    items = _items(request, kind, list(page.object_list))
    may_decide = any(item["waiting"].may_confirm for item in items)
    return {"page": page, "items": items, "may_decide": may_decide}


def _items(request: HttpRequest, kind: str, rows: list[Any]) -> list[dict[str, Any]]:
    """Each record with its form, whose controls have names of their own on the page."""
    describe: Any = {"figures": waiting.figures, "grades": waiting.grades}[kind]
    there = request.get_full_path() if request.method == "GET" else ""
    return [
        {
            "waiting": item,
            "form": decision_form(item.record, there),
        }
        for item in describe(rows, request.user)
    ]


def _decide(
    request: HttpRequest, kind: str, record: Any, home: str, acts: dict[str, Callable[..., Any]]
) -> HttpResponse:
    records.require(policies.may_confirm_any(request.user, type(record)), ONLY_REVIEWERS)
    form = DecisionForm(request.POST)
    if form.is_valid():
        act, there = form.cleaned_data["act"], form.cleaned_data["next"]
        words = {"because": form.cleaned_data["because"]} if act == "return" else {}
        try:
            if not _is_repeated(act, record, request.user):
                seen = form.cleaned_data["version"]
                acts[act](record, by=request.user, expected_version=seen, **words)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, THANKS[kind, act])
            return redirect(_back(request, there, home))
    stored = type(record).objects.with_weight().get(pk=record.pk)
    item = _items(request, kind, [stored])[0] | {"form": form}
    context = {"kind": kind, "item": item, "home": home}
    return render(request, "evidence/decide.html", context, status=409 if _stale(form) else 200)


def _is_repeated(act: str, record: Any, user: Any) -> bool:
    """Whether the same person did the same just now: a second click asks for nothing more."""
    done_by = {"confirm": record.confirmed_by_id, "return": record.returned_by_id}
    return done_by[act] == user.pk


def _stale(form: DecisionForm) -> bool:
    return form.has_error("__all__", code="stale")


def _back(request: HttpRequest, there: str, home: str) -> str:
    """Where the person came from, when that is a page of the register."""
    known = url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()})
    return there if known else home

"""The page of gaps to mend, and the one of how the register is doing."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from actions import policies
from estimates.models import Verification
from loneliness.records.services import require
from loneliness.register import accepting, xray
from loneliness.register.accepting import may_accept
from loneliness.register.forms import AcceptForm
from loneliness.register.operations import parts
from loneliness.ui.export import csv_response
from loneliness.ui.forms import saved

A_PAGE = 50


def gaps(request: HttpRequest) -> HttpResponseBase:
    """/gaps/: my gaps, the most serious first; ``?all=1&rule=unit&table=12`` gives others."""
    asked = {name: request.GET.get(name, "") for name in ("rule", "table")}
    found, scope = _in_scope(request, narrowed=any(asked.values()))
    fitting = [gap for gap in found if _fits(gap, **asked)]
    shown = [gap for gap in fitting if gap.acceptance is None]
    if any(asked.values()) and not fitting:
        messages.warning(request, "Nothing to mend is found there: look at all of them.")
    if request.GET.get("format") == "csv":
        return csv_response("gaps-to-mend", _rows(shown))
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    to_mend = [gap for gap in found if gap.acceptance is None]
    context = {
        "page": page,
        "rules": _rules(to_mend),
        "total": len(to_mend),
        "asked": asked,
        "scope": scope,
        "accepted": [gap for gap in fitting if gap.acceptance],
    }
    return render(request, "pages/gaps.html", context)


def _in_scope(request: HttpRequest, *, narrowed: bool) -> tuple[list[xray.Gap], str]:
    """The gaps asked for and whose they are: mine when there are any, unless all are asked for."""
    found = xray.gaps(accepted=True)
    mine = [gap for gap in found if may_accept(request.user, gap)]
    if request.GET.get("mine"):
        return mine, "mine"
    if request.GET.get("all") or narrowed:
        return found, "all"
    return (mine, "mine") if mine else (found, "all")


def accept(request: HttpRequest, identity: str) -> HttpResponse:
    """/gaps/…/accept/: why a gap may stay open for now, and until when."""
    gap = _find(identity)
    require(may_accept(request.user, gap), accepting.ONLY)
    form = AcceptForm(request.POST or None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and saved(form, accepting.accept, gap, by=request.user, **form.cleaned_data):
        messages.success(request, "Accepted for now. It is listed below the gaps to mend.")
        return redirect("gaps")
    context = {
        "title": "Accept this gap for now",
        "introduction": f"{gap.title} in {gap.record}. {gap.sentence}",
        "form": form,
        "submit": "Accept it for now",
        "cancel_url": reverse("gaps"),
    }
    return render(request, "components/form.html", context)


@require_POST
def take_back(request: HttpRequest, identity: str) -> HttpResponse:
    """/gaps/…/take-back/: let it be a gap to mend again."""
    try:
        accepting.take_back(_find(identity), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Taken back: it is a gap to mend again.")
    return redirect("gaps")


def _find(identity: str) -> xray.Gap:
    """The gap that is still there; 404 when it has been mended."""
    for gap in xray.gaps(accepted=True):
        if gap.identity == identity:
            return gap
    raise Http404("This gap has been mended.")


def operations(request: HttpRequest) -> HttpResponse:
    """/operations/: whether the numbers still hold, for the administrator."""
    if not policies.may_invite(request.user):
        raise PermissionDenied("Only an administrator sees how the register is doing.")
    context = {
        "verifications": Verification.objects.all()[:10],
        "parts": list(parts()),
    }
    return render(request, "pages/operations.html", context)


def _fits(gap: xray.Gap, rule: str, table: str) -> bool:
    return rule in ("", gap.rule) and table in ("", str(gap.table))


def _rules(found: list[xray.Gap]) -> list[tuple[str, str, str, int]]:
    """Each rule with its title, how serious it is and how often it is broken."""
    counts = Counter((gap.rule, gap.title, gap.seriousness_in_words) for gap in found)
    return [(*names, count) for names, count in counts.items()]


def _rows(found: list[xray.Gap]) -> list[list[object]]:
    rows: list[list[object]] = [["Rule", "How serious", "Record", "What is wrong", "Where"]]
    return rows + [
        [gap.title, gap.seriousness_in_words, gap.record, gap.sentence, gap.link] for gap in found
    ]

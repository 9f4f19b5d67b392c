"""Pages over all three apps: first screens, board, groups, search, people, health."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from actions import policies
from actions.forms import InviteForm
from actions.models import Board, Meeting
from actions.selectors import claimed_complete, owned_actions, progress, returns
from actions.services import invite
from estimates.auditing import asked_of, marks_by_table
from estimates.checking import check, gathered
from estimates.comparable import renewable
from estimates.selectors import answers_for
from evidence.models import Finding, PopulationGroup, Publication
from evidence.selectors import rates_behind_tables
from evidence.waiting import tally
from loneliness.accounts.middleware import open_to_owners
from loneliness.accounts.models import User
from loneliness.accounts.roles import Role
from loneliness.records import outbox
from loneliness.records.models import Mail, MailState
from loneliness.register import selectors
from loneliness.register.agenda import agenda, decided_to_stop
from loneliness.register.checks import checks_for
from loneliness.register.context import BOARD
from loneliness.register.gap import SERIOUSNESS
from loneliness.ui.export import csv_response

logger = logging.getLogger(__name__)
FIRST_TASKS = 5


@open_to_owners
def home(request: HttpRequest) -> HttpResponse:
    """/: each role lands on its own first screen."""
    user = request.user
    if not user.is_staff_of_register:
        return my_actions(request)
    if user.has_role(Role.SECRETARY):
        return secretary_home(request)
    if user.has_role(Role.OFFICER):
        return officer_home(request)
    if user.has_role(Role.REVIEWER):
        return reviewer_home(request)
    if user.has_role(Role.ADMINISTRATOR):
        return redirect("people")
    return redirect("board", BOARD)


@open_to_owners
def my_actions(request: HttpRequest) -> HttpResponse:
    """/my-actions/: an owner's first screen: my actions, what is asked, by when."""
    states = owned_actions(request.user, timezone.localdate())
    drafts = set(request.user.drafts.values_list("action", flat=True))
    context = {"states": states, "drafts": drafts, "has_role": bool(request.user.role_names)}
    return render(request, "pages/my_actions.html", context)


def secretary_home(request: HttpRequest) -> HttpResponse:
    """The secretary's first screen: next meeting, days left, returns, what blocks the papers."""
    today = timezone.localdate()
    found = progress(today, everything=True, tables=answers_for(request))
    context = {
        "progress": found,
        "sections": agenda(found, checks_for(request), decided_to_stop(found.actions)),
        "board": Board.objects.filter(slug=BOARD).first(),
        "coming": [
            (meeting, (meeting.held_on - today).days, returns(meeting))
            for meeting in Meeting.objects.coming(today).select_related("board")[:5]
        ],
        "held": Mail.objects.in_state(MailState.HELD).count(),
    }
    return render(request, "pages/secretary.html", context)


def officer_home(request: HttpRequest) -> HttpResponse:
    """The officer's first screen: five tasks, most standing on them first."""
    context = {
        "overtaken": Publication.objects.overtaken(),
        "newer": Publication.objects.kept().filter(standing="newer-edition"),
        "tasks": Finding.objects.unconfirmed_by_weight()[:FIRST_TASKS],
        "tally": tally(timezone.localdate()),
        "asked": asked_of(request.user),
        "renewable": [table for table, _ in renewable()],
    }
    return render(request, "pages/officer.html", context)


def reviewer_home(request: HttpRequest) -> HttpResponse:
    """The reviewer's first screen: a box for a number, and the tables."""
    found, audited = answers_for(request), marks_by_table()
    faults = gathered(check(everything=found))
    waiting = Counter(one.rule.seriousness for one in faults if not one.is_answered)
    carried, confirmed = rates_behind_tables()
    claims = claimed_complete(timezone.localdate())
    context = {
        "answers": found,
        "carried": carried,
        "confirmed": confirmed,
        "tally": tally(timezone.localdate()),
        "claims": [state for state in claims if policies.may_verify(request.user, state.latest)],
        "differing": [answer for answer in found if not answer.agrees],
        "tables": [(answer, audited.get(answer.table.pk, {})) for answer in found],
        "faults": [(words.lower(), waiting[rank]) for rank, words in enumerate(SERIOUSNESS)],
    }
    return render(request, "pages/reviewer.html", context)


def groups(request: HttpRequest) -> HttpResponseBase:
    """/groups/: need, gap, action: every risk group and what is known and done."""
    rows = selectors.matrix(PopulationGroup.objects.risk_groups())
    order = request.GET.get("sort", "")
    if order == "gaps":
        rows.sort(key=lambda row: -row.gaps)
    elif order:
        messages.warning(request, f"The groups cannot be sorted by “{order}”.")
    if request.GET.get("format") == "csv":
        return csv_response("groups", _matrix_rows(rows))
    return render(request, "pages/groups.html", {"rows": rows, "order": order})


def transitions(request: HttpRequest) -> HttpResponse:
    """/groups/transitions/: the life transitions, as the matrix shows groups."""
    rows = selectors.matrix(PopulationGroup.objects.transitions())
    return render(request, "pages/transitions.html", {"rows": rows})


def group(request: HttpRequest, code: str) -> HttpResponse:
    """/groups/CODE/: one group and everything about it."""
    record = get_object_or_404(PopulationGroup, code=code)
    under = PopulationGroup.objects.nesting().at_or_under(record.pk)
    context = {
        "row": selectors.matrix([record])[0],
        "parents": record.parents.all(),
        "children": record.children.all(),
        "findings": Finding.objects.with_sources().filter(group__in=under),
    }
    return render(request, "pages/group.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """/search/?q=31,878: what carries a word or a figure."""
    query = request.GET.get("q", "").strip()[:200]
    context = {"query": query, "found": selectors.search(query) if query else []}
    return render(request, "pages/search.html", context)


def people(request: HttpRequest) -> HttpResponse:
    """/people/: accounts and their roles; the administrator's first screen."""
    if not policies.may_invite(request.user):
        raise PermissionDenied("Only an administrator sees the accounts.")
    accounts = User.objects.prefetch_related("groups").select_related("person__organisation")
    return render(request, "pages/people.html", {"accounts": accounts.order_by("name")})


def invite_person(request: HttpRequest) -> HttpResponse:
    """/people/invite/: an administrator invites somebody by name, e-mail, body and roles."""
    if not policies.may_invite(request.user):
        raise PermissionDenied("Only an administrator may invite people.")
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = _invite(request, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return render(request, "pages/invited.html", invited)
    context = {
        "title": "Invite somebody",
        "introduction": "They get a link to choose a password. Nobody can sign up by themselves.",
        "form": form,
        "submit": "Invite",
        "cancel_url": reverse("people"),
    }
    return render(request, "components/form.html", context)


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """/accessibility/: the accessibility statement."""
    return render(request, "pages/accessibility.html")


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """/health/: up or down, and nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return HttpResponse("down", status=503, content_type="text/plain")
    return HttpResponse("up", content_type="text/plain")


@transaction.atomic
def _invite(request: HttpRequest, given: dict[str, Any]) -> dict[str, object]:
    """An account and its invitation, both or neither."""
    return _invitation(request, invite(by=request.user, **given))


def _invitation(request: HttpRequest, user: User) -> dict[str, object]:
    """The link to choose a password, mailed when mail is set up and shown when it is not."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, token = key.split("-", 1)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    link = request.build_absolute_uri(path)
    if settings.EMAIL_URL:
        _mail_invitation(user, link)
    return {"invited": user, "link": "" if settings.EMAIL_URL else link}


def _mail_invitation(user: User, link: str) -> None:
    words = outbox.write("invitation", {"invited": user, "link": link})
    outbox.post(
        key=f"account:invitation:{user.pk}",
        kind="invitation",
        to=user.email,
        name=user.name,
        is_private=True,
        **asdict(words),
    )


def _matrix_rows(rows: list[selectors.GroupRow]) -> Iterator[list[object]]:
    yield ["Group", "Findings", "Estimates", "Services", "Recommendations", "Actions"]
    for row in rows:
        yield [
            row.group.name,
            ", ".join(f"{count} {grade}" for grade, count in row.grades) or "none",
            ", ".join(_share(share) for share in row.shares) or "none",
            len(row.services),
            ", ".join(item.letter for item in row.recommendations) or "none",
            len(row.actions),
        ]


def _share(share: selectors.Share) -> str:
    whole = share.answer
    part = "" if share.is_whole else f" of {whole.total}"
    return f"{share.estimate}{part} (Table {whole.table.number})"

"""Reporting: an owner with an account, the secretary for somebody, or an owner by a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from actions import links, notices, policies, selectors, services
from actions.forms import RemarkForm, UpdateForm
from actions.models import Action, Person, ProgressUpdate, UpdateDraft
from actions.selectors import ActionState
from actions.views.records import visible_action
from loneliness.accounts.middleware import open_to_owners
from loneliness.accounts.models import User
from loneliness.ui.forms import saved

TITLES = {False: "Report progress", True: "Enter an update for the owner"}
SENT = {
    False: "Thank you: your update is on the board’s page.",
    True: "The update is on the board’s page, and a copy goes to the owner.",
}
NOT_KEPT = {"csrfmiddlewaretoken", "once", "before", "save-draft", "rated"}


@dataclass(frozen=True)
class Writer:
    """Who reports: an account or a person by a link, and where they come from and go to."""

    home: str
    account: User | None = None
    person: Person | None = None
    for_somebody: bool = False

    @property
    def who(self) -> dict[str, Any]:
        """How drafts and remarks name the writer."""
        return {"account": self.account, "person": self.person}

    def post(self, form: UpdateForm) -> ProgressUpdate | None:
        """Send what is in the form; None when it was refused, the reason on the form."""
        if self.person:
            service: Callable[..., Any] = partial(services.post_report, person=self.person)
        else:
            file = form.cleaned_data.get("file")
            service = partial(services.post_update, by=self.account, file=file)
        return saved(form, service, form.instance, met=form.milestones_met)  # type: ignore[no-any-return]


@open_to_owners
def update(request: HttpRequest, key: str) -> HttpResponse:
    """/actions/KEY/update/: an owner reports, or the secretary for the owner."""
    record = visible_action(request, key)
    if not policies.may_post_update(request.user, record):
        raise PermissionDenied(
            "Only the owner of this action, or the board secretary, may report on it."
        )
    for_somebody = not policies.owns(request.user, record)
    writer = Writer(record.get_absolute_url(), account=request.user, for_somebody=for_somebody)
    return _report(request, record, writer)


def _report(request: HttpRequest, record: Action, writer: Writer) -> HttpResponse:
    """The form, its draft, and what our check says before it is sent."""
    state = selectors.action_states([record], timezone.localdate())[record.pk]
    if request.method == "POST" and "save-draft" in request.POST:
        entries = {k: request.POST.getlist(k) for k in request.POST if k not in NOT_KEPT}
        services.save_draft(record, entries, **writer.who)
        messages.success(request, "Your draft is kept. Nothing has been sent yet.")
        return redirect(request.path)
    draft = UpdateDraft.objects.filter(action=record, **writer.who).first()
    form = _form(request, state, writer, draft)
    rated = None
    if request.method == "POST" and form.is_valid():
        rated = _rating_to_show(request, state, form)
        if rated is None and writer.post(form):
            messages.success(request, SENT[writer.for_somebody])
            return redirect(writer.home)
    context = {
        "title": TITLES[writer.for_somebody],
        "for_somebody": writer.for_somebody,
        "state": state,
        "form": form,
        "draft": draft if request.method == "GET" else None,
        "rated": rated,
        "by_link": writer.person is not None,
        "cancel_url": writer.home,
    }
    return render(request, "actions/update.html", context)


def _form(
    request: HttpRequest, state: ActionState, writer: Writer, draft: UpdateDraft | None
) -> UpdateForm:
    form = UpdateForm(
        request.POST or None,
        request.FILES or None,
        state=state,
        for_somebody=writer.for_somebody,
        by_link=writer.person is not None,
        initial=_initial(state, draft),
    )
    form.instance.action, form.instance.posted_by = state.action, writer.account
    form.instance.reported_by = writer.person
    if "is_correction" in request.POST:
        before = request.POST.get("before", "")
        read = state.action.updates.filter(pk=before).first() if before.isdecimal() else None
        form.instance.corrects = read or state.latest
    return form


def _initial(state: ActionState, draft: UpdateDraft | None) -> dict[str, Any]:
    """The draft; without one, what stands: a wish for more time stays until it is answered."""
    if draft is None:
        kept = {"told_on": timezone.localdate(), "status": state.status}
        if state.latest and state.asks_for:
            kept |= {"asks_for": state.asks_for, "asks_because": state.latest.asks_because}
        return kept
    return {
        name: values if name == "met" else values[-1]
        for name, values in draft.entries.items()
        if values
    }


def _rating_to_show(request: HttpRequest, state: ActionState, form: UpdateForm) -> Any:
    """Our rating of what is about to be sent, where it is graver and was not shown before."""
    after = state.after(form.instance, form.milestones_met)
    if not after.hides_trouble or request.POST.get("rated") == form.cleaned_data["rag"]:
        return None
    return after.rating


def by_personal_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view to whoever has a personal link: it is called with the token and its person.

    404 for a link that is none of ours; one whose time has passed offers a new one instead.
    """

    @login_not_required
    @wraps(view)
    def opened_by(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        opened = links.opened(token)
        if opened is None:
            raise Http404(
                "This link is not one of ours, or the address it was sent to has changed."
            )
        if opened.is_expired:
            return _expired(request, opened.person)
        return view(request, token, opened.person, **kwargs)

    return opened_by


def _expired(request: HttpRequest, person: Person) -> HttpResponse:
    """A link whose time has passed offers a new one, sent only to the address on record."""
    sent = request.method == "POST"
    if sent:
        notices.new_link(person, timezone.localdate())
    return render(
        request, "actions/report_expired.html", {"sent": sent}, status=200 if sent else 410
    )


@by_personal_link
def report(request: HttpRequest, token: str, person: Person) -> HttpResponse:
    """/report/TOKEN/: all actions of somebody without an account, with what they said last."""
    states = selectors.actions_of_person(person, timezone.localdate())
    drafts = set(UpdateDraft.objects.filter(person=person).values_list("action", flat=True))
    context = {"person": person, "states": states, "drafts": drafts, "token": token}
    return render(request, "actions/report.html", context)


@by_personal_link
def report_on(request: HttpRequest, token: str, person: Person, key: str) -> HttpResponse:
    """/report/TOKEN/KEY/: one action's form, by a link."""
    record = _held(person, key)
    return _report(request, record, Writer(reverse("report", args=[token]), person=person))


@by_personal_link
def report_objection(
    request: HttpRequest, token: str, person: Person, key: str, pk: int
) -> HttpResponse:
    """/report/TOKEN/KEY/N/object/: somebody did not say what was entered for them."""
    record, home = _held(person, key), reverse("report", args=[token])
    update = get_object_or_404(ProgressUpdate, pk=pk, action=record)
    form = RemarkForm(request.POST or None)
    given = form.cleaned_data if request.method == "POST" and form.is_valid() else None
    if given and saved(form, services.object_to, update, person=person, **given):
        messages.success(request, "The board secretary will see that you disagree.")
        return redirect(home)
    context = {
        "title": "This is not what I said",
        "introduction": record.title,
        "last": update,
        "form": form,
        "submit": "Tell the secretary",
        "cancel_url": home,
    }
    return render(request, "actions/about_action.html", context)


@by_personal_link
def report_not_mine(request: HttpRequest, token: str, person: Person, key: str) -> HttpResponse:
    """/report/TOKEN/KEY/not-mine/: an action is not this person's any more."""
    record = _held(person, key)
    form, home = RemarkForm(request.POST or None), reverse("report", args=[token])
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, services.not_mine, record, person=person, **form.cleaned_data)
    ):
        messages.success(request, "The board secretary will see it and find who owns it now.")
        return redirect(home)
    context = {
        "title": "Not mine any more",
        "introduction": record.title,
        "words": "Say whose it is now, if you know.",
        "form": form,
        "submit": "Tell the secretary",
        "cancel_url": home,
    }
    return render(request, "actions/about_action.html", context)


def _held(person: Person, key: str) -> Action:
    rows = Action.objects.held_by(person, timezone.localdate())
    found = rows.select_related("owner__organisation", "board", "merged_into").filter(key=key)
    record: Action | None = found.first()
    if record is None:
        raise Http404("This action is not yours today.")
    return record

"""Messages of the action tracker: calls, chasing, copies, digests of reminders."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from actions.digests import Digest
from actions.links import reminders_address, report_address
from actions.models import Action, Board, Call, CallAsked, Holding, Person, ProgressUpdate
from loneliness.records import outbox
from loneliness.records.models import Mail

WHY_WAITING = "It goes to a chair: the board secretary releases it."


def send(
    key: str,
    kind: str,
    person: Person,
    template: str,
    context: dict[str, Any],
    board: Board | None = None,
    held_because: str = "",
) -> Mail:
    """Put one message to a person among those to be sent; the same key is sent once."""
    words = outbox.write(
        template, context | {"person": person, "report_address": report_address(person)}
    )
    return outbox.post(
        key=key,
        kind=kind,
        to=person.email,
        name=person.name,
        subject=words.subject,
        text=words.text,
        html=words.html,
        reply_to=board.mailbox if board else "",
        held_because=held_because,
    )


def call(call: Call, asked: Iterable[CallAsked]) -> list[Mail]:
    """One message to each owner, with all that is asked of them."""
    return _ask(call, asked, f"call/{call.pk}", "call")


def chase(call: Call, asked: Iterable[CallAsked], day: datetime.date) -> list[Mail]:
    """One more message to each owner who has not answered, at most one a day."""
    return _ask(call, asked, f"chase/{call.pk}/{day}", "chase")


def _ask(call: Call, asked: Iterable[CallAsked], key: str, kind: str) -> list[Mail]:
    of_person: dict[Person, list[Action]] = defaultdict(list)
    for row in asked:
        of_person[row.person].append(row.action)
    return [
        send(
            f"{key}/person-{person.pk}",
            kind,
            person,
            kind,
            {"call": call, "actions": actions},
            call.meeting.board,
        )
        for person, actions in of_person.items()
    ]


def copy_to_owner(update: ProgressUpdate) -> None:
    """A copy of what the secretary entered for an owner, who can object."""
    holding = Holding.objects.as_at(timezone.localdate()).filter(post=update.action.owner_id)
    holder = holding.select_related("person__account").first()
    if holder:
        context = {
            "update": update,
            "action_address": _where_to_object(holder.person, update),
        }
        send(
            f"copy/{update.pk}", "copy", holder.person, "entered_for_you", context,
            update.action.board,
        )  # fmt: skip


def _where_to_object(person: Person, update: ProgressUpdate) -> str:
    """The action's page, or for somebody without an account their personal link."""
    if person.account and person.account.is_active:
        return outbox.full_url(update.action.get_absolute_url())
    return report_address(person)


def copy_to_reporter(update: ProgressUpdate) -> None:
    """A copy of what somebody reported by a link, to the address on record."""
    if update.reported_by:
        send(
            f"copy/{update.pk}", "copy", update.reported_by, "your_report", {"update": update},
            update.action.board,
        )  # fmt: skip


def new_link(person: Person, day: datetime.date) -> Mail:
    """A new personal link, to the address on record only; at most one a day."""
    return send(f"link/{person.pk}/{day}", "link", person, "new_link", {})


def digest(digest: Digest) -> Mail:
    """Everything that a person is reminded of on a day, in one message."""
    account = digest.person.account
    context = {
        "digest": digest,
        "reads_pages": bool(account and account.is_active and account.is_staff_of_register),
        "site": outbox.full_url(""),
        "reminders_address": reminders_address(digest.person),
    }
    held = WHY_WAITING if digest.is_held else ""
    return send(digest.key, "digest", digest.person, "digest", context, digest.board, held)

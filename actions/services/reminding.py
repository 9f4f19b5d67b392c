"""Reminders: gathered into one message a person and day, and each written once."""

from __future__ import annotations

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actions import notices
from actions.digests import Digest, Item
from actions.models import Person, Reminder
from actions.reminding import Reminder as Step
from actions.reminding import Told, due_by, is_working_day, told
from actions.selectors import ActionState, reminded
from actions.vocabulary import Reminders
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import Mail

logger = logging.getLogger(__name__)
LONDON = ZoneInfo("Europe/London")
FROM_HOUR = 8  # in London, whatever the season
NOT_YOURS = "Everybody chooses their own reminders."
BY_LINK = "Chosen by their link"
States = dict[int, ActionState]


def run_now(now: datetime.datetime) -> list[Digest]:
    """Write what is due on London's date; nothing before eight in the morning there."""
    if now.astimezone(LONDON).hour < FROM_HOUR:
        return []
    return run(now.astimezone(LONDON).date())


def run(day: datetime.date, *, dry_run: bool = False) -> list[Digest]:
    """Write one message to each person who is to be reminded on a day; return what was written.

    Nothing is written on weekends and bank holidays. ``dry_run`` returns what would be written.
    """
    found = _gathered(day) if is_working_day(day) else {}
    if dry_run:
        return [digest for of_person in found.values() for digest in of_person]
    return [digest for of_person in found.values() for digest in _written(of_person)]


def _gathered(day: datetime.date) -> dict[Person, list[Digest]]:
    """What each person is to be told on a day and was not told before."""
    listed = reminded(day)
    states = {state.action.pk: state for state, _ in listed}
    steps = [step for _, facts in listed for step in due_by(day, facts)]
    known = Person.objects.select_related("account", "organisation")
    people = known.in_bulk({step.person for step in steps})
    wanted = [step for step in steps if _is_wanted(step, people, states)]
    sent = taken(step.key for step in wanted)
    digests: dict[Person, list[Digest]] = defaultdict(list)
    for is_held in (False, True):
        due = [step for step in wanted if _is_held(step, states) == is_held]
        for digest in _digests(told(due, sent), people, states, day, is_held):
            digests[digest.person].append(digest)
    done = set(Mail.objects.filter(key__startswith=f"digest/{day}/").values_list("key", flat=True))
    left = {who: [one for one in found if one.key not in done] for who, found in digests.items()}
    return {who: left[who] for who in sorted(left, key=lambda who: who.name) if left[who]}


def _digests(
    items: Iterable[Told],
    people: dict[int, Person],
    states: States,
    day: datetime.date,
    is_held: bool,
) -> list[Digest]:
    of_person: dict[int, list[Item]] = defaultdict(list)
    for one in items:
        of_person[one.gravest.person].append(Item(states[one.gravest.action], one, day))
    return [
        Digest(people[person], day, tuple(sorted(found, key=_gravest_first)), is_held)
        for person, found in of_person.items()
    ]


def _gravest_first(item: Item) -> tuple[int, str]:
    return -item.kind.gravity, item.state.action.key


def taken(keys: Iterable[str]) -> set[str]:
    """Those of the keys that were written already."""
    return set(Reminder.objects.filter(key__in=set(keys)).values_list("key", flat=True))


def _is_wanted(step: Step, people: dict[int, Person], states: States) -> bool:
    """Whether the person gets it: escalations always, others unless the board lets them choose."""
    board = states[step.action].action.board
    may_choose = board is None or board.may_choose
    chose_none = people[step.person].reminders == Reminders.NONE
    return step.kind.is_escalation or not (chose_none and may_choose)


def _is_held(step: Step, states: States) -> bool:
    """Whether the secretary releases it first."""
    board = states[step.action].action.board
    return step.kind.is_to_chair and not (board and board.tells_chair)


def _written(digests: Sequence[Digest]) -> list[Digest]:
    """Write what one person is told; nothing when it cannot be, or somebody did meanwhile."""
    try:
        return _write(digests)
    except (IntegrityError, ValidationError):
        logger.exception("No reminder was written to person %s", digests[0].person.pk)
    return []


@transaction.atomic
def _write(digests: Sequence[Digest]) -> list[Digest]:
    Person.objects.select_for_update().get(pk=digests[0].person.pk)
    if taken(key for digest in digests for key in digest.keys):
        return []
    if Mail.objects.filter(key__in=[digest.key for digest in digests]).exists():
        return []
    for digest in digests:
        mail = notices.digest(digest)
        steps = [pair for item in digest.items for pair in item.reminders]
        Reminder.objects.bulk_create([_row(digest, mail, *pair) for pair in steps])
    return list(digests)


def _row(digest: Digest, mail: Mail, step: Step, is_told: bool) -> Reminder:
    return Reminder(
        key=step.key, kind=step.kind.value, action_id=step.action, person_id=step.person,
        about=step.about, day=digest.day, mail=mail, is_told=is_told,
    )  # fmt: skip


@transaction.atomic
def choose_reminders(person: Person, choice: str, *, by: User | None = None) -> Person:
    """Keep what reminders a person wants; without an account, by their link."""
    records.require(by is None or person.account_id == by.pk, NOT_YOURS)
    person.reminders = choice
    return records.save(person, by=by or User.objects.system(), reason="" if by else BY_LINK)

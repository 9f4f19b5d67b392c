"""Years of daily runs, over every change of the clock: each due date is told of once, in time."""

import datetime
import random
from collections import Counter

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from actions import reminding, tasks, working_days
from actions.models import Reminder
from loneliness.accounts.models import User
from tests import bars, makers
from tests.faults import reminder_year as year

pytestmark = [pytest.mark.django_db, pytest.mark.bar]
A_DAY = datetime.timedelta(days=1)
NOTICE = 14 * A_DAY
AUTUMN = datetime.date(2026, 10, 1), datetime.date(2026, 11, 8)
FIRST, LAST = bars.size(AUTUMN, (datetime.date(2026, 3, 1), datetime.date(2036, 12, 31)))
HOURS = (7, 8, 8, 18)  # of UTC; a worker that starts again runs twice
EVERY_HOUR = sorted(settings.CELERY_BEAT_SCHEDULE["write-reminders"]["schedule"].hour)
OF_DATES = (reminding.Kind.BEFORE.value, reminding.Kind.DUE.value)


def at(day, hour):
    moment = datetime.datetime.combine(day, datetime.time(hour), datetime.UTC)
    return time_machine.travel(moment, tick=False)


def days(first, last):
    return [first + number * A_DAY for number in range((last - first).days + 1)]


def is_change(day):
    """Whether the clocks change in the night before: the last Sunday of March or October."""
    return day.month in (3, 10) and day.weekday() == 6 and (day + 7 * A_DAY).month != day.month


def due_dates(first, last):
    """Each Sunday that the clocks change, the Monday after it, and more that chance chooses."""
    usable = days(first + NOTICE + 7 * A_DAY, last - A_DAY)
    changes = [day for day in usable if is_change(day)]
    chosen = random.Random(bars.SEED).choices(usable, k=4 * len(changes))
    return [*changes, *(day + A_DAY for day in changes), *chosen]


def set_out(first, last):
    """An action for each due date, all of one person; by the day on which its work is done."""
    post = year.made("Dora")
    done = {}
    for number, due in enumerate(due_dates(first, last)):
        action = makers.make_action(
            key=f"clock-{number}", title=str(due), owner_id=post.pk, first_due_on=due
        )
        done.setdefault(due + A_DAY, []).append(action)
    return done


def live(first, last, done):
    """Each day the worker's hours, every one of them about a change; what is done is said."""
    by = User.objects.system()
    for day in days(first, last):
        is_near = any(is_change(day + number * A_DAY) for number in (-1, 0, 1))
        for hour in EVERY_HOUR if is_near else HOURS:
            with at(day, hour):
                tasks.remind()
        with at(day, 20):
            for action in done.get(day, ()):
                makers.make_update(action, by, status="claimed-complete")


def expected(done):
    """Each action's two reminders: two weeks before, and on the day, or the working day before."""
    return Counter(
        (kind, action.pk, working_days.on_or_before(day))
        for actions in done.values()
        for action in actions
        for kind, day in zip(
            OF_DATES, (action.first_due_on - NOTICE, action.first_due_on), strict=True
        )
    )


def told():
    rows = Reminder.objects.filter(kind__in=OF_DATES)
    return Counter((row.kind, row.action_id, row.day) for row in rows)


def doubled_without_keys(monkeypatch):
    """How often something was told again in one autumn when no key says that it was told."""
    with transaction.atomic():
        monkeypatch.setattr(
            reminding.Reminder,
            "key",
            property(lambda step: f"{timezone.localdate()}/{step.kind}/{step.action}/{step.about}"),
        )
        live(*AUTUMN, set_out(*AUTUMN))
        rows = Reminder.objects.filter(kind__in=OF_DATES)
        doubled = rows.count() - rows.values("kind", "action").distinct().count()
        transaction.set_rollback(True)
    return doubled


def test_each_due_date_is_told_of_once_over_every_change_of_the_clock(measured, monkeypatch):
    with at(FIRST, 5):
        doubled = doubled_without_keys(monkeypatch)
        monkeypatch.undo()
        done = set_out(FIRST, LAST)
    live(FIRST, LAST, done)
    due, found = expected(done), told()
    assert (due - found, found - due) == (Counter(), Counter())
    messages = Reminder.objects.values_list("person", "day", "mail").order_by().distinct()
    assert len(messages) == len({(person, day) for person, day, _ in messages})
    changes = sum(is_change(day) for day in days(FIRST, LAST))
    measured(
        "clock",
        f"{(LAST - FIRST).days + 1} days with {changes} changes of the hour, {due.total()} "
        "reminders due: 0 missed, 0 doubled",
        control=f"{doubled} doubled in {(AUTUMN[1] - AUTUMN[0]).days + 1} days without their keys",
    )
    assert doubled > 0

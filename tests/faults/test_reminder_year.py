"""A year of daily runs over both changes of the clock, with a worker that is down for a week."""

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from actions import reminding, selectors, tasks
from actions.models import Reminder
from loneliness.records.models import Mail
from tests.faults import reminder_year as year

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs/explanation/reminders.md"
ROW = re.compile(r"^\| (.+?) \| (\d+) \| (\d+) \|$", re.MULTILINE)
HOURS = (7, 8, 18)  # of UTC: seven is too early in winter and eight o'clock in summer
A_DAY = datetime.timedelta(days=1)


def at(day, hour):
    moment = datetime.datetime.combine(day, datetime.time(hour), datetime.UTC)
    return time_machine.travel(moment, tick=False)


def is_working(day):
    return day.weekday() < 5 and str(day) not in year.HOLIDAYS


def due_on(day, keys_of):
    """The keys of what falls due by a day, whoever is there to send it."""
    steps = [step for _, facts in selectors.reminded(day) for step in reminding.due_by(day, facts)]
    unwanted = {keys_of["unwanted"]}
    return {s.key for s in steps if s.action not in unwanted or s.kind.is_escalation}


def live(found):
    """Every day of the year: what falls due, what happens; the worker's hours unless it is down."""
    due, offered, day = set(), 0, year.FIRST
    keys_of = {name: action.pk for name, action in found.items()}
    while day <= year.LAST:
        with at(day, 6):
            today = due_on(day, keys_of) if is_working(day) else set()
        due |= today
        offered += len(today)
        for hour in () if str(day) in year.DOWN else HOURS:
            with at(day, hour):
                tasks.remind()
        with at(day, 12):
            year.happen(day, found)
        day += A_DAY
    return due, offered


def told(found):
    rows = Reminder.objects.select_related("person")
    return {
        name: sorted((r.kind, r.person.name, str(r.day)) for r in rows if r.action_id == action.pk)
        for name, action in found.items()
    }


@pytest.mark.skipif(
    connection.vendor == "postgresql", reason="The same days are lived on PostgreSQL by the clock."
)
def test_a_year_of_reminders():
    with at(year.FIRST, 5):
        found = year.set_out()
    due, offered = live(found)
    assert told(found) == {name: sorted(rows) for name, rows in year.EXPECTED.items()}
    sent = list(Reminder.objects.values_list("key", flat=True))
    assert sorted(sent) == sorted(due)
    assert offered > 10 * len(sent), "Without keys each would come again every day."
    assert [r.action.title for r in Reminder.objects.filter(is_told=False)] == ["folded"]
    check_messages()
    check_page(due)


def check_messages():
    """One digest a person and day, none on a day off, held only what goes to a chair."""
    rows = Reminder.objects.select_related("mail", "person")
    assert {str(r.day) for r in rows if not is_working(r.day)} == set()
    digests = Counter((r.person_id, r.day) for r in {r.mail_id: r for r in rows}.values())
    assert set(digests.values()) == {1}
    assert Mail.objects.filter(kind="digest").count() == len(digests)
    held = {r.action.title for r in rows if r.mail.held_because}
    assert held == {"easter", "silent", "answered", "vacant", "unwanted"}


def check_page(due):
    """The page prints what was counted."""
    due_by_kind = Counter(key.split("/")[0] for key in due)
    sent_by_kind = Counter(Reminder.objects.values_list("kind", flat=True))
    counted = {
        reminding.WORDS[kind]: (due_by_kind[kind.value], sent_by_kind[kind.value])
        for kind in reminding.Kind
    }
    counted["Together"] = (len(due), sum(sent_by_kind.values()))
    page = PAGE.read_text(encoding="utf-8")
    assert {words: (int(a), int(b)) for words, a, b in ROW.findall(page)} == counted


@pytest.mark.parametrize(
    ("day", "first"),
    [("2026-03-27", 8), ("2026-03-30", 7), ("2026-10-23", 7), ("2026-10-26", 8)],
)
def test_eight_in_london_is_another_hour_of_utc_after_the_clocks_change(day, first):
    day = datetime.date.fromisoformat(day)
    with at(year.FIRST, 5):
        year.set_out()
    with at(day, first - 1):
        assert tasks.remind() == 0
    with at(day, first):
        assert tasks.remind() > 0
    with at(day, 18):
        assert tasks.remind() == 0


def test_the_schedule_asks_at_every_hour_that_can_be_eight_in_london():
    planned = settings.CELERY_BEAT_SCHEDULE["write-reminders"]
    assert planned["task"] == tasks.remind.name
    assert planned["schedule"].hour == set(range(7, 19))

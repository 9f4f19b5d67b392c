"""The administrator's page says of each part whether it works, and what to do when not."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection

from loneliness.records import guards, signs, tasks
from loneliness.register import operations
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db


def parts():
    return {part.name: part for part in operations.parts()}


def test_the_page_says_of_each_part_whether_it_works(client_of, administrator):
    page = text_of(client_of(administrator).get("/operations/"))
    for name, _ in operations.PARTS:
        assert name in page
    assert "tables whose rows are written once are guarded" in page


def test_a_guard_that_was_taken_away_is_named():
    assert parts()["Guards"].works
    gone = next(iter(guards.expected()))
    guards.lift(connection, gone)
    found = parts()["Guards"]
    assert found.works is False
    assert gone.names(connection.vendor)[0] in found.sentence


def test_a_backup_grows_old(tmp_path, clock):
    assert parts()["Backup"].sentence.startswith("None was ever written")
    call_command("backup", tmp_path / "register.zip")
    assert parts()["Backup"].works
    clock.shift(datetime.timedelta(days=3))
    found = parts()["Backup"]
    assert (found.works, found.sentence) == (False, "The last was written 3 days ago.")


def test_the_schedule_shows_that_it_lives(settings, clock):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert parts()["Schedule"].sentence == "Nothing was done by the schedule yet: start beat."
    tasks.sweep_by_schedule()
    assert parts()["Schedule"].works
    clock.shift(datetime.timedelta(minutes=6))
    assert parts()["Schedule"].works is False
    assert signs.last(signs.SCHEDULE)


def test_a_broker_that_is_away_hides_nothing_else(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    found = parts()
    assert found["Broker"].works is False
    assert found["Database"].works


def test_a_message_that_could_not_be_sent_is_counted():
    mail = makers.make_mail()
    type(mail).objects.filter(pk=mail.pk).update(next_try_at=None)
    found = parts()["Messages"]
    assert "1 could not be sent" in found.sentence

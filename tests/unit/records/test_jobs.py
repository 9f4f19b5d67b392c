"""Long work: one at a time does it, what is left is begun again, and each end is a sentence."""

import datetime

import pytest
from celery import shared_task
from celery.exceptions import OperationalError
from django.core.exceptions import ValidationError
from django.db import OperationalError as DatabaseAway
from django.utils import timezone

from loneliness.accounts.models import User
from loneliness.records import jobs, tasks
from loneliness.records.models import Job

pytestmark = pytest.mark.django_db
A_WHILE = jobs.HELD + datetime.timedelta(seconds=1)
DONE = []


@shared_task
@jobs.work
def note(job, words):
    """Work that fails when its words say so."""
    DONE.append(words)
    if words == "wrong":
        raise ValidationError("A clear sentence.")
    if words == "away":
        raise DatabaseAway("gone")
    if words == "broken":
        raise LookupError(words)


@pytest.fixture(autouse=True)
def nothing_done():
    DONE.clear()


@pytest.fixture
def started(django_capture_on_commit_callbacks):
    """A function: a job that nobody has heard of, about some words."""

    def start(words):
        with django_capture_on_commit_callbacks():
            return jobs.start(note, words, title="Noting", by=User.objects.system(), result_url="/")

    return start


def now_of(job):
    job.refresh_from_db()
    return job.state, job.message, job.begun


def take(job):
    """Begin a job as a worker that is killed does: it is never ended."""
    assert jobs._take(job.pk)


def test_it_is_done_after_the_transaction(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.start(note, "this", title="Noting", by=User.objects.system(), result_url="/")
        assert DONE == []
    assert DONE == ["this"]
    assert now_of(job) == ("done", "", 1)


@pytest.mark.parametrize(
    ("words", "state", "message"),
    [("wrong", "failed", "A clear sentence."), ("broken", "failed", jobs.BROKE)],
)
def test_each_end_is_a_sentence(started, words, state, message):
    job = started(words)
    jobs.again(job)
    assert now_of(job) == (state, message, 1)


def test_one_that_is_delivered_twice_is_done_once(started):
    job = started("this")
    note(job.pk, "this")
    note(job.pk, "this")
    assert DONE == ["this"]
    assert now_of(job) == ("done", "", 1)


def test_nobody_else_begins_what_is_being_done(started):
    job = started("this")
    take(job)
    note(job.pk, "this")
    assert DONE == []
    assert now_of(job) == ("running", "", 1)


def test_one_whose_message_was_lost_is_begun_by_a_later_pass(started, clock):
    job = started("this")
    assert jobs.resume(timezone.now()) == 0
    clock.shift(A_WHILE)
    assert jobs.standing(job, timezone.now()) == jobs.UNHEARD
    tasks.sweep_by_schedule()
    assert now_of(job) == ("done", "", 1)
    assert jobs.standing(job, timezone.now()) == ""


def test_one_whose_worker_was_killed_is_begun_again_three_times_in_all(started, clock):
    job = started("this")
    for times in range(1, jobs.TIMES + 1):
        take(job)
        assert now_of(job) == ("running", "", times)
        clock.shift(A_WHILE)
        assert jobs.standing(job, timezone.now()) == jobs.LEFT
    assert jobs.resume(timezone.now()) == 1
    assert now_of(job) == ("failed", jobs.BROKE_THRICE, jobs.TIMES)
    assert DONE == []


def test_one_whose_database_went_away_is_left_for_a_later_pass(started, clock):
    job = started("away")
    with pytest.raises(DatabaseAway):
        note(job.pk, "away")
    clock.shift(A_WHILE)
    assert now_of(job) == ("running", "", 1)
    assert list(jobs.left(timezone.now())) == [job]


def test_whoever_was_silent_for_too_long_keeps_nothing(started, clock):
    job = started("this")
    slow = jobs._take(job.pk)
    clock.shift(A_WHILE)
    take(job)
    for step in (jobs.go_on, jobs.finish):
        with pytest.raises(jobs.Overtaken):
            step(slow)
    assert now_of(job) == ("running", "", 2)


def test_what_nobody_has_begun_or_holds_any_more_stops_at_once(started, clock):
    waiting, dead, alive = started("a"), started("b"), started("c")
    take(dead)
    clock.shift(A_WHILE)
    take(alive)
    for job in (waiting, dead, alive):
        jobs.cancel(job, by=User.objects.system())
    assert now_of(waiting) == ("cancelled", jobs.CANCELLED, 0)
    assert now_of(dead) == ("cancelled", jobs.CANCELLED, 1)
    assert now_of(alive) == ("running", "", 1)
    with pytest.raises(jobs.Cancelled):
        jobs.go_on(alive)


def test_a_broker_that_is_away_costs_nothing(started, monkeypatch, clock):
    def unreachable(*arguments, **options):
        raise OperationalError("refused")

    job = started("this")
    with monkeypatch.context() as away:
        away.setattr(note, "apply_async", unreachable)
        jobs.again(job)
    assert now_of(job) == ("waiting", "", 0)
    clock.shift(A_WHILE)
    jobs.resume(timezone.now())
    assert now_of(job) == ("done", "", 1)


def test_what_the_register_does_not_do_any_more_is_said_to_have_failed(started):
    job = started("this")
    Job.objects.filter(pk=job.pk).update(task="evidence.tasks.gone")
    job.refresh_from_db()
    jobs.again(job)
    assert now_of(job) == ("failed", jobs.BROKE, 0)


@pytest.mark.parametrize("state", ["done", "cancelled", "running"])
def test_what_is_over_or_being_done_stays_as_it_is_when_its_task_is_gone(started, clock, state):
    job = started("this")
    until = timezone.now() + jobs.HELD
    Job.objects.filter(pk=job.pk).update(task="", state=state, held_until=until)
    job.refresh_from_db()
    jobs.again(job)
    assert now_of(job) == (state, "", 0)


def test_it_is_held_for_as_long_as_the_work_goes_on(started, monkeypatch):
    monkeypatch.setattr(jobs, "RENEW", 0.01)
    job = started("this")
    taken = jobs._take(job.pk)
    renewed = []

    class Held:
        def update(self, held_until):
            renewed.append(held_until)

    monkeypatch.setattr(jobs, "_held", lambda job: Held())
    with jobs._renewed(taken):
        while len(renewed) < 2:
            pass
    assert renewed[0] == timezone.now() + jobs.HELD


def test_the_page_offers_to_begin_it(started, clock, client_of, administrator):
    job = started("this")
    client = client_of(administrator)
    assert "Try to begin it now" not in client.get(f"/jobs/{job.pk}/").text
    clock.shift(A_WHILE)
    assert jobs.UNHEARD in client.get(f"/jobs/{job.pk}/").text
    client.post(f"/jobs/{job.pk}/", {"again": "yes"})
    assert now_of(job) == ("done", "", 1)

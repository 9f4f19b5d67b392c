"""Real processes, a real mail server: killed at the worst moment, and many at once."""

import os
import random
import signal
import subprocess
import sys

import pytest
from django.db import connection

from tests import bars
from tests.faults.box import MOMENTS
from tests.faults.processes import ROOT, done, shell

pytestmark = [
    pytest.mark.bar,
    pytest.mark.worker,
    pytest.mark.skipif(bars.is_left_out(connection.vendor), reason="Tried on PostgreSQL."),
]
KILLS = bars.size(len(MOMENTS), 50)
MESSAGES = 12
LATER = """
from django.utils import timezone
from loneliness.records import sweeping
print(sweeping.sweep(timezone.now() + {passes} * 2 * sweeping.CLAIM))
"""
# The message is marked before it is sent: who is killed in between loses it.
UNGUARDED = """
from loneliness.records import sweeping
deliver = sweeping._deliver
def marked_first(mail, connection):
    sweeping.mark_sent(mail)
    return deliver(mail, connection)
sweeping._deliver = marked_first
"""
SWEEP = """
from django.core.management import call_command
call_command("send_due")
"""
LISTED = """
from loneliness.records.models import Mail
for mail in Mail.objects.filter(key__startswith="{name}:").order_by("pk"):
    print(mail.message_id, mail.state)
"""


def post(name, count):
    return f"""
from loneliness.records import outbox
for number in range({count}):
    outbox.post(key=f"{name}:{{number}}", kind="digest", to=f"n{{number}}@example.org",
                subject="Your actions", text="One is due.")
"""


@pytest.fixture
def environment(box, copied_database):
    """Mail goes to the box, and nobody hears the doorbell: only the test's processes send."""
    return {
        "DATABASE_URL": copied_database,
        "EMAIL_URL": box.address,
        "CELERY_BROKER_URL": "redis://127.0.0.1:9/0",
    }


def kill(box, environment, moment, code=SWEEP):
    """Kill a process that sends at a moment."""
    box.moment = moment
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    box.victim = shell(environment, code, **pipes)
    words, _ = box.victim.communicate(timeout=120)
    assert box.victim.returncode == -signal.SIGKILL, words
    box.victim = None


def listed(environment, name):
    """The Message-ID of each message and where it is."""
    lines = done(environment, LISTED.format(name=name)).splitlines()
    return dict(line.split() for line in lines)


def test_whoever_is_killed_loses_nothing_and_sends_two_copies_at_most(box, environment, measured):
    chance = random.Random(bars.SEED)
    moments = [*MOMENTS, *chance.choices(MOMENTS, k=KILLS)][:KILLS]
    done(environment, post("kept", KILLS))
    for moment in moments:
        kill(box, environment, moment)
    done(environment, LATER.format(passes=1))
    states = listed(environment, "kept")
    assert set(states.values()) == {"sent"}
    copies = [box.copies[name] for name in states]
    assert min(copies) == 1
    assert max(copies) == 2
    assert copies.count(2) == moments.count("accepted")
    before = [moment for moment in MOMENTS if moment != "accepted"]
    done(environment, post("lost", len(before)))
    for moment in before:
        kill(box, environment, moment, UNGUARDED + SWEEP)
    done(environment, LATER.format(passes=1))
    lost = [name for name in listed(environment, "lost") if not box.copies[name]]
    assert len(lost) == len(before)
    measured(
        "mail-killed",
        f"{KILLS} kills: 0 lost, {copies.count(1)} arrived once and {copies.count(2)} twice under "
        f"one Message-ID",
        control=f"marked before it is sent: {len(lost)} of {len(before)} lost",
    )


def test_who_is_killed_twice_after_sending_leaves_the_third_time_to_a_person(box, environment):
    done(environment, post("twice", 1))
    kill(box, environment, "accepted")
    kill(box, environment, "accepted", LATER.format(passes=1))
    assert "failed=1, held=0, left=0" in done(environment, LATER.format(passes=2))
    states = listed(environment, "twice")
    assert list(states.values()) == ["failed"]
    assert [box.copies[name] for name in states] == [2]


def test_many_passes_at_once_send_one_copy_of_each(box, environment):
    done(environment, post("many", MESSAGES))
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    command = [sys.executable, "manage.py", "send_due"]
    passes = [
        subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, **pipes) for _ in range(3)
    ]
    words = [one.communicate(timeout=120)[0] for one in passes]
    assert sum(int(one.split(" sent")[0].split()[-1]) for one in words) == MESSAGES
    assert [box.copies[name] for name in listed(environment, "many")] == [1] * MESSAGES

"""Several processes that write the reminders of one day at the same time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SET_OUT = "from tests.faults import reminder_year; reminder_year.set_out()"
RUN = """
import datetime
from actions.services import reminding
print("WRITTEN", len(reminding.run(datetime.date(2026, 3, 17))))
"""
COUNT = """
from actions.models import Reminder
from loneliness.records.models import Mail
print("ROWS", Reminder.objects.count(), Mail.objects.filter(kind="digest").count())
"""


@pytest.fixture
def start(copied_database):
    """A function: a process of the register on the copy, where nobody hears the doorbell."""
    environment = os.environ | {
        "DATABASE_URL": copied_database,
        "CELERY_BROKER_URL": "redis://127.0.0.1:9/0",
    }

    def started(code):
        command = [sys.executable, "manage.py", "shell", "-v0", "--command", code]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen(command, cwd=ROOT, env=environment, **pipes)

    return started


def said(process):
    words, _ = process.communicate(timeout=120)
    assert process.returncode == 0, words
    return words


def test_many_at_once_write_each_reminder_once(start):
    said(start(SET_OUT))
    at_once = [said(one) for one in [start(RUN) for _ in range(3)]]
    written = [int(words.split("WRITTEN")[1]) for words in at_once]
    assert sum(written) == 2  # Olive's two actions and Oscar's one
    assert "ROWS 3 2" in said(start(COUNT))

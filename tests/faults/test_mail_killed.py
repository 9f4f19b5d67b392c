"""Real processes, a real mail server: killed at the worst moment, and many at once."""

import collections
import email
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

ROOT = Path(__file__).parents[2]
MESSAGES = 12
LATER = """
from django.utils import timezone
from loneliness.records import sweeping
print(sweeping.sweep(timezone.now() + 2 * sweeping.CLAIM))
"""


def post(count):
    return f"""
from loneliness.records import outbox
for number in range({count}):
    outbox.post(key=f"digest:{{number}}:{count}", kind="digest", to=f"n{{number}}@example.org",
                subject="Your actions", text="One is due.")
"""


class Box:
    """Counts the copies by Message-ID; kills who sends, when told to."""

    def __init__(self):
        self.copies = collections.Counter()
        self.victim = None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd's name)
        self.copies[email.message_from_bytes(envelope.content)["Message-ID"]] += 1
        if self.victim is not None:
            os.kill(self.victim.pid, signal.SIGKILL)
        return "250 OK"


@pytest.fixture
def box():
    handler = Box()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.address = f"smtp://127.0.0.1:{port}"
    yield handler
    controller.stop()


@pytest.fixture
def start(box, copied_database):
    """A function: a process of the register on the copy, whose mail goes to the box."""
    environment = os.environ | {
        "DATABASE_URL": copied_database,
        "EMAIL_URL": box.address,
        # Nobody hears the doorbell: only the processes of the test send.
        "CELERY_BROKER_URL": "redis://127.0.0.1:9/0",
    }

    def started(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen(command, cwd=ROOT, env=environment, **pipes)

    return started


def said(process):
    words, _ = process.communicate(timeout=120)
    return words


def shell(start, code):
    process = start("shell", "-v0", "--command", code)
    words = said(process)
    assert process.returncode == 0, words
    return words


def test_killed_between_sending_and_marking(box, start):
    shell(start, post(1))
    for passes in range(2):
        box.victim = start("shell", "-v0", "--command", LATER) if passes else start("send_due")
        said(box.victim)
        assert box.victim.returncode == -signal.SIGKILL
    box.victim = None
    words = shell(start, LATER.replace("2 *", "4 *"))
    assert "sent=0, failed=1, held=0, left=0" in words
    assert list(box.copies.values()) == [2]


def test_many_passes_at_once_send_one_copy_of_each(box, start):
    shell(start, post(MESSAGES))
    passes = [start("send_due") for _ in range(3)]
    words = [said(one) for one in passes]
    assert sum(int(one.split(" sent")[0].split()[-1]) for one in words) == MESSAGES
    assert list(box.copies.values()) == [1] * MESSAGES

"""Background work on a real Celery worker with a real Redis."""

import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

pytestmark = pytest.mark.worker
ROOT = Path(__file__).parents[2]
SECONDS = 60
TAMPER = """
from django.db import connection
from estimates.models import RevisionLine
from loneliness.records import guards
guards.lift(connection, guards.Guard("estimates_revisionline"))
RevisionLine.objects.filter(revision__table__number=1, position=1).update(count=281026)
"""


def celery(*arguments):
    return [sys.executable, "-m", "celery", "--app", "loneliness", *arguments]


POST = """
from loneliness.records import outbox
outbox.post(key="k", kind="digest", to="a@example.org", subject="Heard", text="One is due.")
"""


@pytest.fixture
def environment(copied_database):
    """A copy of the register with a broker; its queue is nobody else's."""
    broker = os.environ.get("TEST_REDIS_URL")
    if not broker:
        pytest.fail("TEST_REDIS_URL is not set: run the tests by bin/test, which starts a Redis.")
    return os.environ | {
        "DATABASE_URL": copied_database,
        "CELERY_BROKER_URL": broker,
        "CELERY_TASK_DEFAULT_QUEUE": f"tests-{uuid.uuid4().hex}",
    }


@pytest.fixture
def worker(environment, tmp_path):
    """A running worker; its log."""
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            celery("worker", "--pool=solo", "--loglevel=INFO"),
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
        )
        wait_for(log, "ready.")
        yield log
        process.terminate()
        process.wait(SECONDS)


def wait_for(log, words):
    """Wait until the log holds the words; fail with the log when it never does."""
    for _ in range(SECONDS * 10):
        if words in log.read_text("utf-8"):
            return
        time.sleep(0.1)
    pytest.fail(f"“{words}” never came:\n{log.read_text('utf-8')}")


def run(environment, *command):
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def test_the_worker_recomputes_every_version_and_names_the_row_that_was_changed(
    environment, worker
):
    run(environment, *celery("call", "estimates.tasks.verify_estimates"))
    wait_for(worker, "succeeded")
    assert "Table 1, version 1" not in worker.read_text("utf-8")
    run(environment, sys.executable, "manage.py", "shell", "--command", TAMPER)
    run(environment, *celery("call", "estimates.tasks.verify_estimates"))
    wait_for(worker, "Table 1, version 1, Males: the stored product is not count times percentage")


def test_a_posted_message_is_sent_by_the_worker_that_hears_of_it(environment, worker):
    run(environment, sys.executable, "manage.py", "shell", "--command", POST)
    wait_for(worker, "Subject: Heard")
    wait_for(worker, "loneliness.records.tasks.sweep")

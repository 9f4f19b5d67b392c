"""A real Celery worker, to be stopped and killed."""

import os
import subprocess
import sys
import time
import uuid

from tests.faults.processes import ROOT

SECONDS = 90


def celery(*arguments):
    return [sys.executable, "-m", "celery", "--app", "loneliness", *arguments]


def environment(address, broker=None):
    """What a worker on a copy of the register is given; its queue is nobody else's."""
    return {
        "DATABASE_URL": address,
        "CELERY_BROKER_URL": broker or os.environ["TEST_REDIS_URL"],
        "CELERY_TASK_DEFAULT_QUEUE": f"tests-{uuid.uuid4().hex}",
    }


def call(environment, task):
    """Send a task to the workers."""
    subprocess.run(
        celery("call", task),
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
        capture_output=True,
    )


class Worker:
    """One that takes one task at a time; its log."""

    def __init__(self, environment, log):
        self.log = log
        with log.open("ab") as output:
            self.start_of_log = log.stat().st_size
            self.process = subprocess.Popen(
                celery("worker", "--pool=solo", "--loglevel=INFO"),
                cwd=ROOT,
                env=os.environ | environment,
                stdout=output,
                stderr=output,
            )
        self.wait_for("ready.")

    def said(self):
        return self.log.read_bytes()[self.start_of_log :].decode()

    def wait_for(self, words):
        """Wait until the log holds the words; fail with the log when it never does."""
        wait_until(lambda: words in self.said(), lambda: f"“{words}” never came:\n{self.said()}")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait(SECONDS)

    def kill(self):
        self.process.kill()
        self.process.wait(SECONDS)


def wait_until(is_so, otherwise):
    """Wait until something is so; fail with a sentence when it never is."""
    for _ in range(SECONDS * 20):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError(otherwise())

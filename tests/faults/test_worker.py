"""Background work on a real Celery worker with a real Redis."""

import pytest

from tests.faults import working
from tests.faults.processes import done
from tests.faults.working import Worker, call

pytestmark = pytest.mark.worker
TAMPER = """
from django.db import connection
from estimates.models import RevisionLine
from loneliness.records import guards
guards.lift(connection, guards.Guard("estimates_revisionline"))
RevisionLine.objects.filter(revision__table__number=1, position=1).update(count=281026)
"""
POST = """
from loneliness.records import outbox
outbox.post(key="k", kind="digest", to="a@example.org", subject="Heard", text="One is due.")
"""


@pytest.fixture
def environment(copied_database):
    return working.environment(copied_database)


@pytest.fixture
def worker(environment, tmp_path):
    """A running worker."""
    with Worker(environment, tmp_path / "worker.log") as running:
        yield running


def test_the_worker_recomputes_every_version_and_names_the_row_that_was_changed(
    environment, worker
):
    call(environment, "estimates.tasks.verify_estimates")
    worker.wait_for("succeeded")
    assert "Table 1, version 1" not in worker.said()
    done(environment, TAMPER)
    call(environment, "estimates.tasks.verify_estimates")
    worker.wait_for("Table 1, version 1, Males: the stored product is not count times percentage")


def test_a_posted_message_is_sent_by_the_worker_that_hears_of_it(environment, worker):
    done(environment, POST)
    worker.wait_for("Subject: Heard")
    worker.wait_for("loneliness.records.tasks.sweep")

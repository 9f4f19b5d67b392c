"""Long work whose worker is killed at any moment is begun again by itself, and done once."""

import os
import random
import time
import uuid

import pytest
from django.db import connection

from tests import bars, copies
from tests.faults.processes import done
from tests.faults.working import Worker, call, wait_until

pytestmark = [
    pytest.mark.bar,
    pytest.mark.worker,
    pytest.mark.skipif(bars.is_left_out(connection.vendor), reason="Tried on PostgreSQL."),
]
RECORDS = 600
KILLS = bars.size(2, 20)
BEGIN = """
from django.contrib.auth.models import Group
from evidence import services, tasks
from loneliness.accounts.models import User
by, _ = User.objects.get_or_create(email="killed@example.org", name="Kit Kilmer")
by.groups.add(Group.objects.get(name="Evidence officer"))
rows = "".join(f"Study {number} of town {{n}} by {{n * 7919}},2011\\n" for n in range({records}))
file = services.bring("killed-{number}.csv", f"title,year\\n{{rows}}".encode(), by=by)
services.read_in(file)
print(tasks.take_in_later(file, by=by).pk)
"""
JOB = "SELECT state, begun, message FROM records_job WHERE id = {pk}"
KEPT = "SELECT count(*) FROM {table} WHERE title LIKE 'Study {number} of town %'"
TABLES = "evidence_publication", "evidence_historicalpublication"
# Two minutes pass.
PASS = """
from datetime import timedelta
from loneliness.records import jobs
from loneliness.records.models import Job
past = 2 * jobs.HELD
for job in Job.objects.filter(finished_at=None):
    job.rung_at -= past
    job.held_until = job.held_until and job.held_until - past
    job.save()
"""


class Long:
    """Work on a file, given to whichever worker there is."""

    def __init__(self, environment, number):
        self.address, self.number = environment["DATABASE_URL"], number
        given = BEGIN.format(number=number, records=RECORDS)
        self.pk = int(done(environment, given).split()[-1])

    def standing(self):
        """Where the job is, how often it was begun, and what it says."""
        return copies.ask(self.address, JOB.format(pk=self.pk))[0]

    def wait_for(self, state):
        wait_until(
            lambda: self.standing()[0] in (state, "done", "failed"),
            lambda: f"never {state}: {self.standing()}",
        )

    def kept(self):
        asked = (KEPT.format(table=table, number=self.number) for table in TABLES)
        return [copies.ask(self.address, one)[0][0] for one in asked]


@pytest.fixture
def environment(copied_database):
    return {
        "DATABASE_URL": copied_database,
        "CELERY_BROKER_URL": os.environ["TEST_REDIS_URL"],
        "CELERY_TASK_DEFAULT_QUEUE": f"tests-{uuid.uuid4().hex}",
    }


def test_it_is_begun_again_by_itself_and_done_once(environment, tmp_path, measured):
    chance = random.Random(bars.SEED)
    log, left, begun = tmp_path / "worker.log", 0, []
    for number in range(1, KILLS + 1):
        with Worker(environment, log) as worker:
            long = Long(environment, number)
            long.wait_for("running")
            time.sleep(chance.uniform(0, 0.5) if left else 0)
            worker.kill()
        left += long.standing()[0] == "running"
        with Worker(environment, log):
            done(environment, PASS)
            call(environment, "loneliness.records.tasks.sweep_by_schedule")
            long.wait_for("done")
        state, times, message = long.standing()
        assert (state, message) == ("done", "")
        assert long.kept() == [RECORDS, RECORDS]
        begun.append(times)
    assert left, "No kill came in time: the trial proves nothing."
    measured(
        "job-killed",
        f"{KILLS} kills: {left} in the middle, each begun again and done once; begun at most "
        f"{max(begun)} times; 0 left undone",
        control=f"with nobody to begin it again, {left} stay “running” for ever",
    )

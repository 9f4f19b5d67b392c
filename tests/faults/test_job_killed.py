"""Long work whose worker is killed at any moment is begun again by itself, and done once."""

import random
import time

import pytest
from django.db import connection

from tests import bars
from tests.faults import working
from tests.faults.importing import PASS, WHOLE, Long
from tests.faults.processes import done
from tests.faults.working import Worker, call

pytestmark = [
    pytest.mark.bar,
    pytest.mark.worker,
    pytest.mark.skipif(bars.is_left_out(connection.vendor), reason="Tried on PostgreSQL."),
]
KILLS = bars.size(1, 20)


@pytest.fixture
def environment(copied_database):
    return working.environment(copied_database)


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
        assert long.kept() == WHOLE
        begun.append(times)
    assert left, "No kill came in time: the trial proves nothing."
    measured(
        "job-killed",
        f"{KILLS} kills: {left} in the middle, each begun again and done once; begun at most "
        f"{max(begun)} times; 0 left undone",
        control=f"with nobody to begin it again, {left} stay “running” for ever",
    )

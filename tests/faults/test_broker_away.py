"""The broker is stopped and comes back empty: pages and saves work, and all goes out once."""

import contextlib
import socket
import subprocess

import pytest
from django.db import connection

from tests import bars, copies, ports
from tests.faults import working
from tests.faults.importing import PASS, Long
from tests.faults.processes import done
from tests.faults.served import served
from tests.faults.telling import Telling
from tests.faults.working import Worker, call, wait_until

pytestmark = [
    pytest.mark.bar,
    pytest.mark.worker,
    pytest.mark.skipif(bars.is_left_out(connection.vendor), reason="Tried on PostgreSQL."),
]
SAVES = bars.size(3, 40)
STATES = "SELECT key, sent_at FROM records_mail WHERE key LIKE 'copy/%'"
REMEMBERED = """
from celery import current_app
with current_app.connection_for_read() as broker:
    print(sum(broker.default_channel.client.llen(key) for key in ["{queue}"]))
"""


class Broker:
    """A Redis of its own that keeps nothing when it is stopped."""

    def __init__(self, folder):
        self.folder = folder
        self.port = ports.free()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(
            ["redis-server", *options, "--dir", str(self.folder)], stdout=subprocess.DEVNULL
        )
        wait_until(self.answers, lambda: "Redis did not start")

    def answers(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def kill(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def broker(tmp_path):
    made = Broker(tmp_path)
    made.start()
    yield made
    made.kill()


def sent(address):
    """How many of the messages are sent, of how many."""
    rows = copies.ask(address, STATES)
    return sum(bool(at) for _, at in rows), len(rows)


def test_pages_and_saves_work_and_what_waited_goes_out_once(
    copied_database, broker, box, tmp_path, measured
):
    environment = working.environment(copied_database, broker.url) | {"EMAIL_URL": box.address}
    serving = served(copied_database, **environment)
    with Worker(environment, tmp_path / "worker.log") as worker, serving as register:
        telling = Telling(register, copied_database)
        broker.kill()
        waits = []
        for number in range(1, SAVES + 1):
            answers = telling.tell(f"form {number}"), telling.browser.get(telling.page)
            assert [one.status for one in answers] == [302, 200]
            waits += [one.seconds for one in answers]
            assert telling.kept() == (number, number)
        long = Long(environment, 1)
        assert long.standing() == ("waiting", 0, "")
        assert sent(copied_database) == (0, SAVES)
        broker.start()
        queue = environment["CELERY_TASK_DEFAULT_QUEUE"]
        remembered = done(environment, REMEMBERED.format(queue=queue)).split()[-1]
        done(environment, PASS)
        for _ in range(2):  # two passes of the schedule
            call(environment, "loneliness.records.tasks.sweep_by_schedule")
        wait_until(
            lambda: sent(copied_database) == (SAVES, SAVES),
            lambda: f"sent {sent(copied_database)}:\n{worker.said()}",
        )
        long.wait_for("done")
        assert telling.browser.get("/health/").status == 200
    assert long.standing()[0] == "done"
    assert list(box.copies.values()) == [1] * SAVES
    measured(
        "broker-away",
        f"{SAVES} saves and a long import while it was away, each page within {max(waits):.1f} s; "
        f"afterwards {SAVES} messages arrived once each and the import was done",
        control=f"the broker itself remembered {remembered} of {SAVES + 1}",
    )

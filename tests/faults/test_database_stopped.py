"""The database is stopped and started again: people are told, and nothing needs a restart."""

import time

import pytest
from django.db import connection

from tests import bars
from tests.faults import postgres
from tests.faults.served import served
from tests.faults.telling import Telling

pytestmark = [
    pytest.mark.bar,
    pytest.mark.worker,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is no server."),
]
WAYS = bars.size(("fast",), ("fast", "immediate") * 5)
SAID = "The register is away for a moment"
INSIDE = ("Traceback", "psycopg2", "OperationalError", "127.0.0.1")


@pytest.fixture
def cluster(copied_database):
    """A PostgreSQL with a copy of the register."""
    with postgres.cluster(copied_database) as made:
        yield made


def answers_while_it_is_away(telling, anybody, once):
    """What a page, a save, the sign-in and the health page answer, and the longest wait."""
    answers = [
        telling.browser.get(telling.page),
        telling.tell(once),
        telling.browser.get("/"),
        telling.browser.get("/boards/unified-prevention-board/"),
    ]
    for answer in answers:
        assert (answer.status, SAID in answer.text) == (503, True), answer
        assert not [word for word in INSIDE if word in answer.text]
    health = anybody.get("/health/")
    assert (health.status, health.text) == (503, "down")
    return max(one.seconds for one in [*answers, health])


def seconds_until_it_works(telling):
    began = time.monotonic()
    while telling.browser.get(telling.page).status != 200:
        assert time.monotonic() - began < 60, "It never came back."
        time.sleep(0.05)
    return time.monotonic() - began


def test_people_are_told_and_nothing_needs_a_restart(cluster, measured):
    waits, back = [], []
    with served(cluster.address) as register:
        telling = Telling(register, cluster.address)
        for number, how in enumerate(WAYS, start=1):
            assert telling.browser.get(telling.page).status == 200
            cluster.stop(how)
            waits.append(answers_while_it_is_away(telling, register.browser(), f"form {number}"))
            cluster.start()
            back.append(seconds_until_it_works(telling))
            assert telling.kept() == (number - 1, number - 1)
            assert telling.tell(f"form {number}").status == 302
            assert telling.kept() == (number, number)
    without = {"application": "tests.faults.without:application", "WITHOUT": "page"}
    with served(cluster.address, **without) as register:
        telling = Telling(register, cluster.address)
        cluster.stop()
        bare = telling.browser.get(telling.page)
        cluster.start()
    assert (bare.status, SAID in bare.text) == (500, False)
    measured(
        "database-stopped",
        f"{len(WAYS)} stops ({', '.join(dict.fromkeys(WAYS))}): told within {max(waits):.1f} s, "
        f"works {max(back):.1f} s after it started; each form sent again is kept once",
        control="error 500, which names no cause",
    )
    assert not bars.IS_LONG or (max(waits) <= 5 and max(back) <= 10)

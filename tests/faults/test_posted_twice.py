"""A form that is sent many times counts once: a double click, Back and again, fifty at a time."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from loneliness.accounts.roles import Role
from tests import bars, copies, makers
from tests.faults.processes import done
from tests.faults.served import served
from tests.faults.telling import SET_OUT, TOLD, kept

pytestmark = [pytest.mark.bar, pytest.mark.worker]
TIMES = bars.size(8, 50)
MEETINGS = "SELECT id FROM {table} WHERE held_on = '2027-03-08'"


@pytest.fixture
def secretary(copied_database):
    """A function: a secretary with so many windows open, on the register as it is or without."""
    with contextlib.ExitStack() as serving:

        def began(times, *without):
            given = {"WITHOUT": without[0]} if without else {}
            program = "tests.faults.without" if without else "loneliness.wsgi"
            register = served(copied_database, f"{program}:application", **given)
            register = serving.enter_context(register)
            (first,) = register.people(1, Role.SECRETARY)
            windows = [first, *(register.browser(first.session) for _ in range(times - 1))]
            return windows, done(register.environment, SET_OUT).split()[-1]

        yield began


def at_once(windows, address, **fields):
    """The answers to one form sent from every window at the same moment."""
    start = threading.Barrier(len(windows))

    def send(window):
        window.get("/health/")
        start.wait()
        return window.post(address, **fields)

    with ThreadPoolExecutor(len(windows)) as pool:
        return list(pool.map(send, windows))


def test_a_form_sent_many_times_counts_once(copied_database, secretary, measured):
    windows, key = secretary(TIMES)
    address, home = f"/actions/{key}/update/", f"/actions/{key}/"
    answers = at_once(windows, address, once="parallel", **TOLD)
    assert {(one.status, one.location) for one in answers} == {(302, home)}
    assert kept(copied_database, key) == (1, 1)
    answers = [windows[0].post(address, once="parallel", **TOLD)]  # Back, and sent again
    assert kept(copied_database, key) == (1, 1)
    answers += at_once(windows[:2], address, once="double click", **TOLD)
    assert {(one.status, one.location) for one in answers} == {(302, home)}
    assert kept(copied_database, key) == (2, 2)
    windows, key = secretary(TIMES, "once")
    at_once(windows, f"/actions/{key}/update/", once="parallel", **TOLD)
    updates, mails = kept(copied_database, key)
    assert updates > 1, "One update was kept without it: the trial proves nothing."
    measured(
        "posted-twice",
        f"{TIMES} at a time, a double click, Back and again: 1 update and 1 message of each form",
        control=f"{updates} updates and {mails} messages",
    )


def test_a_new_record_sent_many_times_is_entered_once_and_each_is_told(copied_database, secretary):
    windows, _ = secretary(TIMES)
    address = f"/boards/{makers.BOARD}/meetings/add/"
    answers = at_once(windows, address, held_on="2027-03-08", publicity="open")
    told = [one for one in answers if one.status == 200]
    assert [one.status for one in answers if one.status != 200] == [302]
    assert all("The board already has a meeting on this day." in one.text for one in told)
    tables = "actions_meeting", "actions_historicalmeeting"
    rows = [copies.ask(copied_database, MEETINGS.format(table=one)) for one in tables]
    assert list(map(len, rows)) == [1, 1]

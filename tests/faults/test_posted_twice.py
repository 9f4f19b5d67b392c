"""A form that is sent many times counts once: a double click, Back and again, fifty at a time."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from loneliness.accounts.roles import Role
from tests import bars, copies, makers
from tests.faults.processes import done
from tests.faults.served import served

pytestmark = [pytest.mark.bar, pytest.mark.worker]
TIMES = bars.size(8, 50)
SET_OUT = """
import uuid
from loneliness.accounts.roles import Role
from tests import makers
name = uuid.uuid4().hex
owner = makers.make_user(Role.OWNER, name="Olive Owner", email=f"{name}@example.org")
post = makers.make_post(held_by=owner, title=name)
print(makers.make_action(owner=post, key=name).key)
"""
TOLD = {
    "rag": "amber",
    "status": "in-progress",
    "happened": "Two link workers briefed.",
    "told_by": "Olive Owner",
    "told_how": "telephone",
    "told_on": "2026-01-20",
}
UPDATES = (
    "SELECT u.id FROM actions_progressupdate u JOIN actions_action a ON u.action_id = a.id "
    "WHERE a.key = '{key}'"
)
COPIES = "SELECT id FROM records_mail WHERE key = 'copy/{pk}'"
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


def kept(address, key):
    """How many updates of the action there are, and how many messages about them."""
    updates = copies.ask(address, UPDATES.format(key=key))
    mails = [copies.ask(address, COPIES.format(pk=pk)) for (pk,) in updates]
    return len(updates), sum(map(len, mails))


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

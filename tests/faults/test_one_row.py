"""Many people change one row at the same time: nobody's change is lost, and each is told."""

import html
import itertools
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from loneliness.accounts.roles import Role
from tests import bars, copies
from tests.faults.processes import done
from tests.faults.served import served

pytestmark = [pytest.mark.bar, pytest.mark.worker]
PEOPLE, TIMES = bars.size((4, 5), (16, 40))
MEETING = """
from tests import makers
print(makers.make_meeting(held_on="2027-01-{day:02}").pk)
"""
ROW = "SELECT version, background FROM actions_meeting WHERE id = {pk}"
HISTORY = "SELECT background FROM actions_historicalmeeting WHERE id = {pk} ORDER BY history_id"
VERSION = re.compile(r'name="version" value="(\d+)"')
BACKGROUND = re.compile(r'<textarea name="background".*?>\s*(.*?)</textarea>', re.DOTALL)
TOLD = "Somebody else changed this meeting while you were working."


class Secretary:
    """Adds words of their own to a meeting's background, again when somebody was faster."""

    def __init__(self, number, browser, pk, day):
        self.number, self.browser, self.day = number, browser, day
        self.address = f"/meetings/{pk}/edit/"
        self.conflicts, self.saved = 0, []

    def work(self):
        for time in range(TIMES):
            self.add(f"w{self.number}x{time}")
        return self

    def add(self, word):
        while True:
            page = self.browser.get(self.address)
            assert page.status == 200, page
            read = html.unescape(BACKGROUND.search(page.text)[1])
            mine = f"{read} {word}".strip()
            answer = self.browser.post(
                self.address, version=VERSION.search(page.text)[1], background=mine,
                held_on=self.day, publicity="open",
            )  # fmt: skip
            if answer.status == 302:
                self.saved.append(word)
                return
            self.check_told(answer, mine)

    def check_told(self, answer, mine):
        """Both versions stand in what is said."""
        assert answer.status == 409, answer
        page = html.unescape(answer.text)
        assert TOLD in page
        assert re.search(rf"Background: now “[^“”]*”, yours “{mine}”\.", page)
        self.conflicts += 1


def race(address, day, application="loneliness.wsgi:application", **environment):
    """All work at once; return them, the row at the end, and its history."""
    day_of_meeting = MEETING.format(day=day)
    with served(address, application, **environment) as register:
        pk = int(done(register.environment, day_of_meeting).split()[-1])
        browsers = register.people(PEOPLE, Role.SECRETARY)
        secretaries = [
            Secretary(number, browser, pk, f"2027-01-{day:02}")
            for number, browser in enumerate(browsers)
        ]
        with ThreadPoolExecutor(PEOPLE) as pool:
            list(pool.map(Secretary.work, secretaries))
    (row,) = copies.ask(address, ROW.format(pk=pk))
    return secretaries, row, [text for (text,) in copies.ask(address, HISTORY.format(pk=pk))]


def lost(secretaries, background):
    """Words that somebody was told were saved and that are not there."""
    return {word for one in secretaries for word in one.saved} - set(background.split())


def test_no_change_of_one_row_is_lost_however_many_change_it(copied_database, measured):
    secretaries, (version, background), history = race(copied_database, 8)
    changes = PEOPLE * TIMES
    assert lost(secretaries, background) == set()
    assert (version, len(history), len(background.split())) == (changes + 1, changes + 1, changes)
    for before, after in itertools.pairwise(history):
        assert after.split()[:-1] == before.split()
    conflicts = sum(one.conflicts for one in secretaries)
    assert conflicts > 0
    careless, (_, left), _ = race(
        copied_database, 9, "tests.faults.without:application", WITHOUT="version"
    )
    gone = len(lost(careless, left))
    assert gone > 0, "Nothing was lost without the versions: the trial proves nothing."
    measured(
        "one-row",
        f"{PEOPLE} people, {changes} changes: 0 lost, {conflicts} conflicts, each told with "
        "both versions",
        control=f"{gone} of {changes} lost",
    )

"""Each check of who may do what is missed when it is taken away.

``tests/rules/checks.csv`` has a line for each check in the source, with the route and the role
that notice it. A second net is noticed once the checks beside it are gone too: ``beside others``
says yes. What no route can notice has its reason instead.
"""

import csv
import random
from pathlib import Path

import pytest
from django.db import connection

from tests import bars
from tests.rules import posts, removing, workshop
from tests.rules.matrix import Doors
from tests.rules.routes import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="Every page is walked through once, on SQLite."
    ),
]
TABLE = Path(__file__).with_name("checks.csv")
A_FEW = 8


def reviewed():
    """The lines of the table by the check that they are of."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return {row.pop("check"): row for row in csv.DictReader(file)}


@pytest.fixture
def trial(db):
    world = World()
    routes = posts.routes(world)
    doors = Doors(world)
    return removing.Trial(doors, routes | workshop.routes(doors))


def test_every_check_in_the_source_is_in_the_table():
    names = [check.name for check in removing.checks()]
    assert len(names) == len(set(names)) > 150
    table = reviewed()
    assert sorted(table) == sorted(names)
    for name, row in table.items():
        assert bool(row["route"] and row["role"]) != bool(row["reason"]), name


@pytest.mark.bar
def test_each_check_is_missed_when_it_is_taken_away(trial, measured):
    table = reviewed()
    noticed = [check for check in trial.checks if table[check.name]["route"]]
    tried = random.Random(bars.SEED).sample(noticed, bars.size(A_FEW, len(noticed)))
    second = unguarded = 0
    for check in tried:
        route, role = table[check.name]["route"], table[check.name]["role"]
        is_second = bool(table[check.name]["beside others"])
        gone = trial.others(check, role, route) if is_second else ()
        assert trial.may(role, route, check, *gone) != trial.may(role, route, *gone), check.name
        second += is_second
        unguarded += trial.may(role, route) != trial.may(role, route)
    assert unguarded == 0
    measured(
        "permission-checks",
        f"{len(trial.checks)} checks, {len(tried)} tried: {len(tried) - second} missed when taken "
        f"away, {second} second nets missed once the checks beside them are gone too; "
        f"{len(trial.checks) - len(noticed)} others with their reasons",
        control=f"with nothing taken away {unguarded} of {len(tried)} are missed",
    )

"""The rating to discuss: each rule at its edge, the gravest wins, the reason is said."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.dates import Due
from actions.rating import Facts, Step, rate

TODAY = datetime.date(2026, 11, 24)


def day(number):
    return TODAY + datetime.timedelta(days=number)


def facts(**given):
    return Facts(**{"today": TODAY, "due": Due(), "status": "in-progress"} | given)


def due(number, moves=0, first=None):
    return Due(day(number if first is None else first), day(number), moves)


@pytest.mark.parametrize(
    ("given", "rag", "why"),
    [
        ({}, "green", "nothing is late, and its owner has reported"),
        ({"due": due(0)}, "green", "nothing is late"),
        ({"due": due(-1)}, "red", "1 day past its date"),
        ({"due": due(40, 1, first=-3)}, "amber", "3 days past its first date"),
        ({"steps": (Step("Brief", day(0)),)}, "green", "nothing is late"),
        ({"steps": (Step("Brief", day(-60)),)}, "amber", "milestone “Brief” is 60 days late"),
        ({"steps": (Step("Brief", day(-61)),)}, "red", "milestone “Brief” is 61 days late"),
        ({"steps": (Step("Brief", day(-61), day(-50)),)}, "green", "nothing is late"),
        ({"silent_for": 90}, "green", "nothing is late"),
        ({"silent_for": 91}, "amber", "no update for 91 days"),
        ({"silent_for": 180}, "amber", "no update for 180 days"),
        ({"silent_for": 181}, "red", "no update for 181 days"),
        ({"silent_for": 31, "silent_after": 30}, "amber", "no update for 31 days"),
        ({"calls_missed": 1, "silent_for": 400}, "amber", "no answer to the last call"),
        ({"calls_missed": 2}, "red", "no answer to the last 2 calls for updates"),
        ({"asks_for": day(60)}, "amber", "more time is asked for, until 23 January 2027"),
        ({"status": "paused"}, "amber", "it is paused"),
        ({"due": due(30), "per_cent": 74}, "amber", "less than three quarters done"),
        ({"due": due(30), "per_cent": 75}, "green", "nothing is late"),
        ({"due": due(31), "per_cent": 0}, "green", "nothing is late"),
        ({"due": due(30)}, "green", "nothing is late"),
        ({"due": due(30), "steps": (Step("Brief", day(9)),)}, "amber", "less than three quarters"),
    ],
)
def test_each_rule_at_its_edge(given, rag, why):
    found = rate(facts(**given))
    assert found.rag == rag
    assert why in found.why


def test_work_of_which_nothing_is_known_has_none():
    assert rate(facts(status="")) is None
    assert rate(facts(status="", due=due(5))).rag == "green"


def test_the_gravest_wins_and_only_its_reasons_are_given():
    found = rate(facts(due=due(-1), status="paused", calls_missed=2))
    assert found.reasons == ("1 day past its date", "no answer to the last 2 calls for updates")


@given(st.integers(-400, 400), st.integers(0, 5), st.integers(0, 400), st.integers(0, 100))
def test_a_later_day_never_makes_it_better(due_in, missed, silent, per_cent):
    """Time alone, with nothing reported, never improves the rating."""
    ranks = {"green": 0, "amber": 1, "red": 2}
    found = [
        rate(
            facts(
                today=day(later),
                due=due(due_in),
                calls_missed=missed,
                silent_for=silent + later,
                per_cent=per_cent,
            )
        )
        for later in (0, 1, 40)
    ]
    assert sorted(found, key=lambda rating: ranks[rating.rag]) == found

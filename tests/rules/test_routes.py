"""Who may open and send what: every route, every role, both verbs, against a reviewed table.

``tests/rules/routes.csv``, and ``workshop.csv`` for the workshop, have a line for each route: for
each role r where the page may be read, w where what is sent gets past the door, s where it
changes what is stored. What is sent is in ``tests/rules/posts.py``. A route that is not in the
table, and one that takes a post and has no example of it, fails. ``WRITE_ROUTES=1`` writes what
is so; read the difference.
"""

import os

import pytest

from actions import services
from tests import bars
from tests.rules import matrix, posts, removing, workshop
from tests.rules.matrix import Doors
from tests.rules.routes import ON_SQLITE, ROLES, World, every_view

pytestmark = ON_SQLITE
KINDS = ("routes", "workshop")
STAFF = ("board member", "secretary", "officer", "reviewer", "administrator")
OTHER_STAFF = STAFF[1:]
TYPED, BY_LINK = "Nobody else has read this yet.", "Nor this, by the link."
STAFFS = ("evidence:glossary", "evidence:citations", "actions:services", "actions:policy")


@pytest.fixture
def shown():
    """Who was shown which draft where."""
    return set()


@pytest.fixture
def doors(db, shown):
    """The doors of the register, and the routes behind them by kind.

    Two people have written and not sent: an owner with an account, and one by a personal link.
    """
    world = World()
    routes = posts.routes(world)
    services.save_draft(world.action, {"happened": [TYPED]}, account=world.accounts["owner"])
    services.save_draft(world.report, {"happened": [BY_LINK]}, person=world.outside)

    def look(role, address, response):
        content = b"".join(response) if response.streaming else response.content
        shown.update(
            (draft, address, role) for draft in (TYPED, BY_LINK) if draft.encode() in content
        )

    found = Doors(world, look)
    return found, {"routes": routes, "workshop": workshop.routes(found)}


def test_every_route_is_in_the_table():
    named = {route for route in matrix.table("routes.csv") if " " not in route}
    assert named == {name for name, _ in every_view()}
    assert set(matrix.table("workshop.csv")) == workshop.names()


def test_every_route_that_takes_a_post_has_an_example_of_it():
    taking = {name for name, view in every_view() if posts.takes_a_post(view)}
    assert len(taking) > 70
    assert taking - set(posts.Sent(World()).fields()) == set()


@pytest.mark.bar
def test_each_role_may_do_what_the_table_says_and_nothing_else(doors, shown, measured):
    """And what somebody has written and not sent is read by nobody else, whoever they are."""
    found, of_kind = doors
    mismatches, asked = {}, 0
    for kind in KINDS:
        assert sorted(matrix.table(f"{kind}.csv")) == sorted(of_kind[kind])
    workshops, pages = of_kind["workshop"], dict(of_kind["routes"])
    last = {matrix.LAST: pages.pop(matrix.LAST)}
    for kind, routes in (("workshop", workshops), ("routes", pages), ("routes", last)):
        expected = matrix.table(f"{kind}.csv")
        for role in ROLES:
            may = found.found(role, asked_for(role, routes, expected))
            differing = matrix.differing(expected, may, role)
            mismatches |= {(role, name): what for name, what in differing.items()}
            asked += len(may)
    assert mismatches == {}
    update, report = (of_kind["routes"][name].address for name in ("actions:update", "report-on"))
    by_link = {one for one in shown if one[:2] == (BY_LINK, report)}
    assert by_link
    assert shown - by_link == {(TYPED, update, "owner")}
    opened = left_open(found, of_kind["routes"])
    assert opened
    measured(
        "permission-matrix",
        f"{len(pages) + len(last)} routes and {len(workshops)} of the workshop "
        f"x {len(ROLES)} roles, read and posted to ({asked} pairs asked): "
        f"{len(mismatches)} mismatches",
        control=f"{len(opened)} of {len(STAFFS)} doors found open to owners",
    )


def asked_for(role, routes, expected):
    """All routes; in a short run one of the staff reads what all of them may only read."""
    if bars.IS_LONG or role not in OTHER_STAFF:
        return routes
    return {
        name: route
        for name, route in routes.items()
        if any(expected[name][one] != "r" for one in STAFF)
    }


def left_open(doors, routes):
    """What owners find open of pages for staff when nobody keeps them out."""
    keeper = next(check for check in removing.checks() if check.function == "StaffOnly")
    with removing.without(keeper):
        found = doors.found("owner", {name: routes[name] for name in STAFFS})
    return matrix.differing(matrix.table("routes.csv"), found, "owner")


@pytest.mark.skipif(not os.environ.get("WRITE_ROUTES"), reason="Writes the tables anew.")
def test_write_the_tables(doors):
    found, of_kind = doors
    for kind, routes in of_kind.items():
        matrix.write(f"{kind}.csv", {role: found.found(role, routes) for role in ROLES})

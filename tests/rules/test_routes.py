"""Who may open and send what: every route, every role, both verbs, against one reviewed table.

``tests/rules/routes.csv`` has a line for each route: for each role r where the page may be read,
w where something may be sent to it, rw for both, and nothing where neither may be. A route that
is not in the table fails. ``WRITE_ROUTES=1`` writes what is so; read the difference.
"""

import csv
import os
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.rules.routes import ROLES, World, every_route

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="Every page is walked through once, on SQLite."
    ),
]
TABLE = Path(__file__).with_name("routes.csv")
NAMES = sorted({name for name, _ in every_route()})
OUT = {401, 403, 404}


@pytest.fixture
def world(db):
    return World()


def is_let_in(response):
    """Whether the person got past the door; a mistake in what was sent is no closed door."""
    led_to_sign_in = response.status_code == 302 and "/accounts/login/" in response["Location"]
    return response.status_code not in OUT and not led_to_sign_in


def found(world, role):
    """For each route, what the role may do there: r, w, rw or nothing."""
    examples = world.examples()
    account = world.accounts[role]
    answers = {}
    for name in NAMES:
        address, may = world.address(name, examples), ""
        for letter, verb in (("r", "get"), ("w", "post")):
            with transaction.atomic():
                client = Client(raise_request_exception=True)
                if account:
                    client.force_login(account)
                response = getattr(client, verb)(address)
                assert response.status_code < 500, (name, role, verb)
                may += letter if is_let_in(response) else ""
                transaction.set_rollback(True)
        answers[name] = may
    return answers


def table():
    with TABLE.open(newline="", encoding="utf-8") as file:
        return {row.pop("route"): row for row in csv.DictReader(file)}


def test_every_route_is_in_the_table():
    assert sorted(table()) == NAMES


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_nothing_else(world, role):
    expected = {name: row[role] for name, row in table().items()}
    differing = {
        n: (expected[n], may) for n, may in found(world, role).items() if may != expected[n]
    }
    assert differing == {}


@pytest.mark.skipif(not os.environ.get("WRITE_ROUTES"), reason="Writes the table anew.")
def test_write_the_table(world):
    columns = {role: found(world, role) for role in ROLES}
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["route", *ROLES])
        for name in NAMES:
            writer.writerow([name, *(columns[role][name] for role in ROLES)])

"""Asks every route as every role: who gets in, and whose request changes what is stored."""

import csv
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, RequestFactory, override_settings
from django.test.client import ClientHandler

from tests.rules.routes import ROLES

HERE = Path(__file__).parent
OUT = {401, 403, 404, 405}
WRITES = re.compile(
    r'\s*(INSERT|UPDATE|DELETE)(?: OR \w+)?(?: INTO| FROM)?\s+"?(\w+)', re.IGNORECASE
)
PASSING = {"django_session"}
# It lifts a guard: from then on, SQLite reads its schema anew wherever something is taken back.
LAST = "redact"
LETTERS = {"get": "r", "post": "w"}


@dataclass(frozen=True)
class Answer:
    """What came of one request."""

    response: object
    writes: tuple = ()

    @property
    def may(self):
        """r or w for whoever got past the door, s where something was saved."""
        letter = LETTERS[self.response.wsgi_request.method.lower()]
        return letter * is_let_in(self.response) + "s" * bool(self.writes)


def is_let_in(response):
    """Whether the person got past the door; a mistake in what was sent is no closed door."""
    led_to_sign_in = response.status_code == 302 and "/login/" in response["Location"]
    return response.status_code not in OUT and not led_to_sign_in


class Writes:
    """Keeps each statement that changes a row, until a savepoint takes it back."""

    def __init__(self):
        self.kept, self.savepoints = [], {}

    def __call__(self, execute, sql, params, many, context):
        """Let one statement through."""
        done = execute(sql, params, many, context)
        if sql.startswith("SAVEPOINT"):
            self.savepoints[sql.split()[-1]] = len(self.kept)
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            del self.kept[self.savepoints[sql.split()[-1]] :]
        elif (match := WRITES.match(sql)) and _changes(match, context["cursor"]):
            self.kept.append((match[2], sql, params))
        return done


def _changes(match, cursor):
    """Whether rows changed; an insert says how many it made only once they are fetched."""
    changes = match[1].upper() == "INSERT" or cursor.rowcount
    return bool(changes) and match[2] not in PASSING


class _Caller(RequestFactory):
    """Asks the register itself; its middleware is set up once for all who ask."""

    handler = None

    def request(self, **request):
        """The register's answer."""
        return self.handler(self._base_environ(**request))


class Doors:
    """Everybody of a world at the doors of the register; what they do is taken back at once.

    ``look``, a function, is given each role, address and answer to somebody who reads.
    """

    def __init__(self, world, look=None):
        self.world, self.look = world, look
        self.caller = _Caller()
        self.caller.handler = ClientHandler(enforce_csrf_checks=False)
        self.cookies = {role: _signed_in(world.accounts[role]) for role in ROLES}

    def ask(self, role, verb, address, fields=None):
        """What comes of one request of somebody in a role."""
        cache.clear()  # nobody is refused for how often another one asked
        writes = Writes()
        self.caller.cookies = SimpleCookie(self.cookies[role])
        with transaction.atomic(), connection.execute_wrapper(writes), loudly():
            response = getattr(self.caller, verb)(address, fields or {})
            transaction.set_rollback(True)
        assert response.status_code < 500, (role, verb, address)
        return Answer(response, tuple(writes.kept))

    def found(self, role, routes):
        """For each route, what the role may do there: r, w, s or some of them."""
        return {name: self.may(role, route) for name, route in routes.items()}

    def may(self, role, route):
        """What a role may do with one route; nothing is ever saved by looking."""
        looked = self.ask(role, "get", route.address)
        assert not looked.writes, (role, route.address, looked.writes)
        if self.look:
            self.look(role, route.address, looked.response)
        if route.fields is None and looked.may and role != "administrator":
            return looked.may
        sent = self.ask(role, "post", route.address, route.fields)
        return looked.may + (sent.may if route.fields is not None else sent.may.lstrip("w"))


@dataclass(frozen=True)
class Route:
    """An address to ask for, and what is sent to it."""

    address: str
    fields: dict | None = None


@contextmanager
def loudly():
    """Let what breaks in a page break the test."""
    with override_settings(DEBUG_PROPAGATE_EXCEPTIONS=True):
        yield


def _signed_in(account):
    if account is None:
        return SimpleCookie()
    client = Client()
    client.force_login(account)
    session = SessionStore(client.cookies["sessionid"].value)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client.cookies


def table(name):
    """A reviewed table: for each route, what each role may do there."""
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        return {row.pop("route"): row for row in csv.DictReader(file)}


def write(name, columns):
    """Write a table anew, from what is so."""
    with (HERE / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["route", *ROLES])
        for route in sorted(columns["anonymous"]):
            writer.writerow([route, *(columns[role][route] for role in ROLES)])


def differing(expected, found, role):
    """The routes where a role may do another thing than the table says."""
    return {
        name: (expected[name][role], may)
        for name, may in found.items()
        if may != expected[name][role]
    }

"""What every test stands on: the chapter, a still clock, no network, one account for each role."""

import tests.environment  # noqa: F401, I001  (settings read it)

import gc
import json
import os
import socket
import uuid
from pathlib import Path

import django
import pytest
import time_machine
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from whitenoise.middleware import WhiteNoiseMiddleware

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.OUTBOX_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
django.setup()

from evidence.models import Chapter  # noqa: E402  (models load after setup)
from loneliness.records import guards  # noqa: E402
from loneliness.records.guards import Guard  # noqa: E402
from tests import bars, copies, makers, templates  # noqa: E402

NOW = "2026-11-24T10:00:00+00:00"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(scope="session", autouse=True)
def no_network():
    """Refuse connections that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise OSError(f"A test wanted to reach {address}: tests stay on this machine.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files():
    """Each test client starts the register anew; only the first looks for its static files."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def look_once(self):
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(autouse=True)
def clock(request):
    """Ten in the morning of 24 November 2026 in London; real time where a browser looks on."""
    if request.node.get_closest_marker("browser") or request.node.get_closest_marker("worker"):
        yield None
        return
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The test database, a copy of the template with the whole chapter; tests roll back to it."""
    with (
        django_db_blocker.unblock(),
        templates.held(connection) as template,
        copies.offered(connection, template),
    ):
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def transactional_db():
    """Refuse: flushing would erase append-only rows and the chapter with them."""
    pytest.fail("Tests that commit work on a copy: use the fixture copied_database.")


@pytest.fixture(scope="module")
def copied_database(django_db_setup, django_db_blocker, tmp_path_factory):
    """The address of a copy of the loaded database, for tests that commit; gone afterwards."""
    with django_db_blocker.unblock():
        name = f"copy_{uuid.uuid4().hex[:12]}"
        with copies.copied(connection, name, tmp_path_factory.mktemp(name)) as address:
            yield address


@pytest.fixture
def chapter(db):
    """The first edition of the chapter, loaded."""
    return Chapter.objects.get(code="lcc-jsna-loneliness-2019")


@pytest.fixture
def unguarded(db):
    """Versions without their guards, as for somebody who walks past the application."""
    for table in ("estimates_revision", "estimates_revisionline"):
        guards.lift(connection, Guard(table))


@pytest.fixture
def board_member(db):
    return makers.make_person("board_member")


@pytest.fixture
def secretary(db):
    return makers.make_person("secretary")


@pytest.fixture
def owner(db):
    """An action owner, who holds a post; ``owned_action`` is what the post owns."""
    return makers.make_person("owner")


@pytest.fixture
def owned_action(owner):
    return makers.make_action(owner=owner)


@pytest.fixture
def officer(db):
    return makers.make_person("officer")


@pytest.fixture
def reviewer(db):
    return makers.make_person("reviewer")


@pytest.fixture
def second_reviewer(db):
    return makers.make_person("second_reviewer")


@pytest.fixture
def administrator(db):
    return makers.make_person("administrator")


@pytest.fixture
def client_of():
    """A function: the test client of a signed-in account."""

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def measured(record_property):
    """A function: say what a fault cost, and what it cost with the guard taken away."""

    def say(slug, figure, *, control=""):
        found = bars.entry(slug, connection.vendor, figure, control)
        record_property("bar", json.dumps(found, ensure_ascii=False))

    return say


def pytest_terminal_summary(terminalreporter):
    """Print each figure; keep them in the file that FAULT_FIGURES names."""
    found = bars.from_reports(terminalreporter.stats.get("passed", []))
    for one in found:
        terminalreporter.write_line(bars.line(one))
    if keep := os.environ.get("FAULT_FIGURES"):
        with Path(keep).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in found)


def pytest_collection_modifyitems(config, items):
    """Leave to the run on SQLite what asks no database."""
    if connection.vendor == "sqlite":
        return
    left = [item for item in items if not asks_a_database(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if asks_a_database(item)]


def asks_a_database(item):
    """Whether a test has the test database or a copy of it."""
    given = {"db", "copied_database"} & set(item.fixturenames)
    return bool(given) or item.get_closest_marker("django_db") is not None


def pytest_collection_finish():
    """Let the collector of garbage pass over what is imported by now: it stays to the end."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish():
    """Close what the session opened: an open connection at exit would warn."""
    connections.close_all()

"""Copies of databases: of the template for the tests, and of it again for tests that commit."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import psycopg2

MEMORY = "file:register_tests?mode=memory&cache=shared"


@contextlib.contextmanager
def offered(connection, template):
    """Let Django make its test database, within the block, as a copy of the template."""
    given = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        given["TEMPLATE"] = template
        yield
        return
    given["NAME"] = MEMORY
    source, memory = sqlite3.connect(template), sqlite3.connect(MEMORY, uri=True)
    source.backup(memory)
    source.close()
    yield
    memory.close()  # it lasts as long as somebody is connected, and Django is by now


@contextlib.contextmanager
def copied(connection, name, folder):
    """Copy the test database; yield the copy's address as DATABASE_URL takes it."""
    copy = _sqlite if connection.vendor == "sqlite" else _postgresql
    with copy(connection, name, folder) as copied_to:
        yield copied_to


@contextlib.contextmanager
def _sqlite(connection, name, folder):
    connection.ensure_connection()
    path = folder / f"{name}.sqlite3"
    target = sqlite3.connect(path)
    connection.connection.backup(target)
    target.close()
    yield f"sqlite:///{path}"


@contextlib.contextmanager
def _postgresql(connection, name, folder):
    at = connection.settings_dict
    connection.close()
    with server(at) as cursor:
        _make(cursor, name, at["NAME"])
        yield address(at, name)
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def beside(template):
    """Where that which a template was before its first row stands: a path, or a name."""
    if isinstance(template, Path):
        return template.with_stem(f"{template.stem}_empty")
    return f"{template}_empty"


def set_aside(connection):
    """Keep this database as it is now beside itself."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        target = sqlite3.connect(beside(Path(connection.settings_dict["NAME"])))
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        target.close()
        return
    at = connection.settings_dict
    connection.close()
    with server(at) as cursor:
        _make(cursor, beside(at["NAME"]), at["NAME"])


@contextlib.contextmanager
def empty(connection, hold, name, folder):
    """A migrated database without a row, beside the test database; yield its address.

    ``hold`` gives the template while it is copied.
    """
    if connection.vendor == "sqlite":
        path = folder / f"{name}.sqlite3"
        with hold(connection) as template:
            shutil.copy(beside(template), path)
        yield f"sqlite:///{path}"
        return
    at = connection.settings_dict
    with server(at) as cursor:
        with hold(connection) as template:
            _make(cursor, name, beside(template))
        yield address(at, name)
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _make(cursor, name, template):
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def address(at, name):
    """The DATABASE_URL of another database on the PostgreSQL server of these settings."""
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{name}"


@contextlib.contextmanager
def server(at):
    """A cursor on the PostgreSQL server of these settings, outside any transaction."""
    connected = psycopg2.connect(
        dbname="postgres",
        user=at["USER"],
        password=at["PASSWORD"],
        host=at["HOST"],
        port=at["PORT"],
    )
    connected.autocommit = True
    try:
        with connected.cursor() as cursor:
            yield cursor
    finally:
        connected.close()


@contextlib.contextmanager
def cursor_at(address):
    """A cursor on the database at an address, whose work is kept."""
    if address.startswith("sqlite"):
        connected = sqlite3.connect(address.removeprefix("sqlite:///"), timeout=20)
    else:
        connected = psycopg2.connect(address)
    with contextlib.closing(connected), contextlib.closing(connected.cursor()) as cursor:
        yield cursor
        connected.commit()


def ask(address, question):
    """The rows that a question in SQL finds in the database at an address."""
    with cursor_at(address) as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def do(address, statements):
    """Do something in SQL to the PostgreSQL database at an address."""
    with cursor_at(address) as cursor:
        cursor.execute(statements)

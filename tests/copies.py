"""Copies of the loaded test database, for tests whose rows are committed by other processes."""

import contextlib
import sqlite3

import psycopg2


@contextlib.contextmanager
def copied(connection, name, folder):
    """Copy the test database; yield the copy's address as DATABASE_URL takes it."""
    copy = _sqlite if connection.vendor == "sqlite" else _postgresql
    with copy(connection, name, folder) as address:
        yield address


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
    _run(at, f'CREATE DATABASE "{name}" TEMPLATE "{at["NAME"]}"')
    yield f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{name}"
    _run(at, f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(at, statement):
    server = psycopg2.connect(
        dbname="postgres",
        user=at["USER"],
        password=at["PASSWORD"],
        host=at["HOST"],
        port=at["PORT"],
    )
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(statement)
    server.close()

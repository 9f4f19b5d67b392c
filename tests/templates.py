"""The loaded database, made once: migrated, with the roles and the whole chapter, to be copied.

``python -m tests.templates`` makes that of DATABASE_URL ahead of the tests, or finds it made. A
template bears the fingerprint of all it was made from; nobody looks at one of another making.
They stand in ``var/test-databases``, or in the folder that TEST_DATABASES names, and on the
PostgreSQL server. Beside each stands what it was before its first row, for what is restored.
"""

import tests.environment  # noqa: F401, I001  (settings read it)

import contextlib
import fcntl
import hashlib
import importlib.metadata
import io
import os
import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path

import django
import time_machine
from django.core.management import call_command
from django.db import connection

from tests import copies

ROOT = Path(__file__).parents[1]
APPS = ("actions", "estimates", "evidence", "loneliness")
SOURCES = (".csv", ".py")
ALSO = ("pyproject.toml", "tests/environment.py", "tests/templates.py")
LOADED = "2026-11-23T09:00:00+00:00"
PREFIX = "register_template_"
UNFINISHED = "unfinished"
MAKE = "--into-this-database"
FINISH = {  # one file with no journal beside it; what the planner knows is copied, too
    "sqlite": "PRAGMA journal_mode=DELETE",
    "postgresql": "ANALYZE",
}


def fingerprint(root=ROOT):
    """The digest of all that a template is made from: sources, seed files, versions, itself."""
    found = [path for app in APPS for path in (root / app).rglob("*") if path.suffix in SOURCES]
    found += [root / name for name in ALSO]
    digest = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version} {installed()}".encode())
    for path in sorted(found):
        content = path.read_bytes()
        digest.update(f"\n{path.relative_to(root)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:32]


def installed():
    """Every package of the environment with its version."""
    return sorted((each.name, each.version) for each in importlib.metadata.distributions())


@contextlib.contextmanager
def held(connection):
    """The template of a database of this kind, made when it is not there yet.

    Yields the path of a SQLite file or the name of a PostgreSQL database. Until the block ends,
    nobody else makes templates or removes old ones.
    """
    hold = _sqlite if connection.vendor == "sqlite" else _postgresql
    with hold(connection, fingerprint()) as template:
        yield template


@contextlib.contextmanager
def _sqlite(connection, key):
    folder = Path(os.environ.get("TEST_DATABASES") or ROOT / "var" / "test-databases")
    folder.mkdir(parents=True, exist_ok=True)
    template = folder / f"{key}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            for old in folder.glob("*.sqlite3*"):
                old.unlink()
            unfinished = folder / f"{UNFINISHED}.sqlite3"
            _make(f"sqlite:///{unfinished}")
            copies.beside(unfinished).rename(copies.beside(template))
            unfinished.rename(template)
        yield template


@contextlib.contextmanager
def _postgresql(connection, key):
    at = connection.settings_dict
    template, unfinished = PREFIX + key, PREFIX + UNFINISHED
    like = PREFIX.replace("_", "\\_") + "%"
    with copies.server(at) as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like])
        standing = [name for (name,) in cursor.fetchall()]
        if template not in standing:
            for old in standing:
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{unfinished}"')
            _make(copies.address(at, unfinished))
            for name in (copies.beside, str):
                cursor.execute(f'ALTER DATABASE "{name(unfinished)}" RENAME TO "{name(template)}"')
        yield template


def _make(address):
    """Fill an empty database in a process of its own, whose settings name it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.templates", MAKE],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"The database for the tests could not be made:\n{done.stdout}")


def fill():
    """Migrate this process's database, make the roles and load the chapter."""
    with time_machine.travel(LOADED), warnings.catch_warnings():
        warnings.simplefilter("error")
        call_command("migrate", verbosity=0, interactive=False)
        copies.set_aside(connection)
        call_command("make_roles")
        call_command("load_chapter", stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute(FINISH[connection.vendor])
    connection.close()


if __name__ == "__main__":
    django.setup()
    if MAKE in sys.argv:
        fill()
    else:
        with held(connection):
            pass

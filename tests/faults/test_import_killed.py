"""An import that is killed at any moment leaves nothing behind, and can be taken in afterwards.

FAULT_ROUNDS says at how many random moments it is killed, 8 unless set: FAULT_ROUNDS=50 for a
thorough run of some minutes.
"""

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]
RECORDS = 600
ROUNDS = int(os.environ.get("FAULT_ROUNDS", "8"))
PREPARE = """
from django.contrib.auth.models import Group
from evidence import services
from loneliness.accounts.models import User
by = User.objects.create_user("killed@example.org", name="Kit Kilmer")
by.groups.add(Group.objects.get(name="Evidence officer"))
rows = "".join(f"Study of town {n} by {n * 7919},2011\\n" for n in range(600))
file = services.bring("killed.csv", f"title,year\\n{rows}".encode(), by=by)
services.read_in(file)
"""
TAKE = """
from evidence import services
from evidence.models import Import
print("ready", flush=True)
file = Import.objects.get()
services.take_in(file, by=file.brought_by)
"""


def shell(environment, code, **options):
    command = [sys.executable, "manage.py", "shell", "--command", code]
    return subprocess.Popen(command, cwd=ROOT, env=environment, **options)


def kept(path):
    """How many of the file's publications, and of their history rows, there are."""
    with sqlite3.connect(path) as database:
        found = [
            database.execute(
                f"SELECT count(*) FROM {table} WHERE title LIKE 'Study of town %'"
            ).fetchone()[0]
            for table in ("evidence_publication", "evidence_historicalpublication")
        ]
    database.close()
    return found


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the copy is read as a SQLite file")
def test_an_import_killed_at_any_moment_leaves_nothing(copied_database):
    environment = os.environ | {"DATABASE_URL": copied_database}
    path = copied_database.removeprefix("sqlite:///")
    assert shell(environment, PREPARE).wait(120) == 0
    chance = random.Random(11)
    for _ in range(ROUNDS):
        process = shell(environment, TAKE, stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.4))
        process.kill()
        process.wait()
        process.stdout.close()
        assert kept(path) in ([0, 0], [RECORDS, RECORDS])
    assert shell(environment, TAKE, stdout=subprocess.DEVNULL).wait(120) == 0
    assert kept(path) == [RECORDS, RECORDS]

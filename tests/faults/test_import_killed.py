"""An import that is killed at any moment leaves nothing behind, and can be taken in afterwards."""

import random
import subprocess
import time

import pytest

from tests import bars
from tests.faults.importing import NOTHING, RECORDS, WHOLE, bring, kept
from tests.faults.processes import done, shell

pytestmark = [pytest.mark.bar, pytest.mark.worker]
ROUNDS = bars.size(3, 50)
# Prints that it begins, and how many seconds it took; REHEARSE takes everything back.
TAKE = """
import os, time
from django.db import transaction
from evidence import services
from evidence.models import Import
file = Import.objects.latest("pk")
print("ready", flush=True)
began = time.monotonic()
with transaction.atomic():
    services.take_in(file, by=file.brought_by)
    transaction.set_rollback("REHEARSE" in os.environ)
print(time.monotonic() - began, flush=True)
"""
# The transaction is broken open: what is written in bulk is kept at once.
UNGUARDED = (
    """
from django.db import connection
from django.db.models.query import QuerySet
write = QuerySet.bulk_create
def kept_at_once(*given, **named):
    made = write(*given, **named)
    connection.connection.commit()
    if connection.vendor == "sqlite":
        connection.connection.execute("BEGIN IMMEDIATE")
    return made
QuerySet.bulk_create = kept_at_once
"""
    + TAKE
)


def end(process):
    process.kill()
    process.wait()
    process.stdout.close()


class Victim:
    """Takes a file in and is killed; a fresh file when one got in whole."""

    def __init__(self, address):
        self.address, self.number = address, 0
        self.environment = {"DATABASE_URL": address}
        self.prepare()
        took = done(self.environment | {"REHEARSE": "yes"}, TAKE)
        self.seconds = float(took.split()[-1])

    def prepare(self):
        self.number += 1
        bring(self.environment, self.number)

    def killed(self, after):
        """Kill it so many seconds after it began; return how long it took to be up."""
        began = time.monotonic()
        process = self.begun(TAKE)
        up = time.monotonic() - began
        time.sleep(after)
        end(process)
        return up

    def begun(self, code):
        process = shell(self.environment, code, stdout=subprocess.PIPE)
        process.stdout.readline()
        return process

    def killed_when(self, is_so, code):
        """Kill it as soon as something is so."""
        process = self.begun(code)
        while process.poll() is None and not is_so():
            time.sleep(0.002)
        end(process)

    def kept(self):
        return kept(self.address, self.number)


def kept_by_halves(victim):
    """What is kept when it is killed, without the transaction, as soon as there is something."""
    for _ in range(5):
        victim.prepare()
        victim.killed_when(lambda: any(victim.kept()), UNGUARDED)
        if victim.kept() not in (NOTHING, WHOLE):
            return victim.kept()
    return pytest.fail("Nothing was kept by halves without it: the trial proves nothing.")


def test_an_import_killed_at_any_moment_leaves_nothing(copied_database, measured):
    victim, chance = Victim(copied_database), random.Random(bars.SEED)
    up, whole = [], 0
    for _ in range(ROUNDS):
        up.append(victim.killed(chance.uniform(0, victim.seconds)))
        kept = victim.kept()
        assert kept in (NOTHING, WHOLE)
        if any(kept):
            whole += 1
            victim.prepare()
    done(victim.environment, TAKE)
    assert victim.kept() == WHOLE
    publications, histories = kept_by_halves(victim)
    measured(
        "import-killed",
        f"{ROUNDS} kills: 0 partial ({ROUNDS - whole} left nothing, {whole} came too late), "
        f"up again within {max(up):.1f} s",
        control=f"{publications} publications and {histories} history rows of {RECORDS}",
    )
    assert max(up) <= 10 or not bars.IS_LONG

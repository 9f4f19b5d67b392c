"""A backup that is written while others write holds one moment, whole, and comes back whole."""

import json
import subprocess
import uuid
import zipfile
from collections import Counter, defaultdict

import pytest
from django.apps import apps
from django.db import connection

from loneliness.records.models import Historic
from tests import bars, copies, templates
from tests.faults.processes import done, shell

pytestmark = [pytest.mark.bar, pytest.mark.worker]
ROUNDS, WRITERS = bars.size(1, 10), bars.size(2, 3)
# Writes one after another what a backup reads early and late, until there is the file STOP.
WRITE = """
import itertools, os, time
from pathlib import Path
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers
by, name, stop = User.objects.system(), os.environ["WRITER"], Path(os.environ["STOP"])
action = makers.make_action(key=f"writer-{name}")
print("ready", flush=True)
for number in itertools.count(1):
    makers.make_update(action, by, once=f"writer-{name}-{number}")
    source = makers.make_publication(key=f"writer-{name}-{number}")
    makers.make_finding(key=f"writer-{name}-{number}", publication=source)
    records.move(action, by=by, reason="Counted", measure=str(number))
    if stop.exists():
        break
    time.sleep(0.02)
print(number)
"""
BACK_UP = """
from pathlib import Path
from loneliness.records import backup
backup.write(Path("{}"))
"""
TORN = """
import contextlib
from loneliness.records import backup
backup._one_moment = contextlib.nullcontext
"""
RESTORE = """
from pathlib import Path
from loneliness.records import backup
backup.restore(Path("{}"))
"""


class Writers:
    """Processes that write to the database at an address until the block ends."""

    def __init__(self, address, folder):
        self.address, self.stop = address, folder / f"stop-{uuid.uuid4().hex}"
        self.rounds = 0

    def __enter__(self):
        self.processes = [self.start() for _ in range(WRITERS)]
        for process in self.processes:
            process.stdout.readline()
        return self

    def start(self):
        environment = {
            "DATABASE_URL": self.address, "STOP": str(self.stop), "WRITER": uuid.uuid4().hex[:8],
        }  # fmt: skip
        return shell(
            environment, WRITE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def __exit__(self, *_):
        self.stop.touch()
        for process in self.processes:
            words, _ = process.communicate(timeout=60)
            assert process.returncode == 0, words
            self.rounds += int(words)


def held(path):
    """The rows of each table in a backup, and what its list says of their number."""
    with zipfile.ZipFile(path) as file:
        said = json.loads(file.read("contents.json"))["tables"]
        lines = {one["name"]: file.read(f"{one['name']}.jsonl").splitlines() for one in said}
    assert {one["name"]: one["rows"] for one in said} == {k: len(v) for k, v in lines.items()}
    return {name: [json.loads(line) for line in found] for name, found in lines.items()}


def torn(rows):
    """What in the rows of a backup cannot have been so at any moment, in words."""
    return [*without_their_history(rows), *out_of_turn(rows)]


def without_their_history(rows):
    """Rows that are not what the newest row of their history says."""
    for model in apps.get_models():
        if issubclass(model, Historic):
            history = rows[model.history.model._meta.label_lower]
            newest = {row["fields"]["id"]: row["fields"] for row in history}
            said = {pk: one for pk, one in newest.items() if one["history_type"] != "-"}
            standing = {row["pk"]: row["fields"] for row in rows[model._meta.label_lower]}
            for pk in said.keys() ^ standing.keys():
                yield f"{model.__name__} {pk} is there or in the history, not both"
            for pk in said.keys() & standing.keys():
                odd = {
                    name
                    for name, value in standing[pk].items()
                    if said[pk].get(name, value) != value
                }
                if odd:
                    yield f"{model.__name__} {pk} has another {odd} than its history"


def out_of_turn(rows):
    """Each writer wrote an update, then a publication, then a finding, then a count of them."""
    written = defaultdict(Counter)
    for table, name in (
        ("actions.progressupdate", "once"), ("evidence.publication", "key"),
        ("evidence.finding", "key"),
    ):  # fmt: skip
        for row in rows[table]:
            if row["fields"][name].startswith("writer-"):
                written[row["fields"][name].rsplit("-", 1)[0]][table] += 1
    for row in rows["actions.action"]:
        if row["fields"]["key"].startswith("writer-"):
            counts = [*written[row["fields"]["key"]].values(), int(row["fields"]["measure"] or 0)]
            if counts != sorted(counts, reverse=True) or counts[0] - counts[-1] > 1:
                yield f"{row['fields']['key']} wrote {counts}"


def backed_up(address, path, before=""):
    done({"DATABASE_URL": address}, before + BACK_UP.format(path))
    return held(path)


def restored(path, folder):
    """The rows of a backup of what was restored from a backup elsewhere."""
    name = f"empty_{uuid.uuid4().hex[:12]}"
    with copies.empty(connection, templates.held, name, folder) as address:
        return backed_up(address, folder / f"{name}.zip", RESTORE.format(path))


def found_torn(address, folder):
    """How much is torn in a backup that takes no moment."""
    for number in range(5):
        rows = backed_up(address, folder / f"torn-{number}.zip", TORN)
        if faults := torn(rows):
            return len(faults)
    return pytest.fail("Without one moment nothing was torn: the trial proves nothing.")


def test_a_backup_while_others_write_is_one_moment(copied_database, tmp_path, measured):
    paths = [tmp_path / f"{number}.zip" for number in range(ROUNDS)]
    with Writers(copied_database, tmp_path) as writers:
        found = [backed_up(copied_database, path) for path in paths]
        faults = found_torn(copied_database, tmp_path)
    for path, rows in zip(paths, found, strict=True):
        assert torn(rows) == []
        assert restored(path, tmp_path) == rows
    measured(
        "backup",
        f"{ROUNDS} backups, the last of {sum(map(len, found[-1].values())):,} rows, during "
        f"{writers.rounds:,} rounds of {WRITERS} writers: all of one moment, and equal row by row "
        "when restored",
        control=f"{faults} rows torn in a backup without one moment",
    )

"""The whole register into one file and back, in processes of their own: a drill."""

import json
import os
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from tests import copies, templates

ROOT = Path(__file__).parents[2]
EDIT = """
from actions.models import Board
Board.objects.update(remit="Written after the backup.")
"""
ATTACH = """
from actions.models import Action, ProgressUpdate, UpdateFile
from loneliness.accounts.models import User
update = ProgressUpdate.objects.create(
    action=Action.objects.first(), status="in-progress", rag="green", happened="Seen.",
    posted_by=User.objects.system(), once="backup",
)
UpdateFile.objects.create(
    update=update, name="a.pdf", kind="application/pdf", content=bytes(range(256)), fingerprint="0"
)
"""
RENAME = """
print("Attached.")
UpdateFile.objects.filter(update=update).update(name="b")
"""
REFUSED = """
from django.core.management import CommandError, call_command
for path in {}:
    try:
        call_command("restore", path)
    except CommandError as refusal:
        print(refusal)
"""


def run(address, *command, code=None):
    """A management command on a database, or a program; what it said and how it ended."""
    command = ("shell", "-v0", "-c", code) if code else command
    return subprocess.run(
        [sys.executable, "-W", "error", str(ROOT / "manage.py"), *map(str, command)],
        env=os.environ | {"DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def backup(copied_database, tmp_path_factory):
    """A backup of the chapter with an attached file, and what writing it said."""
    attached = run(copied_database, code=ATTACH)
    assert attached.returncode == 0, attached.stderr
    path = tmp_path_factory.mktemp("backup") / "register.zip"
    written = run(copied_database, "backup", path)
    assert written.returncode == 0, written.stderr
    return path


@pytest.fixture(scope="module")
def elsewhere(django_db_setup, django_db_blocker, tmp_path_factory):
    """The address of an empty, migrated database."""
    yield from an_empty_one(django_db_blocker, tmp_path_factory)


@pytest.fixture(scope="module")
def another_place(django_db_setup, django_db_blocker, tmp_path_factory):
    """The address of one more."""
    yield from an_empty_one(django_db_blocker, tmp_path_factory)


def an_empty_one(django_db_blocker, tmp_path_factory):
    name = f"empty_{uuid.uuid4().hex[:12]}"
    with (
        django_db_blocker.unblock(),
        copies.empty(connection, templates.held, name, tmp_path_factory.mktemp(name)) as address,
    ):
        yield address


def test_every_row_comes_back_with_its_files_and_the_numbers_still_hold(
    copied_database, backup, elsewhere, tmp_path
):
    damaged = dict(damage(backup, tmp_path))
    refused = run(elsewhere, code=REFUSED.format(list(map(str, damaged)))).stdout.splitlines()
    for said, sentence in zip(refused, damaged.values(), strict=True):
        assert sentence in said
        assert "nothing was restored" in said
    restored = run(elsewhere, "restore", backup)
    assert restored.returncode == 0, restored.stderr
    assert "each compared with the file" in restored.stdout
    again = tmp_path / "again.zip"
    assert run(elsewhere, "backup", again).returncode == 0
    assert entries(again) == entries(backup)
    assert run(elsewhere, "verify_estimates").returncode == 0
    assert run(elsewhere, "load_chapter").stdout.splitlines()[-1].startswith("0 added, 0 changed")
    second = run(elsewhere, "restore", backup)
    assert second.returncode == 1
    assert "already holds a register" in second.stderr
    # New rows count on after the restored ones, and what is written once is so again.
    edited = run(elsewhere, code=ATTACH.replace('once="backup"', 'once="after"') + RENAME)
    assert edited.stdout == "Attached.\n"
    assert "written once" in edited.stderr


def entries(path):
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def damage(path, folder):
    """Files that are not what was written, each with the sentence that refuses it."""
    whole = path.read_bytes()
    cut, flipped, other = (folder / f"{name}.zip" for name in ("cut", "flipped", "other"))
    cut.write_bytes(whole[: len(whole) // 2])
    yield cut, "damaged or cut short"
    middle = len(whole) // 2
    flipped.write_bytes(whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :])
    yield flipped, "damaged or cut short"
    yield rewritten(path, folder / "fewer.zip", lose_a_row), "is not as it was written"
    yield rewritten(path, other, another_version), "made by another version"


def rewritten(path, target, change):
    held = entries(path)
    change(held)
    with zipfile.ZipFile(target, "w") as file:
        for name, content in held.items():
            file.writestr(name, content)
    return target


def lose_a_row(held):
    held["actions.board.jsonl"] = held["actions.board.jsonl"].split(b"\n", 1)[1]


def another_version(held):
    contents = json.loads(held["contents.json"])
    contents["migrations"].append("actions.9999_later")
    held["contents.json"] = json.dumps(contents).encode()


def test_a_backup_is_never_overwritten_and_one_moment(copied_database, backup):
    again = run(copied_database, "backup", backup)
    assert "a backup is never overwritten" in again.stderr
    assert not backup.with_name("register.zip.unfinished").exists()
    assert run(copied_database, code=EDIT).returncode == 0
    with zipfile.ZipFile(backup) as file:
        assert b"Written after the backup." not in file.read("actions.board.jsonl")


MEANWHILE = """
from concurrent.futures import ThreadPoolExecutor
from actions.models import Board
from django.db import connection
from loneliness.records import backup
def write():
    Board.objects.update(remit="Written meanwhile.")
    connection.close()
def remits():
    return set(Board.objects.values_list("remit", flat=True))
with backup._one_moment():
    before = remits()
    with ThreadPoolExecutor() as other:
        other.submit(write).result()
    assert remits() == before
assert remits() == {"Written meanwhile."} != before
"""


def test_others_write_while_a_backup_reads_one_moment(copied_database):
    done = run(copied_database, code=MEANWHILE)
    assert done.returncode == 0, done.stderr


NAME = """
from actions.models import Board
from loneliness.accounts.models import User
from loneliness.records import redaction, services
board = Board.objects.order_by("pk").first()
board.remit = "Ask Mrs Ethel Example."
services.save(board, by=User.objects.system())
"""
WRITE = """
from django.core.management import call_command
call_command("backup", {!r})
"""
REMOVE = """
from actions.models import Board
from loneliness.accounts.models import User
from loneliness.records import redaction
by = User.objects.create_superuser("root@example.org", "x", name="Root")
board = Board.objects.order_by("pk").first()
redaction.redact(board, by=by, field="remit", words="Mrs Ethel Example", reason="Named")
"""
ASK = """
from actions.models import Board
from loneliness.records.models import Redaction
board = Board.objects.order_by("pk").first()
print(board.remit, [one.remit for one in board.history.all()][:1], Redaction.objects.count(),
      Redaction.objects.get().removed_by)
"""


def test_what_was_removed_after_the_backup_is_removed_again(
    copied_database, another_place, tmp_path
):
    first, later = tmp_path / "first.zip", tmp_path / "later.zip"
    removed = NAME + WRITE.format(str(first)) + REMOVE + WRITE.format(str(later))
    for done in (
        run(copied_database, code=removed),
        run(another_place, "restore", first, "--redactions", later),
    ):
        assert done.returncode == 0, done.stderr
    assert "Not found" not in done.stderr
    said = run(another_place, code=ASK).stdout
    assert "Ethel" not in said
    assert said.count("[removed on ") == 2
    assert said.strip().endswith("1 chapter 2019")  # the account came later than the backup
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(later.read_bytes()[:1000])
    refused = run(another_place, "restore", first, "--redactions", damaged)
    assert "damaged or cut short" in refused.stderr

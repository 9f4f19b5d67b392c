"""A full disk: it is said, nothing is kept by halves, and reading goes on."""

import contextlib

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests import bars, copies
from tests.faults.served import served
from tests.faults.telling import Telling

pytestmark = [pytest.mark.bar, pytest.mark.worker]
ROUNDS = bars.size(2, 20)
SAID = "The disk that it writes to is full."
# What PostgreSQL answers when it cannot write, from a trigger on what a save writes last.
FILL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON records_mail EXECUTE FUNCTION no_room();
"""
EMPTY = "DROP TRIGGER no_room ON records_mail; DROP FUNCTION no_room();"


@pytest.fixture
def full(copied_database, tmp_path):
    """A function: a while in which nothing more can be written."""

    @contextlib.contextmanager
    def filled():
        mark = tmp_path / "full"
        if connection.vendor == "postgresql":
            copies.do(copied_database, FILL)
        mark.touch()
        yield
        mark.unlink()
        if connection.vendor == "postgresql":
            copies.do(copied_database, EMPTY)

    return filled


def served_without(address, guard, tmp_path):
    return served(
        address, "tests.faults.without:application", WITHOUT=guard, FULL=str(tmp_path / "full")
    )


def test_nothing_is_kept_by_halves_and_reading_goes_on(copied_database, full, tmp_path, measured):
    with served_without(copied_database, "nothing", tmp_path) as register:
        telling = Telling(register, copied_database)
        for number in range(1, ROUNDS + 1):
            with full():
                refused = telling.tell(f"form {number}", long=True)
                assert (refused.status, SAID in refused.text) == (503, True), refused
                assert telling.browser.get(telling.page).status == 200
                assert telling.kept() == (number - 1, number - 1)
            assert telling.tell(f"form {number}", long=True).status == 302
            assert telling.kept() == (number, number)
    with served_without(copied_database, "page", tmp_path) as register, full():
        unsaid = Telling(register, copied_database).tell("form", long=True)
    assert unsaid.status == 500
    assert SAID not in unsaid.text
    measured(
        "disk-full",
        f"{ROUNDS} saves refused with its sentence, 0 kept by halves, pages are read meanwhile, "
        f"and each form sent again afterwards is kept once",
        control="error 500, which names no cause",
    )


@pytest.mark.django_db
def test_a_backup_that_finds_no_room_says_so_and_leaves_nothing(tmp_path, monkeypatch):
    """/dev/full takes nothing."""
    unfinished = tmp_path / "register.zip.unfinished"
    unfinished.symlink_to("/dev/full")
    with pytest.raises(CommandError, match=r"could not be written \(No space left on device\)"):
        call_command("backup", tmp_path / "register.zip")
    assert list(tmp_path.iterdir()) == []

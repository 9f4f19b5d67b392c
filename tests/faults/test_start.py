"""bin/run says in a sentence what is missing, and starts nothing."""

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OLDER = "python3 python3.14 python3.13 python3.12 python3.11".split()
REAL = shutil.which("python3")


@pytest.fixture
def house(tmp_path):
    """A folder, with a space in its name, that holds what bin/run reads."""
    folder = tmp_path / "the register"
    shutil.copytree(ROOT / "bin", folder / "bin")
    shutil.copy(ROOT / "requirements.txt", folder)
    return folder


@pytest.fixture
def start(house, tmp_path):
    """A function: run bin/run from elsewhere; return what it said on stderr."""

    def started(*arguments, user=None, **environment):
        done = subprocess.run(
            ["sh", house / "bin/run", *arguments],
            cwd="/",
            env={"PATH": os.environ["PATH"]} | environment,
            capture_output=True,
            text=True,
            timeout=60,
            user=user,
        )
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "Installing" not in done.stdout
        return done.stderr

    return started


def fake(folder, script, names):
    """Commands of these names that run a script; return a PATH on which they come first."""
    folder.mkdir()
    for name in names:
        command = folder / name
        command.write_text(f"#!/bin/sh\n{script}\n")
        command.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_python_too_old(start, tmp_path):
    script = '[ "$1" = --version ] && echo "Python 3.9.2"; exit 1'
    words = start(PATH=fake(tmp_path / "old", script, OLDER))
    assert words.startswith("Python 3.11 or newer is needed, and Python 3.9.2 was found.")
    assert words.count("\n") == 1


def test_venv_missing(start, tmp_path):
    script = f'case "$*" in *ensurepip*) exit 1 ;; esac\nexec {REAL} "$@"'
    words = start(PATH=fake(tmp_path / "bare", script, ["python3"]))
    assert words == (
        "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv.\n"
    )


def test_port_taken(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        words = start("--port", str(port))
    assert words.startswith(f"Port {port} cannot be used: another program has taken it")
    assert words.count("\n") == 1


@pytest.mark.parametrize("arguments", [("--port", "eighty"), ("--port",), ("--port", "")])
def test_a_port_that_is_no_number(start, arguments):
    assert start(*arguments) == "--port needs a number, for example: bin/run --port 8001\n"


def test_an_unknown_option(start):
    assert start("--prot", "8001").startswith("Usage: bin/run [--port N]")


def test_folder_not_writable(start, house):
    house.chmod(0o555)
    user = None
    if os.geteuid() == 0:
        user = pwd.getpwnam("nobody").pw_uid
        for folder in house.parents:
            if not folder.stat().st_mode & 0o001 and folder.owner() == "root":
                folder.chmod(folder.stat().st_mode | 0o011)
    words = start(user=user)
    house.chmod(0o755)
    assert f"{house} cannot be written to." in words
    assert not (house / "var").exists()


def test_disk_full(start, tmp_path):
    script = 'echo Filesystem; echo "/dev/vda 100 99 1024 99% /"'
    words = start(PATH=fake(tmp_path / "full", script, ["df"]))
    assert words == "The disk is full: 1 MB are free and 300 MB are needed. Make room first.\n"


def test_disk_full_while_installing(start, tmp_path):
    script = (
        f'case "$*" in *venv*--clear*) echo "OSError: [Errno 28] No space left on device" >&2\n'
        f'exit 1 ;; esac\nexec {REAL} "$@"'
    )
    words = start(PATH=fake(tmp_path / "full", script, ["python3"]))
    assert words == (
        "The disk is full: Making .venv could not finish. Make room, then run this again.\n"
    )


def test_production_is_not_for_this_command(start):
    assert "bin/run is for a trial on this machine" in start(REGISTER_MODE="production")

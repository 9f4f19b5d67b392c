"""Real processes of the register, to be stopped and killed."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


# What the makers number is numbered anew in each process: the next one starts further on.
NUMBERED = """
import itertools
from tests import makers
makers.numbers = itertools.count({})
"""
starts = itertools.count(10_000, 1_000)


def shell(environment, code, **options):
    """Start Python within the register."""
    code = NUMBERED.format(next(starts)) + code
    command = [sys.executable, "manage.py", "shell", "-v0", "--command", code]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, **options)


def done(environment, code):
    """What a piece of Python within the register prints; it must end well."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    process = shell(environment, code, **pipes)
    words, _ = process.communicate(timeout=300)
    assert process.returncode == 0, words
    return words

"""Real processes of the register, to be stopped and killed."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def shell(environment, code, **options):
    """Start Python within the register."""
    command = [sys.executable, "manage.py", "shell", "-v0", "--command", code]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, **options)


def done(environment, code):
    """What a piece of Python within the register prints; it must end well."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    process = shell(environment, code, **pipes)
    words, _ = process.communicate(timeout=300)
    assert process.returncode == 0, words
    return words

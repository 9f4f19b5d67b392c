"""The typesetter, given its words as JSON.

It hangs in a process forked after its parent has set a page, so nothing is set on import, and a
forked child sets its pages in a fresh process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("paper.typ")
FONTS = Path(__file__).with_name("fonts")
PAGES, PDF = "pages", "pdf"

_set_in: int | None = None


def pages(words: str) -> int:
    """How many pages they fill."""
    return int(_done(PAGES, words))


def pdf(words: str) -> bytes:
    """The PDF, tagged for screen readers."""
    return _done(PDF, words)


def _done(wanted: str, words: str) -> bytes:
    if _set_in in (None, os.getpid()):
        return _here(wanted, words)
    command = [sys.executable, "-I", __file__, wanted]
    return subprocess.run(command, input=words.encode(), capture_output=True, check=True).stdout


def _here(wanted: str, words: str) -> bytes:
    global _set_in
    _set_in = os.getpid()
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    compiler = typst.Compiler(
        TEMPLATE, root=TEMPLATE.parent, font_paths=fonts, sys_inputs={"paper": words}
    )
    if wanted == PAGES:
        return json.dumps(json.loads(compiler.query("<pages>", field="value", one=True))).encode()
    made = compiler.compile(format="pdf", pdf_standards="ua-1")
    if not isinstance(made, bytes):
        raise TypeError("One PDF was expected.")
    return made


if __name__ == "__main__":
    sys.stdout.buffer.write(_here(sys.argv[1], sys.stdin.buffer.read().decode()))

"""The page on ASVS names each requirement of levels 1 and 2 once, and no test that is missing."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reference/asvs.md").read_text(encoding="utf-8")
STATES = {"Met", "Partly", "Not met", "Host", "Not applicable"}
# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has: they come first in it.
SECTIONS = """
1.1 2, 1.2 9, 1.3 11, 1.4 3, 1.5 2, 2.1 3, 2.2 3, 2.3 4, 2.4 1, 3.2 2, 3.3 4, 3.4 6, 3.5 5, 3.7 2,
4.1 3, 4.2 1, 4.3 2, 4.4 4, 5.1 1, 5.2 3, 5.3 2, 5.4 3, 6.1 3, 6.2 12, 6.3 4, 6.4 4, 6.5 5, 6.6 3,
6.8 4, 7.1 3, 7.2 4, 7.3 2, 7.4 5, 7.5 2, 7.6 2, 8.1 2, 8.2 3, 8.3 1, 8.4 1, 9.1 3, 9.2 4, 10.1 2,
10.2 2, 10.3 4, 10.4 11, 10.5 5, 10.6 2, 10.7 3, 11.1 2, 11.2 3, 11.3 3, 11.4 4, 11.5 1, 11.6 1,
12.1 3, 12.2 2, 12.3 4, 13.1 1, 13.2 5, 13.3 2, 13.4 5, 14.1 2, 14.2 4, 14.3 3, 15.1 3, 15.2 3,
15.3 7, 16.1 1, 16.2 5, 16.3 4, 16.4 3, 16.5 3, 17.1 1, 17.2 4, 17.3 2
"""
ROWS = re.findall(r"^\| (\d[^|]*) \| ([^|]*) \| ([^|]*) \|$", PAGE, re.MULTILINE)


def numbers(cell):
    """The requirements of a cell, such as 1.2.6–8, one by one."""
    for section, first, last in re.findall(r"(\d+\.\d+)\.(\d+)(?:–(\d+))?", cell):
        for number in range(int(first), int(last or first) + 1):
            yield f"{section}.{number}"


def test_every_requirement_stands_here_once():
    pairs = [pair.split() for pair in SECTIONS.replace("\n", " ").split(",")]
    wanted = [f"{name}.{n}" for name, count in pairs for n in range(1, int(count) + 1)]
    found = [number for cell, _, _ in ROWS for number in numbers(cell)]
    assert sorted(found) == sorted(wanted)


def test_every_line_has_a_state_and_a_test_or_a_reason():
    assert {state for _, state, _ in ROWS} <= STATES
    assert all(len(why) > 5 for _, _, why in ROWS)


def test_every_named_test_exists():
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE))
    assert len(named) > 50
    missing = [
        f"{path}::{name}"
        for path, name in sorted(named)
        if not re.search(rf"^def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    ]
    assert missing == []
    assert len(named) == len({name for _, name in named})

"""The bars: what each fault may cost at most, and what it did cost when it was tried.

``bin/test`` tries each in short; ``bin/faults`` (FAULTS=long) at full length, and writes
``docs/reference/figures.md``. FAULT_SEED repeats what chance chose. A test that tries one asks
for the fixture ``measured`` and says its figure; each figure is printed at the end of the run.
"""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs/reference/figures.md"
IS_LONG = os.environ.get("FAULTS") == "long"
SEED = int(os.environ.get("FAULT_SEED", "11"))
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Bar:
    """What is done to the register, what it may cost at most, and on which databases."""

    fault: str
    at_most: str
    databases: tuple[str, ...] = BOTH


BARS = {
    "import-killed": Bar(
        "An import is killed (`kill -9`) at a random moment",
        "no part of it kept, no row without history, up again within 10 s",
    ),
    "permission-matrix": Bar(
        "Everybody asks for every address, to read it and to post valid fields",
        "nobody gets in or changes anything where the reviewed tables do not say so",
        ("sqlite",),
    ),
    "permission-checks": Bar(
        "Each check of who may do what is taken away, one at a time",
        "each is missed by whom it keeps out; a second net once those beside it are gone too",
        ("sqlite",),
    ),
}


def size(short, long):
    """How much of it: little in every run of the tests, all of it in ``bin/faults``."""
    return long if IS_LONG else short


def entry(slug, vendor, figure, control):
    """What is kept of one trial."""
    assert vendor in BARS[slug].databases, f"{slug} is not tried on {vendor}"
    return {"bar": slug, "database": vendor, "figure": figure, "control": control, "seed": SEED}


def from_reports(reports):
    """The figures that the tests of a run said."""
    return [
        json.loads(told) for one in reports for key, told in one.user_properties if key == "bar"
    ]


def line(found):
    """One figure, to be read at the end of a run."""
    control = f"; control: {found['control']}" if found["control"] else ""
    return (
        f"{found['bar']} on {KINDS[found['database']]}: {found['figure']} "
        f"(seed {found['seed']}{control})"
    )


def page(found):
    """The page of figures, from what both databases' runs said."""
    rows = ["| Fault | At most | What it cost | Without the guard |", "| --- | --- | --- | --- |"]
    for slug, bar in BARS.items():
        of = {one["database"]: one for one in found if one["bar"] == slug}
        missing = set(bar.databases) - set(of)
        assert not missing, f"{slug} was not tried on {missing}"
        figures = "<br>".join(f"{KINDS[kind]}: {of[kind]['figure']}" for kind in bar.databases)
        controls = dict.fromkeys(of[kind]["control"] for kind in bar.databases)
        rows.append(f"| {bar.fault} | {bar.at_most} | {figures} | {'<br>'.join(controls)} |")
    return "\n".join([HEAD.format(seed=found[0]["seed"]), *rows, ""])


HEAD = """# What faults cost

*Written by `bin/faults`. Run it again, do not change this.*

Each line was tried on real processes, at full length, with the seed {seed} (`FAULT_SEED`). The
last column says what the same trial found with the guard taken away: a trial that finds nothing
then would prove nothing.
"""

if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    PAGE.write_text(page([json.loads(one) for one in lines]), encoding="utf-8")

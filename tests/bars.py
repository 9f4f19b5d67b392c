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
    "mail-killed": Bar(
        "Whoever sends a message is killed before or after the mail server has it",
        "none lost, at most 2 copies, each under the same Message-ID",
    ),
    "job-killed": Bar(
        "A worker is killed (`kill -9`) in the middle of long work",
        "the work is begun again by itself and done once, none left undone",
    ),
    "broker-away": Bar(
        "The broker (Redis) is stopped, and comes back empty",
        "pages and saves work; afterwards all that waited goes out once",
    ),
    "database-stopped": Bar(
        "The database is stopped and started again",
        "a page that says so within 5 s, without a trace; works within 10 s, nothing restarted",
        databases=("postgresql",),
    ),
    "disk-full": Bar(
        "The disk is full",
        "it is said, nothing kept by halves, reading goes on",
    ),
    "one-row": Bar(
        "16 people change one row 40 times each, at the same time",
        "no change lost, everybody who was slower told, with both versions",
    ),
    "posted-twice": Bar(
        "A form is sent by a double click, by Back and again, and 50 times at the same moment",
        "one update and one message of each form",
    ),
    "big-uploads": Bar(
        "A file of 100 MB, a list of 1,000,000 rows, packed files that unpack to gigabytes, "
        "wherever files are taken",
        "refused within 2 s with a sentence, less than 50 MB of memory, no temporary file left",
        databases=("sqlite",),
    ),
    "malformed-files": Bar(
        "300 files (RIS, PubMed, BibTeX, CSV, Excel, OpenDocument) are damaged and imported",
        "no error of the register, no record dropped without a word, each error named",
    ),
    "clock": Bar(
        "Reminders run by the hour from 2026 to 2036, over both changes of the hour",
        "each due date told of once: none missed, none doubled",
    ),
    "tampering": Bar(
        "A stored number, text, input or history row is changed behind the application's back",
        "`verify_estimates` names each",
    ),
    "backup": Bar(
        "A backup is written while others write, and restored elsewhere",
        "every row as at one moment, and equal row by row",
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


def is_left_out(vendor):
    """Whether a short run leaves a trial to PostgreSQL: where the database makes no difference."""
    return vendor != "postgresql" and not IS_LONG


def entry(slug, vendor, figure, control):
    """What is kept of one trial."""
    assert vendor in BARS[slug].databases, f"{slug} is not tried on {vendor}"
    return {
        "bar": slug,
        "database": vendor,
        "figure": figure,
        "control": control,
        "seed": SEED,
        "is_long": IS_LONG,
    }


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


def untried(found):
    """Which bars were not tried on which databases."""
    tried = {(one["bar"], one["database"]) for one in found}
    wanted = [(slug, kind) for slug, bar in BARS.items() for kind in bar.databases]
    return [f"{slug} on {KINDS[kind]}" for slug, kind in wanted if (slug, kind) not in tried]


def page(found):
    """The page of figures, from what both databases' runs said."""
    rows = ["| Fault | At most | What it cost | Without the guard |", "| --- | --- | --- | --- |"]
    for slug, bar in BARS.items():
        of = {one["database"]: one for one in found if one["bar"] == slug}
        figures = "<br>".join(_told(of[kind]) for kind in bar.databases)
        controls = dict.fromkeys(of[kind]["control"] for kind in bar.databases)
        rows.append(f"| {bar.fault} | {bar.at_most} | {figures} | {'<br>'.join(controls)} |")
    return "\n".join([HEAD.format(seed=found[0]["seed"]), *rows, ""])


def _told(one):
    length = "" if one["is_long"] else " (in short)"
    return f"{KINDS[one['database']]}{length}: {one['figure']}"


HEAD = """# What faults cost

*Written by `bin/faults`. Run it again, do not change this.*

Each line was tried on real processes with the seed {seed} (`FAULT_SEED`): at full length, or,
where it says *in short*, as `bin/test` tries it each time. The last column says what the same
trial found with the guard taken away: a trial that finds nothing then would prove nothing.
"""

if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    everything = [json.loads(one) for one in lines]
    if missing := untried(everything):
        sys.exit(f"The page stays as it is. Not tried yet: {', '.join(missing)}.")
    PAGE.write_text(page(everything), encoding="utf-8")

"""Files that were good until something happened to them, each the same for its seed."""

import io
import random
import zipfile

from tests import plans
from tests.faults import bombs

TOWNS = range(1, 9)
ROWS = (bombs.SHEET, "content.xml")
STUDIES = [
    ["title", "year", "authors"],
    *[[f"Study {n} of towns", 2000 + n, "Li, X"] for n in TOWNS],
]
COUNTS = [
    ["area", "group", "count", "period"],
    *[[f"Town {n}", "adults", 1000 + n, "2021"] for n in TOWNS],
]
ODD = ["", "-", "31/02/2027", "Sept 26", "#REF!", "Amber/Green", "=A1", "x" * 40_000, "\u202e"]
NOISE = [b'"', b"{", b"}", b"\0", b"\r", b"TY  - ", b"@book{", b"\xff", b"ER  - ", b"\n", b","]


def damaged(content, seed):
    """A file with some bytes lost, doubled or changed."""
    chance = random.Random(seed)
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        act = chance.choice(["cut", "drop", "double", "change", "insert"])
        if act == "cut" and len(data) > 40:
            del data[at + 20 :]
        elif act == "drop":
            del data[at : at + chance.randint(1, 9)]
        elif act == "double":
            data[at:at] = data[at : at + 30]
        elif act == "change":
            data[at % max(len(data), 1)] = chance.randrange(256)
        else:
            data[at:at] = chance.choice(NOISE)
        data = data or bytearray(b"x")
    return bytes(data)


def ris(rows):
    record = "TY  - JOUR\nTI  - {}\nPY  - {}\nAU  - {}\nER  - \n"
    return "".join(record.format(*row) for row in rows[1:]).encode()


def pubmed(rows):
    record = "PMID- {}\nTI  - {}\nDP  - {}\nFAU - {}\n\n"
    return "".join(record.format(n, *row) for n, row in enumerate(rows[1:], 1)).encode()


def bibtex(rows):
    record = "@article{{k{},\n title={{{}}},\n year={},\n author={{{}}}\n}}\n"
    return "".join(record.format(n, *row) for n, row in enumerate(rows[1:])).encode()


def csv(rows):
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


def opendocument(rows):
    return bombs.opendocument(
        b"".join(bombs.row(*(str(cell).encode() for cell in row)) for row in rows)
    )


def damaged_within(content, seed):
    """A packed file whose part with the rows is damaged, and the rest of it whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, damaged(part, seed) if name in ROWS else part)
    return out.getvalue()


def odd(rows, seed):
    """Rows with some cells that make no sense, or are missing, or are too many."""
    chance = random.Random(seed)
    found = [list(row) for row in rows]
    for _ in range(5):
        row = chance.choice(found[1:])
        at = chance.randrange(len(row))
        row[at : at + chance.randrange(2)] = [chance.choice(ODD)] * chance.randrange(1, 3)
    return found


def plan(seed):
    """A plan with bytes torn out of it, put into it or swapped within it."""
    chance = random.Random(seed)
    rows = [plans.HEADINGS]
    for number in range(6):
        rows.append([f"Action {number}" * (number % 5), *(chance.choice(ODD) for _ in range(6))])
    content = plans.excel(rows)
    if seed % 2:
        lines = ["\t".join(str(cell) for cell in row) for row in rows]
        content = "\n".join(lines).encode(chance.choice(["utf-8", "utf-16", "cp1252"]), "replace")
    if seed % 3:
        at, much = chance.randrange(len(content)), chance.randrange(1, 60)
        content = content[:at] + chance.randbytes(much) + content[at + much * (seed % 2) :]
    return content[: chance.randrange(len(content))] if seed % 7 == 0 else content


TEXTS = (ris, pubmed, bibtex, csv)
PACKED = (plans.excel, opendocument)


def references(seed):
    """A list of studies of each kind in turn."""
    return _list(STUDIES, (*TEXTS, *PACKED), seed)


def counts(seed):
    """A list of counts of each kind in turn."""
    return _list(COUNTS, (csv, *PACKED), seed)


def _list(rows, makers, seed):
    make = makers[seed % len(makers)]
    if make in TEXTS:
        return damaged(make(rows), seed)
    is_odd = random.Random(seed).random() < 0.6
    return make(odd(rows, seed)) if is_odd else damaged_within(make(rows), seed)

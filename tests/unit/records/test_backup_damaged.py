"""A backup that is changed at any byte, or cut anywhere, is refused in words or still the same."""

import hashlib
import json
import random
import re
import zipfile

import pytest

from loneliness.records import backup

LINES = b'{"model": "actions.board", "pk": 1, "fields": {"remit": "Prevention"}}\n' * 20


@pytest.fixture
def small(tmp_path):
    """A small backup of one table: its path, and what it holds."""
    return written(tmp_path / "small.zip", LINES)


def written(path, lines):
    table = backup.Table("actions.board", 20, hashlib.sha256(lines).hexdigest())
    contents = {"format": 1, "migrations": [], "tables": [vars(table)]}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("actions.board.jsonl", lines)
        file.writestr(backup.CONTENTS, json.dumps(contents))
    assert backup._checked(path) == contents
    return path, contents


def checked(path, content):
    """What the file says it holds, or None when it is refused."""
    path.write_bytes(content)
    try:
        return backup._checked(path)
    except backup.Refused as refusal:
        said = str(refusal)
    assert re.search(r"damaged or cut short, and nothing was restored: .*\w.*\.$", said), said
    return None


@pytest.mark.parametrize("flip", [1, 16, 255])
def test_any_one_byte(small, flip):
    path, contents = small
    whole, refused = path.read_bytes(), 0
    for at, byte in enumerate(whole):
        found = checked(path, whole[:at] + bytes([byte ^ flip]) + whole[at + 1 :])
        assert found in (None, contents), at
        refused += found is None
    assert refused > len(whole) * 0.7  # the rest are dates and the like, which say nothing


def test_cut_anywhere(small):
    path, _ = small
    whole = path.read_bytes()
    assert [at for at in range(len(whole)) if checked(path, whole[:at])] == []


@pytest.mark.parametrize("method", [0, 9, 12, 14, 99])
def test_packed_in_another_way(tmp_path, method):
    path, _ = written(tmp_path / "large.zip", random.Random(11).randbytes(300_000))
    whole = bytearray(path.read_bytes())
    whole[whole.index(b"PK\x01\x02") + 10] = method
    assert checked(path, bytes(whole)) is None

"""A backup with any one byte changed, or cut anywhere, is refused in words or is still the same."""

import contextlib
import hashlib
import json
import zipfile

import pytest

from loneliness.records import backup

LINES = b'{"model": "actions.board", "pk": 1, "fields": {"remit": "Prevention"}}\n' * 20


@pytest.fixture
def small(tmp_path):
    """A small backup of one table: its path, and what it holds."""
    table = backup.Table("actions.board", 20, hashlib.sha256(LINES).hexdigest())
    contents = {"format": 1, "migrations": [], "tables": [vars(table)]}
    path = tmp_path / "small.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("actions.board.jsonl", LINES)
        file.writestr(backup.CONTENTS, json.dumps(contents))
    assert backup._checked(path) == contents
    return path, contents


def checked(path, content):
    """What the file says it holds, or None when it is refused."""
    path.write_bytes(content)
    found = None
    with contextlib.suppress(backup.Refused):
        found = backup._checked(path)
    return found


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
    path.write_bytes(whole[:-30])
    with pytest.raises(backup.Refused, match="damaged or cut short, and nothing was restored"):
        backup._checked(path)
    assert [at for at in range(len(whole)) if checked(path, whole[:at])] == []

"""Files that people attach as evidence: which are taken, and how they are kept."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from evidence.importing.reading import Unreadable
from evidence.importing.workbooks import pieces

MOST_BYTES = 10 * 1024 * 1024
ZIP = b"PK\x03\x04"
KINDS = {  # ending: how its content begins, and what it is served as
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".csv": (b"", "text/csv"),
    ".txt": (b"", "text/plain"),
}
TOO_FULL = (
    "The file is damaged, or unpacks to more than 100 MB. Save it again, send it as a PDF, or give "
    "its address."
)
TAKEN = "PDF, Word (docx), Excel (xlsx), CSV, text, PNG and JPEG files"


@dataclass(frozen=True)
class Evidence:
    """A file as it will be kept."""

    name: str
    kind: str
    content: bytes
    describes_on: datetime.date | None = None

    def as_fields(self) -> dict[str, object]:
        """The fields of the stored row."""
        return {
            "name": self.name,
            "kind": self.kind,
            "content": self.content,
            "describes_on": self.describes_on,
            "fingerprint": hashlib.sha256(self.content).hexdigest(),
        }


def taken(upload: UploadedFile) -> Evidence:
    """An uploaded file, when it is one of the kinds taken and what its name says it is.

    ValidationError for other kinds, for more than 10 MB, and for an empty or disguised file.
    """
    name = PurePath((upload.name or "").replace("\\", "/")).name[-200:]
    ending = PurePath(name).suffix.lower()
    if ending not in KINDS:
        raise ValidationError(f"This kind of file is not taken. Send {TAKEN}.")
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError("The file is larger than 10 MB: send a smaller one, or its address.")
    content = upload.read()
    if not content:
        raise ValidationError("The file is empty.")
    if not _is(ending, content):
        raise ValidationError(f"The file is not what its name says: it is no {ending[1:]} file.")
    return Evidence(name, KINDS[ending][1], content)


def _is(ending: str, content: bytes) -> bool:
    """Whether content is what the ending of its name says; what is packed is unpacked to see."""
    begins = KINDS[ending][0]
    if begins == ZIP and content.startswith(ZIP):
        _unpack(content)
    return content.startswith(begins) and (bool(begins) or b"\0" not in content)


def _unpack(content: bytes) -> None:
    """Refuse what unpacks to far more than anybody reads, or not at all."""
    try:
        for _ in pieces(content):
            pass
    except Unreadable:
        raise ValidationError(TOO_FULL) from None

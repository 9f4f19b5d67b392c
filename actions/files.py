"""Files that people attach as evidence: which are taken, and how they are kept."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

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
    begins, kind = KINDS[ending]
    if not content:
        raise ValidationError("The file is empty.")
    if not content.startswith(begins) or (not begins and b"\0" in content):
        raise ValidationError(f"The file is not what its name says: it is no {ending[1:]} file.")
    return Evidence(name, kind, content)

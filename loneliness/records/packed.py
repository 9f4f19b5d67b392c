"""What Python says of a packed file (ZIP) that is damaged, cut short, locked or none at all."""

import lzma
import zipfile
import zlib

DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, lzma.LZMAError, zlib.error, EOFError, OSError,
    RuntimeError, ValueError,
)  # fmt: skip

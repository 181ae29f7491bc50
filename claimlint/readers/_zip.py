"""The bytes of an archive (docx, pptx, xlsx, odt) pass in; its parts pass out, streamed and within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from claimlint.errors import UnreadableError

ENTRIES = 50_000  # files in an archive
PART = 64 * 1024 * 1024  # bytes that one part may unpack to
TOTAL = 256 * 1024 * 1024  # bytes that all parts that are read may unpack to
RATIO = 300  # how much larger a big part may be than it is packed
_BIG = 4 * 1024 * 1024  # bytes from which the ratio counts: small parts of one repeated row pack well
_CHUNK = 64 * 1024
_OURS = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What zipfile raises on damaged bytes. ValueError: a name that is no UTF-8, a place before the file's beginning;
# OverflowError: a place beyond any file's end; NotImplementedError: a later version of the format, strong encryption.
_NO_ARCHIVE = (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError)
_NO_PART = (*_NO_ARCHIVE, zlib.error, EOFError)  # what does not unpack, or ends early


@dataclass(slots=True)
class Archive:
    """An open archive: its path, the names of its parts, and how many bytes have been unpacked so far."""

    path: str
    file: zipfile.ZipFile
    names: frozenset[str]
    spent: int = 0


def holds(data: bytes, folder: str) -> bool:
    """Tell whether the bytes are an archive with a part in `folder` ("word/"), or of that name; whatever else is wrong with it."""
    if not data.startswith(_OURS):
        return False
    try:
        return any(name.startswith(folder) for name in _open("", data).names)
    except UnreadableError:
        return False


def opened(path: str, data: bytes, what: str) -> Archive:
    """Return the archive. `what` names the format in messages ("Word document").

    Raises UnreadableError for what is damaged, protected by a password, or no archive of this age.
    """
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableError("protected by a password", path=path, remedy="save it without a password")
        raise UnreadableError("an Office file of before 2007", path=path, remedy="save it as .docx, .pptx or .xlsx")
    if not data:
        raise UnreadableError("the file is empty", path=path)
    if not data.startswith(_OURS):
        raise damaged(path, f"it does not begin like a {what}")
    return _open(path, data)


def damaged(path: str, how: str) -> UnreadableError:
    """Return the error about a file that cannot be what it should be."""
    return UnreadableError(f"damaged: {how}", path=path, remedy="open it in the program it came from and save it again")


def chunks(archive: Archive, name: str) -> Iterator[bytes]:
    """Yield a part piece by piece. Raises UnreadableError where it is damaged, protected, or unpacks to too much."""
    info = archive.file.getinfo(name)
    if info.flag_bits & 1:
        raise UnreadableError("protected by a password", path=archive.path, remedy="save it without a password")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise damaged(archive.path, f"{name} is packed as no office program does")
    size = 0
    try:
        with archive.file.open(info) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                _afford(archive, size, len(chunk), info.compress_size)
                yield chunk
    except _NO_PART as error:
        raise damaged(archive.path, f"{name} cannot be unpacked") from error


def _open(path: str, data: bytes) -> Archive:
    if data.count(b"PK\x01\x02") > ENTRIES:
        raise UnreadableError(f"over the limit of {ENTRIES:,} files inside", path=path, remedy="split the file")
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
    except _NO_ARCHIVE as error:
        raise damaged(path, "it is cut off, or no archive") from error
    return Archive(path, file, frozenset(file.namelist()))


def _afford(archive: Archive, size: int, more: int, packed: int) -> None:
    """Count what was unpacked. Raises UnreadableError where a part, or all of them, grow beyond what a draft can need."""
    archive.spent += more
    if size > PART or archive.spent > TOTAL:
        limit = PART if size > PART else TOTAL
        raise UnreadableError(f"unpacks to more than {limit:,} bytes", path=archive.path, remedy="split the file")
    if size > _BIG and size > RATIO * max(packed, 1):
        raise UnreadableError(
            f"unpacks to over {RATIO} times its size", path=archive.path, remedy="this looks like a zip bomb; do not open it"
        )

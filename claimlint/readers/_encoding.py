"""Bytes of a text format pass in, decoded text passes out, or the place where they are none."""

from __future__ import annotations

from claimlint.errors import UnreadableError

LIMIT = 20 * 1024 * 1024  # bytes
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def decode(path: str, data: bytes) -> str:
    """Return the text of UTF-8 (with or without mark) or marked UTF-16; offset 0 is the first character after the mark.

    Raises UnreadableError, with byte offset and line, where the bytes are too many, binary or wrongly encoded.
    """
    if len(data) > LIMIT:
        raise UnreadableError(f"{len(data):,} bytes is over the limit of {LIMIT:,} bytes", path=path, remedy="split the file")
    mark, encoding = next(((m, e) for m, e in _MARKS.items() if data.startswith(m)), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(path, data, len(mark) + error.start, f"not valid {encoding.upper()}") from None
    if "\0" in text:
        raise _broken(path, data, len(mark) + len(text[: text.index("\0")].encode(encoding)), "a NUL byte: this looks like a binary file")
    return text


def _broken(path: str, data: bytes, offset: int, what: str) -> UnreadableError:
    line = data.count(b"\n", 0, offset) + 1
    return UnreadableError(f"{what} at byte {offset}", path=path, line=line, remedy="save the file as UTF-8 text")

"""Bytes of a text format pass in, decoded text and the encoding it was taken for pass out, or the place where they are no text."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from claimlint.discover import lexicon_home
from claimlint.errors import UnreadableError

LIMIT = 20 * 1024 * 1024  # bytes
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_WIDE = ("utf-16-le", "utf-16-be")
_CHINESE = {"gb18030": "simplified", "cp950": "traditional", "big5hkscs": "traditional", "utf-16-le": "", "utf-16-be": ""}
_RIVALS = {"shift_jis": "[\u3041-\u30fa]", "euc_jp": "[\u3041-\u30fa]", "euc_kr": "[\uac00-\ud7a3]"}
_SHOWN = {
    "gb18030": "GB18030",
    "cp950": "Big5",
    "big5hkscs": "Big5 (HKSCS)",
    "cp1252": "Windows-1252",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
}
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]{3,20})""", re.IGNORECASE)
_NAMES = {
    **dict.fromkeys((b"gb2312", b"gbk", b"gb18030"), "gb18030"),
    **dict.fromkeys((b"big5", b"cp950", b"big5-hkscs"), "cp950"),
    **dict.fromkeys((b"windows-1252", b"iso-8859-1", b"latin1", b"cp1252"), "cp1252"),
}
_HEAD = 4096  # bytes in which a file says its encoding
_SAMPLE = 200_000  # characters that are looked at
_HAN = re.compile("[\u3400-\u9fff]")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_]")
_FOREIGN = 0.3  # share of characters beyond ASCII that makes a text one of another script
_CLOSING = "’”»…"
_USUAL = bytes([9, 10, 13, *range(32, 127)])  # bytes of text in ASCII
_RARE = 0.2  # share of other bytes below which a text is no UTF-16: Latin text has a half, Chinese text about as many
_PAIRED = 0.3  # share of bytes beyond ASCII next to another, from which on a text is no Windows-1252
_TORN = re.compile("°[abd-eg-zABD-EG-Z]|[±²³¹º¼½¾«»¶§©®†‡][a-zA-Z]|[a-zA-Z][«¼½¾€£¥±¶§‡]")  # what letters of Central Europe look like
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_MOJIBAKE = re.compile(
    "[\u00c2-\u00df][\u0080-\u00bf\u0152-\u2122]|[\u00e0-\u00f4][\u0080-\u00bf\u0152-\u2122]{2}"
)  # what UTF-8 looks like when it is taken for Windows-1252


def decode(path: str, data: bytes) -> str:
    """Return the text of a file, see `decoded`."""
    return decoded(path, data)[0]


def decoded(path: str, data: bytes) -> tuple[str, str]:
    """Return the text and the encoding it was taken for, "" for UTF-8; offset 0 is the first character after the mark.

    UTF-8 and marked UTF-16 are certain. GB18030, Big5, UTF-16 without a mark and Windows-1252 are taken only where the text
    reads like Chinese or English, becomes the same bytes again, and no other encoding would do about as well.
    Raises UnreadableError, with byte offset and line, where the bytes are too many, binary or of no encoding for certain.
    """
    if len(data) > LIMIT:
        raise UnreadableError(f"{len(data):,} bytes is over the limit of {LIMIT:,} bytes", path=path, remedy="split the file")
    mark, encoding = next(((m, e) for m, e in _MARKS.items() if data.startswith(m)), (b"", "utf-8"))
    assumed = ""
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        encoding = "" if mark else guessed(data)
        if not encoding:
            raise _broken(path, data, len(mark) + error.start, f"not valid {_MARKS.get(mark, 'utf-8').upper()}") from None
        text, assumed = data.decode(encoding), _SHOWN[encoding]
    if "\0" in text:
        wide = guessed(data) if not mark and not assumed else ""
        if wide not in _WIDE:
            at = len(mark) + len(text[: text.index("\0")].encode(encoding))
            raise _broken(path, data, at, "a NUL byte: this looks like a binary file")
        text, assumed = data.decode(wide), _SHOWN[wide]
    return text, assumed


def decoded_chunks(path: str, chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield the text of a long file piece by piece, its encoding told by the first piece, strictly as `decoded` does.

    Raises UnreadableError, with byte offset, for what is wrongly encoded or binary.
    """
    decoder, before = None, 0
    for chunk in chunks:
        decoder = decoder or codecs.getincrementaldecoder(_first(path, chunk))("strict")
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            raise _far(path, before + error.start, "not valid in the encoding of its beginning") from None
        if "\0" in text:
            raise _far(path, before, "a NUL byte after")
        before += len(chunk)
        yield text
    if decoder is not None:
        try:
            yield decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise _far(path, before, "a character is cut off") from None


def _first(path: str, chunk: bytes) -> str:
    """Return the encoding of a long file by its first piece, cut at a line end so that no character is torn."""
    if chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = chunk[: chunk.rfind(b"\n") + 1] or chunk
    said = decoded(path, head)[1]
    return next((encoding for encoding, shown in _SHOWN.items() if shown == said), "utf-8-sig")


def _far(path: str, offset: int, what: str) -> UnreadableError:
    return UnreadableError(f"{what}, at about byte {offset:,}", path=path, remedy="save the file as UTF-8 text")


def guessed(data: bytes) -> str:
    """Return the one encoding, other than UTF-8, in which the bytes read like a language that is read here; "" where none is."""
    declared = _DECLARED.search(data[:_HEAD])
    named = _NAMES.get(declared[1].lower(), "") if declared else ""
    texts = {encoding: text for encoding in (*_CHINESE, "cp1252", *_RIVALS) if (text := _same_again(data, encoding))}
    scores = {encoding: _chinese(texts[encoding], kind) for encoding, kind in _CHINESE.items() if encoding in texts}
    if named in texts and (named == "cp1252" or scores.get(named, 0) >= _table()["share"] / 2):
        return named
    best = max(scores, key=scores.__getitem__, default="")
    rest = [score for encoding, score in scores.items() if encoding != best and texts[encoding] != texts[best]]
    japanese = any(_foreign(texts[encoding], _RIVALS[encoding]) for encoding in ("shift_jis", "euc_jp") if encoding in texts)
    if best and not japanese and scores[best] >= _table()["share"] and scores[best] >= _table()["lead"] * max(rest, default=0.0):
        return best
    if any(_latin(texts[wide]) for wide in _WIDE if wide in texts):
        return next(wide for wide in _WIDE if wide in texts and _latin(texts[wide]))
    foreign = any(_foreign(texts[encoding], script) for encoding, script in _RIVALS.items() if encoding in texts)
    return "cp1252" if "cp1252" in texts and not foreign and _windows(texts["cp1252"]) else ""


def _same_again(data: bytes, encoding: str) -> str:
    if encoding in _WIDE and (len(data) % 2 or not data or len(data.translate(None, _USUAL)) < _RARE * len(data)):
        return ""  # a few letters of ASCII, two by two, are Han characters too
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data else ""
    except UnicodeError:
        return ""


def _chinese(text: str, kind: str) -> float:
    """Return the share of its Han characters that Chinese copy is mostly made of; 0 where other characters outnumber them."""
    sample = _BEYOND.findall(text[:_SAMPLE])
    han = _HAN.findall("".join(sample))
    if not han or "\0" in text or 2 * len(han) < len(sample):
        return 0.0
    kinds = (kind,) if kind else ("simplified", "traditional")
    return max(sum(char in _common(name) for char in han) / len(han) for name in kinds)


def _latin(text: str) -> bool:
    """Tell whether a text reads like Latin script: nearly all of it ASCII, none of it NUL."""
    sample = text[:_SAMPLE]
    return bool(sample) and "\0" not in sample and len(_BEYOND.findall(sample)) < len(sample) / 20


def _foreign(text: str, script: str) -> bool:
    beyond = _BEYOND.findall(text[:_SAMPLE])
    return len(re.findall(script, "".join(beyond))) > _FOREIGN * len(beyond)


def _windows(text: str) -> bool:
    """Tell whether a text reads like English from a Windows program: letters with accents in words, marks round them."""
    beyond = list(_BEYOND.finditer(text[:_SAMPLE]))
    table = _table()
    letters, marks = frozenset(table["latin"]), frozenset(table["marks"])
    # a letter and the mark behind it ("café”", "Zoë’s") are no pair: short texts have few others
    paired = sum(a.end() == b.start() and not (a[0] in letters and b[0] in _CLOSING) for a, b in pairwise(beyond))
    if not any(char[0] in marks for char in beyond) and not all(_shared(char[0]) for char in beyond):
        return False  # letters alone could be of many encodings
    if paired > _PAIRED * len(beyond) or _MOJIBAKE.search(text) or _TORN.search(text) or _CONTROL.search(text):
        return False
    return all(char[0] in marks or (char[0] in letters and _in_word(text, char.start())) for char in beyond)


@cache
def _shared(char: str) -> bool:
    """Tell whether the encodings of Western, Central and Turkish text agree on a letter ("café"), so that it matters not which it is."""
    return all(char.encode("cp1252").decode(other, "replace") == char for other in ("latin-1", "cp1250", "cp1254"))


def _in_word(text: str, at: int) -> bool:
    return any(_WORD.match(near) and near < "\x80" for near in (text[at - 1 : at], text[at + 1 : at + 2]))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((lexicon_home() / "encodings.toml").read_text(encoding="utf-8"))


@cache
def _common(kind: str) -> frozenset[str]:
    return frozenset(_table()[kind])


def _broken(path: str, data: bytes, offset: int, what: str) -> UnreadableError:
    line = data.count(b"\n", 0, offset) + 1
    return UnreadableError(f"{what} at byte {offset}", path=path, line=line, remedy="save the file as UTF-8 text")

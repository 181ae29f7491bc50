"""An e-mail passes in; subject, preheader, text and HTML parts pass out; attachments are counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.parser import BytesParser
from functools import cache
from typing import TYPE_CHECKING

from claimlint.discover import discover
from claimlint.errors import UnreadableError
from claimlint.model import Comment, Document
from claimlint.readers import LIMIT, Reader, decode
from claimlint.readers._extract import clean
from claimlint.readers._segments import View, by_place, omissions, segment

if TYPE_CHECKING:
    from email.message import Message

    from claimlint.model import Segment

PARTS = 100  # boundaries that a message may declare
_PARTS = {"text/plain": ("text part", ".txt"), "text/html": ("HTML part", ".html")}
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8"}
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError)
_TAG = re.compile(r"<(?:div|span|p|td)\b[^<>]*+>", re.IGNORECASE)
_HIDING = re.compile(r"preheader|preview-?text|display\s*+:\s*+none", re.IGNORECASE)


@dataclass(slots=True)
class _Mail:
    """What has been read so far."""

    path: str
    lines: list[str] = field(default_factory=list)
    length: int = 0
    segments: list[Segment] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)


def unpack(path: str, data: bytes) -> Document:
    """Return the message as its reader meets it. Of two parts that say the same, the text part is left out where it repeats.

    Raises UnreadableError for what is no message, nested without end, or written in an encoding that nobody can tell.
    """
    if len(re.findall(rb"boundary\s*=", data, re.IGNORECASE)) > PARTS:
        raise UnreadableError(f"over the limit of {PARTS} nested parts", path=path, remedy="save the message without its attachments")
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(data)
        bodies = list(_bodies(message))
    except RecursionError as error:
        raise UnreadableError("parts are nested too deep", path=path, remedy="save the message without its attachments") from error
    if not message.keys():
        raise UnreadableError("no e-mail: it has no headers", path=path, remedy="save the message as .eml, or the text as .txt")
    mail = _Mail(path)
    _subject(mail, str(message.get("Subject", "")))
    _read(mail, [body for body in bodies if body is not None])
    mail.omitted["attachment"] += bodies.count(None)
    comments = tuple(sorted(mail.comments, key=lambda c: c.span))
    return Document(path, "".join(mail.lines), by_place(mail.segments), omissions(+mail.omitted), comments=comments, extracted=True)


def _bodies(message: Message) -> Iterator[Message | None]:
    """Yield the parts that are shown as text, None for each that is attached."""
    if message.get_content_maintype() == "multipart":
        for part in message.get_payload() if isinstance(message.get_payload(), list) else ():
            if not isinstance(part, str):
                yield from _bodies(part)
    elif message.get_content_disposition() == "attachment" or message.get_content_type() not in _PARTS:
        yield None
    else:
        yield message


def _read(mail: _Mail, bodies: Sequence[Message]) -> None:
    readers = _readers()
    drafts = [(body.get_content_type(), _part(mail, body, readers)) for body in bodies]
    said = {_key(s) for kind, draft in drafts if kind == "text/html" for s in draft.segments}
    for kind, draft in drafts:
        segments = [s for s in draft.segments if kind == "text/html" or _key(s) not in said]
        mail.omitted["paragraph said again in the HTML part"] += len(draft.segments) - len(segments)
        _add(mail, replace(draft, segments=tuple(segments)), _PARTS[kind][0])


@cache
def _readers() -> tuple[Reader, ...]:
    """Return the readers of this process: looking for those that others have installed takes longer than reading a message."""
    return discover("readers", "READER", Reader)


def _part(mail: _Mail, body: Message, readers: Sequence[Reader]) -> Document:
    """Return a part as the reader of its format reads it."""
    suffix = _PARTS[body.get_content_type()][1]
    reader = next(r for r in readers if suffix in r.suffixes and r.read)
    if reader.read is None:
        raise TypeError("unreachable: a reader of text was asked for")
    return reader.read(f"part{suffix}", _text(mail.path, body))


def _text(path: str, body: Message) -> str:
    """Return the text of a part in the encoding that it declares, else in the one that its bytes tell."""
    payload = body.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    if len(payload) > LIMIT:
        raise UnreadableError(f"a part of {len(payload):,} bytes is over the limit of {LIMIT:,} bytes", path=path, remedy="shorten it")
    declared = str(body.get_content_charset() or "utf-8").lower()
    try:
        return payload.decode(_WIDER.get(declared, declared)).replace("\0", " ")
    except (ValueError, LookupError):
        return decode(path, payload)


def _subject(mail: _Mail, written: str) -> None:
    try:
        subject = str(make_header(decode_header(written)))
    except _BROKEN:
        subject = written
    subject = clean(subject).replace("\n", " ")
    made = segment(subject, [(0, len(subject), None)], "title", View())
    if made is not None:
        mail.segments.append(replace(made, address="subject"))
        mail.lines += (subject, "\n")
        mail.length += len(subject) + 1


def _add(mail: _Mail, draft: Document, name: str) -> None:
    """Put a part behind what has been read, its segments with places in words."""
    hidden = next((tag for tag in _TAG.finditer(draft.source) if _HIDING.search(tag[0])), None)
    counts: Counter[str] = Counter()
    for each in draft.segments:
        start = each.pieces[0].source
        counts[each.kind] += 1
        address = f"{name}, {each.kind} {counts[each.kind]}" + (f", {each.address}" if each.address else "")
        if hidden and start >= hidden.end() and each.kind not in {"link", "alt", "title", "meta"}:
            address, hidden = "preheader", None
        pieces = tuple(replace(piece, source=piece.source + mail.length) for piece in each.pieces)
        mail.segments.append(replace(each, pieces=pieces, address=address))
    mail.comments += [replace(c, span=c.span.shift(mail.length)) for c in draft.comments]
    mail.omitted.update({o.what: o.count for o in draft.omitted})
    mail.lines += (draft.source, "\n")
    mail.length += len(draft.source) + 1


def _key(each: Segment) -> str:
    return " ".join(each.text.split())

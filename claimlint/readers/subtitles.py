"""Subtitles (SRT, WebVTT) pass in; what is said passes out, sentences whole across cues, each with its time as address."""

from __future__ import annotations

from collections import Counter

from claimlint.errors import UnreadableError
from claimlint.model import Document
from claimlint.readers import Reader
from claimlint.readers._cues import atoms, cues, joined, shown
from claimlint.readers._segments import View, by_place, in_order, omissions, segment


def read_subtitles(path: str, source: str) -> Document:
    """Return the draft; an address is the time at which a passage begins, with that at which it ends where it has several cues.

    Raises UnreadableError, with line, for text that no time code stands over.
    """
    found = cues(source)
    if found.stray >= 0 and not found.cues:
        line = source.count("\n", 0, found.stray) + 1
        raise UnreadableError("not subtitles: text without a time code", path=path, line=line, remedy="save it as .txt")
    passages = []
    for cue in joined(source, found.cues):
        first, last = shown(cue.start), shown(cue.end)
        address = f"{first}–{last}" if cue.several and first != last else first
        passages.append(segment(source, atoms(source, cue), "paragraph", View(), address=address))
    counts = Counter({"style block": found.styles, "text without a time code": int(found.stray >= 0)})
    return Document(path, source, by_place(passages), omissions(+counts), in_order(found.comments))


READER = Reader("subtitles", (".srt", ".vtt"), read_subtitles)

"""Subtitles (SRT, WebVTT) pass in; what is said passes out, sentences whole across cues, each with its time as address."""

from __future__ import annotations

from collections import Counter

from claimlint.errors import UnreadableError
from claimlint.model import Document
from claimlint.readers import Reader
from claimlint.readers._cues import atoms, cues, joined, shown
from claimlint.readers._segments import View, by_place, in_order, omissions, segment


def read_subtitles(path: str, source: str) -> Document:
    """Return the draft; an address is the time of the cue in which something begins.

    Raises UnreadableError, with line, for text that no time code stands over.
    """
    found = cues(source)
    if found.stray >= 0 and not found.cues:
        line = source.count("\n", 0, found.stray) + 1
        raise UnreadableError("not subtitles: text without a time code", path=path, line=line, remedy="save it as .txt")
    every = joined(source, found.cues)
    passages = [segment(source, atoms(source, cue), "paragraph", View(), address=shown(cue.start)) for cue in every]
    stations = tuple((cue.lines[0][0], shown(cue.start)) for cue in found.cues if cue.lines)
    counts = Counter({"style block": found.styles, "text without a time code": int(found.stray >= 0)})
    return Document(path, source, by_place(passages), omissions(+counts), in_order(found.comments), stations=stations)


READER = Reader("subtitles", (".srt", ".vtt"), read_subtitles)

"""Lines of subtitles pass in, cues pass out; cues that share a sentence are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from claimlint.model import Comment, Span
from claimlint.readers._html import decode
from claimlint.readers._segments import Atom

_TIMES = re.compile(
    r"[ \t]*+(?P<start>(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3})[ \t]*+-->[ \t]*+(?P<end>(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3})[^\r\n]*+"
)
_LINE = re.compile(r"([^\r\n]*+)(?:\r\n|\n|\r|\Z)")
_MARKUP = re.compile(r"<(?P<tag>/?[a-zA-Z\d][^<>\r\n]*+)>|\{\\[^{}\r\n]*+\}|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_SPEAKS = re.compile(r"[ \t]*+(?:<v[ .][^<>]*+>|[-–—]\s)")
_ENDED = re.compile(r"[.!?…。！？][\"'”’»)\]）】」』♪]*\s*\Z")
_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_DASH = re.compile(r"[ \t]*+[-–—][ \t]++")
_LONGEST = 600  # characters that may be joined: speech without full stops must not become one sentence
_PAUSE = 5  # seconds after which another cue is another sentence


@dataclass(slots=True)
class Cue:
    """A cue or several that share a sentence: times in seconds, and the lines of text as ranges of the source."""

    start: float
    end: float
    lines: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Cues:
    """What the lines of a subtitle file hold."""

    cues: list[Cue] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    styles: int = 0
    stray: int = -1  # where the first line of text stands that belongs to no cue


def cues(source: str) -> Cues:
    """Return the cues of SRT or WebVTT; NOTE blocks are comments, STYLE and REGION blocks are counted."""
    found = Cues()
    state, start = "", 0
    lines = list(_LINE.finditer(source))
    for number, line in enumerate(lines):
        text = line[1].strip().strip("\ufeff \t")
        times = _TIMES.fullmatch(line[1])
        if times:
            found.cues.append(Cue(_seconds(times["start"]), _seconds(times["end"])))
            state = "cue"
        elif not text:
            if state == "note":
                found.comments.append(_note(source, start, line.start()))
            state = "" if state != "cue" or not _goes_on(lines, number) else state
        elif state == "cue":
            found.cues[-1].lines.append(line.span(1))
        elif not state:
            state, start = _block(text, line, found), line.start()
            following = lines[number + 1][1] if number + 1 < len(lines) else ""
            if state == "stray" and not _TIMES.fullmatch(following):
                found.stray = line.start() if found.stray < 0 else found.stray
    if state == "note":
        found.comments.append(_note(source, start, len(source)))
    return found


def _goes_on(lines: list[re.Match[str]], number: int) -> bool:
    """Tell whether the text of a cue goes on after a blank line, as some programs write it: no times follow, no number."""
    following = [line[1].strip() for line in lines[number + 1 : number + 4]]
    if not following or not following[0] or following[0].isdigit() or following[0].startswith(("NOTE", "STYLE", "REGION")):
        return False
    return not any(_TIMES.fullmatch(text) for text in following[:2])


def _block(text: str, line: re.Match[str], found: Cues) -> str:
    word = text.split(maxsplit=1)[0]
    if word == "NOTE":
        return "note"
    if word in {"STYLE", "REGION"}:
        found.styles += 1
        return "style"
    return "header" if word == "WEBVTT" and not line.start() else "stray"


def _note(source: str, start: int, end: int) -> Comment:
    text = source[start:end].rstrip()
    return Comment(Span(start, start + len(text)), text.lstrip("\ufeff \t").removeprefix("NOTE").strip())


def joined(source: str, found: list[Cue]) -> Iterator[Cue]:
    """Yield the cues, joined until a sentence ends, somebody else speaks or a pause comes; lines that open with a dash apart."""
    under: Cue | None = None
    for cue in found:
        for part in _parts(source, cue):
            if under is not None and _parted(source, under, part):
                yield under
                under = None
            if under is None:
                under = part
            else:
                under.end = part.end
                under.lines += part.lines
    if under is not None:
        yield under


def _parts(source: str, cue: Cue) -> Iterator[Cue]:
    lines: list[tuple[int, int]] = []
    for line in cue.lines:
        if lines and _SPEAKS.match(source, *line):
            yield Cue(cue.start, cue.end, lines)
            lines = []
        lines.append(line)
    if lines:
        yield Cue(cue.start, cue.end, lines)


def _parted(source: str, under: Cue, part: Cue) -> bool:
    last = source[slice(*under.lines[-1])]
    long = sum(end - start for start, end in under.lines) > _LONGEST
    bare = _MARKUP.sub("", last)
    return bool(long or _ENDED.search(bare) or part.start - under.end > _PAUSE or _SPEAKS.match(source, *part.lines[0]))


def atoms(source: str, cue: Cue) -> Iterator[Atom]:
    """Yield the runs of a cue: tags and positions dropped, entities decoded, a space for each line break."""
    last = -1
    for start, end in cue.lines:
        if last >= 0 and not (_HAN.match(source, last - 1) and _HAN.match(source, start)):
            yield last, start, " "  # Chinese goes on without a blank
        dash = _DASH.match(source, start, end)
        at = dash.end() if dash else start
        for markup in _MARKUP.finditer(source, at, end):
            yield at, markup.start(), None
            if markup[0][0] == "&":
                text, length = decode(markup[0])
                yield (markup.start(), markup.end(), text) if length == len(markup[0]) else (markup.start(), markup.end(), None)
            at = markup.end()
        yield at, end, None
        last = end


def shown(seconds: float) -> str:
    """Return a time as people write it: 00:01:23."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _seconds(text: str) -> float:
    parts = [float(part.replace(",", ".")) for part in text.split(":")]
    return float(sum(part * 60.0**power for power, part in enumerate(reversed(parts))))

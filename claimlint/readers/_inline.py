"""The content of one Markdown block passes in; its readable runs, and the links, notes and tags inside, pass out.

markdown-it's own inline rules decide what is markup; this module only drives them, so that every place is known.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline, autolink, backtick, emphasis, escape, html_inline, image, link, strikethrough
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_inline

from claimlint.readers._asides import Aside, Inline, destination
from claimlint.readers._flow import BLOCKS, MUTED
from claimlint.readers._html import TAG, decode
from claimlint.readers._rules import ByCharacter
from claimlint.readers._segments import FILLER

if TYPE_CHECKING:
    from markdown_it.token import Token


MARKUP = re.compile(r"[*_`\\~&<\[]")  # where none of this occurs, content is its own text; a bare class is what `re` searches fastest
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_NOTE = re.compile(r"\[\^[^\]\s]{1,200}\]")
_EASY = re.compile(r"\[(?![\d\s,，–-]*+\])([^\[\]\\`<>*_~&\n]++)\]\(([^\s()<>\\]++)\)")  # certainly a link, and nothing in it but text
_NUMERIC = re.compile(r"\d{1,3}(?:\s?[,，–-]\s?\d{1,3})*")
_EMBEDDED = BLOCKS | {"br", "img", "input", "video", "audio", "object", "iframe"}
_DEEPEST = 20  # images inside the alt texts of images


class _State(StateInline):
    """markdown-it's state, and beside it what has been read."""

    def __init__(self, src: str, md: MarkdownIt, env: dict[str, object], start: int, end: int) -> None:
        super().__init__(src, md, env, [])
        self.pos, self.posMax = start, end
        self.found = Inline()
        self.markers: list[tuple[int, Token]] = []  # atom of an emphasis marker, and the token that will say whether it is markup
        self.label_end = 0


class _Reading(ParserInline):
    """Drives the rules by the character they begin with, and notes which run of the content each consumed."""

    def tokenize(self, state: StateInline) -> None:
        """Read up to `state.posMax`; rules call this again for the text of a link."""
        if not isinstance(state, _State):
            return
        end, atoms = state.posMax, state.found.atoms
        while state.pos < end:
            stop = MARKUP.search(state.src, state.pos, end)
            at = stop.start() if stop else end
            if stop and stop[0] == "[" and at > state.pos and state.src[at - 1] in "!^":
                at -= 1  # an image or an inline note
            if at > state.pos:
                atoms.append((state.pos, at, None))
                state.pos = at
            if stop and not (state.level < state.md.options.maxNesting and _HANDLERS[state.src[at]](state, at)):
                state.pos = at + 1
                atoms.append((at, at + 1, None))
        state.label_end = end

    def parse(self, src: str, md: MarkdownIt, env: object, tokens: list[Token]) -> list[Token]:  # noqa: ARG002 -- the base's signature
        """Do nothing: a rule asks for the text inside an image or note, which is read apart, once, with its place."""
        return tokens


class _Markdown(MarkdownIt):
    """Leaves link targets as they are written: they are read, never followed."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 -- the base's name
        """Return the target untouched."""
        return url

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 -- the base's signature
        """Accept every target."""
        return True


@cache
def parser(*, indented_code: bool = True) -> MarkdownIt:
    """Return the block parser: CommonMark with tables, strikethrough and footnotes. MDX knows no indented code."""
    made = _Markdown("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"]).use(footnote_plugin)
    if not indented_code:
        made.disable("code")
    made.block.ruler = ByCharacter(made.block.ruler)
    return made


@cache
def _inline_parser() -> MarkdownIt:
    made = _Markdown("commonmark").enable("strikethrough")
    reading = _Reading()
    reading.ruler, reading.ruler2, made.inline = made.inline.ruler, made.inline.ruler2, reading
    return made.disable("fragments_join")


def read_inline(content: str, start: int, end: int, env: dict[str, object]) -> Inline:
    """Return what stands between `start` and `end` of the content; `env` holds the link definitions of the draft."""
    md = _inline_parser()
    state = _State(content, md, env, start, end)
    md.inline.tokenize(state)
    for rule in md.inline.ruler2.getRules(""):
        rule(state)
    for index, token in state.markers:
        if token.type != "text" or not token.content:
            at = state.found.atoms[index][0]
            state.found.atoms[index] = (at, at, None)
    return state.found


def read_asides(content: str, found: Inline, env: dict[str, object]) -> list[tuple[Aside, Inline]]:
    """Return the alt texts and notes of `found` with what they hold, those inside them included."""
    waiting = [(aside, 1) for aside in found.asides if aside.kind in {"alt", "footnote"}]
    read = []
    while waiting:
        aside, depth = waiting.pop(0)
        inner = read_inline(content, aside.start, aside.end, env) if depth <= _DEEPEST else Inline([(aside.start, aside.end, None)])
        read.append((aside, inner))
        waiting.extend((a, depth + 1) for a in inner.asides if a.kind in {"alt", "footnote"})
    return read


def _escape(state: _State, at: int) -> bool:
    if state.env.get("crlf") and state.src.startswith(" \n", at + 1):  # a hard break before CR LF, whose CR is shown as a space
        state.pos = at + 3
        state.found.atoms.append((at, state.pos, " "))
        return True
    if state.src.startswith(FILLER, at + 1) or not escape(state, silent=False):
        return False  # what stands for code reads as one blank, whatever goes before
    token = state.tokens[-1]
    reads_as = " " if token.type == "hardbreak" else token.content if len(token.content) == 1 else None
    state.found.atoms.append((at, state.pos, reads_as))
    return True


def _backtick(state: _State, at: int) -> bool:
    count = len(state.tokens)
    state.pending = ""
    if not backtick(state, silent=False):
        return False
    state.pending = ""
    code = len(state.tokens) > count
    if code:
        state.found.omitted["inline code"] += 1
    state.found.atoms.append((at, state.pos, " " if code else None))
    return True


def _emphasis(state: _State, at: int) -> bool:
    rule = strikethrough.tokenize if state.src[at] == "~" else emphasis.tokenize
    count = len(state.tokens)
    state.pending = "x"  # pairing takes markers for one run unless a text token parts them
    if not rule(state, silent=False):
        return False
    for token in state.tokens[count + 1 :]:
        state.markers.append((len(state.found.atoms), token))
        state.found.atoms.append((at, at + len(token.content), None))
        at += len(token.content)
    return True


def _entity(state: _State, at: int) -> bool:
    match = _ENTITY.match(state.src, at, state.posMax)
    decoded, length = decode(match[0]) if match else ("", 0)
    if match is None or length != len(match[0]):
        return False
    state.pos = match.end()
    state.found.atoms.append((at, state.pos, decoded))
    return True


def _link(state: _State, at: int) -> bool:
    note = _NOTE.match(state.src, at, state.posMax)
    if note:
        state.pos = note.end()
        state.found.atoms.append((at, state.pos, None))
        return True
    easy = _EASY.match(state.src, at, state.posMax)
    if easy:
        state.found.atoms.append((*easy.span(1), None))
        state.found.asides.append(Aside("link", *easy.span(2)))
        state.pos = easy.end()
        return True
    opening = len(state.found.atoms)
    state.found.atoms.append((at, at, None))
    if not link(state, silent=False):
        state.found.atoms.pop()
        return False
    label_end, end = state.label_end, state.pos
    if state.src[end - 1] == ")":
        state.found.asides.extend(destination(state.src, label_end + 1, end - 1, link=True))
    elif end == label_end + 1 or state.src[label_end + 1 : end] == "[]":
        if _NUMERIC.fullmatch(state.src, at + 1, label_end):  # "[1]" is a citation, whatever it links to
            state.found.atoms[opening] = (at, at + 1, None)
            state.found.atoms.append((label_end, label_end + 1, None))
        else:
            _use(state, at + 1, label_end)
    elif _NUMERIC.fullmatch(state.src, label_end + 2, end - 1):
        state.found.atoms.append((label_end + 1, end, None))
    else:
        _use(state, label_end + 2, end - 1)
    return True


def _use(state: _State, start: int, end: int) -> None:
    state.found.asides.append(Aside("link", start, end, " ".join(state.src[start:end].casefold().split())))


def _image(state: _State, at: int) -> bool:
    if not image(state, silent=False):
        return False
    label_end = at + 2 + len(state.tokens[-1].content)
    state.found.asides.append(Aside("alt", at + 2, label_end))
    state.found.atoms.append((at, state.pos, " "))
    if state.src[state.pos - 1] == ")":
        state.found.asides.extend(destination(state.src, label_end + 1, state.pos - 1, link=False))
    return True


def _note(state: _State, at: int) -> bool:
    if not footnote_inline(state, silent=False):
        return False
    state.found.asides.append(Aside("footnote", at + 2, state.pos - 1))
    return True


def _angle(state: _State, at: int) -> bool:
    if autolink(state, silent=False):
        state.found.atoms.append((at + 1, state.pos - 1, None))
        return True
    if not html_inline(state, silent=False):
        return False
    tag = TAG.match(state.src, at, state.pos)
    name = ((tag and tag["name"]) or "").lower()
    if tag is None or not name:
        state.found.omitted["comment"] += 1
        state.found.comments += [tag] if tag and tag["comment"] else []
    elif name in MUTED and not tag["close"]:
        close = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(state.src, state.pos, state.posMax)
        state.pos = close.end() if close else state.pos
        state.found.omitted[MUTED[name]] += 1
        state.found.atoms.append((at, state.pos, " "))
    else:
        state.found.tags.append(tag)
        if name in _EMBEDDED:
            state.found.atoms.append((at, state.pos, " "))
    return True


_HANDLERS = {
    "\\": _escape,
    "`": _backtick,
    "*": _emphasis,
    "_": _emphasis,
    "~": _emphasis,
    "&": _entity,
    "[": _link,
    "!": _image,
    "^": _note,
    "<": _angle,
}

"""The key and value of an entry of a data file pass in; whether the value is copy passes out. What decides is data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from typing import TYPE_CHECKING

from claimlint.model import Comment, Span
from claimlint.readers._segments import Atom, View, segment
from claimlint.readers._settings import table
from claimlint.readers._written import Gathered, plain, read_written, written

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 160  # characters of an address
_PARTS = re.compile(r"[^\W_]+|[@$][^\W_]+", re.UNICODE)
_HUMP = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]")
_INDEX = re.compile(r"\[\d+\]")
_ADDRESS = re.compile(r"\s*(?:[a-zA-Z][a-zA-Z\d+.-]*://\S*|[\w./\\@-]+/[\w./\\@-]*)\s*")  # a URL, a path


@dataclass(frozen=True, slots=True)
class Value:
    """A string of a data file: the path of its key ("faq[2].answer"), the last key of it, and its runs in the source."""

    path: str
    key: str
    atoms: tuple[Atom, ...]


def below(path: str, key: str) -> str:
    """Return the path of a key below another; a long one keeps its end."""
    joined = f"{path}.{key}" if path and not key.startswith("[") else path + key
    return joined if len(joined) <= _LONGEST else "…" + joined[1 - _LONGEST :]


def gather(source: str, values: Iterable[Value], patterns: tuple[str, ...] = ()) -> Gathered:
    """Return what the values say, those whose key or look makes them copy; `patterns` replace the default where given."""
    wanted = _wanted(patterns)
    remarks = frozenset(table()["remarks"])
    into = Gathered()
    for value in values:
        start, end = value.atoms[0][0], value.atoms[-1][1]
        simple = len(value.atoms) == 1 and value.atoms[0][2] is None
        text = source[start:end] if simple else written(source, value.atoms).text
        if value.key in remarks:
            into.comments.append(Comment(Span(start, end), text.strip()))
        elif not text.strip():
            continue
        elif not wanted(value.path, value.key, text):
            into.omitted["other value"] += 1
        elif simple and plain(source, start, end):
            made = segment(source, value.atoms, "paragraph", View(), address=value.path)
            into.done += [made] if made else []
        else:
            read_written(written(source, value.atoms), "paragraph", value.path, into)
    return into


def _wanted(patterns: tuple[str, ...]) -> Callable[[str, str, str], bool]:
    if not patterns:
        return _by_default
    names = frozenset(p.casefold() for p in patterns if not re.search(r"[.*?\[]", p))
    paths = [re.compile(translate(p.casefold())) for p in patterns if p.casefold() not in names]

    def chosen(path: str, key: str, text: str) -> bool:  # noqa: ARG001 -- the signature of the default
        bare = _INDEX.sub("", path).casefold()
        return key.casefold() in names or any(p.match(bare) is not None for p in paths)

    return chosen


def _by_default(path: str, key: str, text: str) -> bool:  # noqa: ARG001 -- a pattern looks at the path
    verdict = _verdict(key)
    return _looks(text) if verdict is None else verdict


@lru_cache(maxsize=10_000)
def _verdict(key: str) -> bool | None:
    """Return what a key alone says: copy, not copy, or None."""
    whole = key.strip().casefold()
    words = [w.casefold() for w in _PARTS.findall(_HUMP.sub(" ", key))]
    names = {whole, words[-1] if words else whole}
    data = table()
    if names & set(data["never"]):
        return False
    return True if names & set(data["prose"]) else None


def _looks(text: str) -> bool:
    """Tell whether a value looks like copy: words parted by spaces, or Han; no URL, no path."""
    if _ADDRESS.fullmatch(text):
        return False
    data = table()
    if len(_HAN.findall(text)) >= int(data["han"]):
        return True
    return sum(_WORD.search(word) is not None for word in text.split()) >= int(data["words"])

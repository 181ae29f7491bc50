"""A JSON content file passes in; the strings that are copy pass out, each with the path of its key."""

from __future__ import annotations

from pathlib import PurePath

from claimlint.model import Document
from claimlint.readers import Reader
from claimlint.readers._json import Json
from claimlint.readers._keys import gather
from claimlint.readers._segments import by_place, in_order, omissions

_MANY = (".jsonl", ".ndjson")


def read_json(path: str, source: str, keys: tuple[str, ...] = ()) -> Document:
    """Return the draft: strings that are copy by their key or look, or those that the patterns `keys` name.

    Comments and a comma before a closing bracket are let pass. Raises UnreadableError, with line, for what is no JSON.
    """
    text = Json(source, path, many=PurePath(path).suffix.lower() in _MANY)
    found = gather(source, text.values(), keys)
    return Document(path, source, by_place(found.done), omissions(found.omitted), in_order([*found.comments, *text.comments]))


READER = Reader("json", (".json", ".jsonc", *_MANY), keyed=read_json)

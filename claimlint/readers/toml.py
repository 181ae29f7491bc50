"""A TOML content file passes in; the strings that are copy pass out, each with the path of its key."""

from __future__ import annotations

from claimlint.model import Document
from claimlint.readers import Reader
from claimlint.readers._keys import gather
from claimlint.readers._segments import by_place, in_order, omissions


def read_toml(path: str, source: str, keys: tuple[str, ...] = ()) -> Document:
    """Return the draft: strings that are copy by their key or look, or those that the patterns `keys` name.

    Raises UnreadableError, with line, for what is no TOML.
    """
    from claimlint.readers._toml import Toml  # tomllib likewise: only where it is needed

    text = Toml(source, path)
    found = gather(source, text.values(), keys)
    return Document(path, source, by_place(found.done), omissions(found.omitted), in_order([*found.comments, *text.comments]))


READER = Reader("toml", (".toml",), keyed=read_toml)

"""Feed the text readers whatever a fuzzer comes up with: `pip install atheris`, then `python tests/fuzz/readers.py -max_total_time=600`.

Anything but a Document whose places lie inside its source, or UnreadableError, is a bug. Without atheris, or with
`python tests/fuzz/readers.py pieces`, 20,000 inputs made of pieces of the drafts in tests/drafts are read, the same each time.
"""

from __future__ import annotations

import random
import sys
from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path

try:
    import atheris
except ImportError:
    atheris = None

with atheris.instrument_imports(include=["claimlint"]) if atheris else nullcontext():
    from claimlint.discover import discover
    from claimlint.errors import UnreadableError
    from claimlint.model import Span
    from claimlint.readers import Reader, parts, read

READERS = [reader for reader in discover("readers", "READER", Reader) if not reader.unpack]
SUFFIXES = [suffix for reader in READERS for suffix in reader.suffixes]
DRAFTS = Path(__file__).parent.parent / "drafts"


def one(data: bytes) -> None:
    """Read one input: its first byte chooses the format."""
    if not data:
        return
    name = "draft" + SUFFIXES[data[0] % len(SUFFIXES)]
    try:
        document = read(name, data[1:], READERS)
    except UnreadableError:
        return
    for segment in document.segments:
        places = [segment.locate(Span(i, i + 1)) for i in range(len(segment.text))]
        assert all(0 <= place.start < place.end <= len(document.source) for place in places), name
        assert all(a.start <= b.start for a, b in pairwise(places)), name
    assert all(document.source[c.span.start : c.span.end] for c in document.comments), name
    if name.endswith((".csv", ".tsv")) and not any(o.what.startswith("file read as") for o in document.omitted):
        long = parts(name, (data[at : at + 300] for at in range(1, len(data), 300)), READERS)
        try:
            assert [s.text for part in long.documents for s in part.segments] == [s.text for s in document.segments], name
        except UnreadableError:
            return


def pieces(count: int) -> None:
    """Read `count` inputs made of pieces of the drafts, cut, joined and damaged."""
    chance = random.Random(1)  # noqa: S311 -- the same inputs each time
    drafts = [path.read_bytes() for path in sorted(DRAFTS.iterdir()) if path.suffix in SUFFIXES]
    for _ in range(count):
        made = bytearray([chance.randrange(256)])
        for _ in range(chance.randrange(1, 6)):
            draft = chance.choice(drafts)
            at = chance.randrange(len(draft))
            made += draft[at : at + chance.randrange(1, 120)]
        for _ in range(chance.randrange(3)):
            made[chance.randrange(len(made))] = chance.randrange(256)
        one(bytes(made))


if __name__ == "__main__":
    if atheris is None or sys.argv[1:] == ["pieces"]:
        pieces(20_000)
    else:
        atheris.Setup(sys.argv, one)
        atheris.Fuzz()

"""Time to read office files, made on the spot: `python tests/bench/office.py [FILE…]`; needs python-docx, python-pptx and openpyxl.

Prints, for each file, its size, the characters taken out, seconds of this process and of the one that reads PDF, and peak memory of
both. Without files it makes a document of 5,000 paragraphs, a deck of 300 slides and a sheet of 100,000 rows; name a PDF to time one.
Nothing here fails: figures are for people to read.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

TEXT = "Our tea is picked by hand on one hillside and packed in paper, and nobody in the village has ever done anything else. "


def made(folder: Path) -> list[Path]:
    """Write the three files and return their paths."""
    from docx import Document
    from openpyxl import Workbook
    from pptx import Presentation

    document = Document()
    for _ in range(5_000):
        document.add_paragraph(TEXT * 3)
    document.save(str(folder / "paragraphs.docx"))
    deck = Presentation()
    for number in range(300):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text_frame.text = f"Slide {number}", TEXT * 2
        slide.notes_slide.notes_text_frame.text = TEXT
    deck.save(str(folder / "slides.pptx"))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ads")
    for number in range(100_000):
        sheet.append([f"a{number}", f"Calm in a cup {number}", TEXT + str(number), number])
    book.save(folder / "rows.xlsx")
    return sorted(folder.iterdir())


def time_one(path: Path) -> None:
    """Read one file in this process and print what it took."""
    from claimlint.discover import discover
    from claimlint.readers import Reader, read

    readers, data = discover("readers", "READER", Reader), path.read_bytes()
    before = os.times()
    document = read(path.name, data, readers)
    after = os.times()
    own, other = after.user + after.system - before.user - before.system, after.children_user - before.children_user
    peak = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    text = len(document.source) / 1e6
    rate = text / (own + other)
    print(
        f"{path.name}: {len(data) / 1e6:.2f} MB, {text:.2f} M characters, {own:.2f} + {other:.2f} s, {rate:.2f} M characters/s, "
        f"peak {peak[0]:.0f} + {peak[1]:.0f} MB"
    )


def main(arguments: list[str]) -> None:
    """Time each file in a process of its own."""
    if arguments[:1] == ["--one"]:
        time_one(Path(arguments[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for path in [Path(name) for name in arguments] or made(Path(folder)):
            subprocess.run([sys.executable, __file__, "--one", str(path)], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])

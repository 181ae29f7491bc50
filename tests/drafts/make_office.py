"""Make the office drafts of this folder anew: `python tests/drafts/make_office.py`; needs LibreOffice, python-pptx, openpyxl, reportlab.

The text is leaflet.fodt, which LibreOffice turns into docx, odt and pdf (the pdf with its tracked changes accepted). Deck and
workbook are built here; LibreOffice opens the workbook once, so that formulas have the values a program has stored.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from email.message import EmailMessage
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas

HERE = Path(__file__).parent
LEAFLET = HERE / "leaflet.fodt"


def convert(source: Path, suffix: str, folder: Path = HERE) -> None:
    """Let LibreOffice write a file in another format."""
    command = ["soffice", "--headless", "--convert-to", suffix, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def leaflet() -> None:
    """Write the leaflet as docx, odt and pdf."""
    convert(LEAFLET, "docx")
    convert(LEAFLET, "odt")
    accepted = re.sub(r"<text:tracked-changes>.*?</text:tracked-changes>|<text:change[^>]*/>", "", LEAFLET.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder) / "leaflet.fodt"
        clean.write_text(accepted, encoding="utf-8")
        convert(clean, "pdf")


def copy() -> None:
    """Write the sentences of tests/test_same_copy.py as docx, odt and pdf."""
    sys.path.insert(0, str(HERE.parent))
    from test_same_copy import COPY

    paragraphs = "".join(f"<text:p>{text}</text:p>" for text in COPY)
    outer = LEAFLET.read_text(encoding="utf-8").split("<text:tracked-changes>")[0]
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "copy.fodt"
        plain.write_text(f"{outer}{paragraphs}</office:text></office:body></office:document>", encoding="utf-8")
        for suffix in ("docx", "odt", "pdf"):
            convert(plain, suffix)


def columns() -> None:
    """Write two columns with hyphens at the ends of lines, a raised mark, a linked word and a page of a picture only."""
    page = canvas.Canvas(str(HERE / "columns.pdf"), invariant=True)
    left = [
        "Our tea is grown on one hillside by people",
        "who know dia-",
        "betes well. It cures dia-",
        "betes and it pre-",
        "vents cancer in all",
    ]
    right = ["who drink it every evening before they go", "to bed. In a trial sleep was better.", "Read the study of it before you buy."]
    for column, lines in ((60, left), (330, right)):
        for number, line in enumerate(lines):
            page.setFont("Helvetica", 12)
            page.drawString(column, 700 - 14 * number, line)
            if line.endswith("better."):
                page.setFont("Helvetica", 7)
                page.drawString(column + stringWidth(line, "Helvetica", 12), 690, "1")
    page.linkURL("https://doi.org/10.5555/jqn.2021.012", (352, 670, 400, 684))
    page.showPage()
    page.rect(100, 100, 200, 200, fill=1)
    page.save()


def deck() -> None:
    """Write a deck with a table, a chart, a group, a picture's description, notes and a hidden slide."""
    made = Presentation()
    title = made.slides.add_slide(made.slide_layouts[0])
    title.shapes.title.text = "Hollin Vale Sleep App"
    title.placeholders[1].text = "Sales deck, spring"
    points = made.slides.add_slide(made.slide_layouts[1])
    points.shapes.title.text = "What it does"
    body = points.placeholders[1].text_frame
    body.text = "Tracks your evenings"
    for text in ("Our AI diagnoses insomnia on its own.", "本应用可以治愈失眠症。"):
        body.add_paragraph().text = text
    points.notes_slide.notes_text_frame.text = "Say it slowly.\nIt cures insomnia in a week."
    tables = made.slides.add_slide(made.slide_layouts[5])
    tables.shapes.title.text = "Two plans"
    table = tables.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(6), Inches(1)).table
    for row, texts in enumerate((("Plan", "Promise"), ("Plus", "Treats depression in two weeks."))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    data = CategoryChartData()
    data.categories = ["Spring", "Autumn"]
    data.add_series("Nights without waking", (4, 6))
    chart = tables.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(4), Inches(6), Inches(3), data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "The app prevents dementia"
    group = tables.shapes.add_group_shape()
    box = group.shapes.add_textbox(Inches(1), Inches(6), Inches(3), Inches(1))
    box.text_frame.text = "Guaranteed to cure anxiety"
    box._element.nvSpPr.cNvPr.set("descr", "A phone beside a pillow")  # noqa: SLF001 — python-pptx has no other way to a description
    hidden = made.slides.add_slide(made.slide_layouts[5])
    hidden.shapes.title.text = "The app heals migraine"
    hidden._element.set("show", "0")  # noqa: SLF001 — nor to this
    made.save(HERE / "deck.pptx")


def sheet() -> None:
    """Write a sheet of advertisements with a header row, a formula, a comment and a hidden sheet."""
    made = Workbook()
    ads = made.active
    ads.title = "Ads"
    ads.append(["Id", "Headline", "Body", "Budget"])
    ads.append(["a1", "Calm in a cup", "Our tea cures diabetes.", 1200])
    ads.append(["a2", "安睡每一晚", "本品可以治愈失眠症。", 800])
    ads.append(["a3", '=B2&" prevents cancer."', "Picked by hand on one hillside.", "=D2+D3"])
    ads["C2"].comment = Comment("Not cleared by legal", "Ada")
    old = made.create_sheet("Old copy")
    old.append(["Treats depression in two weeks."])
    old.sheet_state = "hidden"
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "ads.xlsx"
        made.save(raw)
        convert(raw, "xlsx:Calc MS Excel 2007 XML")


def mail() -> None:
    """Write a message with a preheader, a text part and an attachment."""
    made = EmailMessage()
    made["Subject"] = "Sleep well: our tea cures insomnia 晚安"
    made["From"] = "Tarnbrook Teas <hello@tarnbrook.example>"
    made["To"] = "reader@example.org"
    made["Date"] = "Mon, 05 Jan 2026 10:00:00 +0000"
    made["Message-ID"] = "<1@tarnbrook.example>"
    made.set_content("Our tea is picked by hand.\n\nIt cures diabetes.\n\nOnly in this part: it prevents cancer.\n")
    made.add_alternative(
        '<html><head><title>Tarnbrook</title></head><body><div style="display:none">Heals migraine overnight</div>'
        "<p>Our tea is picked by hand.</p><p>It c<b>ure</b>s diabetes.</p><p>本品可以治愈失眠症。</p>"
        '<img src="cup.png" alt="A cup that treats depression"><!-- not cleared --></body></html>',
        subtype="html",
    )
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="cup.png")
    made.set_boundary("=_outer")
    made.get_payload()[0].set_boundary("=_inner")
    (HERE / "newsletter.eml").write_bytes(bytes(made))


if __name__ == "__main__":
    leaflet()
    copy()
    columns()
    deck()
    sheet()
    mail()

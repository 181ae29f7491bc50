"""Office files built part by part, for what no program writes: `docx(body)` and its kin return bytes."""

from __future__ import annotations

import io
import zipfile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = " ".join(
    f'xmlns:{short}="{uri}"'
    for short, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "r": OFFICE,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="' + OFFICE + '"'
ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "svg": "svg-compatible", "style": "style",
        "manifest": "manifest",
    }.items()
)  # fmt: skip


def packed(parts: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def rels(*links: tuple[str, str, str]) -> str:
    """Return a part of relationships: id, kind, target; a target with "://" lies outside."""
    outside = ' TargetMode="External"'
    entries = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"{outside * ("://" in target)}/>' for key, kind, target in links
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'


def docx(body: str, links: tuple[tuple[str, str, str], ...] = (), **parts: str | bytes) -> bytes:
    """Return a Word document; further parts of word/ by name, `__` for a dot."""
    return packed(
        {
            "_rels/.rels": rels(("r1", "officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": rels(*links),
            **{"word/" + name.replace("__", "."): content for name, content in parts.items()},
        }
    )


def pptx(slides: list[str], links: tuple[tuple[str, str, str], ...] = (), **parts: str | bytes) -> bytes:
    """Return a deck of slides given by the shapes of each; `links` and further parts of ppt/ are those of the first slide."""
    order = "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in range(len(slides)))
    made: dict[str, str | bytes] = {
        "_rels/.rels": rels(("r1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f"<p:presentation {SPACES}><p:sldIdLst>{order}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": rels(*((f"s{n}", "slide", f"slides/s{n}.xml") for n in range(len(slides)))),
        "ppt/slides/_rels/s0.xml.rels": rels(*links),
    }
    for n, shapes in enumerate(slides):
        made[f"ppt/slides/s{n}.xml"] = f"<p:sld {SPACES}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
    return packed({**made, **{"ppt/" + name.replace("__", "."): content for name, content in parts.items()}})


def xlsx(rows: str, shared: str = "") -> bytes:
    """Return a workbook with one sheet called "Ads"."""
    return packed(
        {
            "_rels/.rels": rels(("r1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook {SHEET}><sheets><sheet name="Ads" sheetId="1" r:id="s1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": rels(("s1", "worksheet", "sheet.xml"), ("s2", "sharedStrings", "shared.xml")),
            "xl/sheet.xml": f"<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>",
            "xl/shared.xml": f"<sst {SHEET}>{shared}</sst>",
        }
    )


def odt(body: str, styles: str = "", manifest: str = "") -> bytes:
    """Return an OpenDocument text."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": f"<manifest:manifest {ODF}>{manifest}</manifest:manifest>",
            "content.xml": f"<office:document-content {ODF}>{styles}<office:body><office:text>{body}</office:text></office:body></office:document-content>",  # noqa: E501 — one element
        },
        method=zipfile.ZIP_STORED,
    )


def p(*runs: str, style: str = "", number: str = "") -> str:
    """Return a paragraph of a Word document: runs are text, or XML where they begin with "<"."""
    inner = "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    looks = f'<w:pStyle w:val="{style}"/>' if style else ""
    looks += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{looks}</w:pPr>{inner}</w:p>"


def box(text: str, role: str | None = None) -> str:
    """Return a shape of a slide with one paragraph; a role makes it a placeholder."""
    place = "" if role is None else f'<p:ph type="{role}"/>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:cNvSpPr/><p:nvPr>{place}</p:nvPr></p:nvSpPr>'
        f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )

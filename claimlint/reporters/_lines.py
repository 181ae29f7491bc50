"""A report to its findings in one order, and each finding to the words that every line-based format needs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from claimlint.model import rank
from claimlint.reporters._frame import shown_path
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.model import Document, Finding, Report
    from claimlint.reporters import Style


def findings(report: Report) -> Iterator[tuple[Document, Finding]]:
    """Yield each finding with its draft, in the order of the report: drafts as they were read, findings by place."""
    for draft in report.documents:
        for finding in sorted(draft.findings, key=lambda f: (f.span, -rank(f.severity), f.code)):
            yield draft.document, finding


def gravest_first(report: Report) -> list[tuple[Document, Finding]]:
    """Return the findings by severity, errors first; those of one severity keep their order."""
    return sorted(findings(report), key=lambda pair: -rank(pair[1].severity))


def where(document: Document, finding: Finding, style: Style) -> str:
    """Return a place that a person can go to: `drafts/a.md:3:14`, `film.vtt:6:1 (00:01:23)`, `deck.pptx (slide 3, notes)`."""
    path = shown_path(finding.path, style.cwd)
    named = f" ({visible(finding.address) or 'page'})" if document.extracted or finding.address else ""
    return f"{path}{named}" if document.extracted else f"{path}:{finding.line}:{finding.column}{named}"


def place(document: Document, finding: Finding) -> str:
    """Return the place inside the draft: line and column where it is text, its address where it has one, else `page`."""
    lines = "" if document.extracted else f"line {finding.line}, column {finding.column}"
    return ", ".join(filter(None, (lines, visible(finding.address)))) or "page"


def addressed(document: Document, finding: Finding) -> str:
    """Return the address as the beginning of a message (`slide 3, notes: `), nothing where line and column say it all."""
    return f"{visible(finding.address) or 'page'}: " if document.extracted or finding.address else ""


def told(finding: Finding) -> str:
    """Return the message and the words it is about, on one line."""
    return f"{visible(finding.message)}: “{visible(finding.quote)}”"


def uri(path: str, style: Style) -> str:
    """Return a path as a URI reference with `/`, relative to the current folder where it lies below it, all else percent-encoded."""
    path = path.replace("\\", "/")
    path = path.removeprefix(style.cwd.rstrip("/") + "/") if style.cwd else path
    encoded = quote(path.removeprefix("./").encode(errors="surrogateescape"), safe="/-._~")
    return f"file://{encoded}" if encoded.startswith("/") else encoded

"""A report to plain sentences that a screen reader can read out: no frames, no carets, no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimlint.reporters import Reporter, Style
from claimlint.reporters._frame import shown_path
from claimlint.reporters._lines import findings, place
from claimlint.reporters._notes import proof_line, provisions
from claimlint.reporters._summary import summary
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.model import Document, Finding, Report

_SILENT = 2


def render(report: Report, style: Style) -> str:
    """Return one paragraph a finding, sentence by sentence, and the summary unless `quiet`."""
    if style.quiet >= _SILENT:
        return ""
    plain = Style(width=style.width, unicode=False, cwd=style.cwd, quiet=style.quiet)
    told = ["\n".join(_sentences(document, finding, style)) + "\n" for document, finding in findings(report)]
    return "\n".join([*told, *([] if style.quiet else [summary(report, plain)])])


def _sentences(document: Document, finding: Finding, style: Style) -> Iterator[str]:
    at = f"{shown_path(finding.path, style.cwd)}, {place(document, finding)}"
    yield f"{finding.severity.capitalize()} {finding.code}, {visible(finding.name)}, at {at}."
    yield f"{visible(finding.message)}."
    yield f"Text: {visible(finding.quote)}"
    if finding.proof:
        yield f"Evidence: {proof_line(finding.proof, '...')}"
    if finding.why:
        yield f"Why: {visible(finding.why)}"
    for line in provisions(finding.basis):
        yield f"Rule: {line}"
    if finding.fix:
        yield f"Better: {visible(finding.fix)}"
    yield f"Fingerprint: {finding.fingerprint}"


REPORTER = Reporter("narrated", machine=False, render=render)

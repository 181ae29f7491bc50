"""A report to JUnit XML: one suite a draft, one failed case a finding, so that any build server shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimlint.reporters import Reporter, Style
from claimlint.reporters._frame import shown_path
from claimlint.reporters._lines import place, told
from claimlint.reporters._notes import provisions
from claimlint.reporters._xml import HEAD, element

if TYPE_CHECKING:
    from claimlint.model import Document, DocumentReport, Finding, Report, Skipped, Waived


def render(report: Report, style: Style) -> str:
    """Return the suites. A draft without findings is a passed case, a waived finding a skipped one, an unread draft an error."""
    suites = [_suite(draft, style) for draft in report.documents] + [_unread(skipped, style) for skipped in report.skipped]
    return HEAD + element("testsuites", {"name": "claimlint"}, ["\n", *suites])


def _suite(draft: DocumentReport, style: Style) -> str:
    path = shown_path(draft.document.path, style.cwd)
    cases = [_failed(draft.document, f, path) for f in draft.findings] + [_waived(draft.document, w, path) for w in draft.waived]
    cases = cases or [element("testcase", {"name": "no findings", "classname": path})]
    counts = {"tests": len(cases), "failures": len(draft.findings), "errors": 0, "skipped": len(draft.waived)}
    return element("testsuite", {"name": path, **counts}, ["\n", *cases])


def _failed(document: Document, finding: Finding, path: str) -> str:
    details = [
        f"{finding.severity} at {place(document, finding)}",
        f"why: {finding.why}",
        *provisions(finding.basis),
        f"fix: {finding.fix}",
    ]
    failure = element("failure", {"message": told(finding), "type": finding.severity}, text="\n".join(details))
    return _case(finding, path, document, failure)


def _waived(document: Document, waived: Waived, path: str) -> str:
    decision = waived.waiver
    message = "in the baseline" if decision.kind == "baseline" else f"waived: {decision.reason}"
    return _case(waived.finding, path, document, element("skipped", {"message": message}))


def _case(finding: Finding, path: str, document: Document, outcome: str) -> str:
    at = {} if document.extracted else {"file": path, "line": finding.line}
    name = f"{finding.code} {finding.name} at {place(document, finding)} [{finding.fingerprint}]"
    return element("testcase", {"name": name, "classname": path, **at}, ["\n", outcome])


def _unread(skipped: Skipped, style: Style) -> str:
    path = shown_path(skipped.path, style.cwd)
    case = element(
        "testcase", {"name": "not checked", "classname": path}, ["\n", element("error", {"message": skipped.reason, "type": "unreadable"})]
    )
    return element("testsuite", {"name": path, "tests": 1, "failures": 0, "errors": 1, "skipped": 0}, ["\n", case])


REPORTER = Reporter("junit", machine=True, render=render)

"""A report to JSON, version 1: a contract; keys may be added, none changes its meaning or goes away."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from claimlint.reporters import Reporter, Style
from claimlint.reporters._version import tool_version

if TYPE_CHECKING:
    from claimlint.model import ClaimEntry, Cleared, DocumentReport, Finding, Law, Proof, Report, Waived

VERSION = 1
_STEERING = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def render(report: Report, style: Style) -> str:  # noqa: ARG001 - the signature of every reporter
    """Return one JSON object and a line break; lists are sorted by place, so equal reports give equal text.

    Characters are written as they are, save those that steer a terminal and lone surrogates, which no encoding can
    carry: JSON escapes stand for them, and a parser reads the same characters back.
    """
    text = json.dumps(as_json(report), ensure_ascii=False, indent=2)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as plain values: version, tool, findings, claims, cleared, waived, skipped, documents, counts."""
    drafts = report.documents
    cleared = [item for draft in drafts for item in draft.cleared]
    claims = [item for draft in drafts for item in draft.claims]
    return {
        "version": VERSION,
        "tool": _tool(report),
        "findings": [_finding(item) for item in sorted(report.findings, key=_place_and_code)],
        "claims": [_claim(item) for item in sorted(claims, key=_place)],
        "cleared": [_cleared(item) for item in sorted(cleared, key=_place_and_code)],
        "waived": [_waived(item) for item in sorted(report.waived, key=lambda item: _place_and_code(item.finding))],
        "skipped": [
            {"path": item.path, "reason": item.reason} for item in sorted(report.skipped, key=lambda item: (item.path, item.reason))
        ],
        "documents": [_document(draft) for draft in sorted(drafts, key=lambda draft: draft.document.path)],
        "counts": _counts(report),
    }


def _place(item: Finding | Cleared | ClaimEntry) -> tuple[str, int, int]:
    return item.path, item.span.start, item.span.end


def _place_and_code(item: Finding | Cleared) -> tuple[tuple[str, int, int], str]:
    return _place(item), item.code


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.path,
        "code": finding.code,
        "name": finding.name,
        "family": finding.family,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "offset": finding.span.start,
        "end_offset": finding.span.end,
        "quote": finding.quote,
        "role": finding.role,
        "fingerprint": finding.fingerprint,
        "basis": [_law(law) for law in finding.basis],
        "fix": finding.fix,
        "address": finding.address,
        "reasons": list(finding.reasons),
        **(_proof(finding.proof) if finding.proof else {}),
    }


def _waived(waived: Waived) -> dict[str, Any]:
    """Return a finding as it would stand in the report, and the decision that accounts for it."""
    decision = {key: getattr(waived.waiver, key) for key in ("kind", "reason", "by", "until", "place")}
    return _finding(waived.finding) | {"decision": decision}


def _document(draft: DocumentReport) -> dict[str, Any]:
    """Return what kind of text a draft was taken for, and why; and the statements not asked for, with what to declare, if there are any."""
    unasked = [{"code": code, "declare": need} for code, need in draft.unasked]
    told = {"path": draft.document.path, "genre": draft.genre, "genre_reasons": list(draft.genre_reasons)}
    return told | ({"not_asked": unasked} if unasked else {})


def _law(law: Law) -> dict[str, Any]:
    return {"market": law.market, "law": law.instrument, "article": law.article, "verified": law.verified}


def _proof(proof: Proof) -> dict[str, str]:
    """Return the keys that only evidence findings have."""
    return {
        "citation": proof.citation,
        "record": proof.record,
        "field": proof.field,
        "claimed": proof.claimed,
        "recorded": proof.recorded,
        "excerpt": proof.excerpt,
        "arithmetic": proof.arithmetic,
    }


def _claim(claim: ClaimEntry) -> dict[str, Any]:
    return {
        "path": claim.path,
        "line": claim.line,
        "column": claim.column,
        "offset": claim.span.start,
        "end_offset": claim.span.end,
        "quote": claim.quote,
        "language": claim.language,
        "kinds": list(claim.kinds),
        "status": claim.status,
        "citations": list(claim.citations),
        "records": list(claim.records),
        "address": claim.address,
    }


def _cleared(cleared: Cleared) -> dict[str, Any]:
    return {
        "path": cleared.path,
        "code": cleared.code,
        "line": cleared.line,
        "column": cleared.column,
        "offset": cleared.span.start,
        "end_offset": cleared.span.end,
        "quote": cleared.quote,
        "reason": cleared.reason,
        "cue": cleared.cue,
        "address": cleared.address,
        "phrase": cleared.phrase,
        "who": cleared.who,
    }


def _counts(report: Report) -> dict[str, Any]:
    """Return how much was read and found; `sentences` is by language."""
    sentences: dict[str, int] = {}
    for draft in report.documents:
        for language, number in draft.sentences:
            sentences[language] = sentences.get(language, 0) + number
    found = [finding.severity for finding in report.findings]
    return {
        "files": len(report.documents),
        "sentences": dict(sorted(sentences.items())),
        "errors": found.count("error"),
        "warnings": found.count("warning"),
        "notes": found.count("note"),
        "waived": sum(waived.waiver.kind != "baseline" for waived in report.waived),
        "baseline": sum(waived.waiver.kind == "baseline" for waived in report.waived),
        "citations_not_checked": sum(draft.unchecked for draft in report.documents),
        "failing": report.failing,
        "rules": report.rules,
        "not_read": _not_read(report),
    }


def _tool(report: Report) -> dict[str, Any]:
    """Return who judged, and by what: the settings that decide an outcome."""
    settings = {"markets": list(report.markets), "registry": report.registry, "fail_on": report.fail_on}
    since = {"since": report.since, "unchanged": report.unchanged} if report.since else {}
    return {"name": "claimlint", "version": tool_version(), **settings, **since}


def _not_read(report: Report) -> dict[str, int]:
    """Return what was left out on purpose, by kind: parts of drafts, and files of formats that no reader owns."""
    left: dict[str, int] = {}
    for omission in (*(o for draft in report.documents for o in draft.document.omitted), *report.passed_over):
        left[omission.what] = left.get(omission.what, 0) + omission.count
    return dict(sorted(left.items()))


REPORTER = Reporter("json", machine=True, render=render)

"""Problems → findings: what each market makes of them, where they stand, what was cleared, and the register of claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimlint.model import (
    Claim,
    ClaimEntry,
    Cleared,
    Document,
    DocumentReport,
    Finding,
    Law,
    Market,
    Mention,
    Problem,
    Severity,
    Span,
    address_at,
    fingerprint,
    line_column,
    line_starts,
)
from claimlint.rules.markets import grade

_STATUS = {"unchecked": "unresolved"}  # a citation that no registry was asked about is not resolved


@dataclass(frozen=True, slots=True)
class Card:
    """What a code says of itself, be it a rule file or a check: the part of a finding that is the same everywhere."""

    name: str
    severity: Severity
    why: str
    fix: str


class Grader:
    """Cards by (language, code) and the markets of each language; an empty language stands for all."""

    def __init__(self, cards: Mapping[tuple[str, str], Card], markets: Mapping[str, Sequence[Market]]) -> None:
        """Keep what is asked for every problem."""
        self._cards, self._markets = cards, markets
        self.market_ids = {language: tuple(market.id for market in group) for language, group in markets.items()}

    def grade(self, document: Document, claims: Sequence[Claim], problems: Sequence[Problem]) -> DocumentReport:
        """Return the findings, the cleared mentions and the claims of a draft, sorted by place."""
        if not (claims or problems):
            return DocumentReport(document)
        page = _Page(document, line_starts(document.source))
        findings: list[Finding] = []
        cleared = [page.cleared(claim, mention) for claim in claims for mention in claim.mentions if mention.cleared]
        for problem in problems:
            finding = self._finding(page, problem)
            if finding is not None:
                findings.append(finding)
            else:
                cleared.append(page.waved(problem))
        barred = {f.sentence for f in findings if f.family != "EVD"}
        return DocumentReport(
            document,
            findings=tuple(sorted(findings, key=lambda f: (f.span, f.code))),
            cleared=tuple(sorted(cleared, key=lambda c: (c.span, c.code))),
            claims=tuple(page.entry(claim, barred) for claim in claims if _is_claim(claim)),
        )

    def _finding(self, page: _Page, problem: Problem) -> Finding | None:
        language = problem.claim.sentence.language
        card = self._cards.get((language, problem.code)) or self._cards["", problem.code]
        graded = grade(problem, card.severity, self._markets[language])
        if graded is None:
            return None
        severity, basis, objecting = graded
        return page.finding(problem, card, severity, basis, _message(problem, objecting))


@dataclass(frozen=True, slots=True)
class _Page:
    document: Document
    starts: list[int]

    def finding(self, problem: Problem, card: Card, severity: Severity, basis: tuple[Law, ...], message: str) -> Finding:
        line, column = line_column(self.starts, problem.span.start)
        end_line, end_column = line_column(self.starts, problem.span.end)
        sentence = problem.claim.sentence
        return Finding(
            code=problem.code,
            name=card.name,
            family=problem.code[:3],
            severity=severity,
            confidence=problem.confidence,
            message=message,
            path=self.document.path,
            span=problem.span,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            quote=self._quote(problem.span),
            sentence=sentence.segment.locate(sentence.span),
            fingerprint=fingerprint(problem.code, sentence.text),
            role=problem.role,
            label=problem.label,
            labels=problem.labels,
            why=card.why,
            fix=problem.fix or card.fix,
            basis=basis,
            proof=problem.proof,
            address=address_at(self.document, sentence.segment, problem.span.start),
            reasons=problem.reasons,
        )

    def cleared(self, claim: Claim, mention: Mention) -> Cleared:
        span = claim.sentence.locate(mention.span)
        qualifier = mention.cleared
        if qualifier is None:
            raise ValueError("only a cleared mention can be listed as cleared")
        cue = claim.sentence.said(qualifier.span)
        line, column = line_column(self.starts, span.start)
        address = address_at(self.document, claim.sentence.segment, span.start)
        return Cleared(
            mention.rule,
            self.document.path,
            span,
            line,
            column,
            self._quote(span),
            qualifier.kind,
            cue,
            address,
            mention.pattern,
            mention.agent,
        )

    def waved(self, problem: Problem) -> Cleared:
        """List a problem that no market of this run objects to: the claim is cited, the product permits it, or no law bars it here."""
        reason = "cited" if problem.cited else "profile" if problem.permitted else "market"
        said = [c.written for c in problem.claim.citations] if problem.cited else [say for _, say in problem.permitted]
        cue = ", ".join(dict.fromkeys(said))
        line, column = line_column(self.starts, problem.span.start)
        address = address_at(self.document, problem.claim.sentence.segment, problem.span.start)
        return Cleared(problem.code, self.document.path, problem.span, line, column, self._quote(problem.span), reason, cue, address)

    def entry(self, claim: Claim, barred: set[Span]) -> ClaimEntry:
        span = claim.sentence.segment.locate(claim.sentence.span)
        status = "not-allowed" if span in barred and claim.support == "substantiated" else _STATUS.get(claim.support, claim.support)
        return ClaimEntry(
            path=self.document.path,
            span=span,
            line=line_column(self.starts, span.start)[0],
            column=line_column(self.starts, span.start)[1],
            quote=self._quote(span),
            language=claim.sentence.language,
            kinds=claim.kinds,
            status=status,
            citations=tuple(c.written for c in claim.citations),
            records=tuple(c.record.key for c in claim.citations if c.record),
            address=address_at(self.document, claim.sentence.segment, span.start),
        )

    def _quote(self, span: Span) -> str:
        return self.document.source[span.start : span.end]


def _is_claim(claim: Claim) -> bool:
    return bool(claim.citations) or any(m.cleared is None for m in claim.mentions)


def _message(problem: Problem, objecting: tuple[str, ...]) -> str:
    """Say so where evidence was found and does not help: the second axis, may it be said at all."""
    if problem.code.startswith("EVD") or problem.claim.support != "substantiated":
        return problem.message
    return f"{problem.message}; citation found, still not allowed here ({', '.join(m.upper() for m in objecting)})"

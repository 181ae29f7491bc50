"""What comes out: problems, graded findings, what was cleared, and the report of a run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, get_args

from claimlint.model.places import Document, Omission, Span
from claimlint.model.sense import Claim

Severity = Literal["note", "warning", "error"]
Confidence = Literal["low", "medium", "high"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)


def rank(severity: Severity) -> int:
    """Order severities: note 0, warning 1, error 2."""
    return SEVERITIES.index(severity)


@dataclass(frozen=True, slots=True)
class Law:
    """A provision. `verified` is False where its wording was recalled and not read; say so wherever it is shown."""

    id: str
    market: str
    instrument: str
    article: str
    text: str
    in_force: str
    checked: str
    verified: bool
    note: str = ""  # what was read and what was not


@dataclass(frozen=True, slots=True)
class Label:
    """A secondary place of a finding (source characters) with at most eight words."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The evidence side of a finding: the citation, the record, the field that disagrees, both values, and a quote."""

    citation: str
    record: str = ""
    field: str = ""
    claimed: str = ""
    recorded: str = ""
    place: str = ""
    excerpt: str = ""  # the sentence of the record that was compared
    arithmetic: str = ""  # how the two values were compared: "30 % of 120 = 36"


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check saw, before any market has graded it. `span` is in the source."""

    code: str
    claim: Claim
    span: Span
    message: str
    label: str = ""
    role: str = "asserted"
    severity: Severity | None = None  # a check may lower or raise the card's own
    confidence: Confidence = "high"
    reasons: tuple[str, ...] = ()  # why the confidence is what it is
    labels: tuple[Label, ...] = ()
    proof: Proof | None = None
    fix: str = ""  # better than the card's own, where the check knows more
    cited: bool = False  # evidence fits: only markets that allow no evidence still object
    permitted: tuple[tuple[str, str], ...] = ()  # market, and why the product profile permits the words there
    ceiling: Severity | None = None  # the finding is no graver than this in any market


@dataclass(frozen=True, slots=True)
class Finding:
    """One graded problem, ready for any reporter. Line and column are 1-based code points; offsets are source characters."""

    code: str
    name: str
    family: str
    severity: Severity
    confidence: Confidence
    message: str
    path: str
    span: Span
    line: int
    column: int
    end_line: int
    end_column: int
    quote: str
    sentence: Span  # source place of the sentence, for the excerpt
    fingerprint: str
    role: str = "asserted"
    label: str = ""
    labels: tuple[Label, ...] = ()
    why: str = ""
    fix: str = ""
    basis: tuple[Law, ...] = ()
    proof: Proof | None = None
    address: str = ""  # human place where the source is not text: "slide 3, notes"
    reasons: tuple[str, ...] = ()  # why the confidence is what it is


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision on a finding: where it stands, why, who decided, until when (ISO date; "": no end)."""

    kind: Literal["inline", "ledger", "baseline"]
    code: str
    reason: str = ""
    by: str = ""
    until: str = ""
    fingerprint: str = ""  # "": every finding of the code in the waiver's scope
    place: str = ""  # "claimlint-waivers.toml:12"


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that a waiver or the baseline accounts for: counted and carried in reports, never failing."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Cleared:
    """A mention that was seen and not flagged, and the words or the fact that cleared it."""

    code: str
    path: str
    span: Span
    line: int
    column: int
    quote: str
    reason: str  # qualifier kind, or "cited"
    cue: str = ""
    address: str = ""
    phrase: str = ""  # the phrase of the rule that matched
    who: str = ""  # class of the agent: software, clinician …; "" where unsaid


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """One line of the claim register: where, what, and whether it rests on evidence."""

    path: str
    span: Span
    line: int
    column: int
    quote: str
    language: str
    kinds: tuple[str, ...]
    status: str  # substantiated, uncited, unresolved, inadequate, not-allowed
    citations: tuple[str, ...]
    records: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A path, or part of one, that could not be checked, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """All that one draft gave: also what a worker process hands back."""

    document: Document
    findings: tuple[Finding, ...] = ()
    cleared: tuple[Cleared, ...] = ()
    claims: tuple[ClaimEntry, ...] = ()
    sentences: tuple[tuple[str, int], ...] = ()  # language, how many
    waived: tuple[Waived, ...] = ()
    unchecked: int = 0  # citations that no registry was there to resolve
    genre: str = "promotion"
    genre_reasons: tuple[str, ...] = ()
    unasked: tuple[tuple[str, str], ...] = ()  # codes that cannot be asked for, and what the profile would have to say


@dataclass(frozen=True, slots=True)
class Report:
    """The whole run. A clean page can never mean "nothing was looked at": see `skipped` and each document's omissions."""

    documents: tuple[DocumentReport, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    passed_over: tuple[Omission, ...] = ()  # files of formats that no reader owns, met below a folder
    rules: int = 0
    markets: tuple[str, ...] = ()
    fail_on: str = "error"
    failing: int = 0  # findings at or above it, also those below what is shown
    registry: str = ""  # "evidence/ (12 records)" or "" where there is none
    since: str = ""  # only what changed since the merge base with this git revision was judged; "": everything
    unchanged: int = 0  # findings held back because changed drafts had them before

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return all findings in document order."""
        return tuple(f for d in self.documents for f in d.findings)

    @property
    def waived(self) -> tuple[Waived, ...]:
        """Return all findings that decisions account for, in document order."""
        return tuple(w for d in self.documents for w in d.waived)


def fingerprint(code: str, sentence: str) -> str:
    """Return 16 hex digits from the rule code and the normalised sentence: stable when lines move or spacing changes."""
    folded = " ".join(sentence.casefold().split())
    return hashlib.sha256(f"{code}\n{folded}".encode(errors="surrogatepass")).hexdigest()[:16]

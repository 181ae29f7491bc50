"""A citation → its standing, review status and design; a claim → whether what it cites can carry it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimlint.model import Citation, Claim, EvidenceRecord, Notice, Problem, Proof, Severity
from claimlint.rules.demands import Demand, demand
from claimlint.rules.levels import Design, Standards, design_of, standards
from claimlint.rules.words import ladder

CAUSAL = frozenset({"causal", "disease", "efficacy"})  # kinds whose wording says that one thing brings about another
_HARMLESS = ("none", "puff", "risk-statement")
_TRIAL = "E5"  # from this level on, weaker company does no harm
_SHOWN = 300  # characters of an entry that a finding repeats


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a record supports nothing, or little: in words, and how grave; `recorded` is what the registry says."""

    words: str
    severity: Severity
    recorded: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says of a citation, and how gravely."""

    code: str
    message: str
    severity: Severity
    label: str = ""
    fix: str = ""  # the card's own, to which the strongest wording is added


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with its record and the design of that record."""

    citation: Citation
    record: EvidenceRecord
    design: Design


def standing(record: EvidenceRecord, standard: Standards) -> Standing | None:
    """Return the retraction, concern or notice on a record, None where nothing is known against it."""
    types = {name.casefold() for name in record.types}
    told = {notice.nature: _told(notice) for notice in record.notices}
    if types & set(standard.status["notice"]):
        return Standing("is itself a notice of retraction", "error", "types: Retraction of Publication")
    if "retracted-and-republished" in told:
        new = next((n.identifier for n in record.notices if n.nature == "retracted-and-republished" and n.identifier), "")
        return Standing("was retracted and republished" + (f" as {new}" if new else ""), "error", told["retracted-and-republished"])
    retracted = told.get("retraction") or _marked(record, types, standard)
    if retracted and "reinstatement" not in told:
        return Standing("was retracted", "error", retracted)
    if "expression-of-concern" in told or types & set(standard.status["concern"]):
        return Standing("is under an expression of concern", "warning", told.get("expression-of-concern", "types: Expression of Concern"))
    return None


def against(citation: Citation, standard: Standards) -> Standing | None:
    """Return what is known against a cited work, also where the registry lacks the work and holds a notice on its identifier."""
    found = standing(citation.record, standard) if citation.record else None
    if found or not citation.notices:
        return found
    return standing(EvidenceRecord("", "", notices=citation.notices), standard)


def unreviewed(citation: Citation, standard: Standards) -> str:
    """Return what a source is that nobody reviewed ("preprint", "meeting abstract", "data on file"), "" where it is none."""
    record = citation.record
    if record is None:
        return citation.note
    for name in record.types:
        if name.casefold() in standard.unreviewed:
            return standard.unreviewed[name.casefold()]
    if _preprint(record, standard):
        return "preprint"
    # words of the record's own title declare nothing: "Effect of a poster in the waiting room"
    return citation.note if citation.note and standard.note(record.title) != citation.note else ""


def sound(citation: Citation, standard: Standards) -> bool:
    """Tell whether a citation has a record that was reviewed and stands."""
    return citation.record is not None and against(citation, standard) is None and not unreviewed(citation, standard)


def judged(claim: Claim, standard: Standards) -> tuple[str, ...]:
    """Return the kinds of a claim that evidence decides: none for risk statements, none that is barred everywhere whatever the evidence."""
    if "risk-statement" in claim.kinds:
        return ()
    return tuple(k for k in claim.kinds if k not in _HARMLESS and standard.outcome(k, "E6") != "err")


def designs(claim: Claim, standard: Standards) -> tuple[Cited, ...]:
    """Return each sound citation of a claim with its record and design."""
    return tuple(Cited(c, c.record, design_of(c.record, standard)) for c in claim.citations if c.record and sound(c, standard))


def short(claim: Claim, kinds: tuple[str, ...], level: str, standard: Standards) -> Demand | None:
    """Return what a record of a level falls short of under a claim, None where it does not, or where its company carries the claim.

    Two controlled trials stand for a synthesis. Weaker company does no harm to a record that is strong enough.
    """
    cited = designs(claim, standard)
    trials = {one.record.key for one in cited if one.design.level == _TRIAL}
    best = max((one.design.level for one in cited), default="")
    best = "E6" if best == _TRIAL and len(trials) > 1 else best
    carried = best > level and ((demand(kinds, best, claim.markets, standard) is None) or best >= _TRIAL)
    return None if carried or not level else demand(kinds, level, claim.markets, standard)


def problem(claim: Claim, citation: Citation, verdict: Verdict, shown: Proof) -> Problem:
    """Return a problem at a citation; how sure it is follows how surely the record was found."""
    return Problem(
        code=verdict.code,
        claim=claim,
        span=citation.span,
        message=verdict.message,
        label=verdict.label,
        severity=verdict.severity,
        confidence="medium" if citation.tier == "medium" else "high",
        proof=shown,
    )


def weak(claim: Claim, cited: Cited, verdict: Verdict, asked: Demand | None = None) -> Problem:
    """Return a problem of design: the kinds of the claim on one side, the field of the record on the other, and who asks for more."""
    shown = proof(cited.citation, cited.record, cited.design.field, cited.design.recorded, ", ".join(claim.kinds))
    if asked:
        said, fix = f"{verdict.message}; {asked.words(default().names)}", f"{verdict.fix} {asked.reasons}".strip()
        verdict = replace(verdict, message=said, fix=fix)
    spared = tuple((market, "enough evidence there") for market in asked.spared) if asked else ()
    return replace(problem(claim, cited.citation, verdict, shown), fix=_strongest(verdict.fix, claim, cited.design.level), permitted=spared)


def _strongest(fix: str, claim: Claim, level: str) -> str:
    """Return the fix with the strongest wording that a record of this level supports, in the language of the copy."""
    language = claim.sentence.language
    wording = ladder().get((language, level)) or ladder().get(("en", level), "")
    return f"{fix} Strongest wording that this record supports: {wording}" if wording else fix


def proof(citation: Citation, record: EvidenceRecord | None, field: str, recorded: str, claimed: str = "") -> Proof:
    """Return the evidence side of a problem: the entry as written, the record, and what it says."""
    entry = (citation.reference or citation.written)[:_SHOWN]
    if record is None:
        return Proof(entry, field=field, claimed=claimed, recorded=recorded)
    return Proof(entry, record.key, field, claimed, recorded, record.place, record.title)


def default() -> Standards:
    """Return the evidence standards of this installation."""
    return standards()


def _preprint(record: EvidenceRecord, standard: Standards) -> bool:
    dois = [value for scheme, value in record.identifiers if scheme == "doi"]
    venue = record.journal.casefold()
    by_doi = any(d.startswith(standard.prefixes) and not d.startswith(standard.reviewed_prefixes) for d in dois)
    return by_doi or any(name in venue for name in standard.venues)


def _marked(record: EvidenceRecord, types: set[str], standard: Standards) -> str:
    if types & set(standard.status["retracted"]):
        return "types: Retracted Publication"
    return f"title: {record.title[:40]}" if record.title.casefold().startswith(standard.status["retracted_titles"]) else ""


def _told(notice: Notice) -> str:
    return " ".join(part for part in (notice.nature, notice.date, notice.identifier) if part)

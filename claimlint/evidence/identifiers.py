"""Text → the identifiers in it, each in one normal form."""

from __future__ import annotations

import re
from urllib.parse import unquote

from claimlint.evidence._spans import place

_FLAGS = re.IGNORECASE | re.ASCII  # "见PMID 12" has a word end before it, and digits are 0 to 9
_DOI = re.compile(r"(?<!\d)10\.\d{4,9}(?:/|%2[fF])[^\s\"<>{}|\\^`\u0080-\U0010ffff]+", re.ASCII)
_PATTERNS = (
    ("pmid", re.compile(r"\b(?:PMID|PubMed\s?ID)[\s\u00a0]*[:：#]?[\s\u00a0]*0*([1-9]\d{0,7})(?!\d)", _FLAGS)),
    ("pmid", re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/0*([1-9]\d{0,7})(?!\d)", _FLAGS)),
    ("pmcid", re.compile(r"(?<![A-Za-z0-9])PMC\s?([1-9]\d{2,8})(?!\d)", _FLAGS)),
    ("pmcid", re.compile(r"\bPMCID[\s\u00a0]*[:：]?[\s\u00a0]*([1-9]\d{2,8})(?!\d)", _FLAGS)),
    ("nct", re.compile(r"(?<![A-Za-z0-9])NCT[\s:]?(\d{8})(?!\d)", _FLAGS)),
    ("isrctn", re.compile(r"(?<![A-Za-z0-9])ISRCTN[\s:]?(\d{8})(?!\d)", _FLAGS)),
    ("chictr", re.compile(r"(?<![A-Za-z0-9])ChiCTR((?:-[A-Z]{2,5}-?)?\d{8,10})(?!\d)", _FLAGS)),
)
_PREFIXES = {"pmid": "", "pmcid": "PMC", "nct": "NCT", "isrctn": "ISRCTN", "chictr": "ChiCTR", "doi": ""}
_TAIL = re.compile(r"(?:/(?:full|abstract|pdf|epdf|html|meta)|\.pdf|\.full(?:\.pdf)?)$")
_QUERY = re.compile(r"(?:[?&]\w+=.*|#.*)$")
_VERSION = re.compile(r"^(10\.1101/[\d.]+)v\d+.*$")
_TRAILING = ".,;:!?'\"*_~-/&"
_PAIRS = {")": "(", "]": "[", ">": "<"}
_NEEDLES = ("10.", "pmid", "pmc", "pubmed", "isrctn", "chictr")  # each identifier but NCT numbers holds one of these
# dashes that typesetters put where a hyphen stood, one character each; an em dash ends an identifier
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-"))
_PMID = 8  # digits
_NCT = re.compile(r"nct[\s:]?\d")  # "function" holds nct, too


def identifiers(text: str) -> tuple[tuple[str, str], ...]:
    """Return (scheme, value) pairs: doi, pmid, pmcid, nct, isrctn, chictr; DOIs first, else in the order written.

    DOIs are lower-case, without trailing punctuation, with balanced brackets kept. A malformed identifier gives nothing.
    """
    return tuple(dict.fromkeys((scheme, value) for scheme, value, _, _ in located(text)))


def located(text: str) -> tuple[tuple[str, str, int, int], ...]:
    """Return (scheme, value, start, end) for each identifier, DOIs first; start and end are characters of the text."""
    if not hinted(text):
        return ()
    if not text.isascii():
        text = text.translate(_DASHES)
    dois = [("doi", *_doi(match[0]), match.start()) for match in _DOI.finditer(text)]
    found = [(scheme, value, start, start + length) for scheme, value, length, start in dois if value]
    taken = [(start, end) for _, _, start, end in found]
    others = [
        (scheme, _normal(scheme, match[1]), match.start(), match.end())
        for scheme, pattern in _PATTERNS
        for match in pattern.finditer(text)
        if place(taken, match.start(), match.end())
    ]
    return (*found, *sorted(others, key=lambda o: o[2]))


def hinted(text: str) -> bool:
    """Tell whether a text may hold an identifier: ten times cheaper than looking for one, and mostly the answer is no."""
    lower = text.lower()
    return any(needle in lower for needle in _NEEDLES) or ("nct" in lower and _NCT.search(lower) is not None)


def normal(scheme: str, value: str) -> str:
    """Return an identifier that stands alone ("https://doi.org/10.1/X", "PMC123", "12") in normal form, "" where malformed."""
    alone = value.strip()
    if not alone:
        return ""
    if scheme == "pmid" and alone.isascii() and alone.isdigit():  # the usual case, and much cheaper
        number = alone.lstrip("0")
        return number if 0 < len(number) <= _PMID else ""
    label = {"pmid": "PMID ", "pmcid": "PMCID "}.get(scheme, "")
    return next((v for s, v in (*identifiers(alone), *identifiers(label + alone)) if s == scheme), "")


def spelled(scheme: str, value: str) -> str:
    """Return an identifier as people write it, so that `identifiers` reads it again."""
    return f"{scheme}:{value}" if scheme == "doi" else f"PMID: {value}" if scheme == "pmid" else value


def _normal(scheme: str, digits: str) -> str:
    return _PREFIXES[scheme] + digits.upper()


def _doi(written: str) -> tuple[str, int]:
    """Return the normal form and the number of characters of `written` that belong to it."""
    kept = _trimmed(_QUERY.sub("", written))
    while (shorter := _trimmed(_TAIL.sub("", kept))) != kept:
        kept = shorter
    value = _VERSION.sub(r"\1", _trimmed(unquote(kept).casefold() if "%" in kept else kept.casefold()))
    prefix, _, suffix = value.partition("/")
    return (value, len(kept)) if suffix and value.isascii() and not re.search(r"\s", value) and prefix else ("", 0)


def _trimmed(written: str) -> str:
    while written:
        last = written[-1]
        if last in _TRAILING or (last in _PAIRS and written.count(last) > written.count(_PAIRS[last])):
            written = written[:-1]
        else:
            break
    return written

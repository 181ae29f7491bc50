"""A citation as written → the record it means: by identifier, else by title, saying how and how sure."""

# ruff: noqa: PLR2004 - the numbers here are measured bounds; each stands once, beside what it bounds

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from claimlint.evidence import standing
from claimlint.evidence._compare import Match, Query, match
from claimlint.evidence._compare import tier as tier_of
from claimlint.evidence._text import family, fold, heads, years
from claimlint.evidence.identifiers import identifiers as read_identifiers
from claimlint.rules.levels import standards

if TYPE_CHECKING:
    from claimlint.evidence.registry import Registry
    from claimlint.model import EvidenceRecord

_TRIALS = ("nct", "isrctn", "chictr")
_SHORT = 110  # characters: a longer reference than this has a title
_LONGEST = 2_000  # characters of a reference that are read
_KEPT = 4_096  # answers that a registry remembers
_BARE = 3  # words before the year of "van den Berg 2015"
_YEAR_END = re.compile(r"^(?P<before>.*?)[\s,，.(（]*(?P<year>(?:19|20)\d\d)[a-z]?[)）.\s]*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The record, or None; tier: exact, high, medium, ambiguous, none; how: "doi", "title 93 %", "none"; score 0 to 100."""

    record: EvidenceRecord | None
    tier: str
    how: str
    score: float = 0.0


NOTHING = Resolution(None, "none", "none")


def resolve(text: str, identifiers: tuple[tuple[str, str], ...], registry: Registry) -> Resolution:
    """Return what a citation means: a work's identifier decides, then title and authors, then a trial number.

    An identifier that the registry does not hold falls back to the title, and `how` says so. The registry remembers the
    answer.
    """
    asked = (text[:_LONGEST], identifiers)
    found = registry.answers.get(asked)
    if found is None:
        if len(registry.answers) >= _KEPT:
            registry.answers.clear()
        found = registry.answers[asked] = _resolve(*asked, registry)
    return found


def _resolve(text: str, identifiers: tuple[tuple[str, str], ...], registry: Registry) -> Resolution:
    works = tuple(pair for pair in identifiers if pair[0] not in _TRIALS)
    trials = tuple(pair for pair in identifiers if pair[0] in _TRIALS)
    found = _by_identifier(works, registry) or _by_text(text, registry)
    if found.tier != "exact" and found.record is not None and works:
        found = Resolution(found.record, found.tier, f"{found.how}; {works[0][0]} unknown", found.score)
    if found.record is None:
        found = _by_identifier(trials, registry) or found
    return found


def answer(text: str, registry: Registry, today: str = "") -> dict[str, object]:
    """Return one reference resolved, as plain values: record, pmid, doi, tier, how, score, title.

    With a day, also how the work stands on it; a work that the registry lacks may be known to be retracted all the same.
    """
    written = read_identifiers(text)
    found = resolve(text, written, registry)
    record = found.record
    known = dict(reversed(record.identifiers)) if record else {}
    plain: dict[str, object] = {
        "record": record.key if record else None,
        "pmid": known.get("pmid"),
        "doi": known.get("doi"),
        "tier": found.tier,
        "how": found.how,
        "score": round(found.score, 1),
        "title": record.title if record else None,
    }
    return plain | ({"standing": _standing(record, written, registry, today)} if today else {})


def _standing(record: EvidenceRecord | None, written: tuple[tuple[str, str], ...], registry: Registry, today: str) -> str | None:
    notices = tuple(dict.fromkeys(notice for pair in written for notice in registry.notices(*pair)))
    if record is not None:
        return standing.standing((*record.notices, *notices), max(record.checked, registry.as_of()), today).words
    return standing.standing(notices, registry.as_of(), today).words if notices else None


def _by_identifier(pairs: tuple[tuple[str, str], ...], registry: Registry) -> Resolution | None:
    for scheme, value in pairs:
        record = registry.by_id(scheme, value)
        if record is not None:
            return Resolution(record, "exact", scheme, 100.0)
    return None


def _by_text(text: str, registry: Registry) -> Resolution:
    short = _author_year(text, registry)
    if short is not None and short.record is not None:
        return short
    titled = _by_title(text, registry)  # "Moor D. Walking and sleep. Sleep Letters. 2019." reads like two names, too
    return short if short is not None and titled.record is None else titled


def _by_title(text: str, registry: Registry) -> Resolution:
    folded = fold(text)
    words = folded.split()
    spelled = frozenset("".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1))
    bare = frozenset(_et_al().sub("", word) for word in words if not word.isascii())  # 张三等 is 张三 and others
    query = Query(folded, frozenset(words), spelled | bare, years(text))
    if not words:
        return NOTHING
    matches = sorted((match(query, c) for c in registry.candidates(text)), key=lambda m: (-m.points, m.candidate.key))
    return _decide(matches, registry)


def _decide(matches: list[Match], registry: Registry) -> Resolution:
    graded = [(m, tier) for m in matches if (tier := tier_of(m))]
    if not graded:
        return NOTHING
    best, tier = graded[0]
    rivals = [m for m, other in graded[1:] if other == tier and best.points - m.points < 1 and m.title >= best.title - 1]
    if rivals:
        return Resolution(None, "ambiguous", f"title {best.title:.0f} %, {len(rivals) + 1} records", best.title)
    return Resolution(registry.by_key(best.candidate.key), tier, f"title {best.title:.0f} %", best.title)


def _author_year(text: str, registry: Registry) -> Resolution | None:
    """Resolve "Bahrami et al., BMC Ophthalmology 2006" and "Smith & Jones, 2020"; None where the text has a title."""
    parsed = _short_form(text) if len(text) <= _SHORT else None
    if parsed is None:
        return _bare(text, registry)
    leads, second, journal, year = parsed
    for within in (0, 1) if journal else (0,):
        found = registry.authored(leads, year, within)
        if second:
            found = tuple(c for c in found if second in c.families)
        if journal:
            found = tuple(c for c in found if _same_journal(journal, c.journal))
        if len(found) > 1:
            return Resolution(None, "ambiguous", f"author and year, {len(found)} records")
        if found:
            how, tier = ("author, journal, year", "high") if journal and not within else ("author and year", "medium")
            return Resolution(registry.by_key(found[0].key), tier, how, 90.0 if tier == "high" else 75.0)
    return NOTHING


def _bare(text: str, registry: Registry) -> Resolution | None:
    """Resolve "Moreau 2021" where one record alone has that first author and year; else None, for it may be a short title."""
    end = _YEAR_END.match(text.strip().strip("()（）[]")) if len(text) <= _SHORT else None
    name = end["before"].strip(" ,，") if end else ""
    if end is None or not name or len(name.split()) > _BARE:
        return None
    found = registry.authored((family(name),), int(end["year"]))
    return Resolution(registry.by_key(found[0].key), "medium", "author, year", 75.0) if len(found) == 1 else None


def _short_form(text: str) -> tuple[tuple[str, ...], str, str, int] | None:
    """Return possible first authors, second author, journal and year of a reference that has no title."""
    end = _YEAR_END.match(text.strip().strip("()（）[]"))
    if not end or len(years(text)) != 1:
        return None
    before = end["before"]
    split = _et_al().search(before)
    if split:
        name, second, rest = before[: split.start()], "", before[split.end() :]
    else:
        name, _, rest = before.partition("," if "," in before else "，")
        first, ampersand, other = re.sub(r"\s+(?:and|&)\s+|\s*&\s*|和|与", "&", name).partition("&")
        name, second = (first, family(other)) if ampersand else (name, "")
    name = name.strip(" ,，")
    journal = fold(rest)
    if (
        not name or len(name.split()) > 5 or len(journal.split()) > 12 or (not split and not second and not journal)
    ):  # words of a name, of a journal
        return None
    return tuple(dict.fromkeys((family(name), *heads(fold(name))))), second, journal, int(end["year"])


@cache
def _et_al() -> re.Pattern[str]:
    words = sorted(standards().cite["et_al"], key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(w)}" if w.isascii() else re.escape(w) for w in words), re.IGNORECASE)


def _same_journal(written: str, known: str) -> bool:
    """Tell whether two folded journal names mean one journal: each word of the shorter begins a word of the longer, in order."""
    ours, theirs = written.split(), fold(known).split()
    if not ours or not theirs:
        return False
    short, long = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
    rest = iter(long)
    if all(any(_begins(word, other) for other in rest) for word in short):
        return True
    from rapidfuzz import fuzz

    return fuzz.ratio(" ".join(ours), " ".join(theirs)) >= 85  # per cent


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)

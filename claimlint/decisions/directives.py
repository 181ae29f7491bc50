"""Comments of a draft → directives to let findings pass: what they name, why, by whom, until when, and what is wrong with them.

claimlint: allow EFF001 because the label states this use by Jane Doe until 2027-01-31
claimlint: allow EFF001 #1a2b3c4d5e6f7a8b, SAF001 because …      bound to the words of one sentence
claimlint: allow-block EFF001 because …   …   claimlint: end
claimlint: allow-file EFF001 because …
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from claimlint.decisions.policy import Policy, fault_of
from claimlint.errors import did_you_mean
from claimlint.model import Comment, Span

MOST, LONGEST = 1_000, 2_000  # directives of a draft; characters of one
FORMS = ("allow", "allow-block", "allow-file", "end")
_OURS = re.compile(r"\s*claimlint\s*[:：]\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_BECAUSE = re.compile(r"(?:^|\s)because(?:\s+|$)|\s*因为[:：]?\s*", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s,;，；、]+")
_CODE = re.compile(r"[A-Za-z]{3}\d{3}")
FINGERPRINT = re.compile(r"#?([0-9a-fA-F]{8,16})")
_UNTIL = re.compile(r"(?:^|[\s,;，；]+)until\s+(\S+?)[.。]?$", re.IGNORECASE)
_BY = re.compile(r"(?:^|[\s,;，；]+)by\s+(?P<name>\S+(?: \S+){0,4}?)[.。]?$")
_NOWHERE = Span(0, 0)
_NOISE = " ,;，；"


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive: its form, (code, beginning of a fingerprint or "") pairs, the decision, and what is wrong with it."""

    form: str
    targets: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    by: str = ""
    until: str = ""
    span: Span = _NOWHERE
    fault: str = ""
    text: str = ""


def directives(comments: Iterable[Comment], policy: Policy) -> Iterator[Directive]:
    """Yield what comments that begin with `claimlint:` say, in their order; any other comment is nobody's business.

    The first that is too long, or one too many for a draft, is at fault; of the rest of too many nothing is said.
    """
    seen = 0
    for comment in comments:
        found = _OURS.match(comment.text)
        if not found:
            continue
        seen += 1
        if seen > MOST:
            yield Directive(
                "allow", span=comment.span, fault=f"more than {MOST:,} directives in one draft: those from here on are not read"
            )
            return
        if len(comment.text) > LONGEST:
            yield Directive("allow", span=comment.span, fault=f"is longer than {LONGEST:,} characters")
        else:
            yield _directive(" ".join(found["rest"].split()), comment.span, policy)


def is_day(text: str) -> bool:
    """Tell whether a text is a day as 2027-01-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _directive(text: str, span: Span, policy: Policy) -> Directive:
    form, _, rest = text.partition(" ")
    form = form.casefold()
    if form not in FORMS:
        remedy = did_you_mean(form, list(FORMS)) if form else f"known: {', '.join(FORMS)}"
        return Directive(form, span=span, fault=f'"{form}" is no directive; {remedy}'.strip("; "), text=text)
    if form == "end":
        return Directive(form, span=span, text=text)
    said = _BECAUSE.search(rest)
    named, reason = (rest[: said.start()], rest[said.end() :]) if said else (rest, "")
    reason, by, until = _parted(reason)
    targets, fault = _targets(named, policy)
    fault = fault or fault_of(reason, policy.reasons)
    if not fault and until and not is_day(until):
        fault = f'"{until}" is no date; write it as 2027-01-31'
    return Directive(form, targets, reason, by, until, span, fault, text)


def _targets(text: str, policy: Policy) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the codes that a directive names, each with the fingerprint behind it, and what is wrong with them."""
    targets: list[tuple[str, str]] = []
    for token in _TOKEN.findall(text):
        print_ = FINGERPRINT.fullmatch(token) if token.startswith("#") else None
        if print_ and targets:
            targets[-1] = (targets[-1][0], print_[1].lower())
        elif not _CODE.fullmatch(token) or token.upper() not in policy.known:
            return tuple(targets), f'there is no rule "{token}" {did_you_mean(token.upper(), sorted(policy.known))}'.strip()
        else:
            targets.append((token.upper(), ""))
    return tuple(targets), "" if targets else "names no rule"


def _parted(reason: str) -> tuple[str, str, str]:
    """Return reason, name and date; both may follow the reason in either order."""
    by = until = ""
    for _ in range(2):
        if not until and (found := _UNTIL.search(reason)):
            until, reason = found[1], reason[: found.start()]
        if not by and (found := _BY.search(reason)) and _is_name(found["name"], alone=bool(until)):
            by, reason = found["name"].strip(_NOISE), reason[: found.start()]
    return reason.strip(_NOISE), by, until


def _is_name(text: str, *, alone: bool) -> bool:
    """Tell a name from the end of a reason ("covered by the label"): capitals, @handles, addresses, Han.

    One plain word is a name too where a date stands behind it (`alone`).
    """
    words = text.split()
    return all("@" in w or (w[0].isalpha() and not w[0].islower()) for w in words) or (alone and len(words) == 1)

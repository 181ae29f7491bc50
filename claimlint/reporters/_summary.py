"""A report to the last block: how much was read, what was not, what was found, and why the run fails."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claimlint.model import SEVERITIES, rank
from claimlint.reporters._frame import shown_path
from claimlint.reporters._paint import paint, signs
from claimlint.reporters._widths import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.model import Report
    from claimlint.reporters import Style

NOTICE = "not a legal review"
_LEFT = {"settings file": "of programs", "symbolic link": "not followed"}  # what a walk leaves alone, and why
_ASSUMED = "file read as "  # remarks of readers on how they took a file


def summary(report: Report, style: Style) -> str:
    """Return the closing block, a line break at its end; for machine formats it belongs on standard error."""
    lines = [_verdict(report, style), *(f"  {line}" for line in _details(report, style))]
    return "\n".join(lines) + "\n"


def counted(number: int, what: str) -> str:
    """Return a number and a noun in the right form: `1 error`, `2 errors`, `3 PDF boxes`, `2 entries`."""
    if number == 1:
        return f"{number} {what}"
    if what.endswith(("s", "x", "ch", "sh")):
        return f"{number} {what}es"
    if what.endswith("y") and not what.endswith(("ay", "ey", "oy")):
        return f"{number} {what[:-1]}ies"
    return f"{number} {what}s"


def languages(report: Report) -> dict[str, int]:
    """Return how many sentences of each language were read, in alphabetical order."""
    totals: Counter[str] = Counter()
    for draft in report.documents:
        totals.update(dict(draft.sentences))
    return dict(sorted(totals.items()))


def severities(report: Report) -> dict[str, int]:
    """Return how many findings there are of each severity, gravest first."""
    found = Counter(finding.severity for finding in report.findings)
    return {severity: found[severity] for severity in reversed(SEVERITIES)}


def _verdict(report: Report, style: Style) -> str:
    """Return the first line: what was found in how many files, or how much was read without a finding."""
    files, sentences = len(report.documents), sum(languages(report).values())
    read = f"({counted(sentences, 'sentence')}, {counted(report.rules, 'rule')})"
    if report.since and not files and not report.skipped:
        return paint(style, "good", f"{signs(style).good} no draft changed since {visible(report.since)}")
    if not files:
        return paint(style, "warning", "! nothing was checked")
    found = severities(report)
    if not any(found.values()):
        if not sentences:
            return paint(style, "warning", f"! no sentence to check in {counted(files, 'file')} {read}")
        return paint(style, "good", f"{signs(style).good} no findings in {counted(files, 'file')}") + f" {read}{_decided(report, style)}"
    worst = next(severity for severity, number in found.items() if number)
    numbers = ", ".join(counted(number, severity) for severity, number in found.items() if number)
    touched = sum(1 for draft in report.documents if draft.findings)
    return (
        paint(style, worst, f"{signs(style).severity[worst]} {numbers}")
        + f" in {touched} of {counted(files, 'file')}{_decided(report, style)}"
    )


def _decided(report: Report, style: Style) -> str:
    """Return how many findings decisions account for: `   (3 waived · 5 in the baseline)`."""
    old = sum(waived.waiver.kind == "baseline" for waived in report.waived)
    new = len(report.waived) - old
    parts = [f"{number} {what}" for number, what in ((new, "waived"), (old, "in the baseline")) if number]
    return f"   ({f' {signs(style).dot} '.join(parts)})" if parts else ""


def _details(report: Report, style: Style) -> Iterator[str]:
    found = report.findings
    if found:
        yield _read(report)
    if report.since and report.documents:
        yield f"only what changed since {visible(report.since)}"
        yield f"held back, because they were there before: {counted(report.unchanged, 'finding')}"
    labelled = (("not read", _omitted), ("assumed", _assumed))
    yield from (f"{label}: {text}" for label, told in labelled if (text := told(report)))
    if genres := _genres(report):
        yield genres
    if passed := _passed_over(report):
        yield f"passed over: {passed}"
    if unchecked := sum(draft.unchecked for draft in report.documents):
        yield f"{counted(unchecked, 'citation')} not checked" + ("" if report.registry else ": no registry given")
    if unasked := _unasked(report):
        yield f"not asked for: {unasked}"
    for skipped in report.skipped:
        yield f"! {shown_path(skipped.path, style.cwd)}: {visible(skipped.reason)}"
    yield f" {signs(style).dot} ".join(_settings(report))
    if found:
        worst = max(found, key=lambda finding: rank(finding.severity))
        yield f"next: claimlint explain {visible(worst.code)}"
    yield NOTICE


def _read(report: Report) -> str:
    spoken = languages(report)
    each = ", ".join(f"{visible(language)} {number}" for language, number in spoken.items())
    read = f"read {counted(len(report.documents), 'file')}, {counted(sum(spoken.values()), 'sentence')}"
    return f"{read} ({each})" if each else read


def _genres(report: Report) -> str:
    """Return what kind of text the drafts are, where any is not promotion: `genre: education 2, promotion 1`."""
    found = Counter(draft.genre for draft in report.documents)
    if not set(found) - {"promotion"}:
        return ""
    one = report.documents[0]
    because = f": {visible('; '.join(one.genre_reasons))}" if len(report.documents) == 1 else ""
    return "genre " + ", ".join(f"{visible(name)} {number}" for name, number in sorted(found.items())) + because


def _omitted(report: Report) -> str:
    """Return what drafts hold that is no prose: `2 code blocks, 1 table`."""
    totals: Counter[str] = Counter()
    for draft in report.documents:
        for omission in draft.document.omitted:
            totals[omission.what] += 0 if omission.what.startswith(_ASSUMED) else omission.count
    return ", ".join(counted(number, visible(what)) for what, number in sorted(totals.items()) if number)


def _unasked(report: Report) -> str:
    """Return which statements nobody looked for, and what to declare: `DIS006 (declare product.channel)`."""
    needs: dict[str, set[str]] = {}
    for code, need in (pair for draft in report.documents for pair in draft.unasked):
        needs.setdefault(need, set()).add(code)
    return ", ".join(f"{' '.join(sorted(codes))} (declare {need})" for need, codes in sorted(needs.items()))


def _assumed(report: Report) -> str:
    """Return how files were read that do not say it themselves: `2 files read as GB18030`."""
    totals = Counter(o.what for draft in report.documents for o in draft.document.omitted if o.what.startswith(_ASSUMED))
    return ", ".join(f"{counted(number, 'file')} {visible(what.removeprefix('file '))}" for what, number in sorted(totals.items()))


def _passed_over(report: Report) -> str:
    """Return which files were not looked at: `2 .png files (no reader for them), 1 symbolic link (not followed)`."""
    files = [(o.count, visible(o.what)) for o in report.passed_over if o.count and o.what not in _LEFT]
    left = [f"{counted(o.count, o.what)} ({_LEFT[o.what]})" for o in report.passed_over if o.count and o.what in _LEFT]
    one = sum(number for number, _ in files) == 1
    unread = ", ".join(counted(*file) for file in files) + f" (no reader for {'it' if one else 'them'})" if files else ""
    return ", ".join([unread] * bool(files) + left)


def _settings(report: Report) -> Iterator[str]:
    """Yield why the run passes or fails, and with what it was judged."""
    if report.findings:
        yield f"{'fails because' if report.failing else 'passes with'} --fail-on={visible(report.fail_on)}"
        yield counted(report.rules, "rule")
    if report.markets:
        yield f"{'market' if len(report.markets) == 1 else 'markets'} {', '.join(map(visible, report.markets))}"
    yield f"registry {visible(report.registry)}" if report.registry else "no registry"

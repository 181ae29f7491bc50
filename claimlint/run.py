"""Many drafts: paths → files in a fixed order → the report of a run; what cannot be read is reported and passed by."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from claimlint.changes import Before, before, is_changed, old_bytes, old_name
from claimlint.condense import condensed
from claimlint.config import FAIL_ON, Config
from claimlint.decisions.desk import Desk
from claimlint.decisions.policy import Policy
from claimlint.engine import Linter
from claimlint.errors import UnreadableError
from claimlint.model import CONFIDENCES, SEVERITIES, Document, DocumentReport, Omission, Report, Severity, Skipped, rank
from claimlint.readers import Parts, Reader, limit, parts, read
from claimlint.walk import Found, bytes_of, chunks_of, is_long, walk


@dataclass(frozen=True, slots=True)
class Built:
    """A linter, and what the report says of it."""

    linter: Linter
    rules: int
    markets: tuple[str, ...]
    registry: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run finds its settings: the configuration in force at a path, and the linter of a configuration."""

    settings: Callable[[Path], Config]
    builder: Callable[[Config], Built]
    readers: Sequence[Reader]
    force_exclude: bool = False
    tell: Callable[[int, int], None] = lambda _done, _total: None  # called with 0 once everything is loaded, then after each draft
    today: str = ""  # ISO date against which decisions run out
    since: str = ""  # git revision: only what changed since the merge base with it; "": everything


def lint_paths(plan: Plan, paths: Sequence[Path], stdin: tuple[str, bytes] | None = None, desk: Desk | None = None) -> Report:
    """Lint files and folders, each file with the configuration nearest to it, and a draft from standard input (name, bytes).

    A `desk` handed in tells afterwards how each decision stands. Raises ClaimlintError for a configuration, rule, registry or
    ledger that cannot be used.
    """
    desk = desk or Desk(plan.today)
    built: dict[Config, Built] = {plan.settings(path): plan.builder(plan.settings(path)) for path in paths}
    found = walk(paths, plan.readers, plan.settings, force_exclude=plan.force_exclude)
    was = before(plan.since, _folder(paths)) if plan.since else None
    if was:
        found = dataclasses.replace(found, files=tuple(path for path in found.files if _touched(was, path, plan.readers)))
    results: list[DocumentReport | Skipped] = []
    failing, unchanged, total = 0, 0, len(found.files) + (stdin is not None)
    plan.tell(0, total)
    for config, draft in _drafts(plan, found, stdin):
        if config not in built:
            built[config] = plan.builder(config)
        if isinstance(draft, Document) and not desk.wants(draft, config, built[config].policy):
            continue
        linted = draft if isinstance(draft, Skipped) else _linted(built[config].linter, draft)
        if isinstance(linted, Skipped):
            results.append(linted)
            continue
        result = _sure(desk.settle(linted, config, built[config].policy), config.min_confidence)
        if was:
            result, left = _since(plan, was, result, config, built[config])
            unchanged += left
        failing += _at_least(result, config.fail_on)
        results.append(_shown(result, config.min_severity))
        plan.tell(len(results), total)
    for config, result in desk.leftovers():
        failing += _at_least(result, config.fail_on)
        results.append(_shown(result, config.min_severity))
    return dataclasses.replace(_report(found, results, built, failing), since=plan.since, unchanged=unchanged)


def _folder(paths: Sequence[Path]) -> Path:
    """Return a folder in which git may be asked about the paths."""
    first = paths[0] if paths else Path()
    return first if first.is_dir() else first.parent if first.parent.is_dir() else Path()


def _since(plan: Plan, was: Before, draft: DocumentReport, config: Config, built: Built) -> tuple[DocumentReport, int]:
    """Return the report less the findings that the draft had before, and how many those are.

    A finding was there before where the old draft has one of the same fingerprint: the same rule, the same words. So an
    unchanged sentence counts as changed where a finding is new to it, as when the reference it rests on was edited.
    """
    path = Path(draft.document.path)
    data = old_bytes(was, path)
    if data is not None and len(data) > limit(path.name, plan.readers):
        data = None  # too long to be read in one piece: what it says now counts as new
    old = _draft(old_name(was, path) or "", lambda: data or b"", plan.readers, config.prose_keys) if data is not None else None
    linted = _linted(built.linter, old) if isinstance(old, Document) else old
    if not isinstance(linted, DocumentReport):
        return draft, 0
    settled = Desk(plan.today, inline_only=True).settle(linted, config, built.policy)
    had = Counter(f.fingerprint for f in (*settled.findings, *(w.finding for w in settled.waived)))
    fresh = []
    for finding in draft.findings:
        had[finding.fingerprint] -= 1
        if had[finding.fingerprint] < 0:
            fresh.append(finding)
    return dataclasses.replace(draft, findings=tuple(fresh)), len(draft.findings) - len(fresh)


def _drafts(plan: Plan, found: Found, stdin: tuple[str, bytes] | None) -> Iterator[tuple[Config, Document | Parts | Skipped]]:
    if stdin is not None:
        name, data = stdin
        yield plan.settings(Path(name)), _draft(name, lambda: data, plan.readers, plan.settings(Path(name)).prose_keys)
    for path in found.files:
        config = plan.settings(path)
        taken = partial(bytes_of, path, limit(path.name, plan.readers))
        long = parts(path.as_posix(), chunks_of(path), plan.readers) if is_long(path) else None
        yield config, long or _draft(path.as_posix(), taken, plan.readers, config.prose_keys)


def _touched(was: Before, path: Path, readers: Sequence[Reader]) -> bool:
    """Tell whether a draft differs from what it was; one that cannot be read does, so that this is told."""
    try:
        return is_changed(was, path, bytes_of(path, limit(path.name, readers)))
    except UnreadableError:
        return True


def _linted(linter: Linter, draft: Document | Parts) -> DocumentReport | Skipped:
    try:
        if isinstance(draft, Parts):
            return condensed(draft.path, map(linter.lint, draft.documents))
        return linter.lint(draft)
    except UnreadableError as error:
        return _skipped(draft.path, error)


def _draft(name: str, data: Callable[[], bytes], readers: Iterable[Reader], keys: tuple[str, ...]) -> Document | Skipped:
    try:
        return read(name, data(), readers, keys)
    except UnreadableError as error:
        return _skipped(name, error)


def _skipped(name: str, error: UnreadableError) -> Skipped:
    place = f" at line {error.line}" if error.line else ""
    return Skipped(name, f"{error.message}{place}" + (f" ({error.remedy})" if error.remedy else ""))


def _sure(draft: DocumentReport, confidence: str) -> DocumentReport:
    """Return the draft with the findings that are sure enough: what is less sure is neither shown nor counted."""
    floor = CONFIDENCES.index(next(c for c in CONFIDENCES if c == confidence))
    kept = tuple(f for f in draft.findings if CONFIDENCES.index(f.confidence) >= floor)
    return dataclasses.replace(draft, findings=kept) if len(kept) < len(draft.findings) else draft


def _at_least(draft: DocumentReport, severity: str) -> int:
    return sum(severity != "never" and rank(f.severity) >= SEVERITIES.index(severity) for f in draft.findings)


def _shown(draft: DocumentReport, severity: str) -> DocumentReport:
    floor = rank(_severity(severity))
    return dataclasses.replace(draft, findings=tuple(f for f in draft.findings if rank(f.severity) >= floor)) if floor else draft


def _severity(name: str) -> Severity:
    return next(s for s in SEVERITIES if s == name)


def _report(found: Found, results: Sequence[DocumentReport | Skipped], built: dict[Config, Built], failing: int) -> Report:
    """Join everything; where several configurations were in force the strictest threshold is named."""
    passed: Counter[str] = Counter({o.what: o.count for o in found.passed_over})
    return Report(
        documents=tuple(r for r in results if isinstance(r, DocumentReport)),
        skipped=(*found.skipped, *(r for r in results if isinstance(r, Skipped))),
        passed_over=tuple(Omission(what, n) for what, n in sorted(passed.items())),
        rules=max((b.rules for b in built.values()), default=0),
        markets=tuple(dict.fromkeys(m for b in built.values() for m in b.markets)),
        fail_on=min((c.fail_on for c in built), key=FAIL_ON.index, default="error"),
        failing=failing,
        registry=", ".join(dict.fromkeys(b.registry for b in built.values() if b.registry)),
    )

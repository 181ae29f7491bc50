"""Many drafts: paths → files in a fixed order → the report of a run; what cannot be read is reported and passed by."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimlint.config import FAIL_ON, Config
from claimlint.engine import Linter
from claimlint.errors import UnreadableError
from claimlint.model import CONFIDENCES, SEVERITIES, Document, DocumentReport, Omission, Report, Severity, Skipped, rank
from claimlint.readers import Reader, read
from claimlint.walk import Found, bytes_of, walk


@dataclass(frozen=True, slots=True)
class Built:
    """A linter, and what the report says of it."""

    linter: Linter
    rules: int
    markets: tuple[str, ...]
    registry: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run finds its settings: the configuration in force at a path, and the linter of a configuration."""

    settings: Callable[[Path], Config]
    builder: Callable[[Config], Built]
    readers: Sequence[Reader]
    force_exclude: bool = False
    tell: Callable[[int, int], None] = lambda _done, _total: None  # called with 0 once everything is loaded, then after each draft


def lint_paths(plan: Plan, paths: Sequence[Path], stdin: tuple[str, bytes] | None = None) -> Report:
    """Lint files and folders, each file with the configuration nearest to it, and a draft from standard input (name, bytes).

    Raises ClaimlintError for a configuration, rule or registry that cannot be used.
    """
    built: dict[Config, Built] = {plan.settings(path): plan.builder(plan.settings(path)) for path in paths}
    found = walk(paths, plan.readers, plan.settings, force_exclude=plan.force_exclude)
    failing, total = 0, len(found.files) + (stdin is not None)
    plan.tell(0, total)
    results: list[DocumentReport | Skipped] = []
    for config, draft in _drafts(plan, found, stdin):
        if config not in built:
            built[config] = plan.builder(config)
        result = draft if isinstance(draft, Skipped) else _linted(built[config].linter, draft)
        if isinstance(result, DocumentReport):
            result = _sure(result, config.min_confidence)
            failing += _at_least(result, config.fail_on)
            result = _shown(result, config.min_severity)
        results.append(result)
        plan.tell(len(results), total)
    return _report(found, results, built, failing)


def _drafts(plan: Plan, found: Found, stdin: tuple[str, bytes] | None) -> Iterator[tuple[Config, Document | Skipped]]:
    if stdin is not None:
        name, data = stdin
        yield plan.settings(Path(name).parent), _draft(name, lambda: data, plan.readers)
    for path in found.files:
        yield plan.settings(path), _draft(path.as_posix(), lambda path=path: bytes_of(path), plan.readers)  # type: ignore[misc]


def _linted(linter: Linter, draft: Document) -> DocumentReport | Skipped:
    try:
        return linter.lint(draft)
    except UnreadableError as error:
        return _skipped(draft.path, error)


def _draft(name: str, data: Callable[[], bytes], readers: Iterable[Reader]) -> Document | Skipped:
    try:
        return read(name, data(), readers)
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

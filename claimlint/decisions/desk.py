"""The findings of drafts and everybody's decisions → what is let pass, what stands, and what is wrong with the decisions."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath

from claimlint.config import Config
from claimlint.decisions.baseline import Debt, read_baseline
from claimlint.decisions.directives import directives
from claimlint.decisions.ledger import Entry, Ledger, fault, read_ledger
from claimlint.decisions.policy import Policy, barrier
from claimlint.decisions.scope import EVERYWHERE, Scoped, scoped
from claimlint.files import is_file, is_there
from claimlint.model import Card, Document, DocumentReport, Finding, Span, Waived, Waiver, fingerprint, line_column, line_starts

FAMILY = "WAI"
EXPIRED, UNUSED, INVALID, FORBIDDEN = "WAI001", "WAI002", "WAI003", "WAI004"
DEBT = "accepted as old debt"
_SHORT = 8  # the fewest digits that a fingerprint may be cut to


@dataclass(slots=True)
class Held:
    """A decision during a run: what it lets pass and where, what is wrong with it, and what it met.

    `judged`: its rule was tried on its draft, so that meeting nothing means that there is nothing.
    """

    waiver: Waiver
    path: str
    span: Span
    scope: tuple[Span, ...] = (EVERYWHERE,)
    fault: str = ""
    entry: Entry | None = None
    used: int = 0
    barred: str = ""
    judged: bool = False


@dataclass(slots=True)
class _Open:
    """A ledger in use, its decisions by path, and the drafts that were judged under it."""

    ledger: Ledger
    config: Config
    policy: Policy
    by_path: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))
    by_print: dict[tuple[str, str], list[Held]] = field(default_factory=lambda: defaultdict(list))  # path, beginning of a fingerprint
    seen: set[str] = field(default_factory=set)


class Desk:
    """The decisions of one run: ledgers and baselines are opened when a draft first falls under them."""

    def __init__(self, today: str, *, inline_only: bool = False, decided_only: bool = False) -> None:
        """Keep the ISO date against which decisions run out ("": none does).

        `inline_only` asks no ledger and no baseline; `decided_only` cares for no draft on which nothing was decided.
        """
        self._today, self._inline_only, self._decided_only = today, inline_only, decided_only
        self._ledgers: dict[str, _Open] = {}
        self._debts: dict[str, Counter[Debt]] = {}
        self.inline: list[Held] = []
        self.unwaivable: set[Finding] = set()

    @property
    def held(self) -> list[Held]:
        """Return every decision that this run met: those in drafts, then those in ledgers."""
        return [*self.inline, *(held for opened in self._ledgers.values() for group in opened.by_path.values() for held in group)]

    def wants(self, document: Document, config: Config, policy: Policy) -> bool:
        """Tell whether a draft needs to be linted for what this run is about."""
        if not self._decided_only or any(directives(document.comments, policy)):
            return True
        return bool(self._entries(document.path, config, policy))

    def settle(self, draft: DocumentReport, config: Config, policy: Policy) -> DocumentReport:
        """Return the draft's report with what decisions account for in `waived`, and findings about the decisions in it."""
        directed = scoped(draft.document, directives(draft.document.comments, policy))
        starts = line_starts(draft.document.source) if directed else []
        inline = [held for item in directed for held in _held(draft.document.path, starts, item)]
        entries = self._entries(draft.document.path, config, policy)
        by_print = self._ledgers[config.waivers].by_print if entries else {}
        seen, debts = relative(draft.document.path, config.waivers) if entries else "", self._baseline(config)
        owed = relative(draft.document.path, config.baseline) if debts else ""
        standing: list[Finding] = []
        waived: list[Waived] = []
        for finding in _leveled(draft.findings, config):
            candidates = [*inline, *by_print.get((seen, finding.fingerprint[:_SHORT]), ())]
            waiver = self._decided(finding, candidates, policy) or _owed(finding, debts, owed, config.baseline, policy)
            if waiver:
                waived.append(Waived(finding, waiver))
            else:
                standing.append(finding)
        for held in (*inline, *entries):
            held.judged |= held.waiver.code in policy.active
        self.inline += inline
        self.unwaivable |= {f for f in standing if barrier(f, policy.forbidden)}
        standing += self._complaints(draft.document, inline, policy)
        return dataclasses.replace(draft, findings=tuple(sorted(standing, key=lambda f: (f.span, f.code))), waived=tuple(waived))

    def leftovers(self) -> Iterator[tuple[Config, DocumentReport]]:
        """Yield what is wrong with the decisions of each ledger, and the configuration that names it, once all drafts are settled.

        A run judges only decisions on drafts that it read, and on drafts that are gone.
        """
        for opened in self._ledgers.values():
            document = Document(opened.ledger.path, opened.ledger.text, ())
            judged = [held for path, group in opened.by_path.items() for held in group if self._is_judged(opened, path, held)]
            findings = self._complaints(document, judged, opened.policy)
            if findings:
                yield opened.config, DocumentReport(document, tuple(sorted(findings, key=lambda f: (f.span, f.code))))

    def state(self, held: Held) -> tuple[str, str]:
        """Return the code of what is wrong with a decision and what to say of it; ("", "") where nothing is."""
        if held.fault:
            return INVALID, held.fault
        if held.barred:
            return FORBIDDEN, held.barred
        if held.waiver.until and self._today > held.waiver.until:
            return EXPIRED, f"it held until {held.waiver.until}"
        if held.judged and not held.used:
            return UNUSED, f"{held.waiver.code} finds nothing here" + (" in these words" if held.waiver.fingerprint else "")
        return "", ""

    def _is_judged(self, opened: _Open, path: str, held: Held) -> bool:
        if path in opened.seen:
            return True
        if is_file(Path(opened.ledger.path).parent / path):
            return False
        held.judged = True
        return True

    def _decided(self, finding: Finding, candidates: Sequence[Held], policy: Policy) -> Waiver | None:
        """Return the first decision in force that lets a finding pass; every decision that meets it is marked as used, equal ones too."""
        first = None
        for held in candidates:
            waiver = held.waiver
            if waiver.code != finding.code or not finding.fingerprint.startswith(waiver.fingerprint):
                continue
            if not any(s.start <= finding.span.start <= s.end for s in held.scope):
                continue
            held.used += 1
            held.barred = barrier(finding, policy.forbidden) or held.barred
            if first is None and self.state(held) == ("", ""):
                first = waiver
        return first

    def _entries(self, path: str, config: Config, policy: Policy) -> list[Held]:
        """Return what the ledger in force at a draft says of it."""
        if self._inline_only or not config.waivers:
            return []
        if config.waivers not in self._ledgers:
            self._ledgers[config.waivers] = _opened(config, policy)
        opened = self._ledgers[config.waivers]
        seen = relative(path, config.waivers)
        opened.seen.add(seen)
        return opened.by_path.get(seen, [])

    def _baseline(self, config: Config) -> Counter[Debt]:
        if self._inline_only or not config.baseline:
            return Counter()
        if config.baseline not in self._debts:
            self._debts[config.baseline] = _reachable(config.baseline)
        return self._debts[config.baseline]

    def _complaints(self, document: Document, helds: Sequence[Held], policy: Policy) -> list[Finding]:
        starts = line_starts(document.source) if helds else []
        told = [(held, *self.state(held)) for held in helds]
        return [_finding(document, starts, held, policy.cards[code], said) for held, code, said in told if code in policy.cards]


def relative(path: str, beside: str) -> str:
    """Return a draft's path as the folder of a ledger or baseline sees it, with slashes; absolute where it lies elsewhere."""
    place, home = Path(path).resolve(), Path(beside).resolve().parent
    return (place.relative_to(home) if place.is_relative_to(home) else place).as_posix()


def _held(path: str, starts: list[int], item: Scoped) -> Iterator[Held]:
    """Yield a decision for each code that a directive names; one that is at fault is told once."""
    directive = item.directive
    line, _ = line_column(starts, directive.span.start)
    for code, print_ in directive.targets[: 1 if directive.fault else None] or ([("", "")] if directive.fault else []):
        waiver = Waiver("inline", code, directive.reason, directive.by, directive.until, print_, f"{path}:{line}")
        yield Held(waiver, path, directive.span, item.spans, directive.fault)


def _opened(config: Config, policy: Policy) -> _Open:
    path = Path(config.waivers)
    opened = _Open(read_ledger(path) if is_there(path) else Ledger(path.as_posix()), config, policy)
    starts = line_starts(opened.ledger.text)
    for entry in opened.ledger.entries:
        at = starts[entry.line - 1] if entry.line else 0
        place = f"{opened.ledger.path}:{entry.line}"
        waiver = Waiver("ledger", entry.code, entry.reason, entry.by, entry.until, entry.fingerprint, place)
        end = at + len(opened.ledger.text[at:].split("\n", 1)[0].rstrip())
        held = Held(waiver, opened.ledger.path, Span(at, end), fault=fault(entry, policy), entry=entry)
        opened.by_path[normpath(entry.path)].append(held)
        opened.by_print[normpath(entry.path), entry.fingerprint[:_SHORT]].append(held)
    return opened


def _reachable(baseline: str) -> Counter[Debt]:
    """Read a baseline; the debt of drafts that are gone goes to whichever draft has the same words now (path "")."""
    debts: Counter[Debt] = Counter()
    there: dict[str, bool] = {}
    if not is_there(Path(baseline)):
        return debts  # named and not yet made: nothing is old
    for (path, code, print_), count in read_baseline(Path(baseline)).items():
        if path not in there:
            there[path] = is_file(Path(baseline).parent / path)
        debts[path if there[path] else "", code, print_] += count
    return debts


def _owed(finding: Finding, debts: Counter[Debt], path: str, home: str, policy: Policy) -> Waiver | None:
    """Return the baseline's word for a finding, and take it off the account; what no decision can let pass is no old debt."""
    if not debts:
        return None
    fitting = [debt for where in (path, "") if debts[debt := (where, finding.code, finding.fingerprint)] > 0]
    if not fitting or barrier(finding, policy.forbidden):
        return None
    debts[fitting[0]] -= 1
    return Waiver("baseline", finding.code, DEBT, fingerprint=finding.fingerprint, place=Path(home).as_posix())


def _leveled(findings: Sequence[Finding], config: Config) -> Iterator[Finding]:
    """Yield findings with the severity that the configuration gives their code: the longest beginning that fits decides."""
    for finding in findings:
        fitting = [(len(code), level) for code, level in config.severity if finding.code.startswith(code)]
        yield dataclasses.replace(finding, severity=max(fitting)[1]) if fitting else finding  # type: ignore[arg-type]


def _finding(document: Document, starts: list[int], held: Held, card: Card[str], said: str) -> Finding:
    line, column = line_column(starts, held.span.start)
    end_line, end_column = line_column(starts, held.span.end)
    quote = document.source[held.span.start : held.span.end]
    return Finding(
        code=card.code,
        name=card.name,
        family=FAMILY,
        severity=card.severity,
        confidence="high",
        message=f"{card.message}: {said}",
        path=document.path,
        span=held.span,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        quote=quote,
        sentence=held.span,
        fingerprint=fingerprint(card.code, f"{held.waiver.code} {held.waiver.fingerprint} {quote}"),
        why=card.why,
        fix=card.fix,
    )

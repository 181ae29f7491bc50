"""Claims → protocols, opinions, case reports and uncontrolled studies cited for more than they can carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.checks import Card, Check, Sample
from claimlint.checks.evidence._samples import CASE, TRIAL
from claimlint.checks.evidence._weigh import CAUSAL, Verdict, carried, default, designs, judged, weak

if TYPE_CHECKING:
    from claimlint.model import Claim, Problem, Severity
    from claimlint.rules.levels import Design, Standards

_ANY = ("efficacy",)  # a study without results carries nothing, whatever kind of claim it is
_FIRM = ("disease", "superiority", "establishment")
_TWO = 2
_GRAVE = ("disease", "superiority", "equality", "beats-clinicians", "outcome", "causal", "efficacy")  # kinds that a "warn" is told for
_HALF = "establishment"  # the one claim that even a "warn" on observational work concerns: it names the level of proof


def run(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """Yield a problem for each citation below the level that its claim needs, unless the sentence names the design."""
    standard = default()
    for claim in claims:
        text = claim.sentence.text
        if "risk-statement" in claim.kinds or standard.says("design", text) or standard.says("planned", text):
            continue  # case reports are fit for warnings; and a named design overstates nothing
        kinds = judged(claim, standard)
        linked = standard.says("association", text)
        for cited in designs(claim, standard):
            if linked and cited.design.observational and cited.design.level == "E4":
                continue  # "was associated with" is what observation can say
            failed = _failed(kinds, cited.design, standard)
            if (failed or cited.design.predata) and not carried(claim, kinds or _ANY, standard):
                message = f"{CARD.message}: {cited.design.recorded}"
                verdict = Verdict(CARD.code, message, _severity(failed, cited.design, standard), cited.design.recorded, CARD.fix)
                yield weak(claim, cited, verdict)
            elif doubtful := _doubtful(claim, kinds, cited.design, standard):
                message = f"One {cited.design.recorded} carries a claim of the kind {doubtful} only with care"
                yield weak(claim, cited, Verdict(CARD.code, message, "note", "one study", CARD.fix))


def _doubtful(claim: Claim, kinds: tuple[str, ...], design: Design, standard: Standards) -> str:
    """Return the first kind for which the table says "warn" and nothing else that is cited helps; EVD010 tells of observation."""
    levels = [cited.design.level for cited in designs(claim, standard)]
    if design.observational or max(levels) > design.level or _trials(claim, standard) >= _TWO:
        return ""
    return next((kind for kind in kinds if kind in _GRAVE and standard.outcome(kind, design.level) == "warn"), "")


def _trials(claim: Claim, standard: Standards) -> int:
    """Return how many controlled trials a sentence cites: two stand for a synthesis."""
    return len({cited.record.key for cited in designs(claim, standard) if cited.design.level == "E5"})


def _failed(kinds: tuple[str, ...], design: Design, standard: Standards) -> tuple[str, ...]:
    if design.level in ("E1", "E3"):
        return tuple(k for k in kinds if standard.outcome(k, design.level) != "ok")
    if design.level == "E4" and not (design.observational and CAUSAL & set(kinds)):  # else EVD010 speaks
        return tuple(k for k in kinds if standard.outcome(k, "E4") == "err" or (k == _HALF and standard.outcome(k, "E4") == "warn"))
    return ()


def _severity(failed: tuple[str, ...], design: Design, standard: Standards) -> Severity:
    firm = any(k in _FIRM and standard.outcome(k, design.level) == "err" for k in failed)
    return "error" if firm else "warning"


CARD = Card(
    code="EVD005",
    name="weak-design-for-claim",
    severity="warning",
    message="The cited study cannot carry this claim",
    why="Each kind of claim asks for a level of evidence; a protocol, an opinion, a case report or an uncontrolled study is below it.",
    fix="Match the verb to the design (was reported, suggests), name the design, or cite a controlled trial.",
    flag=(
        Sample("Clinically proven to ease knee pain [C1].", CASE),
        Sample("Reduces knee pain by 60% [C2].", CASE),
        Sample("经临床证实可减轻膝痛[C1]。", CASE),
    ),
    clear=(
        Sample("One case report described improvement; that is not proof [C1].", CASE),
        Sample("Walking reduces knee pain by 38% [1].", TRIAL),
        Sample("个案报告观察到膝痛减轻，不能作为证明[C1]。", CASE),
    ),
)
CHECK = Check(CARD, run)

"""How often the direction of a trial's result is told right: `python tests/bench/direction.py QUESTIONS.jsonl [--fit]`.

QUESTIONS.jsonl has a question on a trial a line: pmcid, title, intervention, comparator, outcome, label (increased, decreased,
no difference) and abstract ([[heading, text], …]), as Evidence Inference v2 has them. Articles are halved by the hash of their
pmcid. The weights in lexicons/evidence/direction.toml were fitted on one half (--fit writes them anew) and every figure printed
is measured on the other. Two ways of asking: with the three slots given, and by a bare sentence ("X reduces Y").
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from pathlib import Path

from claimlint.checks.evidence import direction as check
from claimlint.checks.evidence._clauses import clauses, sweeping
from claimlint.checks.evidence._cues import features
from claimlint.checks.evidence._direction import LABELS, answer
from claimlint.checks.evidence._question import ask
from claimlint.evidence.facts import facts
from claimlint.model import Citation, Claim, EvidenceRecord, Piece, Segment, Sentence, Span
from claimlint.rules.terms import vocabulary

MEANS = {"decreased": "less", "no difference": "none", "increased": "more"}
MIRROR = {"up": "down", "down": "up", "better": "worse", "worse": "better", "larger": "smaller", "smaller": "larger"}
STRENGTH = 3.0  # of the penalty on large weights
HEAD = """# What each feature adds to the score of "less", "none" (no difference) and "more": a logistic regression fitted to one half of
# Evidence Inference v2 (questions on trials, labels by physicians); tests/bench/direction.py fits it and measures on the other half.
# "found": a sentence of the results; "end": of the conclusion; "title". "nearest": the word nearest to the outcome. "elsewhere": in the
# sentence, not in the clause. "p", "interval": what the figures of the clause say. A feature counts from 0 to 1.

[weights]
"""


def main() -> None:
    ask_for = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask_for.add_argument("questions", type=Path)
    ask_for.add_argument("--fit", action="store_true", help="fit the weights on the first half and write them")
    args = ask_for.parse_args()
    rows = [json.loads(line) for line in args.questions.read_text(encoding="utf-8").splitlines() if line]
    if args.fit:
        write([row for row in rows if not measured(row)])
    else:
        with_slots([row for row in rows if measured(row)])
        bare([row for row in rows if measured(row)])


def measured(row: dict) -> bool:
    return hashlib.sha256(row["pmcid"].encode()).digest()[0] % 2 == 1


def record(row: dict) -> EvidenceRecord:
    text = " ".join((f"{heading.strip().rstrip(':')}: " if heading.strip() else "") + part for heading, part in row["abstract"])
    told = EvidenceRecord(row["pmcid"], row["title"], abstract=text)
    return EvidenceRecord(row["pmcid"], row["title"], abstract=text, facts=facts(told))


def with_slots(rows: list[dict]) -> None:
    pairs = []
    nulls = []
    for row in rows:
        found = answer(ask(row["intervention"], row["comparator"], row["outcome"]), record(row).facts)
        pairs.append((MEANS[row["label"]], max(LABELS, key=lambda label: found.odds[label]) if found else "none"))
        nulls.append((bool(found and found.null), row["label"] == "no difference"))
    scores = [f1(pairs, label) for label in LABELS]
    print(f"slots: {len(rows)} questions, right {sum(a == b for a, b in pairs) / len(pairs):.3f}, macro-F1 {sum(scores) / 3:.3f}", end="")
    print(f" ({', '.join(f'{label} {score:.3f}' for label, score in zip(LABELS, scores, strict=True))})")
    told = [null for said, null in nulls if said]
    recall = sum(told) / sum(null for _, null in nulls)
    print(f"slots: null result told: precision {sum(told) / max(1, len(told)):.3f}, recall {recall:.3f}")


def bare(rows: list[dict]) -> None:
    """Ask by a sentence that claims an effect, once up and once down: what does the check say?"""
    told = {"null": [0, 0], "reverse": [0, 0]}
    nulls = reverses = 0
    for row in rows:
        for verb, way in (("reduces", "less"), ("increases", "more")):
            truth = MEANS[row["label"]]
            nulls, reverses = nulls + (truth == "none"), reverses + (truth not in ("none", way))
            for problem in check.run((claim(f"{short(row['intervention'])} {verb} {short(row['outcome'])}", record(row)),)):
                kind = "null" if problem.proof and problem.proof.recorded == "no difference" else "reverse"
                told[kind][truth == "none" if kind == "null" else truth not in ("none", way)] += 1
    for kind, total in (("null", nulls), ("reverse", reverses)):
        false, hit = told[kind]
        print(f"bare sentence: {kind} result told: precision {hit / max(1, hit + false):.3f}, recall {hit / max(1, total):.3f}")


def short(phrase: str) -> str:
    return re.sub(r"\([^)]*\)", "", phrase).strip(" ,.;")[:110]


def claim(text: str, cited: EvidenceRecord) -> Claim:
    segment = Segment(text, "paragraph", (Piece(0, len(text), 0, len(text)),))
    return Claim(Sentence(segment, Span(0, len(text)), "en"), citations=(Citation("[1]", Span(0, 1), record=cited, tier="exact"),))


def f1(pairs: list[tuple[str, str]], label: str) -> float:
    hit = sum(a == b == label for a, b in pairs)
    return 2 * hit / max(1, sum(a == label for a, _ in pairs) + sum(b == label for _, b in pairs))


def write(rows: list[dict]) -> None:
    import numpy as np

    words = vocabulary()
    drawn, labels = [], []
    for row in rows:
        question, told = ask(row["intervention"], row["comparator"], row["outcome"]), record(row).facts
        found = clauses(question, told, words) or sweeping(told)
        drawn.append(features(question, found) if found else {"bias": 1.0})
        labels.append(LABELS.index(MEANS[row["label"]]))
    names = sorted({name for one in drawn for name in one if sum(name in other for other in drawn) > 2})
    drawn += [{" ".join(MIRROR.get(word, word) for word in name.split()): value for name, value in one.items()} for one in drawn]
    labels += [2 - label for label in labels]  # what holds for "more" holds for "less", the words turned round
    inputs, wanted = np.array([[one.get(name, 0.0) for name in names] for one in drawn]), np.eye(3)[labels]
    weights = np.zeros((len(names), 3))
    for _ in range(1500):
        scores = np.exp(inputs @ weights - (inputs @ weights).max(1, keepdims=True))
        weights -= inputs.T @ (scores / scores.sum(1, keepdims=True) - wanted) / len(drawn) + 2 * STRENGTH / len(drawn) * weights
    lines = [f'"{name}" = {{ less = {a:.2f}, none = {b:.2f}, more = {c:.2f} }}\n' for name, (a, b, c) in zip(names, weights, strict=True)]
    path = Path(__file__).parents[2] / "lexicons" / "evidence" / "direction.toml"
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    print(f"{len(names)} features fitted on {len(rows)} questions: {path.name}")


if __name__ == "__main__":
    main()

"""How often a figure is called a mismatch where the abstract states none for its outcome: `python tests/bench/figures.py QUESTIONS.jsonl`.

QUESTIONS.jsonl as tests/bench/direction.py has it. For every question a made-up percentage is claimed for its outcome, in four
phrasings. Where no sentence of the results holds both a percentage of that sort and the words of the outcome, EVD007 must stay
silent: what is counted there as false includes sentences that say the same thing in other words. Articles are halved by hash as
there; the thresholds were chosen on the first half, the second was only measured.
"""

from __future__ import annotations

import argparse
import json
import re
from itertools import combinations
from pathlib import Path

from direction import measured, record

from claimlint.checks.evidence import figures
from claimlint.checks.evidence._clauses import keys, share
from claimlint.checks.evidence._numbers import role
from claimlint.language.quantities import quantities
from claimlint.model import Citation, Claim, EvidenceRecord, Piece, Segment, Sentence, Span
from claimlint.model.facts import Fact
from claimlint.rules.effects import effects
from claimlint.rules.terms import terms, vocabulary

PHRASES = (
    ("change", "{given} changes {outcome} by 33.3%"),
    ("change", "{given} reduced {outcome} by 33.3%"),
    ("level", "{outcome} occurred in 33.3% with {given}"),
    ("level", "With {given}, {outcome} was 33.3%"),
)
BESIDE = 80  # characters between two figures that are compared
STATED = 0.6  # share of the outcome's words from which a sentence with a percentage counts as stating one


def main() -> None:
    ask_for = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask_for.add_argument("questions", type=Path)
    args = ask_for.parse_args()
    rows = [json.loads(line) for line in args.questions.read_text(encoding="utf-8").splitlines() if line]
    told = [(row, record(row)) for row in rows]
    for second in (False, True):
        print("second half (measured):" if second else "first half (chosen on):")
        for sort, phrase in PHRASES:
            count([pair for pair in told if measured(pair[0]) == second], sort, phrase)


def count(pairs: list[tuple[dict, EvidenceRecord]], sort: str, phrase: str) -> None:
    """Print how many figures are told where the outcome has one, and where it has none."""
    found = {True: [0, 0], False: [0, 0]}
    for row, told in pairs:
        outcome = short(row["outcome"])
        tally = found[stated(told, outcome, sort)]
        tally[0] += mismatch(phrase.format(given=short(row["intervention"]), outcome=outcome), told)
        tally[1] += 1
    (true, stating), (false, silent) = found[True], found[False]
    print(f"  {phrase:<42} told {true}/{stating}; falsely {false}/{silent} = {false / silent:.1%}")


def mismatch(text: str, told: EvidenceRecord) -> bool:
    sentence = Sentence(Segment(text, "paragraph", (Piece(0, len(text), 0, len(text)),)), Span(0, len(text)), "en")
    claim = Claim(
        sentence, citations=(Citation("", Span(0, 0), record=told, how="doi", tier="exact"),), quantities=quantities(sentence, ())
    )
    return any(True for _ in figures.run((claim,)))


def stated(told: EvidenceRecord, outcome: str, sort: str) -> bool:
    """Tell whether a sentence of the results holds a percentage of this sort and most words of the outcome.

    A change is stated too by a ratio and by two levels set side by side: "0.21 versus 0.64 %/year, hazard ratio 0.33".
    """
    words = frozenset(term.key for term in terms(outcome, vocabulary()))
    return any(
        fact.section not in ("background", "methods")
        and (
            any(q.kind == "percent" and role(fact.text.lower(), q) == sort for q in fact.quantities) or (sort == "change" and follows(fact))
        )
        and share(words, keys(fact), vocabulary()) > STATED
        for fact in told.facts
    )


def follows(fact: Fact) -> bool:
    """Tell whether a change can be computed from a sentence: it gives a ratio, or two figures of a kind with "versus" between them."""
    if any(q.kind == "ratio" for q in fact.quantities):
        return True
    beside = effects().cues["beside"]
    pairs = combinations([q for q in fact.quantities if q.kind in ("percent", "number", "time", "measure")], 2)
    return any(a.kind == b.kind and b.start - a.end <= BESIDE and beside.search(fact.text.lower(), a.end, b.start) for a, b in pairs)


def short(words: str) -> str:
    return re.sub(r"\([^)]*\)", "", words).strip(" ,.;")[:110]


if __name__ == "__main__":
    main()

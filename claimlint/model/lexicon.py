"""What lexicon files become: classes, patterns, cues, rules, markets. Plain values; only `claimlint.rules` makes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from claimlint.model.outcome import Law, Severity
from claimlint.model.product import Conditions

Direction = Literal["forward", "backward", "both"]
Scope = Literal["clause", "sentence", "next", "parent"]  # next: this sentence or the one after it; parent: the heading over an item
ANYWHERE = -1


@dataclass(frozen=True, slots=True)
class Element:
    """One step of a pattern: any phrase of any of `classes`, after at most `gap` words (ANYWHERE: any distance)."""

    classes: tuple[str, ...]
    gap: int = 0
    optional: bool = False
    anchor: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase as written in a rule file and the elements it means. `starts`/`ends`: at the edge of a clause."""

    text: str
    elements: tuple[Element, ...]
    starts: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that qualify what they govern: kind, direction, how far they reach, what stops them, what only looks like them."""

    kind: str
    words: tuple[Pattern, ...]
    direction: Direction
    scope: Scope
    reach: int  # words (characters in Chinese); 0: no limit
    stops: tuple[Pattern, ...] = ()
    pseudo: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of a rule file; `marks` are the spans that `[[…]]` encloses (none in a `clear` example)."""

    text: str
    marks: tuple[tuple[int, int], ...]
    flag: bool
    line: int
    beyond: bool = False  # shows a phrase that counts only beyond a product profile


@dataclass(frozen=True, slots=True)
class Measured:
    """How a rule did on labelled text: how many items it flagged, which share of them rightly, on which corpus."""

    precision: float
    flagged: int
    corpus: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in one language, as its file states it. `evidence`: what a fitting citation does to it."""

    code: str
    name: str
    language: str
    severity: Severity
    status: Literal["stable", "preview"]
    message: str
    why: str
    fix: str
    patterns: tuple[Pattern, ...]
    excepts: tuple[Pattern, ...]
    cleared_by: tuple[str, ...]
    evidence: Literal["clears", "irrelevant"]
    claim: str  # row of the decision table
    examples: tuple[Example, ...]
    path: str
    beyond: tuple[Pattern, ...] = ()  # phrases that count only where they name what the product profile does not cover
    profile: Conditions | None = None  # what the product profile means for this rule, where the file says so itself
    measured: Measured | None = None
    yields_to: tuple[str, ...] = ()  # codes whose finding on the same words says all that this rule would

    @property
    def family(self) -> str:
        """Return the three letters of the code."""
        return self.code[:3]


@dataclass(frozen=True, slots=True)
class Disguises:
    """How words are written so that no filter shall know them; each maps what is written to what is read."""

    letters: dict[str, tuple[str, ...]] = field(default_factory=dict)  # a digit, a sign, a letter of another script
    symbols: dict[str, str] = field(default_factory=dict)  # a picture that stands for a word
    sounds: dict[str, tuple[str, ...]] = field(default_factory=dict)  # a syllable in Latin letters
    spellings: dict[str, str] = field(default_factory=dict)  # a known other spelling
    homophones: dict[str, str] = field(default_factory=dict)  # a word that sounds like it, beside words of the classes `near`
    near: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()  # words that are written with stars for letters


@dataclass(frozen=True, slots=True)
class Guess:
    """How a name that no profile tells gives itself away, and as a product of which kind it is then read. Words as the page writes them.

    `acts`, `alone`: classes of verbs that take such a name for a subject, and of words for doing so with nobody beside it.
    """

    kind: str = ""
    acts: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()  # "is", ",": what stands between the name and
    articles: tuple[str, ...] = ()  # "a", "your"
    nouns: tuple[str, ...] = ()  # "chatbot"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question and a fragment after it amount to.

    `asked`: how the question begins ("": it is but a noun); `given`: the fragment (none: any short one). The statement
    holds {rest}, what the question goes on with, and may hold {answer}.
    """

    asked: tuple[str, ...]
    given: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of one language. `classes` maps a name to its phrases, every inflected form spelled out, folded."""

    language: str
    classes: dict[str, tuple[str, ...]]
    agents: tuple[str, ...]  # classes that can be the agent of a clinical verb, nearest wins
    verbal: frozenset[str]  # classes declared as verbs: where the anchor of a pattern falls by default
    cues: tuple[Cue, ...]
    breaks: tuple[Pattern, ...]  # where one begins, a new clause begins
    beneficiary: tuple[str, ...]  # words before an agent that make it the one served: for, to, 为
    passive: tuple[str, ...]  # words after a verb that introduce its agent: by
    fixed: tuple[Pattern, ...]  # expressions inside which no word means what it says
    openers: tuple[Pattern, ...]  # what makes a sentence with a question mark a real question
    denials: tuple[Pattern, ...]  # short answers that deny: no
    abbreviations: tuple[str, ...]
    common: tuple[str, ...]  # words so common that a page of this language has some of them
    rules: tuple[Rule, ...]
    kinds: dict[str, tuple[Pattern, ...]]  # claim kind → patterns
    disguises: Disguises = field(default_factory=Disguises)
    signals: dict[str, tuple[Pattern, ...]] = field(default_factory=dict)  # what calls for a required statement, or denies one
    named: tuple[tuple[str, tuple[str, ...]], ...] = ()  # words that stand for a product by its name, with the kinds of product
    guess: Guess = field(default_factory=Guess)
    answers: tuple[Answer, ...] = ()
    particles: tuple[str, ...] = ()  # what may end a question: 吗
    then: tuple[str, ...] = ()  # how a sentence begins that goes on with the story of the one before: now

    def stand_in(self, kind: str) -> str:
        """Return the word that stands for the name of a product of some kind ("": undeclared), "" where the language has none."""
        return next((word for word, kinds in self.named if (kind or "undeclared") in kinds), "")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one market makes of one code: severity, the provisions, and whether evidence can ever permit the claim."""

    severity: Severity | None  # None: the rule's own
    barred: bool
    basis: tuple[str, ...]
    waivable: bool = True  # False: no decision lets a finding pass here, and `because` says why
    because: str = ""


@dataclass(frozen=True, slots=True)
class Market:
    """Law of one market, apart from any words."""

    id: str
    name: str
    laws: dict[str, Law] = field(default_factory=dict)
    rulings: dict[str, Ruling] = field(default_factory=dict)

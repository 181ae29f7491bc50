"""Two sentences that say one thing: a question with a fragment for an answer, and a story that goes on in the next sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimlint.language.normalise import Folded, has_han
from claimlint.model import Answer, Lexicon, Sentence, Span

_ASKED = re.compile(r"^[\W_]*([^?]{2,160}?)[\s\"'”’)]*\?[\"'“‘”’)\s]*([^?]{1,60}?)[\s.!。…,;\"'”’)]*$")
_ANSWERED = re.compile(r"[?？][\"'”’)]*\s*[^.!?。！？\n]{1,60}(?=[.!。！\n]|$)")  # begins with the rare mark, which makes it quick
_END = re.compile(r"[.!?。！？\n]")
_CLOSING = re.compile(r"[\s.!。！…\"'”’]+$")
_LONGEST = 200  # characters of a sentence that is read together with another
_ANSWER = 60  # characters of an answer that is but a fragment
_NOUN, _HAN_NOUN = 4, 8  # words, characters of a question that is but a noun
_FEW = 3  # words of an answer that stands for whoever was asked after
_MORE = "…"
_BEFORE, _AFTER = r"(?:[^\s,]+ ){1,5}", r"(?: [^\s,]+){1,3}"  # the words that it stands for at the head and at the end of an answer


class Moved(Folded):
    """Folded text whose words were put in another order: a range of it leads back to all that lies between its words."""

    def back(self, span: Span) -> Span:
        """Return the range of the original text that holds every character of a range."""
        starts, ends = self.starts or (), self.ends or ()
        return Span(min(starts[span.start : span.end]), max(ends[span.start : span.end]))


@dataclass(frozen=True, slots=True)
class Unit:
    """Two sentences of one segment read as one; `first` is the index of the first, `last` of the last, `cut` where the first ends."""

    first: int
    last: int
    sentence: Sentence
    cut: int

    @property
    def words(self) -> Span:
        """Return the range of all its words, without the mark at their end."""
        return Span(0, len(_CLOSING.sub("", self.sentence.text)))


class Units:
    """What one language says of answers and of how a story goes on."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Keep the rows, each with its openers, the longest first."""
        self._rows = [(row, sorted(row.asked, key=lambda opener: -len(opener)), _forms(row)) for row in lexicon.answers]
        self._particles = lexicon.particles
        then = "|".join(map(re.escape, lexicon.then))
        self._then = re.compile(rf"[\"'“‘]?(?:{then})(?![a-z])", re.IGNORECASE) if then else None

    def asked(self, text: str) -> Iterator[str]:
        """Yield each question with the fragment after it, in a text that is not folded."""
        if self._rows and ("?" in text or "？" in text):
            for found in _ANSWERED.finditer(text):
                yield _END.split(text[max(0, found.start() - _LONGEST) : found.start()])[-1].lstrip() + found[0]

    def questions(self, sentences: Sequence[Sentence]) -> Iterator[Unit]:
        """Yield the questions among some sentences that a fragment answers, in the same sentence or in the next."""
        for at, sentence in enumerate(sentences) if self._rows else ():
            text = sentence.text
            mark = max(text.rfind("?"), text.rfind("？"))
            if 0 < mark < _LONGEST and len(text) - mark > 2:  # noqa: PLR2004 — the mark and what closes a quotation
                yield Unit(at, at, sentence, mark + 1)
            elif 0 < mark < _LONGEST and at + 1 < len(sentences) and len(sentences[at + 1].text) <= _ANSWER:
                yield _unit(at, sentence, sentences[at + 1])

    def stories(self, sentences: Sequence[Sentence]) -> Iterator[Unit]:
        """Yield each two short sentences of which the second says what came then: "Now …", "如今……"."""
        for at, (one, two) in enumerate(pairwise(sentences)) if self._then else ():
            if self._then and len(one.text) <= _LONGEST and len(two.text) <= _LONGEST and self._then.match(two.text):
                yield _unit(at, one, two)

    def statements(self, folded: Folded) -> Iterator[Moved]:
        """Yield the statements that a folded question and its answer amount to: "side effects? none" is "no side effects"."""
        found = _ASKED.match(folded.text)
        if found is None:
            return
        asked, given = found[1], found[2]
        for particle in self._particles:
            asked = asked.removesuffix(particle)
        for row, openers, forms in self._rows:
            opener = next((o for o in openers if _opens(asked, o)), None)
            if opener is not None and _answers(row, forms, given):
                begin = found.start(1) + len(opener)
                rest = Span(begin + (folded.text[begin] == " "), found.start(1) + len(asked))
                yield _moved(folded, row.said, rest, Span(*found.span(2)))


def _unit(at: int, one: Sentence, two: Sentence) -> Unit:
    whole = Sentence(one.segment, Span(one.span.start, two.span.end), one.language)
    return Unit(at, at + 1, whole, one.span.end - one.span.start)


def _opens(asked: str, opener: str) -> bool:
    """Tell whether a question begins with some words and goes on; with none: whether it is but a noun."""
    if not opener:
        return len(asked) <= _HAN_NOUN if has_han(asked) else asked.count(" ") < _NOUN
    return asked.startswith(opener) and len(asked) > len(opener) and (has_han(opener) or asked[len(opener)] == " ")


def _answers(row: Answer, forms: re.Pattern[str], given: str) -> bool:
    if not row.given:
        return given.count(" ") < _FEW and len(given) <= _LONGEST // 10
    return given in row.given or forms.fullmatch(given) is not None


def _forms(row: Answer) -> re.Pattern[str]:
    """Return what the answers with "…" look like; nothing where there are none."""
    forms = [form for form in row.given if _MORE in form]
    return re.compile("|".join(map(_form, forms)) if forms else r"(?!)")


def _form(form: str) -> str:
    before, after = form.startswith(_MORE), form.endswith(_MORE)
    return (_BEFORE if before else "") + re.escape(form.strip(f"{_MORE} ")) + (_AFTER if after else "")


def _moved(folded: Folded, said: str, rest: Span, answer: Span) -> Moved:
    """Return the statement; words that it adds lead back to the answer."""
    text: list[str] = []
    places: list[Span] = []
    for part in re.split(r"(\{rest\}|\{answer\})", said):
        taken = {"{rest}": rest, "{answer}": answer}.get(part)
        if taken is None:
            text.append(part)
            places += [folded.back(answer)] * len(part)
        else:
            text.append(folded.text[taken.start : taken.end])
            places += [folded.back(Span(at, at + 1)) for at in range(taken.start, taken.end)]
    return Moved("".join(text), tuple(p.start for p in places), tuple(p.end for p in places))

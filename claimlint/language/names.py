"""The product's own name → a word of the lexicon: "RetinaCheck detects …" is read as "the software detects …"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, reduce
from operator import or_

from claimlint.language.disguise import edited
from claimlint.language.normalise import Folded, has_han, phrase
from claimlint.language.prefilter import Found, Vocabulary
from claimlint.language.tokens import Range, Tokens
from claimlint.model import Lexicon, Product, Segment, Span

_EDGE = "[a-z0-9\u00c0-\u024f]"
_CAPITAL = r"[A-Z][A-Za-z0-9]*[a-z0-9][A-Za-z0-9]*"
_SUBJECT = re.compile(rf"(?:^|(?<=[.!?]\s))[\"“(]?({_CAPITAL})[™®]? (?:\w+ly )?(\w+)")
_SUBJECT_HAN = re.compile(rf"(?<![\w-])({_CAPITAL})[™®]? ?(?=[\u3400-\u9fff])")
_MADE_UP = re.compile(r"[A-Z][a-z0-9]+[A-Z]")
_PERSON = re.compile(r"(?:Mc|Mac|De|Di|Da|La|Le|Van|Von|Fitz|O)[A-Z]")
_OPENING = 3  # paragraphs at the head of a page in which it may say what the product is


class Names:
    """Names on one page, each with the word that is read in its place; those that nobody declared are guesses."""

    def __init__(self, told: dict[str, str], guessed: dict[str, str] | None = None) -> None:
        """Take names as written, each with its stand-in."""
        self._stands = {phrase(name): (name, stand) for name, stand in {**(guessed or {}), **told}.items()}
        self.guessed = frozenset((guessed or {}).values())
        longest = sorted(self._stands, key=lambda name: (-len(name), name))
        self._find = re.compile("|".join(map(_whole, longest))) if longest else None
        self._stood = re.compile("|".join({stand for _, stand in self._stands.values()})) if longest else None

    def __bool__(self) -> bool:
        """Tell whether there is any name at all."""
        return self._find is not None

    def __call__(self, folded: Folded, text: str) -> Folded:
        """Return folded text with its names replaced; `text` is what it was folded from."""
        return edited(folded, [(start, end, stand) for start, end, stand in self._places(folded, text)])

    def plain(self, text: str) -> str:
        """Return a text, not folded, with its names replaced: for a keyword search."""
        return self._find.sub(lambda found: self._stands[found[0]][1], phrase(text)) if self._find else text

    def said(self, folded: Folded, text: str, words: Span) -> str:
        """Return a range of folded text with the names back in their places; `text` is what it was folded from."""
        parts, at = [], words.start
        for found in self._stood.finditer(folded.text, words.start, words.end) if self._stood else ():
            place = folded.back(Span(*found.span()))
            parts += [folded.text[at : found.start()], phrase(text[place.start : place.end])]
            at = found.end()
        return "".join([*parts, folded.text[at : words.end]])

    def guesses(self, tokens: Tokens) -> list[Range]:
        """Return the places of guessed names in a sentence."""
        return [(at, at + 1) for at in range(len(tokens.places)) if tokens.said((at, at + 1)) in self.guessed]

    def _places(self, folded: Folded, text: str) -> Iterator[tuple[int, int, str]]:
        for found in self._find.finditer(folded.text) if self._find else ():
            name, stand = self._stands[found[0]]
            first = text[folded.back(Span(*found.span())).start]
            if first.isupper() or not name[0].isupper():  # "Calm" is a name, "calm" is none
                yield *found.span(), stand


NOBODY = Names({})


class Guesser:
    """What one language says of names that no profile tells: a page that introduces its tool, a name that acts like software."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        """Keep the words; a language without such data guesses nothing."""
        self._guess = lexicon.guess
        self._stand = lexicon.stand_in(lexicon.guess.kind)
        self.acts = _bits(vocabulary, lexicon.guess.acts)
        self._alone = _bits(vocabulary, lexicon.guess.alone)
        self._acting = frozenset(word for name in lexicon.guess.acts for word in lexicon.classes[name])
        self._words = (vocabulary.phrases, lexicon.common)

    def page(self, segments: Iterable[Segment]) -> dict[str, str]:
        """Return the names that a page introduces as software in its title, headings or opening lines, with their stand-in."""
        if not self._stand:
            return {}
        found = (name[1] or name[2] for text in _head(segments) for name in self._introduced.finditer(text))
        return {name: self._stand for name in found if name.lower() not in self._known}

    def subjects(self, text: str, found: Found, *, first: bool) -> dict[str, str]:
        """Return names that a text makes the subject of what software does, where one looks made up or acts without anybody.

        `first`: the text is one sentence, which an English subject begins ("Dr. Chen" begins with another word).
        """
        if not found.classes & self.acts:
            return {}
        alone = bool(found.classes & self._alone)
        end = 1 if first else len(text)
        opening = (m for m in _SUBJECT.finditer(text) if m.start() < end and m[2].lower() in self._acting)
        said = _SUBJECT_HAN.finditer(text) if has_han(text) else opening
        names = (m[1] for m in said if (alone or _MADE_UP.match(m[1])) and not _PERSON.match(m[1]))
        return {name: self._stand for name in names if name.lower() not in self._known}

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every word of the lexicon: none of them is a name."""
        phrases, common = self._words
        return frozenset(word for text in phrases for word in text.split()) | frozenset(common)

    @cached_property
    def _introduced(self) -> re.Pattern[str]:
        nouns, joints, articles = (_any(words) for words in (self._guess.nouns, self._guess.joints, self._guess.articles))
        between = "[\u3400-\u9fff]{0,12}?" if has_han(articles) else r" (?:[\w-]+ ){0,4}?"
        return re.compile(rf"(?<![\w.-])(?:“({_CAPITAL})”|({_CAPITAL}))[™®]? ?(?:{joints}) ?(?:{articles}){between}(?i:{nouns})(?![a-z])")


def _head(segments: Iterable[Segment]) -> Iterator[str]:
    """Yield title, headings and opening paragraphs of a page."""
    opening = 0
    for segment in segments:
        heading = segment.kind in ("heading", "title")
        opening += not heading
        if heading or opening <= _OPENING:
            yield segment.text


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def declared(lexicon: Lexicon, product: Product) -> dict[str, str]:
    """Return the product's name and aliases, each with the word that stands for a product of its kind in a language."""
    stand = lexicon.stand_in(product.kind)
    return {name: stand for name in (product.name, *product.aliases) if stand and phrase(name).strip()}


def _whole(name: str) -> str:
    """Return the expression for a folded name as a whole word; Han names have no edges."""
    return re.escape(name) if has_han(name) else rf"(?<!{_EDGE}){re.escape(name)}(?!{_EDGE})"


def _bits(vocabulary: Vocabulary, names: Iterable[str]) -> int:
    return reduce(or_, (vocabulary.bits[name] for name in names), 0)

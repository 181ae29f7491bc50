"""A document → its genre: transparent cues in its text, headings and path are counted, and the report says which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from claimlint.model import Document, Genre, GenreCue, Genres, Segment, Sentence
from claimlint.phrases import Phrases, plain

_SHOWN = 3  # reasons
_TITLE = 60  # characters: a shorter paragraph that ends in no full stop is a heading that nobody marked
_ENDS = tuple(".!?。！？；;:：,，")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WEIGHT = 4  # letters that a Han character stands for
_FOLDERS = 3  # parts of a path that tell: what lies above is where somebody keeps their work


class Judge:
    """The cues of all languages, compiled once; a page costs one pass over its text."""

    def __init__(self, genres: Genres) -> None:
        """Keep the effects; the automaton is built when the first page comes."""
        self.effects = {effect.name: effect for effect in genres.effects}
        self._words = [(word, cue) for cue in genres.cues for word in cue.words]
        self._phrases = Phrases([word for word, _ in self._words])
        self._own = Phrases(genres.own)
        self._in_han = {cue.say for cue in genres.cues if _is_han(cue.say)}
        self._says = {(cue.genre, cue.where, _is_han(cue.say)): cue.say for cue in genres.cues if cue.where != "text"}

    def genre(self, document: Document, page: str, told: str = "", by: str = "") -> Genre:
        """Return the genre of a draft: the one that settings tell, else the best supported, else promotion.

        `page` is all its text, as `plain` writes it.
        """
        if told:
            return Genre(told, (f"set in {by}",))
        points: dict[str, int] = {}
        reasons: dict[str, list[tuple[int, str]]] = {}
        han = _is_han(page)
        for cue, words in self._found(document, page, han=han):
            points[cue.genre] = points.get(cue.genre, 0) + cue.weight
            reasons.setdefault(cue.genre, []).append((cue.weight, f'{self._say(cue, han=han)}"{words}" ({cue.weight:+d})'))
        enough = [name for name, effect in self.effects.items() if points.get(name, 0) >= effect.points]
        best = max(enough, key=lambda name: (points[name], name), default="promotion")
        if points.get(best, 0) <= points.get("promotion", 0):
            best = "promotion"
        said = [text for _, text in sorted(reasons.get(best, ()), reverse=True)[:_SHOWN]]
        return Genre(best, tuple(said) or ("no other genre was recognised",))

    def own(self, sentence: Sentence, names: Sequence[str] = ()) -> bool:
        """Tell whether a sentence speaks of one's own product: it says we, our, 本品 …, or one of the product's names."""
        text = plain(sentence.text)
        return any(name and plain(name) in text for name in names) or any(True for _ in self._own.find(text))

    def _foreign(self, number: int, *, han: bool) -> bool:
        return (self._words[number][1].say in self._in_han) != han

    def _say(self, cue: GenreCue, *, han: bool) -> str:
        """Return the label of a cue in the page's language, with a space; nothing where only the other language has one."""
        say = cue.say if _is_han(cue.say) == han else self._says.get((cue.genre, cue.where, han), "")
        return f"{say} " if say else ""

    def _found(self, document: Document, page: str, *, han: bool) -> Iterator[tuple[GenreCue, str]]:
        """Yield each cue that stands in its place, once, with the first words that show it.

        A word that cues of two languages list shows a genre once, by the cue of the page's own language.
        """
        seen: set[int] = set()
        for where, text in _places(document, page):
            used: set[tuple[str, int, int]] = set()
            found = list(self._phrases.find(text))
            found.sort(key=lambda one: self._foreign(one[0], han=han))
            for number, start, end in found:
                words, cue = self._words[number]
                if cue.where == where and id(cue) not in seen and not _taken(used, cue.genre, start, end, whole=where == "path"):
                    seen.add(id(cue))
                    used.add((cue.genre, start, end))
                    yield cue, words


def _taken(used: set[tuple[str, int, int]], genre: str, start: int, end: int, *, whole: bool) -> bool:
    """Tell whether words have shown a genre already: these, or in a path (`whole`) any that share a place with them."""
    if not whole:
        return (genre, start, end) in used
    return any(name == genre and start < stop and begin < end for name, begin, stop in used)


def _is_han(text: str) -> bool:
    """Tell whether a text is mostly written in Han: four Latin letters weigh as much as one character of it."""
    return len(text) < _WEIGHT * len(_HAN.findall(text))


def _places(document: Document, page: str) -> Iterator[tuple[str, str]]:
    yield "text", page
    yield "heading", _joined(segment for segment in document.segments if _is_heading(segment))
    yield "path", " ".join(re.split(r"[\W_]+", plain("/".join(PurePath(document.path).parts[-_FOLDERS:]))))


def _is_heading(segment: Segment) -> bool:
    text = segment.text.rstrip()
    return segment.kind in ("heading", "title", "meta") or (
        segment.kind == "paragraph" and 0 < len(text) <= _TITLE and text[-1] not in _ENDS
    )


def _joined(segments: Iterable[Segment]) -> str:
    return plain("\n".join(segment.text for segment in segments))

"""PubMed XML, as E-utilities and the yearly baseline give it → records, with the notices that stand on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO, cast

from claimlint.errors import RegistryError
from claimlint.evidence.formats import Format, record_key
from claimlint.evidence.identifiers import identifiers, located, normal
from claimlint.model import EvidenceRecord, Nature, Notice

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import _Element as Element

_ARTICLES = ("PubmedArticle", "PubmedBookArticle")
_ROOTS = ("PubmedArticleSet", "PubmedBookArticleSet", *_ARTICLES)
_CHUNK = 1 << 16  # characters: how much is parsed at a time
_ROOT = re.compile(r"<[A-Za-z]")
_DECLARED = re.compile(r"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)|<!DOCTYPE[^>]*\[")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_NATURES: dict[str, Nature] = {
    "RetractionIn": "retraction",
    "RetractedandRepublishedIn": "retracted-and-republished",
    "RepublishedIn": "retracted-and-republished",  # of a work that was not retracted: a reprint, and no notice
    "ExpressionOfConcernIn": "expression-of-concern",
    "ErratumIn": "correction",
    "CorrectedandRepublishedIn": "correction",
    "UpdateIn": "update",
}
_REMEDY = "fetch the records again: efetch with retmode=xml"


def parse(path: str, file: TextIO) -> Iterator[tuple[EvidenceRecord, int]]:
    """Yield each article and the line where it begins. Entities, DTDs and the network are left alone; so is all that holds them.

    Raises RegistryError where the text declares entities, is no well-formed XML, or ends early.
    """
    from lxml import etree

    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8", remove_pis=True
    )
    head = _head(path, file)
    try:
        for piece in _chained(head, file):
            parser.feed(piece.encode())
            yield from _articles(path, parser)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise RegistryError(f"not well-formed XML: {error.msg}", path=path, line=error.lineno or 1, remedy=_REMEDY) from None


def _chained(head: str, file: TextIO) -> Iterator[str]:
    yield head
    while piece := file.read(_CHUNK):
        yield piece


def _head(path: str, file: TextIO) -> str:
    """Return what stands before the first element and a little more. Raises RegistryError where it declares anything."""
    text = file.read(_CHUNK).removeprefix("\ufeff").lstrip()
    root = _ROOT.search(text)
    declared = _DECLARED.search(text, 0, root.start() if root else len(text))
    if declared:
        line = text.count("\n", 0, declared.start()) + 1
        raise RegistryError("XML that declares entities or types of its own", path=path, line=line, remedy="delete the declarations")
    if root is None:
        raise RegistryError("no element of XML in its beginning", path=path, line=1, remedy=_REMEDY)
    return text


def _articles(path: str, parser: etree.XMLPullParser) -> Iterator[tuple[EvidenceRecord, int]]:
    for event, found in parser.read_events():
        element = cast("Element", found)  # "start" and "end" come with elements, other events do not
        if event == "start":
            if element.getparent() is None and element.tag not in _ROOTS:
                message = f"XML, but not PubMed's: <{str(element.tag)[:40]}>"
                raise RegistryError(message, path=path, line=_line(element), remedy=_REMEDY)
        elif element.tag in _ARTICLES:
            line = _line(element)
            yield _record(path, element, line), line
            _forget(element)


def _line(element: Element) -> int:
    return cast("int | None", element.sourceline) or 1


def _forget(element: Element) -> None:
    """Drop an article and all before it: what was read needs no memory."""
    parent = element.getparent()
    element.clear()
    while parent is not None and len(parent) > 1:
        del parent[0]


def _record(path: str, article: Element, line: int) -> EvidenceRecord:
    book = article.tag == "PubmedBookArticle"
    title = _text(article, ".//BookDocument/ArticleTitle") or _text(article, ".//Book/BookTitle") if book else ""
    title = title or _text(article, "MedlineCitation/Article/ArticleTitle") or _text(article, ".//VernacularTitle")
    found = _identifiers(article)
    if not title and not found:
        raise RegistryError("a record with neither title nor identifier", path=path, line=line, remedy=_REMEDY)
    year = _year(article)
    types = tuple(dict.fromkeys(_texts(article, ".//PublicationType")))
    return EvidenceRecord(
        key=record_key(found, title, year),
        title=title.removeprefix("[").removesuffix("]").removesuffix("].") if title.startswith("[") else title,
        year=year,
        authors=_authors(article),
        journal=_text(article, ".//Journal/Title") or _text(article, ".//MedlineTA") or _text(article, ".//Publisher/PublisherName"),
        volume=_text(article, ".//JournalIssue/Volume"),
        issue=_text(article, ".//JournalIssue/Issue"),
        pages=_text(article, ".//Pagination/MedlinePgn") or _text(article, ".//Pagination/StartPage"),
        identifiers=found,
        types=types,
        mesh=tuple(_headings(article)),
        abstract=_abstract(article),
        notices=_notices(article, types),
        place=f"{path}:{line}",
        funding=tuple(dict.fromkeys(_texts(article, ".//GrantList/Grant/Agency"))),
        interests=_text(article, ".//CoiStatement"),
    )


def _identifiers(article: Element) -> tuple[tuple[str, str], ...]:
    # the article's own list, never those of its references
    own = {i.get("IdType", ""): _plain(i) for i in article.findall("*/ArticleIdList/ArticleId")}
    doi = own.get("doi") or next((_plain(i) for i in article.findall(".//Article/ELocationID") if i.get("EIdType") == "doi"), "")
    pmid = _text(article, "MedlineCitation/PMID") or _text(article, "BookDocument/PMID") or own.get("pubmed", "")
    found = [("pmid", normal("pmid", pmid)), ("doi", normal("doi", doi)), ("pmcid", normal("pmcid", own.get("pmc", "")))]
    banks = " ".join(_texts(article, ".//DataBank/AccessionNumberList/AccessionNumber"))
    found += [pair for pair in identifiers(banks) if pair[0] in ("nct", "isrctn", "chictr")]
    return tuple(dict.fromkeys(pair for pair in found if pair[1]))


def _year(article: Element) -> int | None:
    for place in (".//JournalIssue/PubDate", ".//Article/ArticleDate", ".//Book/PubDate"):
        date = article.find(place)
        found = _YEAR.search(_plain(date)) if date is not None else None
        if found:
            return int(found[0])
    return None


def _authors(article: Element) -> tuple[str, ...]:
    names = []
    for author in article.findall(".//AuthorList/Author"):
        family, initials = _text(author, "LastName"), _text(author, "Initials")
        names.append(f"{family} {initials}".strip() or _text(author, "CollectiveName"))
    return tuple(name for name in names if name)


def _headings(article: Element) -> Iterator[str]:
    """Yield subject headings as MEDLINE writes them: "*Walking/physiology"."""
    for heading in article.findall(".//MeshHeadingList/MeshHeading"):
        parts = [*heading.findall("DescriptorName"), *heading.findall("QualifierName")]
        yield "/".join(("*" if part.get("MajorTopicYN") == "Y" else "") + _plain(part) for part in parts)


def _abstract(article: Element) -> str:
    parts = article.findall(".//Article/Abstract/AbstractText") or article.findall(".//BookDocument/Abstract/AbstractText")
    labelled = [(part.get("Label", ""), _plain(part)) for part in parts]
    return " ".join(f"{label}: {text}" if label and label != "UNLABELLED" else text for label, text in labelled if text)


def _notices(article: Element, types: tuple[str, ...]) -> tuple[Notice, ...]:
    told = [(n.get("RefType", ""), n) for n in article.findall(".//CommentsCorrectionsList/CommentsCorrections")]
    withdrawn = "Retracted Publication" in types or any(kind == "RetractionIn" for kind, _ in told)
    found = tuple(_notice(_NATURES[kind], note) for kind, note in told if kind in _NATURES and (kind != "RepublishedIn" or withdrawn))
    if "Retracted Publication" in types and not any(n.nature in ("retraction", "retracted-and-republished") for n in found):
        return (*found, Notice("retraction", source="PubMed"))
    return found


def _notice(nature: Nature, note: Element) -> Notice:
    source, pmid = _text(note, "RefSource"), normal("pmid", _text(note, "PMID"))
    doi = next((f"{scheme}:{value}" for scheme, value, _, _ in located(source) if scheme == "doi"), "")
    date = _YEAR.search(source.split(";", 1)[0])
    return Notice(nature, doi or (f"pmid:{pmid}" if pmid else ""), date[0] if date else "", "PubMed")


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return _plain(found) if found is not None else ""


def _texts(element: Element, path: str) -> tuple[str, ...]:
    return tuple(text for found in element.findall(path) if (text := _plain(found)))


def _plain(element: Element) -> str:
    """Return the words of an element without its tags; a reference to an entity stays out."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _sniff(text: str) -> bool:
    return re.search(r"<Pubmed(?:Book)?Article(?:Set)?[\s>]", text) is not None


FORMAT = Format("PubMed XML", (".xml",), _sniff, parse, rank=4)

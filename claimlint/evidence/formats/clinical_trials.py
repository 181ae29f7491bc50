"""Answers of the ClinicalTrials.gov API, version 2 → registrations: what was planned, and no proof of anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from claimlint.evidence.formats import Format, record_key
from claimlint.evidence.formats._json import Item, items
from claimlint.evidence.identifiers import normal
from claimlint.model import EvidenceRecord

_REMEDY = "fetch the studies again: https://clinicaltrials.gov/api/v2/studies"


def parse(path: str, file: TextIO) -> Iterator[tuple[EvidenceRecord, int]]:
    """Yield each study and the line where it begins. Raises RegistryError where a field is not what the API writes."""
    for data, line in items(path, file, "ClinicalTrials.gov JSON", _REMEDY):
        page = Item(path, line, data, _REMEDY)
        for study in page.objects("studies") if "studies" in data else [page]:
            yield _record(study), line


def _record(study: Item) -> EvidenceRecord:
    said = study.inner("protocolSection")
    named = said.inner("identificationModule")
    nct = normal("nct", named.text("nctId"))
    if not nct:
        raise study.fail("a study without its number")
    title = named.text("officialTitle") or named.text("briefTitle")
    sponsors = said.inner("sponsorCollaboratorsModule")
    began = re.match(r"\d{4}", said.inner("statusModule", "startDateStruct").text("date"))
    found = (("nct", nct),)
    year = int(began[0]) if began else None
    names = (sponsors.inner("leadSponsor"), *sponsors.objects("collaborators"))
    return EvidenceRecord(
        key=record_key(found, title, year),
        title=title,
        year=year,
        journal="ClinicalTrials.gov",
        identifiers=found,
        types=("Clinical Trial Registration",),
        mesh=said.inner("conditionsModule").words("conditions"),
        abstract=" ".join(said.inner("descriptionModule").text("briefSummary").split()),
        place=f"{study.path}:{study.line}",
        funding=tuple(name for n in names if (name := n.text("name"))),
    )


def _sniff(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{") and '"protocolSection"' in text


FORMAT = Format("ClinicalTrials.gov JSON", (".json", ".jsonl"), _sniff, parse, rank=3)

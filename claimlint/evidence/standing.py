"""Notices, and the day up to which they are complete → how a work stands, in words that never promise more than was looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from claimlint.model import EvidenceRecord, Nature, Notice

LIMIT = 90  # days after which a list of notices is old: publishers' lists change every working day
_WORDS: dict[Nature, str] = {
    "retracted-and-republished": "retracted and republished",
    "retraction": "retracted",
    "expression-of-concern": "under an expression of concern",
    "correction": "corrected",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a work stands: in words; the gravest nature of its notices, "" where none.

    `days` is the age of what was looked at, -1 where unknown.
    """

    words: str
    nature: str = ""
    days: int = -1

    @property
    def stale(self) -> bool:
        """Tell whether what was looked at is older than the limit, or of no known day."""
        return not 0 <= self.days <= LIMIT


def standing(notices: Iterable[Notice], checked: str, today: str) -> Standing:
    """Return how a work stands that bears these notices, where somebody looked for them on the day `checked` ("" where nobody did)."""
    told = {notice.nature: notice for notice in notices}
    days, age = _age(checked, today)
    for nature, words in _WORDS.items():
        notice = told.get(nature)
        if notice and not (nature == "retraction" and "reinstatement" in told):
            where = (
                " as" if nature == "retracted-and-republished" and notice.identifier else ":" if notice.identifier or notice.date else ""
            )
            told_by = " ".join(part for part in (notice.identifier, notice.date) if part)
            return Standing(f"{words}{where} {told_by}".strip() + f" (notices {age})", nature, days)
    if not checked:
        return Standing("never checked for notices")
    return Standing(f"not retracted {age}", days=days)


def of_record(record: EvidenceRecord, as_of: str, today: str) -> Standing:
    """Return how a record stands; its own day of checking counts where it is later than that of the list."""
    return standing(record.notices, max(record.checked, as_of), today)


def age(as_of: str, today: str) -> str:
    """Return "as of 2026-08-31, 83 days old", or that the day is unknown."""
    return _age(as_of, today)[1]


def warning(as_of: str, today: str) -> str:
    """Return what to tell of a list of notices that is older than the limit, "" where it is not or its day is unknown."""
    old = as_of and standing((), as_of, today).stale
    return f"notices {age(as_of, today)}: import a newer list" if old else ""


def _age(checked: str, today: str) -> tuple[int, str]:
    try:
        days = (date.fromisoformat(today) - date.fromisoformat(checked)).days
    except ValueError:
        return -1, f"as of {checked}" if checked else "as of an unknown day"
    if days < 0:
        return -1, f"as of {checked}, which is yet to come"
    return days, f"as of {checked}, {days} day{'' if days == 1 else 's'} old"

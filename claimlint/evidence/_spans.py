"""Ranges of a text, kept apart: a range is placed where no other lies yet."""

from __future__ import annotations

from bisect import bisect_right


def place(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Put a range into a sorted list of ranges that do not overlap, where it overlaps none; tell whether it went in."""
    at = bisect_right(taken, (start, end))
    if (at and taken[at - 1][1] > start) or (at < len(taken) and taken[at][0] < end):
        return False
    taken.insert(at, (start, end))
    return True

from __future__ import annotations

import pytest
from reporter_values import drafted, finding, whole_report

from claimlint.model import Omission, Report, Skipped
from claimlint.reporters import Style
from claimlint.reporters._summary import counted
from claimlint.reporters.terminal import summarise

SOURCE = "It cures colds."


def test_with_findings():
    assert summarise(whole_report(), Style()) == (
        "✖ 2 errors, 1 warning in 2 of 3 files\n"
        "  read 3 files, 7 sentences (en 5, zh 2)\n"
        "  not read: 2 code blocks, 1 table\n"
        "  passed over: 2 .png files, 1 spreadsheet (no reader for them)\n"
        "  3 citations not checked: no registry given\n"
        "  ! drafts/scan.pdf: not a text file\n"
        "  fails because --fail-on=error · 61 rules · markets us, cn · no registry\n"
        "  next: claimlint explain EFF003\n"
        "  not a legal review\n"
    )


def test_clean():
    report = Report((drafted(SOURCE, sentences=(("en", 212),)),) * 14, rules=61, markets=("us",), registry="evidence/ (12 records)")
    assert summarise(report, Style()) == (
        "✓ no findings in 14 files (2968 sentences, 61 rules)\n  market us · registry evidence/ (12 records)\n  not a legal review\n"
    )


def test_one_of_each():
    report = Report((drafted(SOURCE, finding(SOURCE, "cures", severity="note"), sentences=(("en", 1),), unchecked=1),), rules=1)
    text = summarise(report, Style())
    assert text.startswith("• 1 note in 1 of 1 file\n  read 1 file, 1 sentence (en 1)\n  1 citation not checked: no registry given\n")
    assert "  passes with --fail-on=error · 1 rule · no registry\n" in text


@pytest.mark.parametrize(
    ("severity", "fail_on", "fails"),
    [
        ("error", "error", True),
        ("warning", "error", False),
        ("warning", "note", True),
        ("note", "warning", False),
        ("error", "never", False),
    ],
)
def test_says_whether_it_fails(severity, fail_on, fails):
    report = Report((drafted(SOURCE, finding(SOURCE, "cures", severity=severity)),), fail_on=fail_on, failing=int(fails))
    assert (f"fails because --fail-on={fail_on}" in summarise(report, Style())) is fails


def test_nothing_checked_is_not_clean():
    text = summarise(Report((), (Skipped("a.bin", "not a text file"), Skipped("b.md", "unreadable"))), Style())
    assert text.startswith("! nothing was checked\n  ! a.bin: not a text file\n  ! b.md: unreadable\n")
    assert "✓" not in text
    left = (Omission(".png file", 2), Omission("settings file", 1), Omission("symbolic link", 2))
    told = "  passed over: 2 .png files (no reader for them), 1 settings file (of programs), 2 symbolic links (not followed)\n"
    assert told in summarise(Report(passed_over=left), Style())
    assert "  passed over: 1 .png file (no reader for it)\n" in summarise(Report(passed_over=(Omission(".png file", 1),)), Style())


def test_an_empty_file_is_not_clean():
    assert summarise(Report((drafted(""),), rules=61), Style()).startswith("! no sentence to check in 1 file (0 sentences, 61 rules)\n")


def test_citations_left_unchecked_with_a_registry():
    report = Report((drafted(SOURCE, unchecked=2, sentences=(("en", 1),)),), registry="evidence/")
    assert "  2 citations not checked\n" in summarise(report, Style())


@pytest.mark.parametrize("report", [whole_report(), Report(), Report((drafted(SOURCE, sentences=(("en", 1),)),))])
def test_never_approves_and_always_says_what_it_is_not(report):
    text = summarise(report, Style()).lower()
    assert "not a legal review\n" in text
    assert "approved" not in text
    assert "complian" not in text


def test_next_is_the_gravest():
    report = Report((drafted(SOURCE, finding(SOURCE, "It", severity="note", code="AAA001"), finding(SOURCE, "cures", code="ZZZ001")),))
    assert "next: claimlint explain ZZZ001\n" in summarise(report, Style())


@pytest.mark.parametrize(
    ("number", "what", "text"),
    [(0, "file", "0 files"), (1, "entry", "1 entry"), (2, "entry", "2 entries"), (2, "box", "2 boxes"), (3, "display", "3 displays")],
)
def test_counted(number, what, text):
    assert counted(number, what) == text

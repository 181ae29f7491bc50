"""Reports built by hand, for the tests of reporters."""

from __future__ import annotations

import re
from itertools import count

from claimlint.model import (
    ClaimEntry,
    Cleared,
    Document,
    DocumentReport,
    Finding,
    Label,
    Law,
    Omission,
    Proof,
    Report,
    Skipped,
    Span,
    line_column,
    line_starts,
)

SGR = re.compile(r"\x1b\[[0-9;]*m")
LAUNCH = (
    "# Zumelia\n\nWelcome. In a programme run with forty partner clinics, Zumelia reversed type 2 diabetes in 93% of users "
    "within 30 days,\n    at a lower price than any other app [3].\n\nAsk your doctor.\n"
)
CHINESE = "新品上市：国家级团队研发的ＡＩ问诊助手，三天\u200b治愈高血压，有效率98％，（无需医生）即可开药。欢迎下载。\n"
LAWS = (
    Law("us-1", "us", "FTC Act s.12", "s.12(a)", "…", "1938", "2026-01-05", verified=True),
    Law("us-2", "us", "21 CFR 101.93", "(g)(2)", "…", "2000", "2026-01-05", verified=False),
    Law("us-3", "us", "FTC Act s.5", "s.5", "…", "1938", "2026-01-05", verified=True),
    Law("cn-1", "cn", "广告法", "第十七条", "…", "2015-09-01", "2026-01-05", verified=True),
)
PROOF = Proof(
    "[3]",
    "okafor2023",
    "outcome",
    "93 %",
    "61 % (n=42)",
    "evidence/okafor2023.toml:3",
    "Remission was seen in 26 of 42 participants (61%).",
)


def finding(source, quote, *, path="drafts/launch.md", code="EFF003", sentence=None, **changes):
    """Make a finding on the first place of `quote` (a text or a Span); the sentence is the whole source unless given."""
    span = quote if isinstance(quote, Span) else Span(source.index(quote), source.index(quote) + len(quote))
    starts = line_starts(source)
    (line, column), (end_line, end_column) = (line_column(starts, at) for at in (span.start, span.end))
    whole = Span(source.index(sentence), source.index(sentence) + len(sentence)) if sentence else Span(0, len(source))
    values = {
        "name": "quantified-outcome-uncited",
        "severity": "error",
        "confidence": "high",
        "message": "Quantified outcome without a citation",
        "quote": source[span.start : span.end],
        "fingerprint": "0123456789abcdef",
    } | changes
    return Finding(
        code=code,
        family=code[:3],
        path=path,
        span=span,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        sentence=whole,
        **values,
    )


def drafted(source, *findings, path="drafts/launch.md", **more):
    """Wrap findings in the report of their draft."""
    return DocumentReport(Document(path, source, (), more.pop("omitted", ())), findings, **more)


def whole_report():
    """Return a report with something of everything."""
    said = LAUNCH[LAUNCH.index("In a programme") : LAUNCH.index("[3].") + 4]
    quote = "reversed type 2 diabetes in 93% of users within 30 days"
    place = LAUNCH.index("[3]")
    effect = finding(
        LAUNCH,
        quote,
        sentence=said,
        label="no such figure in the record",
        labels=(Label(Span(place, place + 3), "cited here"), Label(Span(2, 9), "the product")),
        why="a reader takes 93% as proven; the record says otherwise",
        fix="state what the record supports",
        basis=LAWS,
        proof=PROOF,
    )
    speed = finding(LAUNCH, quote, sentence=said, code="SAF002", name="speed-promise", severity="warning", message="Promises speed")
    cure = finding(
        CHINESE, "治愈高血压，有效率98％", path="drafts/新品.md", code="EFF001", name="cure-claim", message="宣称治愈疾病", label="疾病"
    )
    claim = ClaimEntry("drafts/launch.md", effect.span, 3, 60, quote, "en", ("outcome",), "inadequate", ("[3]",), ("okafor2023",))
    cleared = Cleared("DIA001", "drafts/launch.md", Span(2, 9), 1, 3, "Zumelia", "negated", "not")
    return Report(
        (
            drafted(
                LAUNCH, effect, speed, sentences=(("en", 4),), cleared=(cleared,), claims=(claim,), omitted=(Omission("code block", 2),)
            ),
            drafted(CHINESE, cure, path="drafts/新品.md", sentences=(("zh", 2),), unchecked=3, omitted=(Omission("table", 1),)),
            drafted("Fine.\n", path="drafts/fine.md", sentences=(("en", 1),)),
        ),
        skipped=(Skipped("drafts/scan.pdf", "not a text file"),),
        passed_over=(Omission(".png file", 2), Omission("spreadsheet", 1)),
        rules=61,
        markets=("us", "cn"),
        failing=2,
    )


def plain(text):
    """Strip colours."""
    return SGR.sub("", text)


def snippet(text):
    """Return the rows of the first frame, from location to the last bar, without colours."""
    lines = plain(text).splitlines()
    top = next(i for i in count() if lines[i].lstrip().startswith(("╭─", "-->")))
    rows = []
    for line in lines[top + 1 :]:
        if not re.match(r"\s*\d* ?[│|]", line):
            break
        rows.append(line)
    return rows

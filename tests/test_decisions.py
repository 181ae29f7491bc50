"""Decisions on findings: what a directive or an entry says, what it reaches, and what is told of one that does not hold."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from claimlint.cli import app
from claimlint.cli.build import build
from claimlint.config import Config
from claimlint.decisions.desk import Desk
from claimlint.decisions.directives import directives
from claimlint.decisions.edit import added, removed
from claimlint.decisions.ledger import Entry, Ledger, read_ledger
from claimlint.decisions.policy import fault_of, folded, load_cards, load_reasons
from claimlint.decisions.scope import scoped
from claimlint.discover import discover
from claimlint.errors import ConfigError
from claimlint.model import Comment, Document, Piece, Segment, Span
from claimlint.readers import Reader, read
from claimlint.rules.home import lexicon_home

BUILT = build(Config())
READERS = discover("readers", "READER", Reader)
CARDS = {card.code: card for card in load_cards(lexicon_home())}
CLAIM = "Our tea is a natural cure for diabetes."
OTHER = "Our soup is a natural cure for asthma."
WHY = "the label states this use"


def said(text):
    return list(directives([Comment(Span(0, len(text)), text)], BUILT.policy))


def judged(name, text, today="2026-11-22", config=None):
    """Return the codes with their quotes that stand, and those that are let pass."""
    report = Desk(today).settle(BUILT.linter.lint(read(name, text.encode(), READERS)), config or Config(), BUILT.policy)
    return [(f.code, f.quote) for f in report.findings], [(w.finding.code, w.finding.quote) for w in report.waived]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"claimlint: allow EFF001 because {WHY}", (WHY, "", "")),
        (f"claimlint: allow EFF001 because {WHY} by Jane Doe until 2027-01-31", (WHY, "Jane Doe", "2027-01-31")),
        (f"claimlint: allow EFF001 because {WHY} until 2027-01-31 by Jane Doe", (WHY, "Jane Doe", "2027-01-31")),
        (f"claimlint: allow EFF001 because {WHY}, by jane@example.org, until 2027-01-31.", (WHY, "jane@example.org", "2027-01-31")),
        (f"claimlint: allow EFF001 because {WHY} by jane until 2027-01-31", (WHY, "jane", "2027-01-31")),
        ("claimlint: allow EFF001 because the use is covered by the label", ("the use is covered by the label", "", "")),
        ("ClaimLint： Allow eff001 because 说明书已载明该适应症 by 王芳", ("说明书已载明该适应症", "王芳", "")),
        ("claimlint: allow EFF001 因为说明书已载明该适应症", ("说明书已载明该适应症", "", "")),
        (f"claimlint: allow EFF001\n  because {WHY}\n  by Jane Doe", (WHY, "Jane Doe", "")),
    ],
)
def test_a_directive_is_read(text, expected):
    (directive,) = said(text)
    assert directive.fault == ""
    assert (directive.reason, directive.by, directive.until) == expected
    assert directive.targets == (("EFF001", ""),)


def test_a_directive_names_several_rules_and_the_words_it_is_bound_to():
    (directive,) = said(f"claimlint: allow EFF001 #1A2B3C4D5E6F7A8B, SAF001 EFF002 #0011223344 because {WHY}")
    assert directive.targets == (("EFF001", "1a2b3c4d5e6f7a8b"), ("SAF001", ""), ("EFF002", "0011223344"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("claimlint: alow EFF001 because it is so", 'did you mean "allow"'),
        ("claimlint:", "no directive"),
        (f"claimlint: allow because {WHY}", "names no rule"),
        (f"claimlint: allow EFF999 because {WHY}", 'there is no rule "EFF999"'),
        (f"claimlint: allow disease-claims because {WHY}", "there is no rule"),
        (f"claimlint: allow #1a2b3c4d5e6f because {WHY}", "there is no rule"),
        ("claimlint: allow EFF001", "gives no reason"),
        ("claimlint: allow EFF001 because", "gives no reason"),
        ("claimlint: allow EFF001 because …!", "gives no reason"),
        ("claimlint: allow EFF001 because T.O.D.O", "too short"),
        ("claimlint: allow EFF001 because ToDo: later", "placeholder"),
        ("claimlint: allow EFF001 because By Design.", "placeholder"),
        ("claimlint: allow EFF001 because reviewed by Jane Doe", "placeholder"),
        ("claimlint: allow EFF001 because 待补充", "placeholder"),
        ("claimlint: allow EFF001 because 说明", "too short"),
        (f"claimlint: allow EFF001 because {WHY} until Friday", '"Friday" is no date'),
        (f"claimlint: allow EFF001 because {WHY} until 2027-02-30", "is no date"),
        (f"claimlint: allow EFF001 because {WHY} until 20270131", "is no date"),
    ],
)
def test_a_directive_that_cannot_be_taken_as_one(text, fault):
    (directive,) = said(text)
    assert fault in directive.fault


@pytest.mark.parametrize("text", ["the claimlint of May", "see claimlint: allow EFF001", "claimlint", "allow EFF001", "claimlinter: allow"])
def test_other_comments_are_nobodys_business(text):
    assert said(text) == []


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_comment_breaks_the_reading(text):
    for directive in said(f"claimlint: {text}"):
        assert directive.fault or directive.targets or directive.form == "end"


@pytest.mark.parametrize("code", sorted(CARDS))
def test_the_cards_examples_behave(code):
    """Each `flag` directive above a claim is told by this code, each `clear` one is not."""
    for text, expected in [*((t, True) for t in CARDS[code].flag), *((t, False) for t in CARDS[code].clear)]:
        claims = f"{CLAIM} No need to see a doctor." if code == "WAI004" else CLAIM
        standing, _ = judged("a.md", f"<!-- {text} -->\n{claims}\n")
        assert (code in [c for c, _ in standing]) == expected, (text, standing)


def test_every_placeholder_is_refused_in_any_dress():
    reasons = load_reasons(lexicon_home())
    for word in reasons.placeholders:
        assert fault_of(word, reasons)
        assert fault_of(f" {word.upper()}!! ", reasons)
        assert word == folded(word)


ALLOW = f"claimlint: allow EFF001 because {WHY}"


@pytest.mark.parametrize(
    ("name", "text", "standing"),
    [
        ("next.md", f"<!-- {ALLOW} -->\n{CLAIM}\n\n{OTHER}\n", ["cure for asthma"]),
        ("next-after-blank.md", f"<!-- {ALLOW} -->\n\n{CLAIM}\n\n{OTHER}\n", ["cure for asthma"]),
        ("same-line.md", f"{OTHER}\n\n{CLAIM} <!-- {ALLOW} -->\n\n{OTHER}\n", ["cure for asthma"] * 2),
        ("wrapped.md", f"{OTHER}\n\nOur tea is a natural\ncure for diabetes.\nDrink. <!-- {ALLOW} -->\n", ["cure for asthma"]),
        ("item.md", f"- {OTHER}\n- {CLAIM} <!-- {ALLOW} -->\n- {OTHER}\n", ["cure for asthma"] * 2),
        ("row.md", f"| a | b |\n|---|---|\n| {OTHER} | x |\n| {CLAIM} | y <!-- {ALLOW} --> |\n", ["cure for asthma"]),
        ("heading.md", f"<!-- {ALLOW} -->\n## {CLAIM}\n\n{OTHER}\n", ["cure for asthma"]),
        (
            "block.md",
            f"{OTHER}\n\n<!-- {ALLOW.replace('allow', 'allow-block')} -->\n\n{CLAIM}\n\n{CLAIM}\n\n<!-- claimlint: end -->\n\n{OTHER}\n",
            ["cure for asthma"] * 2,
        ),
        ("file.md", f"{CLAIM}\n\n{OTHER}\n\n<!-- {ALLOW.replace('allow', 'allow-file')} -->\n", []),
        ("next.html", f"<p>{OTHER}</p>\n<!-- {ALLOW} -->\n<p>{CLAIM}</p>\n<p>{OTHER}</p>\n", ["cure for asthma"] * 2),
        ("inside.html", f"<p>{OTHER}</p><p>Oh. <!-- {ALLOW} --> {CLAIM}</p><p>{OTHER}</p>\n", ["cure for asthma"] * 2),
        ("minified.html", f"<p>{OTHER}</p><p>Hello.</p><!-- {ALLOW} --><p>{CLAIM}</p><p>{OTHER}</p>", ["cure for asthma"] * 2),
        ("next.mdx", f"{{/* {ALLOW} */}}\n\n{CLAIM}\n\n{OTHER}\n", ["cure for asthma"]),
        ("next.txt", f"# {ALLOW}\n{CLAIM}\n\n{OTHER}\n", ["cure for asthma"]),
        ("slashes.txt", f"// {ALLOW}\n{CLAIM}\n\n{OTHER}\n", ["cure for asthma"]),
    ],
)
def test_what_a_directive_reaches(name, text, standing):
    stands, passed = judged(name, text)
    assert [quote for code, quote in stands if code == "EFF001"] == standing
    assert "cure for diabetes" in [quote for _, quote in passed]
    assert not [code for code, _ in stands if code.startswith("WAI")]


def test_a_comment_over_words_reaches_their_block():
    source = f"Hello.\n{CLAIM}\n{OTHER}\n"
    start = source.index(CLAIM)
    lines = [(at, line) for at, line in ((0, "Hello."), (start, CLAIM), (source.index(OTHER), OTHER))]
    segments = tuple(Segment(line, "paragraph", (Piece(0, len(line), at, len(line)),), address=f"paragraph {at}") for at, line in lines)
    words = Span(start, start + len(CLAIM))
    document = Document("deck.docx", source, segments, comments=(Comment(words, ALLOW),), extracted=True)
    report = Desk("").settle(BUILT.linter.lint(document), Config(), BUILT.policy)
    assert [f.quote for f in report.findings] == ["cure for asthma"]
    assert [w.finding.quote for w in report.waived] == ["cure for diabetes"]


def test_a_directive_reaches_its_own_rules_only():
    stands, passed = judged("a.md", f"<!-- {ALLOW} -->\n{CLAIM} It is 100% safe.\n")
    assert "SAF001" in [code for code, _ in stands]
    assert [code for code, _ in passed] == ["EFF001"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"{CLAIM}\n\n<!-- claimlint: end -->\n", "without"),
        (f"<!-- {ALLOW.replace('allow', 'allow-block')} -->\n\n{CLAIM}\n", "without"),
    ],
)
def test_blocks_must_be_whole(text, fault):
    document = read("a.md", text.encode(), READERS)
    assert fault in scoped(document, directives(document.comments, BUILT.policy))[0].directive.fault
    stands, passed = judged("a.md", text)
    assert "WAI003" in [code for code, _ in stands]
    assert passed == []


def test_blocks_nest():
    block = "<!-- claimlint: allow-block {} because " + WHY + " -->"
    text = f"{block.format('EFF001')}\n\n{block.format('SAF001')}\n\nIt is 100% safe.\n\n<!-- claimlint: end -->\n\n{CLAIM}\n\n"
    stands, passed = judged("a.md", f"{text}<!-- claimlint: end -->\n\nIt is 100% safe.\n")
    assert sorted(code for code, _ in passed) == ["EFF001", "SAF001"]
    assert [code for code, _ in stands] == ["SAF001"]


def test_a_directive_with_a_fingerprint_lapses_with_the_words():
    print_ = BUILT.linter.lint(read("a.md", CLAIM.encode(), READERS)).findings[0].fingerprint
    bound = f"<!-- claimlint: allow EFF001 #{print_} because {WHY} -->\n"
    assert judged("a.md", f"{bound}{CLAIM}\n") == ([], [("EFF001", "cure for diabetes")])
    assert judged("a.md", f"{bound}  {CLAIM.replace(' ', '  ')}\n")[0] == []
    edited = CLAIM.replace("natural", "true")
    assert [code for code, _ in judged("a.md", f"{bound}{edited}\n")[0]] == ["WAI002", "EFF001"]


def test_a_decision_holds_until_the_end_of_its_day():
    text = f"<!-- {ALLOW} until 2027-01-31 -->\n{CLAIM}\n"
    assert judged("a.md", text, "2027-01-31")[0] == []
    assert [code for code, _ in judged("a.md", text, "2027-02-01")[0]] == ["WAI001", "EFF001"]


def test_what_a_market_forbids_stands_and_the_decision_is_told(tmp_path):
    text = "<!-- claimlint: allow EFF005 because 内部批准文件编号12 -->\n总有效率高达96%。\n"
    stands, _ = judged("a.md", text)
    assert {"WAI004", "EFF005"} <= {code for code, _ in stands}
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    report = json.loads(CliRunner().invoke(app, ["check", "--isolated", "--format", "json", str(tmp_path)]).stdout)
    assert any("第十六条" in f["message"] for f in report["findings"] if f["code"] == "WAI004")


def test_a_rule_that_is_not_tried_leaves_its_decision_alone():
    text = f"<!-- claimlint: allow SAF006, EVD002 because {WHY} -->\nThe shop opens at nine.\n"
    assert [code for code, _ in judged("a.md", text)[0]] == ["WAI002"]  # EVD002 needs a registry
    only = build(Config(select=("EFF", "WAI")))
    report = Desk("2026-11-22").settle(only.linter.lint(read("a.md", text.encode(), READERS)), Config(), only.policy)
    assert report.findings == ()


def test_the_configuration_sets_severities():
    config = Config(severity=(("EFF", "note"), ("EFF001", "warning"), ("EFF00", "error")))
    report = Desk("").settle(BUILT.linter.lint(read("a.md", CLAIM.encode(), READERS)), config, BUILT.policy)
    assert [f.severity for f in report.findings if f.code == "EFF001"] == ["warning"]


LEDGER = """\
# Kept by the legal team.

[[waiver]]
code = "EFF001"
fingerprint = "{0}"
path = "a.md"
reason = "the label states this use"
by = "Jane Doe"
on = 2026-11-01
until = 2027-01-31   # the licence is renewed then

# about soup: ask Wang
[[waiver]]
code = "EFF001"
fingerprint = "{1}"
path = "b.md"
reason = "the label states this use"
"""


def test_a_ledger_is_read_and_entries_leave_it_without_a_trace(tmp_path):
    path = tmp_path / "claimlint-waivers.toml"
    path.write_text(LEDGER.format("a" * 16, "b" * 16))
    ledger = read_ledger(path)
    assert [(e.code, e.path, e.until, e.on, e.line) for e in ledger.entries] == [
        ("EFF001", "a.md", "2027-01-31", "2026-11-01", 3),
        ("EFF001", "b.md", "", "", 13),
    ]
    without = removed(ledger, [ledger.entries[1]])
    assert "soup" not in without
    assert "# the licence is renewed then" in without
    first = removed(ledger, [ledger.entries[0]])
    assert first.startswith("# Kept by the legal team.\n\n# about soup: ask Wang\n[[waiver]]\n")
    assert removed(ledger, ledger.entries) == "# Kept by the legal team.\n"
    more = added(ledger, [Entry("SAF001", "c" * 16, "c.md", 'He said "safe"\x7f\n', "a reason that holds")])
    assert more.startswith(ledger.text)
    path.write_text(more)
    assert read_ledger(path).entries[2].quote == 'He said "safe"\x7f'


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=4), st.data())
def test_what_is_added_can_be_read_and_removed(texts, data):
    entries = [Entry("EFF001", f"{number:016x}", f"{number}.md", text, text) for number, text in enumerate(texts)]
    text = added(Ledger("x.toml"), entries)
    assert text.startswith("#")
    headers = [m.start() for m in re.finditer(r"^\[\[waiver\]\]", text, re.MULTILINE)]
    assert len(headers) == len(entries)
    gone = data.draw(st.sets(st.sampled_from(entries)))
    left = removed(Ledger("x.toml", text, tuple(entries)), gone)
    assert left == added(Ledger("x.toml"), [e for e in entries if e not in gone]).rstrip("\n") + "\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[[waiver]]\ncode = "EFF001"\n', 1, 'a decision without "fingerprint"'),
        ('[[waiver]]\ncode = "EFF001"\nfingerprint = "12"\npath = "a.md"\n', 3, "is no fingerprint"),
        ('[[waiver]]\ncode = "EFF001"\nfingerprint = "0011223344556677"\n', 1, 'a decision without "path"'),
        ('[[waiver]]\ncode = "E"\nfingerprnt = "1"\n', 3, 'did you mean "fingerprint"'),
        ('[[waiver]]\nresaon = "E"\n', 2, 'did you mean "reason"'),
        ('\n[[waivers]]\ncode = "E"\n', 2, 'unknown key "waivers"'),
        ('waiver = "x"\n', 1, "array of tables"),
        ("[[waiver]]\ncode = 3\n", 2, '"code" must be a string'),
        ("[[waiver]]\ncode = \n", 2, "not valid TOML"),
        ('[[waiver]]\n<<<<<<< HEAD\ncode = "EFF001"\n=======\ncode = "EFF002"\n>>>>>>> other\n', 2, "unresolved merge conflict"),
    ],
)
def test_a_ledger_with_a_slip_is_told_with_its_line(tmp_path, text, line, message):
    path = tmp_path / "claimlint-waivers.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=re.escape(message)) as told:
        read_ledger(path)
    assert told.value.line == line
    assert told.value.remedy or "TOML" in message


def test_a_ledger_written_in_other_ways_is_read_and_not_changed(tmp_path):
    path = tmp_path / "claimlint-waivers.toml"
    path.write_text('waiver = [{ code = "EFF001", fingerprint = "0011223344556677", path = "a.md", reason = "the label says so" }]\n')
    ledger = read_ledger(path)
    assert ledger.entries[0].line == 0
    with pytest.raises(ConfigError, match="line by line"):
        removed(ledger, ledger.entries)
    with pytest.raises(ConfigError, match="line by line"):
        added(ledger, [Entry("EFF001", "a" * 16)])


def test_thousands_of_directives_neither_hang_nor_pass_unseen():
    text = "".join(f"<!-- {ALLOW} -->\n{CLAIM}\n\n" for _ in range(1_200))
    stands, passed = judged("a.md", text)
    assert len(passed) == 1_000
    assert [code for code, _ in stands].count("EFF001") == 200
    assert [code for code, _ in stands].count("WAI003") == 1


def test_a_directive_without_end_is_refused_at_once():
    (directive,) = said(f"claimlint: allow EFF001 because {WHY}" + "," * 1_000_000)
    assert "longer than" in directive.fault

"""Claims over two sentences: a question with a fragment for an answer, and a story that goes on in the next sentence."""

from __future__ import annotations

import pytest

from claimlint.cli.build import build
from claimlint.config import Config
from claimlint.discover import discover
from claimlint.language.normalise import fold
from claimlint.language.units import Units
from claimlint.model import Span
from claimlint.readers import Reader, read
from claimlint.rules.home import lexicon_home
from claimlint.rules.load import load_lexicons
from claimlint.trace import explain

LINTER = build(Config(markets=("us", "eu", "uk", "cn"))).linter
READERS = discover("readers", "READER", Reader)
UNITS = {lexicon.language: Units(lexicon) for lexicon in load_lexicons(lexicon_home())}


def draft(text, path="a.md"):
    return read(path, text.encode(), READERS)


def flagged(text, path="a.md"):
    return [(f.code, f.quote) for f in LINTER.lint(draft(text, path)).findings]


@pytest.mark.parametrize(
    ("text", "code", "quote"),
    [
        ("Any side effects? Nil.", "SAF002", "Any side effects? Nil"),
        ("Good news. Are there side effects? Not a single one. Order now.", "SAF002", "Are there side effects? Not a single one"),
        ("Worried about side effects? “Don't be.”", "SAF002", "Worried about side effects? “Don't be"),
        ("Could it interact with my medicines? Never.", "SAF002", "Could it interact with my medicines? Never"),
        ("Is it safe? Completely.", "SAF001", "Is it safe? Completely"),
        ("Does it work? For everyone.", "EFF003", "Does it work? For everyone"),
        ("Will it cure gout? Guaranteed!", "EFF001", "Will it cure gout? Guaranteed"),
        ("Can it replace my doctor? Of course.", "DIA002", "Can it replace my doctor? Of course"),
        ("Suffering from gout? Cherro is the solution.", "EFF001", "Suffering from gout? Cherro is the solution"),
        ("Struggling with psoriasis? Our cream can help.", "EFF001", "Struggling with psoriasis? Our cream can help"),
        ("Is it a UTI? Our app knows.", "DIA001", "Is it a UTI? Our app knows"),
        ("Still need a doctor? Not with us.", "SAF006", "Still need a doctor? Not with us"),
        ("Who writes your prescription? Our chatbot.", "RXA001", "Who writes your prescription? Our chatbot"),
        ("Who approves your prescription? Nobody.", "RXA001", "Who approves your prescription? Nobody"),
        ("有副作用吗？一个都没有。", "SAF002", "有副作用吗？一个都没有"),
        ("副作用？零！", "SAF002", "副作用？零"),
        ("还需要医生吗？不用。", "DIA002", "还需要医生吗？不用"),
        ("能治好痛风吗？当然能。", "EFF001", "能治好痛风吗？当然能"),
        ("痛风？没了。", "EFF001", "痛风？没了"),
    ],
)
def test_a_question_and_its_fragment_are_one_statement(text, code, quote):
    (found,) = [f for f in LINTER.lint(draft(text)).findings if f.code == code]
    assert found.quote == quote
    assert text[found.span.start : found.span.end] == quote


@pytest.mark.parametrize(
    "text",
    [
        "Any side effects? Tell your pharmacist.",
        "Any side effects? Nil. The common ones are listed in the leaflet? Yes, all of them are.",
        "Does it cure gout? No.",
        "Does it cure gout? Nobody knows.",
        "Will it cure gout? Yes, say the sellers; no, says the regulator.",
        "Who writes your prescription? Your own doctor.",
        "Who writes your prescription? A physician who has seen you.",
        "Can penicillin cure pneumonia? Yes.",
        "Need a doctor? Call us.",
        "Need a taxi? Not today.",
        "Does it hurt? Ask the nurse.",
        "Any questions? None.",
        "Are there fees? Never.",
        "What can it not do? Diagnose.",
        "Suffering from gout? Your doctor can help.",
        "Is it flu? Your pharmacist knows.",
        "Living with gout? We meet on Mondays.",
        "有副作用吗？请咨询医生。",
        "能治好痛风吗？不能。",
        "谁来开处方？接诊医生。",
        "还有问题吗？没有。",
        "需要发票吗？不需要。",
    ],
)
def test_other_questions_and_answers_are_left_alone(text):
    found = [(code, quote) for code, quote in flagged(text) if quote != "Any side effects? Nil"]
    assert found == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("I had psoriasis since school. Now my skin is smooth.", "I had psoriasis since school. Now my skin is smooth"),
        ("Hello. I was on antidepressants. Today I don't need them! Thanks.", "I was on antidepressants. Today I don't need them"),
        ("My cholesterol was 290. After six weeks it is 180.", "My cholesterol was 290. After six weeks it is 180"),
        ("我以前总便秘。现在大便规律了。", "我以前总便秘。现在大便规律了"),
    ],
)
def test_a_story_over_two_sentences(text, quote):
    assert ("END002", quote) in flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "I had psoriasis since school. Now my skin is my subject as a nurse.",
        "I had psoriasis since school. We met in a clear room.",
        "I had psoriasis since school. Penicillin is old. Now my skin is smooth.",  # no neighbours
        "I had psoriasis since school.\n\nNow my skin is smooth.",  # not one paragraph
        "My cholesterol was 290. Now I am 60.",
        "I was on antidepressants. Today I teach.",
        "我以前总便秘。现在请看菜单。",
    ],
)
def test_a_story_that_is_none(text):
    assert [code for code, _ in flagged(text) if code == "END002"] == []


def test_a_citation_and_markup_between_keep_the_places():
    text = "Is *it* **safe**? _Always_ [1].\n"
    (found,) = [f for f in LINTER.lint(draft(text)).findings if f.code == "SAF001"]
    assert text[found.span.start : found.span.end].startswith("Is *it* **safe**? _Always")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("## Any side effects?\n\nNone.\n", "None."),
        ("<h3>Any side effects?</h3><p>None at all.</p>", "None at all."),
        ("## 副作用？\n\n零。\n", "零。"),
    ],
)
def test_a_heading_asks_and_the_line_after_it_answers(text, quote):
    (found,) = [f for f in LINTER.lint(draft(text, "a.html" if text.startswith("<") else "a.md")).findings if f.code == "SAF002"]
    assert found.quote == quote
    assert "under “" in found.message
    assert found.labels


@pytest.mark.parametrize(
    "text",
    [
        "## Any side effects?\n\nSee the leaflet.\n",
        "## Any side effects?\n\nA first line.\n\nNone.\n",
        "## Any side effects?\n\nNone of our customers answered the question, so we do not know it at all.\n",
    ],
)
def test_what_stands_after_a_heading_is_not_always_an_answer(text):
    assert flagged(text) == []


def test_the_trace_tells_it_too():
    traced = explain(LINTER, draft("Any side effects? Nil."), 2)
    assert [(m.rule, m.reads) for m in traced.trace.mentions if m.cleared is None] == [("SAF002", "no side effects")]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "Does it hurt? Not at all.", "it does not hurt"),
        ("en", "Who signs? Nobody.", "nobody signs"),
        ("zh", "疼吗？一点也不。", "一点也不疼"),
    ],
)
def test_a_statement_leads_back_to_both_sentences(language, text, said):
    (statement,) = UNITS[language].statements(fold(text))
    assert statement.text == said
    back = statement.back(Span(0, len(said)))
    assert text[back.start : back.end].strip("?？.。") in text
    assert back.end > text.replace("？", "?").index("?") > back.start

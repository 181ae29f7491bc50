"""Sentence ends and languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.language.sentences import language, split
from claimlint.model import Piece, Segment

ABBREVIATIONS = frozenset(["dr", "e.g", "vs", "al"])
COMMON = frozenset(["the", "and", "is", "of", "to", "a", "in"])


def texts(text):
    segment = Segment(text, "paragraph", (Piece(0, len(text), 0, len(text)),))
    return [s.text for s in split(segment, ABBREVIATIONS, COMMON)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It works. It is safe.", ["It works.", "It is safe."]),
        ("Dr. Ava Stone leads. She is in.", ["Dr. Ava Stone leads.", "She is in."]),
        ("Smith et al. Found it.", ["Smith et al. Found it."]),
        ("Accuracy was 99.91% in May. Good.", ["Accuracy was 99.91% in May.", "Good."]),
        ("It fell by 30%.[1] Next one.", ["It fell by 30%.[1]", "Next one."]),
        ("It fell.¹ Next one.", ["It fell.¹", "Next one."]),
        ("Cured? No. Never!", ["Cured? No.", "Never!"]),
        ('"It works." She said so.', ['"It works."', "She said so."]),
        ("准确率99.91%。能治好吗？不能。", ["准确率99.91%。", "能治好吗？", "不能。"]),
        ("“包治百病！”都是骗子", ["“包治百病！”", "都是骗子"]),
        ("提高免疫；增强代谢", ["提高免疫；", "增强代谢"]),
        ("   ", []),
    ],
)
def test_ends(text, sentences):
    assert texts(text) == sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The app is for you.", "en"),
        ("上传照片，AI秒出结果", "zh"),
        ("Google DeepMind共同开发的工具", "zh"),
        ("Unsere neue Creme lindert Schmerzen sofort ohne jede Nebenwirkung garantiert", "und"),
        ("この薬は糖尿病を治します", "und"),
        ("이 약은 당뇨병을 치료합니다", "und"),
    ],
)
def test_language(text, expected):
    assert language(text, COMMON) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_sentences_cover_all_but_white_space(text):
    segment = Segment(text, "paragraph", (Piece(0, len(text), 0, len(text)),))
    covered = set()
    last = 0
    for sentence in split(segment, ABBREVIATIONS, COMMON):
        assert last <= sentence.span.start < sentence.span.end <= len(text)
        last = sentence.span.end
        covered |= set(range(sentence.span.start, sentence.span.end))
    assert all(c.isspace() for at, c in enumerate(text) if at not in covered)


def test_a_full_stop_between_two_scripts_ends_a_sentence():
    text = "Our tea is nice. 本茶很好。Dr. 王来了，3.5 克。"
    segment = Segment(text, "paragraph", (Piece(0, len(text), 0, len(text)),))
    assert [s.text for s in split(segment, ("dr",), ("our", "is"))] == ["Our tea is nice.", "本茶很好。", "Dr. 王来了，3.5 克。"]

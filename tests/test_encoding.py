"""Encodings: what the bytes of a draft are taken for, when that is said, and when they are refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.discover import discover
from claimlint.errors import UnreadableError
from claimlint.readers import Reader, decode, read
from claimlint.readers._encoding import decoded

READERS = discover("readers", "READER", Reader)
SIMPLE = "本产品适合每天使用，医生可以根据患者的情况给出建议。\n请仔细阅读说明书。"
TRADITIONAL = "本產品適合每天使用，醫生可以根據患者的情況給出建議。\n請仔細閱讀說明書。"
ENGLISH = "Our café’s “new” tea – it doesn’t cure a cold… 37 °C, 5 ± 1 €."


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (SIMPLE, "utf-8", ""),
        (SIMPLE, "utf-8-sig", ""),
        (SIMPLE, "utf-16", ""),
        (SIMPLE, "gb2312", "GB18030"),
        (SIMPLE, "gb18030", "GB18030"),
        (f"# Tea\n\nAbout our tea and nothing else.\n\n{SIMPLE}\n", "gbk", "GB18030"),
        (TRADITIONAL, "big5", "Big5"),
        (TRADITIONAL + "嘅啲咗", "big5hkscs", "Big5 (HKSCS)"),
        (SIMPLE, "utf-16-le", "UTF-16 LE"),
        (SIMPLE, "utf-16-be", "UTF-16 BE"),
        ("Our tea is only a tea.\n", "utf-16-le", "UTF-16 LE"),
        (ENGLISH, "cp1252", "Windows-1252"),
        ("Zoë’s", "cp1252", "Windows-1252"),
        ("“Café”", "cp1252", "Windows-1252"),
        ("Our café", "cp1252", "Windows-1252"),  # UTF-16 of four Han characters, as far as the bytes go
        ("Our café is open.", "latin-1", "Windows-1252"),  # é is é in every encoding that it could be of
    ],
)
def test_what_is_certain_enough_is_read_and_said(text, encoding, said):
    assert decoded("a.txt", text.encode(encoding)) == (text, said)
    document = read("a.txt", text.encode(encoding), READERS)
    assert [o.what for o in document.omitted] == ([f"file read as {said}"] if said else [])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("우리 앱은 의사를 대신하지 않습니다.", "euc_kr"),
        ("健康な生活のための新しい方法", "euc_jp"),
        ("健康な生活のための新しい方法", "shift_jis"),
        ("Наш чай – только чай.", "cp1251"),
        ("Наш чай - только чай.", "koi8_r"),
        ("Our crème is new.", "latin-1"),  # a č in Central Europe
        ("祛痘霜", "utf-16-le"),
        ("Nasza herbata leczy żołądek łatwo", "cp1250"),
        ("龘靐齉爩", "gb18030"),
    ],
)
def test_other_scripts_and_doubtful_bytes_are_refused(text, encoding):
    with pytest.raises(UnreadableError, match="not valid UTF-8 at byte") as caught:
        decode("a.txt", text.encode(encoding))
    assert caught.value.remedy == "save the file as UTF-8 text"


def test_what_a_page_declares_decides_between_what_would_do():
    page = '<meta charset="gb2312"><p>龘靐齉爩鱻麤的</p>'
    assert decoded("a.html", page.encode("gb18030")) == (page, "GB18030")
    with pytest.raises(UnreadableError):
        decode("a.html", page.replace("gb2312", "koi8-r").encode("gb18030"))


@pytest.mark.parametrize("text", [SIMPLE, ENGLISH * 3])
@pytest.mark.parametrize("byte", [b"\xff", b"\x92", b"\xc3"])
def test_damaged_utf_8_is_not_mangled(text, byte):
    data = text.encode()
    for at in range(0, len(data), 7):
        damaged = data[:at] + byte + data[at + 1 :]
        if "\ufffd" in damaged.decode(errors="replace"):  # else it is as valid as it was
            with pytest.raises(UnreadableError):
                decode("a.txt", damaged)


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=200))
def test_whatever_is_read_becomes_the_same_bytes_again(data):
    names = {"": "utf-8", "GB18030": "gb18030", "Big5": "cp950", "Big5 (HKSCS)": "big5hkscs", "Windows-1252": "cp1252"}
    try:
        text, said = decoded("a.txt", data)
    except UnreadableError:
        return
    assert "\0" not in text
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and not said.startswith("UTF-16"):
        assert text.encode(names[said]) == data

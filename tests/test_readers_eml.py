"""E-mail: subject, preheader, the parts and their encodings; what is said twice is read once, what is attached is counted."""

from __future__ import annotations

import base64
import quopri
from email.message import EmailMessage

import pytest

from claimlint.discover import discover
from claimlint.model import Document
from claimlint.readers import Reader, read

READERS = discover("readers", "READER", Reader)


def mail(data: bytes) -> Document:
    return read("a.eml", data, READERS)


def seen(document: Document) -> list[tuple[str, str]]:
    return [(s.address, s.text) for s in document.segments]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Plain words", "Plain words"),
        ("=?utf-8?B?" + base64.b64encode("治愈糖尿病".encode()).decode() + "?=", "治愈糖尿病"),
        ("=?gb2312?Q?=D6=CE=D3=FA?= now", "治愈 now"),
        ("=?nonsense?Q?x?=", "=?nonsense?Q?x?="),
        ("folded\n over two lines", "folded over two lines"),
    ],
)
def test_subjects(subject, text):
    assert seen(mail(f"Subject: {subject}\n\n".encode())) == [("subject", text)]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "gb2312", "utf-16", "big5"])
@pytest.mark.parametrize("coding", ["base64", "quoted-printable", "8bit"])
def test_bodies_in_every_encoding(charset, coding):
    text = "本品治愈\nCures all."
    raw = text.encode(charset)
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring, "8bit": bytes}[coding](raw)
    if charset == "utf-16" and coding == "8bit":
        pytest.skip("such a message cannot be written")
    head = f"Subject: s\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {coding}\n\n"
    assert " ".join(t for _, t in seen(mail(head.encode() + body))[1:]) == "本品治愈 Cures all."


def test_the_html_part_speaks_for_the_text_part_where_they_agree():
    made = EmailMessage()
    made["Subject"] = "News"
    made.set_content("It cures diabetes.\n\nOnly here.\n")
    made.add_alternative("<p>It c<b>ure</b>s\n diabetes.</p><p>Only there.</p>", subtype="html")
    made.add_attachment(b"PK", maintype="application", subtype="zip", filename="x.zip")
    document = mail(bytes(made))
    assert seen(document) == [
        ("subject", "News"),
        ("text part, paragraph 1", "Only here."),
        ("HTML part, paragraph 1", "It cures diabetes."),
        ("HTML part, paragraph 2", "Only there."),
    ]
    said = {o.what: o.count for o in document.omitted}
    assert (said["attachment"], said["paragraph said again in the HTML part"]) == (1, 1)
    cures = next(s for s in document.segments if "cures" in s.text)
    first, last = cures.pieces[0], cures.pieces[-1]
    assert document.source[first.source : last.source + last.source_length] == "It c<b>ure</b>s\n diabetes."


@pytest.mark.parametrize("tag", ['<div style="display:none">', '<span class="preheader">', '<td style="x:y; display: none;">'])
def test_the_preheader_is_called_so(tag):
    data = f"Subject: s\nContent-Type: text/html\n\n<title>t</title>{tag}Heals overnight</div><p>Hello.</p>"
    assert ("preheader", "Heals overnight") in seen(mail(data.encode()))


def test_the_title_and_links_of_a_part_keep_their_places():
    data = b'Subject: s\nContent-Type: text/html\n\n<p>See <a href="https://doi.org/10.5555/a">it</a>.</p>'
    document = mail(data)
    link = next(s for s in document.segments if s.kind == "link")
    at = link.pieces[0].source
    assert document.source[at : at + len(link.text)] == link.text == "https://doi.org/10.5555/a"

"""What no office program writes: each is told with a remedy, nothing is run, nothing hangs, and the run goes on."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from office_values import ODF, SPACES, box, docx, odt, p, packed, pptx, rels, xlsx

from claimlint.cli import main
from claimlint.discover import discover
from claimlint.errors import UnreadableError
from claimlint.model import Document
from claimlint.readers import Reader, _extract, _pdf, _xml, _zip, read

READERS = discover("readers", "READER", Reader)
DRAFTS = Path(__file__).parent / "drafts"
REAL = [DRAFTS / name for name in ("leaflet.docx", "deck.pptx", "ads.xlsx", "leaflet.odt", "newsletter.eml")]
PDF = DRAFTS / "leaflet.pdf"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(name: str, data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read(name, data, READERS)
    assert caught.value.path == name
    return caught.value


def bomb() -> bytes:
    """A document of 40 MB of blanks in a few kilobytes."""
    return docx("<w:p/>" + " " * 40_000_000)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'


def with_document(content: str | bytes) -> bytes:
    return packed({"_rels/.rels": rels(("r", "officeDocument", "word/document.xml")), "word/document.xml": content})


def encrypted() -> bytes:
    """An archive whose entries say that they are encrypted."""
    data = bytearray(docx(p("secret")))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(sign, start)) >= 0:
            data[start + at] |= 1
            start += 4
    return bytes(data)


def elsewhere(at: int) -> bytes:
    """An archive whose first part is said to lie beyond the end of any file."""
    data = bytearray(docx(p("x")))
    entry = data.find(b"PK\x01\x02")
    name, extra = (int.from_bytes(data[entry + k : entry + k + 2], "little") for k in (28, 30))
    behind, end = entry + 46 + name + extra, data.rfind(b"PK\x05\x06")
    far = struct.pack("<HHQ", 1, 8, at)
    data[entry + 42 : entry + 46] = b"\xff" * 4
    data[entry + 30 : entry + 32] = struct.pack("<H", extra + len(far))
    data[end + 12 : end + 16] = struct.pack("<I", int.from_bytes(data[end + 12 : end + 16], "little") + len(far))
    return bytes(data[:behind]) + far + bytes(data[behind:])


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.docx", bomb(), "unpacks to over"),
        ("a.docx", elsewhere(1 << 40), "damaged"),
        ("a.docx", elsewhere((1 << 64) - 1), "damaged"),
        ("a.docx", with_document(LAUGHS + f"<w:document {SPACES}><w:body>&b;</w:body></w:document>"), "document type"),
        ("a.docx", with_document(OUTSIDE + f"<w:document {SPACES}/>"), "document type"),
        ("a.docx", with_document((LAUGHS + "<x/>").encode("utf-16")), "document type"),
        ("a.odt", odt("").replace(b"<manifest:manifest", b"<!DOCTYPE x []><ma"), "damaged"),
        ("a.docx", docx("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000), "nested deeper"),
        ("a.docx", encrypted(), "protected by a password"),
        ("a.docx", OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("a.docx", OLE + b"\0" * 1024, "before 2007"),
        ("a.odt", odt("", manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"), "protected by a password"),
        ("a.docx", docx(p("x"))[:-40], "damaged"),
        ("a.docx", docx(p("x"))[:200], "damaged"),
        ("a.docx", with_document("<w:document"), "no well-formed XML"),
        ("a.docx", with_document(b"\xff\xfe\x00"), "no well-formed XML"),
        ("a.docx", packed({"word/other.xml": "<x/>"}), "no main part"),
        ("a.docx", packed({"inner.zip": packed({"a": "b"})}), "no main part"),
        ("a.md", packed({"inner.docx": docx(p("x"))}), "an archive"),
        ("a.docx", b"", "empty"),
        ("a.docx", b"\x89PNG\r\n\x1a\n\0\0", "damaged"),
        ("a.txt", b"{\\rtf1 x}", "rich text"),
        ("a.pptx", pptx([""] * 6_000), "6,000 slides"),
        ("a.pdf", b"%PDF-1.7\nnothing", "damaged"),
        ("a.pdf", b"%PDF-1.7\n" + b"1 0 obj" * 500_001, "500,000 objects"),
        ("a.pdf", b"\0\1\2\3", "damaged"),
        ("a.pdf", b"%XDF-1.7\n" + bytes(range(128, 256)), "damaged"),
        ("a.eml", b"no headers at all", "no e-mail"),
        ("a.eml", b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(300)), "nested parts"),
        ("a.eml", b"Subject: x\nContent-Type: text/plain; charset=none\n\n\xff\xfe\xff", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(name, data, message):
    error = refused(name, data)
    assert message in error.message
    assert len(str(error)) < 300


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".pdf"])
def test_files_that_libreoffice_locked_are_told_from_damaged_ones(suffix):
    data = (DRAFTS / "locked" / f"locked{suffix}").read_bytes()
    locked = refused(f"a{suffix}", data)
    assert (locked.message, locked.remedy) == ("protected by a password", "save it without a password")
    assert "damaged" in refused(f"a{suffix}", (DRAFTS / f"leaflet{suffix}").read_bytes()[:3_000]).message


def test_a_file_of_an_old_office_is_told_under_any_suffix():
    data = (DRAFTS / "locked" / "old.doc").read_bytes()
    for name in ("a.docx", "a.xlsx", "a.pptx", "a.odt"):
        assert "before 2007" in refused(name, data).message
    for name in ("a.md", "a.doc", "nothing"):
        assert "before 2007" in refused(name, data).message


def test_parts_and_all_parts_together_have_a_limit(monkeypatch):
    names = [f"h{n}" for n in range(12)]
    part = f"<w:hdr {SPACES}>{p('x' * 5_000)}</w:hdr>"
    data = docx("", tuple((n, "header", f"{n}.xml") for n in names), **dict.fromkeys((f"{n}__xml" for n in names), part))
    monkeypatch.setattr(_zip, "TOTAL", 50_000)
    assert "50,000" in refused("a.docx", data).message
    monkeypatch.setattr(_zip, "PART", 3_000)
    assert "3,000" in refused("a.docx", data).message


def test_text_and_elements_have_limits(monkeypatch):
    monkeypatch.setattr(_extract, "CHARACTERS", 100)
    assert "characters of text" in refused("a.docx", docx(p("word " * 30))).message
    monkeypatch.setattr(_xml, "ELEMENTS", 50)
    assert "elements" in refused("a.pptx", pptx([box("x") * 20])).message


def nested(start: str, end: str, depth: int = 40) -> str:
    return start * depth + "<text:p>deep</text:p>" + end * depth


NESTS = [
    ("<table:table><table:table-row><table:table-cell>", "</table:table-cell></table:table-row></table:table>"),
    ("<text:p>a<text:note><text:note-body>", "</text:note-body></text:note></text:p>"),
    ("<text:p><draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>"),
    ("<text:list><text:list-item>", "</text:list-item></text:list>"),
]


@pytest.mark.parametrize(("start", "end"), NESTS)
def test_what_stands_in_itself_is_read_once(start, end):
    document = read("a.odt", odt(nested(start, end)), READERS)
    assert [s.text for s in document.segments].count("deep") == 1


def test_a_word_table_in_itself_is_read_once():
    body = "<w:tbl><w:tr><w:tc>" * 40 + p("deep") + "</w:tc></w:tr></w:tbl>" * 40
    assert [s.text for s in read("a.docx", docx(body), READERS).segments] == ["deep"]


def test_a_central_directory_that_lies_about_its_size():
    data = bytearray(docx(p("x")))
    at = data.rfind(b"PK\x05\x06")
    struct.pack_into("<H", data, at + 10, 60_000)
    struct.pack_into("<I", data, at + 12, 0x7FFFFFFF)
    refused("a.docx", bytes(data))


def test_targets_outside_the_archive_are_not_followed(tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_text(f"<w:hdr {SPACES}>{p('secret')}</w:hdr>")
    links = (("a", "header", "../../../../../../" + str(secret)), ("b", "header", "file://" + str(secret)), ("c", "header", str(secret)))
    document = read("a.docx", docx(p("Words."), links), READERS)
    assert [s.text for s in document.segments] == ["Words."]


def test_an_attached_message_is_no_part_of_the_copy():
    inner = "Content-Type: message/rfc822\n\nSubject: inner\n\nIt cures cancer.\n"
    data = f'Subject: outer\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nHello.\n--b\n{inner}--b--\n'.encode()
    document = read("a.eml", data, READERS)
    assert [s.text for s in document.segments] == ["outer", "Hello."]
    assert ("attachment", 1) in [(o.what, o.count) for o in document.omitted]


def test_a_crash_of_the_pdf_library_ends_no_run(tmp_path, monkeypatch):
    worker = tmp_path / "worker.py"
    monkeypatch.setattr(_pdf, "_WORKER", worker)
    for program in ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", 'print("{\\"pages\\": 2}")', 'print("{broken")', ""):
        worker.write_text(program)
        assert "gave up" in refused("a.pdf", PDF.read_bytes()).message
    worker.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(_pdf, "SECONDS", 0.5)
    assert "seconds" in refused("a.pdf", PDF.read_bytes()).message


def test_limits_of_pages_and_characters_of_a_pdf(monkeypatch):
    monkeypatch.setattr(_pdf, "PAGES", 1)
    assert "limit of" in refused("a.pdf", PDF.read_bytes()).message
    monkeypatch.setattr(_pdf, "PAGES", 10)
    monkeypatch.setattr(_pdf, "CHARACTERS", 100)
    assert "characters" in refused("a.pdf", PDF.read_bytes()).message


def test_modules_in_the_current_folder_are_not_imported(tmp_path, monkeypatch):
    (tmp_path / "pypdfium2.py").write_text("raise SystemExit('imported from the folder of drafts')")
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the folder of drafts')")
    monkeypatch.chdir(tmp_path)
    assert read("a.pdf", PDF.read_bytes(), READERS).segments


def test_without_the_library_the_message_names_the_command(monkeypatch):
    monkeypatch.setattr(_pdf, "find_spec", lambda _: None)
    assert refused("a.pdf", PDF.read_bytes()).remedy == 'pip install "claimlint-health[pdf]"'


def test_the_run_goes_on_and_ends_with_two(tmp_path, monkeypatch, capsys):
    (tmp_path / "bomb.docx").write_bytes(bomb())
    (tmp_path / "old.pptx").write_bytes(OLE + b"\0" * 600)
    (tmp_path / "good.docx").write_bytes(docx(p("Our tea cures diabetes.")))
    monkeypatch.setattr("sys.argv", ["claimlint", "check", "--isolated", "--format", "json", str(tmp_path)])
    with pytest.raises(SystemExit) as end:
        main()
    report = json.loads(capsys.readouterr().out)
    assert end.value.code == 2
    assert sorted(Path(s["path"]).name for s in report["skipped"]) == ["bomb.docx", "old.pptx"]
    assert [f["quote"] for f in report["findings"]] == ["cures diabetes"]


def tried(name: str, data: bytes) -> Document | UnreadableError:
    try:
        return read(name, data, READERS)
    except UnreadableError as error:
        return error


def harmless(name: str, data: bytes) -> None:
    """Whatever the bytes are, a document or an error that a user can mend comes of them."""
    document = tried(name, data)
    if isinstance(document, UnreadableError):
        assert document.message
        return
    assert isinstance(document, Document)
    for segment in document.segments:
        assert segment.text == segment.text.strip() != ""
        assert all(0 <= piece.source <= piece.source + piece.source_length <= len(document.source) for piece in segment.pieces)


edits = st.lists(st.tuples(st.integers(0, 1 << 30), st.binary(max_size=6), st.integers(0, 40)), min_size=1, max_size=6)


def edited(data: bytes, changes: list[tuple[int, bytes, int]]) -> bytes:
    for at, new, gone in changes:
        start = at % (len(data) + 1)
        data = data[:start] + new + data[start + gone :]
    return data


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=edits)
def test_mutated_files_are_read_or_told(path, changes):
    harmless(path.name, edited(path.read_bytes(), changes))


@pytest.mark.parametrize("path", REAL[:4], ids=lambda path: path.name)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=edits, which=st.integers(0, 1 << 16))
def test_mutated_parts_are_read_or_told(path, changes, which):
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    name = names[which % len(names)]
    harmless(path.name, packed({**parts, name: edited(parts[name], changes)}))


TAGS = ["w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:ins", "w:del", "w:hyperlink", "w:txbxContent", "w:sdt", "w:fldSimple", "w:drawing"]


@settings(max_examples=100, deadline=None)
@given(tags=st.lists(st.sampled_from(TAGS), max_size=30), words=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10))
def test_elements_in_any_order_are_read(tags, words):
    safe = words.replace("&", "").replace("<", "").replace(">", "")
    body = "".join(f"<{t}>" for t in tags) + safe + "".join(f"</{t}>" for t in reversed(tags))
    harmless("a.docx", docx(body))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=edits)
@example(changes=[(275, b"\x1f\x0c", 13)])  # letters of no size
def test_mutated_pdf_is_read_or_told(changes):
    harmless("a.pdf", edited(PDF.read_bytes(), changes))


@settings(max_examples=60, deadline=None)
@given(
    data=st.binary(max_size=200), head=st.sampled_from([b"PK\x03\x04", OLE, b"%PDF-", b"Subject: x\n", b"Content-Type: text/html\n\n", b""])
)
def test_any_bytes_are_read_or_told(data, head):
    for name in ("a.docx", "a.pptx", "a.xlsx", "a.odt", "a.eml", "a.md"):
        harmless(name, head + data)


def test_cells_without_end_are_read_in_bounded_memory():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 20_001))
    document = read("a.xlsx", xlsx(rows), READERS)
    assert [(o.what, o.count) for o in document.omitted] == [("number cell", 20_000)]


def test_another_kind_of_open_document_is_told():
    content = f"<office:document-content {ODF}><office:body><office:spreadsheet/></office:body></office:document-content>"
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<x/>", "content.xml": content}
    assert "no text" in refused("a.odt", packed(parts, method=zipfile.ZIP_STORED)).message

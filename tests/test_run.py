"""From paths to files: order, exclusion, what is passed by, what cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimlint.discover import discover
from claimlint.errors import ConfigError, UnreadableError
from claimlint.readers import LIMIT, Reader
from claimlint.run import open_draft, walk

READERS = discover("readers", "READER", Reader)


def make(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text.\n")


def names(folder, found):
    return [p.relative_to(folder).as_posix() for p in found.files]


def test_a_folder_is_walked_in_a_fixed_order(tmp_path):
    make(tmp_path, "b.md", "a.txt", "sub/c.HTML", "sub/x.py", ".git/d.md", "node_modules/e.md", ".hidden.md")
    assert names(tmp_path, walk([tmp_path], READERS, ())) == ["a.txt", "b.md", "sub/c.HTML"]


def test_formats_that_no_reader_owns_are_counted(tmp_path):
    make(tmp_path, "a.md", "deck.pptx", "old.DOCX", "new.docx", "logo.png")
    found = walk([tmp_path], READERS, ())
    assert [(o.what, o.count) for o in found.passed_over] == [(".docx file", 2), (".pptx file", 1)]


def test_excludes_apply_below_folders_and_by_force_to_named_files(tmp_path):
    make(tmp_path, "a.md", "old/b.md", "old/keep.md")
    assert names(tmp_path, walk([tmp_path], READERS, ["old/*", "!old/keep.md"])) == ["a.md", "old/keep.md"]
    assert names(tmp_path, walk([tmp_path / "a.md"], READERS, ["a.md"])) == ["a.md"]
    assert names(tmp_path, walk([tmp_path / "a.md"], READERS, ["a.md"], force_exclude=True)) == []


def test_the_registry_folder_holds_no_drafts(tmp_path):
    make(tmp_path, "a.md", "evidence/README.md")
    assert names(tmp_path, walk([tmp_path], READERS, (), apart=[tmp_path / "evidence"])) == ["a.md"]


def test_a_missing_path_is_skipped_and_told(tmp_path):
    make(tmp_path, "a.md")
    found = walk([tmp_path / "nope.md", tmp_path / "a.md"], READERS, ())
    assert [(Path(s.path).name, s.reason) for s in found.skipped] == [("nope.md", "no such file or folder")]
    assert names(tmp_path, found) == ["a.md"]


def test_links_are_not_followed_below_a_folder(tmp_path):
    make(tmp_path, "in/a.md", "secret/b.md")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "b.md").symlink_to(tmp_path / "secret" / "b.md")
    assert names(tmp_path, walk([tmp_path / "in"], READERS, ())) == ["in/a.md"]


def test_a_pattern_that_is_none(tmp_path):
    with pytest.raises(ConfigError, match="exclude"):
        walk([tmp_path], READERS, ["!"])


def test_a_file_is_read_once(tmp_path):
    make(tmp_path, "a.md")
    assert len(walk([tmp_path, tmp_path / "a.md"], READERS, ()).files) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"Text \xff\xfe more", "byte 5"), (b"PK\x03\x04\x00\x00", "binary"), (b"caf\xe9\n", "not valid UTF-8")],
)
def test_what_is_no_text_is_told_with_its_place(tmp_path, data, message):
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match=message):
        open_draft(path, READERS)


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)
    with pytest.raises(UnreadableError, match="over the limit"):
        open_draft(path, READERS)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_no_draft_and_hangs_nothing(tmp_path):
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(UnreadableError, match="not an ordinary file"):
        open_draft(tmp_path / "a.md", READERS)

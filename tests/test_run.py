"""From paths to files: order, exclusion, what is passed by, what cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimlint.config import Config
from claimlint.discover import discover
from claimlint.errors import ConfigError, UnreadableError
from claimlint.model import Omission
from claimlint.readers import LIMIT, Reader, read
from claimlint.walk import bytes_of
from claimlint.walk import walk as really_walk

READERS = discover("readers", "READER", Reader)


def walk(paths, readers, exclude, *, registry="", force_exclude=False):
    """Walk with one configuration everywhere, that of the first path's folder."""
    home = paths[0] if paths[0].is_dir() else paths[0].parent
    config = Config(path=str(home / "claimlint.toml"), exclude=tuple(exclude), registry=str(registry) if registry else "")
    return really_walk(paths, readers, lambda _: config, force_exclude=force_exclude)


def open_draft(path, readers):
    return read(str(path), bytes_of(path), readers)


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
    make(tmp_path, "a.md", "deck.ppt", "old.DOC", "new.doc", "logo.png")
    found = walk([tmp_path], READERS, ())
    assert [(o.what, o.count) for o in found.passed_over] == [(".doc file", 2), (".ppt file", 1)]


def test_excludes_apply_below_folders_and_by_force_to_named_files(tmp_path):
    make(tmp_path, "a.md", "old/b.md", "old/keep.md")
    assert names(tmp_path, walk([tmp_path], READERS, ["old/*", "!old/keep.md"])) == ["a.md", "old/keep.md"]
    assert names(tmp_path, walk([tmp_path / "a.md"], READERS, ["a.md"])) == ["a.md"]
    assert names(tmp_path, walk([tmp_path / "a.md"], READERS, ["a.md"], force_exclude=True)) == []


def test_the_registry_folder_holds_no_drafts(tmp_path):
    make(tmp_path, "a.md", "evidence/README.md")
    assert names(tmp_path, walk([tmp_path], READERS, (), registry=tmp_path / "evidence")) == ["a.md"]


def test_a_missing_path_is_skipped_and_told(tmp_path):
    make(tmp_path, "a.md")
    found = walk([tmp_path / "nope.md", tmp_path / "a.md"], READERS, ())
    assert [(Path(s.path).name, s.reason) for s in found.skipped] == [("nope.md", "no such file or folder")]
    assert names(tmp_path, found) == ["a.md"]


def test_links_are_not_followed_below_a_folder(tmp_path):
    make(tmp_path, "in/a.md", "secret/b.md")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "b.md").symlink_to(tmp_path / "secret" / "b.md")
    (tmp_path / "in" / "gone.md").symlink_to(tmp_path / "in" / "nothing")
    found = walk([tmp_path / "in"], READERS, ())
    assert names(tmp_path, found) == ["in/a.md"]
    assert found.passed_over == (Omission("symbolic link", 3),)


def test_a_pattern_that_is_none(tmp_path):
    make(tmp_path, "a.md")
    with pytest.raises(ConfigError, match="exclude"):
        walk([tmp_path], READERS, ["!"])


def test_a_file_is_read_once(tmp_path):
    make(tmp_path, "a.md")
    assert len(walk([tmp_path, tmp_path / "a.md"], READERS, ()).files) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"Text \xff\xfe more", "byte 5"), (b"PK\x03\x04\x00\x00", "archive"), (b"caf\xe9 \x81\x8d\n", "not valid UTF-8")],
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


def test_a_folder_that_may_not_be_read_is_told(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    make(tmp_path, "a.md", "closed/b.md")
    (tmp_path / "closed").chmod(0)
    found = walk([tmp_path], READERS, ())
    (tmp_path / "closed").chmod(0o700)
    assert [Path(s.path).name for s in found.skipped] == ["closed"]


def test_names_that_are_no_text_are_walked(tmp_path):
    with open(os.fsencode(tmp_path) + b"/bad\xff.md", "wb") as file:  # noqa: PTH123 — a name of bytes
        file.write(b"Text.")
    assert len(walk([tmp_path], READERS, ["old/*"]).files) == 1


def test_a_path_that_cannot_be_asked_about_is_told(tmp_path):
    make(tmp_path, "a.md")
    found = really_walk([Path("x" * 5000), tmp_path / "a.md"], READERS, lambda _: Config())
    assert len(found.skipped) == 1
    assert names(tmp_path, found) == ["a.md"]

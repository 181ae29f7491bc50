"""A git revision and the drafts on disk → which drafts changed since, and what each said before.

git only reads its own objects here: it looks at no file of the working tree, so no filter, hook, text converter or
file-system monitor that a repository's configuration may name is ever started, and nothing is fetched.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from claimlint.errors import ConfigError

_GIT = ("git", "--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=", "-c", "protocol.allow=never")
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C", "LANGUAGE": "C"}
_POINTER = b"version https://git-lfs.github.com/spec/"
_SHA1 = 40  # hex digits; repositories with longer names use SHA-256


@dataclass(frozen=True, slots=True)
class Before:
    """A repository as it was: its folder, the revision asked for, the merge base, files by path, and new names of moved ones."""

    top: Path
    asked: str
    commit: str
    blobs: dict[str, str]  # path seen from `top` → name of its content
    moved: dict[str, str]  # new path → old path


def before(base: str, start: Path) -> Before:
    """Return the repository around `start` as it was at the merge base of `base` and what is checked out.

    Raises ConfigError where there is no git, no repository, no such revision or no common ancestor, with what to fetch.
    """
    top = Path(_asked(start, "rev-parse", "--show-toplevel", failing=lambda said: _no_repository(start, said)).strip("\n"))
    head = _quiet(top, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}")
    if not head and base == "HEAD":
        return Before(top, base, "", {}, {})  # nothing was committed yet: everything is new
    wanted = _quiet(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    if not wanted:
        raise ConfigError(f'git knows no revision "{base}"', path=str(top), remedy=_fetch(top, base))
    commit = _quiet(top, "merge-base", wanted, head) if head else wanted
    if not commit:
        raise ConfigError(f"no common ancestor of {base} and HEAD", path=str(top), remedy=_deepen(top, base))
    return Before(top, base, commit, _blobs(top, commit), _moved(top, commit))


def old_name(was: Before, path: Path) -> str | None:
    """Return the path that a draft had at the merge base, seen from the top of the repository; None for a new one."""
    place = path.resolve()
    if not place.is_relative_to(was.top):
        return None
    here = place.relative_to(was.top).as_posix()
    name = was.moved.get(here, here)
    return name if name in was.blobs else None


def is_changed(was: Before, path: Path, data: bytes) -> bool:
    """Tell whether a draft's bytes differ from what they were; a new draft is changed."""
    name = old_name(was, path)
    return name is None or _blob_name(data, len(was.blobs[name])) != was.blobs[name]


def old_bytes(was: Before, path: Path) -> bytes | None:
    """Return what a draft held at the merge base; None for a new one, and where git keeps only a pointer to it (LFS)."""
    name = old_name(was, path)
    if name is None:
        return None
    done = _git(was.top, "cat-file", "blob", was.blobs[name])
    return None if done.returncode or done.stdout.startswith(_POINTER) else done.stdout


def _blobs(top: Path, commit: str) -> dict[str, str]:
    listed = _asked(top, "ls-tree", "-r", "-z", "--full-tree", commit)
    found: dict[str, str] = {}
    for line in filter(None, listed.split("\0")):
        facts, _, path = line.partition("\t")
        mode, kind, name = facts.split(" ")
        if kind == "blob" and mode.startswith("100"):  # an ordinary file, neither link nor submodule
            found[path] = name
    return found


def _moved(top: Path, commit: str) -> dict[str, str]:
    """Return renames between a commit and the index, which holds what is committed and what is staged."""
    said = _asked(top, "diff-index", "--cached", "-M", "-z", "--name-status", "--no-ext-diff", "--ignore-submodules=all", commit, "--")
    parts = iter(said.split("\0"))
    moved: dict[str, str] = {}
    for status in parts:
        old = next(parts, "")
        if status.startswith("R"):
            moved[next(parts, "")] = old
    return moved


def _blob_name(data: bytes, digits: int) -> str:
    make = hashlib.sha1 if digits == _SHA1 else hashlib.sha256
    return make(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _quiet(top: Path, *arguments: str) -> str:
    done = _git(top, *arguments)
    return "" if done.returncode else os.fsdecode(done.stdout).strip()


def _asked(folder: Path, *arguments: str, failing: Callable[[str], ConfigError] | None = None) -> str:
    done = _git(folder, *arguments)
    if done.returncode:
        said = os.fsdecode(done.stderr).strip().partition("\n")[0]
        raise failing(said) if failing else ConfigError(f"git {arguments[0]} failed: {said}", path=str(folder))
    return os.fsdecode(done.stdout)


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 — fixed arguments; what users name stands behind --end-of-options or is a path of ours
            [*_GIT, "-C", str(folder), *arguments],
            env={**os.environ, **_settled(os.environ), **_QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise ConfigError("--diff needs git, and there is none", remedy="install git, or leave --diff out") from error


def _settled(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the places that a surrounding hook names, made absolute: git is asked from another folder than the hook's."""
    return {name: str(Path(environ[name]).absolute()) for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE") if environ.get(name)}


def _no_repository(start: Path, said: str) -> ConfigError:
    if "dubious ownership" in said:
        remedy = f"git config --global --add safe.directory {start.resolve()}"
        return ConfigError("git refuses a repository that somebody else owns", path=str(start), remedy=remedy)
    return ConfigError(
        "--diff works in a git repository, and this is none", path=str(start), remedy="run it inside one, or leave --diff out"
    )


def _fetch(top: Path, base: str) -> str:
    """Return the command that brings a missing revision."""
    remote, _, branch = base.partition("/")
    if branch and remote in _quiet(top, "remote").split():
        depth = "--unshallow " if _is_shallow(top) else ""
        return f"git fetch {depth}{remote} {branch}:refs/remotes/{base}"
    return _deepen(top, base) if _is_shallow(top) else "git branch --all lists what there is; git fetch brings what is missing"


def _deepen(top: Path, base: str) -> str:
    """Return the command that brings missing history, and what a workflow must say; none is missing in a whole clone."""
    if not _is_shallow(top):
        return f"HEAD and {base} have separate histories: name a revision that HEAD grew from"
    return "this clone is shallow: git fetch --unshallow; with actions/checkout set fetch-depth: 0"


def _is_shallow(top: Path) -> bool:
    return _quiet(top, "rev-parse", "--is-shallow-repository") == "true"

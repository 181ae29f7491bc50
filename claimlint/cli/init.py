"""`claimlint init`: a few answers in, the files that set claimlint up in a content repository out; nothing is overwritten."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from claimlint.cli import options
from claimlint.cli.console import shown, write
from claimlint.errors import ClaimlintError, ConfigError
from claimlint.profile import KINDS

Answer = TypeVar("Answer")
_REPO = "https://github.com/claimlint/claimlint-health"
_HOOKS = ".pre-commit-config.yaml"
_WORKFLOW = ".github/workflows/claimlint.yml"
_ID = re.compile(r"^[ \t]*-?[ \t]*id:[ \t]*[\"']?claimlint[\"']?[ \t\r]*$", re.MULTILINE)
_TOP = re.compile(r"^([A-Za-z_][\w-]*)\s*:(.*)$", re.MULTILINE)
_ENTRY = re.compile(r"^([ ]*)-[ ]+repo:", re.MULTILINE)
_BY_LANGUAGE = "by language"
_REMEDY = "let the folder be writable"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the set-up depends on."""

    markets: tuple[str, ...]
    product: str = ""
    fail_on: str = "error"
    hook: bool = True
    workflow: bool = True
    repo: str = _REPO
    rev: str = ""


def init(  # noqa: PLR0913 — one parameter an option
    folder: Annotated[Path, typer.Argument(help="The content repository.", show_default="this folder")] = Path(),
    *,
    market: options.Market = None,
    language: Annotated[list[str] | None, typer.Option("--language", help="Languages of the drafts: en, zh.", show_default="en,zh")] = None,
    product: Annotated[str, typer.Option("--product", help="Kind of product, e.g. supplement, device, ai-software.")] = "",
    fail_on: Annotated[str, typer.Option("--fail-on", help="note, warning, error or never.", show_default="error")] = "",
    hook: Annotated[bool | None, typer.Option("--hook/--no-hook", help="An entry for pre-commit.", show_default="--hook")] = None,
    workflow: Annotated[bool | None, typer.Option("--workflow/--no-workflow", help="A GitHub workflow.", show_default="--workflow")] = None,
    repo: Annotated[str, typer.Option("--repo", help="Where pre-commit finds claimlint.")] = _REPO,
    rev: Annotated[str, typer.Option("--rev", help="Which revision of it.", show_default="this version")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take flags and defaults.")] = False,
) -> None:
    """Set claimlint up: claimlint.toml, evidence/, a pre-commit entry, a GitHub workflow. Safe to run twice."""
    if not folder.is_dir():
        raise ConfigError("no such folder", path=str(folder), remedy="make it first, or leave the path out")
    ask = not yes and sys.stdin is not None and sys.stdin.isatty()
    answers = Answers(
        _chosen_markets(options.codes(market), options.codes(language), ask=ask),
        _kind(product) or (_asked(f"Kind of product ({', '.join(KINDS)}; empty: none)", "", _kind) if ask else ""),
        fail_on or (_asked("Fail from which severity", "error", _threshold) if ask else "error"),
        _decided(hook, "An entry for pre-commit?", ask=ask),
        _decided(workflow, "A GitHub workflow?", ask=ask),
        repo,
        rev,
    )
    _valid(answers)
    for line in _set_up(folder, answers):
        write("".join(f"{shown(part)}\n" for part in line.splitlines()), None)
    write("next: claimlint check\n", None)


def _set_up(folder: Path, answers: Answers) -> Iterator[str]:
    """Write what is missing; yield a line for each file that was written, changed or kept."""
    pyproject = folder / "pyproject.toml"
    if pyproject.is_file() and "[tool.claimlint" in pyproject.read_text(encoding="utf-8", errors="replace"):
        yield "kept     pyproject.toml (it has [tool.claimlint])"
    else:
        yield _new(folder, "claimlint.toml", config_text(answers))
    yield _new(folder, "evidence/README.md", _template("evidence.md"))
    if answers.hook:
        yield _hooked(folder, _filled("hook.yaml", _words(answers)))
    if answers.workflow:
        yield _new(folder, _WORKFLOW, _filled("workflow.yml", _words(answers)))


def config_text(answers: Answers) -> str:
    """Return a claimlint.toml that says the answers."""
    return _filled("claimlint.toml", _words(answers))


def _words(answers: Answers) -> Mapping[str, str]:
    from claimlint.reporters._version import tool_version

    version = tool_version().partition("+")[0]
    rev = answers.rev or f"v{version}"
    raw = answers.repo.replace("https://github.com/", "https://raw.githubusercontent.com/")
    schema = f"#:schema {raw}/{rev}/claimlint/schemas/claimlint.schema.json\n" if raw != answers.repo else ""
    markets = ", ".join(json.dumps(market, ensure_ascii=False) for market in answers.markets)
    return {
        "SCHEMA": schema,
        "MARKETS": f"markets = [{markets}]"
        if answers.markets
        else '# markets = ["us", "uk"]        # default: by the language of each draft',
        "FAIL_ON": answers.fail_on,
        "PRODUCT": f"\n[product]\nkind = {json.dumps(answers.product, ensure_ascii=False)}\n" if answers.product else "",
        "REPO": answers.repo,
        "REV": rev,
        "INSTALL": f"claimlint-health=={version}",
    }


def _valid(answers: Answers) -> None:
    """Raise ConfigError where the configuration to be written would not be taken."""
    import tempfile

    from claimlint.cli.build import build
    from claimlint.config import load_config

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claimlint.toml"
        path.write_text(config_text(answers), encoding="utf-8")
        try:
            build(load_config(path))
        except ClaimlintError as error:
            raise ConfigError(error.message, remedy=error.remedy) from error


def _new(folder: Path, name: str, text: str) -> str:
    path = folder / name
    if path.exists() or path.is_symlink():
        return f"kept     {name} (it was there)"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot be made: {error.strerror}", path=str(path.parent), remedy=_REMEDY) from error
    write(text, path, remedy=_REMEDY)
    return f"wrote    {name}"


def _hooked(folder: Path, entry: str) -> str:
    """Write the pre-commit entry, or put it behind those that are there where a line-by-line look can tell how."""
    path = folder / _HOOKS
    if not path.exists():
        return _new(folder, _HOOKS, f"repos:\n{entry}")
    text = _plain_text(path)
    if _ID.search(text):
        return f"kept     {_HOOKS} (it has the hook)"
    tops, entries = list(_TOP.finditer(text)), list(_ENTRY.finditer(text))
    if not entries or not tops or tops[-1][1] != "repos" or tops[-1][2].partition("#")[0].strip():
        return f"kept     {_HOOKS}; add this under repos:\n{entry.rstrip()}"
    end = "\r\n" if "\r\n" in text else "\n"
    added = "".join(f"{entries[-1][1]}{line}{end}" for line in entry.splitlines())
    write(f"{text.rstrip()}{end}{added}", path, remedy=_REMEDY)
    return f"added    the hooks to {_HOOKS}"


def _plain_text(path: Path) -> str:
    """Return a file's text, nothing where it is not one that could be written back as it was."""
    from claimlint.files import text_of

    try:
        text = text_of(path)
    except ConfigError:
        return ""
    return text if len(text.encode()) == path.stat().st_size else ""


def _template(name: str) -> str:
    from importlib.resources import files

    return (files("claimlint") / "templates" / name).read_text(encoding="utf-8")


def _filled(name: str, words: Mapping[str, str]) -> str:
    return re.sub(r"@([A-Z_]+)@", lambda found: words[found[1]], _template(name))


def _chosen_markets(markets: tuple[str, ...], languages: tuple[str, ...], *, ask: bool) -> tuple[str, ...]:
    """Return the markets to write down; none where every draft is judged in the markets of its own language."""
    if markets:
        return markets
    named = _languages(",".join(languages)) if languages else _asked("Languages of the drafts", "en,zh", _languages) if ask else ()
    usual = _markets(named) if len(named) == 1 else ()
    if not ask:
        return usual
    told = _asked("Markets they are published in", ",".join(usual) or _BY_LANGUAGE, str.strip)
    return () if told == _BY_LANGUAGE else options.codes([told])


def _kind(text: str) -> str:
    return options.known("--product", text.strip(), ("", *KINDS))


def _threshold(text: str) -> str:
    from claimlint.config import FAIL_ON

    return options.known("--fail-on", text.strip(), FAIL_ON)


def _languages(text: str) -> tuple[str, ...]:
    from claimlint.rules.home import lexicon_home

    known = sorted(path.parent.name for path in lexicon_home().glob("*/language.toml"))
    return tuple(options.known("--language", part, known) for part in options.codes([text]))


def _markets(languages: Sequence[str]) -> tuple[str, ...]:
    from claimlint.rules.markets import default_markets

    return tuple(dict.fromkeys(market for language in languages for market in default_markets(language)))


def _asked(question: str, default: str, read: Callable[[str], Answer]) -> Answer:
    """Ask until an answer can be read."""
    while True:
        try:
            return read(typer.prompt(question, default=default, err=True))
        except ConfigError as error:
            typer.echo(str(error), err=True)


def _decided(flag: bool | None, question: str, *, ask: bool) -> bool:  # noqa: FBT001 — an option's value
    if flag is not None:
        return flag
    return typer.confirm(question, default=True, err=True) if ask else True

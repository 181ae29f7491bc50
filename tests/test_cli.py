"""The command line, end to end: exit codes, options, output, and what a user can get wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimlint.cli import app, main

ROOT = Path(__file__).parent.parent
CLAIM = "Our tea is a natural cure for diabetes.\n"
PLAIN = "The shop opens at nine.\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*arguments, stdin=None):
    """Run the real entry point in this process: (exit code, stdout, stderr)."""
    done = CliRunner().invoke(app, list(arguments), input=stdin)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def told(capsys, monkeypatch, *arguments):
    """Run `claimlint …` as a user does, errors told: (exit code, stdout, stderr)."""
    monkeypatch.setattr(sys, "argv", ["claimlint", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    out, err = capsys.readouterr()
    return end.value.code or 0, out, err


def test_exit_codes(here):
    (here / "claim.md").write_text(CLAIM)
    (here / "plain.md").write_text(PLAIN)
    assert run("check", "plain.md")[0] == 0
    assert run("check", "claim.md")[0] == 1
    assert run("check", "claim.md", "--exit-zero")[0] == 0
    assert run("check", "claim.md", "--fail-on", "never")[0] == 0
    assert run("check", "nope.md")[0] == 2
    assert run("check", "nope.md", "--exit-zero")[0] == 2
    assert run("check", "claim.md", "nope.md")[0] == 2
    (here / "empty").mkdir()
    assert run("check", "empty")[0] == 2


def test_a_clean_page_says_what_was_read(here):
    (here / "plain.md").write_text(PLAIN + "\n```\ncode\n```\n")
    code, out, _ = run("check", "plain.md")
    assert code == 0
    assert "no findings in 1 file (1 sentence" in out
    assert "1 code block" in out
    assert "not a legal review" in out


def test_unreadable_files_are_told_and_the_rest_is_linted(here):
    (here / "a.md").write_bytes(b"\xff\xfe\x00bad\x00\x00")
    (here / "b.md").write_text(CLAIM)
    (here / "c.md").write_bytes(b"caf\xe9 \x81\x8d")
    code, out, _ = run("check", ".")
    assert code == 2
    assert "EFF001" in out
    assert "c.md: not valid UTF-8" in out


def test_standard_input_goes_by_a_name(here):
    code, out, _ = run("check", "-", "--stdin-filename", "page.html", "--format", "json", stdin="<p>It c<b>ure</b>s diabetes.</p>")
    report = json.loads(out)
    assert code == 1
    assert {f["path"] for f in report["findings"]} == {"page.html"}
    assert report["findings"][0]["quote"].startswith("c<b>ure</b>s")


def test_an_output_file_holds_the_report_and_no_colour(here):
    (here / "claim.md").write_text(CLAIM)
    code, out, _ = run("check", "claim.md", "-o", "report.txt", "--color", "always")
    assert (code, out) == (1, "")
    text = (here / "report.txt").read_text(encoding="utf-8")
    assert "EFF001" in text
    assert "\x1b" not in text
    assert sorted(p.name for p in here.iterdir()) == ["claim.md", "report.txt"]


def test_an_output_that_cannot_be_written_keeps_nothing_half_done(here, capsys, monkeypatch):
    (here / "claim.md").write_text(CLAIM)
    code, _, err = told(capsys, monkeypatch, "check", "claim.md", "-o", "nowhere/report.txt")
    assert code == 2
    assert "cannot be written" in err


@pytest.mark.parametrize(
    ("flags", "variables", "colored"),
    [
        ((), {}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "0"}, False),
        ((), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(here, monkeypatch, flags, variables, colored):
    (here / "claim.md").write_text(CLAIM)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("check", "claim.md", *flags)[1]) == colored


def test_select_ignore_and_severity(here):
    (here / "claim.md").write_text(CLAIM)
    codes = lambda *flags: {f["code"] for f in json.loads(run("check", "claim.md", "--format", "json", *flags)[1])["findings"]}  # noqa: E731
    assert "EFF001" in codes()
    assert codes("--select", "EFF001") == {"EFF001"}
    assert "EFF001" not in codes("--ignore", "EFF")
    assert codes("--select", "SAF,IMP") == set()
    assert "EFF001" in codes("--min-severity", "error")


def test_markets_decide(here):
    (here / "zh.md").write_text("总有效率高达96%。\n", encoding="utf-8")
    codes = lambda *flags: {f["code"] for f in json.loads(run("check", "zh.md", "--format", "json", *flags)[1])["findings"]}  # noqa: E731
    assert "EFF005" in codes()
    assert "EFF005" not in codes("--market", "us,eu")
    assert "EFF005" in codes("--market", "us", "--market", "cn")


def test_configuration_and_isolated(here):
    (here / "claimlint.toml").write_text('ignore = ["EFF"]\n')
    (here / "claim.md").write_text("Say goodbye to arthritis.\n")
    assert run("check", ".")[0] == 0
    assert run("check", ".", "--isolated")[0] == 1


def test_each_path_has_the_configuration_nearest_to_it(here):
    for name, text in (("a", 'ignore = ["EFF"]\n'), ("b", "")):
        (here / name).mkdir()
        (here / name / "claimlint.toml").write_text(text)
        (here / name / "x.md").write_text("Say goodbye to arthritis.\n")
    report = json.loads(run("check", "a", "b", "--format", "json")[1])
    assert {f["path"] for f in report["findings"]} == {"b/x.md"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", ".", "--select", "EFF0O1"), 'did you mean "EFF001"?'),
        (("check", ".", "--ignore", "XYZ"), 'there is no rule "XYZ"'),
        (("check", ".", "--market", "usa"), "unknown market"),
        (("check", ".", "--format", "jsn"), 'did you mean "json"?'),
        (("check", ".", "--fail-on", "eror"), 'did you mean "error"?'),
        (("check", ".", "--registry", "nope.db"), "nope.db"),
        (("check", ".", "--registry", "claim.md"), "claim.md"),
        (("explain", "EFF0003"), 'did you mean "EFF003"?'),
        (("test", "EFX"), 'there is no rule "EFX"'),
    ],
)
def test_slips_are_told_with_a_remedy_and_exit_2(here, capsys, monkeypatch, arguments, message):
    (here / "claim.md").write_text(CLAIM)
    code, _, err = told(capsys, monkeypatch, *arguments)
    assert code == 2
    assert message in err
    assert "Traceback" not in err


def test_the_threshold_sees_what_is_not_shown(here):
    (here / "claim.md").write_text(CLAIM)
    assert run("check", "claim.md", "--min-severity", "error", "--fail-on", "note")[0] == 1


def test_a_file_has_the_configuration_nearest_to_it_also_below_a_folder(here):
    (here / "sub").mkdir()
    (here / "sub" / "claimlint.toml").write_text('ignore = ["EFF"]\n')
    (here / "sub" / "x.md").write_text("Say goodbye to arthritis.\n")
    (here / "x.md").write_text("Say goodbye to arthritis.\n")
    report = json.loads(run("check", ".", "--format", "json")[1])
    assert {f["path"] for f in report["findings"]} == {"x.md"}


def test_a_run_that_looked_at_no_sentence_is_not_clean(here):
    (here / "code.md").write_text("```\ncures diabetes\n```\n")
    code, out, _ = run("check", "code.md")
    assert code == 2
    assert "no sentence to check" in out


def test_no_rule_left_is_an_error(here, capsys, monkeypatch):
    (here / "claim.md").write_text(CLAIM)
    code, _, err = told(capsys, monkeypatch, "check", ".", "--select", "EFF", "--ignore", "eff")
    assert code == 2
    assert "no rule is left" in err


def test_a_headline_without_function_words_is_read(here):
    (here / "claim.md").write_text("GlucoMate app cures diabetes. Nanobot pill reverses cancer.\n")
    assert {f["code"] for f in json.loads(run("check", ".", "--format", "json")[1])["findings"]} >= {"EFF001"}


def test_output_into_links_and_devices(here):
    (here / "claim.md").write_text(CLAIM)
    (here / "real.txt").write_text("old")
    (here / "link.txt").symlink_to(here / "real.txt")
    assert run("check", "claim.md", "-o", "link.txt")[0] == 1
    assert (here / "link.txt").is_symlink()
    assert "EFF001" in (here / "real.txt").read_text(encoding="utf-8")
    os.mkfifo(here / "pipe")
    reader = subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE)
    assert run("check", "claim.md", "-o", "pipe")[0] == 1
    assert b"EFF001" in reader.communicate()[0]
    assert not (here / "pipe").is_file()


def test_json_tells_what_was_not_read(here):
    (here / "a.md").write_text(PLAIN + "\n```\ncode\n```\n")
    (here / "deck.ppt").write_text("")
    report = json.loads(run("check", ".", "--format", "json")[1])
    assert report["counts"]["not_read"] == {".ppt file": 1, "code block": 1}
    assert report["tool"]["markets"] == ["us", "eu", "uk", "cn"]


def test_a_bug_is_told_without_a_traceback(here, capsys, monkeypatch):
    monkeypatch.setattr("claimlint.cli.check._report", lambda *_, **__: 1 / 0)
    code, _, err = told(capsys, monkeypatch, "check", ".")
    assert code == 2
    assert "internal error: ZeroDivisionError" in err
    assert "Traceback" not in err


HOSTILE = {
    "note marks": "It works." + "²" * 28 + " is area.",
    "dots": "It cures diabetes " + "." * 20_000 + "x end.",
    "one paragraph": "Our app cures diabetes. " * 1_000,
    "no full stop": "It does not cure diabetes and never " * 300,
    "Chinese without end": "我们的人工智能可以治愈糖尿病，" * 150,
    "brackets": "(" * 8_000 + " It cures diabetes.",
    "square brackets": "[" * 50_000,
    "quotes": '"' * 20_000 + " cures diabetes",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_makes_it_hang(here, name):
    (here / "hostile.md").write_text(HOSTILE[name] + "\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "claimlint", "check", "hostile.md", "--isolated"]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=60, check=False)
    assert done.returncode in (0, 1), done.stderr


def test_a_slip_in_the_configuration_is_told_with_its_line(here, capsys, monkeypatch):
    (here / "claimlint.toml").write_text('\nmarkest = ["us"]\n')
    (here / "claim.md").write_text(CLAIM)
    code, _, err = told(capsys, monkeypatch, "check", ".")
    assert code == 2
    assert 'claimlint.toml:2: unknown key "markest" (did you mean "markets"?)' in err


def test_a_rule_that_does_not_exist_in_the_configuration(here, capsys, monkeypatch):
    (here / "claimlint.toml").write_text('select = ["EFF999"]\n')
    (here / "claim.md").write_text(CLAIM)
    code, _, err = told(capsys, monkeypatch, "check", ".")
    assert code == 2
    assert "claimlint.toml" in err
    assert "EFF999" in err


def test_escapes_in_a_draft_are_shown_and_not_executed(here):
    (here / "evil\x1b[31m.md").write_text("It cures\x07 dia\u202ebetes\x1b today.\n", encoding="utf-8")
    _, out, err = run("check", ".")
    assert "\x1b" not in out + err
    assert "\u202e" not in out + err
    assert "<U+" in out


def test_a_closed_pipe_ends_quietly(here):
    (here / "claim.md").write_text(CLAIM * 400)
    command = [sys.executable, "-m", "claimlint", "check", "claim.md", "--all", "--isolated"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    process.stdout.read(10)
    process.stdout.close()
    error = process.stderr.read().decode()
    process.stderr.close()
    process.wait()
    assert "Traceback" not in error


def test_explain_prints_law_and_the_rules_own_examples():
    code, out, _ = run("explain", "eff004")
    assert code == 0
    for part in (
        "EFF004",
        "why",
        "fix",
        "United States",
        "recalled, not verified",
        "English, flagged",
        "Chinese, flagged",
        "Not legal advice",
    ):
        assert part in out


def test_explain_of_a_check():
    code, out, _ = run("explain", "EVD002")
    assert code == 0
    assert "retracted" in out


def test_rules_lists_every_code_once():
    code, out, _ = run("rules")
    codes = [line.split()[0] for line in out.splitlines()[:-1]]
    assert code == 0
    assert codes == sorted(set(codes))
    assert {"EFF001", "SAF002", "DIA001", "RXA001", "IMP001", "EVD001"} <= set(codes)


def test_registry_import_show_resolve(here):
    (here / "r.toml").write_text('[[record]]\ntitle = "A trial of tea in adults with colds"\nyear = 2020\ndoi = "10.1000/tea.1"\n')
    assert run("registry", "import", "r.toml", "--registry", "r.db")[0] == 0
    code, out, _ = run("registry", "show", "doi:10.1000/tea.1", "--registry", "r.db")
    assert code == 0
    assert "A trial of tea" in out
    code, out, _ = run(
        "registry", "resolve", "-", "--registry", "r.db", "--format", "json", stdin="doi 10.1000/TEA.1\nNothing of the kind\n"
    )
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert answers[0]["record"]
    assert answers[0]["tier"] == "exact"
    assert answers[1]["record"] is None


def test_a_broken_record_file_changes_nothing(here, capsys, monkeypatch):
    (here / "good.toml").write_text('[[record]]\ntitle = "One"\ndoi = "10.1000/one"\n')
    (here / "bad.toml").write_text('[[record]]\ntitel = "Two"\n')
    assert run("registry", "import", "good.toml", "--registry", "r.db")[0] == 0
    before = (here / "r.db").read_bytes()
    code, _, err = told(capsys, monkeypatch, "registry", "import", "good.toml", "bad.toml", "--registry", "r.db")
    assert code == 2
    assert "bad.toml:2" in err
    assert (here / "r.db").read_bytes() == before


def test_the_same_bytes_give_the_same_report(here):
    (here / "claim.md").write_text(CLAIM + "\nIt is 100% safe.\n")
    assert run("check", ".", "--format", "json")[1] == run("check", ".", "--format", "json")[1]

"""claimlint waivers, baseline, config, init: what they write, what they refuse, and what bad input makes of them."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.cli import console
from claimlint.decisions.baseline import moved_along

CLAIM = "Our tea is a natural cure for diabetes."
BOTH = f"{CLAIM} It is 100% safe."
WHY = "authorised use, see dossier 12"


def print_of(runs, path="a.md", rule="EFF001"):
    report = json.loads(runs("check", "--format", "json", path)[1])
    return next(f["fingerprint"] for f in report["findings"] if f["code"] == rule)


def test_a_decision_by_place_by_column_and_by_fingerprint(runs):
    Path("a.md").write_text(f"# Tea\n\n{BOTH}\n")
    code, _, err = runs("waivers", "add", "a.md:3", "--reason", WHY)
    assert code == 2
    assert "EFF001, SAF001" in err
    assert "--code EFF001" in err
    assert runs("waivers", "add", "a.md:3:25", "--reason", WHY)[0] == 0
    assert runs("waivers", "add", print_of(runs, rule="SAF001"), "--reason", WHY, "--by", "王芳")[0] == 0
    entries = tomllib.loads(Path("claimlint-waivers.toml").read_text(encoding="utf-8"))["waiver"]
    assert [(e["code"], e["path"], e["quote"], e.get("by")) for e in entries] == [
        ("EFF001", "a.md", CLAIM, None),
        ("SAF001", "a.md", "It is 100% safe.", "王芳"),
    ]
    assert runs.findings() == (0, [])


def test_a_decision_on_an_office_draft_by_its_address(runs):
    docx = pytest.importorskip("docx")
    made = docx.Document()
    for sentence in ("Hello.", CLAIM):
        made.add_paragraph(sentence)
    made.save("deck.docx")
    assert runs("waivers", "add", "deck.docx:paragraph 1", "--reason", WHY)[0] == 2
    assert runs("waivers", "add", "deck.docx:paragraph 2", "--reason", WHY)[0] == 0
    assert runs.findings() == (0, [])


def test_a_decision_at_a_time_of_subtitles(runs):
    Path("a.vtt").write_text(f"WEBVTT\n\n00:01:23.000 --> 00:01:25.000\n{CLAIM}\n")
    assert "matches" in runs("explain", "a.vtt:00:01:23")[1]
    assert runs("waivers", "add", "a.vtt:00:01:24", "--reason", WHY)[0] == 2
    assert runs("waivers", "add", "a.vtt:00:01:23", "--reason", WHY)[0] == 0
    assert runs.findings() == (0, [])


def test_a_decision_that_stands_twice_is_used_twice(runs):
    Path("a.md").write_text(f"{CLAIM}\n")
    assert runs("waivers", "add", "a.md:1", "--reason", WHY)[0] == 0
    entry = Path("claimlint-waivers.toml").read_text()
    Path("claimlint-waivers.toml").write_text(f"{entry}\n{entry}")
    assert runs.findings() == (0, [])


@pytest.mark.parametrize("setting", ["waivers", "baseline"])
def test_a_folder_that_is_named_as_ledger_or_baseline_is_told(runs, setting):
    Path("a.md").write_text(f"{CLAIM}\n")
    Path("team").mkdir()
    Path("claimlint.toml").write_text(f'{setting} = "team"\n')
    code, _, err = runs("check")
    assert code == 2
    assert "team: not an ordinary file" in err


def test_decisions_are_kept_beside_the_configuration_and_hold_from_everywhere(runs, monkeypatch):
    Path("site/en").mkdir(parents=True)
    Path("site/claimlint.toml").write_text("")
    Path("site/en/a.md").write_text(f"{CLAIM}\n")
    assert runs("waivers", "add", "site/en/a.md:1", "--reason", WHY)[0] == 0
    assert tomllib.loads(Path("site/claimlint-waivers.toml").read_text())["waiver"][0]["path"] == "en/a.md"
    assert runs.findings("site") == (0, [])
    monkeypatch.chdir("site/en")
    assert runs.findings() == (0, [])
    assert runs.findings("--isolated")[0] == 1


def test_a_decision_for_one_draft_says_nothing_of_another(runs):
    for name in ("a.md", "b.md"):
        Path(name).write_text(f"{CLAIM}\n")
    assert runs("waivers", "add", "a.md:1", "--reason", WHY)[0] == 0
    assert runs.findings() == (1, [("b.md", "EFF001", "cure for diabetes")])


def test_a_run_on_one_draft_does_not_judge_decisions_on_others(runs):
    for name in ("a.md", "b.md"):
        Path(name).write_text(f"{CLAIM}\n")
    assert runs("waivers", "add", "a.md:1", "--reason", WHY)[0] == 0
    Path("a.md").write_text("Mended.\n")
    assert [code for _, code, _ in runs.findings("b.md")[1]] == ["EFF001"]
    assert "WAI002" in [code for _, code, _ in runs.findings()[1]]
    Path("a.md").unlink()
    assert "WAI002" in [code for _, code, _ in runs.findings("b.md")[1]]


def test_the_comment_that_add_prints_holds_and_lapses(runs):
    Path("a.md").write_text(f"{CLAIM}\n")
    code, out, _ = runs("waivers", "add", "a.md:1", "--reason", WHY, "--by", "Jane Doe", "--until", "2099-01-31", "--inline")
    assert code == 0
    assert not Path("claimlint-waivers.toml").exists()
    Path("a.md").write_text(f"{out}{CLAIM}\n")
    assert runs.findings() == (0, [])
    Path("a.md").write_text(f"{out}{CLAIM.replace('natural', 'true')}\n")
    assert [code for _, code, _ in runs.findings()[1]] == ["WAI002", "EFF001"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a.md:1", "--reason", "TODO"), "placeholder"),
        (("a.md:1", "--reason", ""), "gives no reason"),
        (("a.md:1", "--reason", WHY, "--until", "soon"), "is no date"),
        (("a.md:1", "--reason", WHY, "--until", "2020-01-01"), "has passed"),
        (("a.md:2", "--reason", WHY), "no finding at a.md:2"),
        (("a.md", "--reason", WHY), "neither PATH:LINE nor a fingerprint"),
        (("b.md:1", "--reason", WHY), "no such file"),
        (("00112233445566", "--reason", WHY), "no finding at"),
        (("a.md:1", "--reason", WHY, "--code", "SAF001"), "no finding at"),
        (("a.md:4", "--reason", WHY), "may not be let pass"),
    ],
)
def test_what_add_refuses(runs, arguments, message):
    Path("a.md").write_text(f"{CLAIM}\n\n\nNo need to see a doctor.\n")
    code, _, err = runs("waivers", "add", *arguments)
    assert code == 2
    assert message in err
    assert not Path("claimlint-waivers.toml").exists()


def test_list_tells_how_each_decision_stands(runs):
    Path("a.md").write_text(
        f"<!-- claimlint: allow EFF001 because {WHY} until 2026-12-31 -->\n{BOTH}\n\n<!-- claimlint: allow EFF002 -->\n"
    )
    assert runs("waivers", "add", "a.md:2", "--code", "SAF001", "--reason", WHY)[0] == 0
    rows = json.loads(runs("waivers", "list", "--format", "json", "--today", "2027-01-01")[1])
    assert [(r["kind"], r["code"], r["state"].partition(":")[0]) for r in rows] == [
        ("inline", "EFF001", "WAI001"),
        ("inline", "EFF002", "WAI003"),
        ("ledger", "SAF001", "in force"),
    ]
    code, out, _ = runs("waivers", "list")
    assert code == 0
    assert "3 decisions" in out


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": "EFF999"}, "WAI003"),
        ({"reason": "TODO"}, "WAI003"),
        ({"reason": ""}, "WAI003"),
        ({"until": "next year"}, "WAI003"),
        ({"until": "2020-01-31"}, "WAI001"),
        ({"fingerprint": "0011223344556677"}, "WAI002"),
        ({"path": "gone.md"}, "WAI002"),
    ],
)
def test_entries_that_do_not_hold_let_nothing_pass(runs, changed, code):
    Path("a.md").write_text(f"{CLAIM}\n")
    entry = {"code": "EFF001", "fingerprint": print_of(runs), "path": "a.md", "reason": WHY} | changed
    Path("claimlint-waivers.toml").write_text("[[waiver]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in entry.items()))
    found = runs.findings()[1]
    assert ("a.md", "EFF001", "cure for diabetes") in found
    assert ("claimlint-waivers.toml", code, "[[waiver]]") in found


def test_prune_names_what_stands_in_drafts(runs):
    draft = f"<!-- claimlint: allow EFF001 because {WHY} -->\nMended.\n"
    Path("a.md").write_text(draft)
    code, out, _ = runs("waivers", "prune")
    assert code == 0
    assert "remove by hand a.md:1" in out
    assert Path("a.md").read_text() == draft


def test_prune_loses_nothing_when_a_draft_cannot_be_read(runs):
    Path("a.md").write_text(f"{CLAIM}\n")
    assert runs("waivers", "add", "a.md:1", "--reason", WHY)[0] == 0
    before = Path("claimlint-waivers.toml").read_text()
    Path("a.md").write_bytes(b"\x00\xff\x00")
    assert runs("waivers", "prune")[0] == 2
    assert Path("claimlint-waivers.toml").read_text() == before
    assert runs("baseline", "create")[0] == 2
    assert not Path("claimlint-baseline.json").exists()


def test_a_baseline_counts(runs):
    Path("a.md").write_text(f"{CLAIM}\n\n{CLAIM}\n")
    assert runs("baseline", "create")[0] == 0
    data = json.loads(Path("claimlint-baseline.json").read_text())
    assert [(e["path"], e["code"], e["count"]) for e in data["findings"]] == [("a.md", "EFF001", 2)]
    Path("a.md").write_text(f"{CLAIM}\n\n{CLAIM}\n\n{CLAIM}\n")
    assert runs.findings() == (1, [("a.md", "EFF001", "cure for diabetes")])


def test_a_baseline_cannot_hold_what_may_not_be_let_pass(runs):
    Path("a.md").write_text(f"{CLAIM}\n\nNo need to see a doctor.\n")
    code, out, _ = runs("baseline", "create")
    assert code == 0
    assert "1 left out" in out
    assert [code for _, code, _ in runs.findings()[1]] == ["SAF006"]
    forged = json.loads(Path("claimlint-baseline.json").read_text())
    forged["findings"].append({"path": "a.md", "code": "SAF006", "fingerprint": print_of(runs, rule="SAF006"), "count": 1})
    Path("claimlint-baseline.json").write_text(json.dumps(forged))
    assert [code for _, code, _ in runs.findings()[1]] == ["SAF006"]


def test_a_baseline_made_again_for_some_paths_keeps_the_others(runs):
    for name in ("a.md", "b.md"):
        Path(name).write_text(f"{CLAIM}\n")
    assert runs("baseline", "create")[0] == 0
    Path("a.md").write_text("Mended.\n")
    assert runs("baseline", "create", "a.md", "--strict")[0] == 0
    assert [e["path"] for e in json.loads(Path("claimlint-baseline.json").read_text())["findings"]] == ["b.md"]
    Path("b.md").unlink()
    assert runs("baseline", "check", "--strict")[0] == 1
    assert runs("baseline", "prune")[0] == 0
    assert json.loads(Path("claimlint-baseline.json").read_text())["findings"] == []


def test_the_debt_of_a_moved_draft_moves_with_it_and_grows_nowhere(runs):
    Path("a.md").write_text(f"{CLAIM}\n")
    assert runs("baseline", "create")[0] == 0
    Path("sub").mkdir()
    Path("a.md").rename("sub/b.md")
    assert runs.findings() == (0, [])
    assert runs("baseline", "check", "--strict")[0] == 0
    Path("c.md").write_text(f"{CLAIM}\n")
    assert runs.findings()[0] == 1
    assert runs("baseline", "create", "--strict")[0] == 2
    Path("c.md").unlink()
    assert runs("baseline", "prune")[0] == 0
    assert [e["path"] for e in json.loads(Path("claimlint-baseline.json").read_text())["findings"]] == ["sub/b.md"]


DEBTS = st.dictionaries(st.tuples(st.sampled_from("abc"), st.just("EFF001"), st.sampled_from("12")), st.integers(1, 3), max_size=6).map(
    Counter
)


@given(DEBTS, DEBTS, st.sets(st.sampled_from("abc")))
def test_moving_debt_along_neither_makes_nor_loses_any(old, found, gone):
    moved = moved_along(old, found, gone - {path for path, _, _ in found})  # what is found is not gone
    assert moved.total() == old.total()
    assert Counter(debt[1:] for debt in moved.elements()) == Counter(debt[1:] for debt in old.elements())
    for debt, count in moved.items():
        assert count <= max(old[debt], found[debt])


MARKERS = "<<<<<<< HEAD\n{}=======\n{}>>>>>>> theirs\n"
ENTRY = '[[waiver]]\ncode = "EFF001"\nfingerprint = "{}"\npath = "a.md"\nreason = "authorised use, see dossier 12"\n'


@pytest.mark.parametrize(
    ("name", "text", "place", "message"),
    [
        ("claimlint-waivers.toml", MARKERS.format(ENTRY.format("a" * 16), ENTRY.format("b" * 16)), ":1:", "merge conflict"),
        ("claimlint-waivers.toml", '\n[[waiver]]\ncod = "EFF001"\n', ":3:", 'did you mean "code"'),
        ("claimlint-waivers.toml", "[[waiver\n", ":1:", "not valid TOML"),
        ("claimlint-baseline.json", '{\n<<<<<<< HEAD\n  "version": 1,\n=======\n}\n>>>>>>> x\n', ":2:", "merge conflict"),
        ("claimlint-baseline.json", '{"version": 1, "findings": [{"path": "a.md"}]}\n', ":1:", "entry 1 needs"),
        ("claimlint-baseline.json", '{"version": 2}\n', ":1:", "no baseline of version 1"),
        ("claimlint-baseline.json", "[" * 100_000, "", "not valid JSON"),
        ("claimlint.toml", "markets = [\n", ":1:", "not valid TOML"),
        ("claimlint.toml", '[[overrides]]\npaths = "a"\n', ":2:", "must be a list"),
    ],
)
def test_broken_files_are_told_with_place_and_remedy(runs, name, text, place, message):
    Path("a.md").write_text("Hello there.\n")
    Path(name).write_text(text)
    for command in (["check"], ["waivers", "add", "a.md:1", "--reason", WHY], ["baseline", "create"]):
        code, _, err = runs(*command)
        assert code == 2
        assert f"{name}{place}" in err
        assert message in err
    assert Path(name).read_text() == text


@pytest.mark.parametrize("name", ["claimlint-waivers.toml", "claimlint-baseline.json"])
def test_a_file_that_is_none_hangs_nothing(runs, name):
    Path("a.md").write_text("Hello there.\n")
    os.mkfifo(name)
    assert runs.findings() == (0, [])  # found by chance, it is no file, so there is none
    option = "--waivers" if "waivers" in name else "--baseline"
    code, _, err = runs("check", option, name)
    assert code == 2
    assert "there is no file" in err


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (150, 150))
from claimlint.cli import main
sys.argv = ["claimlint", *{arguments!r}]
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="needs limits on the size of files")
def test_a_disk_that_takes_no_more_keeps_the_old_ledger_and_baseline(runs):
    Path("a.md").write_text(f"{BOTH}\n")
    assert runs("waivers", "add", "a.md:1", "--code", "EFF001", "--reason", WHY)[0] == 0
    assert runs("baseline", "create")[0] == 0
    kept = {name: Path(name).read_bytes() for name in ("claimlint-waivers.toml", "claimlint-baseline.json")}
    Path("a.md").write_text(f"{BOTH}\n\nOur soup is a natural cure for asthma.\n\nOur soup cures cancer.\n")
    for command in (["waivers", "add", "a.md:3", "--reason", WHY], ["baseline", "create"], ["check", "-o", "report.json"]):
        program = LIMITED.format(arguments=command)
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 2, done.stderr
        assert "cannot be written: File too large" in done.stderr
    assert {name: Path(name).read_bytes() for name in kept} == kept
    assert sorted(p.name for p in Path().iterdir()) == ["a.md", *sorted(kept)]


def test_a_closed_pipe_ends_quietly(runs):
    for number in range(300):
        Path(f"{number}.md").write_text("Hello.\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "claimlint", "config", "--files"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert error == ""


def test_a_read_only_folder_is_told(runs, monkeypatch):
    Path("a.md").write_text(f"{CLAIM}\n")

    def refuse(*_arguments, **_options):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(console.tempfile, "mkstemp", refuse)
    for command in (["waivers", "add", "a.md:1", "--reason", WHY], ["baseline", "create"], ["init", "--yes"]):
        code, _, err = runs(*command)
        assert code == 2
        assert "cannot be written: Permission denied" in err
        assert "writable" in err
    assert [p.name for p in Path().iterdir()] == ["a.md"]


def test_hostile_names_and_reasons_steer_no_terminal(runs):
    name = "a\x1b[31m.md"
    Path(name).write_text(f"<!-- claimlint: allow EFF001 because see\x1b[2Jdossier\u202e twelve -->\n{CLAIM}\n", encoding="utf-8")
    for command in (["waivers", "list"], ["waivers", "check"], ["baseline", "create"], ["config", "--files"]):
        _, out, err = runs(*command)
        assert "\x1b" not in out + err
        assert "\u202e" not in out + err


def test_config_says_where_each_setting_comes_from(runs):
    Path("base.toml").write_text('markets = ["us"]\n')
    Path("claimlint.toml").write_text(
        'extend = "base.toml"\nfail-on = "warning"\n\n[[overrides]]\npaths = ["legal/**"]\nignore = ["EFF"]\n'
    )
    Path("legal").mkdir()
    Path("legal/a.md").write_text("Hello.\n")
    code, out, _ = runs("config", "legal/a.md")
    assert code == 0
    rows = {line.partition(" ")[0]: line for line in out.splitlines()}
    assert rows["markets"].endswith('["us"]  # base.toml:1')
    assert rows["fail-on"].endswith('"warning"  # claimlint.toml:2')
    assert rows["ignore"].endswith('["EFF"]  # claimlint.toml:5 [[overrides]]')
    assert rows["select"].endswith("# default")
    settings = json.loads(runs("config", "--format", "json")[1])
    assert settings["settings"]["ignore"] == {"value": [], "origin": "default"}
    assert settings["overrides"] == [{"paths": ["legal/**"], "sets": ["ignore"], "origin": "claimlint.toml:5"}]


def test_config_lists_the_files_that_would_be_read(runs):
    for name in ("a.md", "old/b.md", "c.html", "claimlint-waivers.toml", "d.png"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("")
    Path("claimlint.toml").write_text('exclude = ["old/"]\n')
    assert runs("config", "--files")[:2] == (0, "a.md\nc.html\n")
    assert runs("config", "nowhere")[0] == 2


def test_a_ledger_of_any_name_is_no_draft(runs):
    Path("a.md").write_text(f"{CLAIM}\n")
    Path("claimlint.toml").write_text('waivers = "legal.toml"\nbaseline = "debt.json"\n')
    assert runs("waivers", "add", "a.md:1", "--reason", f"the label says: {CLAIM}")[0] == 0
    assert runs("baseline", "create")[0] == 0
    assert runs.findings() == (0, [])
    assert runs("config", "--files")[1] == "a.md\n"


def test_overrides_reach_a_run(runs):
    Path("legal").mkdir()
    for name in ("a.md", "legal/a.md", "legal/b.md"):
        Path(name).write_text(f"{CLAIM}\n")
    Path("claimlint.toml").write_text(
        '[[overrides]]\npaths = ["legal/**"]\nignore = ["EFF"]\n[[overrides]]\npaths = ["a.md"]\nseverity = { EFF = "note" }\n'
    )
    report = json.loads(runs("check", "--format", "json")[1])
    assert [(f["path"], f["severity"]) for f in report["findings"]] == [("a.md", "note")]


def test_init_sets_up_and_is_safe_to_run_twice(runs):
    Path("a.md").write_text("Hello there.\n")
    code, out, _ = runs("init", "--yes", "--market", "us,eu", "--fail-on", "warning", "--product", "samd")
    assert code == 0
    wrote = ["claimlint.toml", "evidence/README.md", ".pre-commit-config.yaml", ".github/workflows/claimlint.yml"]
    assert [line.split() for line in out.splitlines()[:-1]] == [["wrote", name] for name in wrote]
    assert tomllib.loads(Path("claimlint.toml").read_text()) == {
        "markets": ["us", "eu"],
        "fail-on": "warning",
        "product": {"kind": "samd"},
    }
    assert "--fail-on, warning" in Path(".pre-commit-config.yaml").read_text()
    assert runs.findings() == (0, [])
    before = {name: Path(name).read_bytes() for name in wrote}
    code, out, _ = runs("init", "--yes", "--market", "uk")
    assert code == 0
    assert all(line.startswith("kept") for line in out.splitlines()[:-1])
    assert {name: Path(name).read_bytes() for name in wrote} == before


@pytest.mark.parametrize(
    ("text", "ending", "told"),
    [
        ("repos:\n- repo: local\n  hooks: []\n", "- repo: R\n  rev: V\n", "added"),
        ("default_stages: [manual]\nrepos:\n  - repo: local\n    hooks: []\n\n", "  - repo: R\n    rev: V\n", "added"),
        ("repos:\n- repo: local\n  hooks: []\nfail_fast: true\n", None, "add this under repos"),
        ("repos: []\n", None, "add this under repos"),
        ("\ufeffrepos:\n- repo: local\n  hooks: []\n", None, "add this under repos"),
        ("repos:\n- repo: x\n  hooks:\n  - id: claimlint\n", None, "it has the hook"),
    ],
)
def test_init_adds_to_a_pre_commit_file_or_says_what_to_add(runs, text, ending, told):
    path = Path(".pre-commit-config.yaml")
    path.write_text(text, encoding="utf-8")
    code, out, _ = runs("init", "--yes", "--repo", "R", "--rev", "V")
    assert code == 0
    assert told in out
    after = path.read_text(encoding="utf-8")
    assert after.startswith(text.rstrip()) if ending else after == text
    assert ending is None or ending in after


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--market", "usa"], 'did you mean "us"'),
        (["--language", "fr"], 'no "fr"'),
        (["--product", "samdd"], 'did you mean "samd"'),
        (["--fail-on", "eror"], "eror"),
        (["nowhere"], "no such folder"),
    ],
)
def test_init_refuses_what_would_not_work(runs, arguments, message):
    code, _, err = runs("init", "--yes", *arguments)
    assert code == 2
    assert message in err
    assert list(Path().iterdir()) == []


def test_init_asks_where_somebody_can_answer(runs, monkeypatch):
    import io

    answers = io.StringIO("fr\nzh\n\nclinik\nclinic\nwarning\ny\nn\n")
    answers.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", answers)
    code, out, err = runs("init")
    assert code == 0, err
    assert 'there is no "fr"' in err
    assert tomllib.loads(Path("claimlint.toml").read_text()) == {"markets": ["cn"], "fail-on": "warning", "product": {"kind": "clinic"}}
    assert not Path(".github").exists()
    assert "wrote    .pre-commit-config.yaml" in out


def test_explain_says_how_to_let_a_finding_pass_and_where_nothing_does(runs):
    out = runs("explain", "EFF005")[1]
    assert "claimlint waivers add PATH:LINE --code EFF005" in out
    assert "no decision lets it pass in: China (mainland)" in out
    assert "no decision" not in runs("explain", "EFF001")[1]
    assert "waivers add" not in runs("explain", "WAI002")[1]

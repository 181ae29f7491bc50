"""What a rule file says of its own precision: measured on labelled text, written without touching another character."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from claimlint.cli import app
from claimlint.errors import ConfigError
from claimlint.measure import Item, measure, read_corpus, with_measures
from claimlint.model import Measured
from claimlint.rules.home import lexicon_home
from claimlint.rules.load import load_lexicons

FOUND = Measured(0.75, 4, "dev/en, 9 items")
RULE = 'code = "EFF001"\n\n[examples]\nflag = ["a"]\n'


def corpus(folder, *rows):
    folder.mkdir(exist_ok=True)
    (folder / "sentences.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_rules_are_counted_once_an_item_and_by_its_label():
    items = (
        Item("Our tea cures diabetes and cures cancer.", label=True),
        Item("This juice cures hypertension.", label=False),
        Item("We open at nine.", label=False),
    )
    found = measure(items, load_lexicons(lexicon_home(), ("en",)), "own")
    assert found["en", "EFF001"] == Measured(0.5, 2, "own, 3 items")
    assert found["en", "IMP001"] == Measured(0.0, 0, "own, 3 items")


def test_a_language_that_the_corpus_lacks_is_not_measured():
    found = measure((Item("Our tea cures diabetes.", label=True),), load_lexicons(lexicon_home(), ("zh",)), "own")
    assert found == {}


@given(st.lists(st.sampled_from([RULE, "# end\n", "\n", "[classes.x]\nwords = ['[measured]']\n", "x = 'é 中'"]), max_size=4).map("".join))
def test_only_the_table_changes(text):
    once = with_measures(text, FOUND)
    table = '[measured]\nprecision = 0.75\nflagged = 4\ncorpus = "dev/en, 9 items"\n'
    assert once.startswith(text)
    assert once.removeprefix(text).strip("\n") + "\n" == table
    assert with_measures(once, FOUND) == once
    changed = with_measures(once, Measured(0.5, 8, "x"))
    assert changed.replace('precision = 0.5\nflagged = 8\ncorpus = "x"\n', table.partition("\n")[2]) == once


def test_what_follows_the_table_stays():
    text = with_measures(RULE, FOUND) + "# a remark\n\n[profile]\nneeds = ['kind']\n"
    changed = with_measures(text, Measured(1.0, 1, "y"))
    assert changed.endswith("# a remark\n\n[profile]\nneeds = ['kind']\n")
    assert tomllib.loads(changed)["measured"] == {"precision": 1.0, "flagged": 1, "corpus": "y"}


def test_line_ends_are_kept():
    assert "\n" not in with_measures(RULE.replace("\n", "\r\n"), FOUND).replace("\r\n", "")


@pytest.mark.parametrize(
    ("content", "line"), [("{", 1), ('{"text": "a", "label": true}\n{"text": 1}', 2), ('{"text": "a", "label": 1}', 1), ("[" * 100_000, 1)]
)
def test_a_broken_corpus_is_told_with_its_line(tmp_path, content, line):
    (tmp_path / "sentences.jsonl").write_text(content)
    with pytest.raises(ConfigError) as error:
        read_corpus(tmp_path)
    assert error.value.line == line


def test_a_folder_without_labelled_text_is_an_error(tmp_path):
    with pytest.raises(ConfigError):
        read_corpus(tmp_path)


def test_items_that_hang_on_more_than_words_are_left_out(tmp_path):
    row = {"text": "a", "label": False}
    assert len(read_corpus(corpus(tmp_path, row, {**row, "genre_dependent": True}, {**row, "disputed": True}))) == 1


def test_the_command_writes_and_explain_shows(tmp_path, monkeypatch):
    pack = tmp_path / "pack"
    rule = pack / "en" / "eff" / "own-claim.toml"
    rule.parent.mkdir(parents=True)
    flags = '"It [[zorbifies your cells]].", "[[Zorbifies your cells]]!", "It [[zorbifies your mitochondria]]."'
    own = f'[match]\nany = ["zorbifies your mitochondria|cells"]\n\n[examples]\nflag = [{flags}]\n'
    card = 'code = "EFF902"\nseverity = "warning"\nmessage = "M"\nwhy = "W"\nfix = "F"\nclaim = "none"\n\n'
    rule.write_text(card + own + 'clear = ["It does not.", "Cells.", "Mitochondria."]\n', encoding="utf-8")
    data = corpus(tmp_path / "dev", {"text": "It zorbifies your cells.", "label": True}, {"text": "Hello there.", "label": False})
    (tmp_path / "claimlint.toml").write_text('lexicons = ["pack"]\n')
    monkeypatch.chdir(tmp_path)
    before = rule.read_text(encoding="utf-8")
    done = CliRunner().invoke(app, ["test", "pack", "--corpus", str(data), "--write-measures"])
    assert done.exit_code == 0, done.output
    after = rule.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert tomllib.loads(after)["measured"]["flagged"] == 1
    assert "1 flagged, 100% of them rightly" in CliRunner().invoke(app, ["explain", "EFF902"]).output
    assert isinstance(CliRunner().invoke(app, ["test", "pack", "--write-measures"]).exception, ConfigError)

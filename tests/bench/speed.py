"""Cold processor time of claimlint over a folder of prose, beside proselint, pair by pair: `python tests/bench/speed.py FOLDER`.

FOLDER holds Markdown. proselint must be importable by the same interpreter (`pip install proselint`). Prints, for each pair of runs, the
processor seconds (user + system) of both and their ratio, then the median ratio; and how many findings at warning or above claimlint
gave per 1,000 words, which on prose that promotes nothing are false alarms. Nothing here fails: figures are for people to read.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

PAIRS = 3


def seconds(command: list[str]) -> tuple[float, str]:
    """Return the processor time of a command and what it printed."""
    before = os.times()
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    after = os.times()
    spent = after.children_user - before.children_user + after.children_system - before.children_system
    return spent, done.stdout


def main(folder: Path) -> None:
    """Time both tools on one folder in turn and print what was seen."""
    files = sorted(str(p) for p in folder.rglob("*.md"))
    words = sum(len(Path(f).read_text(encoding="utf-8", errors="replace").split()) for f in files)
    ours = [sys.executable, "-m", "claimlint", "check", str(folder), "--isolated", "--format", "json", "--exit-zero"]
    theirs = [sys.executable, "-m", "proselint", "check", *files]
    ratios, report = [], ""
    for pair in range(1, PAIRS + 1):
        mine, report = seconds(ours)
        other, _ = seconds(theirs)
        ratios.append(mine / other)
        print(f"pair {pair}: claimlint {mine:.2f} s, proselint {other:.2f} s, ratio {mine / other:.3f}")
    print(f"median ratio {statistics.median(ratios):.3f} over {len(files)} files, {words:,} words")
    alarms = [f for f in json.loads(report)["findings"] if f["severity"] != "note"]
    print(f"{len(alarms)} findings at warning or above: {1000 * len(alarms) / max(1, words):.3f} per 1,000 words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""How a registry bears size: `python tests/bench/registry_scale.py RECORDS.jsonl[.gz] --records 100000 --folder FOLDER`.

RECORDS holds one JSON object a line with title, authors ([[family, initials]]), year, journal, volume, fpage. As many records as
are asked for are recombined from them: the first half of one title with the second half of another. Prints the time and size of
the import, the time of look-ups by identifier and by reference (median and 99th percentile), and the time of a draft with 50
citations: a whole process, and once more within one. Nothing here fails: figures are for people to read. With --registry the
records go there, postgresql:// addresses included. Where a machine is busy, processor seconds tell more.
"""

# ruff: noqa: S311 - dice for figures, not for secrets

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path


def real(path: Path) -> list[dict[str, object]]:
    """Return the records of a file."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode().splitlines() if line.strip()]


def made(records: list[dict[str, object]], count: int) -> dict[str, object]:
    """Yield recombined records, the same ones every time."""
    dice = random.Random(20261122)
    titles = [r["title"].split() for r in records if len(r["title"].split()) > 5]
    for number in range(count):
        base, one, two = dice.choice(records), dice.choice(titles), dice.choice(titles)
        title = " ".join((*one[: len(one) // 2], *two[len(two) // 2 :]))
        abstract = ". ".join(" ".join(dice.choice(titles)) for _ in range(8))
        yield {
            "PMID": str(50_000_000 + number), "DOI": f"10.5555/bench.{number}", "title": title, "abstract": abstract,
            "author": [{"family": a[0], "given": a[1]} for a in base["authors"][:6]], "issued": {"date-parts": [[base["year"] or 2000]]},
            "container-title": base["journal"], "volume": base["volume"], "page": f"{base['fpage'] or number % 900 + 1}-",
        }  # fmt: skip


def reference(record: dict[str, object], number: int) -> str:
    """Return how a draft cites a record: every third by DOI, by PMID, by its text."""
    if number % 3 == 0:
        return f"doi:{record['DOI']}"
    if number % 3 == 1:
        return f"PMID: {record['PMID']}"
    names = ", ".join(f"{a['family']} {a['given']}" for a in record["author"][:3])
    year = record["issued"]["date-parts"][0][0]
    return f"{names}. {record['title']}. {record['container-title']}. {year};{record['volume']}:{record['page']}"


def milliseconds(work: list[object], ask) -> str:
    """Return median and 99th percentile of asking about each piece of work."""
    took, spent = [], []
    for each in work:
        began, before = time.perf_counter(), time.process_time()
        ask(each)
        spent.append(1000 * (time.process_time() - before))
        took.append(1000 * (time.perf_counter() - began))
    last = [statistics.quantiles(times, n=100)[98] for times in (took, spent)]
    return f"p50 {statistics.median(took):.3f} ms, p99 {last[0]:.3f} ms (processor p99 {last[1]:.3f} ms) over {len(took):,}"


def main() -> None:
    """Build, ask, and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("source", type=Path)
    asked.add_argument("--records", type=int, default=100_000)
    asked.add_argument("--folder", type=Path, required=True)
    asked.add_argument("--registry", default="")
    given = asked.parse_args()
    from claimlint.evidence.registry import import_files, open_registry
    from claimlint.evidence.resolve import answer

    given.folder.mkdir(parents=True, exist_ok=True)
    source, registry = given.folder / "records.json", given.registry or str(given.folder / "registry.db")
    kept = []
    with source.open("w", encoding="utf-8") as file:
        for number, record in enumerate(made(real(given.source), given.records)):
            file.write(("[" if not number else ",\n") + json.dumps(record))
            if number % max(1, given.records // 1_000) == 0:
                kept.append(record)
        file.write("]\n")
    began = time.perf_counter()
    print(import_files(registry, [source]))
    print(
        f"import: {time.perf_counter() - began:.1f} s, source {source.stat().st_size / 1e6:,.0f} MB"
        + (f", registry {Path(registry).stat().st_size / 1e6:,.0f} MB" if not given.registry else "")
    )
    opened = open_registry(registry)
    dice = random.Random(7)
    numbers = [dice.randrange(given.records) for _ in range(5_000)]
    print("by DOI:      ", milliseconds(numbers, lambda n: opened.by_id("doi", f"10.5555/bench.{n}")))
    print("by PMID:     ", milliseconds(numbers, lambda n: opened.by_id("pmid", str(50_000_000 + n))))
    print("unknown DOI: ", milliseconds(numbers, lambda n: opened.by_id("doi", f"10.5555/none.{n}")))
    print("by reference:", milliseconds(kept[:500], lambda r: answer(reference(r, 2), opened)))
    opened.close()
    drafted(given.folder, kept[:50], registry)


def drafted(folder: Path, cited: list[dict[str, object]], registry: str) -> None:
    """Time a draft with as many citations as there are records, and say how many resolved."""
    lines = [f"Walking lowers blood pressure in adults, say {n} years of data [{n}]." for n in range(1, len(cited) + 1)]
    entries = [f"{n}. {reference(record, n)}" for n, record in enumerate(cited, 1)]
    draft = folder / "draft.md"
    draft.write_text("\n\n".join(lines) + "\n\n## References\n\n" + "\n".join(entries) + "\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "claimlint",
        "check",
        str(draft),
        "--isolated",
        "--format",
        "json",
        "--exit-zero",
    ]
    print(f"a draft with {len(cited)} citations, start-up included:")
    for what, extra in (("with the registry", ["--registry", registry]), ("without one", [])):
        took = []
        for _ in range(4):
            before, began = os.times(), time.perf_counter()
            done = subprocess.run([*command, *extra], capture_output=True, text=True, check=True)
            after = os.times()
            spent = after.children_user - before.children_user + after.children_system - before.children_system
            took.append((time.perf_counter() - began, spent))
        resolved = sum(bool(claim["records"]) for claim in json.loads(done.stdout)["claims"])
        wall, cpu = min(t[0] for t in took[1:]), min(t[1] for t in took[1:])
        print(f"  {what}: first {took[0][0]:.2f} s, then {wall:.2f} s ({cpu:.2f} processor seconds), {resolved} resolved")
    within(draft, registry)


def within(draft: Path, registry: str) -> None:
    """Time the same draft in a process that has read another one, as an editor or a run over many drafts has it."""
    from claimlint.cli.build import build
    from claimlint.config import Config
    from claimlint.discover import discover
    from claimlint.readers import Reader, read

    linter = build(Config(registry=registry)).linter
    readers = discover("readers", "READER", Reader)
    linter.lint(read("first.md", b"Walking lowers blood pressure in adults.", readers))
    began, before = time.perf_counter(), time.process_time()
    linter.lint(read(str(draft), draft.read_bytes(), readers))
    print(
        f"  within a process that runs already: {time.perf_counter() - began:.2f} s ({time.process_time() - before:.2f} processor seconds)"
    )


if __name__ == "__main__":
    main()

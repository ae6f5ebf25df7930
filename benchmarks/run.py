"""Measure isodocs against what Git and the Markdown parser alone need, all in one run.

    python benchmarks/run.py [--documents 300] [--commits 1500] [--runs 7]

Every figure is the median of several runs; what counts are the ratios, since machines differ.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.generate import generate

DAY = "2026-11-20"


def seconds(task: Callable[[], object], runs: int) -> float:
    """The median wall time of `task` over `runs` runs, after one that is not counted."""
    task()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        task()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def command(*args: str, stdin: bytes = b"") -> Callable[[], object]:
    """A task that runs a command and throws its output away."""
    return lambda: subprocess.run(args, input=stdin, stdout=subprocess.DEVNULL, check=False)


def blobs_of_history(repository: str) -> bytes:
    """The ids of every blob that history ever brought, one to a line."""
    raw = subprocess.run(
        ["git", "-C", repository, "log", "--raw", "--no-abbrev", "--format="],
        capture_output=True,
        check=True,
    ).stdout
    ids = dict.fromkeys(line.split()[3] for line in raw.splitlines() if line.startswith(b":"))
    return b"\n".join(ids) + b"\n"


def markdown_alone(repository: str) -> float:
    """Seconds that markdown-it-py needs for the bodies at HEAD, inside one process."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    bodies = [
        path.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        for path in sorted(Path(repository, "documents").glob("*.md"))
    ]
    return seconds(lambda: [parser.parse(text) for text in bodies], 3)


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--commits", type=int, default=1500)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
    with tempfile.TemporaryDirectory() as folder:
        repository = str(Path(folder, "repository"))
        generate(Path(repository), options.documents, options.commits)
        ids = blobs_of_history(repository)
        git = seconds(command("git", "-C", repository, "log", "--raw", "--no-abbrev"), options.runs)
        git += seconds(
            command("git", "-C", repository, "cat-file", "--batch", stdin=ids), options.runs
        )
        markdown = markdown_alone(repository)
        isodocs = (sys.executable, "-m", "isodocs")
        cache = Path(folder, "cache")
        os.environ["XDG_CACHE_HOME"] = str(cache)
        asked = command(*isodocs, "-C", repository, "check", "--on", DAY, "--exit-zero")

        def cold() -> None:
            shutil.rmtree(cache, ignore_errors=True)
            asked()

        check = seconds(cold, options.runs)
        again = seconds(asked, options.runs)
        python = seconds(command(sys.executable, "-c", "pass"), options.runs)
        imported = seconds(command(sys.executable, "-c", "import isodocs.cli"), options.runs)
    allowed = 2.5 * git + markdown + 0.150
    print(f"{options.documents} documents, {options.commits} commits, medians in milliseconds")
    for label, value in (
        ("git log --raw and cat-file --batch", git),
        ("markdown-it-py on the bodies at HEAD", markdown),
        ("isodocs check, cold: no outline is remembered", check),
        ("isodocs check, again", again),
        ("bare Python", python),
        ("import of the command line over bare Python", imported - python),
    ):
        print(f"  {value * 1000:8.1f}  {label}")
    print(f"  {check / allowed:8.2f}  check / (2.5 x git + markdown + 150 ms); at most 1 is wanted")
    print(f"  {(imported - python) / 0.060:8.2f}  import / 60 ms; at most 1 is wanted")


if __name__ == "__main__":
    main()

"""Measure what many records cost: 50,000 rows of training and 5,000 nonconformities.

    python benchmarks/records.py [--rows 50000] [--stories 5000]

Prints the seconds and the peak memory of commands on a repository without records and on the same
one with them, and the seconds of each family of rules within one process. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.company.system import CLAUSES
from benchmarks.generate import generate
from benchmarks.size import Size
from isodocs.rules.registry import all_rules
from isodocs.workspace import View, Workspace

DAY = date(2026, 11, 20)
PEOPLE = 1000
COMPETENCES = 50
COMMANDS = (
    ("check", "--exit-zero"),
    ("due", "--within", "30d"),
    ("readiness", "surveillance"),
)


def day(within: int) -> date:
    """A day in the years before the one that is asked about."""
    return DAY - timedelta(days=random.randrange(within))


def tables(rows: int) -> Iterator[tuple[str, str]]:
    """People, competences, and who was trained for what."""
    people = [f"p{number:04}" for number in range(PEOPLE)]
    competences = [f"C-{number:02}" for number in range(COMPETENCES)]
    lines = [f"{id},Name of {id},role-{n % 40}" for n, id in enumerate(people)]
    yield "people.csv", "\n".join(["id,name,roles", *lines, ""])
    lines = [f"{id},Skill {id},process,role-{n % 40}" for n, id in enumerate(competences)]
    yield "competence.csv", "\n".join(["id,title,kind,roles", *lines, ""])
    lines = ["person,competence,course,provider,date,expires,certificate,evaluated,result"]
    for number in range(rows):
        done = day(2000)
        lines.append(
            f"{random.choice(people)},{random.choice(competences)},Course,Academy,{done},"
            f"{done + timedelta(days=900)},CERT-{number},{done + timedelta(days=60)},effective"
        )
    yield "training.csv", "\n".join([*lines, ""])


def story(number: int, *, closed: bool) -> str:
    """One nonconformity, open or closed."""
    raised = day(1800)
    fields = {
        "record": "nonconformity",
        "id": f"NC-{raised.year}-{number:05}",
        "title": f"Finding {number}",
        "status": "closed" if closed else "open",
        "source": "process",
        "grade": "minor",
        "standard": "iso-9001-2015",
        "clauses": f"['{random.choice(CLAUSES)}']",
        "raised": str(raised),
        "owner": f"p{number % PEOPLE:04}",
        "correction": "Done at once.",
        "cause": "Nobody had told the new starter.",
        "action": "Tell every new starter.",
        "closed": str(raised + timedelta(days=60)) if closed else "",
    }
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return "\n".join(["---", *lines, "---", "# Finding", "", "## What was found", "", "It.", ""])


def add_records(repository: Path, rows: int, stories: int) -> None:
    """Write and commit the records; a fifth of the stories is closed in a second commit."""
    folder = repository / "records" / "nonconformities"
    folder.mkdir(parents=True)
    for name, text in tables(rows):
        (repository / "records" / name).write_text(text, encoding="utf-8")
    for number in range(stories):
        text = story(number, closed=number % 2 == 0)
        (folder / f"{number:05}.md").write_text(text, encoding="utf-8")
    commit(repository)
    for number in range(1, stories, 5):
        text = story(number, closed=True)
        (folder / f"{number:05}.md").write_text(text, encoding="utf-8")
    commit(repository)


def commit(repository: Path) -> None:
    """Commit everything, one minute after another."""
    who = {"NAME": "Bench", "EMAIL": "bench@example.com", "DATE": "2026-11-19T08:00:00+00:00"}
    roles = ("AUTHOR", "COMMITTER")
    env = {f"GIT_{role}_{key}": value for role in roles for key, value in who.items()}
    for args in (("add", "--all"), ("commit", "--quiet", "--message", "Records")):
        subprocess.run(["git", "-C", str(repository), *args], check=True, env={**os.environ, **env})


def measure(repository: Path, *args: str) -> tuple[float, float, float]:
    """Seconds, seconds of processor, and peak memory in megabytes of one command on its own."""
    command = [sys.executable, "-m", "isodocs", "-C", str(repository), *args, "--on", str(DAY)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(args)} ended with {process.returncode}")
    processor = usage.ru_utime + usage.ru_stime
    return time.perf_counter() - start, processor, usage.ru_maxrss / 1024


def by_family(repository: Path) -> Iterator[tuple[str, float]]:
    """The seconds of reading, and then of each family of rules."""
    start = time.perf_counter()
    register = Workspace.open(repository).register(View(DAY))
    yield "reading snapshot and history", time.perf_counter() - start
    taken: dict[str, float] = defaultdict(float)
    for rule in all_rules().values():
        start = time.perf_counter()
        sum(1 for _ in rule.function(register))
        taken[rule.family.code] += time.perf_counter() - start
    yield from ((f"rules {family}", value) for family, value in taken.items())


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--stories", type=int, default=5_000)
    options = parser.parse_args()
    random.seed(5)
    with tempfile.TemporaryDirectory() as folder:
        repository = Path(folder, "repository")
        generate(repository, Size(50, 200))
        before = {args: measure(repository, *args) for args in COMMANDS}
        add_records(repository, options.rows, options.stories)
        print(f"{options.rows} rows of training, {options.stories} nonconformities")
        for args in COMMANDS:
            seconds, processor, memory = measure(repository, *args)
            print(
                f"  {seconds:6.2f} s ({processor:.2f} s of processor) {memory:4.0f} MB  "
                f"isodocs {args[0]}; without records {before[args][1]:.2f} s of processor, "
                f"{before[args][2]:.0f} MB"
            )
        for label, value in by_family(repository):
            print(f"  {value:6.2f} s  {label}")


if __name__ == "__main__":
    main()

"""Measure coverage once the register is there: many documents, a matrix, one standard or three.

    python benchmarks/coverage.py [--documents 2000] [--runs 7]

Wanted: at most 200 ms for one standard on 2,000 documents, every clause of which is asked anew.
"""

from __future__ import annotations

import argparse
import gc
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.generate import generate
from benchmarks.size import DAY as CHECKED
from benchmarks.size import Size
from isodocs.assess.coverage import coverage
from isodocs.assess.soa import controls, table_path
from isodocs.checking.run import run
from isodocs.model.register import Register
from isodocs.standards.load import load
from isodocs.workspace import View, Workspace

DAY = date.fromisoformat(CHECKED)
STANDARDS = ("iso-9001-2015", "iso-27001-2022", "iso-14001-2015")
WANTED = 0.200


def main() -> None:
    """Generate, add a matrix and a statement, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    gc.disable()  # as the command line does
    with tempfile.TemporaryDirectory() as folder:
        repository = Path(folder, "repository")
        generate(repository, Size(options.documents, 2 * options.documents))
        _integrate(repository)
        for in_use in (STANDARDS[:1], STANDARDS):
            _work_to(repository, in_use)
            register = Workspace.open(repository).register(View(DAY))
            count = f"{len(register.entries)} documents, {len(in_use)} in use"
            print(f"{count}: medians in milliseconds")
            for standard in in_use:
                taken = _assess(register, standard, options.runs)
                print(
                    f"  {taken * 1000:8.1f}  {standard}; {taken / WANTED:.2f} of the 200 ms wanted"
                )
            for family in ("CLS", "SOA"):
                taken = _rules(register, family, options.runs)
                print(f"  {taken * 1000:8.1f}  the rules {family}, coverage included")


def _assess(register: Register, standard: str, runs: int) -> float:
    taken = []
    for _ in range(runs):
        anew = replace(register)  # nothing is remembered of a register nobody has seen
        start = time.perf_counter()
        coverage(anew, standard)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _rules(register: Register, family: str, runs: int) -> float:
    taken = []
    for _ in range(runs):
        anew = replace(register)
        start = time.perf_counter()
        run(anew, select=[family])
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _work_to(repository: Path, standards: tuple[str, ...]) -> None:
    """Name the standards in use in the configuration."""
    config = repository / "isodocs.yaml"
    text = config.read_text(encoding="utf-8")
    named = f"standards: [{', '.join(standards)}]"
    config.write_text(re.sub(r"(?m)^standards: .*$", named, text), encoding="utf-8")


def _integrate(repository: Path) -> None:
    """A matrix with a row for every document, and a statement of all controls."""
    ids = [path.stem for path in sorted((repository / "documents").rglob("*.md"))]
    maps = {standard: load(standard).auditable for standard in STANDARDS}
    clauses = [clause.number for clause in maps[STANDARDS[0]]]
    rows = [f"| {clauses[at % len(clauses)]} | {id} |" for at, id in enumerate(ids)]
    matrix = "\n".join(["| ISO 9001 | Document |", "|---|---|", *rows])
    manual: Mapping[str, str] = {
        "id": "MAN-001",
        "title": "Manual",
        "type": "procedure",
        "revision": "1",
        "status": "draft",
        "owner": "quality-manager",
    }
    head = "\n".join(f"{key}: {value}" for key, value in manual.items())
    path = repository / "documents/MAN-001.md"
    path.write_text(f"---\n{head}\n---\n# Manual\n\n{matrix}\n", encoding="utf-8")
    lines = ["control,applicable,justification,state,documents"]
    for at, control in enumerate(controls(load(STANDARDS[1]))):
        behind = "; ".join(ids[at % len(ids) :][:20])
        lines.append(f"{control.number},yes,Treats a risk,implemented,{behind}")
    table = repository / table_path(STANDARDS[1])
    table.parent.mkdir(parents=True, exist_ok=True)
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

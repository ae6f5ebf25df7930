"""The results as a table: on the screen, in docs/performance.md, and beside an earlier run."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.goals import Result

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
_HEADER = (
    "documents",
    "situation",
    "median",
    "least to largest",
    "allowed",
    "ratio",
    "goal",
    "allowed is",
)


def text(machine: Mapping[str, str], results: Sequence[Result]) -> str:
    """The machine and the table, in columns."""
    rows = [_HEADER, *map(_cells, results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([*_about(machine), "", *lines, "", _summary(results)])


def insert(path: Path, machine: Mapping[str, str], results: Sequence[Result]) -> None:
    """Put the table between the two marks of a page."""
    page = path.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    rows = [_HEADER, ("---",) * len(_HEADER), *map(_cells, results)]
    table = [f"| {' | '.join(row)} |" for row in rows]
    about = [f"- {line}" for line in _about(machine)]
    lines = [BEGIN, "", *about, "", *table, "", _summary(results), "", END]
    path.write_text(before + "\n".join(lines) + after, encoding="utf-8")


def comparison(earlier: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Each situation in both runs: seconds of processor, and how many times those of then."""
    lines = ["", "medians in ms of processor: earlier, now, and now as a multiple of earlier"]
    if earlier["machine"] != now["machine"]:
        lines.append("(another machine, or a busier one: compare the ratios to what is allowed)")
    for size, situations in now["costs"].items():
        for name, costs in situations.items():
            before = earlier["costs"].get(str(size), {}).get(name)
            if before:
                was, is_now = (_median(each) for each in (before, costs))
                shown = f"{1000 * was:9.1f} {1000 * is_now:9.1f} {is_now / was:6.2f}"
                lines.append(f"{shown}  {name}, {int(size):,} documents")
    return "\n".join(lines)


def _median(costs: Sequence[Sequence[float]]) -> float:
    return statistics.median(cpu for _, cpu, _ in costs)


def _about(machine: Mapping[str, str]) -> list[str]:
    return [f"{key}: {value}" for key, value in machine.items()]


def _summary(results: Sequence[Result]) -> str:
    met = sum(result.met for result in results)
    return f"{met} of {len(results)} goals are met."


def _cells(result: Result) -> tuple[str, ...]:
    least, median, largest = result.measured
    return (
        f"{result.documents:,}",
        result.situation,
        amount(median, result.unit),
        f"{amount(least, result.unit)} to {amount(largest, result.unit)}",
        amount(result.allowed, result.unit),
        f"{result.ratio:.2f}",
        "met" if result.met else "not met",
        result.words,
    )


def amount(value: float, unit: str = "s") -> str:
    """`340 ms`, `2.41 s` or `120 MiB`."""
    if unit != "s":
        return f"{value:.0f} {unit}"
    return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.1f} ms"

"""What a process costs, as the operating system accounts it for the process and its children."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds on the clock, seconds of processor (user and system), and the peak in MiB.

    The peak is that of the largest process, and never below what the measuring process itself has
    (getrusage(2): it survives the exec), which is why this imports so little.
    """

    wall: float
    cpu: float
    peak: float


class Spread(NamedTuple):
    """The least, the middle and the largest of several values."""

    least: float
    median: float
    largest: float


def cost(
    command: Sequence[str],
    at: Path,
    environment: Mapping[str, str],
    *,
    stdin: Path = Path(os.devnull),
) -> Cost:
    """Run a command to its end, its output thrown away; raises SystemExit unless it says 0 or 1."""
    with stdin.open("rb") as given:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=at,
            env=environment,
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode} in {at}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def spread(values: Sequence[float]) -> Spread:
    """Of at least one value."""
    return Spread(min(values), statistics.median(values), max(values))


def seconds(task: Callable[[], object], runs: int) -> float:
    """The median wall time of `task` in this process, after one run that is not counted."""
    task()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        task()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)

"""Measure what a command needs to start and answer, over what Python alone needs.

    python benchmarks/startup.py [--runs 15]

Each command runs in turn with `python -c pass`, so that a machine whose speed drifts, drifts for
both. What is shown is the processor time of whole processes, user and system, as the operating
system accounts it: the medians, and the median of the differences and of the ratios pair by pair.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

COMMANDS = (
    "--version",
    "--help",
    "completion bash",
    "explain REV005",
    "explain",
    "standards",
    "hook run pre-commit",
    "due",
    "check",
)
BARE = (sys.executable, "-c", "pass")


def processor_time(arguments: tuple[str, ...], at: str) -> float:
    """Milliseconds that a process and its children took; its output is thrown away."""
    # the bytecode is kept between runs, as it is where isodocs is installed
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        arguments,
        cwd=at,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return 1000 * (used.ru_utime + used.ru_stime)


def main() -> None:
    """Measure every command and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    isodocs = (sys.executable, "-m", "isodocs")
    with tempfile.TemporaryDirectory() as folder:
        sample = str(Path(folder) / "sample")
        subprocess.run([*isodocs, "demo", sample], check=True, stdout=subprocess.DEVNULL)
        print(f"{'command':22} {'ms':>7} {'bare':>6} {'over':>7} {'ratio':>6}")
        for command in COMMANDS:
            # the standards of a repository of its own would have to be read as well
            at = folder if command == "standards" else sample
            words = (*isodocs, *command.split())
            processor_time(words, at)
            pairs = [(processor_time(words, at), processor_time(BARE, at)) for _ in range(runs)]
            took, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
            over = statistics.median(a - b for a, b in pairs)
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"{command:22} {took:7.1f} {bare:6.1f} {over:7.1f} {ratio:6.1f}")


if __name__ == "__main__":
    main()

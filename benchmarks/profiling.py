"""Where the time of a situation goes, function by function."""

from __future__ import annotations

import io
import pstats
import subprocess
import sys
from pathlib import Path

from benchmarks.situations import Situation

_MOST = 30
"""How many functions are shown."""
_PROFILED = """
import cProfile, sys, time
from isodocs.__main__ import main
result = sys.argv.pop(1)
profile = cProfile.Profile(time.process_time)
try:
    profile.runcall(main)
finally:
    profile.dump_stats(result)
"""
"""Counts the time of the processor, so that waiting for Git or for another process is none."""


def profile(situation: Situation, result: Path) -> str:
    """Run a situation under cProfile; the functions by their own time, and with what they call."""
    command = situation.command
    if command[0] == sys.executable:
        arguments = command[command.index("isodocs") + 1 :]
    else:  # a hook's file, or Git, which runs it
        arguments = ("hook", "run", Path(command[0]).name)
    with situation.stdin.open("rb") as given:
        subprocess.run(
            (sys.executable, "-c", _PROFILED, str(result), *arguments),
            cwd=situation.at,
            env=situation.environment,
            stdin=given,
            stdout=subprocess.DEVNULL,
            check=False,
        )
    out = io.StringIO()
    statistics = pstats.Stats(str(result), stream=out).strip_dirs()
    for order in ("tottime", "cumulative"):
        statistics.sort_stats(order).print_stats(_MOST)
    return out.getvalue()

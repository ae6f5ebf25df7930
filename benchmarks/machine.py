"""On what was measured."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path


def description() -> dict[str, str]:
    """Processor, memory, systems and how busy the machine was, in words."""
    git = subprocess.run(("git", "version"), check=True, stdout=subprocess.PIPE).stdout.decode()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "git": git.removeprefix("git version").strip(),
        "load": f"{os.getloadavg()[2]:.1f} processes on average in the last 15 minutes",
    }


def _processor() -> str:
    """The model where Linux says it, else the architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())

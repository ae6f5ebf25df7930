"""What a command does, counted: modules loaded, Git processes, bytes, texts parsed, rules run.

The command runs to its end in a process of its own. Git is counted by a program of its name that
comes first on the PATH, and so however it is started; the rest within the process.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.helpers.repository import environment

ROOT = Path(__file__).resolve().parents[2]
_MAIN = Path(__file__).with_name("counted_main.py")

_GIT = """\
#!{python} -IS
import os, subprocess, sys
process = subprocess.Popen([{git!r}, *sys.argv[1:]], stdout=subprocess.PIPE)
size = 0
while piece := os.read(process.stdout.fileno(), 1 << 20):
    size += len(piece)
    try:
        sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        process.kill()
        break
log = os.open({log!r}, os.O_WRONLY | os.O_APPEND)
name = sys.argv[3 if sys.argv[1] == "-C" else 1]
os.write(log, f"git {{name}} {{size}}\\n".encode())
os._exit(process.wait() % 256)
"""


class Counts(NamedTuple):
    """What a command did."""

    modules: frozenset[str]
    """Everything that it had loaded at its end."""
    git: Counter[str]
    """How often it ran each command of Git."""
    bytes_from_git: int
    """How much these printed."""
    front_matters: int
    """How many texts were looked at for front matter."""
    outlines: int
    """How many Markdown bodies were parsed."""
    rules: Counter[str]
    """How often each rule was run."""

    def own_modules(self, *but: str) -> int:
        """How many modules of isodocs it had loaded, but those whose names begin like this."""
        return sum(
            name.partition(".")[0] == "isodocs" and not name.startswith(but)
            for name in self.modules
        )


def counted(*arguments: str, at: Path, home: Path, stdin: str = "", **variables: str) -> Counts:
    """Run `isodocs ARGUMENTS` in the folder `at`; fails the test unless it exits with 0 or 1.

    `home` is the user's, where the cache is; further variables are added to the environment.
    """
    log = home / "counted"
    log.write_bytes(b"")
    process = subprocess.run(
        [sys.executable, "-P", str(_MAIN), *arguments],
        cwd=at,
        env={
            **environment(home),
            "PATH": os.pathsep.join((str(_counting_git(home, log)), os.environ["PATH"])),
            "PYTHONPATH": str(ROOT),
            "COUNTED": str(log),
            **variables,
        },
        input=stdin.encode(),
        capture_output=True,
        check=False,
    )
    assert process.returncode in (0, 1), process.stderr.decode()
    events = [line.partition(" ") for line in log.read_text("utf-8").splitlines()]
    git = [detail.split() for event, _, detail in events if event == "git"]
    return Counts(
        modules=frozenset(
            name for event, _, detail in events if event == "modules" for name in detail.split()
        ),
        git=Counter(command for command, _ in git),
        bytes_from_git=sum(int(size) for _, size in git),
        front_matters=sum(event == "front-matter" for event, _, _ in events),
        outlines=sum(event == "outline" for event, _, _ in events),
        rules=Counter(detail for event, _, detail in events if event == "rule"),
    )


def _counting_git(home: Path, log: Path) -> Path:
    """A folder with a program called git that runs Git and writes down what it printed."""
    git = shutil.which("git")
    assert git
    folder = home / "counting"
    folder.mkdir(exist_ok=True)
    program = folder / "git"
    if not program.exists():  # one that was changed would be another Git
        text = _GIT.format(python=sys.executable, git=git, log=str(log))
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
    return folder

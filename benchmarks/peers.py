"""Other tools that check every file of a repository, where they are installed beside isodocs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.situations import DOORSTOP, REUSE, Situation


def peers(repository: Path, folder: Path, environment: Mapping[str, str]) -> Iterator[Situation]:
    """Each tool on the documents of a repository; nothing for one that is not installed."""
    if tool := _installed("reuse"):
        yield Situation(REUSE, (tool, "lint", "--quiet"), repository, environment)
    if tool := _installed("doorstop"):
        at = folder / "doorstop"
        _as_items(repository, at)
        # it only lists what it finds: no item is reviewed, none linked
        command = (tool, "--no-reformat", "--no-level-check", "--no-ref-check")
        yield Situation(DOORSTOP, command, at, environment)


def _installed(name: str) -> str | None:
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    return shutil.which(name, path=places)


def _as_items(repository: Path, at: Path) -> None:
    """Write the documents as items of doorstop, which keeps each in a YAML file of its own."""
    items = at / "items"
    items.mkdir(parents=True)
    (items / ".doorstop.yml").write_text("settings:\n  digits: 6\n  prefix: DOC\n  sep: ''\n")
    for number, path in enumerate(sorted(repository.glob("documents/*/*.md")), start=1):
        body = path.read_text(encoding="utf-8").partition("\n---\n")[2]
        text = "".join(f"  {line}\n" if line else "\n" for line in body.splitlines())
        (items / f"DOC{number:06d}.yml").write_text(
            f"active: true\nderived: false\nheader: ''\nlevel: 1.{number}\nlinks: []\n"
            f"normative: true\nref: ''\nreviewed: null\ntext: |\n{text}",
            encoding="utf-8",
        )
    for command in (("init", "--quiet", "--template="), ("add", "--all")):
        subprocess.run(("git", "-C", str(at), *command), check=True)

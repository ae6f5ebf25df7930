"""`isodocs completion`: a real shell completes commands, documents, standards and rules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.command import refused, run

ROOT = Path(__file__).resolve().parents[2]

# `complete -p` names the function; it is called as bash calls it when Tab is pressed.
ASK = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_isodocs_completion isodocs
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder for the PATH in which `isodocs` is this checkout."""
    place = tmp_path / "bin"
    place.mkdir()
    script = place / "isodocs"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m isodocs "$@"\n')
    script.chmod(0o755)
    return place


def completed(story: Path, program: Path, *words: str) -> list[str]:
    script = program / "completion.bash"
    script.write_text(run("completion", "bash", at=story))
    path = f"{program}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", ASK, "bash", str(script), "isodocs", *words],
        cwd=story,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert not done.stderr
    return done.stdout.split()


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("reg",), {"register"}),
        (("history", "sop-00"), {"SOP-001", "SOP-002", "SOP-003", "SOP-004"}),
        (("diff", "POL"), {"POL-001"}),
        (("standards", "iso-9001"), {"iso-9001-2015", "iso-9001-2026"}),
        (("explain", "REV005"), {"REV005"}),
        (("register", "--format", ""), {"csv", "html", "json", "markdown", "text", "xlsx"}),
    ],
)
def test_bash_completes(
    story: Path, program: Path, words: tuple[str, ...], found: set[str]
) -> None:
    assert set(completed(story, program, *words)) == found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_says_where_to_put_it(tmp_path: Path, shell: str) -> None:
    lines = run("completion", shell, at=tmp_path).splitlines()
    assert any(line.startswith(f"# To keep it:  isodocs completion {shell} > ") for line in lines)
    assert (lines[0] == "#compdef isodocs") == (shell == "zsh")


def test_another_shell_is_refused(tmp_path: Path) -> None:
    assert "'bash', 'fish', 'zsh'" in refused("completion", "tcsh", at=tmp_path)

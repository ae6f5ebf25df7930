"""The command line as a user meets it: words, suggestions, exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from isodocs import __version__
from isodocs.cli import cli
from tests.helpers.calls import call
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder

ROOT = Path(__file__).resolve().parents[1]


def isodocs(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A call in a process that has all loaded already."""
    answer = call(*args, at=cwd)
    return subprocess.CompletedProcess(
        args, answer.code, answer.out.decode("utf-8"), answer.err.decode("utf-8")
    )


def started(*args: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """A call as Python starts it, where that matters."""
    return subprocess.run(
        [sys.executable, "-m", "isodocs", *args],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_version(tmp_path: Path) -> None:
    assert started("--version", cwd=tmp_path).stdout == f"isodocs {__version__}\n"


def test_help_lists_every_command_with_a_line(tmp_path: Path) -> None:
    shown = isodocs("--help", cwd=tmp_path).stdout
    for name in cli.list_commands(click.Context(cli)):
        assert f"\n  {name} " in shown


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chekc", "check"),
        ("registry", "register"),
        ("Aprove", "approve"),
        ("authority sho", "show"),
        ("hook instal", "install"),
        ("standards imprt", "import"),
        ("propose", "authority propose"),
        ("enrol", "authority enrol"),
    ],
)
def test_a_wrong_command_suggests_the_right_one(tmp_path: Path, typed: str, meant: str) -> None:
    refused = isodocs(*typed.split(), cwd=tmp_path)
    assert refused.returncode == 2
    assert f"Did you mean '{meant}'?" in refused.stderr


def test_outside_a_repository(tmp_path: Path) -> None:
    refused = isodocs("check", cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.startswith("error: ")
    assert "Traceback" not in refused.stderr


def test_no_gaps_and_gaps(company: RepositoryBuilder) -> None:
    options = ("check", "--on", "2024-06-01", "--ignore", "CLS")
    assert isodocs(*options, cwd=company.path).returncode == 0
    company.write(path("SOP-002"), document("SOP-002", status="aproved"))
    found = isodocs(*options, cwd=company.path)
    assert found.returncode == 1
    assert "Did you mean 'approved'?" in found.stdout
    assert isodocs(*options, "--exit-zero", cwd=company.path).returncode == 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--on", "1 June 2024"), "write for example 2026-12-01"),
        (("--select", "APX"), "APX"),
        (("--rev", "mian"), "main"),
        (("documents/SOP-01.md",), "SOP-001"),
        (("--staged", "--rev", "HEAD"), "exclude each other"),
        (("--on", "1999-01-01"), "nothing as old"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_to_do(
    company: RepositoryBuilder, options: tuple[str, ...], says: str
) -> None:
    refused = isodocs("check", *options, cwd=company.path)
    assert refused.returncode == 2
    assert says in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_internal_error_says_so_without_a_traceback(
    company: RepositoryBuilder, tmp_path: Path
) -> None:
    broken = tmp_path / "sitecustomize.py"
    broken.write_text(
        "import isodocs.workspace as w\n"
        "def fail(*a, **k): raise ZeroDivisionError('boom')\n"
        "w.Workspace.open = fail\n"
    )
    python_path = f"{tmp_path}{os.pathsep}{ROOT}"
    quiet = started("check", cwd=company.path, PYTHONPATH=python_path)
    assert quiet.returncode == 3
    assert "boom" in quiet.stderr
    assert "Traceback" not in quiet.stderr
    loud = started("--traceback", "check", cwd=company.path, PYTHONPATH=python_path)
    assert "Traceback" in loud.stderr
    assert loud.returncode == 3
    refused = isodocs("--traceback", "check", cwd=tmp_path)
    assert ("Traceback" in refused.stderr, refused.returncode) == (True, 2)
    assert "is not in a Git repository" in refused.stderr


def test_a_path_that_no_file_can_have_is_no_fault_of_ours(company: RepositoryBuilder) -> None:
    done = isodocs("verify-copy", "x" * 300, cwd=company.path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {'x' * 300}: File name too long\n")
    assert "Check what you typed" in done.stderr


def test_colour_is_for_terminals_only(company: RepositoryBuilder) -> None:
    assert "\x1b" not in isodocs("check", "--exit-zero", cwd=company.path).stdout


def test_a_reader_that_goes_away_is_no_error(company: RepositoryBuilder) -> None:
    command = f"{sys.executable} -m isodocs check --format json | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=company.path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "Traceback" not in done.stderr
    assert done.stdout.strip() in ("0", "1")


def test_names_from_the_repository_cannot_steer_the_terminal(company: RepositoryBuilder) -> None:
    company.write("documents/evil\x1b[2J\n.md", "---\nid: SOP-002\n---\n")
    shown = isodocs("check", "--exit-zero", "--full", cwd=company.path).stdout
    assert "\x1b" not in shown
    assert "evil\\x1b[2J\\n.md" in shown


def test_paths_are_meant_from_where_one_stands(company: RepositoryBuilder) -> None:
    company.write(path("SOP-002"), document("SOP-002", status="aproved"))
    here = isodocs("check", "SOP-002.md", "--on", "2024-06-01", cwd=company.path / "documents")
    there = isodocs("check", "SOP-001.md", "--on", "2024-06-01", cwd=company.path / "documents")
    assert (here.returncode, there.returncode) == (1, 0)
    assert "SOP-002" in here.stdout


@pytest.mark.parametrize("encoding", ["latin-1", "cp850", "cp1252", "iso8859-15", "ascii", "utf-8"])
def test_what_an_encoding_lacks_changes_no_exit_code(
    company: RepositoryBuilder, encoding: str
) -> None:
    company.write(
        path("SOP-002"), document("SOP-002", title="Prüfung → „Maß“ 目", status="aproved")
    )
    process = subprocess.run(
        [sys.executable, "-m", "isodocs", "check", "--on", "2024-06-01", "--full"],
        cwd=company.path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (process.returncode, process.stderr) == (1, b"")
    assert b"aproved" in process.stdout
    if encoding == "latin-1":
        with pytest.raises(UnicodeEncodeError):
            "→".encode(encoding)
        assert b" ? " in process.stdout
        refused = started("check", "→", cwd=company.path, PYTHONIOENCODING=encoding)
        assert (refused.returncode, "internal" in refused.stderr) == (2, False)


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_streams_that_were_closed_change_no_exit_code(
    company: RepositoryBuilder, closed: str
) -> None:
    company.commit("Draft", {path("SOP-002"): document("SOP-002", 1, "approved")})
    before = {file: file.read_bytes() for file in company.path.rglob("*") if file.is_file()}
    shell = f'"$1" -P -m isodocs -C "$2" check {closed}'
    command = ["sh", "-c", shell, "sh", sys.executable, str(company.path)]
    process = subprocess.run(command, capture_output=True, check=False)
    assert process.returncode == 1, process.stderr
    assert b"internal error" not in process.stderr
    assert {f: f.read_bytes() for f in company.path.rglob("*") if f.is_file()} == before

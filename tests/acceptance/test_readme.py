"""The README keeps its word: its tour runs as written, in a new folder, with nothing else known."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from isodocs import __version__
from isodocs.cli import cli
from isodocs.lifecycle.sample import materialise
from tests.helpers.repository import environment

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXT = '\n\n## How we buy {clause="8.4.1"}\n\nOnly from approved suppliers.\n'


def commands(heading: str) -> Iterator[str]:
    """Every command that a section shows, continued lines joined, comments left to the shell."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    for block in re.findall(r"```console\n(.*?)```", section, re.DOTALL):
        for command in re.findall(r"^\$ ((?:.*\\\n)*.*)", block, re.MULTILINE):
            yield command.replace("\\\n", " ")


@pytest.fixture
def environment_of_a_newcomer(tmp_path: Path) -> dict[str, str]:
    """Git knows nobody; isodocs is on the path; nobody can be asked."""
    home = tmp_path / "home"
    home.mkdir()
    bin = tmp_path / "bin"
    bin.mkdir()
    script = bin / "isodocs"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -m isodocs "$@"\n')
    script.chmod(0o755)
    env = environment(home)
    env["GIT_CONFIG_GLOBAL"] = str(home / ".gitconfig")
    env["PATH"] = f"{bin}:{env['PATH']}"
    env["PYTHONPATH"] = str(ROOT)
    return env


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return materialise(tmp_path_factory.mktemp("sample") / "demo").directory


@pytest.mark.parametrize("me", ["Ann Author", "Quinn Quality"])
def test_the_tour_runs_as_written(
    tmp_path: Path, environment_of_a_newcomer: dict[str, str], me: str
) -> None:
    """Whoever follows it, with a home that Git has never seen."""
    place = tmp_path / "quality"
    address = f"{me.split()[0].lower()}@example.com"
    said = ""
    for command in commands("Five minutes"):
        if " pip install " in command:
            continue
        if command.startswith("mkdir"):
            place.mkdir()
            continue
        if command.startswith("git config "):
            command = command.replace("Ann Author", me).replace("ann@example.com", address)
        if command.startswith("nano "):
            document = place / command.split()[1]
            matter = document.read_text().partition("\n---\n")[0]
            document.write_text(f"{matter}\n---\n# Purchasing{TEXT}")
            continue
        # the days of the tour pass, the tour stays true
        command = command.replace("2027-01-04", "2999-01-04").replace("2026-11-30", "2999-01-01")
        if command.startswith("isodocs approve"):
            command = command.replace("--commit", "--commit --yes")
        process = subprocess.run(
            ["bash", "-c", command],
            cwd=place if place.exists() else tmp_path,
            env=environment_of_a_newcomer,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        said += f"$ {command}\n{process.stdout}{process.stderr}\n"
        # a check that finds gaps says so by 1
        assert process.returncode == 0 or (
            process.returncode == 1 and command.startswith("isodocs check")
        ), said
    assert f"SOP-001 rev 1: approval by {me}" in said
    assert "SOP-001 revision 2 begins as a draft; revision 1 takes effect on 2999-01-04" in said
    assert "(8.4.1)" in said or "8.4.1" in said


def test_the_tour_begins_with_who_one_is_and_with_what_can_be_installed() -> None:
    tour = list(commands("Five minutes"))
    assert [command.split()[:4][-1] for command in tour[:2]] == ["user.name", "user.email"]
    assert "pip install isodocs`" not in README
    assert "pip install isodocs\n" not in README
    assert f"isodocs-{__version__}-py3-none-any.whl" in README


def test_what_it_shows_of_the_demo_is_what_the_demo_says(sample: Path) -> None:
    """Parts of the reports are left out, but what is shown stands there, in that order."""
    shown = README.partition("<!-- demo -->\n```console\n")[2].partition("```\n")[0]
    parts = re.split(r"^\$ isodocs -C demo (.+)\n", shown, flags=re.MULTILINE)[1:]
    assert len(parts) == 4
    for arguments, report in zip(parts[::2], parts[1::2], strict=True):
        said = subprocess.run(
            [sys.executable, "-m", "isodocs", "-C", str(sample), *arguments.split()],
            env={**environment(sample), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert said.returncode == 1, said.stderr
        rest = said.stdout
        for piece in re.split(r"\n\s*\n|^…\n", report.strip(), flags=re.MULTILINE):
            _, found, rest = rest.partition(piece.strip())
            assert found, f"not there, or out of order:\n{piece}"


def test_every_command_it_names_is_there() -> None:
    pages = README + "".join(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))
    named = {
        *re.findall(r"`isodocs ([a-z][a-z-]+)", pages),
        *re.findall(r"^\s*\$ isodocs ([a-z][a-z-]+)", pages, re.MULTILINE),
    }
    assert named <= set(cli.list_commands(click.Context(cli)))
    assert {"check", "init", "register", "hook"} <= named


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 140


def test_every_page_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target

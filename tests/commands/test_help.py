"""`isodocs --help` and `isodocs COMMAND --help`: grouped, short, and cheap."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import click

from isodocs import commands
from isodocs.cli import cli
from isodocs.reference import commands_page
from tests.helpers.command import run

ROOT = Path(__file__).resolve().parents[2]


def test_every_command_is_listed_once_under_a_job() -> None:
    listed = Counter(name for job in commands.JOBS.values() for name in job)
    assert listed == Counter(cli.list_commands(click.Context(cli)))


def test_the_help_lists_each_command_in_one_line_of_80_columns(tmp_path: Path) -> None:
    text = run("--help", at=tmp_path)
    lines = text.splitlines()
    for job, names in commands.JOBS.items():
        assert f"{job}:" in lines
        for name, summary in names.items():
            assert any(line.split(maxsplit=1) == [name, summary] for line in lines), name


def test_the_help_imports_no_command() -> None:
    code = (
        "import sys; sys.argv = ['isodocs', '--help']\n"
        "from isodocs.cli import cli\n"
        "cli.main(prog_name='isodocs', standalone_mode=False)\n"
        "print('loaded:', *sys.modules)"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    loaded = process.stdout.partition("loaded:")[2].split()
    ours = {name for name in loaded if name.split(".")[0] == "isodocs"}
    group = {f"isodocs.commands.{name}" for name in ("_folder", "_streams")}
    own = {"isodocs", "isodocs.cli", "isodocs.commands", "isodocs.dataclass"}
    assert ours == {*own, *group}
    assert not {"yaml", "markdown_it", "sqlite3", "git"} & set(loaded)


def test_adding_a_command_takes_one_file_and_a_line(tmp_path: Path) -> None:
    """The walk of docs/architecture.md: a file in the folder, or in a group's, is a command."""
    package = tmp_path / "isodocs"
    shutil.copytree(ROOT / "isodocs", package, ignore=shutil.ignore_patterns("__pycache__"))
    source = (
        "import click\n\nEXAMPLES = ('greet',)\n\n\n@click.command()\ndef command() -> None:\n"
        '    """Say hello."""\n    click.echo("hello")\n'
    )
    for place in ("greet.py", "authority/greet.py"):
        (package / "commands" / place).write_text(source)
    for words in (["greet"], ["authority", "greet"]):
        process = subprocess.run(
            [sys.executable, "-m", "isodocs", *words],
            cwd=tmp_path, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        assert process.stdout == "hello\n"


def test_every_command_and_option_is_explained() -> None:
    for path, command, _ in commands_page.commands():
        assert command.short_help, path
        assert len(command.short_help) <= 70, path
        assert command.help, path
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help, f"{path} {option.name}"

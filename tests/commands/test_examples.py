"""Every example of every `--help` works in the sample company as it is written."""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Self

import click
import pytest
from click.testing import CliRunner, Result

from isodocs.cli import cli
from isodocs.commands import _clock
from isodocs.reference import commands_page
from tests.helpers.repository import environment

COMMANDS = {path: command for path, command, _ in commands_page.commands()}
EXAMPLES = {
    path: re.findall(r"^  isodocs (.+)$", command.epilog or "", re.MULTILINE)
    for path, command in COMMANDS.items()
}
PARSED_ONLY = {
    "authority enrol", "authority init", "authority propose", "authority revoke",
    "authority sign", "merge", "standards check", "standards import", "timestamp",
}  # fmt: skip
"""They need keys, a branch, a file or an authority's answer; their own tests run them."""
ELSEWHERE = {"demo", "init"}
"""They begin something new, in an empty folder."""
READ = {
    "audit-trail", "audits", "check", "competence", "completion", "coverage", "diff", "doctor",
    "due", "explain", "history", "nonconformities", "plan", "readiness", "register", "soa",
}  # fmt: skip
"""They write nothing, so they share one copy of the sample."""


class Clock(datetime):
    """At noon of the day on which the sample's story ends, whatever the machine's clock says."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 11, 20, 12, tzinfo=UTC)


def test_every_command_has_an_example_that_calls_it() -> None:
    for path, examples in EXAMPLES.items():
        assert examples, path
        assert all(example.startswith(path) for example in examples), path


@pytest.mark.parametrize("example", sorted({each for many in EXAMPLES.values() for each in many}))
def test_an_example_works(
    example: str, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = shlex.split(example)
    if any(example.startswith(each) for each in PARSED_ONLY):
        parsed(words)
        return
    at = sample
    if words[0] in ELSEWHERE:
        at = tmp_path / "quality"
        at.mkdir()
    elif words[0] not in READ:
        at = tmp_path / "demo"
        shutil.copytree(sample, at, symlinks=True)
    monkeypatch.setattr(_clock, "datetime", Clock)
    if words[0] == "approve":  # the one whose turn it is
        words += ["--as", "piotr.zielinski"]
    result = call(words, at, tmp_path)
    assert result.exit_code in (0, 1), result.output
    assert result.exit_code == 0 or words[0] in {"check", "doctor", "readiness"}


def call(words: list[str], at: Path, home: Path) -> Result:
    """Run the words at the folder; what would be asked is answered with yes."""
    command: click.Command = cli
    for word in words:
        inner = command.get_command(click.Context(command), word) if is_group(command) else None
        if inner is None:
            break
        command = inner
    if any("--yes" in parameter.opts for parameter in command.params) and words[1:]:
        words = [*words, "--yes"]
    words = [word.replace("~", str(home)) for word in words]
    env = {
        **environment(home),
        "GIT_AUTHOR_NAME": "Daniel Okafor",
        "GIT_AUTHOR_EMAIL": "daniel.okafor@aldwyke.example",
        "GIT_COMMITTER_NAME": "Daniel Okafor",
        "GIT_COMMITTER_EMAIL": "daniel.okafor@aldwyke.example",
    }
    return CliRunner().invoke(cli, ["-C", str(at), *words], env=env, catch_exceptions=False)


def is_group(command: click.Command) -> bool:
    return isinstance(command, click.Group)


def parsed(words: list[str]) -> None:
    """Fail unless click takes the words: an unknown option or a missing argument does not pass."""
    command: click.Command | None = cli
    while isinstance(command, click.Group):
        command = command.get_command(click.Context(command), words.pop(0))
    assert command is not None
    known = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known
    parser = command.make_parser(click.Context(command))
    parser.parse_args(args=list(words))

"""Text on the command line that is not UTF-8, which no file of ours can hold: of all commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from isodocs.cli import cli
from isodocs.commands._text import Name
from tests.helpers.command import refused, run
from tests.helpers.company import approved, base, document
from tests.helpers.repository import RepositoryBuilder

LATIN = os.fsdecode(b"M\xfcller")
Words = tuple[str, ...]


def takes(command: click.Command, words: Words = ()) -> Iterator[tuple[Words, click.Parameter]]:
    """Every parameter that a value is typed for, of every command."""
    ctx = click.Context(command)
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            assert inner
            yield from takes(inner, (*words, name))
    for param in command.params:
        if words and not (isinstance(param, click.Option) and (param.is_flag or param.count)):
            yield words, param


def refusal(words: Words, param: click.Parameter, command: click.Command) -> tuple[int, str]:
    """What the command says, whatever else it needs being there."""
    args = [param.opts[0], LATIN] if isinstance(param, click.Option) else []
    for other in command.params:
        if isinstance(other, click.Argument):
            args += [LATIN if other is param else "x"]
        elif other.required and other is not param:
            args += [other.opts[0], "2026-01-01"]
    result = CliRunner().invoke(cli, [*words, *args])
    return result.exit_code, result.stderr


def test_every_command_refuses_text_that_is_not_utf_8_and_names_what_it_was_typed_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = [*takes(cli)]
    text = [(w, p) for w, p in found if not isinstance(p.type, Name | click.Path)]
    shown = {" ".join((*words, param.opts[0])) for words, param in text}
    assert {"approve --reason", "new title", "set settings", "standards new --title"} <= shown
    for words, param in text:
        command: click.Command = cli
        for word in words:
            assert isinstance(command, click.Group)
            command = command.get_command(click.Context(command), word) or command
        code, said = refusal(words, param, command)
        name = (
            param.opts[0]
            if isinstance(param, click.Option)
            else param.make_metavar(click.Context(command))
        )
        assert (code, name.strip("[].") in said) == (2, True), (words, param.name, said)


def test_as_typed_in_a_terminal(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **approved()})
    typed = [sys.executable, "-m", "isodocs", "new", "procedure", os.fsencode(LATIN)]
    done = subprocess.run(typed, cwd=repo.path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "is not UTF-8" in done.stderr
    assert repo.git("status", "--porcelain") == ""


def test_names_of_files_and_branches_are_any_bytes(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **approved()})
    place = f"documents/{LATIN}.md"
    repo.commit("Latin", {place: document("SOP-002", status="draft", title="Müller")})
    repo.git("branch", LATIN)
    assert "SOP-002" in run("history", place, at=repo.path)
    assert "SOP-002" in run("register", "--rev", LATIN, at=repo.path)
    run("check", place, "--exit-zero", at=repo.path)
    run("renumber", place, "SOP-007", at=repo.path)
    assert "id: SOP-007" in (repo.path / place).read_text("utf-8")


def test_an_approval_cannot_name_a_file_whose_name_is_not_utf_8(repo: RepositoryBuilder) -> None:
    place = f"documents/{LATIN}.md"
    final = document("SOP-002", status="approved", title="M\u00fcller")
    repo.commit("Start", {**base(), **approved(), place: final})
    said = refused("approve", place, "--as", "quinn", at=repo.path)
    assert "which is not" in said
    assert "git mv" in said
    assert repo.git("status", "--porcelain") == ""


def test_a_picture_of_any_name_on_a_branch_keeps_nobody_from_approving(
    repo: RepositoryBuilder,
) -> None:
    repo.commit("Start", {**base(), **approved()})
    final = document("SOP-002", status="approved", title="Pictures")
    repo.branch("side").commit("Final", {"documents/SOP-002.md": final, f"{LATIN}.png": "png"})
    repo.checkout("main")
    assert "SOP-002" in run("approve", "--as", "quinn", at=repo.path)


def test_a_person_whose_name_in_git_is_not_utf_8_is_said_where_to_set_it(
    repo: RepositoryBuilder,
) -> None:
    repo.git("config", "user.name", LATIN)
    assert "git config user.name" in refused("init", "--organisation", "X", at=repo.path)

"""Run a command of isodocs within this process, as the command line would."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from isodocs import resources
from isodocs.cli import cli
from isodocs.errors import IsodocsError


def invoke(
    *args: str, at: Path | str, stdin: str | None = None, width: int = 80, catch: bool = False
) -> Result:
    """What the command prints, and what it exits with; raises what stopped it, or `catch`es it."""
    where = ["-C", os.fspath(at), *args]
    columns = {"COLUMNS": str(width)}
    return CliRunner().invoke(cli, where, input=stdin, env=columns, catch_exceptions=catch)


def run(*args: str, at: Path, width: int = 80) -> str:
    """What the command prints to standard output; fails the test unless it exits with 0."""
    result = invoke(*args, at=at, width=width)
    assert result.exit_code == 0, result.output
    assert not result.stderr
    return result.stdout


def run_json(schema: str, *args: str, at: Path) -> dict[str, Any]:
    """The JSON that the command prints, validated against `schemas/<schema>.schema.json`."""
    document: dict[str, Any] = json.loads(run(*args, "--format", "json", at=at))
    published(schema).validate(document)
    return document


@cache
def published(schema: str) -> Draft202012Validator:
    """What validates by `schemas/<schema>.schema.json`."""
    text = (resources.path("schemas") / f"{schema}.schema.json").read_text("utf-8")
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(json.loads(text), format_checker=checker)


def refused(*args: str, at: Path) -> str:
    """What a user error says: message and hint. Fails the test when nothing is refused."""
    try:
        result = invoke(*args, at=at)
    except IsodocsError as error:
        return f"{error} {error.hint}"
    assert result.exit_code == 2, result.output
    assert not result.stdout
    return result.stderr

"""`isodocs watch` prints what is otherwise after each save, as people and as programs read it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from isodocs import resources
from isodocs.errors import IsodocsError, ProgramMissingError
from tests.helpers.command import invoke
from tests.helpers.company import path
from tests.helpers.repository import RepositoryBuilder

TEXT = path("SOP-001")


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command as it runs; it is always ended."""
    command = [sys.executable, "-m", "isodocs", "-C", str(folder), "watch", *arguments]
    # A suite that runs in the background ignores Ctrl-C, and so would what it starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=folder.parent,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            assert stream
            stream.close()


def told(process: subprocess.Popen[str]) -> list[str]:
    """The lines up to the next that says how many gaps are left."""
    assert process.stdout
    lines = []
    while not lines or not re.match(r"\d\d:\d\d:\d\d  .* close", lines[-1]):
        lines.append(process.stdout.readline().rstrip())
        assert lines[-1], lines
    return lines


def test_each_save_is_told_and_ctrl_c_ends_it(company: RepositoryBuilder) -> None:
    file = company.path / TEXT
    with watching(company.path) as process:
        *listed, begun = told(process)
        assert all(line[:2] == "  " for line in listed)
        file.write_text(file.read_text("utf-8") + "\nTBD\n", encoding="utf-8")
        *new, state = told(process)
        assert any(line.startswith(f"+ error   DOC021 {TEXT}:") for line in new)
        assert all(line[0] == "+" for line in new)
        assert state[8:] != begun[8:]
        company.git("checkout", "-q", "--", ".")
        *closed, state = told(process)
        assert sorted(line[1:] for line in closed) == sorted(line[1:] for line in new)
        assert all(line[0] == "-" for line in closed)
        assert state[8:] == begun[8:]
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130


def test_programs_read_an_object_a_line(company: RepositoryBuilder) -> None:
    schema = json.loads((resources.path("schemas") / "watch.schema.json").read_text("utf-8"))
    of_check = json.loads((resources.path("schemas") / "check.schema.json").read_text("utf-8"))
    assert schema["$defs"] == of_check["$defs"]
    validator = Draft202012Validator(schema)
    file = company.path / TEXT
    with watching(company.path, "--format", "json", "--select", "DOC021", "--poll") as process:
        assert process.stdout
        first = json.loads(process.stdout.readline())
        file.write_text(file.read_text("utf-8") + "\nTBD\n", encoding="utf-8")
        second = json.loads(process.stdout.readline())
        os.rename(company.path, company.path.with_name("moved"))
        assert process.wait(60) == 2
        assert process.stderr
        assert "is not there any more" in process.stderr.read()
    for each in (first, second):
        validator.validate(each)
    assert (first["event"], first["new"]) == ("checked", [])
    assert [gap["path"] for gap in second["new"]] == [TEXT]
    assert {"error": 1, "warning": 0, "failed": True}.items() <= second["summary"].items()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--select", "NONE"), "no rule 'NONE'"), (("documents/none.md",), "there is no file")],
)
def test_what_is_not_there_is_refused(
    company: RepositoryBuilder, arguments: tuple[str, ...], said: str
) -> None:
    with pytest.raises(IsodocsError, match=said):
        invoke("watch", *arguments, at=company.path)


def test_without_watchdog_it_says_how_to_get_it(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchdog.observers", None)
    with pytest.raises(ProgramMissingError) as caught:
        invoke("watch", at=company.path)
    assert "pip install 'isodocs[watch]'" in caught.value.hint

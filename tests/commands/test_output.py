"""`--output FILE`, and what is printed where GitHub or GitLab runs us."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest

from isodocs.cli import failed
from isodocs.errors import IsodocsError
from isodocs.reference import commands_page
from isodocs.repository.files import WorkTreeFiles
from tests.helpers.command import invoke, refused
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

GITHUB, GITLAB = "GITHUB_ACTIONS", "GITLAB_CI"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A system in the folder `quality`, with a gap."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("company") / "repo")
    files = {f"quality/{path}": content for path, content in {**base(), **approved()}.items()}
    text = str(files["quality/documents/SOP-001.md"])
    shows = "\n![Flow](../flow.png)\n"
    files["quality/documents/SOP-002.md"] = text.replace("SOP-001", "SOP-002") + shows
    files["quality/flow.png"] = b"\x89PNG"
    repo.commit("Start", files, date="2024-01-02T09:00:00+00:00")
    return repo.path / "quality"


@pytest.fixture(autouse=True)
def _no_forge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(GITHUB, raising=False)
    monkeypatch.delenv(GITLAB, raising=False)


def test_every_command_with_formats_has_it() -> None:
    lacking = [
        path
        for path, command, _ in commands_page.commands()
        if {"format_name", "output"} & {p.name for p in command.params} == {"format_name"}
    ]
    assert lacking == []


def test_the_file_holds_what_would_be_printed(company: Path, tmp_path: Path) -> None:
    for format in ("text", "json", "sarif"):
        printed = invoke("check", "--format", format, at=company)
        file = tmp_path / f"result.{format}"
        written = invoke("check", "--format", format, "--output", str(file), at=company)
        assert file.read_text("utf-8") == printed.stdout
        assert written.exit_code == printed.exit_code == 1
        assert not written.stdout
        assert written.stderr == f"Written to {file}\n"
    assert invoke("check", "--output", "-", at=company).stdout.startswith("Test Works Ltd")


def test_it_is_written_each_time(company: Path, tmp_path: Path) -> None:
    """A remembered answer would only be printed."""
    from tests.helpers.counting import counted

    file = tmp_path / "rules.txt"
    for _ in range(2):
        counted("check", "--output", str(file), at=company, home=tmp_path)
        assert "SOP-002" in file.read_text("utf-8")
        file.unlink()


def test_links_are_followed_and_the_mode_is_kept(company: Path, tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("before")
    real.chmod(0o640)
    link.symlink_to(real)
    invoke("explain", "--output", str(link), at=company)
    assert link.is_symlink()
    assert "DOC001" in real.read_text("utf-8")
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_write_that_fails_leaves_what_was_there(
    company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "result.txt"
    file.write_text("before")

    def full(self: WorkTreeFiles, path: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(WorkTreeFiles, "put", full)
    said = refused("explain", "--output", str(file), at=company)
    assert f"{file} cannot be written: No space left on device" in said
    assert file.read_text() == "before"
    assert [*tmp_path.iterdir()] == [file]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("documents/SOP-001.md", "is where documents"),
        ("documents/new.md", "is where documents"),
        ("documents/../DOCUMENTS/x.md", "is where documents"),
        ("records/audit.csv", "is where documents"),
        (".isodocs/approvals/x.json", "is where documents"),
        (".isodocs/x.json", "is where documents"),
        ("isodocs.yaml", "is where documents"),
        ("../.git/config", "is where documents"),
        ("link.txt", "is where documents"),
        ("flow.png", "is where documents"),
        ("nowhere/x.txt", "there is no folder"),
        ("documents", "is a folder"),
    ],
)
def test_what_isodocs_reads_is_not_overwritten(company: Path, asked: str, said: str) -> None:
    (company / "link.txt").symlink_to("documents/SOP-001.md")
    for folder in ("DOCUMENTS", "records"):
        (company / folder).mkdir(exist_ok=True)
    before = {path: path.read_bytes() for path in company.rglob("*") if path.is_file()}
    # from anywhere: the file decides which system it belongs to
    assert said in refused("explain", "--output", os.path.relpath(company / asked), at=".")
    assert said in refused("check", "--output", asked, at=company)
    assert before == {path: path.read_bytes() for path in company.rglob("*") if path.is_file()}
    (company / "link.txt").unlink()


def test_other_files_of_the_repository_may_be_written(company: Path) -> None:
    for name in ("register.md", "../report.csv"):
        for _ in range(2):
            assert invoke("explain", "--output", name, at=company).exit_code == 0
        (company / name).unlink()


def test_on_github_a_check_is_annotated(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = invoke("check", at=company)
    monkeypatch.setenv(GITHUB, "true")
    on_github = invoke("check", at=company)
    assert on_github.exit_code == plain.exit_code
    assert on_github.stdout.startswith(plain.stdout)
    annotations = on_github.stdout.removeprefix(plain.stdout).splitlines()
    assert annotations[0] == "::group::Annotations"
    # paths begin at the top of the repository
    assert any(" file=quality/documents/SOP-002.md,line=" in line for line in annotations)
    assert invoke("check", "--format", "text", at=company).stdout == plain.stdout
    assert invoke("register", at=company).stdout.startswith("Master document register")


def test_each_forge_gets_the_file_that_it_reads(
    company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "result"
    plain = invoke("check", at=company).stdout
    with monkeypatch.context() as patch:
        patch.setenv(GITHUB, "true")
        invoke("check", "--output", str(file), at=company)
        assert json.loads(file.read_text())["version"] == "2.1.0"
        invoke("check", "--output", str(file), "--format", "json", at=company)
        assert json.loads(file.read_text())["organisation"] == "Test Works Ltd"
    monkeypatch.setenv(GITLAB, "true")
    assert invoke("check", at=company).stdout == plain
    invoke("check", "--output", str(file), at=company)
    assert json.loads(file.read_text())[0]["location"]["path"].startswith("quality/")
    invoke("register", "--output", str(file), at=company)  # has no form of GitLab
    assert file.read_text().startswith("Master document register")


def test_what_people_read_in_a_log_of_github_is_no_command(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = str(base()["isodocs.yaml"]).replace("Test Works Ltd", '"::set-output name=x::y"')
    repo.commit("Start", {**base(), **approved(), "isodocs.yaml": config})
    monkeypatch.setenv(GITHUB, "true")
    printed = invoke("check", "--format", "text", at=repo.path).stdout
    assert printed.startswith("\\x3a:set-output")


def test_no_error_is_a_command_of_github(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The runner finds commands of its older form anywhere in a line."""
    monkeypatch.setenv(GITHUB, "true")
    assert failed(IsodocsError("a ##[add-path]/x", hint="::error::y")) == 2
    assert capsys.readouterr().err == "error: a \\x23#[add-path]/x\n  \\x3a:error::y\n"
    assert failed(RuntimeError("##[add-path]"), logged=False) == 3
    assert "##[" not in capsys.readouterr().err


def test_help_says_what_there_is() -> None:
    command = next(c for path, c, _ in commands_page.commands() if path == "check")
    (format_,) = (p for p in command.params if p.name == "format_name")
    assert isinstance(format_.type, click.Choice)
    assert {"sarif", "junit", "github", "gitlab", "markdown", "csv"} <= {*format_.type.choices}

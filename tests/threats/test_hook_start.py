"""Threats to the start of a hook: it runs where somebody else may have put any file."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from isodocs.lifecycle import hook_script, hooks
from tests.helpers.command import invoke, refused
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder

OLD = """#!/bin/sh
# installed by isodocs; `isodocs hook uninstall` takes it away again
if [ -x {python} ]; then
    {python} -m isodocs hook run {name} "$@"
elif command -v isodocs >/dev/null 2>&1; then
    isodocs hook run {name} "$@"
fi
"""
DRAFT = {path("SOP-002"): document("SOP-002", status="draft")}


def attempt(repo: RepositoryBuilder, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *args],
        cwd=repo.path,
        env={**repo.env, **env},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


def imported(repo: RepositoryBuilder) -> set[str]:
    """Every module that a hook imports, and those that Python looks for by itself."""
    program = (
        "import sys; sys.argv[1:] = ['hook', 'run', 'pre-commit']\n"
        "from isodocs.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(' '.join({name.split('.')[0] for name in sys.modules}))"
    )
    process = subprocess.run(
        [sys.executable, "-I", "-c", program],
        cwd=repo.path,
        env=repo.env,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    names = set(process.stdout.split())
    assert {"isodocs", "click", "calendar"} <= names
    optional = {
        "yaml",
        "linkify_it",
        "icalendar",
        "rfc3161_client",
        "git",
        "gitdb",
        "email",
        "statistics",
    }
    return {n for n in names | optional if n.isidentifier()} - {"__main__"}


def plant(repo: RepositoryBuilder, names: set[str], place: str = "") -> Path:
    """Put a program into the repository under each of these names; returns what they write."""
    ran = repo.path.parent / "ran"
    text = f"open({str(ran)!r}, 'a').write(__name__ + '\\n')\n"
    for name in names:
        repo.write(f"{place}{name}.py", text)
    for name in ("isodocs", "sitecustomize", "usercustomize"):
        repo.write(f"{place}{name}.py", text)
    for program in ("isodocs", "python3", "cat", "git", "printf", "sh"):
        shell = f"#!/bin/sh\necho {program} >> {shlex.quote(str(ran))}\n"
        repo.write(f"{place}{program}", shell).chmod(0o755)
    return ran


def test_35_python_files_at_the_top(company: RepositoryBuilder) -> None:
    """Git starts hooks there, and `python -m` looks there first: with the old hooks they ran."""
    repo = company
    repo.stage(DRAFT)
    ran = plant(repo, imported(repo))
    old = OLD.format(python=sys.executable, name="pre-commit")
    repo.write(".git/hooks/pre-commit", old).chmod(0o755)
    start = repo.head()
    attempt(repo, "commit", "-m", "x")
    repo.git("reset", "--quiet", "--mixed", start)
    assert ran.exists(), "without isolation they run"
    ran.unlink()
    hooks.install(repo.path / ".git/hooks", hooks.LOCAL, sys.executable)
    repo.bare_clone()
    everything = {
        "PYTHONPATH": f"{repo.path}:.:",
        "PYTHONSTARTUP": "isodocs.py",
        "PYTHONUSERBASE": str(repo.path),
        "PYTHONHOME": "",
        "PYTHONINSPECT": "",
        "PATH": f"{repo.env['PATH']}{os.pathsep}.{os.pathsep}",
    }
    repo.stage(DRAFT)
    made = attempt(repo, "commit", "-m", "Draft", **everything)
    assert made.returncode == 0, made.stderr
    assert "Document: SOP-002" in repo.git("log", "-1", "--format=%B")
    pushed = attempt(repo, "push", "origin", "main", **everything)
    assert pushed.returncode == 0, pushed.stderr
    assert not ran.exists(), ran.read_text()


def test_35_programs_found_in_the_current_folder(company: RepositoryBuilder) -> None:
    """A PATH that begins with the current folder; and an interpreter that is gone."""
    repo = company
    ran = plant(repo, set())
    hooks.install(repo.path / ".git/hooks", ("pre-push",), sys.executable)
    repo.write(".git/hooks/pre-push.before-isodocs", "#!/bin/sh\nexit 0\n").chmod(0o755)
    dot = f".{os.pathsep}{repo.env['PATH']}"
    line = f"refs/heads/x {repo.head()} refs/heads/x {'0' * 40}\n"
    hook = [str(repo.path / ".git/hooks/pre-push"), "origin", "url"]
    for python, code in ((sys.executable, 0), ("/nowhere/python", 1)):
        hooks.install(repo.path / ".git/hooks", ("pre-push",), python)
        done = subprocess.run(
            hook,
            cwd=repo.path,
            env={**repo.env, "PATH": dot},
            input=line,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, done.stderr
    assert "isodocs is not installed" in done.stderr
    assert not ran.exists(), ran.read_text()


def test_35_isodocs_itself_within_the_repository(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An environment in the work tree: whoever may push adds a file to it."""
    inside = company.path / ".venv"
    monkeypatch.setattr(sys, "prefix", str(inside))
    said = refused("hook", "install", at=company.path)
    assert "inside this repository" in said
    assert str(inside) in said
    monkeypatch.undo()
    monkeypatch.setattr(hook_script, "package_folder", lambda: company.path)
    assert "inside this repository" in refused("hook", "install", at=company.path)
    assert not (company.path / ".git/hooks/pre-commit").exists()


def test_35_folder_of_the_repository_on_the_path(
    company: RepositoryBuilder, tmp_path: Path
) -> None:
    """One that came there by the installation, such as a project of theirs installed editable."""
    added = tmp_path / "site"
    added.mkdir()
    (added / "theirs.pth").write_text(f"{company.path}\n")
    ran = plant(company, {"linkify_it", "icalendar"})
    folders = (str(added), str(company.path), str(hook_script.package_folder()))
    start = hook_script.script("pre-commit", sys.executable, folders)
    program = start.split(" -I -S -c ", 1)[1].rsplit(" hook run", 1)[0]
    boot = shlex.split(program)[0].replace("run()", "print(*sys.path, sep='\\n')")
    found = subprocess.run(
        [sys.executable, "-I", "-S", "-c", boot],
        cwd=company.path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.split("\n")
    assert str(added) in found
    assert str(company.path) not in found
    assert not ran.exists()


def test_35_hooks_of_an_older_version(company: RepositoryBuilder) -> None:
    """They stay as they are until somebody looks: doctor names them, and how to renew them."""
    folder = company.path / ".git/hooks"
    hooks.install(folder, hooks.LOCAL, sys.executable)
    for name in ("pre-commit", "pre-push"):
        (folder / name).write_text(OLD.format(python=sys.executable, name=name))
    said = invoke("doctor", at=company.path).stdout
    assert said.count("is of an older version: it runs any Python file") == 2
    assert "isodocs hook install" in said
    renewed = invoke("hook", "install", at=company.path)
    assert renewed.exit_code == 0
    assert "older version" not in invoke("doctor", at=company.path).stdout

"""The forges and pre-commit: what docs/ci.md promises, with the real tools where they run offline.

GitHub's runner does not; the steps of the action run in bash with what the runner would set, except
the first, which installs isodocs, and those that use another action.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from tests.helpers.company import approved, document, path
from tests.helpers.repository import RepositoryBuilder

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/ci.md").read_text("utf-8")
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
START = "2024-01-02T09:00:00+00:00"


def snippet(heading: str) -> Any:
    """The YAML that the page shows below a heading."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    (text,) = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    # `on` is a boolean in YAML 1.1, which forges do not read
    return yaml.safe_load(re.sub(r"^on:", '"on":', text, flags=re.MULTILINE))


def published(name: str) -> Draft7Validator:
    """A schema of schemastore.org or gitlab.com, as the package check-jsonschema carries it."""
    folder = resources.files("check_jsonschema").joinpath("builtin_schemas/vendor")
    return Draft7Validator(json.loads(folder.joinpath(f"{name}.json").read_text("utf-8")))


def program(folder: Path) -> Path:
    """A folder with the program `isodocs`, which is the one that is tested."""
    folder.mkdir(parents=True)
    script = folder / "isodocs"
    script.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m isodocs "$@"\n')
    script.chmod(0o755)
    return folder


def test_the_action_is_of_the_published_form() -> None:
    published("github-actions").validate(ACTION)
    for step in ACTION["runs"]["steps"]:
        # what a workflow passes in is never put into a script
        assert "${{" not in step.get("run", "")


def test_the_examples_are_of_the_published_forms() -> None:
    workflow, pipeline = snippet("GitHub"), snippet("GitLab")
    published("github-workflows").validate(workflow)
    published("gitlab-ci").validate(pipeline)
    (ours,) = (s for s in workflow["jobs"]["check"]["steps"] if "isodocs@" in s["uses"])
    assert ours["with"].keys() <= ACTION["inputs"].keys()
    (used,) = snippet("pre-commit")["repos"]
    assert [hook["id"] for hook in used["hooks"]] == [hook["id"] for hook in HOOKS]


def step(name: str, company: RepositoryBuilder, place: Path, **values: str) -> int:
    """Run the script of a step as GitHub's runner would; returns its exit code."""
    (found,) = (s for s in ACTION["runs"]["steps"] if s["name"] == name)
    env = {
        **company.env,
        "GITHUB_ACTIONS": "true",
        "RUNNER_TEMP": str(place),
        "GITHUB_OUTPUT": str(place / "output"),
        "GITHUB_STEP_SUMMARY": str(place / "summary"),
        **values,
    }
    assert {*found["env"]} <= {*env}
    run = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]],
        cwd=company.path,
        env=env,
        stdout=(place / "log").open("w"),
        check=False,
    )
    return run.returncode


def test_the_steps_of_the_action_run(company: RepositoryBuilder, tmp_path: Path) -> None:
    program(tmp_path / "isodocs/bin")
    inputs = {"FOLDER": ".", "ARGUMENTS": "--on\n2024-02-01\n--select\nAPR\n", "SUMMARY": "true"}

    def outputs(**changed: str) -> dict[str, str]:
        (tmp_path / "output").unlink(missing_ok=True)
        assert step("Check", company, tmp_path, **inputs | changed) == 0
        lines = (tmp_path / "output").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    assert outputs()["failed"] == "false"
    company.write(path("SOP-002"), document("SOP-002"))
    found = outputs(SUMMARY="false")
    assert found["failed"] == "true"
    assert "::error file=documents/SOP-002.md,line=" in (tmp_path / "log").read_text()
    assert json.loads(Path(found["sarif-file"]).read_text())["runs"][0]["results"]
    summary = (tmp_path / "summary").read_text()
    assert summary.count("# Check · Test Works Ltd") == 1
    assert step("Verdict", company, tmp_path, FAILED="true") == 1
    assert step("Verdict", company, tmp_path, FAILED="false") == 0
    # a hostile input is a word like any other
    planted = tmp_path / "planted"
    evil = f"$(touch {planted})\n;touch {planted}"
    assert step("Check", company, tmp_path, **inputs | {"ARGUMENTS": evil}) == 2
    assert not planted.exists()


@pytest.fixture
def framework(company: RepositoryBuilder, tmp_path: Path) -> dict[str, str]:
    """The environment of a commit in the company, with pre-commit's hook in its repository.

    The hooks are those of the manifest. Only where isodocs comes from is changed: pre-commit would
    clone it and install it from the network; here it finds the one that is tested on the PATH.
    """
    hooks = [{**hook, "language": "system"} for hook in HOOKS]
    hooks[1]["stages"] = ["manual"]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    company.commit("Hooks", {".pre-commit-config.yaml": yaml.safe_dump(config)}, date=START)
    bin = program(tmp_path / "bin")
    env = {
        **company.env,
        "PATH": os.pathsep.join((str(bin), str(Path(sys.executable).parent), os.environ["PATH"])),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
    }
    for arguments in (["validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")], ["install"]):
        subprocess.run(["pre-commit", *arguments], cwd=company.path, env=env, check=True)
    return env


def test_pre_commit_runs_the_hooks(company: RepositoryBuilder, framework: dict[str, str]) -> None:
    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=company.path,
            env=framework,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    whole = ("pre-commit", "run", "isodocs-check", "--hook-stage", "manual")
    company.stage({path("SOP-002"): document("SOP-002")})
    refused = run("git", "commit", "--message", "Not approved")
    assert refused.returncode == 1
    assert "isodocs (what is staged)" in refused.stderr
    assert "approval-missing" in refused.stderr
    checked = run(*whole)
    assert checked.returncode == 1
    assert "SOP-002" in checked.stdout
    company.stage(approved("SOP-002"))
    assert run("git", "commit", "--message", "Approved").returncode == 0
    assert company.git("log", "-1", "--format=%s") == "Approved"
    seen = " ".join(run("isodocs", "doctor").stdout.split())
    assert "pre-commit is pre-commit's, which runs isodocs as long as" in seen
    company.write(".pre-commit-config.yaml", "repos: []  # id: isodocs\n")
    seen = " ".join(run("isodocs", "doctor").stdout.split())
    assert "pre-commit is not ours; ours would run it first" in seen

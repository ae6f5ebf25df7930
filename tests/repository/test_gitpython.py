"""Commits and references through GitPython: one way for both object formats, and nothing trusted.

Each test of an attack first shows that GitPython, or Git, used in the ordinary way falls for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from git import Repo
from git.objects import Commit, Tree

from isodocs.errors import RepositoryError
from isodocs.model.commit import Signature
from isodocs.repository import branches, gitpython, history, refs, writer
from isodocs.repository.git import Git
from tests.helpers.repository import RepositoryBuilder

ZOE = Signature("Zoë Author", "zoe@example.com", datetime(2024, 5, 1, 12, tzinfo=UTC))


@pytest.fixture(params=["sha1", "sha256"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> RepositoryBuilder:
    """A repository of each object format, with one commit."""
    repo = RepositoryBuilder(tmp_path / "repo", object_format=request.param)
    repo.commit("First", {"a.md": "one\n"})
    return repo


def committed(path: Path) -> str:
    return writer.commit(Git.discover(path), "prüfen", {"a.md": b"two\n"}, author=ZOE)


def test_a_branch_is_made_moved_and_deleted_only_from_where_it_was(
    either: RepositoryBuilder,
) -> None:
    git = Git.discover(either.path)
    first = either.head()
    branches.move(git, "side", first, None, "made")
    second = committed(either.path)

    with pytest.raises(RepositoryError, match="update-ref failed"):
        branches.move(git, "side", second, second, "not there")
    with pytest.raises(RepositoryError, match="update-ref failed"):
        branches.move(git, "side", second, None, "not new")
    assert refs.resolve(git, "side") == first

    branches.move(git, "side", second, first, "moved")
    (side,) = branches.named(git, "side")
    assert side.commit == second
    branches.delete(git, side)
    assert branches.named(git, "side") == ()


def test_a_name_that_git_refuses_is_an_error_that_says_so(either: RepositoryBuilder) -> None:
    head = either.head()
    with pytest.raises(RepositoryError, match="commit-tree failed: fatal: empty ident name"):
        writer.commit(
            Git.discover(either.path),
            "x",
            {"a.md": b"two\n"},
            author=Signature("<>", "a@example.com", ZOE.when),
        )
    assert either.head() == head


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "rot13"])
def test_a_commit_is_utf_8_whatever_encoding_the_configuration_names(
    either: RepositoryBuilder, encoding: str
) -> None:
    """GitPython obeys it, to the point of failing, and Git claims it for bytes that are not."""
    either.configure("i18n", commitEncoding=encoding)
    tree = either.git("rev-parse", "HEAD^{tree}")
    claimed = either.git("commit-tree", tree, "-m", "prüfen")
    assert f"encoding {encoding}" in either.git("cat-file", "commit", claimed)
    if len(tree) == 40:
        with Repo(either.path) as repo:
            try:
                made = Commit.create_from_tree(repo, Tree(repo, bytes.fromhex(tree)), "prüfen")
            except LookupError:
                pass  # the configuration alone stops it
            else:
                raw = subprocess.check_output(
                    ["git", "cat-file", "commit", made.hexsha], cwd=either.path, env=either.env
                )
                assert "prüfen".encode() not in raw

    id = committed(either.path)

    assert "encoding" not in either.git("cat-file", "commit", id)
    *_, last = history.walk(Git.discover(either.path), "main")
    assert (last.subject, last.author) == ("prüfen", ZOE)


def test_no_program_signs_a_commit_or_watches_a_reference(
    either: RepositoryBuilder, tmp_path: Path
) -> None:
    canary, program = tmp_path / "canary", tmp_path / "evil"
    program.write_text(f"#!/bin/sh\necho run >>'{canary}'\n")
    program.chmod(0o755)
    either.configure("commit", gpgSign="true").configure("gpg", program=str(program))
    either.configure("user", signingKey="ABCDEF")
    hooks = either.path / ".git/hooks"
    hooks.mkdir()
    with pytest.raises(AssertionError, match="gpg failed"):
        either.git("commit", "--quiet", "--allow-empty", "-m", "signed")
    assert canary.exists()
    canary.unlink()
    (hooks / "reference-transaction").symlink_to(program)
    with Repo(either.path) as repo:
        repo.git.update_ref("refs/heads/by-gitpython", "HEAD")
    assert canary.exists()
    canary.unlink()

    committed(either.path)

    assert not canary.exists()
    assert either.git("log", "-1", "--format=%G?") == "N"


@pytest.mark.filterwarnings("ignore:The use of environment variables in paths")
def test_a_folder_named_like_a_variable_leads_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELSEWHERE", "other")
    RepositoryBuilder(tmp_path / "other")
    repo = RepositoryBuilder(tmp_path / "$ELSEWHERE")
    with Repo(repo.path) as opened:
        assert opened.git_dir == str(tmp_path / "other/.git")

    id = committed(repo.path)

    assert repo.head() == id


def test_variables_around_it_lead_nowhere_else(
    either: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = RepositoryBuilder(tmp_path / "other")
    for name, place in (("COMMON_DIR", ""), ("OBJECT_DIRECTORY", "objects"), ("INDEX_FILE", "i")):
        monkeypatch.setenv(f"GIT_{name}", str(other.path / ".git" / place))
    monkeypatch.setenv("GIT_NAMESPACE", "elsewhere")
    with Repo(either.path) as opened:
        assert opened.common_dir == str(other.path / ".git")
    around = dict(os.environ)

    id = committed(either.path)

    assert either.head() == id
    assert not any((other.path / ".git/objects").glob("??"))
    assert dict(os.environ) == around


def test_the_surroundings_are_put_back_after_a_failure(either: RepositoryBuilder) -> None:
    around = dict(os.environ)
    with pytest.raises(RepositoryError):
        gitpython.move(Git.discover(either.path), "refs/heads/x", "nothing", None, "x")
    assert dict(os.environ) == around


def test_a_linked_work_tree_commits_on_its_own_branch(either: RepositoryBuilder) -> None:
    first = either.head()
    linked = either.path.parent / "linked"
    either.git("worktree", "add", "--quiet", "-b", "side", str(linked))

    id = committed(linked)

    assert either.git("rev-parse", "side", "main") == f"{id}\n{first}"
    tree = RepositoryBuilder(linked, object_format=None)
    assert tree.git("diff", "--cached", "--name-only") == ""


def test_the_configuration_keeps_its_comments(either: RepositoryBuilder) -> None:
    """GitPython's own writer leaves them out."""
    config = either.path / ".git/config"
    config.write_text(config.read_text() + "# agreed with Zoë\n")
    before = config.read_text()
    with Repo(either.path) as repo, repo.config_writer() as edited:
        edited.set_value("user", "name", "Bob")
    assert "agreed" not in config.read_text()
    config.write_text(before)

    writer.set_identity(Git.discover(either.path), "Bob", "bob@example.com")

    assert "# agreed with Zoë\n" in config.read_text()
    assert either.git("config", "user.name") == "Bob"


READING = """
import sys
from isodocs.cli import cli
for words in (["check"], ["hook", "pre-commit"], ["register"], ["history", "SOP-001"]):
    try:
        cli.main(words, standalone_mode=False)
    except Exception as error:
        print(error, file=sys.stderr)
loaded = {name.partition(".")[0] for name in sys.modules} & {"git", "gitdb"}
assert not loaded, loaded
assert "isodocs.rules" in sys.modules, "nothing was checked"
"""


def test_commands_that_only_read_do_not_import_gitpython(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"isodocs.yaml": "standards: [iso-9001-2015]\n", "a.md": "one\n"})
    env = {**repo.env, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", READING], cwd=repo.path, env=env, check=True)

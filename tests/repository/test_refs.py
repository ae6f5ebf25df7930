"""Names of commits and the places that Git knows."""

from __future__ import annotations

import pytest

from isodocs.errors import RepositoryError
from isodocs.repository import refs
from isodocs.repository.git import Git
from tests.helpers.repository import RepositoryBuilder


def test_head_and_branch_of_a_repository_without_a_commit(repo: RepositoryBuilder) -> None:
    git = Git.discover(repo.path)
    assert refs.head(git) is None
    assert refs.current_branch(git) == "main"
    assert refs.branches(git) == []


def test_a_detached_head_is_on_no_branch(repo: RepositoryBuilder) -> None:
    id = repo.commit("First", {"a.md": "one\n"})
    repo.checkout(id)
    git = Git.discover(repo.path)
    assert refs.head(git) == id
    assert refs.current_branch(git) is None


@pytest.mark.parametrize("damage", ["missing commit", "broken branch"])
def test_a_damaged_head_is_not_taken_for_a_new_repository(
    damage: str, repo: RepositoryBuilder
) -> None:
    id = repo.commit("First", {"a.md": "one\n"})
    if damage == "missing commit":
        (repo.path / ".git/objects" / id[:2] / id[2:]).unlink()
    else:
        (repo.path / ".git/refs/heads/main").write_text("garbage\n")
    with pytest.raises(RepositoryError, match="not in this repository"):
        refs.head(Git.discover(repo.path))


def test_a_branch_tag_short_id_or_expression_names_a_commit(repo: RepositoryBuilder) -> None:
    first = repo.commit("First", {"a.md": "one\n"})
    repo.git("tag", "--annotate", "--message=Issue", "issue-1")
    second = repo.commit("Second", {"a.md": "two\n"})
    git = Git.discover(repo.path)

    assert refs.resolve(git, "main") == second
    assert refs.resolve(git, "issue-1") == first
    assert refs.resolve(git, first[:8]) == first
    assert refs.resolve(git, "main~1") == first


@pytest.mark.parametrize(
    "rev", ["relase-2024", "--all", "HEAD:a.md", "HEAD^{tree}", "", "a\nb", "nul\0", "main..main"]
)
def test_what_names_no_commit_is_refused(rev: str, repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    with pytest.raises(RepositoryError, match="there is no commit"):
        refs.resolve(Git.discover(repo.path), rev)


def test_the_branch_that_was_meant_is_suggested(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    repo.branch("release-2024")
    with pytest.raises(RepositoryError) as caught:
        refs.resolve(Git.discover(repo.path), "relase-2024")
    assert caught.value.hint == "Did you mean release-2024?"


def test_hooks_stand_in_the_common_folder_unless_moved(
    repo: RepositoryBuilder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repo.commit("First", {"a.md": "one\n"})
    side = tmp_path_factory.mktemp("x") / "side"
    repo.git("worktree", "add", "--quiet", "-b", "side", str(side))
    assert refs.hooks_directory(Git.discover(side)) == (repo.path / ".git/hooks", False)

    repo.configure("core", hooksPath=".githooks")
    assert refs.hooks_directory(Git.discover(repo.path)) == (repo.path / ".githooks", True)


def test_what_a_shallow_clone_lacks_is_an_error_that_says_so(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    repo.commit("Second", {"a.md": "two\n"})
    assert not Git.discover(repo.path).is_shallow

    clone = Git.discover(repo.clone(depth=1).path)
    assert clone.is_shallow
    with pytest.raises(RepositoryError) as caught:
        refs.resolve(clone, "HEAD~1")
    assert "git fetch --unshallow" in caught.value.hint


def test_a_name_of_two_commits_is_refused(repo: RepositoryBuilder) -> None:
    """Git would take the tag; which of them is meant only the user knows."""
    first = repo.commit("First", {"a.md": "one\n"})
    second = repo.commit("Second", {"a.md": "two\n"})
    git = Git.discover(repo.path)
    repo.git("tag", "same", second)
    repo.git("branch", "same", second)
    assert refs.resolve(git, "same~1") == first
    repo.git("tag", "--annotate", "--message=x", "main", first)
    repo.git("update-ref", "refs/remotes/origin/main", second)
    repo.git("tag", "origin/main", first)
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    repo.git("branch", "origin", first)
    repo.git("branch", second[:8], first)
    for name in ("main", "main~0", "main^{commit}", "origin/main", "origin", second[:8]):
        with pytest.raises(RepositoryError, match="more than one thing") as error:
            refs.resolve(git, name)
        assert "Name one: " in error.value.hint
    assert refs.resolve(git, "refs/heads/main") == second
    assert refs.resolve(git, "refs/tags/main~0") == first
    repo.git("tag", "HEAD", first)
    assert refs.resolve(git, "HEAD") == second
    assert refs.resolve(git, second) == second

"""What the tests know of a repository without commits is what Git says of it."""

from __future__ import annotations

from isodocs.repository.git import Git
from tests.helpers.company import base
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.unborn import SAID, Unborn, is_unborn


def test_it_is_known_as_git_says_it(repo: RepositoryBuilder) -> None:
    for path, content in base().items():
        repo.write(path, content)
    assert is_unborn(repo.path)
    found, known = Git.discover(repo.path), Unborn.at_top(repo.path)
    for name in Git.__annotations__:
        assert getattr(known, name) == getattr(found, name), name
    for words in SAID:
        assert known.ask(*words) == found.ask(*words)


def test_with_a_commit_or_a_branch_git_is_asked(repo: RepositoryBuilder) -> None:
    repo.commit("Start", base())
    assert not is_unborn(repo.path)
    repo.git("pack-refs", "--all")
    assert not is_unborn(repo.path)

"""What is known of commits made since a moment, without asking Git for all their files."""

from __future__ import annotations

from isodocs.recall import since
from isodocs.repository import history
from isodocs.repository import snapshot as snapshots
from isodocs.repository.git import Git
from isodocs.repository.snapshot import CommitSnapshot
from tests.helpers.repository import RepositoryBuilder


def test_commits_on_one_line_are_known_by_the_index_as_git_lists_them(
    repo: RepositoryBuilder,
) -> None:
    was = repo.commit("First", {name: name for name in ("a.md", "b/c.md", "gone.md")})
    repo.commit("Second", {"a.md": "second\n", "new.md": "new\n"})
    repo.git("rm", "--quiet", "gone.md")
    tip = repo.commit("Third", {"a.md": "third\n", "b/d.md": "d\n"})
    repo.stage({"a.md": "staged\n", "staged.md": "staged\n"})
    git = Git.discover(repo.path)
    listed = [[*CommitSnapshot(git, id).entries.items()] for id in (tip, was)]
    snapshots._LISTED.clear()
    since.list_from_index(git, tip, was, [*history.walk(git, tip, exclude=[was])])
    assert snapshots.is_listed(git, tip)
    assert snapshots.is_listed(git, was)
    assert [[*CommitSnapshot(git, id).entries.items()] for id in (tip, was)] == listed


def test_a_merge_does_not_say_what_it_leaves_out(repo: RepositoryBuilder) -> None:
    was = repo.commit("First", {"a.md": "one\n"})
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("Beside", {"b.md": "two\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("Second", {"a.md": "three\n"})
    repo.git("merge", "--quiet", "--no-edit", "side")
    git, tip = Git.discover(repo.path), repo.git("rev-parse", "HEAD")
    since.list_from_index(git, tip, was, [*history.walk(git, tip, exclude=[was])])
    assert not snapshots.is_listed(git, tip)
    assert not snapshots.is_listed(git, was)

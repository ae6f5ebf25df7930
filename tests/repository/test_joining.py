"""Two lines of history brought together: each file whole from one side, or a conflict."""

from __future__ import annotations

import pytest

from isodocs.repository.git import Git
from isodocs.repository.joining import Joined, join
from tests.helpers.repository import Content, RepositoryBuilder

BASE: dict[str, Content] = {"a.md": "a\n", "b.md": "b\n", "f/c.md": "c\n"}


def joined(
    repo: RepositoryBuilder, ours: list[dict[str, Content]], theirs: list[dict[str, Content]]
) -> Joined:
    """Each side is a list of commits."""
    start = repo.commit("Base", BASE)
    for files in ours:
        repo.commit("Ours", files)
    main = repo.head()
    repo.branch("other", start)
    for files in theirs:
        repo.commit("Theirs", files)
    found = join(Git.discover(repo.path), main, repo.head())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("ours", "theirs", "brought", "conflicts"),
    [
        ([{"b.md": "B\n"}], [{"a.md": "A\n"}], {"a.md"}, ()),
        ([{"b.md": "B\n"}], [{"a.md": None}], {"a.md"}, ()),
        ([{"a.md": "A\n"}], [{"a.md": "A\n", "n.md": "n\n"}], {"n.md"}, ()),
        ([{"a.md": "A\n"}], [{"a.md": "other\n"}], set(), ("a.md",)),
        ([{"a.md": None}], [{"a.md": "other\n"}], set(), ("a.md",)),
        ([{"a.md": "A\n"}], [{"a.md": None}], set(), ("a.md",)),
        # Lines that do not touch each other are still two texts, of which no one approved a third.
        ([{"n.md": "1\n2\n3\n4\nx\n"}], [{"n.md": "y\n1\n2\n3\n4\n"}], set(), ("n.md",)),
        # One side was where the other is now.
        ([{"a.md": "A\n"}], [{"a.md": "A\n"}, {"a.md": "AA\n"}], {"a.md"}, ()),
        ([{"a.md": "A\n"}, {"a.md": "AA\n"}], [{"a.md": "A\n"}], set(), ()),
        # A file where a folder is.
        ([{"d/e.md": "e\n"}], [{"d": "d\n"}], {"d"}, ("d",)),
        ([{"d": "d\n"}], [{"d/e.md": "e\n"}], {"d/e.md"}, ("d/e.md",)),
    ],
)
def test_join(
    repo: RepositoryBuilder,
    ours: list[dict[str, Content]],
    theirs: list[dict[str, Content]],
    brought: set[str],
    conflicts: tuple[str, ...],
) -> None:
    found = joined(repo, ours, theirs)
    assert (set(found.entries), found.conflicts) == (brought, conflicts)


def test_without_one_common_ancestor_nothing_is_guessed(repo: RepositoryBuilder) -> None:
    one = repo.commit("One", BASE)
    repo.git("checkout", "--quiet", "--orphan", "other")
    other = repo.commit("Other", {"a.md": "x\n"})
    assert join(Git.discover(repo.path), one, other) is None

"""Files that are read of a list when they are asked for are those of the list."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.inventory import paths_here
from isodocs.repository.git import Git
from isodocs.repository.index import files, files_of, rows
from isodocs.repository.listed_files import (
    ListedFiles,
    are_all_plain,
    below,
    directly_in,
    with_any,
    with_others,
)
from isodocs.repository.tree import TreeEntry
from tests.helpers.repository import RepositoryBuilder

ODD = ("é", "É", "straße", "\udcff", "a\tb", "z z", "\n")
NAMES = st.sampled_from(("a", "A", "a.md", "A.md", "b", "B", "b-", "b0", "static", *ODD))
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
ENTRIES = st.builds(
    TreeEntry, st.sampled_from(("100644", "100755", "120000")), st.sampled_from(("a1", "b2"))
)
TREES = st.dictionaries(PATHS, ENTRIES, max_size=12)
OTHERS = st.dictionaries(PATHS, st.none() | ENTRIES, max_size=4)
ASKED = (*("", "a", "a/", "b", "b/a", "b0", "b/", "a\0b", "\ud800", "static"), "a/static", "é/b0")

LOOKS = {"a", "a.md", "b", "b/a", "static/a", "é", "a/é", "é/b0", "strasse", "a/static"}


def listed(tree: Mapping[str, TreeEntry], prefix: str = "") -> bytes:
    paths = sorted(tree, key=os.fsencode)
    return b"".join(
        os.fsencode(f"H {tree[path].mode} {tree[path].blob} 0\t{prefix}{path}\0") for path in paths
    )


@given(tree=TREES, others=OTHERS, prefix=st.sampled_from(("", "quality/", "b/a/")))
def test_they_are_found_as_in_a_mapping_of_all(
    tree: dict[str, TreeEntry], others: dict[str, TreeEntry | None], prefix: str
) -> None:
    plain = with_others(dict(sorted(tree.items(), key=lambda each: os.fsencode(each[0]))), others)
    assert isinstance(plain, dict)
    assert are_all_plain(listed(tree, prefix))

    def made() -> ListedFiles:
        return ListedFiles(listed(tree, prefix), prefix).with_others(others)

    asked = [*ASKED, *tree, *others, *(path.rpartition("/")[0] for path in tree)]
    for path in asked:
        assert made().get(path) == plain.get(path), path
        assert (path in made()) is (path in plain)
    for folder in ("a/", "b/", "b/a/", "static/", "é/"):
        assert [*below(made(), folder).items()] == [*below(plain, folder).items()]
        assert directly_in(made(), folder) == directly_in(plain, folder)
    assert [*below(made(), "b/", "a/")] == [*below(plain, "b/", "a/")]
    assert with_any(made(), "/static", "md") == with_any(plain, "/static", "md")
    assert [*made().items()] == [*plain.items()]
    assert (*made(),) == (*plain,)
    assert len(made()) == len(plain)
    found, expected = paths_here.paths_of(made()), paths_here.paths_of(plain)
    for one, other in zip(found, expected, strict=True):
        assert [path in one for path in asked] == [path in other for path in asked]
        assert one == other
        assert one.looking_like(LOOKS) == other.looking_like(LOOKS)
        assert one - {"a"} == other - {"a"}
        assert [path in one for path in asked] == [path in other for path in asked]


def test_of_many_files_each_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = {f"documents/{n:04}.md": TreeEntry("100644", f"{n:04x}") for n in range(1_000)}
    found = ListedFiles(listed(tree))
    assert all(found[path] == entry for path, entry in tree.items())
    here, _ = paths_here.paths_of(found)
    monkeypatch.setattr(found, "_all", lambda: pytest.fail("all were read"))
    assert "documents" in here
    assert "documents/0042.md" in here
    assert "documents/42.md" not in here
    assert list(below(found, "documents/")) == list(tree)


def test_an_index_is_read_so_only_where_all_in_it_is_there(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n", "b.md": "two\n"})
    git = Git.discover(repo.path)
    assert isinstance(files(git), ListedFiles)
    repo.git("update-index", "--skip-worktree", "a.md")
    skipped = files(git)
    assert skipped == files_of(rows(git))
    assert not isinstance(skipped, ListedFiles)
    repo.git("update-index", "--no-skip-worktree", "a.md")
    repo.write("c.md", "announced\n")
    repo.git("add", "--intent-to-add", "c.md")
    assert files(git) == skipped
    repo.git("reset", "--quiet")
    repo.git("checkout", "--quiet", "-b", "other")
    repo.commit("Other", {"a.md": "other\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("Mine", {"a.md": "mine\n"})
    with pytest.raises(AssertionError):
        repo.git("merge", "other")
    assert files(git) is None

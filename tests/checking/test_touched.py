"""What the next commit touches: nothing may be overlooked that the whole judgement would see."""

from __future__ import annotations

import os

import pytest

from isodocs.checking.touched import next_commit
from isodocs.repository import proposed
from isodocs.repository.git import Git
from tests.helpers.company import approved, base, path
from tests.helpers.repository import RepositoryBuilder

EMPTY = "documents/empty.md"
PICTURE = "documents/map.png"
ROW = "records/training/2026.csv"


@pytest.fixture
def one_file_of_each_sort(repo: RepositoryBuilder) -> RepositoryBuilder:
    """A system at the top of its repository, with a file of each sort."""
    others = {EMPTY: "", PICTURE: b"one", ROW: "person\n", "src/main.c": "int x;\n"}
    repo.commit("Start", {**base(), **approved(), **others})
    return repo


def touched(repo: RepositoryBuilder) -> tuple[str, ...]:
    """The folders found; the tree that Git would write is asked as well."""
    git = Git.discover(repo.path)
    change = next_commit(git)
    with proposed.commit(git) as commit:
        assert commit.changes_nothing is not bool(change.folders)
    return change.folders


def test_nothing_staged_touches_nothing(one_file_of_each_sort: RepositoryBuilder) -> None:
    one_file_of_each_sort.write(path(), "changed, and not staged\n")
    one_file_of_each_sort.write("documents/new.md", "untracked\n")
    assert touched(one_file_of_each_sort) == ()


@pytest.mark.parametrize(
    "changed",
    [
        path(),
        "isodocs.yaml",
        ".isodocs/authority/0001.json",
        ".isodocs/waivers/new.yaml",
        ROW,
        PICTURE,
        "src/main.c",
        ".gitattributes",
        "documents/new.md",
    ],
)
@pytest.mark.parametrize("gone", [False, True], ids=["written", "removed"])
def test_any_file_staged_touches_the_system(
    one_file_of_each_sort: RepositoryBuilder, changed: str, gone: bool
) -> None:
    if gone and not (one_file_of_each_sort.path / changed).exists():
        pytest.skip("it is not there")
    one_file_of_each_sort.stage({changed: None if gone else "other\n"})
    assert touched(one_file_of_each_sort) == ("",)


def test_a_mode_a_link_or_a_name_touches_the_system(
    one_file_of_each_sort: RepositoryBuilder,
) -> None:
    one_file_of_each_sort.git("update-index", "--chmod=+x", path())
    assert touched(one_file_of_each_sort) == ("",)
    one_file_of_each_sort.git("reset", "-q", "--hard")
    one_file_of_each_sort.git("mv", "src/main.c", "documents/main.md")
    assert touched(one_file_of_each_sort) == ("",)
    one_file_of_each_sort.git("reset", "-q", "--hard")
    one_file_of_each_sort.git("rm", "-rq", "documents")
    os.symlink("src", one_file_of_each_sort.path / "documents")
    one_file_of_each_sort.git("add", "documents")
    assert touched(one_file_of_each_sort) == ("",)
    one_file_of_each_sort.git("reset", "-q", "--hard")
    one_file_of_each_sort.git(
        "update-index",
        "--add",
        "--cacheinfo",
        f"160000,{one_file_of_each_sort.head()},documents/sub",
    )
    assert touched(one_file_of_each_sort) == ("",)


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_flag_that_hides_the_work_tree_hides_nothing_that_is_staged(
    one_file_of_each_sort: RepositoryBuilder, flag: str
) -> None:
    one_file_of_each_sort.stage({path(): "other\n"})
    one_file_of_each_sort.git("update-index", flag, path())
    assert touched(one_file_of_each_sort) == ("",)


def test_a_path_only_intended_to_be_added_is_missing_from_the_commit(
    one_file_of_each_sort: RepositoryBuilder,
) -> None:
    """The index holds it, with the same (empty) content as HEAD; the commit would delete it."""
    one_file_of_each_sort.git("rm", "-q", "--cached", EMPTY)
    one_file_of_each_sort.git("add", "-N", EMPTY)
    assert touched(one_file_of_each_sort) == ("",)


def test_a_merge_touches_the_system_even_where_the_tree_stays(
    one_file_of_each_sort: RepositoryBuilder,
) -> None:
    one_file_of_each_sort.branch("side")
    one_file_of_each_sort.commit("Side", {path(): "other\n"})
    one_file_of_each_sort.checkout("main")
    one_file_of_each_sort.git("merge", "-q", "--no-commit", "--no-ff", "--strategy=ours", "side")
    git = Git.discover(one_file_of_each_sort.path)
    assert next_commit(git).folders == ("",)


def test_the_first_commit_touches_the_system(repo: RepositoryBuilder) -> None:
    repo.stage(base())
    assert touched(repo) == ("",)


@pytest.mark.parametrize(
    ("changed", "folders"),
    [
        ("src/main.c", ()),
        ("README.md", ()),
        (".gitattributes", ()),
        ("quality/documents/any.txt", ("quality",)),
        ("quality.md", ()),
        ("safety/isodocs.yaml", ("safety",)),
        ("isodocs.yaml", ("",)),
    ],
)
def test_a_system_in_a_folder_is_touched_by_what_lies_below_it(
    repo: RepositoryBuilder, changed: str, folders: tuple[str, ...]
) -> None:
    repo.commit("Start", {f"quality/{name}": data for name, data in base().items()})
    repo.stage({changed: "new: yes\n"})
    assert next_commit(Git.discover(repo.path)).folders == folders

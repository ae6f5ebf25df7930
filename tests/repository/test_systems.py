"""Which folders of a repository hold a management system."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.errors import RepositoryError
from isodocs.repository import history, systems
from isodocs.repository.git import Git
from isodocs.repository.snapshot import CommitSnapshot, IndexSnapshot, WorkTreeSnapshot
from isodocs.repository.systems import Systems
from tests.helpers.repository import RepositoryBuilder

CONFIG = "isodocs.yaml"
REGISTER = ".isodocs/authority/0001.json"


@pytest.mark.parametrize(
    ("paths", "folders", "nested"),
    [
        (["README.md", "src/isodocs.yaml.txt"], [], []),
        ([CONFIG], [""], []),
        ([REGISTER], [""], []),
        ([f"quality/{CONFIG}", "src/x.md"], ["quality"], []),
        ([f"a/b/{REGISTER}", f"safety/{CONFIG}"], ["a/b", "safety"], []),
        # One inside the other: the outer one counts, and a register inside is worth telling.
        ([CONFIG, f"documents/{CONFIG}"], [""], []),
        ([CONFIG, f"documents/{REGISTER}"], [""], ["documents"]),
        ([f"q/{CONFIG}", f"quality/{CONFIG}"], ["q", "quality"], []),
        # What only looks like a mark.
        (["quality/my.isodocs/authority/0001.json", f"x/{CONFIG}/readme"], [], []),
        ([".isodocs/authority", "quality/.isodocs/waivers/x.yaml"], [], []),
    ],
)
def test_a_system_is_a_folder_with_a_configuration_or_a_register(
    paths: list[str], folders: list[str], nested: list[str]
) -> None:
    assert systems.of(paths) == Systems(frozenset(folders), frozenset(nested))


FOLDERS = st.sampled_from(["", "a/", "a/b/", "a/b/c/", "ab/", "b/"])
PATHS = st.builds("".join, st.tuples(FOLDERS, st.sampled_from([CONFIG, REGISTER, "x.md"])))


@given(st.lists(PATHS), PATHS)
def test_another_mark_takes_no_system_away_unless_it_lies_around_it(
    paths: list[str], added: str
) -> None:
    before, after = systems.of(paths), systems.of([*paths, added])
    lost = before.folders - after.folders
    assert all(any(systems.is_below(old, new) for new in after.folders) for old in lost)
    pairs = [(one, other) for one in after.folders for other in after.folders]
    assert not any(systems.is_below(one, other) for one, other in pairs)


@pytest.fixture(scope="module")
def mono(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    """A repository of software with a management system in `quality [1]`, staged and committed."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("mono") / "repo")
    repo.commit("App", {"README.md": "# App\n", "quality": "not a folder yet\n"})
    first = {f"quality [1]/{CONFIG}": "", "quality [1]/documents/a.md": "one\n"}
    repo.commit("Begin", {"quality": None, **first, "quality 1/b.md": "beside it\n"})
    repo.write("quality [1]/untracked.md", "new\n")
    repo.write("src/untracked.md", "new\n")
    return repo


def test_everything_is_read_in_the_folder_alone(mono: RepositoryBuilder) -> None:
    git = Git.discover(mono.path).at("quality [1]")
    paths = ["documents/a.md", CONFIG]

    assert sorted(CommitSnapshot(git).entries) == paths
    assert sorted(IndexSnapshot(git).entries) == paths
    tree = WorkTreeSnapshot(git)
    assert sorted(tree.entries) == [*paths, "untracked.md"]
    assert [file.data for _, file in tree.read(["documents/a.md", "untracked.md"])] == [
        b"one\n",
        b"new\n",
    ]
    changed = [[change.path for change in c.changes] for c in history.walk(git, "HEAD")]
    assert changed == [[], paths]


def test_a_folder_that_was_a_file_holds_nothing(mono: RepositoryBuilder) -> None:
    git = Git.discover(mono.path).at("quality")
    assert CommitSnapshot(git, "HEAD~1").entries == {}
    assert [c.changes for c in history.walk(git, "HEAD~1")] == [()]


@pytest.mark.parametrize("here", ["quality [1]", "quality [1]/documents"])
def test_a_system_is_found_from_within(mono: RepositoryBuilder, here: str) -> None:
    place = mono.path / here
    assert systems.around(Git.discover(place), place).folder == "quality [1]"


def test_beside_it_one_is_told_where_it_is(mono: RepositoryBuilder) -> None:
    for place in (mono.path, mono.path / "src"):
        with pytest.raises(RepositoryError, match=r"is in quality \[1\]/"):
            systems.around(Git.discover(place), place)


def test_without_any_system_the_whole_repository_is_looked_at(repo: RepositoryBuilder) -> None:
    repo.commit("Documents", {"docs/a.md": "---\nid: A-1\n---\n"})
    assert systems.around(Git.discover(repo.path / "docs"), repo.path / "docs").folder == ""


def test_in_two_systems_at_once_nobody_decides(repo: RepositoryBuilder, tmp_path: Path) -> None:
    repo.commit("Both", {CONFIG: "", f"quality/{CONFIG}": "", f"quality/{REGISTER}": "{}"})
    with pytest.raises(RepositoryError, match="one inside the other: in the top"):
        systems.around(Git.discover(repo.path), repo.path / "quality")
    # Without a register of its own the inner file is nothing but a file.
    repo.commit("One", {f"quality/{REGISTER}": None})
    assert systems.around(Git.discover(repo.path), repo.path / "quality").folder == ""


def test_the_servers_copy_has_the_folder_of_its_newest_commit(mono: RepositoryBuilder) -> None:
    server = mono.bare_clone()
    assert systems.around(Git.discover(server, bare=True), server).folder == "quality [1]"

"""History as a stream of commits."""

from __future__ import annotations

import os
import threading
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from isodocs.errors import RepositoryError
from isodocs.model.commit import Change, Commit
from isodocs.repository import history
from isodocs.repository.git import Git
from tests.helpers.repository import RepositoryBuilder


def walked(repo: RepositoryBuilder, tip: str = "HEAD") -> list[Commit]:
    return list(history.walk(Git.discover(repo.path), tip))


def paths(commit: Commit) -> list[str]:
    return [change.path for change in commit.changes]


def test_a_commit_tells_who_when_why_and_what(repo: RepositoryBuilder) -> None:
    first = repo.commit(
        "Issue the manual\n\nWith a body.",
        {"a.md": "one\n"},
        author="Zoë Author <zoe@example.com>",
        committer="Carl Committer <carl@example.com>",
        date="2024-03-01T23:30:00+02:00",
    )
    blob = repo.git("rev-parse", "HEAD:a.md")

    [commit] = walked(repo)

    assert (commit.id, commit.parents, commit.subject) == (first, (), "Issue the manual")
    assert (commit.author.name, commit.author.email) == ("Zoë Author", "zoe@example.com")
    assert (commit.committer.name, commit.committer.email) == (
        "Carl Committer",
        "carl@example.com",
    )
    assert commit.author.when == datetime(2024, 3, 1, 21, 30, tzinfo=UTC)
    assert commit.author.when.utcoffset() == timedelta(hours=2)
    assert commit.changes == (Change("a.md", None, blob, "", "100644"),)


def test_changes_tell_both_contents_and_both_modes(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n", "b.md": "two\n", "gone.md": "g\n"})
    old = {name: repo.git("rev-parse", f"HEAD:{name}") for name in ("a.md", "b.md", "gone.md")}
    (repo.path / "b.md").chmod(0o755)
    repo.git("add", "b.md")
    repo.commit("Second", {"a.md": "new\n", "gone.md": None})
    new = repo.git("rev-parse", "HEAD:a.md")

    assert walked(repo)[1].changes == (
        Change("a.md", old["a.md"], new, "100644", "100644"),
        Change("b.md", old["b.md"], old["b.md"], "100644", "100755"),
        Change("gone.md", old["gone.md"], None, "100644", ""),
    )


def test_a_rename_is_a_removal_and_an_addition(repo: RepositoryBuilder) -> None:
    repo.configure("diff", renames="copies")
    repo.commit("First", {"a.md": "the same text\n" * 9})
    repo.commit("Move", {"a.md": None, "docs/b.md": "the same text\n" * 9})

    removal, addition = walked(repo)[1].changes

    assert (removal.path, removal.new_blob) == ("a.md", None)
    assert (addition.path, addition.old_blob) == ("docs/b.md", None)
    assert removal.old_blob == addition.new_blob


def test_parents_come_before_children_whatever_their_dates(repo: RepositoryBuilder) -> None:
    first = repo.commit("First", {"a.md": "1\n"}, date="2024-05-01T00:00:00Z")
    second = repo.commit("Second", {"a.md": "2\n"}, date="2020-01-01T00:00:00Z")
    third = repo.commit("Third", {"a.md": "3\n"}, date="2022-01-01T00:00:00Z")

    assert [commit.id for commit in walked(repo)] == [first, second, third]


def test_a_clean_merge_changes_nothing_by_itself(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    repo.branch("side").commit("Side", {"side.md": "s\n"})
    repo.checkout("main").commit("Main", {"main.md": "m\n"})
    repo.merge("side")

    commits = walked(repo)

    assert [commit.subject for commit in commits[::3]] == ["First", "Merge"]
    assert len(commits[-1].parents) == 2
    assert commits[-1].changes == ()


def test_a_merge_tells_what_no_parent_has(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n", "b.md": "one\n", "both.md": "x\n"})
    repo.branch("side").commit("Side", {"a.md": "side\n"})
    repo.checkout("main").commit("Main", {"a.md": "main\n"})
    ours = repo.git("rev-parse", "HEAD:a.md")
    theirs = repo.git("rev-parse", "side:a.md")
    repo.merge("side", files={"a.md": "merged\n", "both.md": None, "new.md": "slipped in\n"})
    merged = repo.git("rev-parse", "HEAD:a.md")

    changes = {change.path: change for change in walked(repo)[-1].changes}

    assert set(changes) == {"a.md", "both.md", "new.md"}
    assert changes["a.md"] == Change("a.md", ours, merged, "100644", "100644", (theirs,))
    assert changes["both.md"].new_blob is None
    assert changes["new.md"].old_blob is None


def test_an_octopus_merge_has_all_its_parents(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    for name in ("x", "y", "z"):
        repo.checkout("main").branch(name).commit(name, {f"{name}.md": name, "a.md": f"{name}\n"})
    repo.checkout("main").merge("x", "y", "z", files={"a.md": "octopus\n"})

    last = walked(repo)[-1]

    # Main itself is an ancestor of the three, but with --no-ff it stays a parent.
    assert len(last.parents) == 4
    assert paths(last) == ["a.md"]
    assert last.changes[0].new_blob == repo.git("rev-parse", "HEAD:a.md")


def test_every_commit_appears_also_without_a_change_in_the_folder(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"qu*/a.md": "one\n", "a.md": "one\n"})
    repo.commit("Nothing at all")
    repo.commit("Only beside it", {"a.md": "two\n", "quality/b.md": "one\n"})
    repo.commit("Last", {"qu*/b.md": "two\n"})
    git = Git.discover(repo.path).at("qu*")

    told = [(c.subject, paths(c)) for c in history.walk(git, "HEAD")]

    assert told == [
        ("First", ["a.md"]),
        ("Nothing at all", []),
        ("Only beside it", []),
        ("Last", ["b.md"]),
    ]


def test_odd_names_and_messages_do_not_break_the_stream(repo: RepositoryBuilder) -> None:
    names = ["line\nbreak.md", "\x01mark.md", ":100644 colon.md", os.fsdecode(b"caf\xe9.md")]
    repo.commit("\x01looks like a record", dict.fromkeys(names, "x\n"))
    repo.commit("", {"plain.md": "y\n"}, author="Odd \x01 : Name <odd@example.com>")

    first, second = walked(repo)

    assert sorted(paths(first)) == sorted(names)
    assert first.subject == "\x01looks like a record"
    assert (second.subject, paths(second)) == ("", ["plain.md"])
    assert second.author.name == "Odd \x01 : Name"


def test_messages_in_an_old_encoding_are_read(repo: RepositoryBuilder) -> None:
    repo.configure("i18n", commitEncoding="ISO-8859-1")
    repo.git("commit", "--quiet", "--allow-empty", "--file=-", stdin=b"Pr\xfcfung")

    assert walked(repo)[0].subject == "Prüfung"


@pytest.mark.parametrize(
    ("raw", "when"),
    [
        (b"99999999999999 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
        *(
            (b"1700000000 " + zone, datetime.fromtimestamp(1700000000, UTC))
            for zone in (b"-0330", b"+051800", b"-051800", b"+2400", b"-9999", b"+0099", b"+5")
        ),
    ],
)
def test_impossible_dates_do_not_stop_the_walk(
    raw: bytes, when: datetime, repo: RepositoryBuilder
) -> None:
    tree = repo.git("mktree").encode()
    person = b"Ann <ann@example.com> " + raw
    commit = b"tree %s\nauthor %s\ncommitter %s\n\nOdd\n" % (tree, person, person)
    args = ("hash-object", "-t", "commit", "-w", "--stdin", "--literally")
    id = repo.git(*args, stdin=commit)

    [told] = walked(repo, id)

    assert told.author.when == when


def test_the_zone_of_a_date_is_kept(repo: RepositoryBuilder) -> None:
    repo.commit("West", {"a.md": "one\n"}, date="2024-03-01T23:30:00-03:30")
    expected = datetime(2024, 3, 1, 23, 30, tzinfo=timezone(-timedelta(hours=3, minutes=30)))
    assert walked(repo)[0].author.when.isoformat() == expected.isoformat()


def test_excluded_commits_and_their_ancestors_are_left_out(repo: RepositoryBuilder) -> None:
    ids = [repo.commit(str(number), {"a.md": f"{number}\n"}) for number in range(4)]
    git = Git.discover(repo.path)

    assert [c.id for c in history.walk(git, "HEAD", exclude=[ids[1]])] == ids[2:]


def test_in_a_shallow_clone_the_boundary_adds_all_its_files(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    repo.commit("Second", {"b.md": "two\n"})
    last = repo.commit("Third", {"c.md": "three\n"})
    clone = repo.clone(depth=1)

    [commit] = walked(clone)

    assert Git.discover(clone.path).is_shallow
    assert commit.id == last
    assert paths(commit) == ["a.md", "b.md", "c.md"]


def test_sha256_histories_are_walked(tmp_path_factory: pytest.TempPathFactory) -> None:
    repo = RepositoryBuilder(tmp_path_factory.mktemp("x") / "repo", object_format="sha256")
    id = repo.commit("First", {"a.md": "one\n"})
    [commit] = walked(repo)
    assert len(id) == 64
    assert commit.id == id
    assert commit.changes[0].new_blob == repo.git("rev-parse", "HEAD:a.md")


def test_rewritten_history_no_longer_contains_the_old_commit(repo: RepositoryBuilder) -> None:
    first = repo.commit("First", {"a.md": "one\n"})
    old = repo.commit("Second", {"a.md": "two\n"})
    repo.git("reset", "--quiet", "--hard", first)
    new = repo.commit("Second, rewritten", {"a.md": "other\n"})
    git = Git.discover(repo.path)

    assert not history.is_ancestor(git, old, new)
    assert history.is_ancestor(git, first, new)
    assert history.is_ancestor(git, new, new)
    assert [c.id for c in walked(repo)] == [first, new]


def test_a_broken_history_is_an_error_not_a_short_story(repo: RepositoryBuilder) -> None:
    first = repo.commit("First", {"a.md": "one\n"})
    repo.commit("Second", {"a.md": "two\n"})
    (repo.path / ".git/objects" / first[:2] / first[2:]).unlink()

    with pytest.raises(RepositoryError, match="failed"):
        walked(repo)


def test_a_missing_tree_is_an_error_not_a_commit_without_changes(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    repo.commit("Second", {"a.md": "two\n"})
    tree = repo.git("rev-parse", "HEAD~1^{tree}")
    (repo.path / ".git/objects" / tree[:2] / tree[2:]).unlink()

    with pytest.raises(RepositoryError, match="git diff-tree failed"):
        walked(repo)


def test_a_reader_may_stop_in_the_middle(repo: RepositoryBuilder) -> None:
    for number in range(3):
        repo.commit(str(number), {"a.md": f"{number}\n"})
    threads = threading.active_count()
    commits = history.walk(Git.discover(repo.path), "HEAD")

    assert next(commits).subject == "0"
    commits.close()  # type: ignore[attr-defined]

    assert threading.active_count() == threads


def test_commit_at_gives_the_state_at_the_end_of_a_day_in_utc(repo: RepositoryBuilder) -> None:
    early = repo.commit("Early", {"a.md": "1\n"}, date="2024-03-01T09:00:00+00:00")
    # The first of March in New York, the second of March in UTC.
    late = repo.commit("Late", {"a.md": "2\n"}, date="2024-03-01T22:00:00-05:00")
    last = repo.commit("Last", {"a.md": "3\n"}, date="2024-03-02T23:59:59+00:00")
    git = Git.discover(repo.path)

    assert history.commit_at(git, "HEAD", date(2024, 2, 29)) is None
    assert history.commit_at(git, "HEAD", date(2024, 3, 1)) == early
    assert history.commit_at(git, late, date(2024, 3, 2)) == late
    assert history.commit_at(git, "HEAD", date(2024, 3, 2)) == last
    assert history.commit_at(git, "HEAD", date(2030, 1, 1)) == last


def test_commit_at_does_not_stray_into_merged_branches(repo: RepositoryBuilder) -> None:
    first = repo.commit("First", {"a.md": "1\n"}, date="2024-01-01T00:00:00Z")
    repo.branch("side").commit("Draft", {"d.md": "d\n"}, date="2024-01-05T00:00:00Z")
    repo.checkout("main")
    repo.merge("side", date="2024-02-01T00:00:00Z")

    assert history.commit_at(Git.discover(repo.path), "main", date(2024, 1, 10)) == first


def test_a_push_touches_a_folder_if_any_commit_that_it_brings_does(repo: RepositoryBuilder) -> None:
    first = repo.commit("First", {"docs/a.md": "one\n", "b.md": "one\n"})
    repo.branch("side")
    second = repo.commit("Second", {"docs/a.md": "two\n"})
    third = repo.commit("Third", {"docs/a.md": "one\n"})
    last = repo.commit("Last", {"b.md": "two\n"})
    git = Git.discover(repo.path).at("docs")

    assert history.touches(git, first, second)
    assert history.touches(git, first, last), "what a later commit undoes counts"
    assert not history.touches(git, third, last)
    assert not history.touches(git, last, first)
    repo.checkout("main").git("branch", "-D", "side")
    for unborn in (None, git.null_id):
        assert history.touches(git, unborn, last)
        assert not history.touches(git, unborn, first), "a branch has it already"

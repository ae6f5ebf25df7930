"""What the last check found is used again where texts alone have changed, and only there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.checking_again import Checker
from tests.helpers.company import ANN, approval, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder

ON = date(2024, 6, 1)
FIRST, SECOND, DRAFT, POLICY = path("SOP-001"), path("SOP-002"), path("SOP-003"), path("POL-001")
CONTEXT, ROLES = path("SOP-004"), path("SOP-005")
PICTURE, PROGRAM = "documents/map.png", "src/main.c"
NONCONFORMITY = "records/nonconformities/NC-2024-001.md"

BUYING = """\
# Purchasing

Buy from approved suppliers only. See [storage](SOP-002.md#shelves) and ![the map](map.png).

## Evaluating suppliers {clause="iso-9001-2015:8.4.1"}

Once a year.

| Clause | Where |
| --- | --- |
| 8.4.2 | [Storage](SOP-002.md#shelves) |

## Other things

Nothing else.
"""
STORING = "# Storage\n\nDry.\n\n## Shelves\n\nOf steel.\n"
CLAIMS = "# Policy\n\nWe say what we do.\n\n## More {clause='iso-9001-2015:5.2.9'}\n\nAnd so on.\n"


LOOKING = "The director looks at it each year with all managers and notes what follows."
NAMING = "Each manager names who does what and says so to those who work with them."
"""Enough for the few clauses of a document, and too little for those of two."""


def company() -> dict[str, str | bytes]:
    first = document("SOP-001", body=BUYING)
    return {
        **base(),
        FIRST: first,
        **approval("SOP-001", 1, first, shown={PICTURE: b"1"}),
        **approved("SOP-002", body=STORING),
        **approved("POL-001", body=CLAIMS),
        DRAFT: document("SOP-003", status="draft", body="# Returns\n\nTo be written.\n"),
        **approved(
            "SOP-004",
            body=f"# Context\n\n{LOOKING}\n",
            clauses="{iso-9001-2015: ['4.1', '4.2', '4.3', '5.3']}",
        ),
        ROLES: document(
            "SOP-005",
            status="draft",
            body=f"# Roles\n\n{NAMING}\n",
            clauses="{iso-9001-2015: ['7.2', '7.3', '7.4', '6.3']}",
        ),
        PICTURE: b"1",
        PROGRAM: "int x;",
        "README.md": "# Read\n\nMe.\n",
        NONCONFORMITY: (
            "---\nrecord: nonconformity\nid: NC-2024-001\ntitle: Wet boxes\nstatus: closed\n"
            "source: internal-audit\ngrade: minor\nraised: 2024-03-01\nowner: quality-manager\n"
            "documents: [SOP-002]\n---\n# Wet boxes\n"
        ),
    }


@pytest.fixture
def check(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> Checker:
    """A company that was checked."""
    repo.commit("Start", company(), author=ANN, date="2024-02-01T09:00:00+00:00")
    found = Checker(repo.path, ON, monkeypatch)
    found.remembered()
    assert found.quick == 0
    return found


def edited(old: str, new: str, where: str = FIRST) -> Callable[[RepositoryBuilder], None]:
    def edit(repo: RepositoryBuilder) -> None:
        text = (repo.path / where).read_text("utf-8")
        assert old in text
        repo.write(where, text.replace(old, new, 1))

    return edit


def then(*steps: Callable[[RepositoryBuilder], object]) -> Callable[[RepositoryBuilder], None]:
    def run(repo: RepositoryBuilder) -> None:
        for step in steps:
            step(repo)

    return run


def committed(repo: RepositoryBuilder) -> None:
    repo.git("add", "--all")
    repo.commit("A change", {}, author=ANN, date="2024-05-02T09:00:00+00:00")


def staged(repo: RepositoryBuilder) -> None:
    repo.git("add", "--all")


A_WORD = edited("only", "alone")
QUICK = {
    "a word of what is in force": A_WORD,
    "a paragraph before all that is linked": edited("Buy from", "First of all.\n\nBuy from"),
    "a placeholder": edited("Nothing else.", "Nothing else. TBD"),
    "a draft": edited("To be written", "Send it back", DRAFT),
    "a draft that claims clauses": edited("Each manager", "Every manager", ROLES),
    "a text that is no document": edited("Me.", "Me, please.", "README.md"),
    "a program": edited("int x;", "int y;", PROGRAM),
    "staged": then(A_WORD, staged),
    "committed": then(A_WORD, committed),
    "committed and edited": then(A_WORD, committed, edited("Nothing", "Something")),
    "two documents": then(A_WORD, edited("To be written", "Send it back", DRAFT)),
    "a new file": lambda repo: repo.write("documents/other.txt", "x"),
    "a file that went": lambda repo: (repo.path / PROGRAM).unlink(),
    "a program that is run": lambda repo: (repo.path / PROGRAM).chmod(0o755),
    "touched": lambda repo: os.utime(repo.path / FIRST),
}
IN_FULL = {
    "a heading": edited("## Other things", "## Further things"),
    "a heading that is linked to": edited("## Shelves", "## Racks", SECOND),
    "a link": edited("Nothing else.", "See [that](that.md)."),
    "a section that says nothing now": edited("Once a year.\n\n|", "|"),
    "a clause": edited("8.4.1", "8.4.3"),
    "a row": edited("| 8.4.2 |", "| 8.4.3 |"),
    "a table below another heading": edited(
        "| 8.4.2 | [Storage](SOP-002.md#shelves) |\n\n## Other things\n",
        "| 8.4.2 | [Storage](SOP-002.md#shelves) |\n",
    ),
    "what a gap is placed in": edited("We say", "First of all.\n\nWe say", POLICY),
    "what a record says was revised": edited("Dry.", "Dry and dark.", SECOND),
    "a place to fill in, in a draft that claims clauses": edited("Each", "TBD: each", ROLES),
    "the words of another document": edited(NAMING, LOOKING, ROLES),
    "a title": edited("title: Purchasing", "title: Buying"),
    "a revision": edited("revision: 1", "revision: 2"),
    "another identifier": edited("id: SOP-003", "id: SOP-001", DRAFT),
    "a picture": lambda repo: repo.write(PICTURE, b"2"),
    "the configuration": edited("12 months", "6 months", "isodocs.yaml"),
    "attributes": lambda repo: repo.write(".gitattributes", "*.md text eol=crlf\n"),
    "a new document": lambda repo: repo.write(path("SOP-009"), document("SOP-009")),
    "a new record": lambda repo: repo.write("records/new.csv", "id\n1\n"),
    "a new picture in place of one that is shown": lambda repo: (
        (repo.path / PICTURE).unlink(),
        (repo.path / PICTURE).mkdir(),
    ),
    "a document that no one may read": lambda repo: (repo.path / FIRST).chmod(0),
    "a link in its place": lambda repo: (
        (repo.path / FIRST).unlink(),
        (repo.path / FIRST).symlink_to("SOP-002.md"),
    ),
    "an approval": lambda repo: repo.stage(approval("SOP-003", 1, document("SOP-003"))),
    "an approval that went": lambda repo: [
        file.unlink() for file in (repo.path / ".isodocs/approvals/SOP-001").rglob("*.json")
    ],
    "ignored": lambda repo: repo.write(".gitignore", "SOP-003.md\n"),
    "not tracked any more": lambda repo: repo.git("rm", "-q", "--cached", PROGRAM),
    "on another branch": lambda repo: repo.git("checkout", "-q", "--orphan", "other"),
}


def test_the_first_check_is_one_in_full(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("Start", company(), author=ANN, date="2024-02-01T09:00:00+00:00")
    check = Checker(repo.path, ON, monkeypatch)
    check()
    assert check.quick == 0


@pytest.mark.parametrize("change", QUICK.values(), ids=QUICK)
def test_after_an_edit_these_documents_alone_are_looked_at(
    check: Checker, repo: RepositoryBuilder, change: Callable[[RepositoryBuilder], object]
) -> None:
    change(repo)
    check()
    assert check.quick == 1
    repo.git("checkout", "-q", "--", ".")
    check()


@pytest.mark.parametrize("change", IN_FULL.values(), ids=IN_FULL)
def test_whatever_others_may_see_is_checked_in_full(
    check: Checker, repo: RepositoryBuilder, change: Callable[[RepositoryBuilder], object]
) -> None:
    change(repo)
    check()
    assert check.quick == 0


def test_each_check_is_the_last_one_of_the_next(check: Checker, repo: RepositoryBuilder) -> None:
    """Also where what differs from the commit grows, is committed, and is taken back."""
    for number in range(3):
        edited("only", f"only {number}")(repo)
        check()
    committed(repo)
    check()
    edited("To be written", "To be done", DRAFT)(repo)
    check()
    repo.git("checkout", "-q", "--", ".")
    check()
    repo.git("reset", "-q", "--hard", "HEAD~1")
    check()
    assert check.quick == 6


def test_words_that_two_documents_shared_are_looked_at_when_one_says_something_else(
    check: Checker, repo: RepositoryBuilder
) -> None:
    edited(NAMING, LOOKING, ROLES)(repo)
    check()
    edited("Context", "Setting", CONTEXT)(repo)
    check()
    quick = check.quick
    edited(LOOKING, NAMING, ROLES)(repo)
    check()
    assert check.quick == quick


def test_a_document_that_went_is_not_in_the_way(check: Checker, repo: RepositoryBuilder) -> None:
    (repo.path / DRAFT).unlink()
    check()
    A_WORD(repo)
    check()
    assert check.quick == 1


def test_what_lands_later_is_checked_in_full(check: Checker, repo: RepositoryBuilder) -> None:
    """Commits that were on the branch are now those of a branch that it took in."""
    repo.git("checkout", "-q", "-b", "side", "HEAD")
    committed(repo.stage({PROGRAM: "int z;"}))
    repo.git("checkout", "-q", "main")
    A_WORD(repo)
    committed(repo)
    check()
    repo.git("checkout", "-q", "side")
    repo.git("merge", "-q", "--no-edit", "main")
    quick = check.quick
    check()
    assert check.quick == quick


def test_history_that_is_rewritten_is_read_anew(check: Checker, repo: RepositoryBuilder) -> None:
    A_WORD(repo)
    committed(repo)
    check()
    repo.git("commit", "-q", "--amend", "--author=Zoe <zoe@example.com>", "--no-edit")
    check()
    assert check.quick == 1


def test_an_object_that_is_touched_is_read(check: Checker, repo: RepositoryBuilder) -> None:
    """Git touches an object that is written again; one that is damaged was not."""
    blob = repo.git("rev-parse", f"HEAD:{PROGRAM}").strip()
    file = repo.path / ".git/objects" / blob[:2] / blob[2:]
    os.utime(file)
    A_WORD(repo)
    check()
    assert check.quick == 1
    data = file.read_bytes()
    file.chmod(0o644)
    file.write_bytes(data[:-4] + bytes(4))
    edited("alone", "at all")(repo)
    check()
    assert check.quick == 1


def test_a_pack_that_is_touched_is_read(check: Checker, repo: RepositoryBuilder) -> None:
    """Git touches the pack that has what a commit writes again."""
    A_WORD(repo)
    committed(repo)
    repo.git("gc", "-q")
    check()
    quick = check.quick
    (pack,) = repo.path.glob(".git/objects/pack/*.pack")
    edited("alone", "only")(repo)
    before = pack.stat().st_mtime_ns
    committed(repo)
    assert pack.stat().st_mtime_ns > before
    check()
    assert check.quick == quick + 1


def test_what_is_large_and_not_committed_is_not_kept(
    check: Checker, repo: RepositoryBuilder
) -> None:
    """A picture may be as large as it likes; a document that large is read each time."""
    repo.write("scan.pdf", bytes(3 << 20))
    check()
    A_WORD(repo)
    check()
    assert check.quick == 2
    large = document("SOP-004", body="# Much\n\n" + "Words and words. " * 90_000)
    repo.write(path("SOP-004"), large)
    check()
    edited("alone", "at all")(repo)
    check()
    assert check.quick == 2


def test_a_system_in_a_folder_sees_its_own_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = RepositoryBuilder(tmp_path / "mono")
    files = {f"quality/{name}": content for name, content in company().items()}
    repo.commit("Start", {**files, "app/main.c": "x"}, author=ANN, date="2024-02-01T09:00:00+00:00")
    check = Checker(repo.path / "quality", ON, monkeypatch)
    check()
    edited("only", "alone", f"quality/{FIRST}")(repo)
    check()
    assert check.quick == 1
    repo.write("app/main.c", "y")
    check()


STEPS = st.tuples(
    st.sampled_from(("add", "drop", "say", "stage", "commit", "take back", "amend", "reset")),
    st.sampled_from((FIRST, SECOND, DRAFT, POLICY, CONTEXT, ROLES)),
    st.integers(0, 30),
    st.sampled_from(
        ("Some words.", "", "TBD", "## Shelves", "[x](SOP-001.md)", "| 8.4.2 | x |", LOOKING)
    ),
)


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=4, max_size=8))
def test_it_finds_what_a_check_in_full_finds(
    monkeypatch: pytest.MonkeyPatch, steps: list[tuple[str, str, int, str]]
) -> None:
    with TemporaryDirectory() as folder:
        repo = RepositoryBuilder(Path(folder, "repo"))
        repo.commit("Start", company(), author=ANN, date="2024-02-01T09:00:00+00:00")
        check = Checker(repo.path, ON, monkeypatch)
        check()
        for what, name, line, words in steps:
            step(repo, what, name, line, words)
            check()


def step(repo: RepositoryBuilder, what: str, name: str, line: int, words: str) -> None:
    file = repo.path / name
    lines = file.read_text("utf-8").split("\n")
    if what == "add":
        lines.insert(line, words)
    elif what == "drop":
        del lines[line : line + 1]
    elif what == "say":
        lines[-1:] = [words, ""]
    elif what == "stage":
        staged(repo)
    elif what == "commit":
        committed(repo)
    elif what == "take back":
        repo.git("checkout", "-q", "--", ".")
    elif what == "amend":
        repo.git("commit", "-q", "--amend", "--no-edit", "--allow-empty")
    elif len(repo.git("rev-list", "HEAD").split()) > 1:
        repo.git("reset", "-q", "--hard", "HEAD~1")
    if what in ("add", "drop", "say"):
        repo.write(name, "\n".join(lines))


def test_another_repository_in_the_same_place_is_looked_at_whole(
    repo: RepositoryBuilder, check: Checker
) -> None:
    """The commit that was checked last is gone then, as after a rewrite that was cleaned up."""
    shutil.rmtree(repo.path)
    RepositoryBuilder(repo.path).commit("Begin again", company(), date="2024-03-01T09:00:00+00:00")
    check()
    assert check.quick == 0
    check()

"""A check made of the last one finds what a check in full finds, after whatever was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.live import recheck as module
from isodocs.live.changes import Stirred
from isodocs.live.recheck import Recheck
from tests.checking.test_again import DRAFT, FIRST, NONCONFORMITY, POLICY, SECOND, company, step
from tests.helpers.company import ANN, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.watched import in_full

ON = date(2024, 6, 1)
TEXTS = st.sampled_from((FIRST, SECOND, DRAFT, POLICY))
EDITS = st.tuples(
    st.sampled_from(("add", "drop", "say", "stage", "commit", "take back", "amend", "reset")),
    TEXTS,
    st.integers(0, 30),
    st.sampled_from(("Some words.", "", "TBD", "## Shelves", "[x](SOP-001.md)", "| 8.4.2 | x |")),
)
OTHERS: dict[str, Callable[[RepositoryBuilder, str], object]] = {
    "keep beside": lambda repo, name: repo.write(f"{name}~", "before"),
    "take away what is beside": lambda repo, name: (repo.path / f"{name}~").unlink(missing_ok=True),
    "begin a document": lambda repo, _: repo.write(path("SOP-009"), document("SOP-009")),
    "remove one": lambda repo, name: (repo.path / name).unlink(),
    "write a folder again": lambda repo, _: (
        (repo.path / "documents").rename(repo.path / "old"),
        (repo.path / "old").rename(repo.path / "documents"),
    ),
    "misconfigure": lambda repo, _: repo.write("isodocs.yaml", "standards: ["),
    "record": lambda repo, _: repo.write("records/people.csv", "id,name\nann\n"),
    "go on with a record": lambda repo, name: _go_on(repo, f"It was {name}."),
    "record and write": lambda repo, name: (
        _go_on(repo, "Once more."),
        repo.write(name, (repo.path / name).read_text("utf-8") + "\nMore words.\n"),
    ),
    "ignore": lambda repo, name: repo.write(".gitignore", f"{name}\n"),
}


def _go_on(repo: RepositoryBuilder, words: str) -> None:
    text = (repo.path / NONCONFORMITY).read_text("utf-8")
    other = text.replace("grade: minor", "grade: major") if len(words) % 2 else text
    repo.write(NONCONFORMITY, f"{other}\n{words}\n")


STEPS = st.one_of(EDITS, st.tuples(st.sampled_from(sorted(OTHERS)), TEXTS))


@settings(max_examples=2)
@given(steps=st.lists(STEPS, min_size=5, max_size=7), told=st.booleans())
def test_it_finds_what_a_check_in_full_finds(steps: list[tuple[object, ...]], told: bool) -> None:
    """`told` is where the places of the changes are known; else everything is looked at."""
    with TemporaryDirectory() as folder:
        repo = RepositoryBuilder(Path(folder).resolve() / "repo")
        repo.commit("Start", company(), author=ANN, date="2024-02-01T09:00:00+00:00")
        recheck = Recheck(repo.path, lambda: ON, pinned=False)
        recheck.check(None)
        where = Stirred(
            frozenset(str(repo.path / each) for each in ("", "documents", "records", ".git")),
            frozenset((str(repo.path / "records"), str(repo.path / "old"))),
        )
        for what, name, *words in steps:
            if not (repo.path / str(name)).is_file():
                repo.git("checkout", "-q", "HEAD", "--", str(name))
            if words:
                step(repo, str(what), str(name), *words)  # type: ignore[arg-type]
            else:
                OTHERS[str(what)](repo, str(name))
            recheck.check(where if told else None)
            assert recheck.checked == in_full(repo.path, ON), what


def test_after_edits_of_records_no_check_is_made_in_full(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is remembered is enough for it, as it is for `isodocs check`."""
    repo.commit("Start", company(), author=ANN, date="2024-02-01T09:00:00+00:00")
    recheck = Recheck(repo.path, lambda: ON, pinned=False)
    before = recheck.check(None)
    monkeypatch.setattr(module, "check", lambda _: pytest.fail("a check was made in full"))
    for edit in ("go on with a record", "record and write", "go on with a record"):
        OTHERS[edit](repo, FIRST)
        found = recheck.check(None)
        assert found == in_full(repo.path, ON), edit
        assert found != before
    step(repo, "commit", FIRST, 0, "")
    assert recheck.check(None) == in_full(repo.path, ON)

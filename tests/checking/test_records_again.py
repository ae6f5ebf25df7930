"""Where records are edited, only rules that read them are asked again, and find what all would."""

from __future__ import annotations

import os
import random
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from isodocs.lifecycle.sample import materialise
from tests.helpers.checking_again import Checker

EXPLORING = os.environ.get("HYPOTHESIS") == "explore"
OPEN, CLOSED = "records/nonconformities/NC-2026-003.md", "records/nonconformities/NC-2025-001.md"
ON = date(2026, 10, 26)
AUDIT, PEOPLE = "records/audits/AUD-2026-02.md", "records/people.csv"
Edit = Callable[[str], str]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company, which has records of many kinds."""
    folder = tmp_path_factory.mktemp("records") / "sample"
    materialise(folder)
    git(folder, "update-ref", "refs/remotes/origin/main", "main")
    return folder


@pytest.fixture
def check(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Checker:
    """The same, as it was committed, once it was checked."""
    git(sample, "checkout", "--quiet", "--force", "main")
    git(sample, "clean", "-qfd")
    found = Checker(sample, ON, monkeypatch)
    found.remembered()
    found.quick = 0
    return found


def git(folder: Path, *args: str) -> None:
    subprocess.run(("git", "-C", str(folder), *args), check=True, capture_output=True)


def rewritten(folder: Path, name: str, edit: Edit) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert edit(text) != text
    path.write_text(edit(text), encoding="utf-8")


def more(text: str) -> str:
    return f"{text}\nOne more paragraph.\n"


EDITS: dict[str, tuple[str, Edit]] = {
    "a paragraph": (OPEN, more),
    "a paragraph of one that is closed": (CLOSED, more),
    "an owner who is not known": (OPEN, lambda text: re.sub("owner: .*", "owner: no-one", text)),
    "it is closed": (OPEN, lambda text: re.sub("status: .*", "status: closed", text)),
    "another grade": (OPEN, lambda text: re.sub("grade: .*", "grade: major", text)),
    "an audit is taken back": (AUDIT, lambda text: re.sub("status: .*", "status: planned", text)),
    "no front matter": (AUDIT, lambda text: text.removeprefix("---\n")),
    "someone has left": (PEOPLE, lambda text: text.replace(",,", ",2026-01-31,", 3)),
    "no one works here": (PEOPLE, lambda text: text.partition("\n")[0] + "\n"),
    "a row less": ("records/training.csv", lambda text: text[: text.rstrip().rfind("\n") + 1]),
    "a certificate ends": (
        "records/CERT-9001-2024.md",
        lambda text: text.replace("2027", "2026"),
    ),
}


def test_the_first_check_is_one_in_full(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check = Checker(sample, ON, monkeypatch)
    check()
    assert check.quick == 0


def test_an_edit_of_records_is_judged_by_the_rules_that_read_them(check: Checker) -> None:
    """One after the other, each taken back as the next is made."""
    for number, (what, (name, edit)) in enumerate(EDITS.items(), 1):
        git(check.folder, "checkout", "--quiet", "--force", "main")
        rewritten(check.folder, name, edit)
        check()
        assert check.quick == number, what


@pytest.mark.parametrize("what", ["it is closed", "someone has left", "a certificate ends"])
def test_so_it_is_once_it_is_committed(check: Checker, what: str) -> None:
    rewritten(check.folder, *EDITS[what])
    git(check.folder, "commit", "--quiet", "--all", "--no-verify", "--message", "Change")
    check()
    git(check.folder, "reset", "--quiet", "--hard", "HEAD~1")
    assert check.quick == 1


def test_a_table_that_a_document_shows_is_checked_in_full(check: Checker) -> None:
    shown = "records/applicability/iso-27001-2022.csv"
    rewritten(check.folder, shown, lambda text: text.replace(",yes,", ",no,", 9))
    check()
    assert check.quick == 0


@pytest.mark.parametrize("seed", range(400 if EXPLORING else 1))
def test_random_edits_find_what_a_check_in_full_finds(check: Checker, seed: int) -> None:
    rng = random.Random(seed)
    files = sorted(
        path.relative_to(check.folder).as_posix()
        for folder in ("records", "documents/procedures")
        for path in (check.folder / folder).rglob("*")
        if path.suffix in (".md", ".csv")
    )
    for _ in range(6):
        for name in rng.sample(files, k=rng.choice((1, 1, 2))):
            edited_at_random(check.folder / name, rng)
        if rng.random() < 0.2:
            git(check.folder, "commit", "-qam", "Change", "--no-verify", "--allow-empty")
        if rng.random() < 0.1:
            git(check.folder, "checkout", "--quiet", "HEAD~1", "--", "records")
        check()
    git(check.folder, "checkout", "--quiet", "--force", "--detach")
    git(check.folder, "branch", "--force", "main", "origin/main")


def edited_at_random(path: Path, rng: random.Random) -> None:
    """Change one line of a file, in a way that people do."""
    lines = path.read_text("utf-8").split("\n") if path.is_file() else [""]
    at = rng.randrange(len(lines))
    other = rng.choice(lines)
    changes: tuple[Callable[[str], list[str]], ...] = (
        lambda line: [],
        lambda line: [line, line],
        lambda line: [line, "", "A few more words."],
        lambda line: [re.sub(r"20\d\d", str(rng.randint(2023, 2028)), line)],
        lambda line: [re.sub(r"\b(open|closed|done|planned)\b", rng.choice(STATES), line)],
        lambda line: [re.sub(r"\b[A-Z]+-[\d-]+\b", "NC-2026-001", line)],
        lambda line: [
            re.sub(r"[a-z]+", rng.choice(re.findall("[a-z]+", other) or ["x"]), line, count=1)
        ],
        lambda line: [other],
    )
    lines[at : at + 1] = rng.choice(changes)(lines[at])
    path.write_text("\n".join(lines), encoding="utf-8")


STATES = ("open", "closed", "done", "planned")

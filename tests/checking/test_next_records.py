"""A commit of records is judged by what the last check found as it is judged in full."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from isodocs.checking import next_records
from isodocs.checking.enforcement import judge_commit
from isodocs.checking.next_records import Known
from isodocs.lifecycle.sample import materialise
from isodocs.portal.snapshot import PortalSnapshot
from isodocs.repository import footprint
from isodocs.workspace import View, Workspace
from tests.helpers.calls import TICK

ON = date(2026, 10, 26)
NC, OPEN = "records/nonconformities/", "records/nonconformities/NC-2026-003.md"
PEOPLE, AUDIT = "records/people.csv", "records/audits/AUD-2026-02.md"
BEGUN = (
    "---\nrecord: nonconformity\nid: NC-2026-090\ntitle: A gauge without its mark\nstatus: open\n"
    "source: process\ngrade: minor\nraised: 2026-10-20\nowner: {owner}\n---\n# A gauge\n"
)
Edit = Callable[[str], str | None]
EDITS: dict[str, dict[str, Edit]] = {
    "a paragraph": {OPEN: lambda text: f"{text}\nOne more.\n"},
    "an owner who is not known": {OPEN: lambda text: re.sub("owner: .*", "owner: no-one", text)},
    "a closed one": {f"{NC}NC-2025-001.md": lambda text: f"{text}\nOne more.\n"},
    "a record that comes": {f"{NC}NC-2026-090.md": lambda _: BEGUN.format(owner="no-one")},
    "a number that is taken": {
        f"{NC}x.md": lambda _: BEGUN.format(owner="quality-manager").replace("090", "003")
    },
    "a record that goes": {AUDIT: lambda _: None},
    "no one works here": {PEOPLE: lambda text: text.partition("\n")[0] + "\n"},
    "a table that comes": {"records/risk.csv": lambda _: "id,title,owner\nR-900,Flood,no-one\n"},
    "a row less": {"records/training.csv": lambda text: text[: text.rstrip().rfind("\n") + 1]},
    "of no kind": {"records/notes/x.md": lambda _: "---\nrecord: nothing\n---\nText.\n"},
    "two at once": {
        OPEN: lambda text: re.sub("status: .*", "status: closed", text),
        "records/CERT-9001-2024.md": lambda text: text.replace("2027", "2026"),
    },
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, PortalSnapshot]]:
    """The sample company, and what a portal knows of it."""
    folder = tmp_path_factory.mktemp("next") / "sample"
    materialise(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(footprint, "MARGIN", int(TICK * 1e9))
        patch.setattr(footprint, "TICK", TICK)
        noon = datetime(2026, 10, 26, 12, tzinfo=UTC)
        yield folder, PortalSnapshot.take(1, noon, folder, View(ON, latest=True))


def known(snapshot: PortalSnapshot) -> Known:
    found = snapshot.known()
    assert found
    return found


def edited(folder: Path, edits: dict[str, Edit]) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {}
    for name, edit in edits.items():
        path = folder / name
        text = edit(path.read_text("utf-8") if path.exists() else "")
        found[name] = None if text is None else text.encode()
    return found


@pytest.mark.parametrize("what", EDITS)
def test_it_says_what_a_judgement_in_full_says(
    sample: tuple[Path, PortalSnapshot], what: str
) -> None:
    folder, snapshot = sample
    files = edited(folder, EDITS[what])
    workspace = Workspace.open(folder)
    found = next_records.judge(workspace, known(snapshot), files)
    assert found
    full = judge_commit(workspace, ON, files)
    assert (found.reasons, found.ref) == (full.reasons, full.ref)
    assert list(map(repr, found.gaps)) == list(map(repr, full.gaps))
    assert list(map(repr, found.open)) == list(map(repr, full.open))


@pytest.mark.parametrize(
    "name",
    ["records/applicability/iso-27001-2022.csv", "isodocs.yaml", "documents/policies/POL-001.md"],
)
def test_more_than_records_is_judged_in_full(
    sample: tuple[Path, PortalSnapshot], name: str
) -> None:
    folder, snapshot = sample
    assert (folder / name).exists()
    files: dict[str, bytes | None] = {name: (folder / name).read_bytes() + b"\n"}
    assert next_records.judge(Workspace.open(folder), known(snapshot), files) is None


def test_what_is_not_of_the_last_commit_says_nothing(sample: tuple[Path, PortalSnapshot]) -> None:
    folder, snapshot = sample
    files = edited(folder, EDITS["a paragraph"])
    (folder / "note.txt").write_text("x")
    noon = datetime(2026, 10, 26, 13, tzinfo=UTC)
    beside = PortalSnapshot.take(2, noon, folder, snapshot.view)
    assert next_records.judge(Workspace.open(folder), known(beside), files) is None
    (folder / "note.txt").unlink()
    commit = ("git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.com")
    subprocess.run(
        (*commit, "commit", "-q", "--allow-empty", "--no-verify", "-m", "More"), check=True
    )
    assert next_records.judge(Workspace.open(folder), known(snapshot), files) is None
    subprocess.run((*commit, "reset", "-q", "--soft", "HEAD~1"), check=True)  # as others have it

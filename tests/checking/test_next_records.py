"""A commit of records is judged by what the last check found as it is judged in full."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from isodocs.checking import in_full, next_records
from isodocs.checking.enforcement import judge_commit
from isodocs.checking.next_records import Known
from isodocs.checking.verdict import HookVerdict
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
Full = Callable[[dict[str, bytes | None]], HookVerdict]
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


@pytest.fixture(scope="module")
def full(sample: tuple[Path, PortalSnapshot]) -> Full:
    """Judges files on the last commit in full, each once: what is not committed has no say."""
    folder, _ = sample

    @cache
    def judge(_commit: str, files: tuple[tuple[str, bytes | None], ...]) -> HookVerdict:
        return judge_commit(Workspace.open(folder), ON, dict(files))

    return lambda files: judge(head_of(folder), tuple(files.items()))


def head_of(folder: Path) -> str:
    run = subprocess.run(("git", "-C", str(folder), "rev-parse", "HEAD"), capture_output=True)
    return run.stdout.decode()


def known(snapshot: PortalSnapshot) -> Known:
    found = snapshot.known()
    assert found
    return found


def judged(
    workspace: Workspace, snapshot: PortalSnapshot, files: dict[str, bytes | None]
) -> HookVerdict | None:
    head = next_records.committed(workspace, known(snapshot))
    return next_records.judge(workspace, head, files) if head else None


def edited(folder: Path, edits: dict[str, Edit]) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {}
    for name, edit in edits.items():
        path = folder / name
        text = edit(path.read_text("utf-8") if path.exists() else "")
        found[name] = None if text is None else text.encode()
    return found


@pytest.mark.parametrize("what", EDITS)
def test_it_says_what_a_judgement_in_full_says(
    sample: tuple[Path, PortalSnapshot], full: Full, what: str
) -> None:
    folder, snapshot = sample
    files = edited(folder, EDITS[what])
    the_same(judged(Workspace.open(folder), snapshot, files), full(files))


def the_same(found: HookVerdict | None, full: HookVerdict) -> None:
    """Assert that what is known leads to the verdict in full."""
    assert found
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
    assert judged(Workspace.open(folder), snapshot, files) is None


SOUND, DRAFT = "documents/forms/FRM-004.md", "documents/policies/POL-003.md"
MORE: Edit = "{}\nOne more.\n".format
UNSAVED: dict[str, dict[str, Edit]] = {
    "a file of no one": {"note.txt": lambda _: "x"},
    "a draft": {DRAFT: MORE},
    "a document in force": {SOUND: MORE},
    "a record": {f"{NC}NC-2026-004.md": MORE},
    "a record that is entered too": {OPEN: MORE},
    "a record that came": {f"{NC}NC-2026-091.md": lambda _: BEGUN.format(owner="no-one")},
    "a record that went": {AUDIT: lambda _: None},
    "a table": {PEOPLE: lambda text: text.partition("\n")[0] + "\n"},
    "several": {DRAFT: MORE, f"{NC}NC-2026-004.md": MORE, "note.txt": lambda _: "x"},
}


@pytest.fixture
def unsaved(sample: tuple[Path, PortalSnapshot]) -> Iterator[Callable[[str], PortalSnapshot]]:
    """Edits files of the company, and returns what a portal then knows; they are put back."""
    folder, _ = sample
    git = ("git", "-C", str(folder))

    def edit(what: str) -> PortalSnapshot:
        for name, data in edited(folder, UNSAVED[what]).items():
            if data is None:
                (folder / name).unlink()
            else:
                (folder / name).write_bytes(data)
        noon = datetime(2026, 10, 26, 13, tzinfo=UTC)
        return PortalSnapshot.take(2, noon, folder, View(ON, latest=True))

    yield edit
    subprocess.run((*git, "clean", "-q", "-f", "-d"), check=True)
    subprocess.run((*git, "checkout", "-q", "--", "."), check=True)


@pytest.mark.parametrize("what", UNSAVED)
def test_it_says_the_same_beside_what_is_not_committed(
    sample: tuple[Path, PortalSnapshot],
    full: Full,
    unsaved: Callable[[str], PortalSnapshot],
    what: str,
) -> None:
    folder, clean = sample
    snapshot = unsaved(what)
    assert known(snapshot).last.differing
    git = ("git", "-C", str(folder))
    for name in ("a paragraph", "a record that comes", "no one works here", "two at once"):
        texts = {
            path: subprocess.run(
                (*git, "show", f"HEAD:{path}"), capture_output=True
            ).stdout.decode()
            for path in EDITS[name]
        }
        wanted = {path: edit(texts[path]) for path, edit in EDITS[name].items()}
        files = {path: text.encode() if text is not None else None for path, text in wanted.items()}
        workspace = Workspace.open(folder)
        the_same(judged(workspace, snapshot, files), full(files))
        if (what, name) == ("several", "two at once"):  # it has no say, indeed
            the_same(judge_commit(workspace, ON, files), full(files))
    head = next_records.committed(Workspace.open(folder), known(snapshot))
    assert head
    assert list(map(repr, head.last.checked.gaps)) == list(map(repr, clean.gaps))


@pytest.mark.parametrize("what", ["a file of no one", "a document in force", "several"])
def test_a_draft_is_judged_alone_after_records_beside_what_is_not_committed(
    sample: tuple[Path, PortalSnapshot],
    unsaved: Callable[[str], PortalSnapshot],
    what: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, _ = sample
    commit = ("git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.com")
    file, whole = folder / OPEN, in_full.judge
    file.write_text(f"{file.read_text('utf-8')}\n{what}\n", "utf-8")
    subprocess.run((*commit, "commit", "-q", "--no-verify", "-a", "-m", "Record"), check=True)
    snapshot = unsaved(what)
    name = "documents/procedures/SOP-001.md"
    files: dict[str, bytes | None] = {name: (folder / name).read_bytes() + b"\nOne more.\n"}
    calls: list[str] = []
    monkeypatch.setattr(
        in_full, "judge", lambda *args, **more: calls.append("") or whole(*args, **more)
    )
    assert next_records.committed(Workspace.open(folder), known(snapshot))
    judge_commit(Workspace.open(folder), ON, files)
    assert not calls


@pytest.mark.parametrize(
    "name",
    ["isodocs.yaml", "documents/policies/POL-090.md", ".isodocs/waivers.yaml"],
)
def test_more_that_is_not_committed_is_judged_in_full(
    sample: tuple[Path, PortalSnapshot], name: str
) -> None:
    folder, _ = sample
    path = folder / name
    was = path.read_bytes() if path.exists() else None
    draft = (folder / DRAFT).read_bytes().replace(b"POL-003", b"POL-090")
    path.write_bytes(was + b"\n" if was is not None else draft)
    noon = datetime(2026, 10, 26, 13, tzinfo=UTC)
    found = PortalSnapshot.take(2, noon, folder, View(ON, latest=True)).known()
    assert found is None or next_records.committed(Workspace.open(folder), found) is None
    if was is None:
        path.unlink()
    else:
        path.write_bytes(was)


def test_what_is_not_of_the_last_commit_says_nothing(sample: tuple[Path, PortalSnapshot]) -> None:
    folder, snapshot = sample
    files = edited(folder, EDITS["a paragraph"])
    commit = ("git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.com")
    subprocess.run(
        (*commit, "commit", "-q", "--allow-empty", "--no-verify", "-m", "More"), check=True
    )
    assert judged(Workspace.open(folder), snapshot, files) is None
    subprocess.run((*commit, "reset", "-q", "--soft", "HEAD~1"), check=True)  # as others have it

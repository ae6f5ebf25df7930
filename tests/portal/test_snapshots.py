"""A snapshot is made of the one before, shows what a check in full finds, and is read by many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest

from isodocs.checking.run import run
from isodocs.machine import outline_cache
from isodocs.machine.held import Held
from isodocs.model.inventory import Inventory
from isodocs.portal.prepared import prepare
from isodocs.portal.snapshot import PortalSnapshot
from isodocs.portal.views import document_story
from isodocs.recall import kept_register
from isodocs.repository import footprint
from isodocs.workspace import View, Workspace
from tests.helpers.calls import TICK
from tests.helpers.company import ANN, approved, base
from tests.helpers.repository import RepositoryBuilder

VIEW = View(date(2024, 6, 1), latest=True)
RECORD = "records/nonconformities/NC-2024-001.md"
TEXT = """\
---
record: nonconformity
id: NC-2024-001
title: Wet boxes
status: open
source: internal-audit
grade: minor
raised: 2024-03-01
owner: quality-manager
---
# Wet boxes
"""
_NUMBERS = count(1)
_HELD = Held()
"""Of all companies here: what is held of one must never be taken for what another has."""


@pytest.fixture
def company(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> RepositoryBuilder:
    """A company of which a snapshot was made."""
    monkeypatch.setattr(footprint, "MARGIN", int(TICK * 1e9))
    monkeypatch.setattr(footprint, "TICK", TICK)
    documents = {key: text for n in (1, 2, 3) for key, text in approved(f"SOP-00{n}").items()}
    files = {**base(), **documents, RECORD: TEXT}
    repo.commit("Start", files, author=ANN, date="2024-02-01T09:00:00+00:00")
    taken(repo.path)
    return repo


def taken(folder: Path) -> PortalSnapshot:
    made = datetime(2024, 6, 1, tzinfo=UTC)
    return PortalSnapshot.take(next(_NUMBERS), made, folder, VIEW, _HELD)


def is_made_of_the_one_before(snapshot: PortalSnapshot) -> bool:
    return type(snapshot.register.inventory) is not Inventory  # but one that is read when asked


@pytest.mark.parametrize("commits", [False, True])
def test_after_a_record_was_saved_it_is_made_of_the_one_before(
    company: RepositoryBuilder, commits: bool
) -> None:
    changed = {RECORD: TEXT.replace("minor", "major").replace("status: open", "status: closed")}
    if commits:
        company.commit("Close", changed, author=ANN, date="2024-05-01T09:00:00+00:00")
    else:
        company.write(RECORD, changed[RECORD])
    snapshot = taken(company.path)
    assert is_made_of_the_one_before(snapshot)
    whole = Workspace.open(company.path).register(VIEW)
    assert snapshot.gaps == run(whole)
    assert snapshot.register.inventory.records == whole.inventory.records
    assert {**snapshot.register.entries} == {**whole.entries}


def test_what_is_held_of_the_one_before_is_not_read_again(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(taken(company.path))
    _HELD.let_go()
    read: list[object] = []
    for module in (kept_register, outline_cache):
        monkeypatch.setattr(module, "decode", read.append)
    company.write(RECORD, TEXT.replace("minor", "major"))
    snapshot = taken(company.path)
    prepare(snapshot)
    assert is_made_of_the_one_before(snapshot)
    assert {**snapshot.register.entries}.keys() == {"SOP-001", "SOP-002", "SOP-003"}
    assert read == []


def test_it_is_of_now_until_something_changes(company: RepositoryBuilder) -> None:
    for edit in (TEXT, f"{TEXT}\nStill wet.\n"):
        (company.path / RECORD).write_text(edit)
        made, same = taken(company.path), taken(company.path)
        assert made.is_of_now(company.path, VIEW)
        assert same.is_of_now(company.path, VIEW)
    (company.path / RECORD).write_text(TEXT)
    assert not same.is_of_now(company.path, VIEW)


def test_what_is_large_and_not_committed_is_read_whole(company: RepositoryBuilder) -> None:
    company.write(RECORD, TEXT + "Words and words. " * 90_000)
    snapshot = taken(company.path)
    assert not is_made_of_the_one_before(snapshot)
    assert len(snapshot.register.inventory.records) == 1


def test_what_was_not_read_yet_is_as_it_was_then(company: RepositoryBuilder) -> None:
    company.write(RECORD, TEXT.replace("minor", "major"))
    snapshot = taken(company.path)
    company.write("documents/SOP-001.md", "gone")
    entry = snapshot.register.entries["SOP-001"]
    outline = snapshot.register.outline_here(entry.current[0])
    assert outline is not None
    assert outline.words > 1


def test_threads_find_the_same(company: RepositoryBuilder) -> None:
    company.write(RECORD, TEXT.replace("minor", "major"))
    snapshot = taken(company.path)
    assert is_made_of_the_one_before(snapshot)
    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(lambda _: [*snapshot.register.entries.values()], range(32)))
    for entries in found:
        assert all(one is other for one, other in zip(entries, found[0], strict=True))


def test_nothing_is_noted_of_a_register_that_requests_share(company: RepositoryBuilder) -> None:
    """One who stops noting would else end it for another who is about to note."""
    company.commit("Another", approved("SOP-004"), author=ANN)
    watch = taken(company.path).register.watch
    assert watch is not None
    with watch.working("APR001"):
        assert not watch.notes


def test_the_history_of_a_document_is_read_without_that_of_all(company: RepositoryBuilder) -> None:
    company.write(RECORD, TEXT.replace("minor", "major"))
    snapshot = taken(company.path)
    shown = {
        id: document_story.trail_parts(snapshot, entry)
        for id, entry in snapshot.register.entries.items()
    }
    assert document_story.TRAIL not in snapshot.asked
    document_story.whole_trail(snapshot)
    whole = taken(company.path)
    document_story.whole_trail(whole)
    for id, entry in whole.register.entries.items():
        assert document_story.trail_parts(whole, entry) == shown[id]

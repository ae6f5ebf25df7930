"""What is known about a document, however many documents there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from isodocs.dossier.document import document_dossier, revision_to_show
from isodocs.model.duty import Duty
from isodocs.model.register import Register
from isodocs.readiness import duties
from isodocs.workspace import View, Workspace
from tests.helpers.company import approved, base, document, path
from tests.helpers.repository import RepositoryBuilder


def test_all_duties_are_found_once_for_all_documents(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = document("SOP-002", title="Welding", references="[SOP-001]")
    repo.commit("Start", {**base(), **approved(), path("SOP-002"): other})
    register = Workspace.open(repo.path).register(View(date(2025, 2, 1)))
    found: list[Register] = []
    all_of = duties._reviews

    def counted(register: Register) -> Iterator[Duty]:
        found.append(register)
        return all_of(register)

    monkeypatch.setattr(duties, "_reviews", counted)
    named = {}
    for entry in register:
        status = revision_to_show(entry)
        dossier = document_dossier(register, entry, status, status.document, (), "")
        (about,) = (table for table in dossier.parts if table.name == "documents")
        named[entry.id] = [(str(row[0]), row[1]) for row in about.rows]
    assert len(found) == 1
    assert named == {"SOP-001": [("named by", "SOP-002")], "SOP-002": [("refers to", "SOP-001")]}

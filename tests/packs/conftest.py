"""A company with signatures, records, files and secrets, and a pack of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import signed_company
from tests.helpers.command import run
from tests.helpers.company import document, path
from tests.helpers.markdown_texts import PICTURE
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import approval, approved

DAY = "2025-02-01"
MAP = "documents/map.png"
SOP = document(
    body='# Purchasing\n\n![Map](map.png)\n\n## Choosing suppliers {clause="8.4.1"}\n\n'
    "Buy from approved suppliers only. See [dismissals](HR-001.md).\n"
)
SECRET = document(
    "HR-001",
    title="Planned dismissals",
    classification="confidential",
    body='# Planned dismissals\n\n## Whom we dismiss {clause="8.4.1"}\n\nPlanted words.\n',
)
SHOWING = document("SOP-003", title="Who can do what", body="![All](../records/training.csv)\n")
UNFINISHED = document(
    "SOP-004",
    status="draft",
    title="Unfinished",
    body='# Unfinished\n\n## Unfinished too {clause="8.4.2"}\n',
)
RISKS = document(
    "HR-002",
    title="What may go wrong",
    classification="Confidential",
    body="![Risks](../records/risk.csv)\n",
)
RISK = (
    "id,title,kind,source,likelihood,impact,level,owner,treatment,date\n"
    "RSK-1,Planted risk of a strike,risk,6.1,2,2,4,quality-manager,accept,2024-03-01\n"
)
TRAINING = (
    "person,competence,course,kind,hours,date,passed\n"
    "ann,AWARE-1,Awareness,internal,3,2024-03-01,yes\n"
    "quinn,AWARE-1,Awareness,internal,3,2024-03-01,yes\n"
)
COMPETENCE = (
    "id,title,kind,documents,everybody\nAWARE-1,Policy and objectives,awareness,SOP-001,yes\n"
)
SUPPLIER = (
    "id,name,what,status,approved,approved-by,evaluated,next-evaluation,certificate\n"
    "S-1,Brack Steel,Bars,approved,2024-03-01,quality-manager,2024-03-01,2025-03-01,"
    "evidence/Brack größe.html\n"
    "S-2,Lume,Coating,approved,2024-03-01,quality-manager,2024-03-01,2025-03-01,evidence/gone.pdf\n"
    "S-3,Far Away,Bolts,approved,2024-03-01,quality-manager,2024-03-01,2025-03-01,"
    "https://example.com/certificate.pdf\n"
    "S-4,Large,Nuts,approved,2024-03-01,quality-manager,2024-03-01,2025-03-01,evidence/large.pdf\n"
    "S-6,Draft,Ink,approved,2024-03-01,quality-manager,2024-03-01,2025-03-01,documents/SOP-004.md\n"
    "S-5,Secret,Oil,approved,2024-03-01,quality-manager,2024-03-01,2025-03-01,documents/HR-001.md\n"
)
AUDIT = """\
---
id: AUD-1
title: The system itself
kind: internal
status: closed
standards: [iso-9001-2015]
clauses: ["9.2"]
lead-auditor: dora
auditors: [dora]
documents: [SOP-004]
planned: 2024-06-01
started: 2024-06-01
reported: 2024-06-02
closed: 2024-06-10
---
# Report

All was looked at. ![Photograph](evidence/photo.png)
"""
POINTER = (
    "version https://git-lfs.github.com/spec/v1\n"
    f"oid sha256:{hashlib.sha256(b'large').hexdigest()}\nsize 5\n"
)


@dataclass(frozen=True)
class MadePack:
    """A pack as a zip and as a folder, and the repository that it was made from."""

    repo: RepositoryBuilder
    zip: Path
    folder: Path
    said: str

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text("utf-8"))
        return found

    def page(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")


def company(folder: Path) -> RepositoryBuilder:
    """The company's repository."""
    repo = RepositoryBuilder(folder)
    files: dict[str, str | bytes] = {
        **signed_company.base(),
        **approved("POL-001", title="Policy"),
        path("SOP-001"): SOP,
        MAP: PICTURE,
        **approval("SOP-001", 1, SOP, shown={MAP: PICTURE}),
        path("HR-001"): SECRET,
        **approval("HR-001", 1, SECRET),
        path("HR-002"): RISKS,
        **approval("HR-002", 1, RISKS, shown={"records/risk.csv": RISK.encode()}),
        "records/risk.csv": RISK,
        path("SOP-003"): SHOWING,
        **approval("SOP-003", 1, SHOWING, shown={"records/training.csv": TRAINING.encode()}),
        path("SOP-004"): UNFINISHED,
        ".gitattributes": "large.pdf filter=lfs\n",
        "records/training.csv": TRAINING,
        "records/competence.csv": COMPETENCE,
        "records/supplier.csv": SUPPLIER,
        "records/audits/AUD-1.md": AUDIT,
        "records/audits/evidence/photo.png": PICTURE,
        "records/evidence/Brack größe.html": "<script>alert(1)</script>",
        "records/evidence/large.pdf": POINTER,
    }
    repo.commit("Issue", files, date="2024-03-01T11:00:00+00:00")
    return repo


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> MadePack:
    """The pack of that company for a surveillance."""
    top = tmp_path_factory.mktemp("pack")
    repo = company(top / "repo")
    options = ("--for", "internal", "--html", "--on", DAY)
    said = run("pack", str(top / "made.zip"), *options, at=repo.path, width=300)
    run("pack", str(top / "made"), *options, at=repo.path)
    return MadePack(repo, top / "made.zip", top / "made", said)

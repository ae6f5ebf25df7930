"""A company with something of everything that a check looks at, to be changed by tests.

It is the company that an auditor would certify (ready_company.py), which also works to ISO/IEC
27001, shows pictures, texts and tables in its documents, waives gaps, names files as evidence, and
is about to change a document. It lies at the top of a repository, or in a folder of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.helpers import isms, ready_company
from tests.helpers.any_story import waiver
from tests.helpers.company import approval, approved, document, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.helpers.statement import statement, table

_BODY = """\
# Purchasing

![Flow](figures/flow.svg)

--8<-- "documents/parts/suppliers.md"

## Evaluating {clause="8.4.1"}

As in [the policy](POL-001.md) and SOP-002; the [minutes](../records/management-review/MR-2024.md)
say why. Buy from approved suppliers only.

| Supplier | Since |
|---|---|
| Metalstock | 2023 |
"""
_PICTURE, _PART = b"<svg/>\n", b"Suppliers are evaluated every twelve months.\n"
_EVIDENCE = """\
---
record: nonconformity
id: NC-2024-001
title: A wrong bar
status: open
source: process
grade: minor
standard: iso-9001-2015
clauses: ["8.4.2"]
owner: quality-manager
raised: 2025-05-10
due: 2025-07-10
---
# NC-2024-001

See [the photograph](photograph.jpg).
"""


def _neighbours() -> dict[str, Content]:
    """Documents that name each other, and that no record names."""
    storing = (
        "# Storing\n\nShelves are marked, and read [below](SOP-004.md#marks) and SOP-005.\n\n"
        '--8<-- "documents/parts/suppliers.md"\n'
    )
    table = "| Shelf | Owner |\n|---|---|\n| 1 | ann |\n"
    marks = f"# Marks\n\n## Marks\n\nEach shelf has a number.\n\n{table}"
    claims = {"clauses": '{iso-9001-2015: ["8.5.4"]}'}
    text = document("SOP-003", title="Storing", body=storing, references="[SOP-004, POL-001]")
    part = {"documents/parts/suppliers.md": _PART}
    return {
        path("SOP-003"): text,
        **approval("SOP-003", 1, text, shown=part),
        **approved("SOP-004", title="Marks", body=marks, **claims),
        path("SOP-005"): document("SOP-005", 2, "draft", title="Counting", **claims),
    }


class InFolder(RepositoryBuilder):
    """A repository whose files are written below a folder."""

    folder = ""

    def stage(self, files: Mapping[str, Content]) -> Self:
        """See `RepositoryBuilder.stage`."""
        place = f"{self.folder}/" if self.folder else ""
        return super().stage({f"{place}{name}": content for name, content in files.items()})


def build(place: Path, folder: str = "") -> RepositoryBuilder:
    """The company in a new repository at `place`; beside it a second one, where it has a folder."""
    repo = InFolder(place)
    repo.folder = folder
    ready_company.build(repo, "2025-06-20")
    shown = {"documents/figures/flow.svg": _PICTURE, "documents/parts/suppliers.md": _PART}
    purchasing = document(body=_BODY, clauses='{iso-9001-2015: ["8.4.1"]}')
    config = ready_company.CONFIG.replace(
        f"[{ready_company.STANDARD}]", f"[{ready_company.STANDARD}, iso-27001-2022]", 1
    ).replace("types:\n", "types:\n  statement: {prefix: SOA}\n  form: {prefix: FRM}\n")
    repo.commit(
        "More of everything",
        {
            "isodocs.yaml": config,
            **shown,
            path(): purchasing,
            **approval("SOP-001", 1, purchasing, shown=shown),
            **approved("FRM-001", body=isms.MANUAL, title="Matrix"),
            **statement(table(isms.ROWS), clauses='{iso-27001-2022: ["6.1.3"]}'),
            **waiver("CLS001", "SOA-001"),
            **waiver("DOC003", "SOP-001"),
            "records/nonconformity/NC-2024-001.md": _EVIDENCE,
            "records/nonconformity/photograph.jpg": b"\xff\xd8",
            **_neighbours(),
            "notes.txt": "Not controlled.\n",
        },
        date="2025-06-21T09:00:00+00:00",
    )
    repo.commit(
        "Begin another",
        {path("SOP-002"): document("SOP-002", status="draft", title="Storing")},
        date="2025-06-22T09:00:00+00:00",
    )
    if folder:
        repo.folder = "laboratory"
        repo.commit(
            "Another system", {**ready_company.base(), **approved()}, date="2025-06-23T09:00Z"
        )
    repo.git("repack", "-adq")
    return repo

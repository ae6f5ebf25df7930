"""An integrated system in small: ISO 9001 and ISO/IEC 27001, a matrix, and a statement."""

from __future__ import annotations

from tests.helpers.company import CONFIG, approval, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.statement import LEFT_OUT, Row, statement, table

DAY = "2024-06-01"
INTEGRATED = (
    CONFIG.replace("[iso-9001-2015]", "[iso-9001-2015, iso-27001-2022]")
    + "  statement: {prefix: SOA}\n"
)
ROWS: dict[str, Row | None] = {
    "A.5.1": {"documents": "POL-001", "owner": "director"},
    "A.5.7": {"state": "planned", "documents": ""},
    "A.5.8": {"applicable": "", "justification": "", "state": "", "documents": ""},
    "A.5.19": {"state": "partly"},
    "A.6.7": {"justification": ""},
    "A.7.4": LEFT_OUT,
    "A.8.13": {"documents": "SOP-002"},
    "A.8.16": {"documents": "", "records": "AUD-2024-01"},
    "A.8.28": {"documents": ""},
    "A.8.34": None,
    "OWN-1": {"title": "Two people at the safe", "documents": "SOP-001"},
}
TEXT = f"# Purchasing\n\nOnly from approved suppliers.\n\n{' '.join(f'w{n}' for n in range(720))}\n"
"""Long enough for all the controls that name it."""
MANUAL = """\
# Matrix

| ISO 9001 | ISO/IEC 27001 | Document |
|---|---|---|
| 4.1, 4.2 | 4.1, 4.2 | [Purchasing](SOP-001.md) |
| 7.5.1–7.5.3 | 7.5.1–7.5.3 | POL-001 |
| 8.4 | A.5.19 | SOP-001 |
"""
AUDIT = """\
---
record: audit
id: AUD-2024-01
title: Logging
kind: internal
status: closed
---
# Logging
"""


def tell(repo: RepositoryBuilder) -> RepositoryBuilder:
    """Write it into the work tree of an empty repository."""
    policy = document("POL-001", title="Policy", body="# Policy\n\nWe protect what is ours.\n")
    files = {
        **base(),
        "isodocs.yaml": INTEGRATED,
        **approved(clauses='{iso-9001-2015: ["8.4.1"], iso-27001-2022: ["A.5.20"]}', body=TEXT),
        path("POL-001"): policy,
        **approval("POL-001", 1, policy),
        **approval("POL-001", 1, policy, role="director", person="dora"),
        path("SOP-002"): document("SOP-002", status="draft", title="Backup"),
        **approved("FRM-001", body=MANUAL, title="Matrix"),
        **statement(table(ROWS), clauses='{iso-27001-2022: ["6.1.3"]}'),
        "records/audits/AUD-2024-01.md": AUDIT,
    }
    for name, content in files.items():
        repo.write(name, content)
    return repo

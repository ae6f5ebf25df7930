"""A Statement of Applicability for tests: its table, and the document that shows it."""

from __future__ import annotations

from collections.abc import Mapping

from isodocs.assess.soa import controls, table_path
from isodocs.formats import Rows, csv
from isodocs.standards.load import load
from tests.helpers.company import CONFIG, approval, document, path

STANDARD = "iso-27001-2022"
ISMS = load(STANDARD)
TABLE = table_path(STANDARD)
SOA = path("SOA-001")
COLUMNS = (
    "control",
    "title",
    "applicable",
    "justification",
    "state",
    "owner",
    "documents",
    "records",
)
SECURE = CONFIG.replace("iso-9001-2015", STANDARD) + "  statement: {prefix: SOA}\n"
"""The test company, working to ISO/IEC 27001."""

Row = Mapping[str, str]
LEFT_OUT: Row = {"applicable": "no", "justification": "There are no premises", "state": ""}


def table(rows: Mapping[str, Row | None] | None = None, **every: str) -> str:
    """The table with a row for each control, on lines 2 and after.

    Each is as `rows` say of it (None: no row at all; a further number: one row more), else
    implemented by SOP-001, or as `every` says.
    """
    rows = rows or {}
    usual = {
        "applicable": "yes",
        "justification": "Treats a risk",
        "state": "implemented",
        "documents": "SOP-001",
        **every,
    }
    numbers = dict.fromkeys([*(control.number for control in controls(ISMS)), *rows])
    lines = []
    for number in numbers:
        said = rows.get(number, {})
        if said is not None:
            value = {"control": number, **usual, **said}
            if value["applicable"] == "no":
                value["documents"] = said.get("documents", "")
            lines.append([value.get(column, "") for column in COLUMNS])
    return csv.table(Rows(COLUMNS, lines))


def line(number: str) -> int:
    """The line of a control in the whole table."""
    return [control.number for control in controls(ISMS)].index(number) + 2


def statement(
    rows: str, *, revision: int = 1, approved: bool = True, **fields: str
) -> dict[str, str | bytes]:
    """The table and a document that shows it, approved unless said otherwise."""
    text = shown(revision, **fields)
    signed = approval("SOA-001", revision, text, shown={TABLE: rows.encode()})
    files: dict[str, str | bytes] = {TABLE: rows, SOA: text}
    return {**files, **(signed if approved else {})}


def shown(revision: int = 1, status: str = "approved", **fields: str) -> str:
    """The document that shows the table."""
    body = f'# Statement of Applicability\n\nEvery control.\n\n{{% include "/{TABLE}" %}}\n'
    fields = {"type": "statement", "title": "Statement of Applicability", **fields}
    fields = {"clauses": '["6.1.3"]', **fields}
    return document("SOA-001", revision, status, body=body, **fields)

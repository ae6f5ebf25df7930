"""The check as a table: one row for each gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs.formats import Rows

if TYPE_CHECKING:
    from isodocs.checking.check import CheckResult
    from isodocs.model.gap import Gap

HEADER = (
    "code",
    "name",
    "level",
    "path",
    "line",
    "column",
    "document",
    "owner",
    "subject",
    "clauses",
    "message",
    "hint",
    "fingerprint",
    "waived_until",
    "waived_because",
)


def table(result: CheckResult, **_: object) -> Rows:
    """A row to each gap of `result`."""
    return Rows(HEADER, map(_row, result.gaps))


def _row(gap: Gap) -> Sequence[object]:
    finding = gap.finding
    return (
        gap.code,
        gap.name,
        gap.level,
        finding.place.path,
        finding.place.line or None,
        finding.place.column or None,
        finding.document,
        finding.owner,
        finding.subject,
        ", ".join(map(str, finding.clauses)),
        finding.message,
        finding.hint,
        gap.fingerprint,
        gap.waived_until,
        gap.waived_because,
    )

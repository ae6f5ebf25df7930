"""Code Quality of GitLab: what a merge request shows beside the lines it changes.

The form is that of docs.gitlab.com, "Code Quality", "Code Quality report format".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from isodocs.formats import WithGaps
from isodocs.formats.text.escape import one_line
from isodocs.model.gap import Level

if TYPE_CHECKING:
    from isodocs.formats import PlacedGap

TAKES = WithGaps
_SEVERITY = {Level.ERROR: "major", Level.WARNING: "minor", Level.NOTE: "info"}


def write(report: WithGaps) -> str:
    """An entry to each gap; one that is waived is left out, since GitLab knows no waivers."""
    found = report.found().placed()
    entries = [_entry(each) for each in found if not each.gap.waived_until]
    return json.dumps(entries, indent=2) + "\n"


def _entry(placed: PlacedGap) -> dict[str, Any]:
    gap, finding = placed.gap, placed.gap.finding
    said = ": ".join(filter(None, (finding.document, finding.message)))
    text = f"{said.removesuffix('.')}. {finding.hint}" if finding.hint else said
    return {
        "description": one_line(f"Recorded on the first day: {text}" if gap.recorded else text),
        "check_name": f"{gap.code} {gap.name}",
        "fingerprint": placed.fingerprint,
        "severity": _SEVERITY[gap.level],
        "location": {"path": one_line(placed.path), "lines": {"begin": placed.line}},
    }

"""SARIF 2.1.0 (OASIS): gaps for code scanning pages and editors.

No clock is read and no folder of this machine is named, so the same repository gives the same
bytes. Numbers of sections are of the SARIF specification.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from isodocs import __version__
from isodocs.formats import WithGaps
from isodocs.formats.json import as_text
from isodocs.formats.text.escape import one_line
from isodocs.model.gap import Level

if TYPE_CHECKING:
    from isodocs.formats import FoundGaps, PlacedGap
    from isodocs.model.checked import Checked
    from isodocs.model.rule import Rule

TAKES = WithGaps
SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "%SRCROOT%"
"""What all paths begin at: the top of the repository, wherever it is."""
_SEVERITY = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "recommendation"}
"""What GitHub shows beside an alert (`problem.severity`)."""
_Json = dict[str, Any]


def write(report: WithGaps) -> str:
    """One run with a result to each gap, and the rules of these in full."""
    found = report.found()
    checked = found.checked
    # a run has either the suppressions of all results or of none (3.27.23)
    waivers = any(gap.waived_until for gap in checked.gaps)
    rules = {gap.code: gap.rule for gap in checked.gaps}
    index = {code: number for number, code in enumerate(sorted(rules))}
    driver = {
        "name": "isodocs",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rules[code]) for code in index],
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"isodocs/{_uri(found.prefix)}"},
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(each, index, waivers) | _since(checked, each) for each in found.placed()
        ],
        "properties": dict(_about(found)),
    }
    return as_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _about(found: FoundGaps) -> Iterator[tuple[str, object]]:
    yield "on", found.checked.on
    yield "source", one_line(found.checked.source)
    yield "organisation", one_line(found.checked.organisation)
    if burn_down := found.checked.burn_down:
        first = sum(number for _, number in burn_down.rules.values())
        yield "baseline", {"on": burn_down.on, "first": first, "left": len(found.checked.recorded)}
    seen = found.checked.looked_at
    if not seen.everything:
        yield "looked_at", {"only": dict(seen.only), "without": dict(seen.without)}


def _rule(rule: Rule) -> _Json:
    said = rule.document
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": said.summary},
        "fullDescription": {"text": said.why},
        "defaultConfiguration": {"level": str(rule.level)},
        "help": {
            "text": f"{said.summary}\n\nWhy: {said.why}\n\nHow to close the gap: {said.remedy}",
            "markdown": "\n".join(_help(rule)),
        },
        "properties": {
            "tags": [rule.family.title, *(f"ISO 9001:2015 {clause}" for clause in rule.clauses)],
            "problem.severity": _SEVERITY[rule.level],
        },
    }


def _help(rule: Rule) -> Iterator[str]:
    said = rule.document
    yield said.summary
    yield from ("", "**Why**", "", said.why)
    if said.example:
        yield from ("", "**Example**", "", said.example)
    for path, text in said.files.items():
        yield from ("", f"`{path}`:", "", "```", *text.splitlines(), "```")
    yield from ("", "**How to close the gap**", "", said.remedy)


def _result(placed: PlacedGap, index: dict[str, int], waivers: bool) -> _Json:
    gap, finding = placed.gap, placed.gap.finding
    region = {"startLine": placed.line}
    if placed.column:
        region["startColumn"] = placed.column
    location: _Json = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(placed.path), "uriBaseId": ROOT},
            "region": region,
        }
    }
    if finding.document:
        named = {"name": one_line(finding.document), "kind": "document"}
        location["logicalLocations"] = [named]
    result: _Json = {
        "ruleId": gap.code,
        "ruleIndex": index[gap.code],
        "level": str(gap.level),
        "message": {"text": _text(": ".join(filter(None, (finding.document, finding.message))))},
        "locations": [location],
        "partialFingerprints": {
            # what GitHub follows an alert by; it would compute it from the line otherwise
            "primaryLocationLineHash": placed.fingerprint,
            "isodocs/v1": gap.fingerprint,
        },
    }
    if finding.hint:
        result["message"]["text"] += f"\n{_text(finding.hint)}"
    if waivers:
        result["suppressions"] = [_waiver(placed)] if gap.waived_until else []
    about = {"owner": one_line(finding.owner), "clauses": [*map(one_line, finding.clauses)]}
    if kept := {name: value for name, value in about.items() if value}:
        result["properties"] = kept
    return result


def _since(checked: Checked, placed: PlacedGap) -> _Json:
    """Whether a gap is new, where those of a first day were recorded (3.27.24)."""
    if checked.burn_down is None:
        return {}
    return {"baselineState": "unchanged" if placed.gap.recorded else "new"}


def _waiver(placed: PlacedGap) -> _Json:
    gap = placed.gap
    because = f"Waived until {gap.waived_until}: {gap.waived_because}"
    return {"kind": "external", "status": "accepted", "justification": _text(because)}


def _text(text: str) -> str:
    """On one line, without the links that a message may have (3.11.6): it shows them as typed."""
    return one_line(text).replace("](", "] (")


def _uri(path: str) -> str:
    return quote(os.fsencode(path))

"""Coverage as OSCAL assessment results: a result to each standard, a finding to each clause.

A clause that is covered is `satisfied`, one that is partly or not covered is not. What is declared
not applicable is excluded from the controls reviewed. The documents behind a clause are the
evidence of its observation. Controls are those of `isodocs standards export ID --format oscal`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from isodocs.assess.coverage_strength import summary
from isodocs.formats import Data, oscal
from isodocs.model.coverage import ClauseCoverage, ClauseEvidence, Coverage, CoverageStatus
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.model.register import Register

_REMARKS = (
    "Computed by isodocs from the controlled documents in force. It is not an audit: records "
    "and people show whether what the documents say is done."
)

_NO_PLAN = (
    "There is no assessment plan as a document: every auditable clause is looked at, by the rules "
    "that `isodocs coverage` documents."
)

_Json = dict[str, Any]
Result = tuple[Coverage, Sequence[ClauseCoverage], Sequence[ClauseCoverage]]


def assessment_results(register: Register, results: Sequence[Result]) -> Data:
    """The results for the register's day, from all clauses looked at and those with findings."""
    who = register.config.organisation or "an organisation that is not named"
    standards = [coverage.standard for coverage, _, _ in results]
    subject = (who, register.source, register.on, *standards)
    plan = oscal.uuid("plan", *subject)
    title = f"Coverage of standards, {who}, {register.on}"
    document = {
        "uuid": oscal.uuid("assessment-results", *subject),
        "metadata": oscal.metadata(title, str(register.on), register.on, _REMARKS),
        "import-ap": {"href": f"#{plan}"},
        "results": [_result(register, *result, subject) for result in results],
        "back-matter": {
            "resources": [{"uuid": plan, "title": "Assessment plan", "description": _NO_PLAN}]
        },
    }
    return {"assessment-results": document}


def _result(
    register: Register,
    coverage: Coverage,
    reviewed: Sequence[ClauseCoverage],
    rows: Sequence[ClauseCoverage],
    subject: Sequence[object],
) -> _Json:
    """The result for one standard; all of `reviewed` was looked at, `rows` have findings."""
    known = register.maps[coverage.standard]
    tokens = oscal.tokens(known)
    left_out = [row for row in reviewed if row.status is CoverageStatus.NOT_APPLICABLE]
    looked_at = [row for row in rows if row.status is not CoverageStatus.NOT_APPLICABLE]
    key = (*subject, coverage.standard)
    selection = oscal.filled(
        {
            "description": "What is excluded is not applicable; the remarks justify it.",
            "include-controls": [_select(row, tokens) for row in reviewed],
            "exclude-controls": [_select(row, tokens) for row in left_out],
            "remarks": "; ".join(f"{row.requirement.number}: {row.reason}" for row in left_out),
        }
    )
    return oscal.filled(
        {
            "uuid": oscal.uuid("result", *key),
            "title": f"Coverage of {heading.standard(register, known.id)}",
            "description": summary(coverage),
            "start": oscal.moment(register.on),
            "end": oscal.moment(register.on),
            "props": [
                oscal.prop("standard", known.id),
                oscal.prop("source", register.source),
            ],
            "reviewed-controls": {"control-selections": [selection]},
            "observations": [*_observations(register, looked_at, key)],
            "findings": [_finding(row, tokens, key) for row in looked_at],
        }
    )


def _select(row: ClauseCoverage, tokens: Mapping[str, str]) -> _Json:
    return {"control-id": tokens[row.requirement.number]}


def _observations(
    register: Register, rows: Sequence[ClauseCoverage], key: Sequence[object]
) -> Iterator[_Json]:
    """One for each clause that has evidence."""
    for row in rows:
        if row.evidence:
            number = row.requirement.number
            yield {
                "uuid": oscal.uuid("observation", *key, number),
                "title": f"What {number} {row.requirement.title} rests on",
                "description": row.reason,
                "methods": ["EXAMINE"],
                "types": ["finding"],
                "relevant-evidence": [_evidence(item) for item in row.evidence],
                "collected": oscal.moment(register.on),
            }


def _evidence(item: ClauseEvidence) -> _Json:
    where = f", section “{item.section}”" if item.section else ""
    counts = "covers it" if item.counts else item.why_not
    return {
        "href": quote(item.path),
        "description": f"{item.document} {item.title}, revision {item.revision}{where}: {counts}",
        "props": [
            oscal.prop("document", item.document),
            oscal.prop("revision", item.revision or "none"),
            oscal.prop("state", str(item.state).replace(" ", "-")),
            oscal.prop("strength", str(item.strength)),
        ],
    }


def _finding(row: ClauseCoverage, tokens: Mapping[str, str], key: Sequence[object]) -> _Json:
    asked = row.requirement
    covered = row.status is CoverageStatus.COVERED
    related = [{"observation-uuid": oscal.uuid("observation", *key, asked.number)}]
    return oscal.filled(
        {
            "uuid": oscal.uuid("finding", *key, asked.number),
            "title": f"{asked.number} {asked.title}",
            "description": asked.asks or asked.title,
            "target": {
                "type": "statement-id",
                "target-id": oscal.statement_of(tokens[asked.number]),
                "props": [oscal.prop("coverage", str(row.status))],
                "status": {
                    "state": "satisfied" if covered else "not-satisfied",
                    "reason": "pass" if covered else "fail",
                    "remarks": row.reason,
                },
            },
            "related-observations": related if row.evidence else [],
        }
    )

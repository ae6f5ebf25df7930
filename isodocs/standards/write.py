"""Write a requirement map as YAML: an import, or a map to send to someone else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.model.audit import AuditKind
from isodocs.parsing.yaml_edit import quoted

if TYPE_CHECKING:
    from isodocs.model.requirement import Alternative, Requirement, RequirementMap


def as_yaml(found: RequirementMap, *comments: str) -> str:
    """The map as `parse.parse_map(..., own=True)` reads it back, with `comments` on top.

    What your own map may leave out is left out where it says nothing.
    """
    lines = [f"# {comment}".rstrip() for comment in comments]
    lines += [
        f"id: {found.id}",
        f"display-name: {quoted(found.display_name)}",
        f"title: {quoted(found.title)}",
        f"publisher: {quoted(found.publisher)}",
        f'edition: "{found.edition}"',
    ]
    if found.amendments:
        lines += ["amendments:", *(f"  - {quoted(amendment)}" for amendment in found.amendments)]
    if found.left_out_where:
        lines.append(f"left-out-where: {quoted(found.left_out_where)}")
    lines += _alternatives(found.alternatives)
    if found.sources:
        lines.append("sources:")
        for source in found.sources:
            lines += [
                f"  {quoted(source.id)}:",
                f"    what: {quoted(source.what)}",
                f"    where: {quoted(source.where)}",
                f"    read: {source.read}",
            ]
    lines.append(f"audits: [{', '.join(found.audits or AuditKind)}]")
    lines.append("clauses:")
    for clause in found:
        lines += _clause(clause)
    return "\n".join(lines) + "\n"


def _alternatives(alternatives: Sequence[Alternative]) -> Iterator[str]:
    if alternatives:
        yield "alternatives:"
    for each in alternatives:
        yield f"  - name: {quoted(each.name)}"
        yield f'    clause: "{each.clause}"'
        if each.clauses:
            numbers = (f'"{number}"' for number in each.clauses)
            yield f"    clauses: [{', '.join(numbers)}]"
        if each.rests_on:
            yield f"    rests-on: {each.rests_on}"


def _clause(clause: Requirement) -> Iterator[str]:
    kind = "heading" if not clause.auditable else "control" if clause.control else "requirement"
    yield f'  - number: "{clause.number}"'
    yield f"    title: {quoted(clause.title)}"
    yield f"    kind: {kind}"
    if clause.below:
        yield f'    below: "{clause.below}"'
    if clause.asks:
        yield f"    asks: {quoted(clause.asks)}"
    yield from _documented(clause)
    if clause.evidence:
        yield "    evidence:"
        for expected in clause.evidence:
            yield f"      - what: {quoted(expected.what)}"
            if expected.fresh:
                yield f"        fresh: {expected.fresh}"
    if clause.auditable and clause.may_be_not_applicable != clause.control:
        yield f'    may-be-not-applicable: "{clause.may_be_left_out}"'
    if clause.status not in ("", "established"):
        yield f"    status: {clause.status}"
    if clause.sources:
        yield "    source:"
        yield from (f"      - {quoted(source)}" for source in clause.sources)
    if clause.note:
        yield f"    note: {quoted(clause.note)}"


def _documented(clause: Requirement) -> Iterator[str]:
    if clause.documented_information:
        yield "    documented-information:"
    for information in clause.documented_information:
        yield f"      - kind: {information.kind}"
        if information.as_evidence:
            yield '        as-evidence: "yes"'
        yield f"        what: {quoted(information.what)}"

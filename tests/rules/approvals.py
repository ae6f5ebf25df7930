"""Approvals for the cases of their rules."""

from __future__ import annotations

from dataclasses import replace

from isodocs.authority import authority_register
from isodocs.statements import kinds
from tests.helpers.company import (
    AUTHORITY,
    approval,
    approved,
    authority,
    document,
    path,
)
from tests.helpers.repository import Content
from tests.rules.case import Case, Expected

SOP, POL = path("SOP-001"), path("POL-001")
GOOD = approved()
FINAL = document()
POLICY = document("POL-001")
RECORDS = ".isodocs/approvals"
QUINN = "Quinn Quality <quinn@example.com>"
RETIRED = document(status="obsolete", change="No longer bought.")
PICTURE = document(body="# Purchasing\n\n![flow](flow.svg)\n")
FLOW = "documents/flow.svg"


def record(text: str = FINAL, id: str = "SOP-001", **options: object) -> dict[str, bytes]:
    return approval(id, 1, text, **options)  # type: ignore[arg-type]


def where(files: dict[str, bytes]) -> str:
    (name,) = files
    return name


def director(text: str = POLICY, **options: object) -> dict[str, bytes]:
    return record(text, "POL-001", role="director", person="dora", **options)


def refused(
    code: str, what: str, files: dict[str, bytes], says: str, hint: str, **more: object
) -> Case:
    """An approval of SOP-001 that does not count, beside the approval that is missing."""
    options: dict[str, object] = {"work": {SOP: FINAL, **files}, "also": {"APR001"}, **more}
    return Case(code, what, (Expected(where(files), says, hint),), **options)  # type: ignore[arg-type]


def unsigned() -> dict[str, bytes]:
    """An approval that names a key, as a signed one does."""
    ((_, data),) = record().items()
    content = replace(kinds.APPROVAL.parse(data), key=f"SHA256:{'A' * 43}")
    written = kinds.write(content)
    return {kinds.path_of(content, written): written}


STRICT = replace(AUTHORITY, rules=tuple(replace(r, assurance="signed") for r in AUTHORITY.rules))
SIGNED = authority_register.parse(authority_register.write(STRICT))
BAD_PROJECT = record(project="0" * 64)
NO_RULE = replace(AUTHORITY, rules=(replace(AUTHORITY.rules[0]),))
BOTH_ROLES = authority(director="quinn")
ELSEWHERE = record(by=BOTH_ROLES)
IN_TWO_ROLES: dict[str, Content] = {
    authority_register.path_of(1): authority_register.write(BOTH_ROLES),
    POL: POLICY,
    **record(POLICY, "POL-001", by=BOTH_ROLES, project=BOTH_ROLES.sha256),
    **record(
        POLICY, "POL-001", by=BOTH_ROLES, project=BOTH_ROLES.sha256, role="director", person="quinn"
    ),
}
DRAFT = document(status="draft")

"""A small company for tests: its people, its documents and their recorded approvals."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from isodocs.authority import authority_register
from isodocs.model.approval import (
    ApprovalList,
    ApprovalStatement,
    AuthorityReference,
    Decision,
    ListedText,
    Meaning,
    Part,
    Previous,
)
from isodocs.model.authority import ApprovalRule, Authority, Person, Role
from isodocs.statements import kinds

CONFIG = """\
organisation: Test Works Ltd
standards: [iso-9001-2015]
documents:
  include: ["documents/**/*.md"]
types:
  policy: {prefix: POL, review-every: 12 months}
  procedure: {prefix: SOP, review-every: 24 months}
  form: {prefix: FRM, review-every: 36 months}
"""
ANN = "Ann Author <ann@example.com>"
QUINN = "Quinn Quality <quinn@example.com>"
DORA = "Dora Director <dora@example.com>"


def authority(*, version: int = 1, previous: str = "", director: str = "dora") -> Authority:
    """Ann writes, Quinn (quality manager) approves all, the director policies as well."""
    people = {
        id: Person(id, name, (f"{id}@example.com",))
        for id, name in (
            ("ann", "Ann Author"),
            ("quinn", "Quinn Quality"),
            ("dora", "Dora Director"),
        )
    }
    draft = Authority(
        version=version,
        sha256="",
        people=people,
        roles={
            "quality-manager": Role("quality-manager", "Quality Manager", ("quinn",)),
            "director": Role("director", "Director", (director,)),
            "author": Role("author", "Author", ("ann",)),
        },
        owners=("quinn",),
        threshold=1,
        rules=(
            ApprovalRule(("policy",), ("quality-manager", "director"), persons=2),
            ApprovalRule(("*",), ("quality-manager",)),
        ),
        previous_sha256=previous,
    )
    return authority_register.parse(authority_register.write(draft))


AUTHORITY = authority()


def base() -> dict[str, str | bytes]:
    """The files every test company starts with."""
    return {
        "isodocs.yaml": CONFIG,
        authority_register.path_of(1): authority_register.write(AUTHORITY),
    }


def document(
    id: str = "SOP-001",
    revision: str | int = 1,
    status: str = "approved",
    *,
    body: str = "# Purchasing\n\nBuy from approved suppliers only.\n",
    effective: str = "2024-02-01",
    **fields: str,
) -> str:
    """The text of a document; an empty field is left out."""
    kind = {"POL": "policy", "FRM": "form"}.get(id[:3], "procedure")
    values = {
        "id": id,
        "title": "Purchasing",
        "type": kind,
        "revision": str(revision),
        "status": status,
        "owner": "quality-manager",
        "effective": "" if status == "draft" else effective,
        "change": "First issue." if str(revision) == "1" else "Improved after an audit.",
        **{key.replace("_", "-"): value for key, value in fields.items()},
    }
    lines = [f"{key}: {value}" for key, value in values.items() if value]
    return "\n".join(["---", *lines, "---", body])


def path(id: str = "SOP-001") -> str:
    """Where the test company keeps a document."""
    return f"documents/{id}.md"


def approval(
    id: str,
    revision: str | int,
    text: str | bytes,
    *,
    role: str = "quality-manager",
    person: str = "quinn",
    at: str = "2024-01-20T10:00:00+00:00",
    by: Authority = AUTHORITY,
    decision: Decision = Decision.APPROVE,
    meaning: Meaning = Meaning.APPROVAL,
    shown: dict[str, bytes] | None = None,
    project: str = AUTHORITY.sha256,
    previous: Previous | None = None,
    effective: date | None = None,
    reason: str = "",
    place: str = "",
) -> dict[str, bytes]:
    """The file that records an approval of `text`, by its path; the text may be at a `place`."""
    data = text.encode() if isinstance(text, str) else text
    files = {place or path(id): data, **(shown or {})}
    record = ApprovalStatement(
        project=project,
        doc=id,
        rev=str(revision),
        decision=decision,
        role=role,
        meaning=meaning,
        person=person,
        name=by.people[person].name if person in by.people else person,
        key="",
        parts=tuple(
            Part(name, hashlib.sha256(content).hexdigest(), len(content))
            for name, content in files.items()
        ),
        prev=previous,
        authority=AuthorityReference(by.version, by.sha256),
        reason=reason,
        effective_from=effective,
        signed_at=datetime.fromisoformat(at),
    )
    written = kinds.write(record)
    return {kinds.path_of(record, written): written}


def approval_list(
    texts: Mapping[str, str | bytes],
    *,
    person: str = "quinn",
    roles: Sequence[str] = ("quality-manager",),
    revision: str | int = 1,
    shown: Mapping[str, bytes] | None = None,
    at: str = "2024-01-20T10:00:00+00:00",
    by: Authority = AUTHORITY,
    meaning: Meaning = Meaning.APPROVAL,
    project: str = AUTHORITY.sha256,
) -> dict[str, bytes]:
    """The file of one approval of many texts, given by identifier; each shows the files `shown`."""

    def listed(id: str, text: str | bytes) -> ListedText:
        data = text.encode() if isinstance(text, str) else text
        files = {path(id): data, **(shown or {})}
        parts = tuple(
            Part(name, hashlib.sha256(content).hexdigest(), len(content))
            for name, content in files.items()
        )
        return ListedText(id, str(revision), tuple(roles), parts, None, date(2024, 2, 1))

    record = ApprovalList(
        project=project,
        person=person,
        name=by.people[person].name if person in by.people else person,
        key="",
        authority=AuthorityReference(by.version, by.sha256),
        signed_at=datetime.fromisoformat(at),
        meaning=meaning,
        reason="",
        texts=tuple(listed(id, text) for id, text in sorted(texts.items())),
    )
    written = kinds.write(record)
    return {kinds.path_of(record, written): written}


def approved(
    id: str = "SOP-001", revision: str | int = 1, **options: str
) -> dict[str, str | bytes]:
    """A document in final form together with the approval it needs."""
    text = document(id, revision, **options)
    return {path(id): text, **approval(id, revision, text)}

"""The approval statement: its canonical bytes, its file name, and strict reading of both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, TypeVar

from isodocs.model.approval import (
    FOLDER,
    ApprovalRecord,
    AuthorityReference,
    Decision,
    Meaning,
    Part,
    Previous,
    Sealed,
    Statement,
)
from isodocs.model.document import IDENTIFIER
from isodocs.model.problem import Problem
from isodocs.statements.canonical import CanonicalError, dump, load
from isodocs.statements.shape import NAME, SHA256, Shape

VERSION = 1
_Word = TypeVar("_Word", Decision, Meaning)
_MEANINGS = {
    Decision.APPROVE: (Meaning.APPROVAL, Meaning.REVIEW, Meaning.PERIODIC_REVIEW),
    Decision.REJECT: (Meaning.APPROVAL, Meaning.REVIEW),
    Decision.WITHDRAW: (Meaning.WITHDRAWAL,),
}
"""What each decision can mean: nobody approves and means a withdrawal."""
_KEYS = (
    "v",
    "type",
    "project",
    "doc",
    "rev",
    "decision",
    "role",
    "meaning",
    "person",
    "name",
    "key",
    "parts",
    "prev",
    "authority",
    "reason",
    "effective_from",
    "signed_at",
)


def write(statement: Statement) -> bytes:
    """The exact bytes that are recorded, and signed where the system is signed."""
    previous = statement.prev
    return dump(
        {
            "v": VERSION,
            "type": "approval",
            "project": statement.project,
            "doc": statement.doc,
            "rev": statement.rev,
            "decision": str(statement.decision),
            "role": statement.role,
            "meaning": str(statement.meaning),
            "person": statement.person,
            "name": statement.name,
            "key": statement.key or None,
            "parts": write_parts(statement.parts),
            "prev": {"rev": previous.rev, "sha256": previous.sha256} if previous else None,
            "authority": {
                "version": statement.authority.version,
                "sha256": statement.authority.sha256,
            },
            "reason": statement.reason,
            "effective_from": (
                statement.effective_from.isoformat() if statement.effective_from else None
            ),
            "signed_at": statement.signed_at.isoformat(timespec="seconds"),
        }
    )


def path_of(statement: Statement, data: bytes) -> str:
    """Where the statement's bytes `data` are kept: one file per signature, named by its digest."""
    name = f"{statement.role}.{statement.person}.{hashlib.sha256(data).hexdigest()[:16]}.json"
    return f"{FOLDER}{statement.doc}/{statement.rev}/{name}"


def read(path: str, sealed: Sealed) -> ApprovalRecord:
    """Read the approval file at `path`; never raises, what is wrong is a problem of the record.

    Beyond the form, the name must be the one that `path_of` gives: a record moved to another
    document or edited in place no longer fits its own name. Signatures are judged later.
    """
    hint = "Restore the file from history, or let the approver approve again."
    try:
        statement = parse(sealed.data)
    except CanonicalError as error:
        problem = Problem("record", f"the approval cannot be read: {error.message}", hint, 1)
        return ApprovalRecord(path, sealed.sha256, None, (problem,), sealed)
    belongs = path_of(statement, sealed.data)
    if path != belongs:
        message = f"the approval was moved or edited: its content belongs at {belongs}"
        problem = Problem("record", message, hint, 1)
        return ApprovalRecord(path, sealed.sha256, None, (problem,), sealed)
    return ApprovalRecord(path, sealed.sha256, statement, (), sealed)


def parse(data: bytes) -> Statement:
    """Read a statement's bytes; raises CanonicalError for anything but the exact form."""
    top = Shape(load(data), "the approval", _KEYS)
    if top.number("v") != VERSION or top.text("type") != "approval":
        raise CanonicalError(f"not an approval of version {VERSION}")
    authority = Shape(top.value["authority"], "'authority'", ("version", "sha256"))
    decision, meaning = _word(top, "decision", Decision), _word(top, "meaning", Meaning)
    if meaning not in _MEANINGS[decision]:
        raise CanonicalError(f"the approval says {decision} and means {meaning}")
    return Statement(
        project=top.matching("project", SHA256, "a SHA-256 digest"),
        doc=top.matching("doc", IDENTIFIER, "a document identifier"),
        rev=top.matching("rev", IDENTIFIER, "a revision"),
        decision=decision,
        role=top.matching("role", NAME, "the id of a role"),
        meaning=meaning,
        person=top.matching("person", NAME, "the id of a person"),
        name=top.text("name", empty=False),
        key="" if top.value["key"] is None else top.text("key", empty=False),
        parts=read_parts(top),
        prev=_previous(top.value["prev"]),
        authority=AuthorityReference(
            authority.number("version", 1), authority.matching("sha256", SHA256, "a digest")
        ),
        reason=top.text("reason", lines=True),
        effective_from=top.day("effective_from"),
        signed_at=top.moment("signed_at"),
    )


def _word(top: Shape, key: str, words: type[_Word]) -> _Word:
    try:
        return words(top.text(key))
    except ValueError:
        raise top.fail(key, f"one of {', '.join(words)}") from None


def write_parts(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """The files that a statement is about, as it lists them."""
    return [{"path": part.path, "sha256": part.sha256, "size": part.size} for part in parts]


def read_parts(top: Shape) -> tuple[Part, ...]:
    """The files that a statement lists, the document first; raises CanonicalError."""
    parts = []
    for item in top.items("parts"):
        part = Shape(item, "a part", ("path", "sha256", "size"))
        parts.append(
            Part(
                part.text("path", empty=False),
                part.matching("sha256", SHA256, "a SHA-256 digest"),
                part.number("size"),
            )
        )
    if not parts:
        raise top.fail("parts", "a list with at least the document itself")
    if len({part.path for part in parts}) != len(parts):
        raise top.fail("parts", "free of repetitions")
    return tuple(parts)


def _previous(value: Any) -> Previous | None:
    if value is None:
        return None
    shape = Shape(value, "'prev'", ("rev", "sha256"))
    return Previous(
        shape.matching("rev", IDENTIFIER, "a revision"),
        shape.matching("sha256", SHA256, "a SHA-256 digest"),
    )

"""The confirmation that a revision was read: its canonical bytes, file name, and strict reading.

It has a type and an SSHSIG namespace of its own, so that it is never taken for an approval.
"""

from __future__ import annotations

import hashlib

from isodocs.model.approval import AuthorityReference, Sealed
from isodocs.model.confirmation import FOLDER, MEANING, Confirmation, ConfirmationRecord
from isodocs.model.document import IDENTIFIER
from isodocs.model.problem import Problem
from isodocs.statements.canonical import CanonicalError, dump, load
from isodocs.statements.shape import NAME, SHA256, Shape
from isodocs.statements.statement import read_parts, write_parts

VERSION = 1
_KEYS = (
    "v",
    "type",
    "project",
    "doc",
    "rev",
    "meaning",
    "person",
    "name",
    "key",
    "parts",
    "authority",
    "signed_at",
)


def write(made: Confirmation) -> bytes:
    """The exact bytes that are signed."""
    return dump(
        {
            "v": VERSION,
            "type": "confirmation",
            "project": made.project,
            "doc": made.doc,
            "rev": made.rev,
            "meaning": MEANING,
            "person": made.person,
            "name": made.name,
            "key": made.key,
            "parts": write_parts(made.parts),
            "authority": {"version": made.authority.version, "sha256": made.authority.sha256},
            "signed_at": made.signed_at.isoformat(timespec="seconds"),
        }
    )


def path_of(made: Confirmation, data: bytes) -> str:
    """Where the confirmation's bytes `data` are kept."""
    digest = hashlib.sha256(data).hexdigest()[:16]
    return f"{FOLDER}{made.doc}/{made.rev}/{made.person}.{digest}.json"


def read(path: str, sealed: Sealed) -> ConfirmationRecord:
    """Read the confirmation at `path`; never raises, what is wrong is a problem of the record."""
    try:
        made = parse(sealed.data)
        belongs = path_of(made, sealed.data)
        if path != belongs:
            raise CanonicalError(f"it was moved or edited: its content belongs at {belongs}")
    except CanonicalError as error:
        problem = Problem(
            "record",
            f"the confirmation cannot be read: {error.message}",
            "Restore the file from history, or let the person confirm again.",
            1,
        )
        return ConfirmationRecord(path, sealed.sha256, None, (problem,), sealed)
    return ConfirmationRecord(path, sealed.sha256, made, (), sealed)


def parse(data: bytes) -> Confirmation:
    """Read a confirmation's bytes; raises CanonicalError for anything but the exact form."""
    top = Shape(load(data), "the confirmation", _KEYS)
    if top.number("v") != VERSION or top.text("type") != "confirmation":
        raise CanonicalError(f"not a confirmation of version {VERSION}")
    if top.text("meaning") != MEANING:
        raise top.fail("meaning", repr(MEANING))
    authority = Shape(top.value["authority"], "'authority'", ("version", "sha256"))
    return Confirmation(
        project=top.matching("project", SHA256, "a SHA-256 digest"),
        doc=top.matching("doc", IDENTIFIER, "a document identifier"),
        rev=top.matching("rev", IDENTIFIER, "a revision"),
        person=top.matching("person", NAME, "the id of a person"),
        name=top.text("name", empty=False),
        key=top.text("key", empty=False),
        parts=read_parts(top),
        authority=AuthorityReference(
            authority.number("version", 1), authority.matching("sha256", SHA256, "a digest")
        ),
        signed_at=top.moment("signed_at"),
    )

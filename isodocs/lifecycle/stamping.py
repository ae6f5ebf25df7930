"""Time stamps over signatures: what to ask an authority, and adding its answers beside them.

isodocs never speaks to an authority itself. A token is only ever added, after it was verified
against the roots that the authority register names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.errors import LifecycleError
from isodocs.lifecycle.approvers import authority_of
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.approval import (
    DELEGATIONS,
    FOLDER,
    SIGNATURE,
    TOKEN,
    ApprovalRecord,
    DelegationRecord,
    is_list,
)
from isodocs.statements import timestamp
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace

Record = ApprovalRecord | DelegationRecord


@immutable(frozen=True, slots=True)
class Question:
    """A request to be sent to an authority: a file name of its own, and its bytes."""

    name: str
    data: bytes
    what: str


def of_document(register: Register, entry: Entry) -> tuple[Record, ...]:
    """The signatures without a time stamp on the newest revision of a document that has any.

    Raises LifecycleError when it has none.
    """
    for status in reversed(entry.revisions):
        records = register.records_by_revision.get((entry.id, status.number), ())
        by_path = {record.path: record for record in records}  # a list is there for each role
        signed = [record for record in by_path.values() if record.sealed.signature is not None]
        if not signed:
            continue
        if open_ := tuple(record for record in signed if record.sealed.token is None):
            return open_
        raise LifecycleError(
            say(
                "every signature on {id} rev {number} has its time stamp already",
                id=entry.id,
                number=status.number,
            ),
            path=entry.place_path,
            hint=say("`isodocs history {id}` shows who signed what.", id=entry.id),
        )
    raise LifecycleError(
        say("no one has signed {id}, and what is stamped is a signature", id=entry.id),
        path=entry.place_path,
        hint=say("First: isodocs approve {id}", id=entry.id),
    )


def of_path(register: Register, path: str) -> tuple[Record, ...]:
    """The record at `path`, which may name its signature too; empty when that is not a record.

    Raises LifecycleError for a record that cannot be stamped.
    """
    path = path.removesuffix(SIGNATURE)
    if not path.startswith((FOLDER, DELEGATIONS)):
        return ()
    found = next((record for record in _readable(register) if record.path == path), None)
    if found is None:
        raise LifecycleError(
            say("there is no such record, or it cannot be read"),
            path=path,
            hint=say("`isodocs check` says what is wrong with it."),
        )
    if found.sealed.signature is None:
        raise LifecycleError(say("it is not signed, and what is stamped is a signature"), path=path)
    if found.sealed.token is not None:
        raise LifecycleError(say("it has its time stamp already"), path=path)
    return (found,)


def questions(records: Iterable[Record]) -> tuple[Question, ...]:
    """What to ask for each record; raises TimestampError when the extra is not installed."""
    return tuple(
        Question(f"{_name(record)}.tsq", timestamp.request(record.sealed.signature), _what(record))
        for record in records
        if record.sealed.signature is not None
    )


def attach(workspace: Workspace, register: Register, answers: Mapping[str, bytes]) -> Plan:
    """Plan to add each token (file name -> bytes) beside the signature that it is over.

    What the signature belongs to goes along while it is not committed: where approvals need a time
    stamp, they come into history together.

    Raises TimestampError for a token that does not hold, LifecycleError for one that is over no
    signature here or over one that has a token.
    """
    roots = authority_of(register).current.timestamp_roots
    changes: dict[str, FileChange] = {}
    summaries: list[str] = []
    along: list[str] = []
    for name, token in answers.items():
        record, signature = _stamped(register, timestamp.imprint(token), name)
        path = f"{record.path}{SIGNATURE}{TOKEN}"
        if record.sealed.token is not None or path in changes:
            raise LifecycleError(
                say("this signature has its time stamp already, and none is ever replaced"),
                path=path,
            )
        at = timestamp.verify(token, signature, roots).astimezone(UTC)
        changes[path] = FileChange(path, None, token)
        summaries.append(
            say("{what} existed on {at:%Y-%m-%d at %H:%M:%S} UTC", what=_what(record), at=at)
        )
        along += _not_yet_committed(workspace, register, record)
    count = (
        say("a time stamp")
        if len(changes) == 1
        else say("{changes} time stamps", changes=len(changes))
    )
    return Plan(
        say("By its time stamp {summaries}.", summaries=summaries[0])
        if len(summaries) == 1
        else say("By their time stamps {summaries}.", summaries="; ".join(summaries)),
        say("Add {count}", count=count),
        tuple(changes.values()),
        along=tuple(dict.fromkeys(along)),
    )


def _not_yet_committed(workspace: Workspace, register: Register, record: Record) -> Iterator[str]:
    """The files of a record, and of what it approves before they are history; of a list, of all."""
    arrival = register.ledger.arrivals.get(record.path)
    if arrival is not None and arrival.committed:
        return
    of_file = (each for each in register.inventory.approvals if each.path == record.path)
    parts = (part for each in of_file if each.statement for part in each.statement.parts)
    for part in dict.fromkeys(parts):
        file = workspace.read_file(part.path)
        if file is not None and file.sha256 == part.sha256:
            yield part.path
    yield from (record.path, f"{record.path}{SIGNATURE}")


def _stamped(register: Register, imprint: timestamp.Imprint, name: str) -> tuple[Record, bytes]:
    """The record whose signature a token is over, and that signature."""
    for record in _readable(register):
        signature = record.sealed.signature
        if signature is not None and imprint.fits(signature):
            return record, signature
    raise LifecycleError(
        say("this time stamp is over no signature in this repository"),
        path=name,
        hint=say(
            "Fetch the commit that brought the signature first, or look whether the "
            "file is the answer to another request."
        ),
    )


def _readable(register: Register) -> Iterator[Record]:
    yield from (record for record in register.inventory.approvals if record.statement)
    yield from (record for record in register.inventory.delegations if record.delegation)


def _name(record: Record) -> str:
    """A file name that says the record: its path without the folder they all share."""
    folder = FOLDER if record.path.startswith(FOLDER) else DELEGATIONS
    parts = PurePosixPath(record.path.removeprefix(folder)).with_suffix("").parts
    return ".".join(parts)


def _what(record: Record) -> str:
    if isinstance(record, DelegationRecord):
        given = record.delegation
        return (
            say("the signature of {name} on a delegation", name=given.name)
            if given
            else record.path
        )
    said = record.statement
    if said is None:
        return record.path
    what = (
        say("many texts")
        if is_list(record.path)
        else say("{doc} rev {rev}", doc=said.doc, rev=said.rev)
    )
    return say("the signature of {name} on {what}", name=said.name, what=what)

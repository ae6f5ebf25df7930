"""Final forms whose approvals are incomplete: which they are, and who has still to approve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from isodocs.model.approval import Decision
from isodocs.model.document import State, Status
from isodocs.model.judgement import Judgement, Refusal
from isodocs.register import Entry, Register, RevisionStatus


def awaiting(register: Register) -> Iterator[tuple[Entry, RevisionStatus, Judgement]]:
    """Each final form that stands in a file, and whose approvals are incomplete.

    That is the newest revision, or its retirement while the approved form is still in force.
    """
    for entry in register:
        standing = {document.blob for document in entry.current}
        retiring = [s for s in entry.newest.others if _retires(s, entry.newest)]
        for status in (entry.newest, *retiring):
            judgement = status.judgement
            if status.state is State.AWAITING and judgement and status.document.blob in standing:
                yield entry, status, replace(judgement, refused=_missed(entry, judgement))


def _missed(entry: Entry, judgement: Judgement) -> tuple[Refusal, ...]:
    """The approvals that somebody may wonder about.

    Not those that made another form complete, nor those that the same person has given anew.
    """
    forms = (entry.newest, *entry.newest.others)
    complete = [s.judgement for s in forms if s.judgement and s.judgement.complete]
    useful = {record.path for found in complete for record in found.accepted}
    given = {(statement.person, statement.role) for statement in judgement.statements}
    return tuple(
        refusal
        for refusal in judgement.refused
        if (statement := refusal.record.statement)
        and statement.decision is Decision.APPROVE
        and refusal.record.path not in useful
        and (statement.person, statement.role) not in given
    )


def _retires(status: RevisionStatus, standing: RevisionStatus) -> bool:
    """Whether a form takes the approved text of its revision out of use."""
    return (
        standing.approved_on is not None
        and status.document.status is Status.OBSOLETE
        and status.document.body_sha256 == standing.document.body_sha256
    )

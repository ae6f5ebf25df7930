"""Final forms whose approvals are incomplete: which they are, and who has still to approve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.in_place import InPlace, files_in_place
from isodocs.dataclass import replace
from isodocs.model.approval import Decision

if TYPE_CHECKING:
    from isodocs.model.judgement import Judgement, Refusal
    from isodocs.model.register import Entry, Register, RevisionStatus


def awaiting(register: Register) -> Iterator[tuple[Entry, RevisionStatus, Judgement]]:
    """Each final form that a file holds, and whose approvals are incomplete.

    That is a revision still to be approved, or its end while the approved form is in force.
    """
    for file in files_in_place(register):
        status = file.status
        if file.holds is InPlace.AWAITING and status and status.judgement:
            missed = _missed(file.entry, status)
            here = replace(status, form=replace(status.form, document=file.document))
            yield file.entry, here, replace(status.judgement, refused=missed)


def _missed(entry: Entry, awaiting: RevisionStatus) -> tuple[Refusal, ...]:
    """The approvals that someone may wonder about.

    Not those that made another form complete, nor those that the same person has given again.
    """
    judgement = awaiting.judgement
    revision = entry.status(awaiting.number)
    if judgement is None or revision is None:
        return ()
    forms = (revision, *revision.others)
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

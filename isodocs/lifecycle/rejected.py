"""Final forms that an approver rejected: they are their author's again, until the text changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.authority.authorship import wrote
from isodocs.dataclass import immutable
from isodocs.errors import LifecycleError
from isodocs.lifecycle.approvers import authority_of
from isodocs.model.document import Document, State
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.approval import ApprovalStatement
    from isodocs.model.authority import Person
    from isodocs.model.register import Entry, Register, RevisionStatus


@immutable(frozen=True, slots=True)
class Rejected:
    """A form that was rejected, and the newest rejection of exactly that form."""

    document: Document
    statement: ApprovalStatement

    @property
    def what(self) -> str:
        """Who rejected it when and why, in a sentence."""
        made = self.statement
        return say(
            "{name} rejected it on {day} ({reason})",
            name=made.name,
            day=made.day,
            reason=made.reason,
        )


def rejection(entry: Entry, document: Document) -> Rejected | None:
    """The rejection on which the form in a file rests; None where it waits or was approved."""
    status = entry.form_of(document)
    if status is None or status.state is not State.AWAITING or status.judgement is None:
        return None
    made = [record.statement for record in status.judgement.rejected if record.statement]
    if not made:
        return None
    return Rejected(document, max(made, key=lambda statement: statement.signed_at))


def concerns(register: Register, status: RevisionStatus, who: Person) -> bool:
    """Whether this person wrote the form, and so has to correct it."""
    return wrote(authority_of(register), who.id, status.authors)


def refuse_unchanged(register: Register, id: str, branch: str) -> None:
    """Raise LifecycleError where `branch`, as `register` shows it, holds a rejected form of it."""
    entry = register.entries.get(id)
    for document in entry.current if entry else ():
        if found := rejection(register.entries[id], document):
            raise LifecycleError(
                say(
                    "{label} is on {branch} already, just as it is here, and {what}",
                    label=document.label,
                    branch=branch,
                    what=found.what,
                ),
                path=document.path,
                hint=say("Correct the text first, then: isodocs submit {id}", id=id),
            )

"""What rules about revisions share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.model.history import Form, Transition

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.gap import Place
    from isodocs.model.register import Entry, Register, RevisionStatus


def judgeable(register: Register) -> Iterator[Entry]:
    """The documents whose history is that of one document."""
    return (entry for entry in register if len(entry.current) <= 1)


def is_adopted(register: Register, document: Document) -> bool:
    """Whether what is in a file came into force as it was, by adoption: nothing was before it."""
    entry = register.entries.get(document.id)
    status = entry.form_of(document) if entry else None
    statements = status.judgement.statements if status and status.judgement else ()
    if entry is None or status is None or not statements:
        return False
    if any(s.approved_on and s.number != status.number for s in entry.revisions):
        return False  # what replaces an approved revision changes something
    from isodocs.model.approval import Meaning  # what explains a rule needs none

    return any(statement.meaning is Meaning.ADOPTION for statement in statements)


def place_of(entry: Entry, document: Document, key: str) -> Place:
    """Where `key` is in the file as it is now, or last was."""
    return (entry.current[0] if entry.current else document).place(key)


def form_of(status: RevisionStatus, document: Document) -> Form:
    """The form that a file holds, with the last commit that brought it, as far as that is known."""
    forms = (*status.revision.forms, *status.alterations)
    known = [form for form in forms if form.document.blob == document.blob]
    return known[-1] if known else Form(document, status.revision.last)


def was_effective(old: Form, new: Form) -> bool:
    """Whether the day of a text had come when another took its place."""
    effective, when = old.document.effective, new.first.when
    return effective is not None and when is not None and effective <= when.date()


def both(transition: Transition) -> tuple[Document, Document]:
    """Both sides of a step that has two."""
    if transition.old is None or transition.new is None:
        raise ValueError("a step has two sides")
    return transition.old, transition.new

"""Whether isodocs.yaml reads what is approved as what it was approved as.

An approval names a document, a revision and the digest of its bytes; what identifier, revision and
status these bytes have is read by the names of fields, the words and the patterns of isodocs.yaml,
which anyone may edit. So a change of that file must not be able to make an approved text a draft,
another document, or none at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.model.approval import APPROVING, ApprovalRecord, ApprovalStatement, Decision
from isodocs.model.document import State
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.authority import ApprovalRule
    from isodocs.model.register import Entry, Register, RevisionStatus


def unread(register: Register) -> Iterator[tuple[ApprovalRecord, ApprovalStatement]]:
    """Approvals of texts that are here, and that are not read as the final form approved.

    Those of revisions before the newest approved one are of the past, and left out.
    """
    rank = register.config.scheme.rank
    for record, statement in misread(register):
        entry = register.entries.get(register.ledger.text_meant(statement))
        issued = entry.issued if entry else None
        if issued is None or (rank(issued.number) or ()) < (rank(statement.rev) or ()):
            yield record, statement


def misread(register: Register) -> list[tuple[ApprovalRecord, ApprovalStatement]]:
    """The same with those of the past.

    What is approved as it is read needs no one's attention, whatever else names its bytes.
    """
    if register.ledger.shallow and register.config.named_by_file:
        return []  # the file may have had another name before
    found = [
        (record, statement)
        for record in register.inventory.approvals
        if (statement := record.statement)
        and statement.decision is Decision.APPROVE
        and statement.meaning in APPROVING
        and statement.document_sha256 in register.ledger.contents
        and not _read_as_approved(register, statement)
    ]
    if not found:
        return []
    counted = {
        form.document.sha256
        for entry in register
        for status in entry.revisions
        for form in (status, *status.others)
        if form.approved_on is not None
    }
    return [each for each in found if each[1].document_sha256 not in counted]


def _read_as_approved(register: Register, statement: ApprovalStatement) -> bool:
    entry = register.entries.get(register.ledger.text_meant(statement))
    revision = entry.history.revision(statement.rev) if entry else None
    digest = statement.document_sha256
    return revision is not None and any(f.document.sha256 == digest for f in revision.final_forms)


def milder(before: Register, after: Register) -> Iterator[str]:
    """How documents would be judged more mildly, one sentence each.

    `before` and `after` are of one snapshot, read by two configurations.
    """
    here = {document.path for document in after.documents}
    for entry in before:
        if less := _enough(before, after, entry):
            yield less
        issued = entry.issued
        if issued is None:
            continue
        label, read = issued.document.label, after.entries.get(entry.id)
        form = _same_form(read, issued)
        if read is None or form is None:
            yield say("{label} would no longer be read as the text that is approved", label=label)
        elif read.issued and read.issued.number != issued.number:
            yield say(
                "revision {number} of {id} would count as newer than {label}",
                number=read.issued.number,
                id=entry.id,
                label=label,
            )
        elif _fewer(before, issued.document.type, form.document.type):
            yield (
                say(
                    "{label} would be a {type}, which fewer people approve than a {type_2}",
                    label=label,
                    type=form.document.type or say("document without a type"),
                    type_2=issued.document.type,
                )
            )
        elif issued.state is not State.OBSOLETE:
            for path in (d.path for d in entry.current if d.path not in here):
                yield say(
                    "{path} ({label}) would no longer be a controlled document",
                    path=path,
                    label=label,
                )


def _enough(before: Register, after: Register, entry: Entry) -> str:
    """Why a text that awaits more approvals would have enough: fewer people approve its type."""
    waiting, read = entry.newest, after.entries.get(entry.id)
    form = _same_form(read, waiting)
    if waiting.state is not State.AWAITING or form is None or form.approved_on is None:
        return ""
    if not _fewer(before, waiting.document.type, form.document.type):
        return ""
    return say(
        "{label} would have enough approvals as a {type}, which fewer people approve than a "
        "{type_2}",
        label=waiting.document.label,
        type=form.document.type or say("document without a type"),
        type_2=waiting.document.type,
    )


def _same_form(entry: Entry | None, wanted: RevisionStatus) -> RevisionStatus | None:
    status = entry.status(wanted.number) if entry else None
    forms = (status, *status.others) if status else ()
    same = (form for form in forms if form.document.blob == wanted.document.blob)
    return next((form for form in same if form.judgement is not None), None)


def _fewer(register: Register, before: str, after: str) -> bool:
    """Whether a type asks for less approval than another."""
    authority = register.inventory.authority
    if authority is None or before == after:
        return False
    old, new = authority.current.rule_for(before), authority.current.rule_for(after)
    return old is not None and new is not None and _needs(new) != _needs(new.with_all_of(old))


def _needs(rule: ApprovalRule) -> tuple[object, ...]:
    return set(rule.roles), rule.persons, rule.author_may_approve, rule.assurance

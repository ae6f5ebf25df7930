"""APR: whether what is declared approved is approved, by the right people, for these bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import readings, remedies
from isodocs.assess.approvers import in_words, wanted
from isodocs.assess.awaiting import awaiting
from isodocs.model import approval
from isodocs.model.document import Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.apr_void import void
from isodocs.rules.rule import rule

if TYPE_CHECKING:
    from isodocs.model.approval import ApprovalRecord, DelegationRecord
    from isodocs.model.register import Register


@rule(
    "APR001",
    "approval-missing",
    Level.ERROR,
    ("7.5.2",),
    blocks=True,
    waits_for_approval=True,
    waivable=False,
)
def approval_missing(register: Register) -> Iterator[Finding]:
    """A document is declared approved, but approvals that its type needs are missing.

    Why: Documents are approved for suitability and adequacy before use (ISO 9001:2015, 7.5.2 c).
    Anybody can type "approved"; the approval records show whether it is so.

    Example: A procedure needs the quality manager and the operations manager; only one approved.

    Remedy: The people named approve with `isodocs approve ID`. Until then the document is awaiting
    approval and the revision before it, if any, stays in force.
    """
    for entry, status, judgement in awaiting(register):
        document, closer = status.document, ""
        if judgement.rule is None:
            message = f"nobody may approve a {document.type or 'document without a type'}"
            hint = (
                "Correct the type, or let the owners of the authority register "
                "(.isodocs/authority/) add a rule for it."
            )
        else:
            retiring = document.status is Status.OBSOLETE
            message = f"declared {document.status}, but " + (
                "taking it out of use is not yet approved by "
                if retiring
                else "not yet approved by "
            )
            needs = wanted(register, judgement.rule, status.authors, judgement)
            message += in_words(register, needs) + void(judgement)
            closer = needs.closer
            if document.approved_by:
                message += f"; that the file names {document.approved_by} proves nothing"
            hint = (
                f"They approve with `isodocs approve {entry.id}`."
                if needs.possible
                else "The owners of the authority register (.isodocs/authority/) give the role to "
                "somebody who can: `isodocs authority propose`."
            )
        yield Finding(
            message,
            hint,
            document.place("status"),
            entry.id,
            subject=document.revision,
            owner=document.owner,
            closer=closer,
        )


@rule("APR008", "approval-unreadable", Level.ERROR, ("7.5.3.2",), blocks=True, waivable=False)
def approval_unreadable(register: Register) -> Iterator[Finding]:
    """A record of an approval or of a delegation is damaged, was edited, or was moved.

    Why: Records are protected from alteration (ISO 9001:2015, 7.5.3.2). A record's name carries
    the digest of its content, so an edit shows.

    Example: A date inside a record was corrected by hand.

    Remedy: Restore the file from history, or let the person approve again.
    """
    inventory = register.inventory
    records: tuple[ApprovalRecord | DelegationRecord, ...]
    records = (*inventory.approvals, *inventory.delegations)
    for record in records:
        if record.path in register.ledger.alterations:
            continue  # APR009 tells who changed it, and how to put it back
        for problem in record.problems:
            yield Finding(
                problem.message,
                problem.hint,
                Place(record.path, problem.line),
                _document_of(record.path),
                subject=record.path,
            )


@rule("APR009", "approval-removed", Level.ERROR, ("7.5.3.2",), blocks=True, waivable=False)
def approval_removed(register: Register) -> Iterator[Finding]:
    """A record of an approval or a delegation, its signature or time stamp, was removed or changed.

    Why: Records are retained and protected (ISO 9001:2015, 7.5.3.2 d); without it nobody can show
    who approved. What a merge left out counts too. A record of a document or revision that never
    was here (APR010) may go.

    Example: `git rm -r .isodocs/approvals/SOP-014/3`

    Remedy: Restore it from history; an approval is withdrawn by a record of its own.
    """
    folders = (approval.FOLDER, approval.DELEGATIONS)
    for path, what, put_back in remedies.tampered(register.ledger, folders):
        if path.startswith(approval.DELEGATIONS):
            yield Finding(
                f"{_part(path)} of a delegation {what}",
                f"Put it back: {put_back}. What the deputy approved rests on it.",
                Place(path),
                subject=path,
            )
        elif _belongs(register, path):
            yield Finding(
                f"{_part(path)} of an approval {what}",
                f"Put it back: {put_back}.",
                Place(path),
                _document_of(path),
                subject=path,
            )


def _part(path: str) -> str:
    """What one of the files of a statement is, to be followed by "of an approval"."""
    if path.endswith(approval.TOKEN):
        return "the time stamp"
    return "the signature" if path.endswith(approval.SIGNATURE) else "the record"


def _belongs(register: Register, path: str) -> bool:
    """Whether a record's folder names a revision that is, or was, here."""
    id, _, rest = path.removeprefix(approval.FOLDER).partition("/")
    entry = register.entries.get(id)
    return entry is not None and entry.history.revision(rest.split("/", 1)[0]) is not None


@rule("APR010", "approval-orphan", Level.WARNING, ("7.5.3.2",), blocks=False)
def approval_orphan(register: Register) -> Iterator[Finding]:
    """An approval is for a document or a revision that this repository never held.

    Why: A record that belongs to nothing shows that something is missing
    (ISO 9001:2015, 7.5.3.2).

    Example: The approval of SOP-014 revision 5 arrived, the document did not.

    Remedy: Bring the document, or remove the record if it was made by mistake.
    """
    if register.ledger.shallow:
        return
    misread = {
        record.path for record, _ in readings.misread(register)
    }  # the bytes are here: CFG016
    for (id, number), records in register.records_by_revision.items():
        entry = register.entries.get(id)
        if entry is None or entry.history.revision(number) is None:
            for record in records:
                if record.path in misread:
                    continue
                yield Finding(
                    f"this approves {id} revision {number}, which is not in this repository",
                    "Bring that revision, or remove the record if it was made by mistake.",
                    Place(record.path),
                    id,
                    subject=record.path,
                )


@rule("APR011", "approval-unproven", Level.WARNING, ("7.5.2",), blocks=False)
def approval_unproven(register: Register) -> Iterator[Finding]:
    """The front matter of a file not declared approved names an approver, and nothing proves it.

    Why: A typed name is a claim (ISO 9001:2015, 7.5.2 c); anybody can type it.

    Where a file is declared approved too, APR001 says what is missing.

    Example: `approved-by: Quinn Quality` without `status:`, and no approval record.

    Remedy: Submit the document and have the person record the approval; drop the field.
    """
    if register.inventory.authority is None:
        return
    for entry in register:
        for document in entry.current:
            declared = document.status in (Status.APPROVED, Status.OBSOLETE)
            if document.approved_by and not declared:
                yield Finding(
                    f"the file names {document.approved_by} as approver; nothing proves it",
                    f"Leave the field out and submit the document (`isodocs submit {entry.id}`); "
                    f"the approval is then recorded with `isodocs approve {entry.id}`.",
                    document.place("approved-by"),
                    entry.id,
                    owner=document.owner,
                )


@rule("APR012", "approval-rejected", Level.ERROR, ("7.5.2",), blocks=False)
def approval_rejected(register: Register) -> Iterator[Finding]:
    """An approver rejected the final form.

    Why: The author needs to know, with the reason (ISO 9001:2015, 7.5.2 c).

    Example: Rejected by the operations manager: "Step 4 cannot be done on the new lathe."

    Remedy: Take it back to draft with `isodocs revise ID`, correct the text, and submit it again.
    """
    for entry, status, judgement in awaiting(register):
        for record in judgement.rejected:
            if record.statement:
                who = f"{record.statement.name} ({record.statement.role})"
                reason = record.statement.reason or "no reason given"
                yield Finding(
                    f"rejected by {who} on {record.statement.day}: {reason}",
                    f"Take it back to draft (`isodocs revise {entry.id}`), correct the text, and "
                    f"submit it again: `isodocs submit {entry.id}`.",
                    status.document.place("status"),
                    entry.id,
                    subject=record.path,
                    owner=status.document.owner,
                )


@rule("APR017", "author-by-unknown-address", Level.WARNING, ("7.5.2",), blocks=False)
def author_by_unknown_address(register: Register) -> Iterator[Finding]:
    """An author has the name of an approver, and an address that the register does not know.

    Why: The author does not approve (ISO 9001:2015, 7.5.2 c). People are known by their e-mail
    addresses; a name proves nothing, but here it gives reason to ask.

    Example: Quinn Quality commits through a website, which writes
    `12345+quinn@users.noreply.example.com`, and then approves the text.

    Remedy: If it is the same person, add the address to them in the authority register
    (`isodocs authority propose`), and let somebody else approve. If it is another person of the
    same name, add that person to the register.
    """
    history = register.inventory.authority
    if history is None:
        return
    for entry in register:
        status = entry.in_force or entry.newest
        accepted = status.judgement.statements if status.judgement else ()
        rule = status.judgement.rule if status.judgement else None
        if rule is None or rule.author_may_approve:
            continue
        named = {statement.name.casefold() for statement in accepted}
        writers = dict.fromkeys(writer for stamp in status.authors for writer in stamp.writers)
        for name, email in writers:
            unknown = email and not any(v.person_with(email) for v in history.versions.values())
            if unknown and name.strip().casefold() in named:
                yield Finding(
                    f"{name} wrote revision {status.number} as <{email}>, an address that the "
                    f"authority register does not know, and {name} approved it",
                    "If that is one person, add the address to them (`isodocs authority propose`) "
                    "and let somebody else approve; if not, add the other person to the register.",
                    status.document.place("revision"),
                    entry.id,
                    subject=email,
                    owner=status.document.owner,
                )


def _document_of(path: str) -> str:
    """The document in whose folder an approval lies; a delegation is about none."""
    if not path.startswith(approval.FOLDER):
        return ""
    return path.removeprefix(approval.FOLDER).split("/", 1)[0]

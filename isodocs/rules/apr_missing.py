"""APR: whether documents marked approved are approved, by the right people, as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import readings, remedies
from isodocs.assess.approvers import Wanted, in_words, wanted
from isodocs.assess.awaiting import awaiting
from isodocs.model import approval
from isodocs.model.config import PATH as CONFIG
from isodocs.model.document import Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.apr_void import void
from isodocs.rules.rule import rule
from isodocs.words import listed, say, say_many

if TYPE_CHECKING:
    from isodocs.model.approval import ApprovalRecord, DelegationRecord
    from isodocs.model.document import Document
    from isodocs.model.judgement import Judgement
    from isodocs.model.register import Entry, Register


@rule(
    "APR001",
    "approval-missing",
    Level.ERROR,
    ("7.5.2",),
    blocks=True,
    waits_for_approval=True,
    waivable=False,
    explains=("not in force",),
)
def approval_missing(register: Register) -> Iterator[Finding]:
    """A document is marked approved, but approvals required for its type are missing.

    Why: Documents are approved for suitability and adequacy before use (ISO 9001:2015, 7.5.2 c).
    Anyone can type "approved"; the approval records prove it.

    Example: A procedure is marked approved before the quality manager has approved it.

        documents/purchasing.md:
            ---
            id: SOP-001
            type: procedure
            status: approved
            effective: 2026-06-01
            ---
            Buy from approved suppliers only.

    Remedy: The approvers named run `isodocs approve ID`. Until then the document awaits approval,
    and the previous revision, if any, remains in force.
    """
    for entry, status, judgement in awaiting(register):
        document, closer = status.document, ""
        if judgement.rule is None:
            message = say(
                "no rule says who approves a {type}",
                type=document.type or say("document without a type"),
            )
            hint = say(
                "Correct the type, or ask the owners of the authority register "
                "(.isodocs/authority/) to add a rule for it."
            )
        else:
            retiring = document.status is Status.OBSOLETE
            message = say("marked {status}, but ", status=document.status) + (
                say("the retirement is not yet approved by ")
                if retiring
                else say("not yet approved by ")
            )
            needs = wanted(register, judgement.rule, status.authors, judgement)
            message += in_words(register, needs) + _before(judgement) + void(judgement)
            closer = needs.closer
            if document.approved_by:
                message += say(
                    "; 'approved-by' names {approved_by}, which proves nothing",
                    approved_by=document.approved_by,
                )
            hint = (
                say(
                    "{asked}: run `isodocs approve {id}`.",
                    asked=_asked(register, needs),
                    id=entry.id,
                )
                if needs.possible
                else say(
                    "Owners of the authority register: assign the role to someone who can "
                    "approve: `isodocs authority propose`."
                )
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


def _before(judgement: Judgement) -> str:
    """That a text had another type when it was approved, whose approvers are asked once more."""
    had = [type or say("document without a type") for type in judgement.before]
    return (
        say("; it was a {types} before, and so asks for its approvals too", types=listed(had))
        if had
        else ""
    )


def _asked(register: Register, needs: Wanted) -> str:
    """Who is asked to approve: the roles that are missing, else another approver."""
    history = register.inventory.authority
    known = history.current.roles if history else {}
    titles = [known[role].title if role in known else role for role, _, _ in needs.roles]
    return listed(titles) or say("Another approver")


@rule("APR008", "approval-unreadable", Level.ERROR, ("7.5.3.2",), blocks=True, waivable=False)
def approval_unreadable(register: Register) -> Iterator[Finding]:
    """The record of an approval or a delegation is damaged, edited or moved.

    Why: Records are protected from alteration (ISO 9001:2015, 7.5.3.2). The name of a record
    contains the digest of its content, so an edit shows.

    Example: The date in a record was corrected by hand.

    Remedy: Restore the file from history, or ask the person to approve again.
    """
    inventory = register.inventory
    records: tuple[ApprovalRecord | DelegationRecord, ...]
    records = (*inventory.approvals, *inventory.delegations)
    for record in records:
        if record.path in register.ledger.alterations:
            continue  # APR009 reports who changed it, and how to restore it
        for problem in record.problems:
            yield Finding(
                problem.message,
                problem.hint,
                Place(record.path, problem.line),
                _document_of(record.path),
                subject=record.path,
            )


@rule(
    "APR009",
    "approval-removed",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    explains=("APR001",),
    waivable=False,
)
def approval_removed(register: Register) -> Iterator[Finding]:
    """A record, signature or time stamp of an approval or a delegation was removed or changed.

    Why: Records are retained and protected (ISO 9001:2015, 7.5.3.2 d). Without the record, the
    approval cannot be proven. A record lost in a merge counts too. You may remove a record of a
    document or revision that was never in this repository (APR010).

    Example: `git rm -r .isodocs/approvals/SOP-014/3`

    Remedy: Restore the file from history. To withdraw an approval, record the withdrawal instead.
    """
    folders = (approval.FOLDER, approval.DELEGATIONS)
    for path, what, put_back in remedies.tampered(register.ledger, folders):
        if path.startswith(approval.DELEGATIONS):
            yield Finding(
                say("{part} of a delegation {what}", part=_part(path), what=what),
                say(
                    "Restore it: {put_back}. The deputy's approvals depend on it.",
                    put_back=put_back,
                ),
                Place(path),
                subject=path,
            )
        elif _belongs(register, path):
            yield Finding(
                say("{part} of an approval {what}", part=_part(path), what=what),
                say("Restore it: {put_back}.", put_back=put_back),
                Place(path),
                _document_of(path),
                subject=path,
            )


def _part(path: str) -> str:
    """What one of the files of a statement is, to be followed by "of an approval"."""
    if path.endswith(approval.TOKEN):
        return say("the time stamp")
    return say("the signature") if path.endswith(approval.SIGNATURE) else say("the record")


def _belongs(register: Register, path: str) -> bool:
    """Whether a record's folder names a revision that is, or was, here; a list is about many."""
    if approval.is_list(path):
        return True
    id, _, rest = path.removeprefix(approval.FOLDER).partition("/")
    entry = register.entries.get(id)
    return entry is not None and entry.history.revision(rest.split("/", 1)[0]) is not None


@rule("APR010", "approval-orphan", Level.WARNING, ("7.5.3.2",), blocks=False)
def approval_orphan(register: Register) -> Iterator[Finding]:
    """An approval refers to a document or revision that was never in this repository.

    Why: A record without its document shows that something is missing (ISO 9001:2015, 7.5.3.2).

    Example: The approval of SOP-014 revision 5 was merged, but the document was not.

    Remedy: Add the document, or remove the record if it was made by mistake.
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
                    say(
                        "approval of {id} revision {number}, which is not in this repository",
                        id=id,
                        number=number,
                    ),
                    say("Add that revision, or remove the record if it was made by mistake."),
                    Place(record.path),
                    id,
                    subject=record.path,
                )


@rule("APR011", "approval-unproven", Level.WARNING, ("7.5.2",), blocks=False)
def approval_unproven(register: Register) -> Iterator[Finding]:
    """A file names an approver without proof.

    Why: A typed name is only a claim (ISO 9001:2015, 7.5.2 c). If the file is marked approved as
    well, APR001 reports the missing approvals. Where it is approved here by someone else, as texts
    are that were in use before isodocs came, one note says so.

    Example: A draft that names its approver.

        documents/purchasing.md:
            ---
            id: SOP-001
            status: draft
            approved-by: Quinn Quality
            ---

    Remedy: Remove the field and submit the document. The approver then records the approval.
    """
    if register.inventory.authority is None:
        return
    claims = []
    for entry in register:
        for document in entry.current:
            declared = document.status in (Status.APPROVED, Status.OBSOLETE)
            if declared and register.is_approved(document) and _names_others(entry, document):
                claims.append(document)
            if document.approved_by and not declared:
                yield Finding(
                    say(
                        "the file names {approved_by} as approver without proof",
                        approved_by=document.approved_by,
                    ),
                    say(
                        "Remove the field and submit the document (`isodocs submit {id}`). The "
                        "approver then runs `isodocs approve {id}`.",
                        id=entry.id,
                    ),
                    document.place("approved-by"),
                    entry.id,
                    owner=document.owner,
                )
    if claims:
        such = say(
            "such as {label} ({approved_by})",
            label=claims[0].label,
            approved_by=claims[0].approved_by,
        )
        yield Finding(
            say_many(
                "{number} approved text names an approver who did not approve it here, {such}",
                "{number} approved texts name an approver who did not approve them here, {such}",
                len(claims),
                such=such,
            ),
            say(
                "Nothing must be done: it is a claim of the time before. The next "
                "revision can leave the field '{key}' out.",
                key=register.config.key("approved-by"),
            ),
            Place(CONFIG),
            subject="approved texts",
            level=Level.NOTE,
        )


def _names_others(entry: Entry, document: Document) -> bool:
    """Whether an approved text names an approver whose approval is not there."""
    status = entry.form_of(document)
    given = status.judgement.statements if status and status.judgement else ()
    names = [set(statement.name.casefold().split()) for statement in given]
    claimed = filter(None, document.approved_by.casefold().split(", "))
    return any(not any(set(claim.split()) <= name for name in names) for claim in claimed)


@rule("APR012", "approval-rejected", Level.ERROR, ("7.5.2",), blocks=False)
def approval_rejected(register: Register) -> Iterator[Finding]:
    """An approver rejected the final form.

    Why: The author needs to know the rejection and its reason (ISO 9001:2015, 7.5.2 c).

    Example: The operations manager rejected the text: "Step 4 does not work on the new lathe."

    Remedy: Return the document to draft with `isodocs revise ID`, correct the text and submit it
    again.
    """
    for entry, status, judgement in awaiting(register):
        for record in judgement.rejected:
            if record.statement:
                who = say("{name} ({role})", name=record.statement.name, role=record.statement.role)
                reason = record.statement.reason or say("no reason given")
                yield Finding(
                    say(
                        "rejected by {who} on {day}: {reason}",
                        who=who,
                        day=record.statement.day,
                        reason=reason,
                    ),
                    say(
                        "Return it to draft (`isodocs revise {id}`), correct the text and submit "
                        "it again: `isodocs submit {id}`.",
                        id=entry.id,
                    ),
                    status.document.place("status"),
                    entry.id,
                    subject=record.path,
                    owner=status.document.owner,
                )


def _document_of(path: str) -> str:
    """The document in whose folder an approval is; a delegation or a list is in that of none."""
    if not path.startswith(approval.FOLDER) or approval.is_list(path):
        return ""
    return path.removeprefix(approval.FOLDER).split("/", 1)[0]

"""How a decision on a document becomes a plan: the statement that records it, judged beforehand.

Each decision is one statement in a file of its own (decision 0003). Before it is written, the
judge is asked whether it will count: no one finds out later that an approval was worth nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable, replace
from isodocs.errors import LifecycleError
from isodocs.lifecycle import foresee
from isodocs.lifecycle.approvers import authority_of
from isodocs.lifecycle.current import current_file
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.lifecycle.sealing import how_to_sign
from isodocs.model.approval import (
    ApprovalStatement,
    AuthorityReference,
    Decision,
    Meaning,
    Part,
    Previous,
)
from isodocs.model.judgement import Ground
from isodocs.named_tuple import NamedTuple
from isodocs.repository.snapshot import SnapshotFile
from isodocs.statements import kinds
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.lifecycle.create_record import ReadFile
    from isodocs.model.authority import AuthorityHistory, Person
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace


@immutable(frozen=True, slots=True)
class Act:
    """Who decides, when, why, in which role where only one is meant, and with which key.

    `key` is the fingerprint of the key that will sign it; empty where it is only recorded.
    """

    who: Person
    at: datetime
    reason: str = ""
    role: str = ""
    key: str = ""


class DecisionKind(NamedTuple):
    """What is decided, and what the commit of it is called."""

    decision: Decision
    meaning: Meaning
    noun: str


APPROVAL = DecisionKind(Decision.APPROVE, Meaning.APPROVAL, "approval")
REJECTION = DecisionKind(Decision.REJECT, Meaning.APPROVAL, "rejection")
WITHDRAWAL = DecisionKind(Decision.WITHDRAW, Meaning.WITHDRAWAL, "withdrawal")
PERIODIC_REVIEW = DecisionKind(Decision.APPROVE, Meaning.PERIODIC_REVIEW, say("periodic review"))


def decide(
    workspace: Workspace,
    register: Register,
    entry: Entry,
    kind: DecisionKind,
    act: Act,
    roles: Sequence[str],
    *,
    summary: str,
    then: tuple[str, ...] = (),
) -> Plan:
    """Plan one statement for each of the `roles` in which this person decides.

    `summary` says what is decided, without the roles. Raises LifecycleError where it would not
    count.
    """
    authority = authority_of(register)
    document, data = current_file(workspace, entry)
    files = {document.path: SnapshotFile(document.path, document.blob, data)}
    if kind.decision is Decision.APPROVE:
        files |= shown(workspace.reader(), register, document)
    else:  # what cannot be looked at is a reason to reject
        files |= shown_as_far_as_seen(workspace.reader(), register, document)
    refuse_unseen(register, document, files)
    previous = previous_approved(entry, document)

    def changes(act: Act) -> tuple[FileChange, ...]:
        return tuple(
            _statement(document, files, kind, act, role, authority, previous) for role in roles
        )

    titles = [
        authority.current.roles[r].title if r in authority.current.roles else r for r in roles
    ]
    plan = Plan(
        say("{summary}, as {titles}.", summary=summary, titles=listed(titles)),
        say(
            "{label}: {noun} by {name}",
            label=document.label,
            noun=say(kind.noun),
            name=act.who.name,
        ),
        changes(act),
        then,
        along=tuple(files),
    )
    # What will be signed is weighed unsigned: it is signed only once the person has agreed.
    unsigned = replace(plan, changes=changes(replace(act, key="")))
    _refuse_what_does_not_count(workspace, register, entry, unsigned, act)
    return plan


def shown(read_file: ReadFile, register: Register, document: Document) -> dict[str, SnapshotFile]:
    """Every local image and include that a document shows, by path, in order.

    Raises LifecycleError for one that is not there, and for what could show a file that cannot be
    found out: nothing is approved unseen.
    """
    found = register.inventory.shown_by[document.path]
    for flaw in found.missing:
        outside = flaw.path.startswith("../")
        reason = (
            say("is outside of this management system's folder") if outside else say("is not there")
        )
        raise LifecycleError(
            say("it shows {path}, which {reason}", path=flaw.path, reason=reason),
            path=flaw.source,
            line=flaw.line,
            hint=say(
                "What is approved must be seen: put the file into the folder, or take it "
                "out of the text."
            ),
        )
    for flaw in found.unfollowed:
        raise LifecycleError(
            say("it could show a file that cannot be identified: {message}", message=flaw.message),
            path=flaw.source,
            line=flaw.line,
            hint=flaw.hint,
        )
    files = shown_as_far_as_seen(read_file, register, document)
    for path in found.files:
        if path not in files:
            raise LifecycleError(
                say("it shows {path}, which is not a plain file that can be read", path=path),
                path=document.path,
                hint=say("What is approved must be seen: put the file itself there."),
            )
    return files


def shown_as_far_as_seen(
    read_file: ReadFile, register: Register, document: Document
) -> dict[str, SnapshotFile]:
    """What of it can be read, whatever is missing."""
    paths = register.inventory.shown_by[document.path].files
    read = {path: read_file(path) for path in paths}
    return {path: file for path, file in read.items() if file is not None}


def digest_of(register: Register, document: Document) -> str:
    """A digest of a text and of all that it shows, as they are in the register."""
    found, digests = register.inventory.shown_by[document.path], register.inventory.shown
    parts = [(document.path, document.sha256), *((p, digests.get(p)) for p in found.files)]
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()


def refuse_unseen(
    register: Register, document: Document, files: Mapping[str, SnapshotFile]
) -> None:
    """Raise LifecycleError where a file is not the one in the register, by which people decide."""
    seen = {**register.inventory.shown, document.path: document.sha256}
    for path, file in files.items():
        if seen.get(path) != file.sha256:
            raise LifecycleError(
                say("the file was changed meanwhile"),
                path=path,
                hint=say("Look at it, then decide on that."),
            )


def _statement(
    document: Document,
    files: Mapping[str, SnapshotFile],
    kind: DecisionKind,
    act: Act,
    role: str,
    authority: AuthorityHistory,
    previous: Previous | None,
) -> FileChange:
    """The file that records a decision; `files` are the document and what it shows, in order."""
    current = authority.current
    made = ApprovalStatement(
        project=authority.project,
        doc=document.id,
        rev=document.revision,
        decision=kind.decision,
        role=role,
        meaning=kind.meaning,
        person=act.who.id,
        name=act.who.name,
        key=act.key,
        parts=parts_of(files),
        prev=previous,
        authority=AuthorityReference(current.version, current.sha256),
        reason=act.reason,
        effective_from=document.effective if kind.meaning is Meaning.APPROVAL else None,
        signed_at=act.at.replace(microsecond=0),
    )
    path, data = kinds.file_of(made)
    return FileChange(path, None, data)


def parts_of(files: Mapping[str, SnapshotFile]) -> tuple[Part, ...]:
    """What a statement lists of a document and what it shows, in order."""
    return tuple(Part(path, file.sha256, file.size) for path, file in files.items())


def _refuse_what_does_not_count(
    workspace: Workspace, register: Register, entry: Entry, plan: Plan, act: Act
) -> None:
    """Refuse a plan, still unsigned, that the judge would; `act` says whether a key is at hand."""
    (document,) = entry.current
    then = foresee.after(workspace, plan, register.on).entries[entry.id]
    status = then.form_of(document)
    for refusal in status.judgement.refused if status and status.judgement else ():
        weak = refusal.ground is Ground.ASSURANCE
        if refusal.record.path in plan.files and not (weak and act.key):
            raise LifecycleError(
                say("this would not count: {message}", message=refusal.message),
                hint=how_to_sign(authority_of(register), act.who)
                if weak
                else say("Someone else who holds the role decides."),
            )


def previous_approved(entry: Entry, document: Document) -> Previous | None:
    """The approved revision that this one replaces."""
    approved = [
        status
        for status in entry.revisions
        if status.judgement and status.judgement.complete and status.number != document.revision
    ]
    return Previous(approved[-1].number, approved[-1].document.sha256) if approved else None

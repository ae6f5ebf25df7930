"""APR: approvals that do not count, each under its reason.

They are reported where they are missed: while the form they were meant for awaits approval.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.awaiting import awaiting
from isodocs.model.approval import Decision
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.judgement import Ground, Judgement
from isodocs.rules.rule import rule
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register

_CODES = {
    Ground.OTHER_BYTES: "APR002",
    Ground.WRONG_ROLE: "APR003",
    Ground.AUTHOR: "APR004",
    Ground.OTHER_PROJECT: "APR005",
    Ground.AUTHORITY: "APR005",
    Ground.TOO_EARLY: "APR006",
    Ground.NOT_LISTED: "APR007",
    Ground.SIGNATURE: "APR013",
    Ground.ASSURANCE: "APR014",
}
"""Which rule reports why an approval does not count."""
_NO_SAY = (
    Ground.OTHER_PROJECT,
    Ground.AUTHORITY,
    Ground.SIGNATURE,
    Ground.ASSURANCE,
    Ground.WRONG_ROLE,
)
"""Grounds that lie with the giver; the others say that the text is another one by now."""


@rule(
    "APR002",
    "approval-for-other-bytes",
    Level.ERROR,
    ("7.5.2", "7.5.3.2"),
    blocks=True,
    waits_for_approval=True,
    explains=("APR001",),
    waivable=False,
)
def approval_for_other_bytes(register: Register) -> Iterator[Finding]:
    """An approval covers different content from the current file.

    Why: An approval covers exact content (ISO 9001:2015, 7.5.2 c, 7.5.3.2). After any change it no
    longer applies.

    Example: The approver signed the final form. Then a sentence was corrected.

    Remedy: Restore the approved content, or have the current content approved.
    """
    yield from _refused(
        register,
        Ground.OTHER_BYTES,
        say(
            "Restore the approved content, or have the current content approved: "
            "`isodocs approve {id}`."
        ),
    )


@rule(
    "APR003",
    "approval-by-wrong-role",
    Level.ERROR,
    ("5.3", "7.5.2"),
    blocks=True,
    waits_for_approval=True,
    explains=("APR001",),
    waivable=False,
)
def approval_by_wrong_role(register: Register) -> Iterator[Finding]:
    """An approval was given in a role that cannot approve this type, or by someone not in the role.

    Why: Authority to approve is assigned (ISO 9001:2015, 5.3, 7.5.2 c). An approval without
    authority does not count.

    Example: The purchasing manager approved a policy that only top management can approve.

    Remedy: A holder of the required role approves, or the owners change the authority register
    first.
    """
    yield from _refused(
        register,
        Ground.WRONG_ROLE,
        say("A holder of the required role: run `isodocs approve {id}`."),
    )


@rule(
    "APR004",
    "approval-by-author",
    Level.ERROR,
    ("7.5.2",),
    blocks=True,
    waits_for_approval=True,
    explains=("APR001",),
    waivable=False,
)
def approval_by_author(register: Register) -> Iterator[Finding]:
    """An author of a revision approved it.

    Why: Approval requires a second pair of eyes (ISO 9001:2015, 7.5.2 c). Authors are the people
    whose commits changed the text since the previous approved revision, and those named after
    `Co-authored-by:` in the commit messages.

    Example: The quality manager writes a procedure and approves it alone.

    Remedy: Another holder of the role approves. A one-person organisation sets `author_may_approve`
    in the authority register, where the auditor can see it. A forge that squashes a branch names
    everyone who committed to it as a co-author, including the approver. Bring such a branch in with
    a merge commit (`isodocs merge ID`).
    """
    yield from _refused(
        register,
        Ground.AUTHOR,
        say(
            "Another holder of the role: run `isodocs approve {id}`. If a forge "
            "squashed the branch and so named everyone on it as a co-author, use a "
            "merge commit: `isodocs merge {id}`."
        ),
    )


@rule(
    "APR005",
    "approval-without-authority",
    Level.ERROR,
    ("5.3",),
    blocks=True,
    waits_for_approval=True,
    explains=("APR001",),
    waivable=False,
)
def approval_without_authority(register: Register) -> Iterator[Finding]:
    """An approval belongs to another repository or names an unknown authority register.

    Why: An approval counts under the authority register in force when it was given (ISO 9001:2015,
    5.3). An approval copied from elsewhere proves nothing here.

    Example: An approval record was copied from the repository of another site.

    Remedy: Approve again in this repository. The copied record then no longer matters.
    """
    hint = say("Approve again in this repository: `isodocs approve {id}`.")
    yield from _refused(register, Ground.OTHER_PROJECT, hint)
    yield from _refused(register, Ground.AUTHORITY, hint)


@rule(
    "APR006",
    "approval-too-early",
    Level.ERROR,
    ("7.5.2",),
    blocks=True,
    waits_for_approval=True,
    explains=("APR001",),
    waivable=False,
)
def approval_too_early(register: Register) -> Iterator[Finding]:
    """An approval was recorded before the final form existed.

    Why: A text cannot be reviewed before it exists (ISO 9001:2015, 7.5.2 c).

    Example: The approval record is committed on Monday, the document on Tuesday.

    Remedy: Approve again, now that the final form exists.
    """
    yield from _refused(
        register,
        Ground.TOO_EARLY,
        say("Approve again, now that the final form exists: `isodocs approve {id}`."),
    )


@rule(
    "APR007",
    "approval-without-all-parts",
    Level.ERROR,
    ("7.5.2", "7.5.3.2"),
    blocks=True,
    waits_for_approval=True,
    explains=("APR001",),
    waivable=False,
)
def approval_without_all_parts(register: Register) -> Iterator[Finding]:
    """An approval does not cover the current content of an image or include in the document.

    Why: A drawing in a work instruction is part of the approved content (ISO 9001:2015, 7.5.2 c,
    7.5.3.2).

    Example: The image of a process map is replaced, while the text around it stays the same.

    Remedy: Restore the approved image, or make the change in the next revision.
    """
    yield from _refused(
        register,
        Ground.NOT_LISTED,
        say(
            "Restore the approved image or include, or make the change in the next "
            "revision: `isodocs revise {id}`."
        ),
    )


@rule(
    "APR013",
    "approval-signature-invalid",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    waits_for_approval=True,
    explains=("APR001",),
    waivable=False,
)
def approval_signature_invalid(register: Register) -> Iterator[Finding]:
    """The signature on an approval is missing, invalid, or made with a key that does not count.

    Why: A signature proves who approved, even years later (ISO 9001:2015, 7.5.3.2). An invalid
    signature is a sign of tampering or of a wrong key.

    Example: The `.sig` file of an approval was deleted, or the signing key was revoked.

    Remedy: Restore the signature from history, or ask the person to approve again with a key listed
    in the authority register.
    """
    yield from _refused(
        register,
        Ground.SIGNATURE,
        say("Restore the .sig file from history, or approve again: `isodocs approve {id}`."),
    )


@rule(
    "APR014",
    "approval-too-weak",
    Level.ERROR,
    ("7.5.2",),
    blocks=True,
    waits_for_approval=True,
    explains=("APR001",),
    waivable=False,
)
def approval_too_weak(register: Register) -> Iterator[Finding]:
    """An approval has a lower assurance than its document type requires.

    Why: The owners of the authority register decide how approvals of each type must be proven (ISO
    9001:2015, 7.5.2 c). Anyone can write a record without a signature.

    Example: Policies must be signed, and an approval was recorded without a key.

    Remedy: The person approves again with their key: `isodocs approve ID`. If only the time stamp
    is missing, request one: `isodocs timestamp request ID`.
    """
    yield from _refused(
        register,
        Ground.ASSURANCE,
        say(
            "Approve again with a key: `isodocs approve {id}`. If only the time "
            "stamp is missing, request one: `isodocs timestamp request {id}`."
        ),
    )


@rule("APR015", "decision-void", Level.WARNING, ("7.5.3.2",), blocks=False)
def decision_void(register: Register) -> Iterator[Finding]:
    """A rejection, withdrawal or unneeded approval of this text does not count.

    Why: Readers trust the record (ISO 9001:2015, 7.5.3.2), but it has no effect: its signature is
    missing or invalid, or the person had no authority.

    Example: A withdrawal of an approval that the approver did not sign.

    Remedy: Ask the person named whether they made the decision. If so, they decide again with their
    key. If not, find out who committed the file.
    """
    statuses = (
        (entry, form)
        for entry in register
        for status in entry.revisions
        for form in (status, *status.others)
    )
    for entry, form in statuses:
        judgement = form.judgement
        for refusal in judgement.refused if judgement else ():
            statement = refusal.record.statement
            if statement is None or refusal.ground not in _NO_SAY:
                continue
            needless = refusal.ground is Ground.SIGNATURE and judgement and judgement.complete
            if statement.decision is Decision.APPROVE and not needless:
                continue  # the rule of its ground reports it, where it is missed
            yield Finding(
                say(
                    "this decision ({decision}) does not count: {message}",
                    decision=statement.decision,
                    message=refusal.message,
                ),
                say("Ask the person named. If they made it, they decide again with their key."),
                Place(refusal.record.path),
                entry.id,
                subject=refusal.record.path,
            )


def void(judgement: Judgement) -> str:
    """Mention the approvals that were given and do not count; their own rules say why."""
    if not judgement.refused:
        return ""
    number = len(judgement.refused)
    codes = sorted({_CODES[refusal.ground] for refusal in judgement.refused})
    count = (
        say("one approval does not count")
        if number == 1
        else say("{number} approvals do not count", number=number)
    )
    return say("; {count} ({codes})", count=count, codes=", ".join(codes))


def _refused(register: Register, ground: Ground, hint: str) -> Iterator[Finding]:
    """Approvals that do not count, where they are missed: the form is not approved without them."""
    for entry, status, judgement in awaiting(register):
        for refusal in judgement.refused:
            if refusal.ground is ground:
                yield Finding(
                    refusal.message,
                    hint.format(id=entry.id),
                    Place(refusal.record.path),
                    entry.id,
                    subject=refusal.record.path,
                    owner=status.document.owner,
                )

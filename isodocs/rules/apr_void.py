"""APR, continued: approvals that were given and do not count, each by its ground.

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
"""Which rule tells why an approval does not count."""
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
    waivable=False,
)
def approval_for_other_bytes(register: Register) -> Iterator[Finding]:
    """An approval is for another content than the file holds.

    Why: An approval is of exact bytes (ISO 9001:2015, 7.5.2 c, 7.5.3.2); after any change it says
    nothing about the text that stands there now.

    Example: The approver signed the final form, then somebody corrected a sentence.

    Remedy: Put the approved content back, or let the people approve what is there now.
    """
    yield from _refused(
        register,
        Ground.OTHER_BYTES,
        "Put the approved content back, or let them approve what is there now: "
        "`isodocs approve {id}`.",
    )


@rule(
    "APR003",
    "approval-by-wrong-role",
    Level.ERROR,
    ("5.3", "7.5.2"),
    blocks=True,
    waits_for_approval=True,
    waivable=False,
)
def approval_by_wrong_role(register: Register) -> Iterator[Finding]:
    """An approval was given in a role that does not approve this type, or that was not held.

    Why: Authorities for approval are assigned (ISO 9001:2015, 5.3, 7.5.2 c); an approval without
    authority is none.

    Example: The purchasing manager approved a policy that top management must approve.

    Remedy: The right person approves; or the owners change the authority register first.
    """
    yield from _refused(
        register,
        Ground.WRONG_ROLE,
        "Somebody who holds the role approves: `isodocs approve {id}`.",
    )


@rule(
    "APR004",
    "approval-by-author",
    Level.ERROR,
    ("7.5.2",),
    blocks=True,
    waits_for_approval=True,
    waivable=False,
)
def approval_by_author(register: Register) -> Iterator[Finding]:
    """Somebody approved a revision that they wrote themselves.

    Why: A second pair of eyes is the point of approval (ISO 9001:2015, 7.5.2 c). The authors are
    the people whose commits changed the text since the revision approved before it, whatever
    number it had then, and those named after `Co-authored-by:` in their messages.

    Example: The quality manager writes a procedure and approves it alone.

    Remedy: Another holder of the role approves. A one-person team sets `author_may_approve` in the
    authority register, which the register then shows to the auditor. A forge that squashes a branch
    names everybody with a commit on it as a co-author, the approver included: bring such a branch
    in by a merge commit (`isodocs merge ID`).
    """
    yield from _refused(
        register,
        Ground.AUTHOR,
        "Somebody else who holds the role approves: `isodocs approve {id}`. If a forge squashed "
        "the branch, which names everybody on it as a co-author, bring it in by a merge commit: "
        "`isodocs merge {id}`.",
    )


@rule(
    "APR005",
    "approval-without-authority",
    Level.ERROR,
    ("5.3",),
    blocks=True,
    waits_for_approval=True,
    waivable=False,
)
def approval_without_authority(register: Register) -> Iterator[Finding]:
    """An approval belongs to another repository or names an authority register unknown here.

    Why: An approval counts by the register under which it was given (ISO 9001:2015, 5.3); one
    copied from elsewhere proves nothing here.

    Example: A record copied from another site's repository.

    Remedy: Approve again in this repository; the record then harms nobody.
    """
    hint = "Approve again in this repository: `isodocs approve {id}`."
    yield from _refused(register, Ground.OTHER_PROJECT, hint)
    yield from _refused(register, Ground.AUTHORITY, hint)


@rule(
    "APR006",
    "approval-too-early",
    Level.ERROR,
    ("7.5.2",),
    blocks=True,
    waits_for_approval=True,
    waivable=False,
)
def approval_too_early(register: Register) -> Iterator[Finding]:
    """An approval was recorded before the final form existed.

    Why: Nobody can have read a text that was not there yet (ISO 9001:2015, 7.5.2 c).

    Example: The approval record is committed on Monday, the document on Tuesday.

    Remedy: Approve again, now that the final form is there.
    """
    yield from _refused(
        register,
        Ground.TOO_EARLY,
        "Approve again, now that the final form is there: `isodocs approve {id}`.",
    )


@rule(
    "APR007",
    "approval-without-all-parts",
    Level.ERROR,
    ("7.5.2", "7.5.3.2"),
    blocks=True,
    waits_for_approval=True,
    waivable=False,
)
def approval_without_all_parts(register: Register) -> Iterator[Finding]:
    """An approval does not cover an image or include that the document shows, or not as it is now.

    Why: A drawing in a work instruction is part of what is approved (ISO 9001:2015, 7.5.2 c,
    7.5.3.2).

    Example: The process map's image is replaced; the text around it stays the same.

    Remedy: Put the approved image back, or bring the change as the next revision.
    """
    yield from _refused(
        register,
        Ground.NOT_LISTED,
        "Put the approved image or include back, or bring the change as the next revision: "
        "`isodocs revise {id}`.",
    )


@rule(
    "APR013",
    "approval-signature-invalid",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    waits_for_approval=True,
    waivable=False,
)
def approval_signature_invalid(register: Register) -> Iterator[Finding]:
    """The signature on an approval is missing, broken, or by a key that does not count.

    Why: A signature shows who approved, to anybody and years later (ISO 9001:2015, 7.5.3.2); one
    that does not hold shows that something was tampered with, or that the wrong key was used.

    Example: The `.sig` file beside an approval was deleted; the key that signed was revoked.

    Remedy: Restore the signature from history, or let the person approve again with a key that the
    authority register names.
    """
    yield from _refused(
        register,
        Ground.SIGNATURE,
        "Restore its .sig file from history, or approve again: `isodocs approve {id}`.",
    )


@rule(
    "APR014",
    "approval-too-weak",
    Level.ERROR,
    ("7.5.2",),
    blocks=True,
    waits_for_approval=True,
    waivable=False,
)
def approval_too_weak(register: Register) -> Iterator[Finding]:
    """An approval is only recorded where its type needs a signature, or a stronger one.

    Why: The owners of the authority register decide how an approval of each type must be proven
    (ISO 9001:2015, 7.5.2 c); anybody can write a record without a signature.

    Example: Policies need "signed"; an approval was recorded without a key.

    Remedy: The person approves again with their key: `isodocs approve ID`. Where it is signed and
    only a time stamp is missing: `isodocs timestamp request ID`.
    """
    yield from _refused(
        register,
        Ground.ASSURANCE,
        "Approve again with a key: `isodocs approve {id}`; or, where only the time stamp is "
        "missing, have it stamped: `isodocs timestamp request {id}`.",
    )


@rule("APR015", "decision-void", Level.WARNING, ("7.5.3.2",), blocks=False)
def decision_void(register: Register) -> Iterator[Finding]:
    """A rejection, a withdrawal or a needless approval of this very text does not count.

    Why: Whoever reads the record believes it (ISO 9001:2015, 7.5.3.2); it changes nothing, because
    its signature is missing or does not hold, or because its giver had no say.

    Example: A file that withdraws the approval of a procedure, not signed by the approver.

    Remedy: Ask the person named whether they meant it; they decide again with their key. If they
    know nothing of it, find out who committed the file.
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
                continue  # the rule of its ground tells, where it is missed
            yield Finding(
                f"this record says {statement.decision}, and does not count: {refusal.message}",
                "Ask the person named; if they meant it, they decide again with their key.",
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
    count = "one approval does not count" if number == 1 else f"{number} approvals do not count"
    return f"; {count} ({', '.join(codes)})"


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

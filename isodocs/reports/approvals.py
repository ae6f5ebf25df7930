"""How reports show statements: who, in which role, when, with what meaning, and how sure.

Nothing that is only recorded is ever called verified, and a time is called what it is: as stated by
the signer, unless a time stamp proves it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from isodocs.assess.decisions import role_title
from isodocs.model.approval import ApprovalRecord, ApprovalStatement, Decision, Meaning
from isodocs.reports.revisions import SHORT, commit_as_data
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.assess.statement_evidence import StatementEvidence
    from isodocs.model.judgement import Assurance
    from isodocs.model.register import Register

TIMES = say(
    "Times are as stated by the signer unless time-stamped; the commit that "
    "brought a record shows when it was there at the latest, by the clock of "
    "the committer."
)
_RECORDED = say(
    "A record identifies the exact content approved; it does not prove who approved it."
)
_SIGNED = say(
    "A signature proves that the key of the person named was used on exactly this content."
)
_FINGERPRINT = len("SHA256:") + 12
_VERBS = {Decision.APPROVE: "approved", Decision.REJECT: "rejected", Decision.WITHDRAW: "withdrew"}


def role(register: Register, statement: ApprovalStatement, evidence: StatementEvidence) -> str:
    """`Quality Manager`, or `Quality Manager for Quinn Quality by delegation`."""
    acting = say(" for {name} by delegation", name=evidence.deputy.name) if evidence.deputy else ""
    return joined("", (role_title(register, statement), acting))


def giver(register: Register, statement: ApprovalStatement, evidence: StatementEvidence) -> str:
    """`Quinn Quality, Quality Manager`."""
    return say("{name}, {role}", name=statement.name, role=role(register, statement, evidence))


def moment(when: datetime) -> str:
    """`2024-05-14 11:00 +02:00`."""
    return say("{when:%Y-%m-%d %H:%M} {when_2}", when=when, when_2=when.isoformat()[-6:])


def short_key(fingerprint: str) -> str:
    """The beginning of a key's fingerprint, enough to distinguish the keys of one organisation."""
    return f"{fingerprint[:_FINGERPRINT]}…"


def backing(key: str, evidence: StatementEvidence) -> str:
    """The evidence of a statement that names `key`: its level, and since when it is there."""
    assurance, brought = evidence.assurance, evidence.brought
    if assurance is None:
        text = (
            say("nothing proven: {fault}", fault=evidence.fault)
            if evidence.fault
            else say("nothing proven")
        )
    elif not assurance.signed:
        text = say("recorded, not signed")
    else:
        text = say("signed with {short_key}", short_key=short_key(key))
        if assurance.user_verified:
            text += say(", a hardware key that checked its user")
        if assurance.origin:
            text += say(", a passkey that checked its user at {origin}", origin=assurance.origin)
        if assurance.copyable:
            text += say(" (of a kind that can be copied to other devices)")
        if assurance.stamped_at:
            text += say(
                ", time-stamped {moment}", moment=moment(assurance.stamped_at.astimezone(UTC))
            )
        elif assurance.unstamped:
            text += say(
                "; its time stamp does not count: {unstamped}", unstamped=assurance.unstamped
            )
    if brought is None or not brought.committed or brought.when is None:
        return say("{text}; not yet committed", text=text)
    return say(
        "{text}; in history since {when} ({commit})",
        text=text,
        when=brought.when.date(),
        commit=brought.commit[:SHORT],
    )


def in_words(register: Register, statement: ApprovalStatement, evidence: StatementEvidence) -> str:
    """A copy of the record for people: who, when, what, with which meaning, and how sure."""
    verb = _VERBS[statement.decision]
    if statement.meaning is Meaning.PERIODIC_REVIEW:
        verb = "reviewed"
    elif statement.decision is Decision.WITHDRAW:
        verb = say("withdrew the approval of")
    reason = say(" Reason: {reason}", reason=statement.reason) if statement.reason else ""
    return say(
        "{giver}, {verb} {doc} revision {rev} on {moment} (meaning: "
        "{meaning}).{reason} Evidence: {backing}.",
        giver=giver(register, statement, evidence),
        verb=verb,
        doc=statement.doc,
        rev=statement.rev,
        moment=moment(statement.signed_at),
        meaning=statement.meaning,
        reason=reason,
        backing=backing(statement.key, evidence),
    )


def note(found: Iterable[Assurance]) -> str:
    """How sure the approvals of a report are, each as a whole; empty where there are none."""
    levels = Counter(assurance.label for assurance in found)
    if not levels:
        return ""
    if len(levels) == 1:
        (level,) = levels
        text = say("Assurance: {level}.", level=level)
    else:
        counts = (
            say("{number} {level}", number=number, level=level)
            for level, number in sorted(levels.items())
        )
        text = say("Assurance differs: {counts}.", counts=joined(", ", counts))
    explained = [_RECORDED] if "recorded" in levels else []
    if any(level != "recorded" for level in levels):
        explained.append(_SIGNED)
    return joined(" ", (text, *explained))


def as_data(
    register: Register,
    record: ApprovalRecord,
    statement: ApprovalStatement,
    evidence: StatementEvidence,
) -> dict[str, Any]:
    """One readable approval, for programs (`$defs/approval` of the schemas)."""
    deputy, assurance = evidence.deputy, evidence.assurance
    stamped = assurance.stamped_at if assurance else None
    return {
        "name": statement.name,
        "person": statement.person,
        "role": statement.role,
        "role_title": role_title(register, statement),
        "for": {"person": deputy.person, "name": deputy.name} if deputy else None,
        "decision": str(statement.decision),
        "meaning": str(statement.meaning),
        "signed_at": statement.signed_at.isoformat(timespec="seconds"),
        "stamped_at": stamped.astimezone(UTC).isoformat(timespec="seconds") if stamped else None,
        "reason": statement.reason,
        "assurance": evidence.label,
        "fault": evidence.fault,
        "key": statement.key or None,
        "brought": commit_as_data(evidence.brought) if evidence.brought else None,
        "record": record.path,
        "in_words": in_words(register, statement, evidence),
    }

"""How reports tell of approvals: who, in which role, when, with what meaning, how sure."""

from __future__ import annotations

from typing import Any

from isodocs.model.approval import ApprovalRecord, Statement
from isodocs.register import Register

ASSURANCE = "recorded"
"""Nothing is signed yet: a record ties a name to exact bytes and does not prove who typed it."""

NOTE = (
    "Approvals are of level recorded: each names the exact bytes approved; none is signed, so they "
    "do not prove who typed the name."
)


def role_title(register: Register, statement: Statement) -> str:
    """The title of the role, by the register of authority under which the approval was given."""
    authority = register.inventory.authority
    if authority is None:
        return statement.role
    version = authority.versions.get(statement.authority.version, authority.current)
    role = version.roles.get(statement.role)
    return role.title if role else statement.role


def as_data(register: Register, record: ApprovalRecord) -> dict[str, Any]:
    """One readable approval, for programs (`$defs/approval` of the schemas)."""
    statement = record.statement
    if statement is None:
        raise ValueError("an approval that cannot be read has no content")
    return {
        "name": statement.name,
        "person": statement.person,
        "role": statement.role,
        "role_title": role_title(register, statement),
        "decision": str(statement.decision),
        "meaning": str(statement.meaning),
        "signed_at": statement.signed_at.isoformat(timespec="seconds"),
        "reason": statement.reason,
        "assurance": ASSURANCE,
        "record": record.path,
    }

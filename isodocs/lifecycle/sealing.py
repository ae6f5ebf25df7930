"""Add the signatures to a plan, once the person has seen it and agreed."""

from __future__ import annotations

from typing import Protocol

from isodocs.dataclass import replace
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.approval import SIGNATURE
from isodocs.model.authority import FOLDER, KEYS, AuthorityHistory, Person
from isodocs.statements import owners
from isodocs.statements.seal import SignaturePurpose, usable
from isodocs.words import listed, say


class Signer(Protocol):
    """Anyone who can sign: a key at hand."""

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint, `SHA256:...`."""

    def sign(self, data: bytes, namespace: str) -> bytes:
        """The signature file over `data`."""


def seal(plan: Plan, signer: Signer, purpose: SignaturePurpose, domain: str) -> Plan:
    """The plan with a signature beside every new statement in it."""
    signatures = tuple(
        signature(f"{change.path}{SIGNATURE}", change.after, signer, purpose, domain)
        for change in plan.changes
        if change.after is not None and change.path.endswith(".json")
    )
    return replace(plan, changes=plan.changes + signatures)


def seal_register(plan: Plan, signer: Signer, owner: str, domain: str) -> Plan:
    """The plan with an owner's signature on each version of the authority register in it.

    Proofs of possession in the plan, which are of the owner's own key, are signed too.
    """
    signatures = []
    for change in plan.changes:
        if change.after is None or not change.path.startswith(FOLDER):
            continue
        purpose, path = SignaturePurpose.ENROLMENT, f"{change.path}{SIGNATURE}"
        if not change.path.startswith(KEYS):
            purpose = SignaturePurpose.AUTHORITY
            path = owners.signature_path(change.path, owner, signer.fingerprint)
        signatures.append(signature(path, change.after, signer, purpose, domain))
    return replace(plan, changes=(*plan.changes, *signatures))


def signature(
    path: str, data: bytes, signer: Signer, purpose: SignaturePurpose, domain: str
) -> FileChange:
    """The new file at `path` that holds the signature over `data`."""
    return FileChange(path, None, signer.sign(data, purpose.namespace(domain)))


def how_to_sign(history: AuthorityHistory, who: Person) -> str:
    """What someone does whose signature is needed and who gave none."""
    held = usable(history.current, who.id, history.proven).values()
    if held and all(key.site for key in held):
        origins = listed(history.current.passkey_origins, "or")
        return say(
            "Sign with your passkey in the portal ({origins}): isodocs serve.", origins=origins
        )
    if held:
        return say(
            "Sign with a key of yours that the authority register names: --key, or "
            "load it (ssh-add). For another key: isodocs authority enrol."
        )
    return say(
        "The authority register names no key of {name}. {name} proves one "
        "(isodocs authority enrol), and an owner takes it in (isodocs authority "
        "propose --enrolled).",
        name=who.name,
    )

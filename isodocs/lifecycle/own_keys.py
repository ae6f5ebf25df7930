"""The key with which the person at this machine signs, and what they sign with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.errors import LifecycleError
from isodocs.lifecycle.approvers import authority_of
from isodocs.lifecycle.sealing import seal
from isodocs.machine import signing_keys
from isodocs.statements.seal import keys_of
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.plan import Plan
    from isodocs.lifecycle.sealing import Signer
    from isodocs.machine.signing_keys import SigningKey
    from isodocs.model.authority import Person
    from isodocs.model.register import Register
    from isodocs.statements.seal import SignaturePurpose
    from isodocs.workspace import Workspace


def key_of(
    workspace: Workspace, register: Register, who: Person, named: Path | None
) -> SigningKey | None:
    """The key with which this person signs; None where only a record is made.

    Raises IsodocsError for a key that is not the person's in the authority register.
    """
    history = authority_of(register)
    held = keys_of(history.current, who.id)
    lines = {k.line for print_, k in held.items() if (who.id, print_) in history.proven}
    if named is not None:
        chosen = signing_keys.named(named)
        if chosen.public.line not in lines:
            raise LifecycleError(
                say(
                    "{fingerprint} is not a key of {name} in the authority register",
                    fingerprint=chosen.fingerprint,
                    name=who.name,
                ),
                hint=say("Enrol it first: isodocs authority enrol --key {named}", named=named),
            )
        return chosen
    return signing_keys.find(workspace.git, lines) if lines else None


def signed(register: Register, plan: Plan, key: Signer | None, purpose: SignaturePurpose) -> Plan:
    """The plan with its signatures, made now that the person has agreed."""
    if key is None:
        return plan
    return seal(plan, key, purpose, authority_of(register).current.domain)

"""What the person at this machine does through the portal: each thing whole, and committed.

It is done by the code of the commands, on what is in the folder at that moment, one after the other
and while no other command writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.authority_change import enrol, next_version, register_files
from isodocs.checking.verdict import in_short
from isodocs.errors import LifecycleError
from isodocs.lifecycle.approve import plan_approval, plan_rejection
from isodocs.lifecycle.approvers import authority_of
from isodocs.lifecycle.at_the_keyboard import at_the_keyboard
from isodocs.lifecycle.carry_out import alone, recover
from isodocs.lifecycle.commit_plan import foreseen, record
from isodocs.lifecycle.confirm import plan_confirmation, to_confirm
from isodocs.lifecycle.decision import Act
from isodocs.lifecycle.own_keys import key_of, signed
from isodocs.lifecycle.reader import reader
from isodocs.machine import signing_keys
from isodocs.named_tuple import NamedTuple
from isodocs.portal import proposals
from isodocs.portal.passkeys import PasskeyWanted, by_passkey, passkeys_of
from isodocs.portal.saving import as_seen, desk, refuse_taking_along, refuse_unread
from isodocs.repository import refs, writer
from isodocs.statements import webauthn
from isodocs.statements.passkeys import public_key
from isodocs.statements.seal import SignaturePurpose
from isodocs.words import say
from isodocs.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from isodocs.checking.next_records import Known
    from isodocs.lifecycle.commit_plan import ForeseenCommit
    from isodocs.lifecycle.plan import Plan
    from isodocs.machine.signing_keys import SigningKey
    from isodocs.model.register import Register
    from isodocs.portal.passkeys import PasskeyAnswer
    from isodocs.statements.ssh_key import PublicKey
    from isodocs.workspace import View

_PATIENCE = 10.0
"""Seconds to wait for a command that writes."""


class Deeds(NamedTuple):
    """Does things in a folder, in the name of `who`, or of the one whose address Git is set to.

    `is_at_hand` says that the SSH keys of this machine are those of the person who asks.
    """

    folder: Path
    view: Callable[[], View]
    now: Callable[[], datetime]
    who: str = ""
    is_at_hand: bool = True

    def decide(
        self,
        id: str,
        seen: str,
        reason: str,
        *,
        rejects: bool,
        asked: PasskeyAnswer | None = None,
    ) -> PasskeyWanted | None:
        """Approve or reject exactly what was `seen` (`digest_of`), and commit that.

        With `asked` it is signed by passkey, and where that has not happened yet, what must be
        signed is returned and nothing done. Raises IsodocsError as the command does, and where the
        text, or a picture in it, is another by now.
        """
        if rejects and not reason:
            raise LifecycleError(
                say("a rejection needs a reason"), hint=say("The author reads it.")
            )
        with desk(self) as here:
            workspace, register = here.workspace, here.register
            entry = as_seen(register, id, seen)
            refuse_unread(workspace, register, entry.current[0])
            who = at_the_keyboard(workspace, register, self.who)
            planned = plan_rejection if rejects else plan_approval
            made = self.signed(
                (workspace, register),
                who.id,
                SignaturePurpose.APPROVAL,
                asked,
                lambda key, at: planned(workspace, register, entry, Act(who, at, reason, key=key)),
            )
            return self._finish(workspace, made)

    def confirm(
        self, id: str, number: str, seen: str, asked: PasskeyAnswer | None = None
    ) -> PasskeyWanted | None:
        """Confirm that this revision was read and understood; as `decide`.

        What was `seen` is the SHA-256 of its text.
        """
        with desk(self) as here:
            workspace, register = here.workspace, here.register
            entry = register.entries.get(id)
            if entry is None:
                raise LifecycleError(say("there is no document {id!r} any more", id=id))
            who = reader(workspace, register, self.who)
            status = to_confirm(register, entry, who)
            if (status.number, status.document.sha256) != (number, seen):
                raise LifecycleError(
                    say(
                        "revision {number} of {id} is not the one to confirm any more",
                        number=number,
                        id=id,
                    ),
                    hint=say("Read revision {number}, and confirm that.", number=status.number),
                )
            made = self.signed(
                (workspace, register),
                who.id,
                SignaturePurpose.CONFIRMATION,
                asked,
                lambda key, at: plan_confirmation(
                    workspace, register, [status], who, at=at, key=key
                ),
            )
            return self._finish(workspace, made)

    def enrol(self, spki: bytes, asked: PasskeyAnswer) -> PasskeyWanted | None:
        """Prove that a person has a new passkey; as `decide`. The owners then take it in."""
        workspace = Workspace.open(self.folder)
        with alone(workspace.git, _PATIENCE):
            recover(workspace.git)
            book = register_files.of_work_tree(workspace.git)
            who = book.person("" if self.who else writer.identity(workspace.git).email, self.who)
            key = public_key(webauthn.host_of(asked.origin), spki)
            plan = enrol.plan_enrolment(book, who, key, (asked.origin,))
            asked = asked._replace(key=key.fingerprint)
            made = by_passkey(asked, (key,), lambda signer: enrol.prove(book, plan, signer))
            return self._finish(workspace, made)

    def sign_version(
        self, sha256: str, origin: str, form: str, asked: PasskeyAnswer | None = None
    ) -> PasskeyWanted | bool:
        """Sign the next version of the register, as an owner who was shown it; as `decide`.

        It is the one that awaits signatures, else that of a `form`, else that with the enrolled
        keys. Returns whether it is in force now.
        """
        workspace = Workspace.open(self.folder)
        with alone(workspace.git, _PATIENCE):
            recover(workspace.git)
            register = workspace.register(self.view())
            found = proposals.next_one(workspace, register, origin, form)
            if found is None or found.pending.authority.sha256 != sha256:
                raise LifecycleError(
                    say("this is not what you were shown any more"),
                    hint=say("Read it again, then decide."),
                )
            who = at_the_keyboard(workspace, register, self.who)
            keys = next_version.useful_keys(found.pending, who.id)
            made: Plan | PasskeyWanted
            if found.pending.counts:
                made = proposals.unsigned(found, who)
            elif asked:
                here = passkeys_of(authority_of(register), who.id, asked.origin)
                mine = tuple(key for key in keys if key in here)
                made = by_passkey(asked, mine, lambda key: proposals.signed(found, who, key))
            elif key := self._at_hand(workspace, keys):
                made = proposals.signed(found, who, key)
            else:
                raise LifecycleError(
                    say("no key of {name} that can sign this is at hand", name=who.name),
                    hint=say("Plug in the hardware key, or load the key (ssh-add)."),
                )
            if isinstance(made, PasskeyWanted):
                return made
            return proposals.carry_out(
                workspace, found, made, lambda plan: self.carry_out(workspace, plan)
            )

    def owners_key(self, workspace: Workspace, keys: Iterable[PublicKey]) -> str:
        """The one of an owner's keys that is at hand; empty where none is."""
        key = self._at_hand(workspace, keys)
        return key.fingerprint if key else ""

    def _at_hand(self, workspace: Workspace, keys: Iterable[PublicKey]) -> SigningKey | None:
        found = {key.line for key in keys}
        return signing_keys.find(workspace.git, found) if found and self.is_at_hand else None

    def fingerprint(self, workspace: Workspace, register: Register, id: str) -> str:
        """The key at hand with which someone would sign; empty where there is none."""
        key = self.key_of(workspace, register, id)
        return key.fingerprint if key else ""

    def key_of(self, workspace: Workspace, register: Register, id: str) -> SigningKey | None:
        """The key at hand with which someone would sign; None where there is none."""
        history = register.inventory.authority
        who = history.current.people.get(id) if history else None
        return key_of(workspace, register, who, None) if who and self.is_at_hand else None

    def signed(
        self,
        of: tuple[Workspace, Register],
        who: str,
        purpose: SignaturePurpose,
        asked: PasskeyAnswer | None,
        make: Callable[[str, datetime], Plan],
    ) -> Plan | PasskeyWanted:
        """What `make` makes of the key that signs and of the moment, signed with that key.

        That is the passkey that is `asked`, else a key at hand; where there is none, the plan only
        makes a record.
        """
        workspace, register = of
        if asked:
            keys = passkeys_of(authority_of(register), who, asked.origin)
            return by_passkey(
                asked,
                keys,
                lambda key: signed(register, make(key.fingerprint, asked.at), key, purpose),
            )
        at_hand = self.key_of(workspace, register, who)
        plan = make(at_hand.fingerprint if at_hand else "", self.now())
        return signed(register, plan, at_hand, purpose)

    def _finish(self, workspace: Workspace, plan: Plan | PasskeyWanted) -> PasskeyWanted | None:
        """Write and commit a plan that is signed; else what is still to be signed."""
        if isinstance(plan, PasskeyWanted):
            return plan
        self.carry_out(workspace, plan)
        return None

    def carry_out(self, workspace: Workspace, plan: Plan, known: Known | None = None) -> str:
        """Write and commit a plan, or nothing; `known` is as in `foresee`.

        Raises LifecycleError where a hook would refuse the commit, a file has changes that no
        commit holds, or no branch would have the commit.
        """
        seen = self.foresee(workspace, plan, known)
        if seen.verdict.refused:
            reasons, hint = in_short([seen.verdict])
            raise LifecycleError(
                say(
                    "this was not recorded, because it would not count: {reasons}", reasons=reasons
                ),
                hint=hint,
            )
        return record(workspace, plan, self.view().on, seen)

    def foresee(
        self, workspace: Workspace, plan: Plan, known: Known | None = None
    ) -> ForeseenCommit:
        """The commit of a plan, judged before anything is written; `known` of the folder as it is.

        Raises LifecycleError where a file has changes that no commit holds, or no branch would
        have the commit.
        """
        refuse_taking_along(workspace, plan)
        if refs.current_branch(workspace.git) is None:
            raise LifecycleError(
                say(
                    "no branch is checked out here, so what you do would be lost with the next "
                    "switch"
                ),
                hint=say(
                    "See with `git status` what is under way: finish it, or switch to a branch."
                ),
            )
        return foreseen(workspace, plan, self.view().on, known)

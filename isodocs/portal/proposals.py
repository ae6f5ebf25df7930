"""The next version of the register of people: proposed, signed by its owners, and brought in.

A version that lacks signatures waits on a branch of its own, where each owner adds theirs. The
signature that completes it brings it into the branch that is checked out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.authority_change import change_warnings, change_words, editable_form, next_version
from isodocs.authority_change.register_files import of_commit, of_work_tree
from isodocs.authority_change.revoke import honoured
from isodocs.errors import LifecycleError
from isodocs.lifecycle import review_branch
from isodocs.lifecycle.merge import clean_up
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.lifecycle.sealing import seal_register
from isodocs.named_tuple import NamedTuple
from isodocs.statements import webauthn
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from isodocs.authority_change.register_book import Book
    from isodocs.lifecycle.review_branch import Tip
    from isodocs.lifecycle.sealing import Signer
    from isodocs.model.authority import Authority, Pending, Person
    from isodocs.model.problem import Problem
    from isodocs.model.register import Register
    from isodocs.workspace import Workspace


class ProposedVersion(NamedTuple):
    """A version that is not in force yet.

    `book` is the register as it is here, `files` what the version adds to it. `tip` is the branch
    that it waits on, None where it is on none: it is new then, or `in_folder`.
    """

    book: Book
    files: Mapping[str, bytes]
    pending: Pending
    tip: Tip | None = None
    in_folder: bool = False

    @property
    def changes(self) -> tuple[str, ...]:
        """What it changes, in plain words."""
        return change_words.differences(self.pending.before, self.pending.authority)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What does not work yet where it is in force."""
        return change_warnings.warnings(self.pending.authority, self.pending.proven)


def branch_of(number: int) -> str:
    """The branch on which a version waits for signatures."""
    return f"authority/version-{number}"


def awaited(workspace: Workspace) -> ProposedVersion | None:
    """The version that awaits signatures, in the folder or on its branch; None where none does."""
    book = of_work_tree(workspace.git)
    if book.pending:
        return ProposedVersion(book, {}, book.pending, in_folder=True)
    if book.reading.history is None or book.reading.fault:
        return None
    tip = review_branch.tip(workspace.git, branch_of(book.history.current.version + 1))
    if tip is None:
        return None
    there = of_commit(workspace.git, tip.commit)
    files = {path: data for path, data in there.files.items() if path not in book.files}
    pending = book.with_files(files).pending
    return ProposedVersion(book, files, pending, tip) if pending else None


def next_one(
    workspace: Workspace, register: Register, origin: str, form: str = ""
) -> ProposedVersion | None:
    """The version that an owner may sign next: what awaits signatures, else what is new.

    None for a form with faults. Raises LifecycleError where there is nothing to sign.
    """
    if found := awaited(workspace):
        return found
    return of_form(workspace, register, form)[0] if form else of_enrolled(workspace, origin)


def of_enrolled(workspace: Workspace, origin: str) -> ProposedVersion:
    """The version with every enrolled key, where passkeys may sign at `origin` as well.

    Raises LifecycleError where no key waits, or another version awaits signatures.
    """
    book = of_work_tree(workspace.git)
    here = (origin,) if webauthn.host_of(origin) else ()
    return _new(workspace, book, next_version.with_enrolled(book, here))


def of_form(
    workspace: Workspace, register: Register, text: str
) -> tuple[ProposedVersion | None, Sequence[Problem]]:
    """The version that a form describes, or what is wrong with that, at its lines.

    Raises LifecycleError where nothing changes, or another version awaits signatures.
    """
    book, settings = of_work_tree(workspace.git), workspace.config()
    next_version.refuse_second(book)
    form = editable_form.read(text.encode(), book.history.current, settings)
    if form.problems:
        return None, form.problems
    reason = say("taken out of the register")
    authority = next_version.revoking_what_goes(
        book, form.authority, reason, lambda key: honoured(register, key)
    )
    flaws = next_version.flaws(book, authority, settings.types)
    if flaws:
        return None, form.at_their_places(flaws)
    return _new(workspace, book, authority), ()


def _new(workspace: Workspace, book: Book, authority: Authority) -> ProposedVersion:
    made = next_version.propose(book, authority, workspace.config().types)
    files = {change.path: change.after or b"" for change in made.plan.changes}
    return ProposedVersion(book, files, made.pending)


def unsigned(found: ProposedVersion, who: Person) -> Plan:
    """The plan of a version that counts without signatures, since no owner has a key.

    Raises LifecycleError for anyone but an owner: there is no signature that would show it, and
    one who can enter a portal need not be able to write to the repository.
    """
    if who.id not in found.book.history.current.owners:
        raise LifecycleError(
            say("{name} is not an owner of the register, and only owners sign it", name=who.name)
        )
    number = found.pending.authority.version
    message = f"Change the authority register to version {number}"
    changes = tuple(FileChange(path, None, data) for path, data in found.files.items())
    return Plan(message, message, changes)


def signed(found: ProposedVersion, who: Person, key: Signer) -> Plan:
    """The plan with an owner's signature: of the version with it, of the signature alone later."""
    if found.tip or found.in_folder:
        return next_version.sign(found.pending, who, key)
    changes = tuple(FileChange(path, None, data) for path, data in found.files.items())
    number = found.pending.authority.version
    message = f"Propose version {number} of the authority register"
    plan = Plan(message, message, changes)
    return seal_register(plan, key, who.id, found.pending.authority.domain)


def carry_out(
    workspace: Workspace,
    found: ProposedVersion,
    plan: Plan,
    commit: Callable[[Plan], object],
) -> bool:
    """Keep a signature where the version waits; whether it is in force now.

    One that is complete is committed here with `commit`, and its branch goes.
    """
    git, number = workspace.git, found.pending.authority.version
    then = found.book.with_files({**found.files, **plan.files})
    if then.reading.fault and not then.pending:
        raise LifecycleError(then.reading.fault.message, hint=then.reading.fault.hint)
    if found.in_folder:
        commit(plan)
    elif then.pending is None:
        commit(_whole(found, plan, number))
        if found.tip:
            clean_up(git, found.tip)
    elif found.tip:
        review_branch.add(git, found.tip, plan)
    else:
        review_branch.begin(git, branch_of(number), plan)
    return then.pending is None


def _whole(found: ProposedVersion, plan: Plan, number: int) -> Plan:
    """The version and all its signatures, as one change of what is here."""
    message = f"Change the authority register to version {number}"
    files = {**found.files, **plan.files}
    return Plan(message, message, tuple(FileChange(p, None, data) for p, data in files.items()))

"""Bring a complete revision from its review branch into the protected branch.

The merge is first made as a commit that no branch names, and judged as a push of it would be. Only
then are files, index and branch brought there, the files by the journal, so that an interruption
leaves nothing half done.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.checking import gate
from isodocs.checking.enforcement import protects
from isodocs.dataclass import immutable, replace
from isodocs.errors import IsodocsError, LifecycleError, RepositoryError
from isodocs.lifecycle import carry_out
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model import approval
from isodocs.repository import branches, history, refs, writer
from isodocs.repository.joining import Joined, join
from isodocs.repository.snapshot import CommitSnapshot, IndexSnapshot, WorkTreeSnapshot
from isodocs.repository.tree import EXECUTABLE, FILE, TreeEntry
from isodocs.repository.updates import Update
from isodocs.words import say
from isodocs.workspace import View, Workspace

if TYPE_CHECKING:
    from isodocs.checking.gate import Judged
    from isodocs.lifecycle.review_branch import Tip
    from isodocs.model.register import Register
    from isodocs.repository.git import Git


@immutable(frozen=True, slots=True)
class Merge:
    """A merge that is made and judged, and not yet anywhere to be seen.

    `plan` brings the files there; its paths are from the top of the repository. `others` are those
    of its changes that are neither the document, nor its statements, nor what it shows; their paths
    are from the folder of the management system.
    """

    branch: str
    head: str
    commit: str
    plan: Plan
    others: tuple[FileChange, ...]
    judged: tuple[Judged, ...]

    @property
    def refused(self) -> tuple[Judged, ...]:
        """What a hook would refuse about it."""
        return tuple(each for each in self.judged if each.verdict.refused)


def merge_target(workspace: Workspace) -> tuple[str, str]:
    """The protected branch that is checked out, and its commit; raises LifecycleError for none."""
    git, config = workspace.git, workspace.config()
    branch, head = refs.current_branch(git), refs.head(git)
    if branch is None or head is None or not protects(config, branch):
        here = {each.name for each in branches.branches(git) if not each.remote}
        there = [name for name in config.protected_branches if name in here]
        raise LifecycleError(
            say(
                "{branch} is not a protected branch, and a revision is merged into one",
                branch=branch or say("this commit"),
            ),
            hint=say("git switch {part}", part=there[0] if there else config.protected_branches[0]),
        )
    for each in branches.named(git, branch):
        if each.remote and not history.is_ancestor(git, each.commit, head):
            raise LifecycleError(
                say(
                    "{shown} has commits that are not in {branch} here",
                    shown=each.shown,
                    branch=branch,
                ),
                hint=say("Bring them in first: git pull --no-rebase"),
            )
    return branch, head


def merge_review_branch(
    workspace: Workspace, register: Register, where: Tip, id: str, label: str
) -> Merge:
    """Make the merge of a review branch into the branch that is checked out, and judge it.

    It brings the document `id`; `label` names its revision there. `register` is that of the branch
    that is checked out. Raises LifecycleError where both branches changed a file, where a
    file of the work tree would be lost, or the branch brings anything but plain files.
    """
    git = workspace.git.at("")
    branch, head = merge_target(workspace)
    found = join(git, head, where.commit)
    if found is None or found.conflicts:
        what = (
            ", ".join(found.conflicts[:5]) if found else say("they have no single common ancestor")
        )
        both = say(
            "{branch} and {name} both changed {what}", branch=branch, name=where.name, what=what
        )
        raise LifecycleError(
            both
            if found
            else say(
                "{branch} and {name} cannot be brought together: {what}",
                branch=branch,
                name=where.name,
                what=what,
            ),
            hint=_apart(workspace, register, where, id, branch, found),
        )
    _refuse_odd_files(git, head, found.entries)
    plan = _plan(git, head, where, found)
    message = say("Merge {name}: {label}", name=where.name, label=label)
    commit = writer.loose_commit(
        git,
        message,
        {},
        parents=(head, where.commit),
        entries=found.entries,
        author=writer.identity(git),
        committer=writer.committer(git),
    )
    update = Update(f"refs/heads/{branch}", head, commit)
    judged = gate.judge_push(git, [update], register.on)
    return Merge(branch, head, commit, plan, _others(workspace, register, where, id, plan), judged)


def _others(
    workspace: Workspace, register: Register, where: Tip, id: str, plan: Plan
) -> tuple[FileChange, ...]:
    """What the branch brings beside the document `id`: those who merge it may not expect that."""
    prefix = workspace.git.prefix
    folder = f"{prefix}{approval.FOLDER}{id}/"
    found = [change for change in plan.changes if not change.path.startswith(folder)]
    if not found:
        return ()
    own = set()
    for there in (register, workspace.at(where.commit).register(View(register.on))):
        entry = there.entries.get(id)
        for document in entry.current if entry else ():
            shown = there.inventory.shown_by.get(document.path)
            own |= {document.path, *(shown.files if shown else ())}
    here = prefix or "."
    return tuple(
        replace(change, path=posixpath.relpath(change.path, here))
        for change in found
        if change.path.removeprefix(prefix) not in own or not change.path.startswith(prefix)
    )


def _apart(
    workspace: Workspace, register: Register, where: Tip, id: str, branch: str, found: Joined | None
) -> str:
    """What to type where two branches changed the same files, or have no common beginning."""
    there = workspace.at(where.commit).register(View(register.on)).entries.get(id)
    here = register.entries.get(id)
    prefix = workspace.git.prefix
    conflicts = {path.removeprefix(prefix) for path in found.conflicts} if found else set()
    if here and there and conflicts == {here.place_path} == {there.place_path}:
        approved = there.newest.approved_on
        if here.newest.approved_on and here.newest.number == there.newest.number:
            return say(
                "{branch} has an approved {label} already. If {name} is only left over: "
                "git branch -D {name}",
                branch=branch,
                label=here.newest.document.label,
                name=where.name,
            )
        if not approved:
            return say(
                "Its author submits the text that is on {branch} now: isodocs submit {id} --commit",
                branch=branch,
                id=id,
            )
        base = _beginning(workspace, where, prefix + here.place_path)
        if base and here.newest.approved_on is None:
            return say(
                "{name} is approved as it is. Put the draft on {branch} back to what it "
                "was (`{checkout}`, then commit that), run `isodocs merge {id}`, and "
                "bring the rest as the next revision: isodocs revise {id}",
                name=where.name,
                branch=branch,
                checkout=remedies.checkout(base[:10], here.place_path),
                id=id,
            )
    return say(
        "Its author brings {branch} into {name}, where what changes is approved "
        "again: `git switch {name}`, then `git merge {branch}`.",
        branch=branch,
        name=where.name,
    )


def _beginning(workspace: Workspace, where: Tip, path: str) -> str:
    """The commit in which the branch began and which has the file; empty where there is none."""
    git, head = workspace.git, refs.head(workspace.git)
    found = branches.merge_bases(git, head, where.commit) if head else []
    return next((base for base in found if path in CommitSnapshot(git.at(""), base).entries), "")


def bring_in(workspace: Workspace, made: Merge, where: Tip) -> None:
    """Bring files, index and the branch that is checked out to the merge.

    Raises LifecycleError or RepositoryError where something changed meanwhile; then all is as it
    was before.
    """
    git = workspace.git.at("")
    # The journal keeps controlled files only. Pictures and the like come first: what is cut off
    # then is the same again when it is run once more.
    controlled = carry_out.writable(git, made.plan.changes)
    parts = [
        replace(made.plan, changes=tuple(c for c in made.plan.changes if controlled(c.path) is it))
        for it in (False, True)
    ]
    carry_out.place(git, parts[0])
    try:
        carry_out.carry_out(git, parts[1])
        try:
            writer.advance(
                git, made.commit, made.head, say("isodocs merge: {name}", name=where.name)
            )
        except RepositoryError:
            carry_out.carry_out(git, parts[1].undone)
            raise
    except IsodocsError:
        carry_out.place(git, parts[0].undone)
        raise


def clean_up(git: Git, where: Tip) -> bool:
    """Remove a merged review branch here; whether there was one that is not checked out."""
    if where.here is None or where.here.checked_out:
        return False
    branches.delete(git, where.here)
    return True


def _refuse_odd_files(git: Git, head: str, entries: Mapping[str, TreeEntry | None]) -> None:
    """Symbolic links, submodules and programs are for the person who knows Git to decide."""
    here = CommitSnapshot(git, head).entries
    for path, entry in entries.items():
        before = here.get(path)
        usual = {FILE} if before is None else {before.mode} & {FILE, EXECUTABLE}
        if entry is not None and entry.mode not in usual:
            raise LifecycleError(
                say("the branch brings something other than a plain file"),
                path=path,
                hint=say("Look at it, and merge with Git: `git merge` says more."),
            )


def _plan(git: Git, head: str, where: Tip, found: Joined) -> Plan:
    """The files as the merge has them; raises LifecycleError where work would be lost."""
    here = CommitSnapshot(git, head).entries
    staged = IndexSnapshot(git).entries
    workspace, present = Workspace(git), WorkTreeSnapshot(git).entries
    there = CommitSnapshot(git, where.commit)
    brought = [path for path, entry in found.entries.items() if entry]
    after = {path: file.data for path, file in there.read(brought)}
    changes = []
    for path, entry in found.entries.items():
        held = workspace.file(path)
        fine = {here[path].blob} if path in here else set()
        fine |= ({entry.blob} if entry else set()) | found.passed.get(path, frozenset())
        for entries in (present, staged):
            if path in entries and entries[path].blob not in fine:
                raise LifecycleError(
                    say(
                        "the file has changes that no commit holds, and the merge would replace it"
                    ),
                    path=path,
                    hint=say(
                        "Commit them, or put the file back: `{checkout}`.",
                        checkout=remedies.checkout("HEAD", f":/{path}"),
                    ),
                )
        changes.append(FileChange(path, held, after.get(path)))
    return Plan(say("{name} comes in", name=where.name), "", tuple(changes))

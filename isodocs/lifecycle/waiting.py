"""Final forms that wait on other branches: which they are, and how far their approvals are.

All branches are looked at together: one process says what each changes, each content is read once,
and what waits anywhere is judged in one register, so that a thousand branches cost little more than
one. What is signed is never taken from here: `approve` looks at the one branch again.
"""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.in_place import InPlace, judged
from isodocs.checking.enforcement import protects
from isodocs.dataclass import field, mutable
from isodocs.errors import LifecycleError
from isodocs.lifecycle import review_branch
from isodocs.model import approval
from isodocs.model.branch import Waiting
from isodocs.model.document import MARK, Document, Status
from isodocs.parsing import document as document_parsing
from isodocs.parsing import endings, globs
from isodocs.repository import branches, history, refs
from isodocs.repository.objects import read_blobs
from isodocs.repository.tree import not_a_file
from isodocs.words import say
from isodocs.workspace import View, Workspace

if TYPE_CHECKING:
    from isodocs.lifecycle.review_branch import Tip
    from isodocs.model.branch import Branch
    from isodocs.model.register import Register

MOST = 1000
"""The branches with the newest commits, so many of them, are looked at."""
_MANY = 500
"""So many forms are judged; more than that does not wait for approval, or for other reasons."""
_FINE = (InPlace.AWAITING, InPlace.APPROVED)
"""What no one may approve anyway, such as an approved text that was altered, does not wait."""
_ROUNDS = 4
"""So often a register is made where several branches hold another form of one document."""


@mutable(slots=True)
class _Candidate:
    document: Document
    data: bytes
    branches: list[Branch] = field(default_factory=list)
    contents: dict[str, str | None] = field(default_factory=dict)


def waiting(workspace: Workspace, register: Register) -> tuple[Waiting, ...]:
    """Every final form on another branch, by its first branch and identifier.

    `register` is that of the work tree: what its history has already does not wait on other
    branches.
    """
    git = workspace.git
    head = refs.head(git)
    if head is None:
        return ()
    others = [
        branch
        for branch in branches.branches(git, beyond=head, most=MOST)
        if not protects(register.config, branch.name)
    ]
    found = _candidates(workspace, register, head, others)
    forms: list[Waiting] = []
    for group in _rounds(found[:_MANY]):
        forms += _judged(workspace, register, head, group)
    return tuple(sorted(forms, key=lambda one: (one.names[0], one.entry.id)))


def one(
    workspace: Workspace, register: Register, typed: str, branch: str = ""
) -> tuple[Tip, Waiting] | None:
    """The form of a document (by identifier or path) that waits on a branch, and where that is.

    `branch` names the branch where several hold other forms. None where none does; raises
    LifecycleError where it is not plain which one is meant.
    """
    forms = [
        form
        for form in waiting(workspace, register)
        if typed.casefold() in (form.entry.id.casefold(), form.document.path.casefold())
        and (not branch or branch in [*form.names, *(b.shown for b in form.branches)])
    ]
    if not forms:
        return None
    usual = review_branch.name_of(forms[0].entry.id)
    places = {name: form for form in reversed(forms) for name in form.names}
    name = next((b.name for b in forms[0].branches if branch in (b.name, b.shown)), "")
    name = name or (usual if usual in places else next(iter(places)))
    if not branch and name != usual and len(places) > 1:
        raise LifecycleError(
            say(
                "{id} waits on several branches: {places}",
                id=forms[0].entry.id,
                places=", ".join(sorted(places)),
            ),
            hint=say("Say which one is meant: --branch {places}", places=sorted(places)[0]),
        )
    tip = review_branch.tip(workspace.git, name)
    return (tip, places[name]) if tip else None


def _candidates(
    workspace: Workspace, register: Register, head: str, others: list[Branch]
) -> list[_Candidate]:
    """The final forms that history here does not know, each with all branches that hold it."""
    git, config = workspace.git, register.config
    by_commit: dict[str, list[Branch]] = defaultdict(list)
    for branch in others:
        by_commit[branch.commit].append(branch)
    known = {
        form.document.blob
        for entry in register.ledger.documents.values()
        for revision in entry.revisions
        for form in revision.forms
        if form.first.committed
    }
    matches = globs.matcher(config.include, config.exclude)
    changed: dict[str, dict[str, str | None]] = {}
    wanted: dict[str, str] = {}
    for commit in history.differences(git, head, list(by_commit)):
        files = {
            change.path: None if not_a_file(change.new_mode) else change.new_blob
            for change in commit.changes
        }
        changed[commit.id] = files
        for path, blob in files.items():
            controlled = matches(path) if config.include else endings.is_markdown(path)
            if blob and blob not in known and controlled:
                wanted[blob] = path
    final = {}
    for blob, data in read_blobs(git, wanted, refused={}):
        document = document_parsing.parse(wanted[blob], blob, data, config)
        if document.id and document.status in (Status.APPROVED, Status.OBSOLETE):
            final[blob] = (document, data)
    found: dict[tuple[str, str], _Candidate] = {}
    for commit_id, files in changed.items():
        for path, blob in files.items():
            if blob not in final or final[blob][0].path != path:
                continue
            document, data = final[blob]
            candidate = found.setdefault((path, blob), _Candidate(document, data))
            candidate.branches += by_commit[commit_id]
            candidate.contents.update(_about(register, document, data, files))
    return list(found.values())


def _about(
    register: Register, document: Document, data: bytes, files: Mapping[str, str | None]
) -> Iterator[tuple[str, str | None]]:
    """What a branch says about a document: its text, its approvals, what it shows, where it was.

    What it shows is known by the names that the text holds; a file too many does no harm.
    """
    folders = (f"{approval.FOLDER}{document.id}/", f"{approval.FOLDER}{document.id}{MARK}")
    known = register.inventory.shown_by.get(document.path)
    entry = register.entries.get(document.id)
    before = [other.path for other in entry.current] if entry else []
    for path, blob in files.items():
        shown = os.fsencode(posixpath.basename(path)) in data or (known and path in known.files)
        approves = path.startswith(folders) or approval.is_list(path)
        if path == document.path or approves or (shown and path not in before):
            if blob:
                yield path, blob
        elif path in before and blob is None:
            yield path, None


def _rounds(found: list[_Candidate]) -> list[list[_Candidate]]:
    """The candidates in groups in which no path has two contents, and no document two forms."""
    groups: list[list[_Candidate]] = []
    for candidate in found:
        fitting = [group for group in groups if all(_fit(candidate, other) for other in group)]
        if fitting:
            fitting[0].append(candidate)
        elif len(groups) < _ROUNDS:
            groups.append([candidate])
    return groups


def _fit(one: _Candidate, other: _Candidate) -> bool:
    """Whether two forms can be in one tree."""
    shared = one.contents.keys() & other.contents.keys()
    differs = any(one.contents[path] != other.contents[path] for path in shared)
    return one.document.id != other.document.id and not differs


def _judged(
    workspace: Workspace, register: Register, head: str, group: list[_Candidate]
) -> Iterator[Waiting]:
    """The group's forms as they would be judged here, were they all brought in."""
    contents = {p: blob for candidate in group for p, blob in candidate.contents.items()}
    blobs = dict(read_blobs(workspace.git, {b for b in contents.values() if b}, refused={}))
    changes = {path: blobs.get(blob) if blob else None for path, blob in contents.items()}
    commits = tuple(dict.fromkeys(b.commit for c in group for b in c.branches))
    view = View(register.on, rev=head)
    then = workspace.register(view, changes=changes, also=commits)
    for candidate in group:
        wanted = (candidate.document.path, candidate.document.blob)
        document = next((d for d in then.documents if (d.path, d.blob) == wanted), None)
        entry = then.entries.get(document.id) if document else None
        status = entry.form_of(document) if entry and document else None
        if entry and document and status and judged(then, entry, document).holds in _FINE:
            yield Waiting(entry, document, status, then, tuple(candidate.branches))

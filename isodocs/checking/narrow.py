"""A commit that changes the text of documents, judged by these documents alone.

Most commits touch a few documents and what approves them. No other document, no record and no
clause can then be what stops them. So nothing else is read: the history of these documents comes
from what is remembered, and only the rules of documents are asked. This lets a commit through;
whatever would stop it, or is not of this simple kind, is judged in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from isodocs.assess.shown_flaws import included_texts
from isodocs.checking import known_history, named_files
from isodocs.checking.base_state import state_at
from isodocs.checking.named_files import NamedFiles
from isodocs.checking.run import ask
from isodocs.checking.verdict import HookVerdict, brought, stops
from isodocs.inventory.placement import FILE_MODES, above, is_beside, is_kept_apart, look
from isodocs.machine.archive import LostError
from isodocs.model import approval
from isodocs.parsing import globs
from isodocs.parsing.endings import is_markdown
from isodocs.records import attachments
from isodocs.repository import history
from isodocs.repository.objects import read_blobs
from isodocs.repository.snapshot import CommitSnapshot
from isodocs.rules.registry import rules_of_documents
from isodocs.workspace import View

if TYPE_CHECKING:
    from isodocs.checking.in_full import InFull
    from isodocs.history.remembered import RememberedHistory
    from isodocs.machine.archive import Archive
    from isodocs.model.commit import Change, Commit
    from isodocs.model.config import Config
    from isodocs.model.gap import Gap
    from isodocs.model.inventory import Inventory, PushBase
    from isodocs.model.register import Register
    from isodocs.repository.git import Git
    from isodocs.repository.proposed import Proposed
    from isodocs.workspace import Workspace


class OnOneParent(NamedTuple):
    """A commit about to be made on top of `base`, and what is remembered of that."""

    git: Git
    base: str
    tree: str
    commit: Commit
    base_state: PushBase
    archive: Archive | None

    @classmethod
    def of(cls, proposed: Proposed) -> OnOneParent | None:
        """The commit, if it has one parent."""
        if len(proposed.parents) != 1:
            return None
        git, (base,) = proposed.git, proposed.parents
        (commit,) = history.walk(git, proposed.id, exclude=[base])
        state = state_at(CommitSnapshot(git, base))
        return cls(
            git, base, proposed.tree, commit, state, named_files.archive(git, base, proposed.tree)
        )

    def let_through(
        self, workspace: Workspace, view: View, *, collecting: bool
    ) -> tuple[Gap, ...] | None:
        """What the commit leaves open; None where that stops it, or takes all to be known."""
        if self.archive is None:
            return None
        named = named_files.recall(self.git, self.archive, self.base)
        changed = named and changed_documents(
            self.commit.changes, self.base_state.config, named.namer()
        )
        if named is None or changed is None:
            return None
        known = known_history.recall(self.git, self.archive, self.base, self.base_state.config)
        if known is None:
            return None
        try:
            before, after = self._registers(workspace, view, known)
        except LostError:
            return None
        if not are_the_same(before, after, changed):
            return None
        new = brought(*(ask(rules_of_documents().values(), each) for each in (after, before)))
        if any(stops(gap, collecting=collecting) for gap in new):
            return None
        named = named.and_those(files_named(after.inventory, named.include))
        named_files.keep(self.archive, (self.base, self.tree), named)
        return tuple(gap for gap in new if gap.counts)

    def _registers(
        self, workspace: Workspace, view: View, known: RememberedHistory
    ) -> tuple[Register, Register]:
        """The register of the documents that the commit changes, before it and after it."""
        changes = self.commit.changes
        names = known.names(changes, lambda ids: read_blobs(self.git, ids, refused={}))
        threads = known.threads((change.path for change in changes), names)
        return (
            workspace.register(View(view.on, rev=self.base), threads=threads),
            workspace.register(view, self.base_state, threads=threads.with_next(self.commit)),
        )

    def judged(self, found: InFull) -> HookVerdict:
        """The verdict in full, which of a simple commit reports what documents leave open."""
        verdict, after, before = found
        if verdict.refused:
            return verdict
        config = self.base_state.config
        named = files_named(after.inventory, config.include)
        if self.archive:
            known_history.learn(self.git, self.archive, self.base, config, after.ledger)
            named_files.keep(self.archive, (self.tree,), named)
        if before is None:
            return verdict
        named = named.and_those(files_named(before.inventory, config.include))
        changed = changed_documents(self.commit.changes, config, named.namer())
        if changed is None or not are_the_same(before, after, changed):
            return verdict
        return replace(verdict, open=tuple(g for g in verdict.open if g.rule.of_documents))


def changed_documents(
    changes: Iterable[Change], config: Config, named: Callable[[str], bool]
) -> tuple[str, ...] | None:
    """The paths of the Markdown files that a commit changes; None for one that does more.

    It may change documents and other files that no document or record names, add such files, and
    add what approves a document.
    """
    beside = is_beside(config.include)
    matches = globs.matcher(config.include, config.exclude)
    documents = []
    for change in changes:
        path = change.path
        came = change.old_blob is None
        if change.new_mode not in FILE_MODES or (not came and change.old_mode != change.new_mode):
            return None
        if named(path):
            return None
        if came and path.startswith(approval.FOLDER):
            continue
        if not came and not is_kept_apart(path) and (matches(path) or is_markdown(path)):
            documents.append(path)
        elif not beside(path):
            return None
    return tuple(documents)


def are_the_same(before: Register, after: Register, paths: Iterable[str]) -> bool:
    """Whether the files at these paths are still the documents that they were, or still none.

    They must also include what they included: a text that no one includes must be a document.
    """
    if not included_texts(before) <= included_texts(after):
        return False
    for path in paths:
        old, new = (
            next((d for d in register.documents if d.path == path), None)
            for register in (before, after)
        )
        if old is None and new is None:
            continue
        if old is None or new is None or old.id != new.id or not new.has_front_matter:
            return False
        entry = after.entries.get(new.id)
        if entry is None or len(entry.current) != 1:
            return False
    return True


def files_named(inventory: Inventory, include: Iterable[str]) -> NamedFiles:
    """The files that documents show, or would show, and those that records may name as evidence."""
    shown = (path for found in inventory.shown_by.values() for path in found.candidates)
    evidence = (path for item in inventory.records for path in attachments.may_name(item))
    read = {document.path for document in inventory.documents} | inventory.shown.keys()
    return NamedFiles(
        frozenset(look(path.rpartition("/")[2]) for path in {*shown, *evidence}) - {"", "."},
        frozenset(folder for path in read for folder in above(path)),
        tuple(include),
    )

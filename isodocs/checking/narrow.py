"""Commits that change the text of documents, judged by these documents alone.

Most commits touch a few documents and what approves them. No other document, no record and no
clause can then be what stops them. So nothing else is read: the history of these documents comes
from what is remembered, and only the rules of documents are asked. This lets commits through;
whatever would stop them, or is not of this simple kind, is judged in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from isodocs.assess.shown_flaws import included_texts
from isodocs.checking.base_state import state_at
from isodocs.checking.run import ask
from isodocs.checking.touched import memory_of, since_base
from isodocs.checking.verdict import HookVerdict, brought, not_yet_committed, stops
from isodocs.dataclass import replace
from isodocs.history import known_history
from isodocs.inventory.placement import look
from isodocs.inventory.take import is_document
from isodocs.machine.archive import LostError
from isodocs.named_tuple import NamedTuple
from isodocs.recall.simple_changes import changed_documents, files_named, named_by, records_changed
from isodocs.repository import history
from isodocs.repository.objects import read_blobs
from isodocs.repository.snapshot import CommitSnapshot
from isodocs.rules.registry import rules_of_documents
from isodocs.workspace import Sight, View

if TYPE_CHECKING:
    from datetime import date

    from isodocs.checking.in_full import InFull
    from isodocs.checking.tree_memory import TreeMemory
    from isodocs.history.kept_steps import Threads
    from isodocs.inventory.named_files import NamedFiles
    from isodocs.machine.archive import Archive
    from isodocs.model.commit import Change, Commit
    from isodocs.model.gap import Gap
    from isodocs.model.inventory import PushBase
    from isodocs.model.register import Register
    from isodocs.repository.git import Git
    from isodocs.repository.proposed import Proposed
    from isodocs.workspace import Workspace

_MOST = 1000
"""Of more commits at once it is not asked whether they are simple."""


class _Looked(NamedTuple):
    """The documents that simple commits change, before that and after it."""

    before: Callable[[], Register]
    after: Register
    changed: tuple[str, ...]
    named: NamedFiles
    """What is named at the base."""
    memory: TreeMemory


class OnTop(NamedTuple):
    """Commits on top of `base`, and what is remembered of that.

    `tip` is the last of them, or the tree of one that is in no repository yet. They come parents
    before children, and `straight` says that each is the only parent of the next. What they change
    at paths that are `aside` is looked at by itself.
    """

    git: Git
    base: str
    tip: str
    commits: tuple[Commit, ...]
    straight: bool
    base_state: PushBase
    archive: Archive | None
    memory: TreeMemory | None
    aside: frozenset[str] = frozenset()

    @classmethod
    def commit(cls, proposed: Proposed, changed: Sequence[Commit]) -> OnTop | None:
        """The commit about to be made, with all that is `changed`, if it has one parent."""
        if len(proposed.parents) != 1:
            return None
        git, (base,), (commit,) = proposed.git, proposed.parents, changed
        state = state_at(CommitSnapshot(git, base))
        tree, commits = proposed.tree, (replace(commit, id=""),)
        archive = known_history.archive(git, base, tree)
        return cls(git, base, tree, commits, True, state, archive, memory_of(git))

    @classmethod
    def push(cls, git: Git, base: str, tip: str, *, remembers: bool) -> OnTop | None:
        """What a push brings, if the line of first parents leads back to `base`."""
        commits = tuple(islice(history.walk(git, tip, exclude=[base]), _MOST + 1))
        if not 0 < len(commits) <= _MOST or not _leads_to(base, commits):
            return None
        above = (base, *(commit.id for commit in commits))
        straight = all(
            commit.parents == (parent,) for commit, parent in zip(commits, above, strict=False)
        )
        state = state_at(CommitSnapshot(git, base))
        archive = known_history.archive(git, base, tip) if remembers else None
        memory = memory_of(git) if remembers else None
        return cls(git, base, tip, commits, straight, state, archive, memory)

    def let_through(
        self, workspace: Workspace, view: View, ref: str, *, collecting: bool
    ) -> HookVerdict | None:
        """The verdict that lets them through; None where it may not, or takes all to be known."""
        seen = self._look(workspace, view)
        if seen is None:
            return None
        before, after, changed, named, memory = seen
        found = [gap for gap in self._ask(after) if gap.counts or gap.blocks]
        if any(gap.rule.of_many for gap in found):
            return None
        new = brought(found, self._ask(before())) if found else ()
        if any(stops(gap, collecting=collecting) for gap in new):
            return None
        if self._added(changed) and any(gap.finding.place.path not in changed for gap in new):
            return None  # a new file may also be why another document has a gap
        self._keep(memory, after, named)
        left_open = tuple(gap for gap in new if gap.counts)
        documents = not_yet_committed(after)
        return HookVerdict(ref, open=left_open, documents=documents, tree=self.tip)

    def _look(self, workspace: Workspace, view: View) -> _Looked | None:
        """What they make of the documents that they change; None where they do more."""
        if self.archive is None or self.memory is None:
            return None
        since = since_base(self.git, self.base)
        named = self.memory.named(self.git.folder, self.base, since)
        if named is None:
            named = self._catch_up(self.memory, workspace, view.on)
        changed = self._changed(named) if named else None
        if named is None or named.alike or changed is None:
            return None
        try:
            threads = self._threads(self.archive)
        except LostError:
            return None
        seen, past = self._sight(view.rev), View(view.on, rev=self.base)
        before = cache(
            lambda: workspace.register(past, threads=threads[0], sight=self._sight(self.base))
        )
        after = workspace.register(view, self.base_state, threads=threads[1], sight=seen)
        if after.inventory.authority_problem or not self._are_the_same(after, changed, named):
            return None
        if named.included and not included_texts(before()) <= included_texts(after):
            return None
        return _Looked(before, after, changed, named, self.memory)

    def _catch_up(self, memory: TreeMemory, workspace: Workspace, on: date) -> NamedFiles | None:
        """What is named at the base, if simple commits alone led to it from one that was judged.

        No hook saw them: they came from elsewhere, as by `git pull`. They may change records, too:
        no document rests on these, and of them no more must be known than what they name.
        """
        known = memory.known(self.git.folder)
        line = history.first_parents(self.git, self.base, _MOST) if known else ()
        start = next((commit for commit in line[1:] if commit in known), None)
        came = OnTop.push(self.git, start, self.base, remembers=True) if start else None
        if came is None:
            return None
        records = records_changed(came._all_changes, came.base_state.config)
        missed = came._without(records.keys())
        seen = missed._look(workspace, View(on, rev=self.base))
        if seen is None or any(map(seen.named.namer(), records)):
            return None
        if any(gap.rule.of_many for gap in missed._ask(seen.after)):
            return None
        said = named_by(self._versions(records), seen.named.include)
        return missed._keep(memory, seen.after, seen.named.and_those(said)) if said else None

    def _without(self, paths: Iterable[str]) -> OnTop:
        """The same, apart from what is changed at these paths."""
        aside = frozenset(paths)
        commits = (
            replace(each, changes=tuple(c for c in each.changes if c.path not in aside))
            for each in self.commits
        )
        return self._replace(commits=tuple(commits), aside=aside)

    def _versions(
        self, changed: Mapping[str, Iterable[Change]]
    ) -> Iterator[tuple[str, str, bytes]]:
        """What the files at these paths were and are: path, blob and content of each."""
        paths: dict[str, set[str]] = {}
        for path, changes in changed.items():
            for change in changes:
                for blob in (change.old_blob, change.new_blob, *change.other_blobs):
                    paths.setdefault(blob or "", set()).add(path)
        paths.pop("", None)
        for blob, data in read_blobs(self.git, paths, refused={}):
            yield from ((path, blob, data) for path in paths[blob])

    def _keep(self, memory: TreeMemory, after: Register, named: NamedFiles) -> NamedFiles:
        """Remember what is named before and after them, and return it."""
        named = named.and_those(files_named(after, named.include))
        memory.keep_named(self.git.folder, (self.tip, self.base), named)
        return named

    def _sight(self, commit: str) -> Sight:
        """What there is at a commit that is here, by its full id."""
        return Sight(commit, CommitSnapshot(self.git, commit))

    def _ask(self, register: Register) -> tuple[Gap, ...]:
        return ask(rules_of_documents().values(), register)

    def _changed(self, named: NamedFiles) -> tuple[str, ...] | None:
        """The documents that are changed; None where more is."""
        changes = [change for change in self._all_changes if change.path not in self.aside]
        if {change.path for change in changes} - {change.path for change in self._changes}:
            return None  # a merge left out what one of its parents has
        return changed_documents(changes, self.base_state.config, named.namer())

    @property
    def _all_changes(self) -> Iterator[Change]:
        """What the commits change, and what a merge among them changes and none of them says."""
        yield from self._changes
        if not self.straight:
            yield from history.between(self.git, self.base, self.tip)

    @property
    def _changes(self) -> Iterator[Change]:
        return (change for commit in self.commits for change in commit.changes)

    def _added(self, changed: Iterable[str]) -> set[str]:
        """Those of the paths that are new to a commit."""
        came = {change.path for change in self._changes if change.old_blob is None}
        return came.intersection(changed)

    def _threads(self, archive: Archive) -> tuple[Threads, Threads]:
        """The histories of the documents that are changed, before that and after it.

        Raises LostError where these are not known.
        """
        here = {commit.id for commit in self.commits}
        straight = [commit.id for commit in self.commits] if self.straight else ()
        config = self.base_state.config
        found = known_history.recall(self.git, archive, self.base, config, straight)
        if found is None:
            raise LostError(self.base)
        known, later = found
        names = known.names(self._changes, lambda ids: read_blobs(self.git, ids, refused={}))
        before = known.threads((change.path for change in self._changes), names, later)
        parents = {id for commit in self.commits for id in commit.parents} - here
        places = known.places(parents)
        if places.keys() != parents or max(places.values()) >= before.walk.count:
            raise LostError(self.base)
        return before, before.with_next(self.commits, places)

    def _are_the_same(self, after: Register, changed: Sequence[str], named: NamedFiles) -> bool:
        """Whether all that the files at these paths held is one document, or was never one.

        One that is new must be a document, nothing may look like it, and no record may have named
        it before.
        """
        added = self._added(changed)
        blobs: dict[str, set[str]] = {path: set() for path in changed}
        for change in self._changes:
            for blob in (change.old_blob, change.new_blob, *change.other_blobs):
                if blob and change.path in blobs:
                    blobs[change.path].add(blob)
        documents = {document.path: document for document in after.documents}
        config = self.base_state.config
        controlled, texts = is_document(config), dict[str, bytes]()
        if not config.include:
            texts |= read_blobs(self.git, set().union(*blobs.values()), refused={})
        held = {
            (document.path, document.blob): document
            for found in after.ledger.documents.values()
            for step in found.transitions
            for document in (step.old, step.new)
            if document
        }
        alike = Counter(map(look, after.inventory.paths)) if added else Counter[str]()
        for path, new in ((path, documents.get(path)) for path in changed):
            entry = after.entries.get(new.id) if new else None
            if new and (entry is None or len(entry.current) != 1):
                return False
            if path in added and (
                new is None
                or new.id in named.cited
                or look(new.identifier) in named.known
                or alike[look(path)] > 1
            ):
                return False
            for blob in blobs[path]:
                if controlled(path, texts.get(blob, b"")) is not (new is not None):
                    return False
                text = held.get((path, blob))
                if new and (text is None or text.id != new.id or not text.has_front_matter):
                    return False
        return True

    def judged(self, found: InFull) -> HookVerdict:
        """The verdict in full, which of simple commits reports what documents leave open."""
        verdict, after, before, alike = found
        config = self.base_state.config
        named = files_named(after, config.include, alike=alike)
        named_before = files_named(before, config.include, alike=alike) if before else None
        if self.archive and self.memory:
            known_history.learn(self.git, self.archive, self.base, config, after.ledger)
            if verdict.refused and named_before:
                self.memory.keep_named(self.git.folder, (self.base,), named_before)
            elif not verdict.refused:
                both = named.and_those(named_before) if named_before else named
                trees = (self.tip, self.base) if named_before else (self.tip,)
                self.memory.keep_named(self.git.folder, trees, both)
        if verdict.refused or before is None or named_before is None:
            return verdict
        changed = self._changed(named.and_those(named_before))
        if changed is None or not self._are_the_same(after, changed, named_before):
            return verdict
        if not included_texts(before) <= included_texts(after):
            return verdict
        return replace(verdict, open=tuple(g for g in verdict.open if g.rule.of_documents))


def _leads_to(base: str, commits: Sequence[Commit]) -> bool:
    """Whether `base` is on the line of first parents of the last commit, and none is a beginning.

    Then what has landed by `base` has not landed later.
    """
    first = {commit.id: commit.parents[0] for commit in commits if commit.parents}
    at = commits[-1].id
    while at in first:
        at = first[at]
    return at == base and len(first) == len(commits)

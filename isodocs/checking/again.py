"""A check after texts of documents were edited, made of what the last one found.

What changed since is seen from outside: what each folder holds now, and what the index has. Whether
that is enough to go on from the last check is decided by `renewed`.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from isodocs.checking.last_check import as_data, from_data
from isodocs.checking.renewed import Edits, as_last, edits, files_edited, learn, renewed
from isodocs.history import known_history
from isodocs.machine import moments
from isodocs.machine.difference import difference
from isodocs.named_tuple import NamedTuple
from isodocs.recall import since
from isodocs.recall.listed import rewritten
from isodocs.repository.index import rows
from isodocs.repository.snapshot import WorkTreeSnapshot

if TYPE_CHECKING:
    from isodocs.checking.check import CheckResult
    from isodocs.checking.last_check import LastCheck
    from isodocs.machine.answers import Call
    from isodocs.machine.moments import Moment
    from isodocs.model.checked import Checked
    from isodocs.workspace import View, Workspace


class _Seen(NamedTuple):
    """What needs another look, and what is seen now."""

    edited: Edits
    seen: since.Seen


class Again:
    """A check of the work tree, and what is remembered of the one before it."""

    def __init__(self, call: Call, workspace: Workspace, view: View, *, pinned: bool) -> None:
        """`pinned` says whether a pin is asked for."""
        self._call, self._workspace, self._view = call, workspace, view
        what = (workspace.git.folder, view.on, view.latest, pinned)
        self._about = blake2b(call.about + repr(what).encode(), digest_size=32).digest()
        self.sight = workspace.see(view)

    def checked(self) -> Checked | None:
        """What the check finds; None where it must be made in full."""
        found = self.last()
        return found.checked if found else None

    def last(self) -> LastCheck | None:
        """The same, as the next check may be made of it."""
        tip, snapshot = self.sight
        known = moments.recall(self._call.kept, self._about) if self._call.about else None
        if known is None or tip is None or not isinstance(snapshot, WorkTreeSnapshot):
            return None
        return self._since(known, from_data(known.found), tip, snapshot)

    def keep(self, result: CheckResult) -> LastCheck | None:
        """Remember what a check in full found; returns it where the next can be made of it."""
        git, (tip, snapshot) = self._workspace.git, self.sight
        if not self._call.about or tip is None or not isinstance(snapshot, WorkTreeSnapshot):
            return None
        last = as_last(self._workspace, self.sight, result)
        if last is None or known_history.archive(git, tip) is None:
            return last
        from isodocs.checking.touched import keep_named  # after an edit it is not needed

        seen = since.all_of(self._call, snapshot)

        def keep() -> None:
            learn(git, tip, result.register)
            self._remember(last, seen)
            if not last.differing:
                keep_named(git, last)  # the next commit is made on top of it

        self._call.keep_also(keep)
        return last

    def _since(
        self, moment: Moment, last: LastCheck, tip: str, snapshot: WorkTreeSnapshot
    ) -> LastCheck | None:
        seen = self._seen(moment, last, tip, snapshot)
        if seen is None:
            return None
        found = renewed(
            self._workspace,
            self._view,
            last,
            tip,
            seen.edited,
            lambda: self._workspace.recalled(self._view, self.sight),
        )
        if found is None:
            return None
        self._call.keep_also(lambda: self._remember(found, seen.seen, moment))
        return found

    def _seen(
        self, moment: Moment, last: LastCheck, tip: str, snapshot: WorkTreeSnapshot
    ) -> _Seen | None:
        """What has changed since; None where that is more than texts."""
        git = self._workspace.git
        found = difference(self._call.roots, moment.changed(since.FILES, self._call.seen))
        paths = files_edited(git, found, last) if found else None
        if found is None or paths is None:
            return None
        index = moment.parts[since.INDEX]
        if found.in_index:
            index = rows(git)
            indexed = rewritten(moment.changed(since.INDEX, index))
            if indexed is None or any(indexed.values()):
                return None
            paths.update(indexed)
        edited = edits(git, paths, last, tip)
        seen = {since.FILES: self._call.seen, since.INDEX: index}
        return _Seen(edited, seen) if edited else None

    def _remember(self, last: LastCheck, seen: since.Seen, before: Moment | None = None) -> None:
        """Keep what was found, with all that was seen; `before` as in `moments.keep`."""
        moments.keep(self._call.kept, self._about, seen, as_data(last), before)

"""What the last check found, brought up to date where only texts of documents or records changed.

Of such documents the rules of documents find something else, and no other rule does (`outward`). So
only these documents are read again, with their histories as they are remembered (`known_history`).
Of records those rules are asked again that may find something else in them (`readings`). All other
gaps are those of the last check. Whatever else has changed, the check is made in full.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from isodocs.assess.nonconformities import promised
from isodocs.assess.shown_flaws import included_texts
from isodocs.assess.thin_claims import said_behind_clauses
from isodocs.checking.check import STANDARDS, standards
from isodocs.checking.last_check import LastCheck
from isodocs.checking.outward import Aspects, face
from isodocs.checking.readings import KeptReadings, readings_of, watched
from isodocs.checking.run import ask, in_order
from isodocs.checking.stamps import Stamps
from isodocs.history import known_history
from isodocs.inventory.configuration import read_config
from isodocs.inventory.placement import FILE_MODES
from isodocs.machine.archive import LostError
from isodocs.model.commit import Change
from isodocs.named_tuple import NamedTuple
from isodocs.recall import since
from isodocs.recall.simple_changes import (
    are_records_alone,
    changed_documents,
    files_named,
    files_records_name,
)
from isodocs.repository import history
from isodocs.repository.snapshot import (
    CommitSnapshot,
    KnownWorkTree,
    NotKnownError,
    WorkTreeSnapshot,
)
from isodocs.rules.registry import all_rules, rules_of_documents
from isodocs.workspace import Sight

if TYPE_CHECKING:
    from isodocs.checking.check import CheckResult
    from isodocs.machine.difference import Difference
    from isodocs.model.gap import Gap
    from isodocs.model.register import Register
    from isodocs.repository.git import Git
    from isodocs.workspace import View, Workspace

_MOST_COMMITS = 1_000

_PLAIN = (FILE_MODES[0], FILE_MODES[0])
_BLOB = "-"


class Edits(NamedTuple):
    """What needs another look: the paths, and the commits made since, with what they changed."""

    paths: frozenset[str]
    made: frozenset[str]
    committed: tuple[Change, ...]


def files_edited(git: Git, found: Difference, last: LastCheck) -> set[str] | None:
    """The files of a difference; None where it takes in more, or what is outside of the system.

    Others may come and go where no one reads or names them, such as what editors write beside.
    """
    files = [git.inside(path) for path in found.files]
    others = [(git.inside(path), mode) for path, mode in found.others]
    inside = {path for path in (*files, *(path for path, _ in others)) if path is not None}
    known = [(path, mode) for path, mode in others if path is not None]
    if len(inside) < len({*files, *others}) or not last.named.are_left_alone(known):
        return None
    return inside


def edits(git: Git, files: Iterable[str], last: LastCheck, tip: str) -> Edits | None:
    """What these files and the commits since the last check edit; None where they do more."""
    made = []
    if tip != last.tip:
        if not history.follows(git, tip, last.tip):
            return None
        made = list(history.walk(git, tip, exclude=[last.tip]))
    if not since.is_straight(tip, last.tip, {each.id: each.parents for each in made}):
        return None
    since.list_from_index(git, tip, last.tip, made)
    committed = [change for commit in made for change in commit.changes]
    if len(made) > _MOST_COMMITS or not all(c.old_blob and c.new_blob for c in committed):
        return None
    paths = frozenset((*files, *(change.path for change in committed)))
    return Edits(paths, frozenset(c.id for c in made), tuple(committed))


def as_last(workspace: Workspace, sight: Sight, result: CheckResult) -> LastCheck | None:
    """A check in full as the next one may be made of it; None where it cannot be."""
    git, (tip, snapshot) = workspace.git, sight
    if tip is None or not isinstance(snapshot, WorkTreeSnapshot):
        return None
    differing = since.differing_from(CommitSnapshot(git, tip), snapshot)
    if differing is None:
        return None
    register = result.register
    named = files_named(register, register.config.include)
    checked = result.checked  # before it is asked what was read for it
    texts = said_behind_clauses(register)
    readings = readings_of(register) or KeptReadings()
    return LastCheck(tip, differing, named, promised(register), checked, texts, readings)


def learn(git: Git, tip: str, register: Register) -> bool:
    """Remember the history below a check in full; whether there is a place for it."""
    archive = known_history.archive(git, tip)
    if archive is not None:
        known_history.learn(git, archive, tip, register.config, register.ledger)
    return archive is not None


def renewed(
    workspace: Workspace,
    view: View,
    last: LastCheck,
    tip: str,
    edited: Edits,
    recalled: Callable[[], Register | None] = lambda: None,
) -> LastCheck | None:
    """The check after these edits, on top of the commit `tip`; None where it takes a full one.

    `recalled` gives the register of now, where it need not be made whole.
    """
    try:
        return _renewed(workspace, view, last, tip, edited, recalled)
    except (LostError, NotKnownError):
        return None


def _renewed(
    workspace: Workspace,
    view: View,
    last: LastCheck,
    tip: str,
    edited: Edits,
    recalled: Callable[[], Register | None],
) -> LastCheck | None:
    commit = CommitSnapshot(workspace.git, tip)
    differing = since.differing_now(commit, last.differing, edited.paths)
    if differing is None:
        return None
    following = last._replace(tip=tip, differing=differing)
    return _followed(workspace, view, last, following, edited, recalled)


def put_back(
    workspace: Workspace, view: View, last: LastCheck, register: Register
) -> LastCheck | None:
    """The check of the commit below a work tree, made of that of the tree, whose register it is.

    None where it takes a full one. It is the check after all that is not committed was put back.
    """
    if not last.differing:
        return last
    entries = CommitSnapshot(workspace.git, last.tip).entries
    config, named = register.config, last.named.namer()
    paths = set()
    for path, found in last.differing.items():
        modes = [each.mode for each in (entries.get(path), found and found.entry) if each]
        if modes == [*_PLAIN] or (
            modes == [FILE_MODES[0]] and are_records_alone(path, config, named)
        ):
            paths.add(path)
        elif len(modes) > 1 or not last.named.are_left_alone([(path, modes[0])]):
            return None
    edited = Edits(frozenset(paths), frozenset(), ())
    try:
        return _followed(
            workspace,
            view,
            last,
            last._replace(differing={}),
            edited,
            lambda: workspace.with_records(register, view, last.tip, {}, paths),
        )
    except (LostError, NotKnownError):
        return None


def _followed(
    workspace: Workspace,
    view: View,
    last: LastCheck,
    following: LastCheck,
    edited: Edits,
    recalled: Callable[[], Register | None],
) -> LastCheck | None:
    """The check `following` the last one, whose commit and files it has: what it finds."""
    config = read_config(CommitSnapshot(workspace.git, following.tip))
    named = last.named.namer()
    now = [Change(path, "", _BLOB, *_PLAIN) for path in edited.paths]
    changes = [*now, *edited.committed]
    of_records = {c.path for c in changes if are_records_alone(c.path, config, named)}
    others = [change for change in changes if change.path not in of_records]
    found: LastCheck | None = following
    if others:
        simple = changed_documents(others, config, named)
        found = None if simple is None else _texts(workspace, view, last, following, edited, simple)
    if of_records and found:
        register = recalled()
        found = with_records(found, register, of_records) if register else None
    return found


def _texts(
    workspace: Workspace,
    view: View,
    last: LastCheck,
    following: LastCheck,
    edited: Edits,
    simple: tuple[str, ...],
) -> LastCheck | None:
    """The check after texts of documents were edited: `simple` are their paths."""
    git, tip = workspace.git, following.tip
    commit = CommitSnapshot(git, tip)
    config = read_config(commit)
    archive = known_history.archive(git, tip)
    known = known_history.recall(git, archive, tip, config) if archive else None
    if known is None:
        return None
    threads = since.threads(known[0], simple, (last.differing, following.differing))
    earlier = KnownWorkTree(CommitSnapshot(git, last.tip), last.differing)
    later = KnownWorkTree(commit, following.differing)
    views = (threads.without(edited.made), earlier), (threads, later)
    before, after = (
        workspace.register(view, threads=some, sight=Sight(each.below.id, each))
        for some, each in views
    )
    gaps = _gaps(last, before, after, simple)
    if gaps is None:
        return None
    named = last.named.and_those(files_named(after, config.include))
    texts = {**last.texts, **said_behind_clauses(after)}
    return following._replace(named=named, checked=last.checked._replace(gaps=gaps), texts=texts)


def with_records(
    last: LastCheck, register: Register, paths: set[str], settled: Collection[str] = ()
) -> LastCheck | None:
    """The check after records at these paths were edited, made on the register of now.

    Of the rules `settled` the last check is right, and this register is not: None where one of them
    would have to be asked again.
    """
    if not last.readings.nodes:
        return None
    register = watched(register, last.readings)
    stamps = Stamps(register)
    affected = last.readings.affected(register, stamps)
    if not affected.isdisjoint(settled):
        return None
    rules = [rule for code, rule in all_rules().items() if code in affected]
    left = [gap for gap in last.checked.gaps if gap.code not in affected]
    checked = last.checked._replace(gaps=in_order([*left, *ask(rules, register)]))
    if STANDARDS in affected:
        checked = checked._replace(standards=standards(register))
    entered = (each for each in register.inventory.records if each.path in paths)
    named = last.named.and_those(files_records_name(entered, register.config.include))
    new = readings_of(register, stamps) or KeptReadings()
    readings = last.readings.with_those(new, stamps)
    return last._replace(
        named=named, promised=promised(register), checked=checked, readings=readings
    )


def _gaps(
    last: LastCheck, before: Register, after: Register, changed: Iterable[str]
) -> tuple[Gap, ...] | None:
    """All gaps there are now; None where more than the rules of documents find something else."""
    if before.ledger.unread or after.ledger.unread or not _are_the_same(before, after, changed):
        return None
    rules = rules_of_documents()
    aspects = _aspects(last, before, after)
    if face(before, aspects) != face(after, aspects) or _is_shared(last, before, after):
        return None
    gone, new = (ask(rules.values(), register) for register in (before, after))
    if any(gap.rule.of_many for gap in (*gone, *new)):
        return None
    left = list(last.checked.gaps)
    for gap in gone:
        if gap not in left:
            return None
        left.remove(gap)
    if not all(gap.finding.place.path for gap in (*gone, *new)):
        return None
    return in_order([*left, *new])


def _are_the_same(before: Register, after: Register, paths: Iterable[str]) -> bool:
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


def _is_shared(last: LastCheck, before: Register, after: Register) -> bool:
    """Whether what was written, or taken out, is what another document says behind clauses.

    Then it depends on the clauses of both whether it says enough.
    """
    old, new = said_behind_clauses(before), said_behind_clauses(after)
    changed = {
        each for id in old.keys() | new.keys() for each in {*old.get(id, ())} ^ {*new.get(id, ())}
    }
    ours = before.entries.keys() | after.entries.keys()
    return any(
        not changed.isdisjoint(sums)
        for id, sums in last.texts.items()
        if changed and id not in ours
    )


def _aspects(last: LastCheck, before: Register, after: Register) -> Aspects:
    """What matters of these documents, by what other rules report of them."""
    ids = before.entries.keys() | after.entries.keys()
    bodies = {d.path: d.body_line for d in (*after.documents, *before.documents)}
    others = [gap.finding for gap in last.checked.gaps if not gap.rule.of_documents]
    mine = [f for f in others if f.document in ids or f.place.path in bodies]
    return Aspects(
        lines=any(f.place.line >= bodies.get(f.place.path, f.place.line + 1) for f in mine),
        approval=bool(mine),
        time=not ids.isdisjoint(last.promised),
    )

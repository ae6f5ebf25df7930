"""Another number for a document or record: its file, its field, and what refers to it.

Two people begin something on the same day and take the same number; one of the two gets the next
free one. What was approved keeps its number, because the number is part of the approved bytes, and
what is closed keeps what it says.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from isodocs.dataclass import immutable
from isodocs.errors import LifecycleError
from isodocs.expressions import expression
from isodocs.lifecycle import fields
from isodocs.lifecycle.create import next_identifier
from isodocs.lifecycle.file_name import refuse_device
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.lifecycle.record_number import next_number
from isodocs.model.approval import Decision
from isodocs.model.document import IDENTIFIER, Document, plain
from isodocs.model.record import Record
from isodocs.parsing import document as document_parsing
from isodocs.parsing.identifiers import replaced
from isodocs.records import record_edit
from isodocs.records.record_kinds import kinds
from isodocs.words import did_you_mean, noun, say

if TYPE_CHECKING:
    from isodocs.lifecycle.create_record import ReadFile
    from isodocs.model.commit import Commit
    from isodocs.model.register import Register

_YEAR = expression(r"(?:19|20)[0-9]{2}", re.ASCII)
_SHOWN = 8


@immutable(frozen=True, slots=True)
class _Target:
    """What gets another number, and those that keep it."""

    old: str
    item: Document | Record
    others: tuple[Document | Record, ...]

    @property
    def path(self) -> str:
        return self.item.path


def renumber(
    register: Register,
    name: str,
    new: str,
    read_file: ReadFile,
    elsewhere: Mapping[str, Collection[str]],
    commits: Sequence[Commit],
    pending: Collection[str],
) -> Plan:
    """Plan another number for what `name` (an id, a path, or a row `path:line`) means.

    Without `new` it is the next free one; `elsewhere` are the numbers on other branches. Of
    several with one number the one that came last is meant: `commits` say which, the `pending`
    paths are not committed yet. What refers to it is changed along: in the whole system while the
    number is one thing's alone; else in the files of the change that brought it, since no one can
    know what others mean. Raises LifecycleError for what is approved or closed, and for a number
    that is taken.
    """
    arrivals = _Arrivals(commits, pending)
    target = _target(register, name, arrivals)
    new = new or _next(register, target, elsewhere)
    _refuse_taken(register, target, new, elsewhere)
    path = _new_path(register, target, new)
    words = _Words(register, target, new, path)
    before = _read(read_file, target.path)
    after = _own(register, target, new, before)
    if not _is_row(target.item):
        after = words.in_text(after)
    if path == target.path:
        changes = [FileChange(path, before, after)]
    else:
        changes = [FileChange(target.path, before, None), FileChange(path, None, after)]
    keep = {other.path for other in target.others}
    # What keeps the number may have come with what gets another: it goes on naming itself.
    ours = arrivals.companions(target.path) - keep if target.others else None
    left = []
    for other, may_change, is_table in _texts(register, target):
        file = read_file(other)
        if file is None or words.in_text(file.data) == file.data:
            continue
        edited = file.data
        if may_change:
            whole = ours is None or (other in ours and not is_table)
            edited = words.in_text(edited) if whole else words.in_paths(edited)
        if edited != file.data:
            changes.append(FileChange(other, file.data, edited))
        if words.in_text(edited) != edited:
            left.append(other)
    kept = (
        say("; {path} keeps it", path=", ".join(o.path for o in target.others))
        if target.others
        else ""
    )
    return Plan(
        say(
            "{old} ({path}) becomes {new}{kept}.",
            old=target.old,
            path=target.path,
            new=new,
            kept=kept,
        ),
        say("{old}: renumber to {new}", old=target.old, new=new),
        tuple(changes),
        _then(target.old, left),
    )


def _then(old: str, left: list[str]) -> tuple[str, ...]:
    if not left:
        return ()
    more = say(" and {left} more", left=len(left) - _SHOWN) if len(left) > _SHOWN else ""
    named = ", ".join(left[:_SHOWN]) + more
    return (
        say(
            "These still name {old}, and were left as they are; look whether that is "
            "right: {named}",
            old=old,
            named=named,
        ),
    )


def _is_row(item: Document | Record) -> bool:
    return isinstance(item, Record) and kinds()[item.kind].table


# -- which one ------------------------------------------------------------------------------


class _Arrivals:
    """When files came, and with which others."""

    def __init__(self, commits: Sequence[Commit], pending: Collection[str]) -> None:
        self.commits = commits
        self.pending = pending

    def key(self, path: str) -> tuple[bool, float, str]:
        """Sorts by arrival: what is not committed is last of all."""
        first = next(
            (
                commit.committer.when.timestamp()
                for commit in self.commits
                if any(c.path == path and c.new_blob for c in commit.changes)
            ),
            0.0,
        )
        return path in self.pending and not first, first, path

    def companions(self, path: str) -> set[str]:
        """The files that came or changed together with this one, and what is not committed."""
        found = set(self.pending)
        for commit in self.commits:
            paths = {change.path for change in commit.changes}
            if path in paths and len(commit.parents) < 2:
                found |= paths
        return found


def _target(register: Register, name: str, arrivals: _Arrivals) -> _Target:
    items: list[Document | Record] = [*register.documents]
    items += [record for record in register.inventory.records if record.id]
    place, _, line = name.rpartition(":")
    named = [i for i in items if i.path == name] or [
        i for i in items if isinstance(i, Record) and (i.path, str(i.line)) == (place, line)
    ]
    if len(named) > 1:
        raise LifecycleError(
            say("{name} holds {named} records", name=name, named=len(named)),
            hint=say(
                "Name the row by its number, or by its line: {name}:{line}",
                name=name,
                line=_line(named[-1]),
            ),
        )
    same = [i for i in items if i.id == (named[0].id if named else name)]
    if not same:
        known = sorted({item.id for item in items})
        raise LifecycleError(
            say(
                "there is no document or record {name!r}.{did_you_mean}",
                name=name,
                did_you_mean=did_you_mean(name, known),
            ),
            hint=say(
                "`isodocs register` lists the documents. What is in conflict in a merge "
                "has no number that can be read: `git merge --abort`, give yours another "
                "one on your own branch, then merge."
            ),
        )
    free = named or [item for item in same if not _fixed(register, item)] or same
    chosen = max(free, key=lambda i: (*arrivals.key(i.path), _line(i)))
    if reason := _fixed(register, chosen):
        raise LifecycleError(
            say("{id} keeps its number: {reason}", id=chosen.id, reason=reason),
            path=chosen.path,
            hint=say(
                "The other one can get the next free number: name its file. Are both "
                "approved, take one out of use (isodocs retire {id}) and begin it under "
                "a new number.",
                id=chosen.id,
            )
            if len(same) > 1
            else say("A number that was given out for good is never given out again."),
        )
    others = tuple(item for item in same if item is not chosen)
    if isinstance(chosen, Document):
        _refuse_languages(register, chosen, others)
        return _Target(plain(chosen.id), chosen, others)
    return _Target(chosen.id, chosen, others)


def _refuse_languages(register: Register, chosen: Document, others: Sequence[object]) -> None:
    """One number is that of all texts of a document, in whatever language."""
    texts = [d.path for d in register.documents if plain(d.id) == plain(chosen.id)]
    if len(texts) > 1 and not others:
        raise LifecycleError(
            say(
                "{plain} has texts in several languages, which share its number",
                plain=plain(chosen.id),
            ),
            hint=say("Write the new number into each of them: {texts}.", texts=", ".join(texts)),
            path=chosen.path,
        )


def _line(item: Document | Record) -> int:
    return item.line if isinstance(item, Record) else 1


def _fixed(register: Register, item: Document | Record) -> str:
    """Why a number cannot change any more; empty where it can."""
    if isinstance(item, Record):
        kind = kinds().get(item.kind)
        if kind and not kind.table and item.text("status") in kind.closed:
            return say("the record is closed, and what is closed stays as it is")
        if kind and kind.final:
            return say("what such a row says stays")
        return ""
    for record in register.inventory.approvals:
        said = record.statement
        if said and said.doc == item.id and said.decision is Decision.APPROVE:
            first = said.parts[0]
            if first.path == item.path or first.sha256 == item.sha256:
                return say(
                    "{name} approved revision {rev}, and the number is part of that",
                    name=said.name,
                    rev=said.rev,
                )
    return ""


# -- which number ---------------------------------------------------------------------------


def _next(register: Register, target: _Target, elsewhere: Mapping[str, Collection[str]]) -> str:
    item = target.item
    if isinstance(item, Document):
        return next_identifier(register, item.type or "document", elsewhere.get("", ()))
    kind_of = kinds()[item.kind]
    used = [record.id for record in register.records.get(item.kind, ())]
    year = _YEAR.search(item.id)
    number = next_number(
        kind_of, [*used, *elsewhere.get(item.kind, ())], int(year[0]) if year else register.on.year
    )
    if not number:
        raise LifecycleError(
            say("people choose the names of {title} records", title=noun(kind_of.title)),
            hint=say("Choose one: isodocs renumber {old} NEW", old=target.old),
        )
    return number


def _refuse_taken(
    register: Register, target: _Target, new: str, elsewhere: Mapping[str, Collection[str]]
) -> None:
    refuse_device(new)
    if not IDENTIFIER.fullmatch(new):
        raise LifecycleError(
            say("{new!r} cannot be an identifier", new=new),
            hint=say("Use letters, digits, '.', '_' and '-' only, for example SOP-014."),
        )
    item = target.item
    used: set[str] = set(elsewhere.get(item.kind if isinstance(item, Record) else "", ()))
    if isinstance(item, Record):
        used |= {record.id for record in register.records.get(item.kind, ())}
    else:
        used |= {*register.entries}
    if new.casefold() in {id.casefold() for id in used}:
        raise LifecycleError(
            say("{new} is or was in use; a number is never used twice", new=new),
            hint=say("Leave the new number out to get the next free one."),
        )


# -- the files ------------------------------------------------------------------------------


def _read(read_file: ReadFile, path: str) -> bytes:
    file = read_file(path)
    if file is None:
        raise LifecycleError(
            say("the file is not there any more"), path=path, hint=say("Look at it.")
        )
    return file.data


def _new_path(register: Register, target: _Target, new: str) -> str:
    """The path with the new number, where the file's name begins with the old one."""
    folder, name = posixpath.split(target.path)
    rest = name.removeprefix(target.old)
    if _is_row(target.item) or rest == name or rest[:1].isalnum():
        return target.path
    path = posixpath.join(folder, new + rest)
    if path in register.inventory.paths:
        raise LifecycleError(
            say("there is a file of this name already"),
            path=path,
            hint=say("Rename or remove it first."),
        )
    return path


def _own(register: Register, target: _Target, new: str, data: bytes) -> bytes:
    """The file with its own number changed, read back."""
    item, config = target.item, register.config
    if isinstance(item, Record):
        kind = kinds()[item.kind]
        return record_edit.edit(kind, item, data, {kind.key: new})
    if config.named_by_file:
        return data
    after = fields.edit(data, config, {"id": new}, path=item.path)
    if document_parsing.parse(item.path, "", after, config).id != new:
        raise LifecycleError(
            say("its number cannot be edited in place"),
            path=item.path,
            hint=say("Edit it by hand."),
        )
    return after


def _texts(register: Register, target: _Target) -> Iterator[tuple[str, bool, bool]]:
    """The other files that may refer to it, whether they may change, whether they are tables."""
    for document in register.documents:
        if document.path != target.path:
            yield document.path, not _fixed(register, document), False
    seen = {target.path}
    for record in register.inventory.records:
        if record.path not in seen and record.kind in kinds():
            seen.add(record.path)
            yield record.path, not _fixed(register, record), _is_row(record)


class _Words:
    """The old number in running text, as a word of its own, and the old file in links."""

    def __init__(self, register: Register, target: _Target, new: str, path: str) -> None:
        before, after = posixpath.basename(target.path), posixpath.basename(path)
        self._names = {before: after, _escaped(before): _escaped(after)}
        self._old, self._new = target.old, new
        # The folder keeps its name, also where it holds the pictures of the document.
        self._folder = any(f"/{target.old}/" in f"/{known}" for known in register.inventory.paths)

    def in_paths(self, data: bytes) -> bytes:
        """With links to the file changed."""
        for before, after in self._names.items():
            data = replaced(data, before, after)
        return data

    def in_text(self, data: bytes) -> bytes:
        """With links and every mention changed."""
        data = self.in_paths(data)
        return replaced(data, self._old, self._new, also_before_slash=not self._folder)


def _escaped(name: str) -> str:
    """A name of a file as a link may write it."""
    return quote(name, errors="surrogateescape")

"""What was said about each text: comments with their answers, and which of them are still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.authority.authorship import wrote
from isodocs.model.comment import CommentAct, CommentRecord, Discussion, Remark
from isodocs.model.document import State
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register, RevisionStatus

_ON_ITS_WAY = (State.DRAFT, State.AWAITING)


class Comments(NamedTuple):
    """Every comment by its document, the oldest first; `loose` follow no comment that is here.

    `homeless` are comments on a document that is not here, `hidden` the files whose words someone
    hid.
    """

    of: Mapping[str, tuple[Discussion, ...]]
    loose: tuple[CommentRecord, ...]
    homeless: tuple[CommentRecord, ...]
    hidden: frozenset[str]


@once_per_register
def comments(register: Register) -> Comments:
    """All that was said."""
    first: dict[str, CommentRecord] = {}
    later: dict[str, list[tuple[CommentRecord, Remark]]] = defaultdict(list)
    for record in register.inventory.comments:
        remark = record.remark
        if remark is None:
            continue  # a rule reports what cannot be read
        if remark.act is CommentAct.COMMENT:
            first[record.sha256] = record
        else:
            later[remark.comment].append((record, remark))
    of: dict[str, list[Discussion]] = defaultdict(list)
    homeless, hidden = [], set[str]()
    for sha256, record in first.items():
        if (remark := record.remark) is None:
            continue
        steps = sorted(later.get(sha256, ()), key=_turn)
        document, said = _document(register, remark), tuple(step for _, step in steps)
        made = Discussion(document, record.path, sha256, remark, said).with_hidden()
        if document:
            of[document].append(made)
        else:
            homeless.append(record)
        files = (record, *(each for each, _ in steps))
        shown = zip(files, (made.comment, *made.steps), strict=True)
        hidden |= {each.path for each, remark in shown if remark.hidden}
    loose = (r for digest, each in later.items() if digest not in first for r, _ in each)
    return Comments(
        {id: tuple(sorted(said, key=_order)) for id, said in of.items()},
        tuple(loose),
        tuple(homeless),
        frozenset(hidden),
    )


def _turn(step: tuple[CommentRecord, Remark]) -> tuple[object, ...]:
    """What two people said at once, in two repositories, is in the order of their clocks."""
    record, remark = step
    return (remark.turn, remark.said_at, record.path)


def _order(said: Discussion) -> tuple[object, ...]:
    return (said.comment.said_at, said.id)


def _document(register: Register, remark: Remark) -> str:
    """The document that a comment is about, also where it has another number by now.

    Then the one that it was called after is gone, and another has had the same words, or has its
    file or its title.
    """
    named = register.entries.get(remark.doc)
    if named and named.current:
        return named.id
    words = _bodies(named) if named else frozenset()
    others = [entry for entry in register if entry is not named and entry.current]
    for entry in others:
        same = any(form.sha256 == remark.sha256 for form in _forms(entry))
        if same or not words.isdisjoint(_bodies(entry)):
            return entry.id
    for called in (_places, _titles) if named else ():
        for entry in others:
            if named and not called(named).isdisjoint(called(entry)):
                return entry.id
    return named.id if named else ""


def _places(entry: Entry) -> frozenset[str]:
    return frozenset(document.path for document in _forms(entry))


def _titles(entry: Entry) -> frozenset[str]:
    return frozenset(document.title.casefold() for document in _forms(entry)) - {""}


def _forms(entry: Entry) -> Iterator[Document]:
    return (form.document for status in entry.revisions for form in status.revision.forms)


def _bodies(entry: Entry) -> frozenset[str]:
    return frozenset(document.body_sha256 for document in _forms(entry))


def on_its_way(entry: Entry) -> RevisionStatus | None:
    """The revision that people comment on: a draft, or a final form that awaits approval."""
    newest = entry.newest
    return newest if newest.state in _ON_ITS_WAY else None


def discussions(register: Register, entry: Entry) -> tuple[Discussion, ...]:
    """The comments on the revision of a document that is on its way.

    Where none is here, it may wait on a branch: then those on what is not approved here.
    """
    coming = on_its_way(entry)
    said = comments(register).of.get(entry.id, ())
    return tuple(each for each in said if _is_of(entry, each.comment, coming))


def _is_of(entry: Entry, remark: Remark, coming: RevisionStatus | None) -> bool:
    """Whether a comment is on the revision on its way.

    So is one on a revision that never came into force: the draft has another number by now.
    """
    return bool(coming and coming.number == remark.rev) or not _is_approved(entry, remark.rev)


def _is_approved(entry: Entry, number: str) -> bool:
    status = entry.status(number)
    return status is not None and status.approved_on is not None


def on_revision(register: Register, id: str, number: str) -> tuple[Discussion, ...]:
    """The comments on a revision of a document."""
    entry = register.entries.get(id)
    coming = on_its_way(entry) if entry else None
    if entry and coming and coming.number == number:
        return discussions(register, entry)
    said = comments(register).of.get(id, ())
    return tuple(each for each in said if each.comment.rev == number)


def open_comments(register: Register, entry: Entry) -> tuple[Discussion, ...]:
    """Those of them that wait for an answer."""
    return tuple(each for each in discussions(register, entry) if each.is_open)


def left_behind(register: Register) -> Iterator[tuple[Entry, tuple[Discussion, ...]]]:
    """Documents that are gone and were never approved, with what others asked and no one answered.

    What the authors of a draft noted for themselves goes with it.
    """
    history = register.inventory.authority
    for id, said in comments(register).of.items():
        entry = register.entries[id]
        if entry.current or entry.issued is not None:
            continue
        authors = entry.newest.authors
        left = tuple(
            each
            for each in said
            if each.is_open and not (history and wrote(history, each.comment.person, authors))
        )
        if left:
            yield entry, left


def unreadable(register: Register, id: str) -> tuple[CommentRecord, ...]:
    """The files about a document that cannot be read."""
    return tuple(r for r in register.inventory.comments if r.problems and r.document == id)


def is_due(register: Register, entry: Entry, remark: Remark) -> bool:
    """Whether something that was said, of which the file is gone, was on the revision coming."""
    if remark.act is not CommentAct.COMMENT:
        return any(each.sha256 == remark.comment for each in discussions(register, entry))
    is_about = _document(register, remark) == entry.id
    return is_about and _is_of(entry, remark, on_its_way(entry))


def may_settle(register: Register, said: Discussion, person: str) -> bool:
    """Whether a person may resolve a comment or open it again.

    That is for the one who commented, for the owner of the document and for those who approve it.
    """
    return person == said.comment.person or person in _looking_after(
        register, register.entries[said.document]
    )


def may_hide(register: Register, said: Discussion, person: str) -> bool:
    """Whether a person may hide the words of a comment and of what followed.

    That is for those who may settle it. While the draft that someone wrote is on its way, they hide
    nothing that others said: who approves it reads what was objected.
    """
    if all(each.person == person for each in (said.comment, *said.steps)):
        return True
    coming = on_its_way(register.entries[said.document])
    history = register.inventory.authority
    if coming and history and wrote(history, person, coming.authors):
        return False
    return may_settle(register, said, person)


def _looking_after(register: Register, entry: Entry) -> Iterator[str]:
    """The owner of a document, and those who approve it."""
    coming = (on_its_way(entry) or entry.newest).document
    yield coming.owner
    history = register.inventory.authority
    if history is None:
        return
    rule = history.current.rule_for(coming.type)
    for role in (coming.owner, *(rule.roles if rule else ())):
        if role in history.current.roles:
            yield from history.current.roles[role].holders


def wrote_draft(register: Register, entry: Entry, person: str) -> bool:
    """Whether a person wrote the revision on its way, or owns its document."""
    coming, history = on_its_way(entry), register.inventory.authority
    if coming is None or history is None:
        return False
    owner = coming.document.owner
    holds = owner in history.current.roles and history.current.holds(person, owner)
    return owner == person or holds or wrote(history, person, coming.authors)

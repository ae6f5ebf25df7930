"""What is said about the text of a page, each comment at its passage, and what one can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from isodocs.assess.comments import (
    comments,
    discussions,
    may_hide,
    may_settle,
    on_its_way,
    on_revision,
    wrote_draft,
)
from isodocs.lifecycle.comment import placed
from isodocs.model.comment import CommentAct, CommentState
from isodocs.portal.views import addresses

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.model.comment import Discussion, PassageFound, Remark
    from isodocs.model.register import Entry
    from isodocs.portal.snapshot import PortalSnapshot
    from isodocs.rendering.body import Heading

_TONES = {
    CommentState.OPEN: "warning",
    CommentState.ANSWERED: "good",
    CommentState.RESOLVED: "plain",
}


def beside(
    snapshot: PortalSnapshot,
    wording: Wording,
    entry: Entry,
    number: str,
    headings: Sequence[Heading],
    me: str,
    *,
    elsewhere: bool = False,
) -> dict[str, Any]:
    """What the template shows beside the text of a revision; empty where there is nothing.

    `me` is who may say something; empty where no one may. `elsewhere` says that the text waits on
    another branch.
    """
    register, word = snapshot.register, wording.word
    coming = on_its_way(entry)
    open_to_all = elsewhere or (coming is not None and coming.number == number)
    said = on_revision(register, entry.id, number)
    if not said and not (open_to_all and me):
        return {}
    can = me if open_to_all else ""
    found = snapshot.once("comments", lambda each: _placed(each, said), (entry.id, number))
    anchors = {heading.title: heading.anchor for heading in reversed(headings)}
    left = sum(each.is_open for each in said)
    return {
        "to": addresses.document(entry.id, "comments"),
        "can": bool(can),
        "title": f"{word('Comments')} ({len(said)})" if said else word("Comments"),
        "left": word("{number} without an answer").format(number=left) if left else "",
        "sections": [heading.title for heading in headings],
        "said": [
            _shown(snapshot, wording, each, found[each.sha256], anchors, can)
            for each in sorted(said, key=lambda each: _place(each, found[each.sha256]))
        ],
    }


def _placed(snapshot: PortalSnapshot, said: Sequence[Discussion]) -> dict[str, PassageFound | None]:
    with snapshot.reading:
        return dict(placed(snapshot.workspace, snapshot.register, said))


def _place(said: Discussion, found: PassageFound | None) -> tuple[bool, int, str]:
    """In the order of the text; what is settled, and what has no place any more, comes last."""
    settled = said.state is CommentState.RESOLVED or found is None
    return (settled, found.line if found else 0, said.id)


def _shown(
    snapshot: PortalSnapshot,
    wording: Wording,
    said: Discussion,
    found: PassageFound | None,
    anchors: dict[str, str],
    me: str,
) -> dict[str, Any]:
    word = wording.word
    passage = said.comment.passage
    section = found.section if found else passage.section
    where = word("passage no longer there") if found is None else ""
    if found and found.moved:
        where = word("moved to another section")
    return {
        "id": said.id,
        "words": passage.words,
        "quoted": said.quoted if passage.words or passage.section else word("The text as a whole"),
        "at": anchors.get(section, "") if found else "",
        "where": where,
        "state": state_in_words(wording, said.state),
        "tone": _TONES[said.state],
        "first": _remark(wording, said.comment, ""),
        "steps": [_remark(wording, step, _did(wording, step.act)) for step in said.steps],
        "settled": said.state is CommentState.RESOLVED,
        "answers": bool(me) and said.state is not CommentState.RESOLVED,
        "settles": bool(me) and may_settle(snapshot.register, said, me),
        "hides": bool(me) and not said.is_hidden and may_hide(snapshot.register, said, me),
    }


def _remark(wording: Wording, remark: Remark, did: str) -> dict[str, Any]:
    when = wording.day(remark.said_at.date(), short=True)
    text = wording.word("What was said here is hidden.") if remark.hidden else remark.text
    return {"name": remark.name, "did": did, "when": when, "text": text, "hidden": remark.hidden}


def state_in_words(wording: Wording, state: CommentState) -> str:
    """How far a comment is."""
    word = wording.word
    return {
        CommentState.OPEN: word("open"),
        CommentState.ANSWERED: word("answered"),
        CommentState.RESOLVED: word("resolved"),
    }[state]


def _did(wording: Wording, act: CommentAct) -> str:
    word = wording.word
    return {
        CommentAct.ANSWER: word("gave an answer"),
        CommentAct.RESOLVE: word("resolved it"),
        CommentAct.REOPEN: word("reopened it"),
        CommentAct.HIDE: word("hid what was said before"),
    }.get(act, "")


def address(entry: Entry, number: str, said: str = "") -> str:
    """Where a revision is read with what is said about it; `said` is what was said last."""
    if entry.status(number) is None:  # it waits on another branch
        page, query = addresses.document(entry.id, "waiting"), {}
    else:
        page, query = addresses.document(entry.id), {"revision": number}
    query |= {"said": said} if said else {}
    return f"{page}?{urlencode(query)}#comments"


def done_in_words(wording: Wording, act: str) -> str:
    """What someone has just done, for the top of the page."""
    word = wording.word
    return {
        str(CommentAct.COMMENT): word("Your comment is recorded and committed."),
        str(CommentAct.ANSWER): word("Your answer is recorded and committed."),
        str(CommentAct.RESOLVE): word("The comment is resolved; that is recorded and committed."),
        str(CommentAct.REOPEN): word("The comment was reopened; this is recorded and committed."),
        str(CommentAct.HIDE): word("What was said is hidden; that is recorded and committed."),
    }.get(act, "")


def to_answer(snapshot: PortalSnapshot, person: str) -> Iterator[tuple[Entry, str, int]]:
    """The documents with comments that wait for a person, or for anyone where no one is named.

    Each with the number of its revision, and how many comments have no answer.
    """
    for entry, said in _on_their_way(snapshot):
        left = sum(each.is_open for each in said)
        if left and (not person or wrote_draft(snapshot.register, entry, person)):
            yield entry, said[0].comment.rev, left


def to_settle(snapshot: PortalSnapshot, person: str) -> Iterator[tuple[Entry, str, int]]:
    """The documents on which a person commented, and someone answered."""
    for entry, said in _on_their_way(snapshot):
        mine = [
            each
            for each in said
            if each.comment.person == person and each.state is CommentState.ANSWERED
        ]
        if mine:
            yield entry, mine[0].comment.rev, len(mine)


def _on_their_way(snapshot: PortalSnapshot) -> Iterator[tuple[Entry, tuple[Discussion, ...]]]:
    register = snapshot.register
    for id in sorted(comments(register).of):
        entry = register.entries[id]
        if said := discussions(register, entry):
            yield entry, said

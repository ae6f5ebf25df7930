"""What people said about drafts, as commits brought it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.model.comment import FOLDER, CommentAct
from isodocs.model.trail import Basis, Event, EventKind, Giver
from isodocs.statements import comment_files
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Container

    from isodocs.model.commit import Change
    from isodocs.trail.files import Files

_DID = {
    CommentAct.ANSWER: say("answered a comment on"),
    CommentAct.RESOLVE: say("resolved a comment on"),
    CommentAct.REOPEN: say("opened a comment again on"),
    CommentAct.HIDE: say("hid what was said in a comment on"),
}


def is_said(path: str) -> bool:
    """Whether a path is a comment, or what follows one."""
    return path.startswith(FOLDER)


def event(change: Change, files: Files, hidden: Container[str]) -> Event:
    """What a change of such a file shows: what someone said, or that it is not as it was.

    Of a path that is `hidden` the words are left out.
    """
    path = change.path
    document = path.removeprefix(FOLDER).rpartition("/")[0]
    if change.new_blob is None:
        kind, what = (
            EventKind.STATEMENT_REMOVED,
            say("a comment on {document} was removed", document=document),
        )
        return Event(kind, Basis.GIT, what, path, document)
    if not files.is_new(change):
        kind, what = (
            EventKind.STATEMENT_CHANGED,
            say("a comment on {document} was changed", document=document),
        )
        return Event(kind, Basis.GIT, what, path, document)
    remark = comment_files.read(path, files.data(path) or b"").remark
    if remark is None:
        what = say("a comment on {document} came that cannot be read", document=document)
        return Event(EventKind.UNREADABLE, Basis.GIT, what, path, document)
    if remark.act is CommentAct.COMMENT:
        what = say("commented on {document} revision {rev}", document=document, rev=remark.rev)
    else:
        what = say("{did} {document}", did=_DID[remark.act], document=document)
    return Event(
        EventKind.COMMENTED,
        Basis.CLAIMED,
        what,
        path,
        document,
        remark.rev,
        giver=Giver(remark.person, remark.name),
        said_at=remark.said_at,
        reason="" if path in hidden else remark.text,
        remark=say("what was said is hidden since") if path in hidden else "",
    )

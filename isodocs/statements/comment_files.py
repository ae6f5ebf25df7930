"""The files of comments: how one is written, and read back.

They are not signed: a comment is as good as anyone who may commit it. Each is a file of its own,
named after a digest of its content, so that two people never write the same one and what was edited
or moved no longer fits its name. What a later version adds to one is passed over.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from isodocs.errors import CanonicalError
from isodocs.model.comment import FOLDER, LAST_TURN, CommentAct, CommentRecord, Passage, Remark
from isodocs.model.document import TEXT_NAME
from isodocs.model.problem import Problem
from isodocs.parsing import conflict
from isodocs.statements.canonical import LIMIT, dump
from isodocs.statements.shape import SHA256, Shape, word
from isodocs.words import say

VERSION = 1
_ACT = word(CommentAct)
_ALL = ("v", "type", "doc", "text", "person", "name", "said_at")
_FIRST = (*_ALL, "rev", "sha256", "section", "passage")
_LATER = (*_ALL, "comment", "turn")


def file_of(remark: Remark) -> tuple[str, bytes]:
    """Path and bytes of a comment, or of what follows one.

    Raises CanonicalError where they could not be read back.
    """
    values: dict[str, Any] = {
        "v": VERSION,
        "type": str(remark.act),
        "doc": remark.doc,
        "text": remark.text,
        "person": remark.person,
        "name": remark.name,
        "said_at": remark.said_at.isoformat(timespec="seconds"),
    }
    if remark.act is CommentAct.COMMENT:
        passage = remark.passage
        values |= {"rev": remark.rev, "sha256": remark.sha256}
        values |= {"section": passage.section, "passage": passage.words}
    else:
        values |= {"comment": remark.comment, "turn": remark.turn}
    data = dump(values, readable=True)
    _parse(data)
    return _path(remark.doc, data), data


def read(path: str, data: bytes) -> CommentRecord:
    """Read the file at `path`; never raises, what is wrong is a problem of the record."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        remark = _parse(data)
        if path != (belongs := _path(remark.doc, data)):
            raise CanonicalError(
                say("it was moved or edited; its content belongs at {belongs}", belongs=belongs)
            )
    except CanonicalError as error:
        message = say("the comment cannot be read: {message}", message=error.message)
        hint = say("Restore the file from history, or remove it and comment again.")
        return CommentRecord(path, sha256, None, (Problem("comment", message, hint, 1),))
    return CommentRecord(path, sha256, remark)


def _path(doc: str, data: bytes) -> str:
    return f"{FOLDER}{doc}/{hashlib.sha256(data).hexdigest()[:16]}.json"


def _parse(data: bytes) -> Remark:
    value = _object(data)
    if value.get("v") != VERSION:
        raise CanonicalError(say("it is not of version {version}", version=VERSION))
    act: CommentAct = _ACT.read(_shape(value, ("type",)), "type")
    top = _shape(value, _FIRST if act is CommentAct.COMMENT else _LATER)
    remark = Remark(
        act,
        top.matching("doc", TEXT_NAME, say("a document identifier")),
        top.text("text", empty=act is CommentAct.RESOLVE, lines=True),
        top.text("person", empty=False),
        top.text("name", empty=False),
        top.moment("said_at"),
    )
    if act is not CommentAct.COMMENT:
        digest = top.matching("comment", SHA256, "a SHA-256 digest")
        return remark._replace(comment=digest, turn=top.number("turn", 1, LAST_TURN))
    return remark._replace(
        rev=top.text("rev"),
        sha256=top.matching("sha256", SHA256, "a SHA-256 digest"),
        passage=Passage(top.text("passage", lines=True), top.text("section")),
    )


def _shape(value: dict[str, Any], keys: tuple[str, ...]) -> Shape:
    """The object, which must have these keys and may have more."""
    return Shape(value, say("the comment"), tuple(dict.fromkeys((*keys, *value))))


def _object(data: bytes) -> dict[str, Any]:
    if len(data) > LIMIT:
        raise CanonicalError(say("larger than {limit} bytes", limit=LIMIT))
    if line := conflict.in_data(data):
        raise CanonicalError(say("{what} (line {line})", what=conflict.MESSAGE, line=line))
    try:
        value = json.loads(data.decode("utf-8", "strict"))
    except (ValueError, RecursionError) as error:
        raise CanonicalError(say("not readable as JSON: {part}", part=str(error)[:200])) from None
    if not isinstance(value, dict):
        raise CanonicalError(say("not a JSON object"))
    return value

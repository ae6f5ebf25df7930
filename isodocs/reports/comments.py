"""What was said about drafts, by document, each comment with its passage and its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.layout import Text, wrapped
from isodocs.model.comment import CommentAct, CommentState
from isodocs.reports import heading
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from isodocs.model.comment import Discussion, PassageFound, Remark
    from isodocs.model.register import Register

_HEADER = (
    "document",
    "revision",
    "id",
    "state",
    "section",
    "passage",
    "line",
    "person",
    "name",
    "said_at",
    "text",
    "path",
)
GONE = say("passage no longer there")
_LOOKS = {CommentState.OPEN: ("yellow",), CommentState.RESOLVED: ("dim",)}
_DID = {
    CommentAct.ANSWER: "answered",
    CommentAct.RESOLVE: say("resolved it"),
    CommentAct.REOPEN: say("reopened it"),
    CommentAct.HIDE: say("hid what was said before"),
}


@immutable(frozen=True)
class CommentsReport(Report):
    """Comments, those on one document together; `found` says where their passages are now."""

    register: Register
    said: Sequence[Discussion]
    found: Mapping[str, PassageFound | None]

    def data(self) -> Data:
        """In the form of `schemas/comments.schema.json`."""
        return {
            **heading.data(self.register, 1),
            "open": sum(each.is_open for each in self.said),
            "comments": [
                {
                    **dict(zip(_HEADER, self._cells(each), strict=True)),
                    "hidden": each.comment.hidden,
                    "steps": [_step_as_data(step) for step in each.steps],
                }
                for each in self.said
            ],
        }

    def rows(self) -> Rows:
        """A row to each comment."""
        return Rows(_HEADER, map(self._cells, self.said))

    def _cells(self, said: Discussion) -> tuple[object, ...]:
        """A value to each name of `_HEADER`; no line where the passage is gone."""
        comment, found = said.comment, self.found[said.sha256]
        return (
            said.document,
            comment.rev,
            said.id,
            said.state,
            found.section if found else comment.passage.section,
            comment.passage.words,
            found.line if found else None,
            comment.person,
            comment.name,
            comment.said_at,
            comment.text,
            said.path,
        )

    def text(self) -> Iterator[str]:
        """Each with its answers."""
        yield from heading.lines(self.register, say("Comments"), self.width)
        number = sum(each.is_open for each in self.said)
        if not self.said:
            yield say("no comments")
            return
        yield say(
            "{comments}, {part} without an answer",
            comments=counted(len(self.said), "comment"),
            part=number or "none",
        )
        for document, group in groupby(self.said, key=lambda each: each.document):
            yield ""
            title = f"{document} {self.register.entries[document].document.title}"
            yield from wrapped(Text(title, ("bold",)), self.width)
            for each in group:
                yield from self._discussion(each)

    def _discussion(self, said: Discussion) -> Iterator[str]:
        comment, found = said.comment, self.found[said.sha256]
        where = GONE if found is None else say("line {line}", line=found.line)
        if found and found.section:
            where = joined(", ", (found.section, where))
        if found and found.moved:
            where = say("{where}, moved", where=where)
        state = Text(say(str(said.state)), _LOOKS.get(said.state, ()))
        pieces: list[str | Text] = [Text(said.id, ("bold",)), " ", state, f" {said.quoted}"]
        about = comment.passage.words or comment.passage.section
        pieces.append(say(" ({where})", where=where) if about else "")
        yield from wrapped(pieces, self.width, "    ", "  ")
        yield from _said(comment, "", self.width)
        for step in said.steps:
            yield from _said(step, f" {_DID[step.act]}", self.width)


def _said(remark: Remark, did: str, width: int) -> Iterator[str]:
    said = f": {' '.join(remark.text.split())}" if remark.text else ""
    if remark.hidden:
        said = say(": hidden")
    head = f"{remark.name}{did}, {remark.said_at.date()}"
    yield from wrapped(joined("", (head, said)), width, "      ", "    ")


def _step_as_data(step: Remark) -> dict[str, Any]:
    return {
        "act": step.act,
        "person": step.person,
        "name": step.name,
        "said_at": step.said_at,
        "text": step.text,
        "hidden": step.hidden,
    }

"""What people say about a draft: comments on a passage, and what was said and done about each."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.model import layout
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.problem import Problem

FOLDER = layout.COMMENTS
SHORT = 8
"""So many digits of a comment's digest are its name for people."""


LAST_TURN = 1_000_000_000
"""No one comes so far; a file that says more was made to end what can be said."""


class CommentAct(StrEnum):
    """What a file does; all but the first are about a comment that is there."""

    COMMENT = "comment"
    ANSWER = "answer"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    HIDE = "hide"


class Passage(NamedTuple):
    """Words of a text and the heading above them; both empty for the text as a whole."""

    words: str = ""
    section: str = ""


WHOLE = Passage()
"""The text as a whole."""


class Remark(NamedTuple):
    """The content of a file: what one person said at one moment.

    A comment is about the text with the digest `sha256`, of revision `rev`. What follows names the
    digest of the comment's file as `comment`; `turn` counts what was there before, so that no clock
    decides on the order. Of what is `hidden`, `text` is empty; only Git still has it.
    """

    act: CommentAct
    doc: str
    text: str
    person: str
    name: str
    said_at: datetime
    rev: str = ""
    sha256: str = ""
    passage: Passage = WHOLE
    comment: str = ""
    turn: int = 0
    hidden: bool = False


@immutable(frozen=True, slots=True)
class CommentRecord:
    """A file as found, `sha256` its digest; `remark` is None where it could not be read."""

    path: str
    sha256: str
    remark: Remark | None
    problems: tuple[Problem, ...] = ()

    @property
    def document(self) -> str:
        """The identifier of the document in whose folder it is."""
        return self.path.removeprefix(FOLDER).rpartition("/")[0]


class CommentState(StrEnum):
    """How far a comment is."""

    OPEN = "open"
    ANSWERED = "answered"
    RESOLVED = "resolved"


class Discussion(NamedTuple):
    """A comment and what followed, in order.

    `document` is the one that it is about today; `path` and `sha256` are those of its file.
    """

    document: str
    path: str
    sha256: str
    comment: Remark
    steps: tuple[Remark, ...]

    @property
    def id(self) -> str:
        """What people call it."""
        return self.sha256[:SHORT]

    @property
    def state(self) -> CommentState:
        """Open while the last word is that of who commented, and no one resolved it."""
        state = CommentState.OPEN
        for step in self.steps:
            if step.act is CommentAct.RESOLVE:
                state = CommentState.RESOLVED
            elif step.act is CommentAct.REOPEN:
                state = CommentState.OPEN
            elif step.act is CommentAct.HIDE:
                continue  # what must not be read may still have to be answered
            elif state is not CommentState.RESOLVED:
                mine = step.person == self.comment.person
                state = CommentState.OPEN if mine else CommentState.ANSWERED
        return state

    @property
    def next_turn(self) -> int:
        """The turn of what follows all that is known."""
        return 1 + max((step.turn for step in self.steps), default=0)

    def with_hidden(self) -> Discussion:
        """The same without the words of what was said before someone hid it."""
        hiding = [n for n, step in enumerate(self.steps) if step.act is CommentAct.HIDE]
        if not hiding:
            return self
        steps = tuple(
            step._replace(text="", hidden=True)
            if number < hiding[-1] and step.act is not CommentAct.HIDE
            else step
            for number, step in enumerate(self.steps)
        )
        return self._replace(comment=self.comment._replace(text="", hidden=True), steps=steps)

    @property
    def is_hidden(self) -> bool:
        """Whether everything that was said in it is hidden."""
        said = (self.comment, *self.steps)
        return all(each.hidden or each.act is CommentAct.HIDE for each in said)

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is CommentState.OPEN

    @property
    def quoted(self) -> str:
        """What it is about, in few words."""
        words, section = self.comment.passage
        if len(words) > _QUOTED:
            words = f"{words[:_QUOTED].rstrip()} …"
        return f"“{words}”" if words else section or "the whole text"


_QUOTED = 60


class PassageFound(NamedTuple):
    """Where a passage is in a text: the heading above it, and the line of its paragraph.

    `moved` says that the words were below another heading when the comment was written.
    """

    section: str
    line: int
    moved: bool

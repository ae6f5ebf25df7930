"""APR: comments on texts that await approval, and whether all that was said can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.awaiting import awaiting
from isodocs.model import layout
from isodocs.model.audit import NO_AUDIT
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.words import say, say_many

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule(
    "APR020",
    "comment-open",
    Level.WARNING,
    ("7.5.2",),
    blocks=False,
    stops=NO_AUDIT,
    of_documents=False,
)
def comment_open(register: Register) -> Iterator[Finding]:
    """A comment on a text that awaits approval has no answer.

    Why: A document is reviewed before it is approved (ISO 9001:2015, 7.5.2 c). Who approves it
    knows what became of what a reviewer asked.

    Example: The quality manager asks about a passage after the text was submitted, and no one has
    answered.

    Remedy: Answer it (`isodocs comment ID TEXT --answer COMMENT`), or resolve it if it is yours to
    settle (`--resolve COMMENT`).
    """
    if not register.inventory.comments:
        return
    from isodocs.assess.comments import open_comments  # few systems have any

    for entry, status, _ in awaiting(register):
        left = open_comments(register, entry)
        if left:
            number, first = len(left), left[0]
            yield Finding(
                say_many(
                    "{number} comment has no answer; the first is by {name}, on {quoted}",
                    "{number} comments have no answer; the first is by {name}, on {quoted}",
                    number,
                    name=first.comment.name,
                    quoted=first.quoted,
                ),
                say_many(
                    "Answer it: `isodocs comments {id}` lists it, `isodocs comment {id} TEXT "
                    "--answer {comment}` answers.",
                    "Answer each: `isodocs comments {id}` lists them, `isodocs comment {id} TEXT "
                    "--answer {comment}` answers.",
                    number,
                    id=entry.id,
                    comment=first.id,
                ),
                status.document.place("status"),
                entry.id,
                subject=status.number,
                owner=status.document.owner,
            )


@rule(
    "APR023",
    "comment-left-behind",
    Level.WARNING,
    ("7.5.2",),
    blocks=False,
    stops=NO_AUDIT,
    of_documents=False,
)
def comment_left_behind(register: Register) -> Iterator[Finding]:
    """A draft that was never approved is gone, and a comment on it has no answer.

    Why: A document is reviewed before it is approved (ISO 9001:2015, 7.5.2 c). A draft that is
    removed and written again under another number, title and file leaves behind what a reviewer
    objected, and no one who approves the new one reads it.

    Example: The quality manager asks about a passage of a draft, and its file is removed.

    Remedy: Say what became of the draft: `isodocs comment ID TEXT --answer COMMENT`.
    """
    if not register.inventory.comments:
        return
    from isodocs.assess.comments import left_behind  # few systems have any

    for entry, left in left_behind(register):
        number, first = len(left), left[0]
        yield Finding(
            say_many(
                "{id} is gone and was never approved, and {number} comment on it has no answer; "
                "the first is by {name}",
                "{id} is gone and was never approved, and {number} comments on it have no answer; "
                "the first is by {name}",
                number,
                id=entry.id,
                name=first.comment.name,
            ),
            say(
                "Say what became of it: `isodocs comment {id} TEXT --answer {comment}`.",
                id=entry.id,
                comment=first.id,
            ),
            Place(first.path),
            entry.id,
            owner=entry.newest.document.owner,
        )


@rule(
    "APR021",
    "comment-unreadable",
    Level.WARNING,
    ("7.5.3.2",),
    blocks=False,
    stops=NO_AUDIT,
    of_documents=False,
)
def comment_unreadable(register: Register) -> Iterator[Finding]:
    """A comment is damaged, was changed or removed, or is about something that is not here.

    Why: What a reviewer said is only ever added to, so that no one is given words that they did not
    say (ISO 9001:2015, 7.5.3.2). A comment on the revision on its way that is gone, or cannot be
    read, stops `isodocs submit`.

    Example: Someone edited the file of a comment.

        .isodocs/comments/SOP-001/0123456789abcdef.json:
            {"v": 1, "type": "comment", "doc": "SOP-001"}

    Remedy: Restore the file from history. Remove one that was never right.
    """
    tampered = {
        path: (what, put_back)
        for path, what, put_back in remedies.tampered(register.ledger, (layout.COMMENTS,))
    }
    for path, (what, put_back) in tampered.items():
        message = say("a comment {what}", what=what)
        yield Finding(message, say("Restore it: {back}.", back=put_back), Place(path), subject=path)
    for record in register.inventory.comments:
        for problem in record.problems if record.path not in tampered else ():
            document = record.document if record.document in register.entries else ""
            place = Place(record.path, problem.line)
            yield Finding(problem.message, problem.hint, place, document, subject=record.path)
    if not register.inventory.comments:
        return
    from isodocs.assess.comments import comments

    said = comments(register)
    for records, message, hint in (
        (
            said.loose,
            say("a comment says nothing to anyone: it follows one that is not here"),
            say("Restore the comment from history, or remove the file if it was a mistake."),
        ),
        (
            said.homeless,
            say("a comment says nothing to anyone: it is about a document that is not here"),
            say("Add the document, or remove the file if it was a mistake."),
        ),
    ):
        for record in records:
            yield Finding(message, hint, Place(record.path), subject=record.path)

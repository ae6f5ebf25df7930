"""`isodocs comment`: say something about a draft, and settle what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from isodocs.commands._clock import now
from isodocs.commands._find_document import document_argument, find_document
from isodocs.commands._open import open_alone
from isodocs.commands._text import NAME
from isodocs.commands._write import WritingCommand, writes
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.comment import Said
    from isodocs.lifecycle.plan import Plan
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace

EXAMPLES = (
    'comment WI-011 "Which gauge?" --passage "Clean the thread with the brush" --yes',
    'comment WI-011 "Who orders them?" --section Records --yes',
)

_ACTS = ("answer", "resolve", "reopen", "hide")
"""What follows a comment, in the order of the options."""


@click.command()
@document_argument
@click.argument("text", metavar="[TEXT]", default="")
@click.option("--passage", default="", metavar="WORDS", help="The words of the draft it is about.")
@click.option("--section", default="", metavar="HEADING", help="The heading they are below.")
@click.option("--answer", default="", metavar="ID", type=NAME, help="Answer this comment.")
@click.option("--resolve", default="", metavar="ID", type=NAME, help="Settle this comment.")
@click.option("--reopen", default="", metavar="ID", type=NAME, help="Open this comment again.")
@click.option("--hide", default="", metavar="ID", type=NAME, help="Hide what was said so far.")
@writes(who="Who says it", signs=False)
def command(
    write: WritingCommand,
    document: str,
    text: str,
    passage: str,
    section: str,
    answer: str,
    resolve: str,
    reopen: str,
    hide: str,
) -> None:
    """Comment on the draft of DOCUMENT, or on its final form while it awaits approval.

    Quote the words that it is about with --passage; without, it is about the text as a whole. Each
    comment is answered or resolved before `isodocs submit` passes. Anyone may answer; who
    commented, the owner of the document and those who approve it may also resolve.
    They may also hide the words of a comment and its answers, such as a name that must not be
    there, and say why: no page and no report shows them any more, but Git keeps them. Anyone who
    wrote the draft hides only what they said themselves.

    A comment is a file of its own below .isodocs/comments/, on the branch that is checked out. It
    changes neither the text nor its approvals. `isodocs comments` lists them with their ids.
    """
    from isodocs.lifecycle.comment import Said
    from isodocs.lifecycle.reader import reader

    asked = [option for option in (answer, resolve, reopen, hide) if option]
    if len(asked) > 1 or (asked and (passage or section)):
        raise click.UsageError(
            say("comment on a passage, or give one of --answer, --resolve, --reopen, --hide")
        )
    if not text.strip() and not resolve:
        raise click.UsageError(say("what do you say? Put it in quotes after the document"))
    with open_alone(write.ctx) as (workspace, register):
        entry = find_document(register, document)
        said = Said(reader(workspace, register, write.person), now(), text)
        if asked:
            acts = zip(_ACTS, (answer, resolve, reopen, hide), strict=True)
            plan = _settle(register, entry, said, next(each for each in acts if each[1]))
        else:
            plan = _comment(workspace, register, entry, said, passage, section)
        write.record(
            workspace, plan, question=say("Record this in the name of {name}?", name=said.who.name)
        )


def _comment(
    workspace: Workspace, register: Register, entry: Entry, said: Said, passage: str, section: str
) -> Plan:
    from isodocs.lifecycle.comment import commented, plan_comment
    from isodocs.model.comment import Passage

    text = commented(workspace, register, entry)
    return plan_comment(text, entry, said, Passage(passage, section))


def _settle(register: Register, entry: Entry, said: Said, asked: tuple[str, str]) -> Plan:
    from isodocs.lifecycle.comment import plan_step, the_one
    from isodocs.model.comment import CommentAct

    act, id = asked
    return plan_step(register, the_one(register, entry, id), CommentAct(act), said)

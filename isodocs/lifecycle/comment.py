"""Comments on a draft: to say something, to answer, to resolve, to open again.

Each is a file that is only ever added. None of them touches the text, so what was approved stays
approved, and a comment makes no one an author of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from isodocs.assess import passages, remedies
from isodocs.assess.comments import (
    comments,
    is_due,
    may_hide,
    may_settle,
    on_its_way,
    open_comments,
    unreadable,
)
from isodocs.assess.persons import named
from isodocs.errors import LifecycleError
from isodocs.expressions import expression
from isodocs.lifecycle import waiting
from isodocs.lifecycle.current import current_file
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model import layout
from isodocs.model.characters import INVISIBLE
from isodocs.model.comment import LAST_TURN, WHOLE, CommentAct, CommentState, Passage, Remark
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.cut_text import shortened
from isodocs.statements import comment_files
from isodocs.words import agreed, counted, did_you_mean, joined, say

if TYPE_CHECKING:
    from isodocs.model.comment import Discussion, PassageFound
    from isodocs.model.competence import Employee
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace

_UNSEEN = expression(f"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029{INVISIBLE}]")
_SHORTEST = 4
"""So many digits of a comment's name are enough where only one begins so."""
_VERBS = {
    CommentAct.ANSWER: say("answers"),
    CommentAct.RESOLVE: say("resolves"),
    CommentAct.REOPEN: say("opens again"),
    CommentAct.HIDE: say("hides"),
}
_MOST_LISTED = 10


class Said(NamedTuple):
    """Who says what, and when."""

    who: Employee
    at: datetime
    text: str = ""


def commented(workspace: Workspace, register: Register, entry: Entry) -> tuple[Document, bytes]:
    """The text that people comment on: the one in the file, else one that waits on a branch.

    Raises LifecycleError where no revision is on its way.
    """
    if on_its_way(entry):
        return current_file(workspace, entry)
    found = waiting.one(workspace, register, entry.id)
    if found:
        document = found[1].document
        return document, workspace.contents({document.blob: document.path})[document.blob]
    raise LifecycleError(
        say(
            "no revision of {id} is on its way: it is {state}, and comments are on drafts",
            id=entry.id,
            state=entry.state,
        ),
        path=entry.place_path,
        hint=say("Begin the next revision, then comment on it: isodocs revise {id}", id=entry.id),
    )


def plan_comment(
    text: tuple[Document, bytes], entry: Entry, said: Said, passage: Passage = WHOLE
) -> Plan:
    """Plan a comment on a text, as `commented` gives it.

    Raises LifecycleError where the text has not the words that are quoted.
    """
    document, data = text
    quoted = Passage(*(" ".join(_seen(each).split()) for each in passage))
    found = passages.find(data, quoted)
    if found is None:
        missing = quoted.words or quoted.section
        what = "words" if quoted.words else "heading"
        near = "" if quoted.words else did_you_mean(quoted.section, passages.sections(data))
        raise LifecycleError(
            say(
                "{label} does not have the {what} “{shortened}”.{near}",
                label=document.label,
                what=what,
                shortened=shortened(missing, 80),
                near=near,
            ),
            path=document.path,
            hint=say("Quote them as they are in the text, or comment on the text as a whole."),
        )
    if not _seen(said.text):
        raise LifecycleError(
            say("a comment says something"), hint=say("Write what should be looked at.")
        )
    remark = Remark(
        CommentAct.COMMENT,
        entry.id,
        _seen(said.text),
        said.who.id,
        said.who.name,
        said.at.replace(microsecond=0),
        rev=document.revision,
        sha256=document.sha256,
        passage=Passage(quoted.words, found.section),
    )
    where = say(", section “{section}”", section=found.section) if found.section else ""
    return _plan(
        remark,
        say(
            "{name} comments on {label}{where}.",
            name=said.who.name,
            label=document.label,
            where=where,
        ),
        say("{label}: comment by {name}", label=document.label, name=said.who.name),
    )


def plan_step(register: Register, about: Discussion, act: CommentAct, said: Said) -> Plan:
    """Plan what follows a comment; raises LifecycleError where that is not this person's to do."""
    state, label = (
        about.state,
        say("comment {id} on {document}", id=about.id, document=about.document),
    )
    if act is CommentAct.ANSWER and state is CommentState.RESOLVED:
        raise LifecycleError(
            say("{label} is resolved", label=label), hint=say("Open it again to go on with it.")
        )
    if act is CommentAct.RESOLVE and state is CommentState.RESOLVED:
        raise LifecycleError(say("{label} is resolved already", label=label))
    if act is CommentAct.REOPEN and state is CommentState.OPEN:
        raise LifecycleError(say("{label} is open", label=label))
    if act is CommentAct.HIDE and about.is_hidden:
        raise LifecycleError(say("{label} is hidden already", label=label))
    if act is not CommentAct.ANSWER and not may_settle(register, about, said.who.id):
        document = register.entries[about.document].document
        raise LifecycleError(
            say(
                "{name} may not settle {label}: that is for {name_2}, who commented, "
                "for {named}, and for those who approve it",
                name=said.who.name,
                label=label,
                name_2=about.comment.name,
                named=named(register, document.owner),
            ),
            hint=say("Answer it instead: an answer lets the text go on."),
        )
    if act is CommentAct.HIDE and not may_hide(register, about, said.who.id):
        raise LifecycleError(
            say(
                "{name} wrote the text, and may not hide what others said in {label}",
                name=said.who.name,
                label=label,
            ),
            hint=say("Answer it, or ask someone who may settle it and did not write the text."),
        )
    if act is not CommentAct.RESOLVE and not _seen(said.text):
        raise LifecycleError(
            say("an answer says something") if act is CommentAct.ANSWER else say("say why")
        )
    if about.next_turn > LAST_TURN:
        raise LifecycleError(
            say(
                "nothing can follow in {label}: what was said last has the highest "
                "turn that there is",
                label=label,
            ),
            hint=say("Comment again, in your own name."),
        )
    remark = Remark(
        act,
        about.comment.doc,
        _seen(said.text),
        said.who.id,
        said.who.name,
        said.at.replace(microsecond=0),
        comment=about.sha256,
        turn=about.next_turn,
    )
    mine = said.who.id == about.comment.person
    whose = (
        say("their own comment") if mine else say("a comment of {name}", name=about.comment.name)
    )
    whose += say(" on {document} rev {rev}", document=about.document, rev=about.comment.rev)
    return _plan(
        remark,
        say(
            "{name} {verbs} {whose} ({quoted}).",
            name=said.who.name,
            verbs=_VERBS[act],
            whose=whose,
            quoted=about.quoted,
        ),
        say(
            "{document} rev {rev}: {name} {verbs} a comment",
            document=about.document,
            rev=about.comment.rev,
            name=said.who.name,
            verbs=_VERBS[act],
        ),
    )


def _seen(text: str) -> str:
    """What someone typed or pasted, without what no reader sees."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _UNSEEN.sub("", lines).strip()


def _plan(remark: Remark, summary: str, message: str) -> Plan:
    path, data = comment_files.file_of(remark)
    return Plan(summary, message, (FileChange(path, None, data),))


def the_one(register: Register, entry: Entry, typed: str) -> Discussion:
    """The comment that a name, or how it begins, means; raises LifecycleError for none."""
    said = comments(register).of.get(entry.id, ())
    wanted = typed.casefold()
    found = [each for each in said if len(wanted) >= _SHORTEST and each.sha256.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    what = say("{found} comments begin", found=len(found)) if found else say("no comment begins")
    raise LifecycleError(
        say("{what} with {typed!r} on {id}", what=what, typed=typed, id=entry.id),
        hint=say("`isodocs comments {id} --all` lists them with their names.", id=entry.id),
    )


def refuse_open(workspace: Workspace, register: Register, entry: Entry) -> None:
    """Raise LifecycleError where a comment on the revision on its way waits for an answer.

    So does one whose file was changed or taken away. A file that never said anything does not.
    """
    for path, what, put_back in remedies.tampered(register.ledger, (layout.COMMENTS,)):
        first = register.ledger.arrivals.get(path)
        data = workspace.at(first.commit).file(path) if first and first.committed else None
        remark = comment_files.read(path, data).remark if data is not None else None
        if remark and is_due(register, entry, remark):
            raise LifecycleError(
                say(
                    "what someone said about {id} is lost: the comment {what}",
                    id=entry.id,
                    what=what,
                ),
                path=path,
                hint=say(
                    "Restore it: {put_back}. Then answer it, or have it resolved.",
                    put_back=put_back,
                ),
            )
    for record in unreadable(register, entry.id):
        raise LifecycleError(
            say(
                "what someone said about {id} is lost: {message}",
                id=entry.id,
                message=record.problems[0].message,
            ),
            path=record.path,
            hint=record.problems[0].hint,
        )
    left = open_comments(register, entry)
    if not left:
        return
    lines = [
        say(
            "{id} {name} on {quoted}: {shortened}",
            id=one.id,
            name=one.comment.name,
            quoted=one.quoted,
            shortened=shortened(one.comment.text, 100),
        )
        for one in left[:_MOST_LISTED]
    ]
    lines += [say("and {part} more", part=len(left) - _MOST_LISTED)] if left[_MOST_LISTED:] else []
    number, each = counted(len(left), "comment"), agreed(len(left), "it", "each of them")
    raise LifecycleError(
        say(
            "{label} has {number} without an answer: {lines}",
            label=entry.newest.document.label,
            number=number,
            lines=joined("; ", lines),
        ),
        path=entry.place_path,
        hint=say(
            "Answer {each}: isodocs comment {id} '...' --answer {id_2}. What is "
            "settled: --resolve {id_2}",
            each=each,
            id=entry.id,
            id_2=left[0].id,
        ),
    )


def placed(
    workspace: Workspace, register: Register, said: Sequence[Discussion]
) -> Mapping[str, PassageFound | None]:
    """By the digest of each comment, where its passage is in the text as it is now.

    None where it is no longer there. What is said of a text on another branch is looked for there.
    """
    entries = {each.document: register.entries[each.document] for each in said}
    texts = {id: (entry.current or (entry.newest.document,))[0] for id, entry in entries.items()}
    if any(entries[each.document].status(each.comment.rev) is None for each in said):
        for form in waiting.waiting(workspace, register):
            if form.entry.id in texts and not on_its_way(entries[form.entry.id]):
                texts[form.entry.id] = form.document
    paths = {text.blob: text.path for text in texts.values()}
    data = workspace.contents(paths) if paths else {}
    return {
        each.sha256: passages.find(data.get(texts[each.document].blob, b""), each.comment.passage)
        for each in said
    }

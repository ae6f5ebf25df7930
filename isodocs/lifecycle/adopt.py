"""What was in use before isodocs came: brought into its final form, and approved in one statement.

Nothing is said of the past. Who approved a text before, and when, is what the old system claims.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.in_place import InPlace, judged
from isodocs.assess.to_fill_in import on_lines, to_fill_in
from isodocs.checking.check import check
from isodocs.checking.verdict import brought
from isodocs.dataclass import replace
from isodocs.errors import IsodocsError, LifecycleError
from isodocs.lifecycle import fields, foresee
from isodocs.lifecycle.approve_together import (
    ApprovedTogether,
    NotApproved,
    approve_together,
    choose,
    left_out,
)
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.approval import Meaning
from isodocs.model.document import IDENTIFIER, TEXT_NAME, State, Status, plain
from isodocs.named_tuple import NamedTuple
from isodocs.words import counted, listed, say

if TYPE_CHECKING:
    from isodocs.lifecycle.create_record import ReadFile
    from isodocs.lifecycle.decision import Act
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace

_MOST_TEXTS = 2
"""So many of the texts that someone must fill in are shown."""


class Adoption(NamedTuple):
    """What comes into force: `claims` name who approved them before, `awaiting` need more people.

    Of those that are `otherwise` the text says another revision, status or day than the final form.
    `in_force` counts the documents that are approved here already.
    """

    plan: Plan
    documents: tuple[Document, ...]
    left: tuple[NotApproved, ...]
    claims: tuple[Document, ...]
    awaiting: tuple[Document, ...]
    otherwise: tuple[Document, ...]
    in_force: int


def adopt(
    workspace: Workspace, register: Register, paths: Sequence[str], day: date, act: Act
) -> Adoption:
    """Plan that the texts in these folders are in force from a day, as they are.

    Each gets its final form, with the revision that it states, or the first. Raises IsodocsError
    where the day has passed, or a path is not here.
    """
    if day < register.on:
        raise LifecycleError(
            say("{day} is past, and nothing is in force here before it is approved here", day=day),
            hint=say(
                "Name today or a later day. What was in force before is in the history of Git."
            ),
        )
    act = replace(act, reason=act.reason or say("In force by adoption on {day}.", day=day))
    chosen = choose(register, paths)
    edits: dict[str, FileChange] = {}
    read_file = workspace.reader()
    left, in_force = list(_without_identifier(register, paths)), 0
    for entry in chosen.entries:
        if not entry.current and entry.id not in chosen.named:
            continue  # it is of the past, and no one asked for it
        why = _why_not(register, entry, named=entry.id in chosen.named)
        if why is None:
            in_force += 1
        elif why:
            left.append(left_out(entry, why))
        else:
            try:
                edits[entry.id] = _final(read_file, register, entry, day)
            except IsodocsError as error:
                left.append(left_out(entry, error.message))
    before = check(register).gaps if edits else ()

    def stopped(made: ApprovedTogether) -> dict[str, str]:
        """What a hook would stop, by document: what is malformed, or not what it says."""
        found = brought((gap for gap in check(made.then).gaps if gap.blocks), before)
        return {
            gap.finding.document: gap.finding.message
            for gap in found
            if not gap.rule.waits_for_approval
        }

    made = _without_what_fails(workspace, register, edits, act, left, stopped)
    documents = made.documents
    then = [made.then.entries[document.id] for document in documents]
    awaiting = [e.current[0] for e in then if e.newest.state is State.AWAITING]
    return Adoption(
        made.plan,
        documents,
        tuple(sorted(left)),
        tuple(document for document in documents if document.approved_by),
        tuple(awaiting),
        tuple(document for document in documents if _says_otherwise(made.plan, document, register)),
        in_force,
    )


def _says_otherwise(plan: Plan, document: Document, register: Register) -> bool:
    data = plan.files.get(document.path) or b""
    return next(fields.contradicted(data, register.config), None) is not None


def _without_what_fails(
    workspace: Workspace,
    register: Register,
    edits: dict[str, FileChange],
    act: Act,
    left: list[NotApproved],
    stopped: Callable[[ApprovedTogether], dict[str, str]],
) -> ApprovedTogether:
    """All that this person may bring into force, and that a commit may hold; notes what is left."""
    while True:
        changes = tuple(edits.values())
        after = foresee.after(workspace, Plan("", "", changes), register.on) if edits else register
        entries = [after.entries[id] for id in edits if id in after.entries]
        made = approve_together(workspace, after, entries, act, Meaning.ADOPTION, changes)
        gone = {found.label: found.why for found in made.left}
        if not gone and edits:
            gone = {id: why for id, why in stopped(made).items() if id in edits}
        left += [left_out(register.entries[id], why) for id, why in gone.items()]
        if not gone:
            return made
        for id in gone:
            del edits[id]


def _without_identifier(register: Register, paths: Collection[str]) -> Iterator[NotApproved]:
    for document in register.documents:
        below = not paths or any(
            place in ("", ".", document.path) or document.path.startswith(f"{place}/")
            for place in (path.rstrip("/") for path in paths)
        )
        if not document.id and below:
            yield NotApproved(document.path, document.path, say("it has no identifier"))


def _why_not(register: Register, entry: Entry, *, named: bool) -> str | None:
    """Why a document is not brought into force; None where it is already, empty for nothing."""
    if not entry.current:
        return say("its file is not here")
    if len(entry.current) > 1:
        return say("it is in {current} files", current=len(entry.current))
    (document,) = entry.current
    holds = judged(register, entry, document).holds
    if holds is InPlace.APPROVED:
        return None
    if entry.issued is not None:
        return say(
            "revision {number} was approved here; submit what follows it",
            number=entry.issued.number,
        )
    if problem := next((p for p in document.problems if _is_of_front_matter(p.kind)), None):
        return problem.message
    if document.status is Status.OBSOLETE:
        return say("it says that it is obsolete")
    if document.declared and document.status is None:
        return say(
            "its status {declared!r} is not known; see status-words in isodocs.yaml",
            declared=document.declared,
        )
    if document.status is Status.DRAFT and not named:
        return say(
            "it says that it is a draft ({declared}); name it to bring it into force",
            declared=document.declared,
        )
    if places := to_fill_in(register, document):
        return say(
            "it has {places} to fill in: {text} ({lines})",
            places=counted(len(places), "place"),
            text=listed(dict.fromkeys(each.text for each in places), most=_MOST_TEXTS),
            lines=on_lines(places),
        )
    if document.revision and not IDENTIFIER.fullmatch(document.revision):
        return say(
            "its revision {revision!r} cannot be part of a file name", revision=document.revision
        )
    if not TEXT_NAME.fullmatch(document.id):
        return say("its identifier {id!r} cannot be part of a file name", id=document.id)
    return ""


def _is_of_front_matter(kind: str) -> bool:
    return kind.startswith("front-matter") or kind == "conflict"


def _final(read_file: ReadFile, register: Register, entry: Entry, day: date) -> FileChange:
    """The change of a file that makes it final, with the revision that it states or the first."""
    (document,) = entry.current
    file = read_file(document.path)
    if file is None:
        raise LifecycleError(say("the file cannot be read"), path=document.path)
    config = register.config
    values = {
        "id": "" if config.named_by_file or "id" in document.places else plain(document.id),
        "revision": "" if document.revision else config.scheme.first,
        "status": "approved",
        "effective": day.isoformat(),
    }
    stated = {name: value for name, value in values.items() if value}
    after = fields.set_or_begin(file.data, config, stated, path=document.path)
    return FileChange(document.path, file.data, after)

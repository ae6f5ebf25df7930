"""One approval of many texts: shown as a list, asked about once, one statement with one signature.

Each text is judged as if it were approved alone. What this person may not approve is left out, with
the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.checking.check import known
from isodocs.dataclass import replace
from isodocs.errors import LifecycleError
from isodocs.lifecycle import foresee
from isodocs.lifecycle.approve import by_whom, final_form, roles_in_which
from isodocs.lifecycle.approvers import authority_of, rule_of, waits_here
from isodocs.lifecycle.decision import parts_of, previous_approved, refuse_unseen, shown
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.lifecycle.waiting import waiting as elsewhere
from isodocs.model.approval import ApprovalList, AuthorityReference, ListedText, Meaning
from isodocs.model.judgement import Ground
from isodocs.named_tuple import NamedTuple
from isodocs.repository.objects import blob_id
from isodocs.repository.snapshot import SnapshotFile
from isodocs.statements import kinds
from isodocs.words import counted, listed, say

if TYPE_CHECKING:
    from isodocs.lifecycle.create_record import ReadFile
    from isodocs.lifecycle.decision import Act
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace


class NotApproved(NamedTuple):
    """A text that is not approved, and why; `label` is its identifier, else its path."""

    label: str
    path: str
    why: str


class ApprovedTogether(NamedTuple):
    """What is approved at once, by `plan`, and what is left out; `then` is the register after."""

    plan: Plan
    documents: tuple[Document, ...]
    left: tuple[NotApproved, ...]
    then: Register


class NamedDocuments(NamedTuple):
    """The documents below some paths; those named by themselves are `named`."""

    entries: tuple[Entry, ...]
    named: frozenset[str]


class _Text(NamedTuple):
    document: Document
    files: dict[str, SnapshotFile]
    listed: ListedText


def approve_together(
    workspace: Workspace,
    register: Register,
    entries: Iterable[Entry],
    act: Act,
    meaning: Meaning = Meaning.APPROVAL,
    edits: Sequence[FileChange] = (),
) -> ApprovedTogether:
    """Plan one approval of what is in the files of these documents, as far as this person may.

    `register` is the one after the `edits`, which bring the final forms.
    """
    read_file = _reader(workspace, edits)
    texts: list[_Text] = []
    left: list[NotApproved] = []
    for entry in entries:
        try:
            texts.append(_text(workspace, register, entry, act, read_file))
        except LifecycleError as error:
            left.append(left_out(entry, error.message))
    plan, then = _plan(workspace, register, texts, act, meaning, edits)
    refused = dict(_refused(then, plan, act)) if texts else {}
    if refused:
        left += [
            left_out(register.entries[text.document.id], refused[text.document.id])
            for text in texts
            if text.document.id in refused
        ]
        texts = [text for text in texts if text.document.id not in refused]
        plan, then = _plan(workspace, register, texts, act, meaning, edits)
    signed = replace(plan, changes=(*edits, *_statements(register, texts, act, meaning)))
    documents = tuple(text.document for text in texts)
    return ApprovedTogether(signed, documents, tuple(sorted(left)), then)


def approve_waiting(
    workspace: Workspace, register: Register, paths: Sequence[str], act: Act
) -> ApprovedTogether:
    """Plan one approval of all that waits below these paths, as far as this person may.

    What waits on other branches is left out, and said. Raises IsodocsError for a path not here.
    """
    chosen = choose(register, paths)
    waiting = [entry for entry in chosen.entries if waits_here(register, entry.id)]
    made = approve_together(workspace, register, waiting, act)
    ids = {entry.id for entry in waiting}
    idle = (entry for entry in chosen.entries if entry.id in chosen.named - ids)
    left = [
        left_out(entry, say("it does not await approval: it is {state}", state=entry.state))
        for entry in idle
    ]
    asked = {entry.id for entry in chosen.entries} if paths else None
    for form in elsewhere(workspace, register):
        if form.entry.id not in ids and (asked is None or form.entry.id in asked):
            names = listed(branch.name for branch in form.branches)
            why = say("it waits on {names}: isodocs approve {id}", names=names, id=form.entry.id)
            left.append(left_out(form.entry, why))
    return made._replace(left=tuple(sorted((*made.left, *left))))


def choose(register: Register, paths: Sequence[str]) -> NamedDocuments:
    """The documents that paths (files, folders or identifiers) mean; all without any.

    Raises IsodocsError for a path that is not here.
    """
    wanted = [known(register, path) for path in paths]
    if not wanted:
        return NamedDocuments(tuple(register), frozenset())
    entries = tuple(entry for entry in register if any(_is_in(entry, place) for place in wanted))
    named = (e.id for e in entries if {e.id, e.place_path}.intersection(wanted))
    return NamedDocuments(entries, frozenset(named))


def _is_in(entry: Entry, place: str) -> bool:
    path = entry.place_path
    return place in ("", ".", path, entry.id) or path.startswith(f"{place}/")


def left_out(entry: Entry, why: str) -> NotApproved:
    """A document that is not approved."""
    return NotApproved(entry.id, entry.place_path, why)


def _reader(workspace: Workspace, edits: Iterable[FileChange]) -> ReadFile:
    """Reads files as they will be once they are edited."""
    read, format = workspace.reader(), workspace.git.object_format
    edited = {
        edit.path: SnapshotFile(edit.path, blob_id(edit.after, format), edit.after)
        for edit in edits
        if edit.after is not None
    }
    return lambda path: edited.get(path) or read(path)


def _text(
    workspace: Workspace, register: Register, entry: Entry, act: Act, read_file: ReadFile
) -> _Text:
    """What is approved of one document; raises LifecycleError where this person may not."""
    document, status = final_form(register, entry)
    status = by_whom(workspace, status)
    roles = roles_in_which(register, status, rule_of(register, document), act, "")
    file = read_file(document.path)
    if file is None:
        raise LifecycleError(say("the file cannot be read"), path=document.path)
    files = {document.path: file, **shown(read_file, register, document)}
    refuse_unseen(register, document, files)
    listed = ListedText(
        doc=document.id,
        rev=document.revision,
        roles=tuple(sorted(roles)),
        parts=parts_of(files),
        prev=previous_approved(entry, document),
        effective_from=document.effective,
    )
    return _Text(document, files, listed)


def _plan(
    workspace: Workspace,
    register: Register,
    texts: Sequence[_Text],
    act: Act,
    meaning: Meaning,
    edits: Sequence[FileChange],
) -> tuple[Plan, Register]:
    """The plan with a statement that is not signed, and the register once it is carried out."""
    what = counted(len(texts), "text")
    statements = tuple(_statements(register, texts, replace(act, key=""), meaning))
    each = say("one statement")
    if len(statements) > 1:
        each = say(
            "{statements} statements, one for each classification", statements=len(statements)
        )
    verb = say("brings into force") if meaning is Meaning.ADOPTION else say("approves")
    noun = "adoption" if meaning is Meaning.ADOPTION else "approval"
    plan = Plan(
        say("{name} {verb} {what}, in {each}.", name=act.who.name, verb=verb, what=what, each=each),
        say("{noun} of {what} by {name}", noun=noun.capitalize(), what=what, name=act.who.name),
        (*edits, *statements),
        along=tuple(dict.fromkeys(path for text in texts for path in text.files)),
    )
    return plan, foresee.after(workspace, plan, register.on) if texts or edits else register


def _statements(
    register: Register, texts: Sequence[_Text], act: Act, meaning: Meaning
) -> Iterator[FileChange]:
    """The file of the statement; none where nothing is approved.

    It is one for each classification: what may be handed on must not name what may not.
    """
    authority, levels = authority_of(register), register.config.classification
    current = authority.current
    by_level: defaultdict[str, list[ListedText]] = defaultdict(list)
    for text in texts:
        by_level[levels.of(text.document.classification)].append(text.listed)
    for _, together in sorted(by_level.items()):
        made = ApprovalList(
            project=authority.project,
            person=act.who.id,
            name=act.who.name,
            key=act.key,
            authority=AuthorityReference(current.version, current.sha256),
            meaning=meaning,
            reason=act.reason,
            texts=tuple(sorted(together, key=lambda text: (text.doc, text.rev))),
            signed_at=act.at.replace(microsecond=0),
        )
        path, data = kinds.file_of(made)
        yield FileChange(path, None, data)


def _refused(then: Register, plan: Plan, act: Act) -> Iterator[tuple[str, str]]:
    """The documents of which the judge would not count the approval, and why.

    The statement is weighed unsigned: it is signed only once the person has agreed.
    """
    by_document: defaultdict[str, list[str]] = defaultdict(list)
    for entry in then:
        for document in entry.current:
            status = entry.form_of(document)
            for refusal in status.judgement.refused if status and status.judgement else ():
                weak = refusal.ground is Ground.ASSURANCE
                if refusal.record.path in plan.files and not (weak and act.key):
                    by_document[entry.id].append(refusal.message)
    for id, messages in by_document.items():
        yield id, say("this would not count: {messages}", messages=messages[0])

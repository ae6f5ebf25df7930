"""A document's life for people: its revisions, newest first, each with all that was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from isodocs.assess.decisions import Made, Outcome, decisions
from isodocs.assess.statement_evidence import Evidences, StatementEvidence
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Text, wrapped
from isodocs.model.approval import Meaning
from isodocs.model.document import State
from isodocs.reports import approvals, heading
from isodocs.reports.history import _life
from isodocs.reports.revisions import SHORT, commit_in_words, effective_from, standing

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register, RevisionStatus

_LABEL = 9
_MOST = 6
"""So many authors of a revision are named; the rest are counted."""

_MEANINGS = {
    Outcome.APPROVED: Meaning.APPROVAL,
    Outcome.RETIRED: Meaning.APPROVAL,
    Outcome.REJECTED: Meaning.APPROVAL,
    Outcome.REPLACED: Meaning.APPROVAL,
    Outcome.REFUSED: Meaning.APPROVAL,
    Outcome.REVIEWED: Meaning.PERIODIC_REVIEW,
    Outcome.WITHDRAWN: Meaning.WITHDRAWAL,
}
"""The meaning that goes without saying with an outcome."""

_COLOURS = {
    Outcome.REJECTED: "red",
    Outcome.REFUSED: "red",
    Outcome.REPLACED: "dim",
    Outcome.WITHDRAWN: "yellow",
}


def render(register: Register, entry: Entry, *, width: int = 80) -> str:
    """Render the life of `entry`."""
    lines = [*heading.lines(register, f"{entry.id} {entry.document.title}", width)]
    lines += wrapped(_standing(entry), width)
    lines.append(one_line(entry.place_path))
    if register.ledger.shallow:
        text = "This is a shallow clone: what happened before its first commits is not known here."
        lines += wrapped(Text(text, ("yellow",)), width)
    evidences = Evidences(register)
    for status in reversed(entry.revisions):
        lines.append("")
        lines += wrapped(_title(entry, status), width)
        lines += _revision(register, entry, status, evidences, width)
    lines += _places(entry, width)
    levels = [s.judgement.assurance for s in entry.revisions if s.judgement and s.approved_on]
    note = " ".join(filter(None, (approvals.note(levels), approvals.TIMES)))
    lines += ["", *wrapped(Text(note, ("dim",)), width)]
    return "\n".join(lines) + "\n"


def _standing(entry: Entry) -> str:
    document = entry.document
    text = document.type or "document"
    if document.owner:
        text += f" of {document.owner}"
    text += f", {entry.state}"
    if entry.in_force:
        text += f" in revision {entry.in_force.number}"
    if not entry.current:
        text += ", the file is gone"
    if entry.next_review:
        overdue = "review overdue since" if entry.review_overdue else "next review"
        text += f", {overdue} {entry.next_review}"
    return text


def _title(entry: Entry, status: RevisionStatus) -> Iterator[Text]:
    yield Text(f"Revision {status.number}" if status.number else "Without a number:", ("bold",))
    yield Text(f" {standing(entry, status)}")
    if status.document.effective and effective_from(status) is None:
        yield Text(f", declares to be effective from {status.document.effective}")
    declared = status.document.declared
    if declared and status.document.status != _declaration(status.state):
        yield Text(f" (declared {declared})")


def _declaration(state: State) -> str:
    """The declaration that goes without saying with a state."""
    return str(state) if state in (State.DRAFT, State.OBSOLETE) else "approved"


def _revision(
    register: Register, entry: Entry, status: RevisionStatus, evidences: Evidences, width: int
) -> Iterator[str]:
    if status.document.change:
        yield from _item("change", status.document.change, width)
    yield from _item("written", _written(entry, status), width)
    for made in decisions(register, entry, status):
        evidence = evidences.of_approval(made.record, made.statement, made.judgement)
        looks = (_COLOURS[made.outcome],) if made.outcome in _COLOURS else ()
        label = "! void" if made.outcome is Outcome.REFUSED else str(made.outcome)
        yield from _item(label, _decision(register, made, evidence), width, *looks)
        if evidence.fault and evidence.fault in made.why:
            evidence = replace(evidence, fault="")  # told in the line above
        yield from _item("", approvals.backing(made.statement.key, evidence), width, "dim")
    if waiting := _waiting(register, status):
        yield from _item("waits for", waiting, width, "yellow")
    for form in status.alterations:
        text = f"after its approval: {commit_in_words(form.first)}"
        if form.first.committed:
            text += f" ({form.first.subject})"
        if any(document.blob == status.document.blob for document in entry.current):
            text += ", and later put back"
        yield from _item("! altered", text, width, "red")
    yield from _item("sha256", status.document.sha256, width, "dim")


def _item(label: str, text: str, width: int, *looks: str) -> Iterator[str]:
    indent = " " * (_LABEL + 3)
    yield from wrapped(Text(text, looks), width, indent, f"  {label:<{_LABEL}} ")


def _written(entry: Entry, status: RevisionStatus) -> str:
    first, last = status.revision.first, status.revision.last
    if not first.committed or first.when is None:
        return "not yet committed"
    days = [str(first.when.date())]
    ids = [first.commit[:SHORT]]
    if last is not first:
        days.append(str(last.when.date()) if last.when else "today")
        ids.append(last.commit[:SHORT] if last.committed else "not yet committed")
    writers = (name for stamp in status.authors for name, _ in stamp.writers if name)
    names = [*dict.fromkeys(writers)]
    if len(names) > _MOST:
        names[_MOST:] = [f"{len(names) - _MOST} more"]
    count = len(_life.written(entry, status))
    commits = f"{count} commits" if count > 1 else "commit"
    span = " to ".join(dict.fromkeys(days))
    return f"{span} by {', '.join(names)}, {commits} {' … '.join(ids)}"


def _decision(register: Register, made: Made, evidence: StatementEvidence) -> str:
    statement = made.statement
    who = approvals.giver(register, statement, evidence)
    text = f"{approvals.moment(statement.signed_at)} by {who}"
    if statement.meaning is not _MEANINGS.get(made.outcome):
        text += f" ({statement.meaning})"
    if statement.reason:
        text += f": {statement.reason}"
    if made.why:
        # The reason begins with who decided, which stands there already.
        who = f"{statement.name} ({statement.role}, {statement.day})"
        text += f": {made.why.removeprefix(who).lstrip(': ')}"
    return text


def _waiting(register: Register, status: RevisionStatus) -> str:
    judgement, authority = status.judgement, register.inventory.authority
    if status.state is not State.AWAITING or judgement is None or authority is None:
        return ""
    if judgement.rule is None:
        return f"a rule that says who approves a {status.document.type or 'document of no type'}"
    roles = [authority.current.roles[id].title for id in judgement.missing_roles]
    if judgement.missing_persons:
        more = judgement.missing_persons
        roles.append(f"{more} more {'person' if more == 1 else 'people'}")
    return ", ".join(roles)


def _places(entry: Entry, width: int) -> Iterator[str]:
    moves, removal = list(_life.moves(entry)), entry.history.removal
    if removal:
        yield ""
        yield from wrapped(Text(f"Removed {commit_in_words(removal)}.", ("red",)), width)
    if moves:
        yield ""
    for move in moves:
        if move.old and move.new:
            paths = f"{one_line(move.old.path)} → {one_line(move.new.path)}"
            yield from wrapped(f"Moved {commit_in_words(move.stamp)}: {paths}", width, "  ", "")

"""A document's life: its revisions, newest first, each with all that was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from isodocs.assess.decisions import Made, Outcome, decisions
from isodocs.assess.statement_evidence import Evidences, StatementEvidence, weakest
from isodocs.assess.translations import language_of, translated
from isodocs.dataclass import immutable, replace
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Text, wrapped
from isodocs.model.approval import Meaning
from isodocs.model.document import State
from isodocs.reports import approvals, heading
from isodocs.reports.days import span
from isodocs.reports.revisions import (
    SHORT,
    commit_as_data,
    commit_in_words,
    effective_from,
    in_force_until,
    moves,
    state_in_words,
    written,
)
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from isodocs.model.judgement import Assurance
    from isodocs.model.register import Entry, Register, RevisionStatus

_HEADER = (
    "revision",
    "state",
    "effective",
    "until",
    "approved_on",
    "change",
    "path",
    "sha256",
    "decision",
    "name",
    "role",
    "signed_at",
    "reason",
    "assurance",
    "why",
)
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


@immutable(frozen=True)
class HistoryReport(Report):
    """The life of `entry`."""

    register: Register
    entry: Entry

    def data(self) -> Data:
        """In the form of `schemas/history.schema.json`."""
        register, entry, removal = self.register, self.entry, self.entry.history.removal
        whole = weakest(self._levels)
        return {
            **heading.data(register, 1),
            "assurance": whole.label if whole else None,
            "shallow": register.ledger.shallow,
            "document": {
                "id": entry.id,
                "title": entry.document.title,
                "type": entry.document.type,
                "owner": entry.document.owner,
                "path": entry.place_path,
                "present": bool(entry.current),
                "state": entry.state,
                "in_force": entry.in_force.number if entry.in_force else None,
                "next_review": entry.next_review,
                "review_overdue": entry.review_overdue,
                "language": language_of(register, entry) or None,
                "translation_of": entry.identifier if entry.identifier != entry.id else None,
            },
            "revisions": [
                _as_data(register, entry, status, self._evidences)
                for status in reversed(entry.revisions)
            ],
            "moves": [
                {
                    "from": move.old.path if move.old else None,
                    "to": move.new.path if move.new else None,
                    **commit_as_data(move.stamp),
                }
                for move in moves(entry)
            ],
            "removed": commit_as_data(removal) if removal else None,
        }

    def rows(self) -> Rows:
        """A row to each decision, and to each revision without any; the newest revision first."""
        return Rows(_HEADER, chain.from_iterable(map(self._rows, reversed(self.entry.revisions))))

    def _rows(self, status: RevisionStatus) -> Iterator[Sequence[object]]:
        head = (
            status.number,
            status.state,
            effective_from(status),
            in_force_until(self.entry, status),
            status.approved_on,
            status.document.change,
            status.document.path,
            status.document.sha256,
        )
        made = decisions(self.register, self.entry, status)
        if not made:
            yield (*head, *[None] * (len(_HEADER) - len(head)))
        for decision in made:
            statement = decision.statement
            evidence = self._evidences.of_approval(decision.record, statement, decision.judgement)
            yield (
                *head,
                decision.outcome,
                statement.name,
                approvals.role(self.register, statement, evidence),
                statement.signed_at,
                statement.reason,
                evidence.label,
                decision.why,
            )

    def text(self) -> Iterator[str]:
        """The state today, then the revisions, then where the file was."""
        register, entry, width = self.register, self.entry, self.width
        yield from heading.lines(register, f"{entry.id} {entry.document.title}", width)
        yield from wrapped(_state(entry), width)
        if said := _language(register, entry):
            yield from wrapped(said, width)
        yield one_line(entry.place_path)
        if register.ledger.shallow:
            text = say(
                "This is a shallow clone: what happened before its first commits is unknown."
            )
            yield from wrapped(Text(text, ("yellow",)), width)
        for status in reversed(entry.revisions):
            yield ""
            yield from wrapped(_title(entry, status), width)
            yield from _revision(register, entry, status, self._evidences, width)
        yield from _places(entry, width)
        yield ""
        note = joined(" ", filter(None, (approvals.note(self._levels), approvals.TIMES)))
        yield from wrapped(Text(note, ("dim",)), width)

    @cached_property
    def _evidences(self) -> Evidences:
        return Evidences(self.register)

    @cached_property
    def _levels(self) -> list[Assurance]:
        """How sure each approved revision is."""
        found = self.entry.revisions
        return [s.judgement.assurance for s in found if s.judgement and s.approved_on]


def _language(register: Register, entry: Entry) -> str:
    """What language it is in, and in which others the document is."""
    texts = register.translations.get(entry.id, ())
    if entry.identifier != entry.id:
        return say(
            "in {language}, a translation of {identifier}",
            language=entry.language or say("no language"),
            identifier=entry.identifier,
        )
    if not texts:
        return ""
    others = joined(", ", (text.id for text in texts))
    return say(
        "in {language_of}; translations: {others}",
        language_of=language_of(register, entry) or say("no language"),
        others=others,
    )


def _state(entry: Entry) -> str:
    document = entry.document
    text = document.type or "document"
    if document.owner:
        text += say(" of {owner}", owner=document.owner)
    text += say(", {state}", state=entry.state)
    if entry.in_force:
        text += say(" in revision {number}", number=entry.in_force.number)
    if not entry.current:
        text += say(", the file is gone")
    if entry.next_review:
        overdue = say("review overdue since") if entry.review_overdue else say("next review")
        text += say(", {overdue} {next_review}", overdue=overdue, next_review=entry.next_review)
    return text


def _title(entry: Entry, status: RevisionStatus) -> Iterator[Text]:
    yield Text(
        say("Revision {number}", number=status.number)
        if status.number
        else say("Without a number:"),
        ("bold",),
    )
    yield Text(say(" {state_in_words}", state_in_words=state_in_words(entry, status)))
    if status.document.effective and effective_from(status) is None:
        yield Text(
            say(", declares to be effective from {effective}", effective=status.document.effective)
        )
    declared = status.document.declared
    if declared and status.document.status != _declaration(status.state):
        yield Text(say(" (declared {declared})", declared=declared))


def _declaration(state: State) -> str:
    """The declaration that goes without saying with a state."""
    return say(str(state)) if state in (State.DRAFT, State.OBSOLETE) else "approved"


def _revision(
    register: Register, entry: Entry, status: RevisionStatus, evidences: Evidences, width: int
) -> Iterator[str]:
    if status.document.change:
        yield from _item("change", status.document.change, width)
    if entry.identifier != entry.id and (of := translated(status.document)):
        yield from _item("original", say("revision {of}", of=of), width)
    yield from _item("written", _written(entry, status), width)
    for made in decisions(register, entry, status):
        evidence = evidences.of_approval(made.record, made.statement, made.judgement)
        looks = (_COLOURS[made.outcome],) if made.outcome in _COLOURS else ()
        label = say("! void") if made.outcome is Outcome.REFUSED else say(str(made.outcome))
        yield from _item(label, _decision(register, made, evidence), width, *looks)
        if evidence.fault and evidence.fault in made.why:
            evidence = replace(evidence, fault="")  # it is in the line above
        yield from _item("", approvals.backing(made.statement.key, evidence), width, "dim")
    if waiting := _waiting(register, status):
        yield from _item(say("waits for"), waiting, width, "yellow")
    for form in status.alterations:
        text = say(
            "after its approval: {commit_in_words}", commit_in_words=commit_in_words(form.first)
        )
        if form.first.committed:
            text += say(" ({subject})", subject=form.first.subject)
        if any(document.blob == status.document.blob for document in entry.current):
            text += say(", and later put back")
        yield from _item(say("! altered"), text, width, "red")
    yield from _item("sha256", status.document.sha256, width, "dim")


def _item(label: str, text: str, width: int, *looks: str) -> Iterator[str]:
    indent = " " * (_LABEL + 3)
    yield from wrapped(Text(text, looks), width, indent, f"  {label:<{_LABEL}} ")


def _written(entry: Entry, status: RevisionStatus) -> str:
    first, last = status.revision.first, status.revision.last
    if not first.committed or first.when is None:
        return say("not yet committed")
    begun = ended = str(first.when.date())
    ids = [first.commit[:SHORT]]
    if last is not first:
        ended = str(last.when.date()) if last.when else say("today")
        ids.append(last.commit[:SHORT] if last.committed else say("not yet committed"))
    writers = (name for stamp in status.authors for name, _ in stamp.writers if name)
    names = [*dict.fromkeys(writers)]
    if len(names) > _MOST:
        names[_MOST:] = [say("{names} more", names=len(names) - _MOST)]
    count = len(written(entry, status))
    commits = counted(count, "commit") if count > 1 else say("commit")
    return say(
        "{span} by {names}, {commits} {ids}",
        span=span(begun, ended),
        names=joined(", ", names),
        commits=commits,
        ids=joined(" … ", ids),
    )


def _decision(register: Register, made: Made, evidence: StatementEvidence) -> str:
    statement = made.statement
    who = approvals.giver(register, statement, evidence)
    text = say("{moment} by {who}", moment=approvals.moment(statement.signed_at), who=who)
    if statement.meaning is not _MEANINGS.get(made.outcome):
        text += say(" ({meaning})", meaning=statement.meaning)
    if statement.reason:
        text += say(": {reason}", reason=statement.reason)
    if made.why:
        # The reason begins with who decided, which is there already.
        who = f"{statement.name} ({statement.role}, {statement.day})"
        text += say(": {lstrip}", lstrip=made.why.removeprefix(who).lstrip(": "))
    return text


def _waiting(register: Register, status: RevisionStatus) -> str:
    judgement, authority = status.judgement, register.inventory.authority
    if status.state is not State.AWAITING or judgement is None or authority is None:
        return ""
    if judgement.rule is None:
        return say(
            "a rule that says who approves a {type}",
            type=status.document.type or say("document of no type"),
        )
    roles = [authority.current.roles[id].title for id in judgement.missing_roles]
    if judgement.missing_persons:
        more = judgement.missing_persons
        roles.append(counted(more, "more person"))
    return joined(", ", roles)


def _places(entry: Entry, width: int) -> Iterator[str]:
    moved, removal = list(moves(entry)), entry.history.removal
    if removal:
        yield ""
        yield from wrapped(
            Text(
                say("Removed {commit_in_words}.", commit_in_words=commit_in_words(removal)),
                ("red",),
            ),
            width,
        )
    if moved:
        yield ""
    for move in moved:
        if move.old and move.new:
            paths = f"{one_line(move.old.path)} → {one_line(move.new.path)}"
            yield from wrapped(
                say(
                    "Moved {commit_in_words}: {paths}",
                    commit_in_words=commit_in_words(move.stamp),
                    paths=paths,
                ),
                width,
                "  ",
                "",
            )


def _as_data(
    register: Register, entry: Entry, status: RevisionStatus, evidences: Evidences
) -> dict[str, Any]:
    document, revision, judgement = status.document, status.revision, status.judgement
    effective, until = effective_from(status), in_force_until(entry, status)
    return {
        "number": status.number,
        "state": str(status.state),
        "declared": document.declared,
        "effective": effective,
        "declared_effective": document.effective,
        "until": until,
        "approved_on": status.approved_on,
        "change": document.change,
        "path": document.path,
        "sha256": document.sha256,
        "first": commit_as_data(revision.first),
        "last": commit_as_data(revision.last),
        "commits": len(written(entry, status)),
        "authors": [commit_as_data(stamp) for stamp in status.authors],
        "assurance": judgement.assurance.label if judgement and status.approved_on else None,
        "decisions": [
            {
                **approvals.as_data(
                    register,
                    made.record,
                    made.statement,
                    evidences.of_approval(made.record, made.statement, made.judgement),
                ),
                "outcome": str(made.outcome),
                "why": made.why,
            }
            for made in decisions(register, entry, status)
        ],
        "alterations": [
            {"sha256": form.document.sha256, **commit_as_data(form.first)}
            for form in status.alterations
        ],
    }

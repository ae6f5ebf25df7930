"""Whether the auditors of an audit were free to audit it, and what a later audit made up for.

Auditors do not audit their own work (ISO 9001:2015, 9.2.2 c; ISO 19011:2026): what they own by
document, by clause or by process, and the work of people who report to them. Owners are those of
the day of the audit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.audit_scope import PROCESSES, clauses, compared, named, numbers
from isodocs.assess.audits import internal_audits
from isodocs.assess.clause_documents import behind
from isodocs.assess.competence import competent_on
from isodocs.assess.once import once_per_register, once_per_register_and
from isodocs.assess.persons import has_role, is_theirs, managers, top_management
from isodocs.model.requirement import ClauseReference
from isodocs.named_tuple import NamedTuple
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Entry, Register
    from isodocs.model.requirement import RequirementMap

KINDS = ("internal-auditor", "lead-auditor")
"""Kinds of competence, of which an auditor has one."""
_BROAD = 0.5
"""A document in more of the chapters of a standard than this, as the manual, is of no clause."""
_NAMED = 6


class Tie(NamedTuple):
    """Why an auditor is not free to audit something: what it is, and the tie in words.

    Where it is not `clear`, the records do not show whether a free auditor looked at it. `clauses`
    and `document` are what someone else has to audit; all that was audited where both are empty.
    """

    auditor: str
    what: str
    clear: bool = True
    clauses: frozenset[ClauseReference] = frozenset()
    document: str = ""
    about: str = ""

    @property
    def subject(self) -> str:
        """What distinguishes this tie from others of the audit, whatever its wording."""
        return say("{auditor} {about}", auditor=self.auditor, about=self.about or self.what)


@once_per_register_and(lambda audit: (audit.path, audit.line))
def ties(register: Register, audit: Record) -> tuple[Tie, ...]:
    """Why auditors of an audit are not free to audit what it covers.

    What is not clear is left out for an auditor of whom anything is.
    """
    on = audit.day("finished") or audit.day("started") or register.on
    found = [*_ties_of_people(register, audit, on), *_ties_of_clauses(register, audit, on)]
    clear = {tie.auditor for tie in found if tie.clear}
    return tuple(tie for tie in found if tie.clear or tie.auditor not in clear)


def _ties_of_people(register: Register, audit: Record, on: date) -> Iterator[Tie]:
    """Ties by name: to those whose work is audited, to documents and to processes."""
    auditees = audit.items("auditees")
    for auditor in audit.items("auditors"):
        if auditor in auditees:
            yield Tie(auditor, say("is among those whose work is audited"))
        yield from _ties_of_line(register, auditor, auditees, on)
        for id in audit.items("documents"):
            if tie := _tie(register, auditor, id, on):
                yield Tie(auditor, say("{tie} {id}", tie=tie, id=id), document=id)
        for process in register.records.get("process", ()):
            is_audited = compared(register, process.id) in named(register, audit, PROCESSES)
            if is_audited and is_theirs(register, process.text("owner"), auditor, on):
                yield Tie(
                    auditor,
                    say("owns the process {title}", title=process.text("title") or process.id),
                )


def fit(register: Register, auditor: str, audit: Record) -> bool | None:
    """Whether an auditor is shown to have been competent for an audit; None if nothing says so."""
    day = began(audit)
    return competent_on(register, auditor, KINDS, day) if day else None


def began(audit: Record) -> date | None:
    """The day on which an audit began, or is to begin."""
    return audit.day("started") or audit.day("planned")


def made_up_for(register: Register, audit: Record, tie: Tie | None = None) -> bool:
    """Whether competent and free auditors have audited again what an audit covered.

    With a `tie`, only what the auditor was not free to audit.
    """
    later = [again for again in _sound_audits(register) if _after(again, audit)]
    if tie:
        later = [again for again in later if tie.auditor not in again.items("auditors")]
        if tie.document and any(tie.document in again.items("documents") for again in later):
            return True
    wanted = tie.clauses if tie and tie.clauses else _all_numbers(register, audit)
    done = {clause for again in later for clause in _all_numbers(register, again)}
    return bool(wanted) and wanted <= done


def _after(again: Record, audit: Record) -> bool:
    last, first = audit.day("finished") or began(audit), began(again)
    return last is not None and first is not None and first > last


@once_per_register
def _sound_audits(register: Register) -> tuple[Record, ...]:
    """The finished audits whose auditors were all competent, and free of what they audited."""
    return tuple(
        audit
        for audit in internal_audits(register)
        if (finished := audit.day("finished"))
        and finished <= register.on
        and all(fit(register, auditor, audit) is not False for auditor in audit.items("auditors"))
        and not any(tie.clear for tie in ties(register, audit))
    )


def _all_numbers(register: Register, audit: Record) -> frozenset[ClauseReference]:
    return frozenset(
        ClauseReference(standard, number)
        for standard in audit.items("standards")
        if standard in register.maps
        for number in numbers(register, audit, register.maps[standard])
    )


def _ties_of_line(
    register: Register, auditor: str, auditees: tuple[str, ...], on: date
) -> Iterator[Tie]:
    """People who report to the auditor; the auditor's own manager, below top management."""
    above = next(managers(register, auditor), "")
    for auditee in auditees:
        if auditor in managers(register, auditee):
            yield Tie(
                auditor, say("is the manager of {auditee}, whose work is audited", auditee=auditee)
            )
        elif auditee == above and auditee not in top_management(register, on):
            yield Tie(
                auditor,
                say("reports to {auditee}, whose work is audited", auditee=auditee),
                clear=False,
            )


def _ties_of_clauses(register: Register, audit: Record, on: date) -> Iterator[Tie]:
    """Clauses whose documents are all of one auditor, where no other auditor was there for them.

    A clause that the audit names is a clear tie. What is below a heading that it names is not, nor
    is what is owned by looking after the system: there the owner is not always who does the work.
    """
    for standard in audit.items("standards"):
        requirements = register.maps.get(standard)
        if requirements is None:
            continue
        mine = [clause for clause in clauses(register, audit) if clause.standard == standard]
        owned: dict[str, list[str]] = {}
        for clause in mine:
            below = frozenset(
                ClauseReference(standard, each.number)
                for each in requirements.auditable
                if requirements.within(each.number, clause.number)
            )
            for auditor, system in _owners(register, audit, requirements, clause.number, on):
                what = say(
                    "owns every document behind {display_name} {number}",
                    display_name=requirements.display_name,
                    number=clause.number,
                )
                yield Tie(auditor, what, not system, below, about=str(clause))
                owned.setdefault(auditor, []).append(clause.number)
        if not mine and audit.items("documents"):
            continue  # it is of these documents
        parts: dict[str, list[str]] = {}
        for number in numbers(register, audit, requirements):
            for auditor, _ in _owners(register, audit, requirements, number, on):
                if not any(requirements.within(number, n) for n in owned.get(auditor, ())):
                    parts.setdefault(auditor, []).append(number)
        for auditor, found in parts.items():
            shown = listed(found, most=_NAMED)
            what = say(
                "audited alone {display_name} {shown}, and owns every document there",
                display_name=requirements.display_name,
                shown=shown,
            )
            references = frozenset(ClauseReference(standard, number) for number in found)
            yield Tie(auditor, what, False, references, about=f"parts of {standard}")


def _owners(
    register: Register, audit: Record, requirements: RequirementMap, over: str, on: date
) -> Iterator[tuple[str, bool]]:
    """The auditors who own all that is behind a clause, if they all do, each with why.

    That is whether it is unclear: they own some of it only as who looks after the system, or by a
    role that the table of people alone gives them.
    """
    found = _documents_below(register, requirements, over)
    if not found:
        return
    owners = {id: _owner_on(register.entries[id], on) for id in found}
    auditors = audit.items("auditors")
    theirs = {
        auditor: [is_theirs(register, owner, auditor, on) for owner in owners.values()]
        for auditor in auditors
        if all(
            is_theirs(register, owner, auditor, on) or has_role(register, auditor, owner)
            for owner in owners.values()
        )
    }
    if len(theirs) == len(auditors):
        system = register.config.owner
        for auditor, certain in theirs.items():
            of_system = bool(system) and system in owners.values()
            yield auditor, of_system or not all(certain)


@once_per_register_and(lambda requirements: requirements.id)
def _documents_behind(
    register: Register, requirements: RequirementMap
) -> Mapping[str, frozenset[str]]:
    """The documents in force behind each clause, by its number."""
    return {
        number: frozenset(id for id in found if register.entries[id].in_force)
        for number, found in behind(register, requirements).items()
    }


@once_per_register_and(lambda requirements, over: (requirements.id, over))
def _documents_below(register: Register, requirements: RequirementMap, over: str) -> frozenset[str]:
    """The documents behind a clause and those below it.

    Without the manual, which answers most of the standard, where there is anything else.
    """
    found = frozenset(
        id
        for number, ids in _documents_behind(register, requirements).items()
        if requirements.within(number, over)
        for id in ids
    )
    return found - _broad(register, requirements) or found


@once_per_register_and(lambda requirements: requirements.id)
def _broad(register: Register, requirements: RequirementMap) -> frozenset[str]:
    """The documents that answer clauses in more than half of the chapters of a standard."""
    chapters: defaultdict[str, set[str]] = defaultdict(set)
    every = set()
    for clause in requirements:
        if not clause.control:
            chapter = clause.number.partition(".")[0]
            every.add(chapter)
            for id in _documents_behind(register, requirements).get(clause.number, ()):
                chapters[id].add(chapter)
    return frozenset(id for id, known in chapters.items() if len(known) > _BROAD * len(every))


def _owner_on(entry: Entry, day: date) -> str:
    """The owner of the revision in force on a day; of the one in force now where none was."""
    owner = (entry.in_force or entry.newest).document.owner
    for status in entry.revisions:
        if status.approved_on and status.effective_on and status.effective_on <= day:
            owner = status.document.owner
    return owner


def _tie(register: Register, auditor: str, id: str, on: date) -> str:
    """How a person is tied to a document: owns it, approved it or wrote it; empty when not."""
    entry = register.entries.get(id)
    history = register.inventory.authority
    if entry is None or history is None:
        return ""
    if is_theirs(register, _owner_on(entry, on), auditor, on):
        return say("owns")
    status = entry.in_force or entry.newest
    judgement = status.judgement
    if any(
        s.person == auditor and s.day <= on for s in (judgement.statements if judgement else ())
    ):
        return say("approved")
    emails = (email for stamp in status.authors for _, email in stamp.writers if email)
    writers = (history.current.person_with(email) for email in emails)
    return say("wrote") if any(writer and writer.id == auditor for writer in writers) else ""

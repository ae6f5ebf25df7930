"""The Statement of Applicability: its table, and whether an approval covers exactly that table.

The table is records of the kind `applicability`, below `records/applicability/`. A controlled
document shows it by an include. What a document shows is listed in each of its approvals with the
digest of its bytes, so that the person who approves the document approves the rows.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.clause_cells import control_number
from isodocs.assess.not_in_force import state_in_words
from isodocs.assess.once import once_per_register
from isodocs.assess.scope import names_in
from isodocs.model.applicability import (
    ControlDecision,
    ControlTable,
    Implementation,
    RowFlaw,
    StatementOfApplicability,
    TableApproval,
)
from isodocs.model.record import FOLDER, Record
from isodocs.standards.clause import UnknownClause, resolve
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register, RevisionStatus
    from isodocs.model.requirement import Requirement, RequirementMap

KIND = "applicability"
_YES = {"yes": True, "true": True, "no": False, "false": False}


def table_path(standard: str) -> str:
    """Where the statement of a standard is kept, unless someone keeps it elsewhere."""
    return f"{FOLDER}{KIND}/{standard}.csv"


def controls(requirements: RequirementMap) -> tuple[Requirement, ...]:
    """The controls of a standard, on each of which a statement says something."""
    return tuple(r for r in requirements.auditable if r.control)


@once_per_register
def statement(register: Register, standard: str) -> StatementOfApplicability | None:
    """The statement for a standard, whose map must be in `register.maps`; None: there is none."""
    records = [r for r in register.records.get(KIND, ()) if _standard(register, r) == standard]
    return _statement(register, standard, records) if records else None


def of_no_standard(register: Register) -> tuple[tuple[Record, str], ...]:
    """The first row of each table of no standard in use, with what it names instead."""
    found: dict[str, tuple[Record, str]] = {}
    for record in register.records.get(KIND, ()):
        standard = _standard(register, record)
        if standard not in register.maps:
            found.setdefault(record.path, (record, standard))
    return tuple(found.values())


def _standard(register: Register, record: Record) -> str:
    """The standard that a row is about: as it says, or as the file is called, or the only one.

    What names a standard or edition that is not in use is about that one, and so about none here.
    """
    if said := record.text("standard"):
        return said if said in register.maps else _named(register, said) or said
    stem = posixpath.splitext(posixpath.basename(record.path))[0]
    if found := _named(register, stem) or _named(register, stem.upper()):
        return found
    with_controls = [id for id, known in register.maps.items() if controls(known)]
    return with_controls[0] if len(with_controls) == 1 else ""


def _named(register: Register, text: str) -> str:
    """The standard that a text names: its id where it is in use, else as it is written."""
    names = [item for item in names_in(register, text) if not item.vague]
    in_use = [item.standard for item in names if item.standard]
    return in_use[0] if in_use else names[0].text if names else ""


def _statement(
    register: Register, standard: str, records: list[Record]
) -> StatementOfApplicability:
    requirements = register.maps[standard]
    table = _table(requirements, records)
    decided = {number for number, d in table.decisions.items() if d.applicable is not None}
    paths = tuple(dict.fromkeys(record.path for record in records))
    entry = _shown_by(register, paths)
    where, why_not = _approval(register, entry, paths)
    approved: ControlTable | None = None
    if where is TableApproval.APPROVED:
        approved = table
    elif entry and (earlier := _approved_records(register, entry, paths)):
        approved = _table(requirements, earlier)
    in_force = entry.in_force if entry else None
    return StatementOfApplicability(
        standard=standard,
        paths=paths,
        table=table,
        missing=tuple(c for c in controls(requirements) if c.number not in decided),
        approved=approved,
        approval=where,
        document=entry.id if entry else "",
        revision=in_force.number if in_force else "",
        why_not=why_not,
    )


# -- the rows ---------------------------------------------------------------------------------


def _table(requirements: RequirementMap, records: Iterable[Record]) -> ControlTable:
    decisions: dict[str, ControlDecision] = {}
    additional: dict[str, ControlDecision] = {}
    flaws: list[RowFlaw] = []
    families = requirements.annexes
    for record in records:
        text = record.text("control")
        if not text:
            continue  # a rule reports the empty field
        meant = control_number(text, requirements)
        found = resolve(meant, {requirements.id: requirements}, requirements.id)
        if isinstance(found, UnknownClause):
            own = not text[0].isdigit() and text.partition(".")[0] not in families
            decision = _decision(record, text)
            if not own:
                flaws.append(_unknown(requirements, decision, found))
            elif text in additional:
                flaws.append(_twice(decision, additional[text]))
            else:
                additional[text] = decision
            continue
        requirement = requirements.get(found.number)
        decision = _decision(record, found.number, requirement.title if requirement else "")
        if requirement and not requirement.auditable:
            message = say(
                "{text} is a heading over {display_name}'s controls",
                text=text,
                display_name=requirements.display_name,
            )
            flaws.append(RowFlaw(decision, message, say("Write a row for each control below it.")))
        elif found.number in decisions:
            flaws.append(_twice(decision, decisions[found.number]))
        else:
            decisions[found.number] = decision
    order = {requirement.number: place for place, requirement in enumerate(requirements)}
    ordered = dict(sorted(decisions.items(), key=lambda item: order[item[0]]))
    return ControlTable(ordered, tuple(additional.values()), tuple(flaws))


def _decision(record: Record, number: str, title: str = "") -> ControlDecision:
    state = record.text("state")
    return ControlDecision(
        number=number,
        title=title or record.text("title"),
        applicable=_YES.get(record.text("applicable").lower()),
        justification=record.text("justification"),
        state=Implementation(state) if state in tuple(Implementation) else None,
        owner=record.text("owner"),
        documents=record.items("documents"),
        records=record.items("records"),
        evidence=record.items("evidence"),
        place=record.place("control"),
    )


def _unknown(
    requirements: RequirementMap, decision: ControlDecision, found: UnknownClause
) -> RowFlaw:
    hint = say(
        "`isodocs standards {id}` lists the controls; a control of your own has "
        "an identifier such as OWN-1.",
        id=requirements.id,
    )
    return RowFlaw(decision, found.message, hint)


def _twice(decision: ControlDecision, first: ControlDecision) -> RowFlaw:
    message = say(
        "{number} is there twice; the row at {place} counts",
        number=decision.number,
        place=first.place,
    )
    return RowFlaw(decision, message, say("Keep one of the two rows."))


# -- the approval -----------------------------------------------------------------------------


def _shown_by(register: Register, paths: tuple[str, ...]) -> Entry | None:
    """The controlled document that shows the table; the one in force where several do."""
    if not any(path in register.inventory.shown for path in paths):
        return None
    found = []
    for document in register.documents:
        entry = register.entries.get(document.id)
        if entry and set(paths) & register.inventory.shown_by[document.path].files.keys():
            found.append(entry)
    return next((entry for entry in found if entry.in_force), found[0] if found else None)


def _approval(
    register: Register, entry: Entry | None, paths: tuple[str, ...]
) -> tuple[TableApproval, str]:
    """The state of the table's approval, and why it is not approved, in words."""
    if entry is None:
        return TableApproval.UNAPPROVED, say(
            "no controlled document shows it, so no approval covers it"
        )
    status = entry.in_force
    if status is None:
        return TableApproval.UNAPPROVED, say(
            "{id}, which shows it, is {state_in_words}",
            id=entry.id,
            state_in_words=state_in_words(entry),
        )
    listed = _listed(status)
    for path in paths:
        if path not in listed:
            return (
                TableApproval.UNAPPROVED,
                say(
                    "{id} revision {number}, which is in force, does not show {path}",
                    id=entry.id,
                    number=status.number,
                    path=path,
                ),
            )
        if listed[path] != register.inventory.shown.get(path):
            return (
                TableApproval.CHANGED,
                say(
                    "it was changed since {id} revision {number} was approved",
                    id=entry.id,
                    number=status.number,
                ),
            )
    return TableApproval.APPROVED, ""


def _listed(status: RevisionStatus) -> Mapping[str, str]:
    """The digest of each part that every approval of a revision lists."""
    seen: dict[str, set[str]] = defaultdict(set)
    accepted = status.judgement.accepted if status.judgement else ()
    for record in accepted:
        for part in record.statement.parts if record.statement else ():
            seen[part.path].add(part.sha256)
    return {path: digests.pop() for path, digests in seen.items() if len(digests) == 1}


def _approved_records(
    register: Register, entry: Entry, paths: tuple[str, ...]
) -> list[Record] | None:
    """The rows as they were approved, where history holds them."""
    if entry.in_force is None:
        return None
    listed = _listed(entry.in_force)
    found: list[Record] = []
    for path, digest in listed.items():
        if path not in paths:
            continue
        if digest == register.inventory.shown.get(path):
            found += [r for r in register.records.get(KIND, ()) if r.path == path]
        elif (path, digest) in register.records_as_approved:
            found += register.records_as_approved[path, digest]
        else:
            return None
    return found or None

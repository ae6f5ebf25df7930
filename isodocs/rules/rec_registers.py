"""REC, continued: whether records and the registers beside them say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import measurements, register_names
from isodocs.assess.record_index import clauses_of_several
from isodocs.model.gap import Finding, Level
from isodocs.records.record_kinds import kinds
from isodocs.rules._records import finding
from isodocs.rules.rule import rule
from isodocs.words import agreed, counted, listed, noun, say

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("REC030", "name-not-in-register", Level.WARNING, ("4.4.1",), blocks=False)
def name_not_in_register(register: Register) -> Iterator[Finding]:
    """A record names a process that the process register does not have.

    Why: The organisation determines its processes (ISO 9001:2015, 4.4.1). A nonconformity or an
    audit of a process under another name is not found where that process is looked at. Nothing is
    reported where no process register is kept, nor of records that are closed.

    Example: A misspelt process.

        records/process.csv:
            id,title,owner,inputs,outputs,measures,documents,note
            PRC-01,Machining,quinn,order,parts,yield,,the operators are trained

        records/complaint.csv:
            id,received,from,what,owner,process
            C-1,2026-05-12,Miller,Bent parts,quinn,machning

    Remedy: Write the process by the id or title of the register, or add it to the register:
    `isodocs new process`.
    """
    for each in register_names.unregistered(register):
        more = (
            say(" (and in {records})", records=counted(each.times - 1, "more record"))
            if each.times > 1
            else ""
        )
        what = noun(each.kind.title)
        yield finding(
            each.record,
            each.field,
            say(
                "'{field}' names {name!r}, which is not in the {what} register{more}.{near}",
                field=each.field,
                name=each.name,
                what=what,
                more=more,
                near=each.near,
            ),
            say(
                "Correct it, or add it to the register: `isodocs new {name}`.", name=each.kind.name
            ),
        )


@rule("REC031", "register-incomplete", Level.WARNING, ("4.1",), blocks=False)
def register_incomplete(register: Register) -> Iterator[Finding]:
    """A register does not say what every register of its kind must say.

    Why: Since the amendments of 2024 the organisation determines whether climate change is a
    relevant issue (ISO 9001:2015/Amd 1:2024, 4.1, and the same clause of other standards). The
    answer may be no. `docs/records.md` lists what the register of each kind must say.

    Example: The register of issues does not ask whether climate change matters.

        records/issue.csv:
            id,title,kind
            ISS-01,Few skilled workers in the region,external

    Remedy: Add the record that is missing. For climate change, set `climate-change: yes`, and say
    in `relevant` and `effect` what the answer is and why.
    """
    for kind, some, last in register_names.incomplete(register):
        used = tuple(c for c in some.clauses if c.partition(":")[0] in register.known_maps)
        yield Finding(
            say("the {title} register: {say}", title=noun(kind.title), say=some.say),
            some.do,
            last.place(),
            subject=f"{kind.name} {some.say}",
            clauses=used,
            owner=last.text("owner"),
        )


@rule("REC032", "target-missed", Level.WARNING, ("9.1.3",), blocks=False)
def target_missed(register: Register) -> Iterator[Finding]:
    """The last value of a figure misses its target, and nothing says what follows.

    Why: The organisation analyses and evaluates what it measures (ISO 9001:2015, 9.1.3). A figure
    outside its limits needs a decision, even if that is to wait. Only the latest value of each
    figure with a target of its own is reported; the result of an objective is judged on its day.

    Example: A supplier delivers late, and nothing follows.

        records/measurement.csv:
            figure,date,value,unit,target
            deliveries on time,2026-03-31,88,%,at least 95 %

    Remedy: Decide what to do, and enter it in `follows`, with the id of the action if there is one.
    """
    for series in measurements.missed(register):
        yield Finding(
            say(
                "{name} was {reached} on {day}; the target is {target}",
                name=series.name,
                reached=series.reached,
                day=series.day,
                target=series.target,
            ),
            say("Decide what to do, and enter it in 'follows'."),
            series.last.place("value"),
            subject=f"{series.subject} {series.name}",
            owner=series.last.text("by"),
        )


@rule("REC033", "clause-of-several-standards", Level.WARNING, ("7.5.3.2",), blocks=False)
def clause_of_several_standards(register: Register) -> Iterator[Finding]:
    """A proof names a clause number that several standards have, and does not say which it means.

    Why: Records are kept to show that requirements are met (ISO 9001:2015, 7.5.3.2). The same
    number asks for different things in two standards: what shows one shows nothing of the other.
    Until the standard is named, such a row proves none of them.

    Example: Clause 8.1 is in both standards.

        isodocs.yaml:
            standards: [iso-9001-2015, iso-14001-2015]
            required: [id]

        records/evidence.csv:
            id,what,where,clauses,looked-at,looked-at-by,seen
            EVI-001,Job cards,job system,8.1,2026-05-12,ann,jobs of May

    Remedy: Name the standard in `standard`, or write it before the number:
    `iso-9001-2015:8.1; iso-14001-2015:8.1`.
    """
    for record in register.inventory.records:
        kind = kinds().get(record.kind)
        unclear = clauses_of_several(register, record) if kind and kind.proves_named else ()
        if unclear:
            one, are = register.config.standards[0], agreed(len(unclear), "is", "are")
            yield finding(
                record,
                "clauses",
                say(
                    "does not say of which standard {unclear} {are}",
                    unclear=listed(unclear),
                    are=are,
                ),
                say(
                    "Name it in 'standard', or write it before the number, as in "
                    "{one}:{unclear}. Until then the row proves nothing.",
                    one=one,
                    unclear=unclear[0],
                ),
            )

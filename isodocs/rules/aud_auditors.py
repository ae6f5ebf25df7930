"""AUD, continued: whether the auditors were competent, and free of what they audited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.assess.audit_independence import KINDS, began, fit, made_up_for, ties
from isodocs.assess.audits import internal_audits
from isodocs.assess.competence import requirements_of
from isodocs.model.audit import NO_AUDIT
from isodocs.model.gap import Finding, Level
from isodocs.rules._audit import finding
from isodocs.rules.rule import rule
from isodocs.words import counted, joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.register import Register


_NAMED = 8


@rule(
    "AUD003",
    "auditor-not-competent",
    Level.ERROR,
    ("7.2", "9.2.2"),
    blocks=False,
    of_people=True,
    part_of="auditors",
    of_its_day=True,
)
def auditor_not_competent(register: Register) -> Iterator[Finding]:
    """An auditor was not competent as an internal auditor on the day of the audit.

    Why: Auditors are selected so that audits are objective, and auditors must be competent (ISO
    9001:2015, 9.2.2 c, 7.2; ISO 19011:2026 says how competence is gained and evaluated).

    While the time to evaluate a training runs, its participant counts as competent.

    Example: The audit was on 12 May. The auditor took the course on 20 May.

        records/competence.yaml:
            - {id: AUD-INT, title: Internal auditing, kind: internal-auditor, persons: [ann]}

        records/training.csv:
            person,competence,date
            ann,AUD-INT,2026-05-20

        records/audits/aud-2026-02.md:
            ---
            id: AUD-2026-02
            title: Purchasing
            status: done
            standards: [iso-9001-2015]
            criteria: [ISO 9001]
            scope: Purchasing
            auditors: [ann]
            planned: 2026-05-12
            started: 2026-05-12
            ---
            # Purchasing

    Remedy: If the training took place, record it: `isodocs new training`. Otherwise, have competent
    auditors audit the same clauses again: then the gap ends.
    """
    for audit in internal_audits(register):
        day = began(audit)
        if day is None or day > register.on:
            continue
        for auditor in audit.items("auditors"):
            if fit(register, auditor, audit) is False and not made_up_for(register, audit):
                yield finding(
                    audit,
                    say(
                        "no record shows that {auditor} was competent as an auditor on {day}",
                        auditor=auditor,
                        day=day,
                    ),
                    say(
                        "Record the training if it took place (`isodocs new training`). "
                        "Otherwise, have a competent auditor audit the same clauses again."
                    ),
                    "auditors",
                    auditor,
                )


@rule("AUD004", "auditor-audits-own-work", Level.ERROR, ("9.2.2",), blocks=False, of_its_day=True)
def auditor_audits_own_work(register: Register) -> Iterator[Finding]:
    """An auditor audited their own work: a document, clause or process of theirs, or their people.

    Why: Auditors must be objective and impartial (ISO 9001:2015, 9.2.2 c; ISO 19011:2026). People
    are not impartial about their own work.

    A clause is an auditor's own when they own every document behind it, and no other auditor was
    there for it. The manual, which answers most of the standard, is of no one clause.

    Example: The quality manager audits the procedure of which the quality manager is the owner.

        documents/purchasing.md:
            ---
            id: SOP-001
            title: Purchasing
            owner: quality-manager
            ---

        records/audits/aud-2026-02.md:
            ---
            id: AUD-2026-02
            title: Purchasing
            status: done
            standards: [iso-9001-2015]
            criteria: [ISO 9001]
            scope: Purchasing
            documents: [SOP-001]
            auditors: [quinn]
            planned: 2026-05-12
            started: 2026-05-12
            ---
            # Purchasing

    Remedy: Have a competent auditor who is free audit that part again: then the gap ends.
    """
    for audit in internal_audits(register):
        for tie in ties(register, audit):
            if not tie.clear or made_up_for(register, audit, tie):
                continue
            yield finding(
                audit,
                say("{auditor} {what}", auditor=tie.auditor, what=tie.what),
                say(
                    "Ask someone else to audit that part. That audit, once recorded, ends the gap."
                ),
                "auditors",
                tie.subject,
            )


@rule(
    "AUD012",
    "auditor-competence-undefined",
    Level.WARNING,
    ("7.2", "9.2.2"),
    blocks=False,
    part_of="auditors",
)
def auditor_competence_undefined(register: Register) -> Iterator[Finding]:
    """Internal audits are held, and nothing says what an internal auditor must be able to do.

    Why: The necessary competence is determined (ISO 9001:2015, 7.2 a), also of auditors, who are
    selected for objective audits (9.2.2 c; ISO 19011:2026). Where none is determined, anyone will
    do, and no audit shows that its auditors were competent.

    Example: The first audit was held in May. No competence of kind `internal-auditor` is defined.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            # Purchasing

            We buy from approved suppliers only.

        records/audits/aud-2026-02.md:
            ---
            id: AUD-2026-02
            title: The whole system
            status: done
            standards: [iso-9001-2015]
            criteria: [ISO 9001]
            scope: Everything
            auditors: [ann]
            planned: 2026-05-12
            started: 2026-05-12
            finished: 2026-05-13
            ---
            # The whole system

    Remedy: Define it and who needs it: `isodocs new competence --set kind=internal-auditor`. Then
    record how the auditors gained it: `isodocs new training`.
    """
    held = [
        audit
        for audit in internal_audits(register)
        if (day := audit.day("started") or audit.day("finished")) and day <= register.on
    ]
    if held and not requirements_of(register, KINDS):
        yield Finding(
            say(
                "{audits} held, and no competence of kind 'internal-auditor' is defined: "
                "nothing shows that the auditors were competent",
                audits=counted(len(held), "internal audit"),
            ),
            say("Define it: `isodocs new competence --set kind=internal-auditor`."),
            subject="internal-auditor",
        )


@rule(
    "AUD016", "auditor-independence-unclear", Level.NOTE, ("9.2.2",), blocks=False, stops=NO_AUDIT
)
def auditor_not_shown_free(register: Register) -> Iterator[Finding]:
    """An auditor may not have been free of a part of what was audited; the records do not show it.

    Why: Auditors are objective and impartial (ISO 9001:2015, 9.2.2 c; ISO 19011:2026). Auditors of
    a certification body ask who audited the quality manager, and who audited the auditor's own
    manager.

    It concerns clauses below a heading that one person audited and owns, clauses of the person who
    looks after the system (`owner` in isodocs.yaml), and auditors whose own manager is audited. An
    audit has one such gap, with all of them.

    Example: The purchasing manager audits clauses 4 to 10 alone, purchasing included.

        documents/purchasing.md:
            ---
            id: SOP-001
            title: Purchasing
            type: procedure
            owner: ann
            clauses: {iso-9001-2015: ["8.4.1", "8.4.2", "8.4.3"]}
            revision: 1
            status: draft
            ---
            # Purchasing

            We buy from approved suppliers only.

        records/people.yaml:
            - {id: ann, name: Ann Author, manager: rita}
            - {id: rita, name: Rita Rowe, manager: dora}
            - {id: dora, name: Dora Director}

        records/competence.yaml:
            - {id: AUDITOR, title: Internal auditing, kind: internal-auditor, persons: [ann]}

        records/training.csv:
            person,competence,date
            ann,AUDITOR,2024-03-01

        records/audits/aud-2026-02.md:
            ---
            id: AUD-2026-02
            title: The whole system
            status: done
            standards: [iso-9001-2015]
            criteria: [ISO 9001]
            scope: Everything
            auditors: [ann]
            auditees: [rita]
            planned: 2026-05-12
            started: 2026-05-12
            finished: 2026-05-13
            ---
            # The whole system

    Remedy: Have someone else audit that part, or name the auditor who did among the `auditors`.
    """
    for audit in internal_audits(register):
        tied: dict[str, list[str]] = {}
        for tie in ties(register, audit):
            if not tie.clear and not made_up_for(register, audit, tie):
                tied.setdefault(tie.auditor, []).append(tie.what)
        said = [
            say("{who} {what}", who=who, what=what)
            for who, whats in tied.items()
            for what in _joined(whats)
        ]
        if said:
            yield finding(
                audit,
                joined("; ", said),
                say("Have someone else audit that part, or name the auditor who did."),
                "auditors",
            )


def _joined(ties: Iterable[str]) -> Iterator[str]:
    """Ties that differ in their last word alone, such as the clause, in one."""
    by_start: dict[str, list[str]] = {}
    for tie in ties:
        by_start.setdefault(tie.rpartition(" ")[0], []).append(tie)
    for start, alike in by_start.items():
        last = [tie.rpartition(" ")[2] for tie in alike]
        yield (
            say("{start} {last}", start=start, last=listed(last, most=_NAMED))
            if last[1:]
            else alike[0]
        )

"""What must be shown of the move to a new edition, beside what every audit asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.audits import audited
from isodocs.assess.clause_records import day_of_deed
from isodocs.readiness.facts import clauses_audited
from isodocs.readiness.question import AuditQuestion, Missing
from isodocs.standards.editions import editions, predecessors
from isodocs.standards.load import available
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.expectation import DocumentWanted, Expectation


_NAMED = 8


def called_so(
    question: AuditQuestion, expectation: Expectation, wanted: DocumentWanted
) -> Missing | None:
    """Whether a document in force, or a record, has one of these words in a title.

    It is of the time since the edition was published.
    """
    register, since = question.register, _published(question)
    edition = question.requirements.id
    titles: list[str] = []
    for entry in register:
        if entry.in_force and (entry.in_force.effective_on or date.min) >= since:
            outline = register.outline(entry.in_force.document)
            titles += [entry.document.title]
            titles += [section.title for section in outline.sections] if outline else []
    for record in register.records.get(expectation.record.kind, ()) if expectation.record else ():
        if not record.problems and (day_of_deed(register, record) or date.min) >= since:
            titles.append(record.title)
    if any(word in title.casefold() for word in wanted.words for title in titles):
        return None
    kind = say(", or a {kind} record", kind=expectation.record.kind) if expectation.record else ""
    return Missing(
        say("nothing shows {what}", what=say(expectation.what)),
        say(
            "Write it as a document{kind}, with {words!r} in its title.",
            kind=kind,
            words=wanted.words[0],
        )
        + joined(
            "",
            (
                say(
                    " What differs: `isodocs standards transition {id} {edition}`.",
                    id=before.id,
                    edition=edition,
                )
                for before in predecessors(edition)[:1]
                if before.id in available()
            ),
        ),
    )


def edition_training(question: AuditQuestion) -> Missing | None:
    """Someone was trained on a new edition since it was published."""
    register, since = question.register, _published(question)
    of_it = {
        row.id
        for row in register.records.get("competence", ())
        if row.text("standard") == question.requirements.id
    }
    name = question.requirements.display_name
    for row in register.records.get("training", ()):
        day = row.day("date")
        named = row.text("competence") in of_it or name in row.text("course")
        if day and since <= day <= register.on and named:
            return None
    return Missing(
        say("nothing shows that auditors and those concerned know {name}", name=name),
        say(
            "Define it (`isodocs new competence --set standard={id}`), and record "
            "the training: `isodocs new training`.",
            id=question.requirements.id,
        ),
    )


def changes_audited(question: AuditQuestion) -> Missing | None:
    """Internal audits looked at each clause that an edition changes; that none was held is another.

    Where the edition before has no map it is every clause.
    """
    from isodocs.readiness.edition_clauses import way

    register, requirements = question.register, question.requirements
    clauses = {found.clause.number: found for found in audited(register, requirements)}
    if not any(found.last for found in clauses.values()):
        return None
    seen = clauses_audited(question)
    found = way(question)
    changed = (
        [step.requirement.number for step in found.of("anew", "changed")] if found else clauses
    )
    left = [clauses[number] for number in changed if number in clauses and number not in seen]
    if not left:
        return None
    days = [each.planned for each in left if each.planned and each.planned <= question.day]
    planned = len(days) == len(left) and question.until is not None
    names = listed((each.clause.number for each in left), most=_NAMED)
    what = say("changed clauses") if found else say("clauses")
    return Missing(
        say(
            "{what} that no internal audit with a report looked at: {names}", what=what, names=names
        )
        + (say("; an audit is planned for {days}", days=max(days)) if planned else ""),
        say(
            "Audit them, or the whole system, against the new edition before: "
            "`isodocs audits {id}` lists them.",
            id=requirements.id,
        ),
        to_fix=planned,
        planned=planned,
    )


EDITION_FACTS: Mapping[str, Callable[[AuditQuestion], Missing | None]] = {
    "edition-training": edition_training,
    "changes-audited": changes_audited,
}


def _published(question: AuditQuestion) -> date:
    """When the edition appeared; what is older was not about it."""
    edition = editions().get(question.requirements.id)
    return edition.published.first if edition and edition.published else date.min

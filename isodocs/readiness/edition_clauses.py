"""What is asked about each clause of a new edition: what differs, what covers it, what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.transition import StandardTransition, TransitionStep, transition
from isodocs.model.audit import OF_NEW_EDITION, Area
from isodocs.model.coverage import CoverageStatus
from isodocs.model.readiness import Point, Weight
from isodocs.readiness.retained import lacking
from isodocs.readiness.transition import known
from isodocs.standards.comparison import in_words
from isodocs.standards.edition_words import title_of
from isodocs.standards.editions import predecessors
from isodocs.words import agreed, capital, listed, say

if TYPE_CHECKING:
    from isodocs.assess.transition import Work
    from isodocs.readiness.question import AuditQuestion

_STOPPING: tuple[Work, ...] = ("write", "complete", "finish")
_MOST = 4


def way(question: AuditQuestion) -> StandardTransition | None:
    """The way from the edition before to the one that is moved to, where both are mapped."""
    requirements = question.requirements
    for before in predecessors(requirements.id)[:1]:
        if source := known(question.register, before.id):
            return transition(question.register, source, requirements)
    return None


def clauses(
    question: AuditQuestion, found: StandardTransition
) -> Iterator[tuple[TransitionStep, Point | None]]:
    """Each clause of the edition that applies, with what is left to do.

    What is left of many at once is with the first of them. What the Statement of Applicability
    lacks of controls, the rules about it say.
    """
    of_many = {point.clauses[0]: point for point in _together(question, found)}
    for step in found.steps:
        if step.covered.status is not CoverageStatus.NOT_APPLICABLE:
            alone = step.work in (*_STOPPING, "compare") and not step.requirement.control
            shared = of_many.get(str(step.requirement.reference))
            yield step, _of_clause(question, found, step) if alone else shared


def _together(question: AuditQuestion, found: StandardTransition) -> Iterator[Point]:
    """What is left of many clauses at once: to leave them out again, to name or decide on them."""
    anew = [s for s in found.of("anew") if s.requirement.control and s.covered.decision is None]
    if anew:
        what = agreed(len(anew), "a control that is new", "controls that are new")
        each = agreed(len(anew), "it", "each of them")
        yield _of_many(
            question,
            found,
            anew,
            what,
            say("Decide on {each} in the Statement of Applicability.", each=each),
        )
    why = dict.fromkeys(step.left_out for step in found.left("declare"))
    for reason in why:
        steps = [step for step in found.left("declare") if step.left_out == reason]
        yield _of_many(
            question,
            found,
            steps,
            say(
                "left out of {display_name} so far ({reason}), and not yet of this edition",
                display_name=found.comparison.source.display_name,
                reason=reason,
            ),
            say("Where the reason still holds, {to_do}.", to_do=steps[0].to_do),
        )
    named = [step for step in found.left("name") if not step.requirement.control]
    for owners in dict.fromkeys(step.owners for step in named):
        steps = [step for step in named if step.owners == owners]
        documents = list(dict.fromkeys(name for step in steps for name in step.documents))
        asks = agreed(len(steps), "asks", "ask")
        of = found.comparison
        yield _of_many(
            question,
            found,
            steps,
            say(
                "{asks} the same as before, and no document names {verb}",
                asks=asks,
                verb=agreed(len(steps), "it", "them"),
            ),
            say(
                "Name {verb} in {documents}: `isodocs standards transition {id} {id_2}` "
                "has the claims.",
                verb=agreed(len(steps), "it", "them"),
                documents=listed(documents, most=_MOST),
                id=of.source.id,
                id_2=of.target.id,
            ),
        )


def _of_many(
    question: AuditQuestion,
    found: StandardTransition,
    steps: Sequence[TransitionStep],
    what: str,
    remedy: str,
) -> Point:
    numbers = ", ".join(step.requirement.number for step in steps)
    return Point(
        Weight.FIX,
        Area.CLAUSES,
        say(
            "{display_name} {numbers}: {what}",
            display_name=found.comparison.target.display_name,
            numbers=numbers,
            what=what,
        ),
        remedy,
        listed(steps[0].owners),
        due=question.until,
        subject=question.requirements.id,
        expected=OF_NEW_EDITION,
        clauses=tuple(str(step.requirement.reference) for step in steps),
    )


def _of_clause(question: AuditQuestion, found: StandardTransition, step: TransitionStep) -> Point:
    asked = step.requirement
    name = found.comparison.target.display_name
    title = title_of(found.comparison.target, asked.number)
    return Point(
        Weight.STOPS if step.work in _STOPPING else Weight.FIX,
        Area.CLAUSES,
        say(
            "{name} {number} {title}{what}; {covered}",
            name=name,
            number=asked.number,
            title=title,
            what=_what(step),
            covered=_covered(step),
        ),
        capital(step.to_do) + ".",
        listed(step.owners),
        due=question.until,
        subject=str(asked.reference),
        expected=OF_NEW_EDITION,
    )


def _what(step: TransitionStep) -> str:
    """What is new, or differs, in a clause; to follow its title."""
    if step.change == "anew":
        return say(" (new): {asks}", asks=say(step.requirement.asks).removesuffix("."))
    said = in_words(*step.links)
    if step.change == "changed":
        return say(" (changed): {said}", said=said)
    return say(": {said}", said=said or step.change)


def _covered(step: TransitionStep) -> str:
    """What covers it so far."""
    before = listed(dict.fromkeys(str(link.source.number) for link in step.links))
    if not step.evidence:
        wanted = [i for i in step.requirement.documented_information if not i.is_record]
        none = say(
            "no document covers it{part}",
            part=say(", nor {before} of the edition before", before=before) if before else "",
        )
        return lacking(wanted[0], say("it"), none) if wanted else none
    documents = listed(step.documents, most=_MOST)
    covers = agreed(len(step.documents), "covers", "cover")
    if not before:
        return say("{documents} {covers} it", documents=documents, covers=covers)
    return say(
        "{documents} {covers} what {before} asked before",
        documents=documents,
        covers=covers,
        before=before,
    )

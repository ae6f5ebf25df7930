"""What is said of the way from one standard to the next: of a clause, a document and the whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs.formats.text.escape import one_line
from isodocs.standards.comparison import editions_compared, in_words
from isodocs.standards.edition_words import replaced_how
from isodocs.standards.editions import editions, known_day
from isodocs.words import counted, joined, listed, say

if TYPE_CHECKING:
    from datetime import date

    from isodocs.assess.transition import (
        DocumentWork,
        Kept,
        StandardTransition,
        TransitionStep,
        Work,
    )
    from isodocs.model.register import Register
    from isodocs.standards.comparison import Change

SECTIONS: dict[Work, str] = {
    "write": say("To write"),
    "complete": say("To complete"),
    "finish": say("To bring into force or up to date"),
    "compare": say("To compare in your own copies"),
    "declare": say("To leave out again, where the reason still holds"),
    "name": say("To name: the same is asked, and only the claim changes"),
    "none": say("Done"),
}
CHANGES: dict[Change, str] = {
    "anew": say("new"),
    "not compared": say("not compared"),
    "changed": say("changed"),
    "unsure": say("unsure"),
    "moved": say("moved"),
    "unchanged": say("the same"),
}
RECORDS: dict[Kept, str] = {
    "shown": say("Shown already"),
    "carried": say("Carried over: the same is asked"),
    "compare": say("Carried over once both texts are found to ask the same"),
    "missing": say("Not shown: more is asked, or nothing is recorded"),
}
COLUMNS = ("clause", "title", "change", "from", "covered", "documents", "owner", "to_do")

_IN_DOCUMENT: dict[Work, str] = {
    "complete": "complete",
    "finish": say("bring into force"),
    "compare": "compare",
    "name": "name",
}


def came_from(step: TransitionStep) -> str:
    """The clauses of the old standard that it comes from."""
    return ", ".join(link.source.number for link in step.links)


def differs(step: TransitionStep) -> str:
    """What is other than before, or why it was left out; empty where it is the same or new."""
    if step.left_out:
        so = "" if step.work == "declare" else say(", and may not be left out of this standard")
        return joined("", (step.left_out, so))
    if step.change not in ("changed", "unsure"):
        return ""
    return in_words(*step.links)


def how_changed(step: TransitionStep) -> str:
    """What became of it, in a word or two."""
    return CHANGES[step.change]


def control(step: TransitionStep) -> str:
    """What the old statement says of a control, to be carried over."""
    if not step.requirement.control:
        return ""
    if not step.links:
        return (
            say("new: decide on it") if step.change == "anew" else say("not compared: decide on it")
        )
    if not step.applicable:
        return say("not decided so far")
    if step.applicable == "both":
        return say("decide again: it joins controls that were and were not applicable")
    said = say("applicable") if step.applicable == "yes" else say("not applicable")
    states = dict.fromkeys(say(str(d.state)) for d in step.decisions if d.state)
    return joined(", ", (say("carry over: {said}", said=said), *states))


def summary(found: StandardTransition) -> str:
    """One sentence: how much changes."""
    apart = len(found.of("not compared"))
    without = (
        say("{apart} without a counterpart", apart=apart)
        if found.comparison.via
        else say("{apart} not compared", apart=apart)
    )
    first = without if apart else say("{of} new", of=len(found.of("anew")))
    ended = (
        say(" {clauses} no longer asked.", clauses=counted(len(found.ended), "clause"))
        if found.ended
        else ""
    )
    open_ = len(found.of("unsure"))
    unsure = say(", {open_} unchanged as far as is known", open_=open_) if open_ else ""
    return say(
        "{steps} clauses: {first}, {of} changed or merged, {of_2} moved, {of_3} "
        "unchanged{unsure}.{ended}",
        steps=len(found.steps),
        first=first,
        of=len(found.of("changed")),
        of_2=len(found.of("moved")),
        of_3=len(found.of("unchanged")),
        unsure=unsure,
        ended=ended,
    )


def records(found: StandardTransition) -> Sequence[str]:
    """What carries over of records, in a sentence or two; nothing where none are asked for."""
    items, shown = found.record_items
    if not items:
        return ()
    said = [say("{shown} of {items} shown.", shown=shown, items=counted(items, "record item"))]
    if found.held_before:
        old, new = found.comparison.source, found.comparison.target
        kinds = listed(
            say("{title} ({n})", title=title.lower(), n=n) for title, n in found.held_before.items()
        )
        one, other = old.display_name, new.display_name
        said.append(
            say(
                "What says how far {one} is met shows nothing of {other}: {kinds}.",
                one=one,
                other=other,
                kinds=kinds,
            )
        )
    return said


def dates(found: StandardTransition, on: date) -> str:
    """Until when there is time, where the one is the edition after the other."""
    one = editions().get(found.comparison.source.id)
    how = replaced_how(one, on) if one and one.successor == found.comparison.target.id else ""
    if one is None or not how:
        return ""
    only = one.only_new_from
    then = (
        say(
            " First certifications are only to the new edition from {said} on.",
            said=known_day(only),
        )
        if only
        else ""
    )
    return say("{name}: {how}.{then}", name=one.name, how=how, then=then)


def in_document(one: DocumentWork) -> str:
    """What to do in a document: `complete 4.2, 6.3; name 4.1, 4.3`."""
    return joined(
        "; ",
        [say("{work} {n}", work=_IN_DOCUMENT[work], n=", ".join(n)) for work, n in by_kind(one)],
    )


def claim(one: DocumentWork, found: StandardTransition) -> str:
    """What its front matter says in the end: `iso-9001-2026: ["4.1", "4.3"]`."""
    order = [step.requirement.number for step in found.steps]
    numbers = sorted({n for _, some in by_kind(one) for n in some}, key=order.index)
    return say(
        "{id}: [{dumps}]",
        id=found.comparison.target.id,
        dumps=", ".join(json.dumps(n) for n in numbers),
    )


def command(found: StandardTransition) -> str:
    """What begins a revision of the document with the most work."""
    document, name = found.by_document[0].document, found.comparison.target.display_name
    return one_line(
        say(
            'isodocs revise {document} --change "Names the clauses of {name}."',
            document=document,
            name=name,
        )
    )


def how_to_claim(register: Register, found: StandardTransition) -> str:
    """How a document comes to name clauses of the new standard."""
    one, target = found.comparison.source, found.comparison.target
    config = register.config
    first = ""
    if target.id not in (*config.standards, *config.in_preparation):
        first = say("First add {id} to `in-preparation:` in isodocs.yaml. ", id=target.id)
    return one_line(
        say(
            "{first}The claim goes below `clauses:` in the front matter, or as "
            '{{clause="{id}:NUMBER"}} on the section that answers it, beside that of '
            "{display_name}, which stays as long as it is in use. This begins a "
            "revision:",
            first=first,
            id=target.id,
            display_name=one.display_name,
        )
    )


def row(step: TransitionStep) -> tuple[str, ...]:
    """The cells of one clause, in the order of `COLUMNS`."""
    return (
        step.requirement.number,
        step.requirement.title,
        step.change,
        came_from(step),
        say(str(step.covered.status)),
        ", ".join(step.documents),
        ", ".join(step.owners),
        step.to_do,
    )


def unknown(found: StandardTransition) -> str:
    """What to say where the two standards have not been compared."""
    one, other = found.comparison.source.id, found.comparison.target.id
    return one_line(
        say(
            "How {one} and {other} correspond is not known here, so nothing of the "
            "one is counted for the other. That does not say that they have nothing "
            "in common.{editions_compared}",
            one=one,
            other=other,
            editions_compared=editions_compared(found.comparison),
        )
    )


def by_kind(one: DocumentWork) -> list[tuple[Work, Sequence[str]]]:
    """The work in a document, the most first."""
    return [(work, one.clauses[work]) for work in SECTIONS if work in one.clauses]

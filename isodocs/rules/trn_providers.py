"""TRN, continued: training providers, and whether their recognition is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.competence import competence
from isodocs.assess.provider_scope import outside_scope
from isodocs.assess.recognition import flaws, provider_of
from isodocs.model.competence import CompetenceState
from isodocs.model.gap import Finding, Level
from isodocs.rules.rule import rule
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register


@rule("TRN010", "provider-not-looked-up", Level.WARNING, ("7.2",), blocks=False)
def provider_not_looked_up(register: Register) -> Iterator[Finding]:
    """The recognition of a training provider is claimed, and its number, scope or check is missing.

    Why: Evidence of competence must fit the requirement (ISO 9001:2015, 7.2 d). A recognition is a
    fact that can be looked up at its source: under a number, and for certain courses.

    Example: The provider is said to be recognised by a register of auditors. No one looked it up.

        documents/training.md:
            ---
            id: SOP-003
            ---
            # Training

            We use recognised providers.

        records/provider.csv:
            id,name,recognised-by,number,scope,looked-up
            TP-01,Thornwick College,Register of auditors,A-117,Lead auditor courses,

    Remedy: Look the recognition up at its source, and enter `number`, `scope` and `looked-up`. If
    no one recognises the provider, write `none` in `recognised-by`.
    """
    for provider in register.records.get("provider", ()):
        missing = flaws(provider)
        if missing:
            yield Finding(
                say(
                    "{label}: recognition by {recognised_by} is not shown: missing {missing}",
                    label=provider.label,
                    recognised_by=provider.text("recognised-by"),
                    missing=listed(missing),
                ),
                say(
                    "Look it up at its source, and enter what you found; 'none' in "
                    "'recognised-by' if no one recognises it."
                ),
                provider.place(missing[0]),
                subject=provider.id,
            )


@rule("TRN011", "course-outside-recognition", Level.WARNING, ("7.2",), blocks=False)
def course_outside_recognition(register: Register) -> Iterator[Finding]:
    """A course had to be recognised, and the recognition of its provider does not name its subject.

    Why: Evidence of competence must fit the requirement (ISO 9001:2015, 7.2 d). A provider may be
    recognised for courses on one standard and not on another. It is a warning where the scope of
    the recognition names other standards (`ISO 14001`, `EMS`), and a note where it names another
    subject, or shares no word with the competence and the course.

    Example: Ann took a course on ISO 9001 whose provider is recognised for ISO 14001.

        records/people.csv:
            id,name,joined
            ann,Ann Author,2020-01-06

        records/competence.yaml:
            - id: LEAD
              title: Leading audits
              kind: lead-auditor
              standard: iso-9001-2015
              persons: [ann]
              recognised: yes
              since: 2026-01-05

        records/provider.csv:
            id,name,recognised-by,number,scope,looked-up
            TP-01,Thornwick College,Register of auditors,A-117,ISO 14001 courses,2026-01-12

        records/training.csv:
            person,competence,date,provider
            ann,LEAD,2026-03-02,TP-01

    Remedy: Look the recognition up again, and enter in `scope` all that it covers. If it does not
    cover the course, train with a provider that is recognised for it.
    """
    found: dict[tuple[str, str], tuple[Record, Record, bool, dict[str, None]]] = {}
    for cell in competence(register).cells.values():
        wanted = cell.requirement.text("recognised").lower() in ("yes", "true")
        if not wanted or cell.training is None or cell.state is CompetenceState.UNRECOGNISED:
            continue
        provider = provider_of(register, cell.training)
        outside = outside_scope(register, cell.training, cell.requirement)
        if provider and outside:
            key = provider.id, cell.requirement.id
            known = found.setdefault(key, (provider, cell.requirement, outside.certain, {}))
            known[3][cell.person.name] = None
    for provider, requirement, certain, names in found.values():
        yield Finding(
            say(
                "{label} is recognised for {scope!r}, which does not name {id} ({title}): {names}",
                label=provider.label,
                scope=provider.text("scope"),
                id=requirement.id,
                title=requirement.text("title"),
                names=listed(names, most=_NAMED),
            ),
            say(
                "Enter in 'scope' all that the recognition covers, or train with a "
                "provider that is recognised for it."
            ),
            provider.place("scope"),
            subject=f"{provider.id} {requirement.id}",
            level=None if certain else Level.NOTE,
        )


_NAMED = 4

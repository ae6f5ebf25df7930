"""AUD: whether management reviews are held in time, complete and by top management."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.audits import latest, meetings, reviews
from isodocs.assess.persons import is_theirs, top_management
from isodocs.model.audit import NO_AUDIT
from isodocs.model.gap import Finding, Level
from isodocs.model.period import Period
from isodocs.rules._audit import finding
from isodocs.rules.rule import rule
from isodocs.standards.management_review import agenda_of
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

REVIEW_EVERY = Period(12, "month")
"""How often top management reviews the system where no record says: usual, not required."""


@rule(
    "AUD008",
    "management-review-overdue",
    Level.ERROR,
    ("9.3.1",),
    blocks=False,
    explains=("review",),
)
def management_review_overdue(register: Register) -> Iterator[Finding]:
    """The management review is overdue.

    Why: Top management reviews the system at planned intervals (ISO 9001:2015, 9.3.1). If the last
    review gives no next date, the next one is due after twelve months. The first one is in time on
    the day for which it is planned, in the year after the first document was approved.

    Example: The last review was held more than a year ago.

        records/management-reviews/mr-2025.md:
            ---
            id: MR-2025
            title: Management review 2025
            status: held
            standards: [iso-9001-2015]
            chair: director
            held: 2025-05-06
            ---
            # Management review 2025

    Remedy: Hold the review and record it: `isodocs new management-review`.
    """
    held = reviews(register)
    if not register.records.get("management-review"):
        return
    for standard, requirements in register.in_use.items():
        last = latest(held, standard)
        name = requirements.display_name
        asked = requirements.is_assessed_outside  # a law asks for no management review
        if last is None and (not asked or _begins_in_time(register, standard)):
            continue
        if last is None:
            yield Finding(
                say("{name}: no management review has been held", name=name),
                _hold(register, standard),
                subject=standard,
            )
            continue
        day = last.day("held") or register.on
        due = last.day("next-due") or REVIEW_EVERY.after(day)
        if due < register.on:
            yield finding(
                last,
                say(
                    "the management review of {name} was due on {due} (last held on {day})",
                    name=name,
                    due=due,
                    day=day,
                ),
                _hold(register, standard),
                "next-due",
                standard,
            )


def _begins_in_time(register: Register, standard: str) -> bool:
    """Whether the first review of a system that has just begun is still to come as planned."""
    approved = [s.approved_on for entry in register for s in entry.revisions if s.approved_on]
    end = REVIEW_EVERY.after(min(approved)) if approved else register.on
    return any(
        standard in record.items("standards")
        and (planned := record.day("planned")) is not None
        and register.on <= planned <= end
        for record in register.records.get("management-review", ())
    )


def _hold(register: Register, standard: str) -> str:
    """What to do: hold the review that is planned and enter its day, or record a new one."""
    planned = [
        record
        for record in register.records.get("management-review", ())
        if standard in record.items("standards") and not record.text("held") and record.id
    ]
    if len(planned) == 1:
        return say(
            "Hold it and enter the day: `isodocs set {id} held=YYYY-MM-DD`.", id=planned[0].id
        )
    return say("Hold the review and record it: `isodocs new management-review`.")


@rule("AUD009", "management-review-incomplete", Level.WARNING, ("9.3.2", "9.3.3"), blocks=False)
def management_review_incomplete(register: Register) -> Iterator[Finding]:
    """The last management review left out inputs or outputs that the standard lists.

    Why: The standard lists what the review considers and decides (ISO 9001:2015, 9.3.2 and 9.3.3),
    and auditors go through the list. Meetings within three months are one review.

    Example: The inputs do not include the performance of suppliers.

        records/management-reviews/mr-2026.md:
            ---
            id: MR-2026
            title: Management review 2026
            status: held
            standards: [iso-9001-2015]
            chair: director
            held: 2026-05-06
            inputs: [earlier-actions, changes, customer-satisfaction, interested-parties,
              objectives, process-performance, product-conformity, nonconformities, monitoring,
              audit-results, resources, risk-actions, improvement]
            outputs: [improvement, system-changes, resources]
            ---
            # Management review 2026

    Remedy: Review the missing items and record them, at the next review at the latest.
    """
    held = reviews(register)
    for standard, requirements in register.in_use.items():
        parts = meetings(held, standard)
        if not parts:
            continue
        missing = [
            (field, agenda.clause, words)
            for field, agenda in agenda_of(requirements).items()
            if (words := agenda.left_out([word for part in parts for word in part.items(field)]))
        ]
        if missing:
            absent = [
                say(
                    "{field} ({clause}): {words}",
                    field=field,
                    clause=clause,
                    words=joined(", ", words),
                )
                for field, clause, words in missing
            ]
            yield finding(
                parts[0],
                say(
                    "missing, of what {display_name} requires, {absent}",
                    display_name=requirements.display_name,
                    absent=joined("; ", absent),
                ),
                say("Review the missing items, at the next review at the latest."),
                missing[0][0],
                standard,
            )


@rule("AUD013", "top-management-absent", Level.WARNING, ("5.1.1", "9.3.1"), blocks=False)
def top_management_absent(register: Register) -> Iterator[Finding]:
    """No one of top management led the last management review or took part in it.

    Why: Top management itself reviews the system (ISO 9001:2015, 9.3.1) and is accountable for it
    (5.1.1 a). This duty cannot be delegated to the quality manager.

    Top management is whom the people table marks with `top-management: yes`. Where no one is
    marked, it is known by a role such as managing-director, or else by whom no one is above.

    Example: The quality manager held the review with the purchasing manager. The managing director
    was not there.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            # Purchasing

            We buy from approved suppliers only.

        records/people.yaml:
            - {id: quinn, name: Quinn Quality}
            - {id: dora, name: Dora Director, top-management: yes}

        records/management-reviews/mr-2026-01.md:
            ---
            id: MR-2026-01
            title: Management review 2026
            status: held
            standards: [iso-9001-2015]
            held: 2026-04-20
            chair: quinn
            attendees: [quinn]
            inputs: [earlier-actions, changes, customer-satisfaction, interested-parties,
              objectives, process-performance, product-conformity, nonconformities, monitoring,
              audit-results, supplier-performance, resources, risk-actions, improvement]
            outputs: [improvement, system-changes, resources]
            ---
            # Management review 2026

            The system works.

    Remedy: Hold the review again with top management and record it: `isodocs new
    management-review`. If they were there, name them in `chair` or `attendees`.
    """
    for review in _last_reviews(register):
        day = review.day("held") or register.on
        top = top_management(register, day)
        there = {*review.items("attendees"), review.text("chair")}
        if top and not any(
            is_theirs(register, who, person, day) for who in there for person in top
        ):
            yield finding(
                review,
                say("no one of top management ({top}) was there", top=", ".join(sorted(top))),
                say(
                    "Hold it again with top management, or name them in 'attendees' if they "
                    "were there."
                ),
                "attendees",
            )


@rule("AUD014", "top-management-unknown", Level.NOTE, ("5.1.1",), blocks=False, stops=NO_AUDIT)
def top_management_unknown(register: Register) -> Iterator[Finding]:
    """A management review was held, and nothing says who is top management.

    Why: Top management is accountable for the system (ISO 9001:2015, 5.1.1 a) and reviews it
    (9.3.1). Unless the records say who that is, no one can see that they did.

    Example: The people table has no `top-management` column and no role such as managing-director.

    Remedy: Add `top-management: yes` to the people who direct the organisation, in the people table
    (`isodocs new people`).
    """
    for review in _last_reviews(register):
        if top_management(register, review.day("held") or register.on):
            continue
        yield finding(
            review,
            say(
                "the records do not say who is top management, so their presence cannot be checked"
            ),
            say("Enter 'top-management: yes' for those people in the people table."),
            "chair",
        )


@rule("AUD015", "review-inputs-unknown", Level.NOTE, ("9.3.2",), blocks=False, stops=NO_AUDIT)
def review_inputs_unknown(register: Register) -> Iterator[Finding]:
    """A management review was held for a standard whose list of inputs is not known here.

    Why: Standards list what a management review looks at (ISO 9001:2015, 9.3.2). isodocs knows the
    lists of the standards that come with it, and not that of your own map, so it cannot say
    whether the review was complete.

    Example: `standards: [house-rules]`, a standard whose requirement map is your own, below
    `.isodocs/standards/`.

    Remedy: Compare the minutes with the standard yourself. Where it lists nothing, waive the note.
    """
    held = reviews(register)
    for standard, requirements in register.in_use.items():
        review = latest(held, standard)
        if review and not agenda_of(requirements):
            yield finding(
                review,
                say(
                    "the inputs that {display_name} requires of a review are not known",
                    display_name=requirements.display_name,
                ),
                say("Compare the minutes with the standard yourself."),
                "inputs",
                standard,
            )


def _last_reviews(register: Register) -> tuple[Record, ...]:
    """The last review of each standard in use, each once."""
    held = reviews(register)
    found = (latest(held, standard) for standard in register.in_use)
    return tuple({review.id: review for review in found if review}.values())

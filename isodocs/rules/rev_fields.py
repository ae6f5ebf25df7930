"""REV: whether a document states its revision correctly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.model.audit import NO_AUDIT
from isodocs.model.document import Status
from isodocs.model.gap import Finding, Level
from isodocs.rules._revisions import is_adopted, judgeable, place_of
from isodocs.rules.rule import rule
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.scheme import RevisionScheme


@rule("REV001", "revision-malformed", Level.ERROR, ("7.5.2",), blocks=True, stops=NO_AUDIT)
def revision_malformed(register: Register) -> Iterator[Finding]:
    """A revision number does not follow the revision scheme of the repository.

    Why: It must be clear which text is newer (ISO 9001:2015, 7.5.2 a, 7.5.3.2 c).

    Example: A letter in a number, where revisions are 1, 2, 3.

        documents/purchasing.md:
            ---
            id: SOP-001
            revision: 4b
            ---

    Remedy: Follow the scheme, or set `revision-scheme:` in isodocs.yaml to integer, major.minor or
    letter.
    """
    scheme = register.config.scheme
    for document in register.documents:
        if document.revision and scheme.rank(document.revision) is None:
            yield Finding(
                say(
                    "revision {revision!r} does not follow the scheme '{name}'",
                    revision=document.revision,
                    name=scheme.name,
                ),
                remedies.in_file(
                    register,
                    document,
                    _how(scheme, document.revision),
                ),
                document.place("revision"),
                document.id,
                owner=document.owner,
            )


def _how(scheme: RevisionScheme, revision: str) -> str:
    """What to write: the number alone, where there is more behind it."""
    number, _, more = revision.partition(" ")
    if more and scheme.rank(number) is not None:
        return say("Write {number!r} alone, and the rest in 'change:'.", number=number)
    return say(
        "Number them {example}, or set 'revision-scheme:' in isodocs.yaml.", example=scheme.example
    )


@rule("REV007", "effective-before-approval", Level.ERROR, ("7.5.2",), blocks=True, stops=NO_AUDIT)
def effective_before_approval(register: Register) -> Iterator[Finding]:
    """A revision is marked effective from a date before its approval.

    Why: Documents are approved before use (ISO 9001:2015, 7.5.2 c). Until then, people used an
    unapproved text.

    Example: `effective: 2026-03-01`, but the last approval is from 2026-03-14.

    Remedy: Issue the next revision with an effective date on or after its approval.
    """
    for entry in judgeable(register):
        for status in entry.revisions:
            effective, approved = status.document.effective, status.approved_on
            retired = status.document.status is Status.OBSOLETE  # its date is of the retirement
            if effective is None or approved is None or effective >= approved or retired:
                continue
            if status is entry.newest or status is entry.in_force:
                yield Finding(
                    say(
                        "revision {number} is marked effective from {effective}, but it was "
                        "approved on {approved}",
                        number=status.number,
                        effective=effective,
                        approved=approved,
                    ),
                    say("Issue a revision with a later date: `isodocs revise {id}`.", id=entry.id),
                    place_of(entry, status.document, "effective"),
                    entry.id,
                    subject=status.number,
                    owner=status.document.owner,
                )


@rule(
    "REV008",
    "change-summary-missing",
    Level.WARNING,
    ("7.5.3.2",),
    blocks=False,
    stops=NO_AUDIT,
    of_many=True,
)
def change_summary_missing(register: Register) -> Iterator[Finding]:
    """A revision after the first does not describe its changes.

    Why: Changes are controlled (ISO 9001:2015, 7.5.3.2 c). Approvers and readers need to know what
    is new. If no document describes its changes, this is reported once. A revision that was adopted
    changed nothing: it was in use before.

    Example: Revision 4 has no `change:`.

        documents/purchasing.md:
            ---
            id: SOP-001
            revision: 4
            status: approved
            effective: 2026-06-01
            ---
            Buy from approved suppliers only.

    Remedy: Describe the change in one sentence under `change:` before the revision is approved.
    """
    scheme = register.config.scheme
    key = register.config.key("change")
    silent = []
    for document in register.documents:
        follows = not scheme.is_first(document.revision)
        said = document.change or is_adopted(register, document)
        if document.status is Status.APPROVED and follows and not said:
            silent.append(document)
    if len(silent) >= remedies.HABIT and not any(d.change for d in register.documents):
        yield Finding(
            say(
                "no document describes the changes of its revision; {silent} should, "
                "such as {label}",
                silent=len(silent),
                label=silent[0].label,
            ),
            say(
                "Describe the change in one sentence after '{key}:' from the next "
                "revision on. If your documents use another name, write 'fields: "
                "{{change: NAME}}' in isodocs.yaml.",
                key=key,
            ),
            subject="change",
        )
        return
    for document in silent:
        yield Finding(
            say("revision {revision} does not describe its changes", revision=document.revision),
            remedies.in_file(
                register, document, say("Describe them in one sentence after '{key}:'.", key=key)
            ),
            document.place("revision"),
            document.id,
            owner=document.owner,
            part_of=("change",),
        )

"""REV: whether revisions follow one another and stay as approved.

What a file holds now is judged by what is approved (`assess/in_place`), and is an error whatever
history looks like. A fault of the past that a later revision, or putting the file back, has closed
is a note, so that the past of an old repository does not drown its present. Numbers that were
never issued (a draft renumbered or given up) do not matter. Where two files carry one identifier,
nothing is concluded from their mixed history.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.in_place import InPlace, files_in_place, put_back
from isodocs.model.audit import FROM_STAGE_2, NO_AUDIT
from isodocs.model.document import Document, Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.scheme import RevisionStep
from isodocs.rules._revisions import both, form_of, judgeable, place_of, was_effective
from isodocs.rules.rule import rule
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.history import Form, Transition
    from isodocs.model.register import Entry, Register, RevisionStatus


@rule(
    "REV002",
    "revision-went-back",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    stops=NO_AUDIT,
    waivable=False,
)
def revision_went_back(register: Register) -> Iterator[Finding]:
    """A document was replaced by an older revision.

    Why: Every change, including a return to an earlier text, is a new revision (ISO 9001:2015,
    7.5.3.2 c). Readers of the newer text would not notice the change.

    Example: Revision 5 is in the repository. A commit replaces it with revision 4.

    Remedy: Restore the newest revision, and issue the older wording as the next revision.
    """
    for entry, transition, now in _went_back(register):
        if not _reused(register, entry, transition):
            old, new = both(transition)
            yield _finding(
                register,
                entry,
                transition,
                say(
                    "revision {revision} was replaced by the older revision {revision_2} {by}",
                    revision=old.revision,
                    revision_2=new.revision,
                    by=remedies.by(transition.stamp),
                ),
                say(
                    "Restore revision {revision} ({restore}), then issue the older wording "
                    "as the next revision: `isodocs revise {id}`.",
                    revision=old.revision,
                    restore=_restore(entry, old),
                    id=entry.id,
                ),
                now,
            )


@rule("REV003", "revision-jumped", Level.WARNING, ("7.5.3.2",), blocks=True, stops=NO_AUDIT)
def revision_jumped(register: Register) -> Iterator[Finding]:
    """A revision number was skipped.

    Why: An auditor asks for the missing revision (ISO 9001:2015, 7.5.3.2 c).

    Example: Revision 3 is followed by revision 5.

    Remedy: Correct the number while the document is a draft; `isodocs revise` numbers revisions for
    you. If the number is already approved, explain it in the next revision's `change:`.
    """
    for entry, transition in _steps(register, RevisionStep.JUMP):
        old, new = both(transition)
        original = register.original(entry)
        if original is not entry and original.status(new.revision):
            continue  # a translation has the number of what it translates
        following = register.config.scheme.next(old.revision)
        yield _finding(
            register,
            entry,
            transition,
            say(
                "revision {revision} was followed by {revision_2} {by}; {following} is missing",
                revision=old.revision,
                revision_2=new.revision,
                by=remedies.by(transition.stamp),
                following=following,
            ),
            say(
                "Change the number to {following} while it is a draft. Once it is "
                "approved, explain the missing number in the next revision's 'change:'.",
                following=following,
            ),
        )


@rule(
    "REV004",
    "revision-reused",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    stops=NO_AUDIT,
    waivable=False,
)
def revision_reused(register: Register) -> Iterator[Finding]:
    """One revision number was used for two texts.

    Why: Two texts with the same number cannot be distinguished on paper (ISO 9001:2015, 7.5.3.2 c).

    Example: Revision 4 was approved in May, changed in June and approved again as revision 4.

    Remedy: Give the newer text the next free number.
    """
    for entry, transition, now in _went_back(register):
        revision = entry.status(both(transition)[1].revision)
        if _reused(register, entry, transition) and (
            now or not (revision and revision.alterations)
        ):
            _, new = both(transition)
            yield _finding(
                register,
                entry,
                transition,
                say(
                    "the number {revision} was used again for another text {by}",
                    revision=new.revision,
                    by=remedies.by(transition.stamp),
                ),
                say(
                    "Give the newer text the next free number: `isodocs revise {id}`.", id=entry.id
                ),
                now,
            )
    for entry in judgeable(register):
        for status in entry.revisions:
            body = status.document.body_sha256
            for other in status.others:
                if other.approved_on is None or other.document.body_sha256 == body:
                    continue
                yield Finding(
                    say(
                        "revision {number} was approved with two texts, on {approved_on} and on "
                        "{approved_on_2}",
                        number=status.number,
                        approved_on=other.approved_on,
                        approved_on_2=status.approved_on,
                    ),
                    say(
                        "Issue the newer text as the next revision: `isodocs revise {id}`.",
                        id=entry.id,
                    ),
                    place_of(entry, status.document, "revision"),
                    entry.id,
                    subject=f"{status.number} {other.document.sha256[:12]}",
                    owner=status.document.owner,
                    level=Level.NOTE if status is not entry.issued else None,
                )


@rule(
    "REV005",
    "altered-after-approval",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    stops=FROM_STAGE_2,
    waivable=False,
)
def altered_after_approval(register: Register) -> Iterator[Finding]:
    """A document was changed after its approval, under the same revision number.

    Why: Approval covers a text, not a number (ISO 9001:2015, 7.5.2 c, 7.5.3.2). After the change,
    people read a text that no one has approved.

    Example: A "small typo fix" in an approved work instruction also changes a tolerance.

    Remedy: Restore the approved text and make the change in the next revision: `isodocs revise ID
    --change ...`.
    """
    for file in files_in_place(register):
        if file.holds is InPlace.ALTERED and file.issued:
            form = form_of(file.issued, file.document)
            yield _altered(file.entry, file.issued, form, file.document.place("revision"))
    for entry in judgeable(register):
        for status in entry.revisions:
            if not status.alterations:
                continue
            form = status.alterations[-1]
            if any(document.blob == form.document.blob for document in entry.current):
                continue  # what the file holds now does not belong to the past
            back = any(document.blob == status.document.blob for document in entry.current)
            place = place_of(entry, form.document, "revision")
            yield _altered(entry, status, form, place, past=True, back=back)


@rule(
    "REV006",
    "changed-without-new-revision",
    Level.WARNING,
    ("7.5.3.2",),
    blocks=True,
    protects=True,
    stops=NO_AUDIT,
)
def changed_without_new_revision(register: Register) -> Iterator[Finding]:
    """The text of a document in force changed without a new revision number.

    Why: A changed text is a new revision (ISO 9001:2015, 7.5.3.2 c). This rule detects changes
    where approvals are not recorded.

    Example: The text of version 2.0, effective since March, changes in June.

    Remedy: Increase the revision number. `isodocs revise` does this and keeps the rest of the file.
    """
    for entry in judgeable(register):
        status = entry.newest
        judged = status.judgement
        if judged is not None and (judged.accepted or judged.refused):
            continue
        finals = status.revision.final_forms
        changes = [
            (old, new)
            for old, new in itertools.pairwise(finals)
            if old.document.body_sha256 != new.document.body_sha256 and was_effective(old, new)
        ]
        if changes:
            document = changes[-1][1].document
            times = say(" {changes} times, last", changes=len(changes)) if len(changes) > 1 else ""
            yield Finding(
                say(
                    "the text{of} changed{times} {by}, after it became effective",
                    of=say(" of revision {number}", number=status.number) if status.number else "",
                    times=times,
                    by=remedies.by(changes[-1][1].first),
                ),
                say("Give the changed text the next number: `isodocs revise {id}`.", id=entry.id),
                place_of(entry, document, "revision"),
                entry.id,
                subject=status.number,
                owner=document.owner,
            )


def _altered(
    entry: Entry,
    status: RevisionStatus,
    form: Form,
    place: Place,
    *,
    past: bool = False,
    back: bool = False,
) -> Finding:
    """A finding about the form that took the place of an approved one."""
    document = form.document
    part = (
        say("text") if document.body_sha256 != status.document.body_sha256 else say("front matter")
    )
    after = ""
    if back:
        after = say(", and later restored")
        remedy = say(
            "The approved text has been restored. If you want the change, make it in "
            "the next revision: `isodocs revise {id}`.",
            id=entry.id,
        )
    elif past:
        remedy = say(
            "A later text has replaced it, so there is nothing to restore. Find out "
            "whether the altered text was used."
        )
    else:
        remedy = say(
            "Restore the approved file ({restore}), then make the change in the next "
            "revision: `isodocs revise {id}`.",
            restore=_restore(entry, status.document),
            id=entry.id,
        )
    return Finding(
        say(
            "revision {number} was approved on {approved_on}, then its {part} was "
            "changed {by}{after}",
            number=status.number,
            approved_on=status.approved_on,
            part=part,
            by=remedies.by(form.first),
            after=after,
        ),
        remedy,
        place,
        entry.id,
        subject=f"{status.number} {document.sha256[:12]}",
        owner=document.owner,
        level=Level.NOTE if past else None,
    )


def _went_back(register: Register) -> Iterator[tuple[Entry, Transition, Document | None]]:
    """Every change that put an older revision in place, and the file that holds it now, if any."""
    now = []
    for file in files_in_place(register):
        step = put_back(file) if file.holds is InPlace.OLDER else None
        if step:
            now.append(step)
            yield file.entry, step, file.document
    for entry, step in _steps(register, RevisionStep.BACK):
        if step not in now:
            yield entry, step, None


def _steps(register: Register, wanted: RevisionStep) -> Iterator[tuple[Entry, Transition]]:
    """Every change of a document that took a revision that matters such a step."""
    scheme = register.config.scheme
    for entry in judgeable(register):
        for transition in entry.history.transitions:
            old, new = transition.old, transition.new
            if not (old and new and scheme.step(old.revision, new.revision) is wanted):
                continue
            if wanted is RevisionStep.BACK and not _issued(register, entry, old):
                continue
            present = any(document.revision == new.revision for document in entry.current)
            if wanted is RevisionStep.JUMP and not present and not _issued(register, entry, new):
                continue
            yield entry, transition


def _issued(register: Register, entry: Entry, document: Document) -> bool:
    """Whether people may have worked by the revision of `document`.

    Approvals show it; where none are recorded, anything not called a draft may have been used.
    """
    status = entry.status(document.revision)
    if status is None or register.inventory.authority is None:
        return document.status is not Status.DRAFT
    return any(form.approved_on is not None for form in (status, *status.others))


def _reused(register: Register, entry: Entry, transition: Transition) -> bool:
    """Whether the older number came back with a text it never had before."""
    _, new = both(transition)
    before = register.ledger.graph.before
    earlier = {
        step.new.body_sha256
        for step in entry.history.transitions
        if step.new
        and step.new.revision == new.revision
        and before(step.stamp.order, transition.stamp.order)
    }
    return bool(earlier) and new.body_sha256 not in earlier


def _finding(
    register: Register,
    entry: Entry,
    transition: Transition,
    message: str,
    hint: str,
    now: Document | None = None,
) -> Finding:
    """A finding about a step; a note once the file holds a higher revision than both sides.

    One that explains what a file holds `now` never is.
    """
    scheme = register.config.scheme
    old, new = both(transition)
    reached = max(scheme.rank(old.revision) or (), scheme.rank(new.revision) or ())
    ranks = [scheme.rank(document.revision) or () for document in entry.current]
    later = any(rank > reached for rank in ranks)
    back = scheme.step(old.revision, new.revision) is RevisionStep.BACK
    # Where something is approved, what the file holds is judged by that, and this is the past.
    healed = later or (back and (entry.issued or any(rank >= reached for rank in ranks)))
    return Finding(
        message,
        hint,
        now.place("revision") if now else place_of(entry, new, "revision"),
        entry.id,
        subject=f"{old.revision}-{new.revision}" + (f" {new.sha256[:12]}" if now else ""),
        owner=new.owner,
        level=Level.NOTE if healed and not now else None,
    )


def _restore(entry: Entry, document: Document) -> str:
    command = remedies.restore(entry, document)
    return f"`{command}`" if command else say("`git restore` takes it from the index")

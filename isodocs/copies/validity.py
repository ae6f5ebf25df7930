"""What a text of a document is on the register's day, and whether a copy of it still counts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.translations import Agreement, read_now, translation
from isodocs.model.document import State, Status
from isodocs.model.validity import Answer, CopyCode, Validity
from isodocs.named_tuple import NamedTuple
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register, RevisionStatus


class Asked(NamedTuple):
    """The answer to a code; `entry` and `document` are None where the text is not ours."""

    validity: Validity
    entry: Entry | None = None
    document: Document | None = None


def ask(register: Register, code: CopyCode) -> Asked:
    """Whether the copy with this code counts on the register's day."""
    entry = _entry(register, code.document)
    if entry is None:
        near = did_you_mean(code.document, register.entries)
        return Asked(
            _not_ours(
                say("there is no document {document!r}.{near}", document=code.document, near=near)
            )
        )
    entry = _with_text(register, entry, code)
    texts = [form.document for revision in entry.history.revisions for form in revision.forms]
    alike = [text for text in texts if text.sha256.startswith(code.digits)]
    same = [text for text in alike if _key(text.revision) == _key(code.revision)]
    if len({text.sha256 for text in same}) > 1:
        why = say(
            "several texts of revision {revision} have it; type more of the digest",
            revision=code.revision,
        )
        return Asked(_not_ours(why), entry)
    if same:
        document = same[-1]
        return Asked(validity_of(register, entry, document), entry, document)
    if alike:
        why = say(
            "this is the text of revision {revision}, not of {revision_2}",
            revision=alike[-1].revision,
            revision_2=code.revision,
        )
    elif any(_key(text.revision) == _key(code.revision) for text in texts):
        why = say(
            "no text of {id} revision {revision} in this repository has this digest",
            id=entry.id,
            revision=code.revision,
        )
    else:
        numbers = ", ".join(revision.number for revision in entry.history.revisions)
        why = say(
            "{id} has no revision {revision!r}; it has {numbers}",
            id=entry.id,
            revision=code.revision,
            numbers=numbers,
        )
    return Asked(_not_ours(why), entry)


def _with_text(register: Register, entry: Entry, code: CopyCode) -> Entry:
    """The text of a document, in whatever language, that has the digest; else the one named.

    Which of several languages is the original may have been said after the copy was made.
    """
    others = register.translations.get(entry.identifier, ())
    for each in (entry, register.original(entry), *others):
        revision = next(
            (r for r in each.history.revisions if _key(r.number) == _key(code.revision)), None
        )
        for form in revision.forms if revision else ():
            if form.document.sha256.startswith(code.digits):
                return each
    return entry


def validity_of(register: Register, entry: Entry, document: Document) -> Validity:
    """What a text of a document is on the register's day."""
    form = entry.form_of(document)
    began = _began(form) if form else None
    if form is None or began is None:
        return _not_approved(entry, document)
    if entry.in_force and entry.in_force.document.blob == document.blob:
        gone = "" if entry.current else say("its file is gone, and no one took it out of use")
        return Validity(Answer.IN_FORCE, began, why=gone or _disagrees(register, entry))
    ended = min(_after(register, entry, form), key=lambda end: end[0], default=None)
    if document.status is Status.OBSOLETE and began <= register.on:
        return Validity(Answer.OBSOLETE, began, document.superseded_by)
    if ended is None:
        ends = document.status is Status.OBSOLETE
        why = say("it takes the document out of use on that day") if ends else ""
        return Validity(Answer.NOT_YET, began, why=why)
    day, later = ended
    if later.document.status is Status.OBSOLETE:
        return Validity(Answer.OBSOLETE, day, later.document.superseded_by)
    why = (
        say("another text of the same revision was approved") if later.number == form.number else ""
    )
    return Validity(Answer.SUPERSEDED, day, later.number, why)


def _disagrees(register: Register, entry: Entry) -> str:
    """Why a translation in force does not say what its original does; empty where it does."""
    each = translation(register, entry)
    if each is None or each.agreement is Agreement.SAME:
        return ""
    if each.agreement is Agreement.BEHIND:
        original = register.original(entry)
        now = read_now(original).number
        return say(
            "it translates revision {of} of {id}, which is at revision {now}",
            of=each.of,
            id=original.id,
            now=now,
        )
    return say(
        "it is a translation {agreement}, {identifier}",
        agreement=each.agreement,
        identifier=entry.identifier,
    )


def state_of(validity: Validity, document: Document) -> State:
    """The state of a document of which this text is all that there is."""
    if validity.answer is Answer.NEVER_APPROVED:
        return State.AWAITING if document.is_final else State.DRAFT
    return _STATES[validity.answer]


_STATES = {
    Answer.IN_FORCE: State.EFFECTIVE,
    Answer.NOT_YET: State.APPROVED,
    Answer.AWAITING: State.AWAITING,
    Answer.DRAFT: State.DRAFT,
    Answer.SUPERSEDED: State.SUPERSEDED,
    Answer.OBSOLETE: State.OBSOLETE,
}


def _not_approved(entry: Entry, document: Document) -> Validity:
    """A text that no approval makes count: on its way, or left behind."""
    number = document.revision
    status = entry.status(number)
    approved = status is not None and status.approved_on is not None
    if all(document.blob != here.blob for here in entry.current):
        why = (
            say("revision {number} was approved with another text", number=number)
            if approved
            else ""
        )
        return Validity(Answer.NEVER_APPROVED, why=why)
    if status and any(document.blob == form.document.blob for form in status.alterations):
        why = say("it took the place of the approved text of revision {number}", number=number)
        return Validity(Answer.NEVER_APPROVED, why=why)
    return Validity(Answer.AWAITING if document.is_final else Answer.DRAFT)


def _after(
    register: Register, entry: Entry, form: RevisionStatus
) -> Iterator[tuple[date, RevisionStatus]]:
    """What has taken the place of an approved text by the register's day, and when."""
    numbers = [status.number for status in entry.revisions]
    began = _began(form) or date.max
    own, *following = entry.revisions[numbers.index(form.number) :]
    if own.document.blob != form.document.blob and began <= register.on:
        yield max(began, _began(own) or began), own
    for status in following:
        for other in (status, *status.others):
            day = _began(other)
            if day and day <= register.on:
                yield day, other


def _began(form: RevisionStatus) -> date | None:
    """The day from which a text counts, once it is approved: never before its approval."""
    days = [day for day in (form.approved_on, form.document.effective) if day]
    return max(days) if form.approved_on else None


def _entry(register: Register, id: str) -> Entry | None:
    """The document, also where only upper and lower case differ, and of no other."""
    if id in register.entries:
        return register.entries[id]
    alike = [entry for entry in register if _key(entry.id) == _key(id)]
    return alike[0] if len(alike) == 1 else None


def _key(text: str) -> str:
    """How an identifier is compared with what was typed: a code has no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _not_ours(why: str) -> Validity:
    return Validity(Answer.NOT_OURS, why=why)

"""Who confirmed which revision as read and understood, and how sure that is.

Two things say so: a statement that the reader signed, and a row of the table. A row is as good as
anyone who may commit it. Where documents of a type are approved with signatures, a row in the name
of someone who has a key is therefore only a claim; for everyone else it is what there can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.authority import authority_register
from isodocs.model.confirmed import CLAIMED, RECORDED, Confirmations, Confirmed, Key, Void
from isodocs.statements.provenance import ProvenanceError, trace
from isodocs.statements.seal import keys_of
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.confirmation import Confirmation, ConfirmationRecord
    from isodocs.model.document import Document
    from isodocs.model.register import Register, RevisionStatus


def signs(register: Register, person: str, document: Document) -> bool:
    """Whether a confirmation of `document` by `person` must be signed: they have a key for it."""
    return _must_sign(register, document) and person in _signing_since(register)


def _must_sign(register: Register, document: Document) -> bool:
    """Whether the document's type is approved with signatures."""
    history = register.inventory.authority
    rule = history.current.rule_for(document.type) if history else None
    return rule is not None and rule.assurance != RECORDED


@once_per_register
def confirmations(register: Register) -> Confirmations:
    """Everything confirmed by the register's day."""
    found: dict[Key, Confirmed] = {}
    void = []
    for record in register.inventory.confirmations:
        made = record.confirmation
        if made is None:
            continue  # a rule reports what cannot be read
        weighed = _weigh(register, record, made)
        if isinstance(weighed, Void):
            void.append(weighed)
        elif weighed:
            _take(found, (made.person, register.ledger.text_meant(made), made.rev), weighed)
    for key, day in _rows(register):
        _take(found, key, Confirmed(day, RECORDED))
    return Confirmations(_claims(register, found), tuple(void))


def _rows(register: Register) -> Iterator[tuple[Key, date]]:
    for record in register.records.get("confirmation", ()):
        day = record.day("date")
        if day is not None and day <= register.on:
            yield (record.text("person"), record.text("document"), record.text("revision")), day


def _take(found: dict[Key, Confirmed], key: Key, new: Confirmed) -> None:
    """Keep the surest, of equally sure ones the earliest."""
    known = found.get(key)
    sure = new.assurance != RECORDED
    known_sure = known is not None and known.assurance != RECORDED
    if known is None or (sure, -new.day.toordinal()) > (known_sure, -known.day.toordinal()):
        found[key] = new


def _claims(register: Register, found: dict[Key, Confirmed]) -> dict[Key, Confirmed]:
    """The same, with rows marked as claims where a signature is expected."""
    since = _signing_since(register)
    if not since:
        return found
    weighed = {}
    for key, confirmed in found.items():
        person, id, _ = key
        entry = register.entries.get(id)
        # What was entered before they had a key was right then.
        late = person in since and confirmed.day >= since[person]
        if late and confirmed.assurance == RECORDED and entry:
            claimed = _must_sign(register, entry.document)
            confirmed = Confirmed(confirmed.day, CLAIMED) if claimed else confirmed
        weighed[key] = confirmed
    return weighed


def _signing_since(register: Register) -> Mapping[str, date]:
    """Who has a key today that counts, and since when the register has named one of theirs."""
    history = register.inventory.authority
    if history is None or not history.proven:
        return {}
    able = {
        person
        for person in history.current.people
        if any((person, print_) in history.proven for print_ in keys_of(history.current, person))
    }
    since: dict[str, date] = {}
    for number, version in sorted(history.versions.items()):
        stamp = register.ledger.arrivals.get(authority_register.path_of(number))
        for person in able.difference(since):
            if person in version.people and version.people[person].keys:
                since[person] = stamp.when.date() if stamp and stamp.when else date.min
    return since


def _weigh(
    register: Register, record: ConfirmationRecord, made: Confirmation
) -> Confirmed | Void | None:
    """What a statement is worth; None where it says nothing about today."""
    who = say("{name} ({day})", name=made.name, day=made.day)
    history = register.inventory.authority
    if history is None:
        return Void(record, say("{who}: there is no authority register to judge it by", who=who))
    entry = register.entries.get(register.ledger.text_meant(made))
    if entry is None or entry.history.revision(made.rev) is None:
        if register.ledger.shallow:
            return None
        what = say("{doc} revision {rev}", doc=made.doc, rev=made.rev)
        return Void(
            record,
            say("{who} confirms {what}, which is not in this repository", who=who, what=what),
        )
    try:
        assurance = trace(made, record.sealed, history).assurance
    except ProvenanceError as error:
        return Void(record, say("{who}: {message}", who=who, message=error.message))
    approved = _approved(entry.status(made.rev))
    if not approved:
        return None  # its approval was taken back, or never came
    form = next((s for s in approved if s.document.sha256 == made.document_sha256), None)
    if form is None or not _same_parts(form, made):
        return Void(
            record,
            say(
                "{who} read a different version of {doc} revision {rev}",
                who=who,
                doc=made.doc,
                rev=made.rev,
            ),
        )
    arrival = register.ledger.arrivals.get(record.path)
    first, before = form.form.first, register.ledger.graph.before
    if arrival is not None and before(arrival.order, first.order):
        return Void(record, say("{who} confirmed before this revision existed", who=who))
    return Confirmed(made.day, assurance.label) if made.day <= register.on else None


def _approved(status: RevisionStatus | None) -> list[RevisionStatus]:
    """The forms of a revision that have every approval they need."""
    return [form for form in (status, *status.others) if form.approved_on] if status else []


def _same_parts(form: RevisionStatus, made: Confirmation) -> bool:
    """Whether what was read is what an approval of the form was given on, images included."""
    statements = form.judgement.statements if form.judgement else ()
    read = {(part.path, part.sha256) for part in made.parts[1:]}
    return any(read == {(p.path, p.sha256) for p in s.parts[1:]} for s in statements)

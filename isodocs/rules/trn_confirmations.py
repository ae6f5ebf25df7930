"""TRN: whether confirmations of reading are valid and complete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.confirmations import confirmations
from isodocs.history.altered_records import retention
from isodocs.model.approval import SIGNATURE
from isodocs.model.confirmation import FOLDER
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule(
    "TRN008",
    "confirmation-void",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    protects=True,
    of_documents=True,
)
def confirmation_void(register: Register) -> Iterator[Finding]:
    """A confirmation that someone read a revision does not count.

    Why: Records are protected from alteration, and readers trust them (ISO 9001:2015, 7.5.3.2). The
    signature is missing or invalid, the key does not belong to the person, or the confirmation
    covers different content from the approved one.

    Example: A confirmation of revision 3 was copied into the folder of revision 4.

    Remedy: Restore the file from history, or ask the person to confirm again: `isodocs confirm ID`.
    You may remove a confirmation made by mistake that never counted.
    """
    for record in register.inventory.confirmations:
        for problem in record.problems:
            if record.path not in register.ledger.alterations:  # TRN009 reports it
                yield _finding(register, record.path, problem.message, problem.hint, problem.line)
    for void in confirmations(register).void:
        id = _document_of(void.record.path)
        hint = say("Ask the person to read it and confirm again: `isodocs confirm {id}`.", id=id)
        yield _finding(register, void.record.path, void.message, hint)


@rule(
    "TRN009",
    "confirmation-removed",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    protects=True,
    of_documents=True,
)
def confirmation_removed(register: Register) -> Iterator[Finding]:
    """A confirmation that someone read a revision, or its signature, was removed or changed.

    Why: Records are retained and protected (ISO 9001:2015, 7.5.3.2 d). A confirmation lost in a
    merge counts too. The description of the record kind gives the retention time.

    Example: `git rm -r .isodocs/confirmations/SOP-014/3` a year later.

    Remedy: Restore it from history.
    """
    for path, what, put_back in remedies.tampered(register.ledger, (FOLDER,)):
        came = register.ledger.arrivals[path].when
        kept = retention("confirmation", came.date()) if came else None
        id, _, rest = path.removeprefix(FOLDER).partition("/")
        entry = register.entries.get(id)
        ended = kept is not None and kept < register.on
        known = entry is not None and entry.history.revision(rest.split("/", 1)[0]) is not None
        if known and not ended:
            part = "signature" if path.endswith(SIGNATURE) else "record"
            until = say(" (retention until {kept})", kept=kept) if kept else ""
            message = say(
                "the {part} of a confirmation {what}{until}", part=part, what=what, until=until
            )
            yield _finding(
                register, path, message, say("Restore it: {put_back}.", put_back=put_back)
            )


def _finding(register: Register, path: str, message: str, hint: str, line: int = 0) -> Finding:
    id = _document_of(path)
    entry = register.entries.get(id)
    owner = entry.document.owner if entry else ""
    return Finding(message, hint, Place(path, line), id, subject=path, owner=owner)


def _document_of(path: str) -> str:
    return path.removeprefix(FOLDER).split("/", 1)[0]

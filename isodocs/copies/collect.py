"""What the controlled copy of a text says, put together from the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.claims import named_clauses
from isodocs.assess.decisions import Outcome, decisions, role_title
from isodocs.assess.persons import named
from isodocs.assess.shown_parts import ShownPart, shown_parts
from isodocs.assess.statement_evidence import Evidences
from isodocs.assess.translations import Agreement, read_now, translated, translation
from isodocs.copies.validity import state_of, validity_of
from isodocs.errors import IsodocsError
from isodocs.model.config import DEFAULT_LANGUAGE
from isodocs.model.controlled_copy import (
    ControlledCopy,
    CopyApproval,
    CopyClause,
    CopyRevision,
    HandedOut,
    Holder,
    Translated,
)
from isodocs.model.validity import Answer
from isodocs.parsing.document_outline import outline_of
from isodocs.parsing.front_matter import split
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.document import Document, State
    from isodocs.model.outline import Outline
    from isodocs.model.register import Entry, Register, RevisionStatus

_COUNTING = (Outcome.APPROVED, Outcome.RETIRED, Outcome.REVIEWED)


def parts_of(register: Register, entry: Entry, document: Document) -> tuple[ShownPart, ...]:
    """What a text shows, whose contents `collect` needs (`Workspace.parts` reads them)."""
    return shown_parts(register, entry.form_of(document), document)


def collect(
    register: Register,
    entry: Entry,
    document: Document,
    data: bytes,
    contents: Mapping[ShownPart, bytes] | None = None,
    holder: Holder | None = None,
    *,
    text_alone: bool = False,
) -> ControlledCopy:
    """The copy of one text of a document; `data` is its whole file, `contents` what it shows.

    With `text_alone` approvals, revisions and clauses are left out, which take time to find.

    Raises IsodocsError where a picture or an included text that was approved with it is missing;
    without `contents` there are no files, and nothing is missed.
    """
    form = entry.form_of(document)
    approved = form if form and form.approved_on is not None else None
    validity = validity_of(register, entry, document)
    state = state_of(validity, document)
    in_force = validity.answer is Answer.IN_FORCE
    return ControlledCopy(
        organisation=register.config.organisation,
        id=entry.id,
        title=document.title,
        type=document.type,
        revision=document.revision,
        state=state,
        validity=validity,
        on=register.on,
        path=path_of(entry, document),
        sha256=document.sha256,
        commit=_commit(entry, document),
        text=split(data).body.decode("utf-8", "replace").replace("\r\n", "\n"),
        owner=named(register, document.owner),
        classification=register.config.classification.of(document.classification),
        language=language_of(register, document),
        said_language=bool(document.language),
        translates=_translates(register, entry, document, in_force=in_force),
        effective=approved.effective_on if approved else document.effective,
        approved_on=approved.approved_on if approved else None,
        next_review=entry.next_review if in_force else None,
        approvals=tuple(_approvals(register, entry, form)) if form and not text_alone else (),
        revisions=() if text_alone else tuple(_revisions(entry, form, document, state)),
        clauses=() if text_alone else tuple(_clauses(register, document, data)),
        files={} if contents is None else _files(register, entry, document, contents),
        holder=holder,
        site_address=register.config.site_address,
    )


def language_of(register: Register, document: Document) -> str:
    """The language of a text: its own, that in its file's name, or that of isodocs.yaml."""
    return document.language or register.config.language or DEFAULT_LANGUAGE


def _translates(
    register: Register, entry: Entry, document: Document, *, in_force: bool
) -> Translated | None:
    """What a translation is of; of a text in force also how that agrees with its original."""
    known = translation(register, entry)
    if known is None:
        return None
    made = Translated(entry.identifier, translated(document))
    if not in_force:
        return made
    if known.agreement is Agreement.BEHIND:
        return made._replace(now=read_now(register.original(entry)).number)
    return made._replace(alone=known.agreement in (Agreement.AHEAD, Agreement.OUTLIVES))


def handed_out(register: Register, id: str, revision: str = "") -> tuple[HandedOut, ...]:
    """The printed copies of a revision, or of all, up to the register's day, as recorded."""
    return tuple(
        HandedOut(
            row.text("revision"),
            Holder(row.text("copy"), named(register, row.text("holder")), row.text("place")),
            row.done("issued", register.on),
            row.done("returned", register.on),
            row.text("fate"),
        )
        for row in register.records.get("distribution", ())
        if row.text("document") == id
        and row.text("revision") == (revision or row.text("revision"))
        and row.done("issued", register.on)
    )


def holders_of(register: Register, id: str, revision: str) -> tuple[Holder, ...]:
    """Who holds a printed copy of a revision on the register's day, in the order of the records."""
    return tuple(each.holder for each in handed_out(register, id, revision) if each.is_out)


def path_of(entry: Entry, document: Document) -> str:
    """Where a text was when it was last approved; what was approved with it counts from there."""
    form = entry.form_of(document)
    approved = form if form and form.approved_on is not None else None
    statements = approved.judgement.statements if approved and approved.judgement else ()
    latest = max(statements, key=lambda given: given.signed_at, default=None)
    return latest.parts[0].path if latest else document.path


def _commit(entry: Entry, document: Document) -> str:
    revision = entry.history.revision(document.revision)
    forms = revision.forms if revision else ()
    return next((f.first.commit for f in forms if f.document.blob == document.blob), "")


def _approvals(register: Register, entry: Entry, form: RevisionStatus) -> Iterator[CopyApproval]:
    """The decisions that count for exactly this text."""
    evidences = Evidences(register)
    for made in decisions(register, entry, form):
        statement = made.statement
        if made.outcome in _COUNTING and made.judgement is form.judgement:
            evidence = evidences.of_approval(made.record, statement, made.judgement)
            yield CopyApproval(
                name=statement.name,
                role=role_title(register, statement),
                day=statement.day,
                meaning=str(statement.meaning),
                assurance=evidence.label,
                deputy_for=evidence.deputy.name if evidence.deputy else "",
            )


def _revisions(
    entry: Entry, form: RevisionStatus | None, document: Document, state: State
) -> Iterator[CopyRevision]:
    """The revisions that were issued up to this text, the newest first."""
    numbers = [status.number for status in entry.revisions]
    for status in reversed(entry.revisions[: numbers.index(document.revision) + 1]):
        own = status.number == document.revision
        known = form if own else status
        if known is None or (known.approved_on is None and not own):
            continue
        statements = known.judgement.statements if known.judgement else ()
        yield CopyRevision(
            number=known.number,
            state=state if own else known.state,
            effective=known.effective_on if known.approved_on else None,
            approved_on=known.approved_on,
            change=known.document.change,
            approvers=tuple(dict.fromkeys(given.name for given in statements)),
        )


def _clauses(register: Register, document: Document, data: bytes) -> Iterator[CopyClause]:
    for claim in named_clauses(register, document, _outline(register, document, data)):
        known = register.known_maps[claim.clause.standard]
        requirement = known.get(claim.clause.number)
        title = requirement.title if requirement else ""
        yield CopyClause(known.display_name, claim.clause.number, title, claim.section)


def _outline(register: Register, document: Document, data: bytes) -> Outline:
    """The outline of exactly this text."""
    if document.blob in register.in_force_outlines:
        return register.in_force_outlines[document.blob]
    entry = register.entries.get(document.id)
    same = (document.path, document.blob)
    if entry and any((each.path, each.blob) == same for each in entry.current):
        return register.inventory.outlines[document.path]
    return outline_of(document, data)


def _files(
    register: Register, entry: Entry, document: Document, contents: Mapping[ShownPart, bytes]
) -> dict[str, bytes]:
    """The contents by path. Raises IsodocsError for one that was approved and is missing."""
    form = entry.form_of(document)
    approved = form is not None and form.approved_on is not None
    found: dict[str, bytes] = {}
    for part in parts_of(register, entry, document):
        data = contents.get(part)
        if data is not None and part.path not in found:
            found[part.path] = data
        elif approved:
            raise _missing(register, document, part, twice=part.path in found)
    return found


def _missing(
    register: Register, document: Document, part: ShownPart, *, twice: bool
) -> IsodocsError:
    if twice:
        return IsodocsError(
            say(
                "{label} was approved with two different contents of this file",
                label=document.label,
            ),
            path=part.path,
            hint=say(
                "Revise the document and have it approved again: isodocs revise {id}",
                id=document.id,
            ),
        )
    hint = (
        say("This is a shallow clone: `git fetch --unshallow` brings the rest of the history.")
        if register.ledger.shallow
        else say(
            "If it is kept in Git LFS, run `git lfs fetch --all`. Otherwise commit the file with "
            "this digest from a backup, or revise the document and have it approved again."
        )
    )
    return IsodocsError(
        say(
            "{label} was approved with this file (SHA-256 {sha256}...), and its "
            "content is not in the repository",
            label=document.label,
            sha256=part.sha256[:12],
        ),
        path=part.path,
        hint=hint,
    )

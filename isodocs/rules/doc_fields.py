"""DOC, continued: the fields of the front matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.model.audit import NO_AUDIT
from isodocs.model.config import PATH
from isodocs.model.document import Document, Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules import _problems
from isodocs.rules.rule import rule
from isodocs.words import did_you_mean

if TYPE_CHECKING:
    from isodocs.model.problem import Problem
    from isodocs.model.register import Register

_SHOWN = 8
"""How many roles and people a hint names."""


@rule("DOC006", "field-missing", Level.ERROR, ("7.5.2",), blocks=True, stops=NO_AUDIT)
def field_missing(register: Register) -> Iterator[Finding]:
    """A required field of the front matter is missing or empty.

    Why: Identification and description (title, type, revision, owner, date) are what
    ISO 9001:2015, 7.5.2 a asks of every document. A field that no document has is reported once.

    Example: An approved procedure without `owner:` or `effective:`.

    Remedy: Add the field, or say under `fields:` in isodocs.yaml which name it has here. Which
    ones are required is set by `required:`; the effective date is needed once a document is
    declared approved.
    """
    nowhere = _nowhere(register)
    for name in nowhere:
        key = register.config.key(name)
        yield Finding(
            f"no document has the field '{key}'",
            f"If it has another name here, write 'fields: {{{name}: NAME}}' in isodocs.yaml; if it "
            "is not kept, list those that are after 'required:'.",
            _configuration(register, "required"),
            subject=name,
        )
    for document in register.documents:
        if not document.has_front_matter and (_problems.unreadable(document) or not document.id):
            continue  # DOC009 and DOC001 say so
        required = [name for name in register.config.required if name not in ("id", *nowhere)]
        if document.status is Status.APPROVED and register.inventory.authority is not None:
            required.append("effective")
        missing = [name for name in dict.fromkeys(required) if not _value(document, name)]
        if not document.has_front_matter:
            keys = ", ".join(register.config.key(name) for name in missing)
            found = _problems.elsewhere(document)
            what = f"front matter that {found.message}" if found else "no front matter"
            if missing:
                yield Finding(
                    f"the document has {what}, so it does not say: {keys}",
                    found.hint
                    if found
                    else "Begin the file with '---', one 'key: value' line for each, '---'.",
                    Place(document.path, found.line if found else 1),
                    document.id,
                    subject="front matter",
                )
            continue
        for name in missing:
            key = register.config.key(name)
            yield Finding(
                f"the field '{key}' is missing",
                remedies.in_file(register, document, f"Add '{key}: ...' to the front matter."),
                document.place(name),
                document.id,
                subject=name,
                owner=document.owner,
            )


@rule("DOC007", "field-wrong-form", Level.ERROR, ("7.5.2",), blocks=True, stops=NO_AUDIT)
def field_wrong_form(register: Register) -> Iterator[Finding]:
    """A field of the front matter cannot be understood.

    Why: A date or status that cannot be read says nothing about the document
    (ISO 9001:2015, 7.5.2 a and b).

    Example: `effective: 1 May 2026`, `status: aproved`

    Remedy: Write dates as 2026-05-01, spans as '12 months', and the status as draft, approved or
    obsolete.
    """
    yield from _problems.of_kind(register, "wrong-form")


@rule("DOC008", "field-unknown", Level.WARNING, blocks=True, stops=NO_AUDIT)
def field_unknown(register: Register) -> Iterator[Finding]:
    """The front matter has a field that isodocs does not know.

    Why: A misspelt field is silently ignored by every tool, and the fact it meant to state is
    missing. A field that many documents have is reported once.

    Example: `efective: 2026-12-01`

    Remedy: Correct the spelling; or say in isodocs.yaml which of our fields it is, under `fields:`,
    or that it is one of this house, under `extra-fields:`.
    """
    found: dict[str, list[tuple[Document, Problem]]] = defaultdict(list)
    for document in register.documents:
        for problem in document.problems:
            if problem.kind == "unknown-field":
                found[problem.message].append((document, problem))
    for message, places in found.items():
        if len(places) < remedies.HABIT:
            yield from (
                _problems.finding(register, document, problem) for document, problem in places
            )
            continue
        yield Finding(
            f"{message} It stands in {len(places)} documents, such as {places[0][0].path}",
            "If it stands for a field of ours, write 'fields: {revision: version}' (ours: here) in "
            "isodocs.yaml; if it is one of this house, list it after 'extra-fields:'.",
            _configuration(register, "fields"),
            subject=message,
        )


@rule(
    "DOC010", "type-unknown", Level.ERROR, ("7.5.2",), blocks=True, stops=NO_AUDIT, waivable=False
)
def type_unknown(register: Register) -> Iterator[Finding]:
    """A document is of a type that isodocs.yaml does not list.

    Why: The type decides who approves and how often the document is reviewed
    (ISO 9001:2015, 7.5.2 c).

    Example: `type: proceedure`

    Remedy: Correct the type, or add it under `types:` in isodocs.yaml.
    """
    types = register.config.types
    for document in register.documents:
        if types and document.type and document.type not in types:
            yield Finding(
                f"the type {document.type!r} is not known.{did_you_mean(document.type, types)}",
                remedies.in_file(
                    register, document, f"Types are listed in isodocs.yaml: {', '.join(types)}."
                ),
                document.place("type"),
                document.id,
                owner=document.owner,
            )


@rule("DOC011", "owner-unknown", Level.WARNING, ("5.3",), blocks=False, stops=NO_AUDIT)
def owner_unknown(register: Register) -> Iterator[Finding]:
    """A document's owner is neither a role nor a person of the authority register.

    Why: Responsibilities must be assigned and known (ISO 9001:2015, 5.3); an owner nobody knows
    keeps no document up to date.

    Example: `owner: quality-manger`

    Remedy: Name a role or a person of the authority register in `.isodocs/authority/`.
    """
    authority = register.inventory.authority
    if authority is None:
        return
    known = (*authority.current.roles, *authority.current.people)
    for document in register.documents:
        if document.owner and document.owner not in known:
            yield Finding(
                f"the owner {document.owner!r} is not known.{did_you_mean(document.owner, known)}",
                remedies.in_file(
                    register,
                    document,
                    f"Name a role or a person: {', '.join(known[:_SHOWN])}"
                    f"{' …' if len(known) > _SHOWN else ''}.",
                ),
                document.place("owner"),
                document.id,
                owner=document.owner,
            )


def _configuration(register: Register, key: str) -> Place:
    """Where a key of isodocs.yaml stands; the whole repository where there is no such file."""
    if not register.config.configured:
        return Place()
    return Place(PATH, *register.config.places.get(key, (0, 0)))


def _nowhere(register: Register) -> tuple[str, ...]:
    """The required fields that none of the documents has, where there are several."""
    documents = [d for d in register.documents if d.has_front_matter]
    if len(documents) < remedies.HABIT:
        return ()
    required = (name for name in register.config.required if name != "id")
    return tuple(name for name in required if not any(_value(d, name) for d in documents))


def _value(document: Document, field: str) -> object:
    """A truthy value when the field is there, be it of the wrong form."""
    if field == "clauses":
        return document.claims
    if field == "status":
        return document.declared
    names = {"review-every": "review_every", "last-review": "last_review"}
    value = getattr(document, names.get(field, field.replace("-", "_")), "")
    written_wrong = any(
        p.kind == "wrong-form" and p.line == document.place(field).line for p in document.problems
    )
    return value or written_wrong

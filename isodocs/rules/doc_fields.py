"""DOC: the fields of the front matter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.translations import translations
from isodocs.dataclass import replace
from isodocs.model.audit import NO_AUDIT
from isodocs.model.config import PATH
from isodocs.model.document import Document, Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules import _problems
from isodocs.rules.rule import rule
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.problem import Problem
    from isodocs.model.register import Register

_SHOWN = 8
"""How many roles and people a hint names."""


@rule("DOC006", "field-missing", Level.ERROR, ("7.5.2",), blocks=True, stops=NO_AUDIT, of_many=True)
def field_missing(register: Register) -> Iterator[Finding]:
    """A required field of the front matter is missing or empty.

    Why: Documents need an identification and a description, such as a title, date, author or number
    (ISO 9001:2015, 7.5.2 a). A field that is missing from every document is reported once.

    Example: A procedure without the owner that this organisation requires.

        isodocs.yaml:
            standards: [iso-9001-2015]
            required: [id, owner]

        documents/purchasing.md:
            ---
            id: SOP-001
            ---

    Remedy: Add the field. If your documents use another name for it, map that name under `fields:`
    in isodocs.yaml. The required fields are set by `required:`. A document marked `approved` also
    needs an effective date.
    """
    in_none = _in_none(register)
    for name in in_none:
        key = register.config.key(name)
        yield Finding(
            say("no document has the required field '{key}'", key=key),
            say(
                "If your documents use another name, write 'fields: {{{name}: NAME}}' in "
                "isodocs.yaml. If you do not use it, list the fields you require under "
                "'required:'.",
                name=name,
            ),
            _configuration(register, "required"),
            subject=name,
        )
    for document in register.documents:
        if not document.has_front_matter and (_problems.unreadable(document) or not document.id):
            continue  # DOC009 and DOC001 say so
        required = [name for name in register.config.required if name not in ("id", *in_none)]
        if document.status is Status.APPROVED and register.inventory.authority is not None:
            required.append("effective")
        missing = [name for name in dict.fromkeys(required) if not _value(document, name)]
        if not document.has_front_matter:
            keys = ", ".join(register.config.key(name) for name in missing)
            found = _problems.elsewhere(document)
            what = (
                say("front matter that {message}", message=found.message)
                if found
                else say("no front matter")
            )
            if missing:
                yield Finding(
                    say(
                        "the document has {what}, so these fields are missing: {keys}",
                        what=what,
                        keys=keys,
                    ),
                    found.hint
                    if found
                    else say(
                        "Begin the file with '---', a 'key: value' line for each field, '---'."
                    ),
                    Place(document.path, found.line if found else 1),
                    document.id,
                    subject="front matter",
                    part_of=tuple(missing),
                )
            continue
        for name in missing:
            key = register.config.key(name)
            there = name in document.places
            yield Finding(
                say("the field '{key}' is not filled in", key=key)
                if there
                else say("the field '{key}' is missing", key=key),
                remedies.in_file(
                    register,
                    document,
                    say("Write a value after '{key}:'.", key=key)
                    if there
                    else say("Add '{key}: ...' to the front matter.", key=key),
                ),
                document.place(name),
                document.id,
                subject=name,
                owner=document.owner,
                part_of=(name,),
            )


@rule("DOC007", "field-wrong-form", Level.ERROR, ("7.5.2",), blocks=True, stops=NO_AUDIT)
def field_wrong_form(register: Register) -> Iterator[Finding]:
    """A field of the front matter has an invalid value.

    Why: A date or a status that cannot be read describes nothing (ISO 9001:2015, 7.5.2 a and b).

    Example: A misspelt status.

        documents/purchasing.md:
            ---
            id: SOP-001
            status: aproved
            ---

    Remedy: Write dates as 2026-05-01, periods as '12 months', and the status as draft, approved or
    obsolete.
    """
    yield from _problems.of_kind(register, "wrong-form")


@rule("DOC008", "field-unknown", Level.WARNING, blocks=True, stops=NO_AUDIT, of_many=True)
def field_unknown(register: Register) -> Iterator[Finding]:
    """The front matter has an unknown field.

    Why: A misspelt field is ignored, so the information meant for it is missing. A field that many
    documents have is reported once.

    Example: A misspelt effective date.

        documents/purchasing.md:
            ---
            id: SOP-001
            efective: 2026-12-01
            ---

    Remedy: Correct the spelling. If it is your name for a known field, map it under `fields:` in
    isodocs.yaml. If it is a field of your own, list it under `extra-fields:`.
    """
    found: dict[str, list[tuple[Document, Problem]]] = defaultdict(list)
    for document in register.documents:
        for problem in document.problems:
            if problem.kind == "unknown-field":
                found[problem.message].append((document, problem))
    for message, places in found.items():
        if len(places) < remedies.HABIT:
            for document, problem in places:
                found_here = _problems.finding(register, document, problem)
                yield replace(found_here, part_of=(problem.subject,))
            continue
        yield Finding(
            say(
                "{message} {places} documents have it, such as {path}",
                message=message,
                places=len(places),
                path=places[0][0].path,
            ),
            say(
                "If it is your name for a known field, write 'fields: {revision: "
                "version}' (known field: your name) in isodocs.yaml. Otherwise, list it "
                "under 'extra-fields:'."
            ),
            _configuration(register, "fields"),
            subject=places[0][1].subject,
        )


@rule(
    "DOC010", "type-unknown", Level.ERROR, ("7.5.2",), blocks=True, stops=NO_AUDIT, waivable=False
)
def type_unknown(register: Register) -> Iterator[Finding]:
    """A document has a type that isodocs.yaml does not list.

    Why: The type decides who approves a document and how often it is reviewed (ISO 9001:2015, 7.5.2
    c).

    Example: A misspelt type.

        documents/purchasing.md:
            ---
            id: SOP-001
            type: proceedure
            ---

    Remedy: Correct the type, or add it under `types:` in isodocs.yaml.
    """
    types = register.config.types
    for document in register.documents:
        if types and document.type and document.type not in types:
            yield Finding(
                say(
                    "unknown type {type!r}.{did_you_mean}",
                    type=document.type,
                    did_you_mean=did_you_mean(document.type, types),
                ),
                remedies.in_file(
                    register,
                    document,
                    say("Use a type from isodocs.yaml: {types}.", types=", ".join(types)),
                ),
                document.place("type"),
                document.id,
                owner=document.owner,
            )


@rule("DOC025", "classification-unknown", Level.WARNING, ("7.5.3",), blocks=False, stops=NO_AUDIT)
def classification_unknown(register: Register) -> Iterator[Finding]:
    """A document has a classification that is not one of the organisation's levels.

    Why: Documented information must be protected from loss of confidentiality (ISO 9001:2015, 7.5.3
    b). What an unknown level means for handing on a copy is not known.

    Example: A misspelt level.

        documents/purchasing.md:
            ---
            id: SOP-001
            classification: confidental
            ---

    Remedy: Write one of the levels. They are set by `classification:` in isodocs.yaml, from open to
    closed; without it they are public, internal, confidential and strictly confidential. If the
    field is your own and means something else, list it under `extra-fields:`.
    """
    known = register.config.classification
    for document in register.documents:
        word = document.classification
        if word and not known.level(word):
            yield Finding(
                say(
                    "unknown classification {word!r}.{did_you_mean}",
                    word=word,
                    did_you_mean=did_you_mean(word, known.levels),
                ),
                remedies.in_file(
                    register,
                    document,
                    say(
                        "Write one of {levels}, or list your own levels in isodocs.yaml: "
                        "'classification: {{levels: [...]}}'.",
                        levels=", ".join(known.levels),
                    ),
                ),
                document.place("classification"),
                document.id,
                owner=document.owner,
            )


@rule(
    "DOC011",
    "owner-unknown",
    Level.WARNING,
    ("5.3",),
    blocks=False,
    stops=NO_AUDIT,
    of_many=True,
)
def owner_unknown(register: Register) -> Iterator[Finding]:
    """The owner of a document is not a role or a person in the authority register.

    Why: Responsibilities must be assigned and communicated (ISO 9001:2015, 5.3). A document with an
    unknown owner is not kept up to date.

    Example: A misspelt role.

        documents/purchasing.md:
            ---
            id: SOP-001
            owner: quality-manger
            ---

    Remedy: Enter a role or a person from the authority register in `.isodocs/authority/`, by id, or
    by title or name. Where many documents name one owner, the owners of the register add the role.
    """
    authority = register.inventory.authority
    if authority is None:
        return
    current = authority.current
    known = (*current.roles, *current.people)
    titled = (
        *(r.title for r in current.roles.values()),
        *(p.name for p in current.people.values()),
    )
    names = {_words(name) for name in (*known, *titled)}

    def is_known(owner: str) -> bool:
        # `Quality Manager (Ann Lee)` is the role, and who has it
        return bool({_words(owner), _words(owner.partition(" (")[0])} & names)

    by_original = {
        each.status.document.path: original.document.owner
        for each in translations(register)
        if (original := register.entries.get(each.entry.identifier))
    }
    unknown = defaultdict(list)
    for document in register.documents:
        # A translation gives the owner in its own language: the original says who that is.
        owners = (document.owner, by_original.get(document.path, ""))
        if document.owner and not any(map(is_known, owners)):
            unknown[document.owner].append(document)
    for owner, documents in unknown.items():
        if len(documents) > remedies.HABIT:
            yield Finding(
                say(
                    "{documents} documents name the owner {owner!r}, which is not a role or "
                    "a person here, such as {label} and {label_2}.{did_you_mean}",
                    documents=len(documents),
                    owner=owner,
                    label=documents[0].label,
                    label_2=documents[-1].label,
                    did_you_mean=did_you_mean(owner, known),
                ),
                say(
                    "If it is a role, the owners of the authority register add it: `isodocs "
                    "authority propose`. If it is one that is there, write its name in the "
                    "documents."
                ),
                _configuration(register, "owner"),
                subject=owner,
                owner=register.config.owner,
            )
            continue
        for document in documents:
            yield Finding(
                say(
                    "unknown owner {owner!r}.{did_you_mean}",
                    owner=document.owner,
                    did_you_mean=did_you_mean(document.owner, known),
                ),
                remedies.in_file(
                    register,
                    document,
                    say(
                        "Enter a role or a person: {known}{part}.",
                        known=", ".join(known[:_SHOWN]),
                        part=" …" if len(known) > _SHOWN else "",
                    ),
                ),
                document.place("owner"),
                document.id,
                subject=document.owner,
                owner=document.owner,
                part_of=(document.owner,),
            )


def _words(name: str) -> str:
    """The name of a role or a person, blind to case, hyphens and blanks: `Quality-Manager`."""
    return " ".join(re.split(r"[\W_]+", name.casefold())).strip()


def _configuration(register: Register, key: str) -> Place:
    """Where a key of isodocs.yaml is; the whole repository where there is no such file."""
    if not register.config.configured:
        return Place()
    return Place(PATH, *register.config.places.get(key, (0, 0)))


def _in_none(register: Register) -> tuple[str, ...]:
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
    value = getattr(document, field.replace("-", "_"), "")
    written_wrong = any(
        p.kind == "wrong-form" and p.line == document.place(field).line for p in document.problems
    )
    return value or written_wrong

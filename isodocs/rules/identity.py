"""DOC: what identifies a document, and whether its file says it properly."""

from __future__ import annotations

import posixpath
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from isodocs.assess.in_place import vanished
from isodocs.assess.shown_flaws import included_texts, is_only_included
from isodocs.model.config import PATH
from isodocs.model.document import IDENTIFIER, Document, Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.problem import Problem
from isodocs.parsing import broken_links, conflict
from isodocs.parsing import document as document_parsing
from isodocs.parsing.words import did_you_mean
from isodocs.register import Register
from isodocs.rules import hints
from isodocs.rules.rule import rule

_SHOWN = 8
"""How many roles and people a hint names."""


@rule("DOC001", "identifier-missing", Level.ERROR, ("7.5.2",), blocks=True)
def identifier_missing(register: Register) -> Iterator[Finding]:
    """A controlled document has no identifier.

    Why: Documented information must be identified (ISO 9001:2015, 7.5.2 a). Without an identifier
    nothing can be approved, referred to or followed through its revisions.

    A text without front matter that a document includes is part of that document and needs no
    identifier of its own.

    Example: A file in the controlled folder whose front matter has no `id:` line, begins below a
    licence comment or an empty line, lacks its first line `---`, or is TOML between `+++` lines.

    Remedy: Add `id:` with the next free number of its type, or leave the file out with
    `documents: exclude` in isodocs.yaml. Front matter begins in the first line of the file, with
    `---`. `isodocs new` gives new documents their number.
    """
    key = register.config.key("id")
    gone = {last.path for _, last in vanished(register)}
    included = included_texts(register)
    for document in register.documents:
        if document.path in gone:
            continue  # DOC022: an approved document was there
        if document.id or _unreadable(document) or is_only_included(document, included):
            continue
        hint, place = f"Add '{key}: ...' to its front matter", document.place("id")
        message = "this controlled document has no identifier"
        if found := _elsewhere(document):
            message = f"the front matter of this document {found.message}, so it is not read"
            hint, place = found.hint.removesuffix("."), Place(document.path, found.line)
        elif not document.has_front_matter:
            message = "this controlled document has no front matter"
            hint = f"Begin the file with '---', '{key}: ...' and the other fields, '---'"
            place = Place(document.path, 1)
        yield Finding(
            message,
            f"{hint}, or leave the file out under 'exclude:' in isodocs.yaml.",
            place,
            owner=document.owner,
        )


def _elsewhere(document: Document) -> Problem | None:
    """What there is in a file instead of front matter, if anything."""
    return next((p for p in document.problems if p.kind == document_parsing.ELSEWHERE), None)


def _unreadable(document: Document) -> bool:
    """Whether DOC009 reports the front matter, so that what it lacks is not known."""
    kinds = {problem.kind for problem in document.problems} - {document_parsing.ELSEWHERE}
    return not document.has_front_matter and bool(kinds)


@rule("DOC002", "identifier-malformed", Level.ERROR, ("7.5.2",), blocks=True)
def identifier_malformed(register: Register) -> Iterator[Finding]:
    """An identifier has characters that identifiers cannot have.

    Why: The identifier names folders and files, appears in links and is typed by people
    (ISO 9001:2015, 7.5.2 a).

    Example: `id: SOP 014/2`

    Remedy: Use letters, digits, '.', '_' and '-', beginning with a letter or digit, at most 64.
    """
    for document in register.documents:
        if document.id and not IDENTIFIER.fullmatch(document.id):
            yield Finding(
                f"the identifier {document.id!r} is malformed: it {_flaw(document.id)}",
                "Use at most 64 letters (A to Z), digits, '.', '_' and '-', beginning with a "
                "letter or digit, for example SOP-014.",
                document.place("id"),
                owner=document.owner,
            )


def _flaw(identifier: str) -> str:
    """What is wrong with an identifier: the character, by name where it may not show."""
    wrong = next((c for c in identifier if not IDENTIFIER.fullmatch(f"A{c}")), "")
    if wrong:
        name = unicodedata.name(wrong, "")
        point = f"U+{ord(wrong):04X}{f' {name}' if name else ''}"
        shown = f"{wrong!r} ({point})" if wrong.isprintable() else point
        return f"holds {shown}"
    if not IDENTIFIER.fullmatch(identifier[:1]):
        return f"begins with {identifier[0]!r}"
    return f"has {len(identifier)} characters; 64 are the most"


@rule("DOC003", "identifier-duplicate", Level.ERROR, ("7.5.2",), blocks=True, waivable=False)
def identifier_duplicate(register: Register) -> Iterator[Finding]:
    """Two files carry the same identifier.

    Why: An identifier that means two documents identifies neither (ISO 9001:2015, 7.5.2 a);
    approvals and references cannot tell them apart.

    Example: A form copied for another department, with its `id:` line.

    Remedy: Give the copy an identifier of its own: `isodocs renumber FILE`.
    """
    for entry in register:
        approved = entry.issued.document.blob if entry.issued else ""
        # The file that holds what is approved is the document; without one it is the first.
        first = next((d for d in entry.current if d.blob == approved), None)
        for document in entry.current if len(entry.current) > 1 else ():
            if document is (first or entry.current[0]):
                continue
            others = ", ".join(d.path for d in entry.current if d is not document)
            message = f"{document.id} is also the identifier of {others}"
            hint = (
                "Give the one that is not approved the next free number: `isodocs renumber "
                f"{entry.id}`."
            )
            language = document_parsing.language_in_path(document.path)
            if language and register.config.identifier_from == "file-name":
                name = posixpath.basename(document.path)
                message += f": {name} is known by its name without the ending and the language"
                own = name.replace(f".{language}.", f"-{language}.", 1)
                hint = f"Give it a file name of its own, for example {own}."
            yield Finding(
                message,
                hint,
                document.place("id"),
                entry.id,
                subject=f"{document.path} {document.sha256[:12]}" if first else document.path,
                owner=document.owner,
            )


@rule("DOC004", "identifier-look-alike", Level.WARNING, ("7.5.2",), blocks=True)
def identifier_look_alike(register: Register) -> Iterator[Finding]:
    """Two identifiers, or two paths, differ only in capitals or in look-alike characters.

    Why: People and some file systems cannot tell them apart (ISO 9001:2015, 7.5.2 a); on such a
    file system one of the two files silently replaces the other.

    Example: `SOP-014` and `sop-014`; `Review.md` and `review.md`.

    Remedy: Rename one of the two.
    """
    by_look: dict[str, list[Document]] = defaultdict(list)
    for document in register.documents:
        by_look[f"id {_look(document.id)}"].append(document)
        by_look[f"path {_look(document.path)}"].append(document)
    for key, twins in by_look.items():
        what = "id" if key.startswith("id ") else "path"
        names = dict.fromkeys(getattr(document, what) for document in twins)
        if len(names) < 2 or "" in names:
            continue
        for document in twins[1:]:
            name = getattr(document, what)
            others = ", ".join(repr(other) for other in names if other != name)
            yield Finding(
                f"the {'identifier' if what == 'id' else 'path'} {name!r} looks like {others}",
                "Rename one of the two.",
                document.place("id" if what == "id" else ""),
                document.id,
                subject=what,
                owner=document.owner,
            )


def _look(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@rule("DOC005", "identifier-prefix", Level.WARNING, ("7.5.2",), blocks=True)
def identifier_prefix(register: Register) -> Iterator[Finding]:
    """An identifier does not begin with the prefix of its document type.

    Why: People read the kind of document off its number (ISO 9001:2015, 7.5.2 a).

    Example: `id: SOP-030` with `type: form`, where forms are numbered `FRM-...`.

    Remedy: Correct the type, or the identifier while the document is still a first draft.
    """
    for document in register.documents:
        kind = register.config.types.get(document.type)
        if not (document.id and kind and kind.prefix) or _fits(document.id, kind.prefix):
            continue
        fitting = [t.name for t in register.config.types.values() if _fits(document.id, t.prefix)]
        other = f" It reads like a {fitting[0]}." if fitting else ""
        yield Finding(
            f"a {document.type} is numbered {kind.prefix}…, not {document.id}.{other}",
            hints.in_file(register, document, "Correct the type, or a number that was never used."),
            document.place("type" if fitting else "id"),
            document.id,
            owner=document.owner,
        )


def _fits(identifier: str, prefix: str) -> bool:
    rest = identifier.removeprefix(prefix)
    letters = prefix[-1:].isalpha() and rest[:1].isalpha()  # POLICY-1 has not the prefix POL
    return bool(prefix) and rest != identifier and not letters


@rule("DOC006", "field-missing", Level.ERROR, ("7.5.2",), blocks=True)
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
        if not document.has_front_matter and (_unreadable(document) or not document.id):
            continue  # DOC009 and DOC001 say so
        required = [name for name in register.config.required if name not in ("id", *nowhere)]
        if document.status is Status.APPROVED and register.inventory.authority is not None:
            required.append("effective")
        missing = [name for name in dict.fromkeys(required) if not _value(document, name)]
        if not document.has_front_matter:
            keys = ", ".join(register.config.key(name) for name in missing)
            found = _elsewhere(document)
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
                hints.in_file(register, document, f"Add '{key}: ...' to the front matter."),
                document.place(name),
                document.id,
                subject=name,
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
    if len(documents) < hints.HABIT:
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


@rule("DOC007", "field-wrong-form", Level.ERROR, ("7.5.2",), blocks=True)
def field_wrong_form(register: Register) -> Iterator[Finding]:
    """A field of the front matter cannot be understood.

    Why: A date or status that cannot be read says nothing about the document
    (ISO 9001:2015, 7.5.2 a and b).

    Example: `effective: 1 May 2026`, `status: aproved`

    Remedy: Write dates as 2026-05-01, spans as '12 months', and the status as draft, approved or
    obsolete.
    """
    yield from _problems(register, "wrong-form")


@rule("DOC008", "field-unknown", Level.WARNING, blocks=True)
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
        if len(places) < hints.HABIT:
            yield from (_finding(register, document, problem) for document, problem in places)
            continue
        yield Finding(
            f"{message} It stands in {len(places)} documents, such as {places[0][0].path}",
            "If it stands for a field of ours, write 'fields: {revision: version}' (ours: here) in "
            "isodocs.yaml; if it is one of this house, list it after 'extra-fields:'.",
            _configuration(register, "fields"),
            subject=message,
        )


@rule("DOC009", "file-unreadable", Level.ERROR, ("7.5.3.1",), blocks=True, waivable=False)
def file_unreadable(register: Register) -> Iterator[Finding]:
    """A controlled file cannot be read as a document.

    Why: What cannot be read is not available (ISO 9001:2015, 7.5.3.1). Symbolic links, endless
    front matter and YAML that hides or repeats content are refused, because what is approved must
    be exactly what is shown. A file with conflict marks of Git is two texts at once. One that only
    its ending keeps out (`SOP-014.MD`, `SOP-014.markdown`) is not lost in silence.

    Example: Front matter with an alias (`*anchor`), a document that is a symbolic link,
    `<<<<<<< HEAD` in the text.

    Remedy: Write plain 'key: value' lines between two '---' lines; put the file itself there; give
    it the ending that `documents: include` in isodocs.yaml names.
    """
    for item in register.inventory.unreadable:
        yield Finding(
            item.problem.message, item.problem.hint, Place(item.path), subject="not a plain file"
        )
    for document in register.documents:
        outline = register.inventory.outlines.get(document.path)
        problems = [p for p in document.problems if p.kind in ("front-matter", conflict.KIND)]
        unread = outline.problems if outline else ()
        problems += [p for p in unread if p.kind != broken_links.KIND]  # REF006 tells those
        yield from (_finding(register, document, problem) for problem in problems)


def _problems(register: Register, kind: str) -> Iterator[Finding]:
    for document in register.documents:
        for problem in document.problems:
            if problem.kind == kind:
                yield _finding(register, document, problem)


def _finding(register: Register, document: Document, problem: Problem) -> Finding:
    return Finding(
        problem.message,
        hints.in_file(register, document, problem.hint),
        Place(document.path, problem.line, problem.column),
        document.id,
        subject=problem.message,
        owner=document.owner,
    )


@rule("DOC010", "type-unknown", Level.ERROR, ("7.5.2",), blocks=True, waivable=False)
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
                hints.in_file(
                    register, document, f"Types are listed in isodocs.yaml: {', '.join(types)}."
                ),
                document.place("type"),
                document.id,
                owner=document.owner,
            )


@rule("DOC011", "owner-unknown", Level.WARNING, ("5.3",), blocks=False)
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
                hints.in_file(
                    register,
                    document,
                    f"Name a role or a person: {', '.join(known[:_SHOWN])}"
                    f"{' …' if len(known) > _SHOWN else ''}.",
                ),
                document.place("owner"),
                document.id,
                owner=document.owner,
            )

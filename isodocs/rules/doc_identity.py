"""DOC: whether a document is identified and its file can be read."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.in_place import vanished
from isodocs.assess.shown_flaws import included_texts, is_only_included
from isodocs.model.audit import NO_AUDIT, STAGE_1
from isodocs.model.config import FILE_NAME, WHOLE_NAME
from isodocs.model.document import IDENTIFIER, Document, plain
from isodocs.model.gap import Finding, Level, Place
from isodocs.parsing import broken_links, conflict
from isodocs.rules import _problems
from isodocs.rules.rule import rule
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("DOC001", "identifier-missing", Level.ERROR, ("7.5.2",), blocks=True, stops=NO_AUDIT)
def identifier_missing(register: Register) -> Iterator[Finding]:
    """A controlled document has no identifier.

    Why: Documents must be identified (ISO 9001:2015, 7.5.2 a). Without an identifier, a document
    cannot be approved, referenced or traced through its revisions. A text without front matter that
    another document includes is part of that document and needs no identifier.

    Example: A procedure whose front matter has no `id:` line.

        documents/purchasing.md:
            ---
            title: Purchasing
            ---

    Remedy: Add `id:` with the next free number of its type, or exclude the file under `documents:`
    in isodocs.yaml. Front matter must begin on the first line of the file, with `---`. `isodocs
    new` numbers new documents for you.
    """
    key = register.config.key("id")
    gone = {last.path for _, last in vanished(register)}
    included = included_texts(register)
    for document in register.documents:
        if document.path in gone:
            continue  # DOC022: an approved document was there
        if document.id or _problems.unreadable(document) or is_only_included(document, included):
            continue
        hint, place = say("Add '{key}: ...' to its front matter", key=key), document.place("id")
        message = say("the document has no identifier")
        if found := _problems.elsewhere(document):
            message = say("the front matter {message}, so it is not read", message=found.message)
            hint, place = found.hint.removesuffix("."), Place(document.path, found.line)
        elif not document.has_front_matter:
            message = say("the document has no front matter")
            hint = say(
                "Begin the file with '---', '{key}: ...' and the other fields, '---'", key=key
            )
            place = Place(document.path, 1)
        yield Finding(
            message,
            say("{hint}, or exclude the file under 'exclude:' in isodocs.yaml.", hint=hint),
            place,
            owner=document.owner,
        )


@rule("DOC002", "identifier-malformed", Level.ERROR, ("7.5.2",), blocks=True, stops=NO_AUDIT)
def identifier_malformed(register: Register) -> Iterator[Finding]:
    """An identifier contains characters that are not allowed.

    Why: The identifier names folders and files, appears in links and is typed by hand (ISO
    9001:2015, 7.5.2 a).

    Example: An identifier with a space and a slash.

        documents/purchasing.md:
            ---
            id: SOP 014/2
            ---

    Remedy: Use up to 64 letters, digits, '.', '_' and '-', beginning with a letter or a digit.
    """
    for document in register.documents:
        # what is called by its language as well says only the identifier itself
        called = (document.path, document.blob) in register.ledger.renamed
        id = plain(document.id) if called else document.id
        if id and not IDENTIFIER.fullmatch(id):
            yield Finding(
                say("invalid identifier {id!r}: it {flaw}", id=id, flaw=_flaw(id)),
                say(
                    "Use up to 64 letters (A to Z), digits, '.', '_' and '-', beginning with "
                    "a letter or a digit, for example SOP-014."
                ),
                document.place("id"),
                owner=document.owner,
            )


def _flaw(identifier: str) -> str:
    """What is wrong with an identifier: the character, by name where it may not show."""
    wrong = next((c for c in identifier if not IDENTIFIER.fullmatch(f"A{c}")), "")
    if wrong:
        name = unicodedata.name(wrong, "")
        point = f"U+{ord(wrong):04X} {name}".rstrip()
        shown = (
            say("{wrong!r} ({point})", wrong=wrong, point=point) if wrong.isprintable() else point
        )
        return say("contains {shown}", shown=shown)
    if not IDENTIFIER.fullmatch(identifier[:1]):
        return say("begins with {identifier!r}", identifier=identifier[0])
    return say("has {identifier} characters (maximum: 64)", identifier=len(identifier))


@rule(
    "DOC003",
    "identifier-duplicate",
    Level.ERROR,
    ("7.5.2",),
    blocks=True,
    stops=NO_AUDIT,
    waivable=False,
)
def identifier_duplicate(register: Register) -> Iterator[Finding]:
    """Two files have the same identifier and are not one document in two languages.

    Why: An identifier that refers to two documents identifies neither (ISO 9001:2015, 7.5.2 a).
    Approvals and references cannot distinguish them.

    Example: A form was copied for another department together with its `id:` line.

        documents/inspection.md:
            ---
            id: FRM-022
            ---

        documents/inspection-assembly.md:
            ---
            id: FRM-022
            ---

    Remedy: Give the copy the next free identifier: `isodocs renumber FILE`. Where it is a
    translation, write its `language:`.
    """
    for entry in register:
        approved = entry.issued.document.blob if entry.issued else ""
        # The file that holds what is approved is the document; without one it is the first.
        first = next((d for d in entry.current if d.blob == approved), None)
        for document in entry.current if len(entry.current) > 1 else ():
            if document is (first or entry.current[0]):
                continue
            others = ", ".join(d.path for d in entry.current if d is not document)
            message = say("{id} is also the identifier of {others}", id=document.id, others=others)
            hint = say(
                "Give the document that is not approved the next free number: `isodocs "
                "renumber {id}`.",
                id=entry.id,
            )
            if len({d.language for d in entry.current}) == 1 and not document.language:
                hint += say(" Where both are one text in two languages, say which: `language: de`.")
            if register.config.identifier_from == WHOLE_NAME:
                message += say(
                    ": the names of the files are the same but for endings and languages"
                )
            elif register.config.identifier_from == FILE_NAME:
                message += say(": the names of the files begin with it")
                hint += say(
                    " Where whole names are identifiers: `identifier: {from: whole-file-name}`."
                )
            yield Finding(
                message,
                hint,
                document.place("id"),
                entry.id,
                subject=f"{document.path} {document.sha256[:12]}" if first else document.path,
                owner=document.owner,
            )


@rule(
    "DOC004",
    "identifier-look-alike",
    Level.WARNING,
    ("7.5.2",),
    blocks=True,
    stops=NO_AUDIT,
    of_documents=False,
)
def identifier_look_alike(register: Register) -> Iterator[Finding]:
    """Two identifiers or paths differ only in case or in look-alike characters.

    Why: People and some file systems cannot distinguish them (ISO 9001:2015, 7.5.2 a). On such a
    file system one of the two files silently replaces the other.

    Example: The same identifier in capitals and in lower case.

        documents/inspection.md:
            ---
            id: SOP-014
            ---

        documents/inspection-assembly.md:
            ---
            id: sop-014
            ---

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
                say(
                    "the {part} {name!r} looks like {others}",
                    part=say("identifier") if what == "id" else say("path"),
                    name=name,
                    others=others,
                ),
                say("Rename one of the two."),
                document.place("id" if what == "id" else ""),
                document.id,
                subject=what,
                owner=document.owner,
            )


def _look(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@rule("DOC005", "identifier-prefix", Level.WARNING, ("7.5.2",), blocks=True, stops=NO_AUDIT)
def identifier_prefix(register: Register) -> Iterator[Finding]:
    """An identifier does not begin with the prefix of its document type.

    Why: People read the type of a document from its number (ISO 9001:2015, 7.5.2 a).

    Example: A form with the number of a procedure, where forms are numbered `FRM-...`.

        documents/inspection.md:
            ---
            id: SOP-030
            type: form
            ---

    Remedy: Correct the type. Correct the identifier only if the document has never been approved.
    """
    for document in register.documents:
        kind = register.config.types.get(document.type)
        if not (document.id and kind and kind.prefix) or _fits(document.id, kind.prefix):
            continue
        fitting = [t.name for t in register.config.types.values() if _fits(document.id, t.prefix)]
        other = say(" That is the number of a {fitting}.", fitting=fitting[0]) if fitting else ""
        yield Finding(
            say(
                "{id} lacks the prefix of a {type}, {prefix}.{other}",
                id=document.id,
                type=document.type,
                prefix=kind.prefix,
                other=other,
            ),
            remedies.in_file(
                register,
                document,
                say("Correct the type, or the identifier if it was never approved."),
            ),
            document.place("type" if fitting else "id"),
            document.id,
            owner=document.owner,
        )


def _fits(identifier: str, prefix: str) -> bool:
    rest = identifier.removeprefix(prefix)
    letters = prefix[-1:].isalpha() and rest[:1].isalpha()  # POLICY-1 has not the prefix POL
    return bool(prefix) and rest != identifier and not letters


@rule(
    "DOC009",
    "file-unreadable",
    Level.ERROR,
    ("7.5.3.1",),
    blocks=True,
    stops=STAGE_1,
    waivable=False,
)
def file_unreadable(register: Register) -> Iterator[Finding]:
    """A controlled file cannot be read as a document.

    Why: Documents must be available and suitable for use (ISO 9001:2015, 7.5.3.1). The content
    approved must be exactly the content shown, so symbolic links, front matter without an end, and
    YAML that hides or repeats content are refused. A file with Git conflict markers holds two texts
    at once. A Markdown file that is left out only because of its ending (`SOP-014.MD`,
    `SOP-014.markdown`) is reported too.

    Example: A merge conflict was committed unresolved.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            <<<<<<< HEAD
            Two quotes.
            =======
            Three quotes.
            >>>>>>> other

    Remedy: Write plain 'key: value' lines between two '---' lines. Replace a symbolic link with the
    file itself. Give the file the ending that `documents: include` in isodocs.yaml names.
    """
    for item in register.inventory.unreadable:
        yield Finding(
            item.problem.message, item.problem.hint, Place(item.path), subject="not a plain file"
        )
    for document in register.documents:
        outline = register.inventory.outlines.get(document.path)
        found = [p for p in document.problems if p.kind in ("front-matter", conflict.KIND)]
        unread = outline.problems if outline else ()
        found += [p for p in unread if p.kind != broken_links.KIND]  # REF006 reports those
        yield from (_problems.finding(register, document, problem) for problem in found)

"""Whether everything that a document shows can be looked at: pictures, includes, frames."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterator

from isodocs.model.document import Document
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.shown import NOTHING, ShownFiles, ShownFlaw
from isodocs.register import Register
from isodocs.rules import hints
from isodocs.rules.rule import rule


@rule("APR016", "shown-file-unknown", Level.ERROR, ("7.5.2",), blocks=True, waivable=False)
def shown_file_unknown(register: Register) -> Iterator[Finding]:
    """A document could show a file, and it cannot be found out which one.

    Why: What is approved for suitability and adequacy (ISO 9001:2015, 7.5.2 c) is what a reader
    sees. A picture or an included text that the approval does not cover could be replaced
    afterwards and nobody would notice, so `isodocs approve` refuses such a document.
    The forms that are understood are listed in docs/shown-files.md.

    Example: `<img src="{{ logo }}">`, `{% include {{ page.part }} %}`, a script, a tag that does
    not end, lists nested more than fifty deep.

    Remedy: Write the picture as `![words](path)`, and the include in a form of that list.
    """
    for document, flaw in _flaws(register, lambda shown: shown.unfollowed):
        hint = hints.in_file(register, document, flaw.hint) if flaw.hint else flaw.hint
        yield _finding(document, flaw, f"this could show any file: {flaw.message}", hint)


@rule("APR018", "shown-from-outside", Level.WARNING, ("7.5.3.2",), blocks=False)
def shown_from_outside(register: Register) -> Iterator[Finding]:
    """A document shows a picture, or includes a text, that is fetched from the web.

    Why: Changes must be controlled (ISO 9001:2015, 7.5.3.2 c). What an address on the web shows
    can change at any time; an approval covers the address, and not what readers see there.

    Example: `![Evacuation plan](https://example.com/plan.png)`

    Remedy: Put a copy into the repository and show that.
    """
    for document, flaw in _flaws(register, lambda shown: shown.outside):
        yield _finding(
            document,
            flaw,
            f"what {flaw.message[:80]} shows can change at any time, and no approval covers it",
            hints.in_file(register, document, "Put a copy into the repository and show that."),
        )


def missing(register: Register) -> Iterator[Finding]:
    """The pictures and includes that are not in the repository, for REF002."""
    by_name: dict[str, list[str]] = defaultdict(list)
    by_look: dict[str, str] = {}
    for path in sorted(register.inventory.paths):
        by_name[posixpath.basename(path)].append(path)
        by_look.setdefault(path.casefold(), path)
    for document, flaw in _flaws(register, lambda shown: shown.missing):
        kind, target = (flaw.link.kind, flaw.link.target) if flaw.link else ("image", flaw.path)
        twin = by_look.get(flaw.path.casefold())
        same_name = by_name.get(posixpath.basename(flaw.path), [])
        reason = "which is not there"
        hint = "Correct the path; docs/shown-files.md says where it is looked for."
        if flaw.path.startswith("../"):
            reason = "which is outside of this management system's folder"
            hint = "Only what lies in that folder is controlled: put the file there."
        elif twin:
            hint = f"Capitals matter: the file is {twin}."
        elif len(same_name) == 1:
            start = posixpath.dirname(document.path) or "."
            hint = f"Did it move? Write {posixpath.relpath(same_name[0], start)}."
        yield _finding(
            document,
            flaw,
            f"{kind} to {target}, {reason}",
            hints.in_file(register, document, hint),
            target,
        )


def included_texts(register: Register) -> frozenset[str]:
    """The paths of texts that a document with an identifier includes."""
    return frozenset(
        path
        for document in register.documents
        if document.id and document.has_front_matter
        for path, file in _shown(register, document).files.items()
        if file.included and file.sure
    )


def is_only_included(document: Document, included: frozenset[str]) -> bool:
    """Whether a controlled file is a part of other documents and says nothing of its own."""
    return document.path in included and not document.has_front_matter and not document.problems


def _shown(register: Register, document: Document) -> ShownFiles:
    return register.inventory.shown_by.get(document.path, NOTHING)


def _flaws(
    register: Register, kind: Callable[[ShownFiles], tuple[ShownFlaw, ...]]
) -> Iterator[tuple[Document, ShownFlaw]]:
    """The flaws of one kind, each once for a document and place."""
    included = included_texts(register)
    for document in register.documents:
        if not document.id and is_only_included(document, included):
            continue  # reported for the documents that include it
        seen = set()
        for flaw in kind(_shown(register, document)):
            key = (flaw.source, flaw.line, flaw.message, flaw.path)
            if key not in seen:
                seen.add(key)
                yield document, flaw


def _finding(
    document: Document, flaw: ShownFlaw, message: str, hint: str, subject: str = ""
) -> Finding:
    return Finding(
        message,
        hint,
        Place(flaw.source, flaw.line, flaw.column),
        document.id,
        subject=subject or flaw.message,
        owner=document.owner,
    )

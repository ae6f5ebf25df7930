"""Findings about what the parsers noted: one problem of a document, in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.model.gap import Finding, Place
from isodocs.parsing import document as document_parsing

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.problem import Problem
    from isodocs.model.register import Register


def of_kind(register: Register, kind: str) -> Iterator[Finding]:
    """The problems of one kind, of all documents."""
    for document in register.documents:
        for problem in document.problems:
            if problem.kind == kind:
                yield finding(register, document, problem)


def finding(register: Register, document: Document, problem: Problem) -> Finding:
    """One problem as a finding."""
    return Finding(
        problem.message,
        remedies.in_file(register, document, problem.hint),
        Place(document.path, problem.line, problem.column),
        document.id,
        subject=problem.subject,
        owner=document.owner,
    )


def elsewhere(document: Document) -> Problem | None:
    """What there is in a file instead of front matter, if anything."""
    return next((p for p in document.problems if p.kind == document_parsing.ELSEWHERE), None)


def unreadable(document: Document) -> bool:
    """Whether DOC009 reports the front matter, so that what it lacks is not known."""
    kinds = {problem.kind for problem in document.problems} - {document_parsing.ELSEWHERE}
    return not document.has_front_matter and bool(kinds)

"""The names of fields and columns of dossiers in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.portal.languages import reading
from isodocs.words import capital, name_in_words, translated

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording

_FIELD = expression(r"'([a-z0-9-]+):?'")
"""A field as messages name it, which is as it is written in a file."""


def label(wording: Wording, name: str, kind: str = "") -> str:
    """What a field or column is called; one that has no word of ours by its own name.

    A document is effective from a day; records of a `kind` say whether something was effective.
    """
    known = wording.word("Effective") if kind and name == "effective" else _known(wording).get(name)
    return known or capital(name_in_words(name))


def in_labels(wording: Wording, text: str, names: Collection[str], kind: str) -> str:
    """A message as a form shows it, that calls fields by what the form calls them."""

    def called(found: re.Match[str]) -> str:
        name = found[1]
        return f"'{translated(label(wording, name, kind))}'" if name in names else found[0]

    with reading(wording):
        return _FIELD.sub(called, translated(text))


def title(wording: Wording, name: str, usual: str) -> str:
    """What a part of a dossier is called, by its name; `usual` where it has no word of ours."""
    word = wording.word
    known = {
        "approvals": word("Approvals"),
        "revisions": word("Revision history"),
        "clauses": word("Clauses"),
        "files": word("Images and included texts"),
        "readings": word("Read and understood"),
        "documents": word("Documents"),
        "due": word("What is due"),
        "gaps": word("Gaps"),
        "evidence": word("Files"),
        "refers-to": word("What it refers to"),
        "competence": word("Competence"),
        "training": word("Training"),
        "holders": word("Held by"),
    }
    return known.get(name, usual)


def _known(wording: Wording) -> Mapping[str, str]:
    word = wording.word
    return {
        "about": word("About"),
        "approved-on": word("Approved on"),
        "assurance": word("Level of assurance"),
        "change": word("Change"),
        "classification": word("Classification"),
        "clause": word("Clause"),
        "clauses": word("Clauses"),
        "confirmed": word("Confirmed"),
        "date": word("Day"),
        "day": word("Day"),
        "department": word("Department"),
        "description": word("Description"),
        "document": word("Document"),
        "due": word("Due"),
        "effective": word("Effective from"),
        "file": word("File"),
        "id": word("No."),
        "level": word("Level"),
        "manager": word("Manager"),
        "meaning": word("Meaning"),
        "message": word("What"),
        "name": word("Name"),
        "next-review": word("Next review"),
        "note": word("Note"),
        "outcome": word("Decision"),
        "overdue": word("Overdue"),
        "owner": word("Owner"),
        "person": word("Person"),
        "place": word("Place"),
        "reason": word("Reason"),
        "result": word("Result"),
        "revision": word("Revision"),
        "role": word("Role"),
        "roles": word("Roles"),
        "section": word("Section"),
        "standard": word("Standard"),
        "state": word("State"),
        "status": word("State"),
        "title": word("Title"),
        "type": word("Type"),
        "what": word("What"),
    }

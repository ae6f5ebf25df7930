"""The first isodocs.yaml: how a repository keeps its documents, for the person who edits it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from isodocs.model.config import EXACT, HEADING, DocumentType
from isodocs.parsing.config import default_types
from isodocs.parsing.yaml_edit import quoted

if TYPE_CHECKING:
    from isodocs.adoption.habits import HouseHabits
    from isodocs.adoption.look import Existing
    from isodocs.adoption.typed import TypedDocuments

ROLE = "quality-manager"
"""The role that approves until the organisation names others."""
_DEFAULT = ("documents/**/*.md",)
_WIDTH = 100
_KNOWN_BY_FILE = "# Documents are known by the names of their files."
_KNOWN_BY_HEADING = "# Documents are known by the number that their first heading begins with."


def first_config(
    organisation: str, standards: Sequence[str], existing: Existing, *, owner: str = ROLE
) -> bytes:
    """The first isodocs.yaml, with a word of explanation for each part.

    It takes `existing` documents in as they are written; `owner` looks after the system.
    """
    lines = [
        "# How this repository keeps its documents. Edit it freely; people, roles and approval"
    ]
    lines += ["# rules are in .isodocs/authority/ instead, because changing those is a decision."]
    if organisation:
        lines.append(f"organisation: {quoted(organisation)}")
    lines.append(f"owner: {owner}    # looks after the system; what no one else owns is theirs")
    none = "" if standards else "    # none was found: `isodocs standards` lists them"
    lines.append(f"standards: [{', '.join(standards)}]{none}")
    lines += ["documents:", *_patterns("include", existing.candidates.include or _DEFAULT)]
    lines += _patterns("exclude", existing.candidates.exclude)
    habits = existing.habits
    lines += _adopted(habits) if existing.candidates.paths else _types(default_types().values())
    lines += _spoken(habits) if habits.language and not existing.candidates.paths else []
    return ("\n".join(lines) + "\n").encode()


def _patterns(key: str, patterns: Sequence[str]) -> list[str]:
    texts = [quoted(pattern, '"') for pattern in patterns]
    one = f"  {key}: [{', '.join(texts)}]"
    if len(one) <= _WIDTH:
        return [one] if texts else []
    return [f"  {key}:", *(f"    - {text}" for text in texts)]


def _types(kinds: Iterable[DocumentType]) -> list[str]:
    lines = ["", "# Kinds of documents: how they are numbered, and how often they are reviewed."]
    lines.append("types:")
    for kind in kinds:
        interval = f"review-every: {kind.review_every}, folder: {kind.folder}"
        lines.append(f"  {kind.name}: {{prefix: {kind.prefix}, {interval}}}")
    return lines


def _files(types: TypedDocuments) -> list[str]:
    if not types.names:
        return []
    lines = ["", "# Kinds of documents; give each 'prefix:' and 'review-every:'. A file is of the"]
    lines += [
        "# kind that it says in 'type:', or else of the one that has it among its files.",
        "types:",
    ]
    for kind in types.names:
        files = ["      - " + quoted(file, '"') for file in types.files.get(kind, ())]
        lines += [f"  {quoted(kind)}:", *(["    files:", *files] if files else [])]
    return lines


def _spoken(habits: HouseHabits) -> list[str]:
    comment = "# The language of documents; a text in another one is a translation."
    return ["", comment, f"language: {habits.language}"]


def _adopted(habits: HouseHabits) -> list[str]:
    lines = []
    if habits.identifiers.form != "field":
        lines += [_KNOWN_BY_HEADING if habits.identifiers.form == HEADING else _KNOWN_BY_FILE]
        lines.append("identifier:")
        lines.append(f"  from: {habits.identifiers.form}")
    lines += _spoken(habits) if habits.language else []
    if habits.translations:
        lines.append(f"translations: [{', '.join(habits.translations)}]")
    if habits.scheme != "integer":
        lines.append(f"revision-scheme: {habits.scheme}")
    if habits.fields:
        lines += ["", "# Our field names on the left, this repository's on the right.", "fields:"]
        lines += [f"  {ours}: {quoted(theirs)}" for ours, theirs in habits.fields.items()]
    if habits.field_names != EXACT:
        lines += ["", "# Fields are also read under other names, and at the top of the text."]
        lines.append(f"field-names: {habits.field_names}")
    if habits.dates:
        lines += ["", "# Days are written in several ways; in 4/1/2027 this is first."]
        lines.append(f"dates: {habits.dates}")
    if habits.status_words:
        lines += ["", "# What this repository's words for a status mean.", "status-words:"]
        lines += [f"  {quoted(word)}: {ours}" for word, ours in habits.status_words.items()]
    lines += ["", "# Fields every document must have; add owner, type and status as you go."]
    lines.append(f"required: [{', '.join(habits.required)}]")
    if habits.others:
        lines += ["", "# Fields of this repository that isodocs leaves alone."]
        lines.append(f"extra-fields: [{', '.join(map(quoted, habits.others))}]")
    lines += _files(habits.types)
    return lines

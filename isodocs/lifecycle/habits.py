"""What the documents of an adopted repository already say: its field names, words and folders."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from isodocs.model.config import FIELDS, REQUIRED_FIELDS, Classification
from isodocs.model.document import Status
from isodocs.model.node import Mapping as Fields
from isodocs.model.node import Scalar
from isodocs.model.scheme import SCHEMES
from isodocs.parsing import front_matter
from isodocs.parsing.document import document_ending

_KNOWN_AS: Mapping[str, tuple[str, ...]] = {
    "id": ("document_id", "document-id", "doc_id", "doc-id", "docid", "document_number", "number"),
    "title": ("document_title", "name"),
    "type": ("document_type", "document-type", "doc_type", "doc-type", "category"),
    "revision": ("version", "rev", "issue", "document_version"),
    "status": ("state", "document_status"),
    "owner": ("document_owner", "owner_slack", "process_owner", "responsible", "maintainer"),
    "effective": ("effective_date", "effective-date", "effective_from", "valid_from", "issue_date"),
    "review-every": ("review_in", "review_cycle", "review_interval", "review_every"),
    "last-review": ("last_reviewed_on", "last_review", "last_reviewed", "reviewed_on"),
    "approved-by": ("approved_by", "approver", "approvers"),
    "references": ("related", "related_documents"),
    "change": ("change_summary", "changes"),
    "superseded-by": ("superseded_by", "replaced_by"),
}
"""Names under which public repositories of documents keep our fields."""
_OFTEN = 3
"""A name counts as the repository's habit when one file in so many uses it."""

_STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "draft": ("in review", "review", "wip", "in progress", "proposed", "new"),
    "approved": ("effective", "published", "released", "active", "final", "in force", "current"),
    "obsolete": ("withdrawn", "retired", "superseded", "archived", "deprecated", "cancelled"),
}


@dataclass(frozen=True, slots=True)
class HouseHabits:
    """How a repository already writes its documents; `documents` counts them.

    `patterns` are the paths where they are. `by_file_name` says that they carry no identifier
    and are known by their file names. `fields` maps our names to its names, `status_words` its
    words to ours. `others` are fields we do not know, `required` those of ours that its documents
    have.
    """

    documents: int
    patterns: tuple[str, ...]
    by_file_name: bool
    fields: Mapping[str, str]
    status_words: Mapping[str, str]
    others: tuple[str, ...]
    required: tuple[str, ...]
    types: tuple[str, ...]
    scheme: str


def read_habits(files: Iterable[tuple[str, bytes]]) -> HouseHabits:
    """Learn from the Markdown files of a repository, given as (path, bytes)."""
    found: list[tuple[str, Fields]] = []
    keys: Counter[str] = Counter()
    for path, data in files:
        matter = front_matter.read(data) if front_matter.has_front_matter(data) else None
        if matter and matter.mapping is not None:
            found.append((path, matter.mapping))
            keys.update(entry.key.text for entry in matter.mapping)
    renamed = _renamed(keys, len(found))
    named = [(p, m) for p, m in found if m.get(renamed.get("id", "id")) is not None]
    identified = named or found
    values = _values([mapping for _, mapping in identified], renamed)
    ours = {*FIELDS, *renamed.values()}
    # Levels of their own stay a field of their own, until isodocs.yaml lists them.
    levels = Classification()
    foreign = {name for name in ("classification",) if not all(map(levels.level, values[name]))}
    return HouseHabits(
        documents=len(identified),
        patterns=_patterns([path for path, _ in identified]),
        by_file_name=bool(found) and not named,
        fields=renamed,
        status_words=_status_words(values["status"]),
        others=tuple(sorted(({e.key.text for _, m in identified for e in m} - ours) | foreign)),
        required=tuple(
            name
            for name in REQUIRED_FIELDS
            if name == "id" or _often(len(values[name]), len(identified))
        ),
        types=tuple(sorted(set(values["type"]))),
        scheme=_scheme(values["revision"]),
    )


def _often(count: int, files: int) -> bool:
    return count * _OFTEN >= max(files, 1)


def _renamed(keys: Mapping[str, int], files: int) -> dict[str, str]:
    renamed = {}
    for field, names in _KNOWN_AS.items():
        best = max(names, key=lambda name: keys.get(name, 0))
        if not _often(keys.get(field, 0), files) and _often(keys.get(best, 0), files):
            renamed[field] = best
    return renamed


def _values(mappings: Iterable[Fields], renamed: Mapping[str, str]) -> dict[str, list[str]]:
    """Every text that is under each of our fields."""
    values: dict[str, list[str]] = defaultdict(list)
    for mapping in mappings:
        for name in FIELDS:
            node = mapping.get(renamed.get(name, name))
            if isinstance(node, Scalar) and node.text.strip():
                values[name].append(node.text.strip())
    return values


def _patterns(paths: list[str]) -> tuple[str, ...]:
    """What includes these files: their common folder, with each ending that occurs."""
    if not paths:
        return ()
    folder = posixpath.commonpath([posixpath.dirname(path) for path in paths])
    endings = sorted({document_ending(path) for path in paths})
    return tuple(posixpath.join(folder, f"**/*{ending}") for ending in endings)


def _status_words(words: Iterable[str]) -> dict[str, str]:
    known = {word: ours for ours, theirs in _STATUS_WORDS.items() for word in theirs}
    ours = frozenset(Status)
    return {
        word: known[word.lower()]
        for word in sorted(set(words))
        if word.lower() in known and word.lower() not in ours
    }


def _scheme(revisions: list[str]) -> str:
    """The scheme that most revision numbers fit; integers when there are none."""
    fits = {name: sum(s.rank(r) is not None for r in revisions) for name, s in SCHEMES.items()}
    return max(fits, key=lambda name: fits[name])

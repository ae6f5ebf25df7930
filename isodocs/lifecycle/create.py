"""A new document: the next free number of its type, and a draft to fill in."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.errors import LifecycleError
from isodocs.lifecycle import fields
from isodocs.lifecycle.file_name import refuse_device
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.document import IDENTIFIER
from isodocs.parsing import globs
from isodocs.standards.clause import UnknownClause, resolve
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.config import DocumentType
    from isodocs.model.register import Register

_TEMPLATES = Path(__file__).with_name("templates")
_OTHER = "document"
_LONGEST_NAME = 60
_SPELLED = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "ø": "oe",
        "å": "aa",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
    }
)
"""Letters that are read more easily in two than without their marks."""


def create(
    register: Register,
    kind: str,
    title: str,
    *,
    owner: str,
    id: str = "",
    clauses: Mapping[str, Sequence[str]] | None = None,
    text: str = "",
    taken: Collection[str] = (),
) -> Plan:
    """Plan a first draft of type `kind`; `id` replaces the next free number.

    Its text is the outline that documents of the type have, or `text`. `taken` are numbers that
    documents have on other branches.

    Raises LifecycleError for an unknown type, an identifier that was ever used, or a place where
    the configuration would not find the document.
    """
    config = register.config
    document_type = config.types.get(kind)
    if document_type is None and config.types:
        raise LifecycleError(
            say(
                "there is no document type {kind!r}.{did_you_mean}",
                kind=kind,
                did_you_mean=did_you_mean(kind, config.types),
            ),
            hint=say("Types are listed in isodocs.yaml: {types}.", types=", ".join(config.types)),
            field="type",
        )
    id = id or next_identifier(register, kind, taken)
    refuse_device(id, "id")
    if not IDENTIFIER.fullmatch(id):
        raise LifecycleError(
            say("{id!r} cannot be an identifier", id=id),
            hint=say("Use letters, digits, '.', '_' and '-' only, for example SOP-014."),
            field="id",
        )
    if id in register.entries:
        used = register.entries[id].newest.document
        raise LifecycleError(
            say("{id} is or was {title!r}; a number is never used twice", id=id, title=used.title),
            hint=say("Leave the identifier out to get the next free one."),
            path=register.entries[id].place_path,
            field="id",
        )
    if id in taken:
        raise LifecycleError(
            say(
                "{id} is the number of a document on another branch; a number is never used twice",
                id=id,
            ),
            hint=say("Leave the identifier out to get the next free one."),
            field="id",
        )
    path = _path(register, kind, document_type, id, title)
    values = {
        "id": "" if config.named_by_file else id,
        "title": title,
        "type": kind,
        "revision": config.scheme.first,
        "status": "draft",
        "owner": owner,
        "change": say("First issue."),
    }
    body = f"# {title}\n\n{text or template(kind)}"
    data = fields.compose(config, values, clauses or {}, body)
    return Plan(
        say(
            "{id} {title}: revision {first} begins as a draft.",
            id=id,
            title=title,
            first=config.scheme.first,
        ),
        say("{id}: begin {title}", id=id, title=title),
        (FileChange(path, None, data),),
        (
            say("Write it in {path}; the words in [brackets] say what belongs there.", path=path),
            say("When it is finished: isodocs submit {id} --effective YYYY-MM-DD", id=id),
        ),
    )


def by_standard(register: Register, clauses: Iterable[str]) -> dict[str, list[str]]:
    """The numbers of clauses by standard, of clauses as people write them: `8.4.1`, `ISO 9001:8.4`.

    Raises LifecycleError for one that is in no standard here, or in several.
    """
    found: dict[str, list[str]] = {}
    for text in clauses:
        clause = resolve(text, register.known_maps, register.only_map)
        if isinstance(clause, UnknownClause):
            raise LifecycleError(
                clause.message,
                hint=say("`isodocs standards` lists every clause."),
                field="clauses",
            )
        found.setdefault(clause.standard, []).append(clause.number)
    return found


def next_identifier(register: Register, kind: str, taken: Collection[str] = ()) -> str:
    """The number after the highest that a document with the prefix of type `kind` ever had.

    `taken` are numbers of documents that this branch does not know.
    """
    named = register.config.types.get(kind)
    prefix = (named.prefix if named else "").rstrip("-_.") or kind[:3].upper()
    form = re.compile(re.escape(prefix) + r"([-_.]?)([0-9]{1,9})", re.ASCII)
    used = [match for id in [*register.entries, *taken] if (match := form.fullmatch(id))]
    if not used:
        return f"{prefix}-001"
    last = max(used, key=lambda match: int(match[2]))
    width = max(len(match[2]) for match in used)
    return f"{prefix}{last[1]}{int(last[2]) + 1:0{width}}"


def template(kind: str) -> str:
    """The outline of a document of this type, or of any document."""
    place = _TEMPLATES / f"{kind}.md"
    if not kind.replace("-", "").isalnum() or not place.is_file():
        place = _TEMPLATES / f"{_OTHER}.md"
    return place.read_text(encoding="utf-8")


def _path(
    register: Register, kind: str, document_type: DocumentType | None, id: str, title: str
) -> str:
    config = register.config
    name = f"{id}.md" if config.named_by_file else file_name(id, title)
    folder = (document_type.folder if document_type else "") or _usual_folder(register, kind)
    path = posixpath.normpath(posixpath.join(folder, name))
    if config.include and not globs.matcher(config.include, config.exclude)(path):
        raise LifecycleError(
            say(
                "{path} would not be a controlled document: no pattern of isodocs.yaml includes it",
                path=path,
            ),
            hint=say(
                "Give the type a folder there: '{kind}: {{folder: documents}}', or widen "
                "'documents: include'.",
                kind=kind,
            ),
        )
    if path in register.inventory.paths:
        raise LifecycleError(
            say("there is a file of this name already"),
            path=path,
            hint=say("Rename or remove it first."),
        )
    return path


def _usual_folder(register: Register, kind: str) -> str:
    """Where documents of the type are kept, or any document, or where the configuration looks."""
    same = Counter(posixpath.dirname(d.path) for d in register.documents if d.type == kind)
    every = same or Counter(posixpath.dirname(d.path) for d in register.documents)
    if every:
        return every.most_common(1)[0][0]
    patterns = register.config.include
    return globs.fixed_folder(patterns[0]) if patterns else "documents"


def file_name(id: str, title: str) -> str:
    """The name of a document's file, by its number and title."""
    return f"{id}-{plain_name(title)}.md"


def plain_name(title: str) -> str:
    """A title as part of a file name: plain ASCII, so that it is the same on every system."""
    spelled = unicodedata.normalize("NFC", title).lower().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_NAME].strip("-") or "document"

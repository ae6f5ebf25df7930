"""A file's bytes -> a typed Document: the front matter of design section 4."""

from __future__ import annotations

import hashlib
import posixpath
import re

from isodocs.model.config import FIELDS, Config
from isodocs.model.document import ClauseClaim, Document, Reference, Status
from isodocs.model.node import Mapping
from isodocs.model.problem import Problem
from isodocs.parsing import front_matter
from isodocs.parsing.fields import Fields
from isodocs.parsing.standard_names import named, yardstick
from isodocs.parsing.words import did_you_mean

_STATUS = {status.value: status for status in Status}


def parse(path: str, blob: str, data: bytes, config: Config) -> Document:
    """Read the document at `path`.

    `blob` is the Git object id of `data`. Never raises: whatever cannot be read is a problem of
    the document returned.
    """
    matter = front_matter.read(data)
    fields = Fields(matter.mapping)
    key = config.key
    status_text = fields.text(key("status"))
    status = _STATUS.get(config.status_words.get(status_text, status_text).lower())
    if status_text and status is None:
        known = [*_STATUS, *config.status_words]
        fields.wrong(
            fields.nodes[key("status")],
            f"status {status_text!r} is not known.{did_you_mean(status_text, known)}",
            f"Write one of {', '.join(known)}.",
        )
    if matter.mapping is not None:
        fields.refuse_unknown(
            [key(name) for name in FIELDS], "the front matter", config.extra_fields
        )
    return Document(
        path=path,
        blob=blob,
        sha256=hashlib.sha256(data).hexdigest(),
        body_sha256=hashlib.sha256(matter.body).hexdigest(),
        size=len(data),
        id=_identifier(path, fields, config),
        title=fields.text(key("title")),
        type=fields.text(key("type")),
        revision=fields.text(key("revision")),
        declared=status_text,
        status=status,
        owner=fields.text(key("owner")),
        effective=fields.day(key("effective")),
        review_every=fields.period(key("review-every")),
        last_review=fields.day(key("last-review")),
        change=fields.text(key("change")),
        superseded_by=fields.text(key("superseded-by")),
        approved_by=", ".join(fields.texts(key("approved-by"))),
        language=next(iter(fields.texts(key("language"))), ""),
        standard=", ".join(fields.texts(key("standard"))),
        claims=_claims(fields, config),
        references=tuple(
            Reference(scalar.text.strip(), scalar.line, scalar.column)
            for scalar in fields.scalars(key("references"))
        ),
        places=_places(fields, config),
        has_front_matter=matter.mapping is not None,
        body_line=matter.body_line,
        # evaluated last: every reader above may have added one
        problems=(*matter.problems, *fields.problems),
    )


def is_identified(data: bytes, config: Config) -> bool:
    """Whether a file declares an identifier: cheap, for files nobody said are controlled."""
    if not front_matter.has_front_matter(data):
        return False
    name = re.escape(config.key("id").encode())
    return re.search(rb"^[\"']?" + name + rb"[\"']?\s*:", data[:65536], re.MULTILINE) is not None


def identifier_from_path(path: str) -> str:
    """The identifier where files are named by it: `SOP-014.md`, `SOP-014/index.md`."""
    stem = posixpath.basename(path).split(".", 1)[0]
    folder = posixpath.basename(posixpath.dirname(path))
    return folder if stem in ("index", "README") and folder else stem


def _identifier(path: str, fields: Fields, config: Config) -> str:
    if config.identifier_from == "file-name":
        return identifier_from_path(path)
    return fields.text(config.key("id"))


def _places(fields: Fields, config: Config) -> dict[str, tuple[int, int]]:
    if not config.fields:
        return fields.places
    ours = {theirs: name for name, theirs in config.fields.items()}
    return {ours.get(name, name): place for name, place in fields.places.items()}


def _claims(fields: Fields, config: Config) -> tuple[ClauseClaim, ...]:
    """`clauses` by standard, or a plain list where the repository knows a single standard."""
    key = config.key("clauses")
    node = fields.nodes.get(key)
    if node is None:
        return ()
    if isinstance(node, Mapping):
        return tuple(
            ClauseClaim(entry.key.text, scalar.text.strip(), scalar.line, scalar.column)
            for entry in node
            for scalar in fields.as_scalars(entry.value, entry.key.text)
        )
    scalars = fields.as_scalars(node, key)
    meant = _standard_meant(fields, config)
    claims = []
    for scalar in scalars:
        said, _, clause = scalar.text.strip().rpartition(":")
        if standard := said or meant:
            claims.append(
                ClauseClaim(standard, clause.strip(), scalar.line, scalar.column, not said)
            )
        else:
            fields.problems.append(
                Problem(
                    "wrong-form",
                    f"clause {scalar.text!r} does not say of which standard",
                    "Write the clauses below their standard: 'iso-9001-2015: [\"8.4.1\"]'.",
                    scalar.line,
                    scalar.column,
                )
            )
    return tuple(claims)


def _standard_meant(fields: Fields, config: Config) -> str:
    """The standard of clauses that name none: what `standard` says, or else the only one.

    As written where it names none of those in use; empty where it leaves open which is meant.
    """
    said = fields.texts(config.key("standard")) if config.key("standard") in fields.nodes else ()
    if not said:
        return config.default_standard
    in_use = config.named_standards
    if len(said) == 1 and said[0] in in_use:
        return said[0]
    text = ", ".join(said)
    names = named(text, tuple(map(yardstick, in_use)))
    meant = {item.standard for item in names if item.standard}
    if any(item.vague for item in names) or len(meant) > 1:
        return ""
    return meant.pop() if meant else text

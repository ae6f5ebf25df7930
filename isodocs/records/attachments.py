"""The files that records refer to: certificates, photographs, reports, signed minutes.

Evidence that is not text is referred to by path and, in the field `<field>-sha256` beside it, by
the SHA-256 of its bytes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator
from functools import cache
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.record import Record

DIGEST = "-sha256"
_LINK = expression(r"https?://", re.IGNORECASE)
_FILE_NAME = expression(
    r"\.(?:pdf|png|jpe?g|gif|tiff?|heic|docx?|xlsx?|pptx?|od[tsp]|txt|csv|md|html?|eml|msg|zip|p7[ms])",
    re.IGNORECASE,
)


class Attachment(NamedTuple):
    """One file that a record refers to.

    `path` is where it is in the repository, empty where it is not there; `digest` is what the
    record says of it, empty where it says nothing.
    """

    field: str
    written: str
    path: str
    digest: str


def attachments(record: Record, paths: Container[str]) -> Iterator[Attachment]:
    """The files that the fields of a record name, found among `paths`.

    A path counts from the root of the repository or from the record's own folder. A link to the
    web is none, and neither is the number of a certificate.
    """
    for name, strict in _fields(record.kind):
        if name not in record.values:
            continue
        items = record.lists.get(name) or (record.values[name],)
        if not strict and not any("." in item or "/" in item for item in items):
            continue  # plain numbers, of which there may be thousands
        digests = record.lists.get(name + DIGEST) or (record.text(name + DIGEST),)
        files = (item for item in items if not _LINK.match(item))
        for number, written in enumerate(files):
            path = _find(record, written, paths)
            if strict or path or _looks_like_file(written):
                digest = digests[number] if number < len(digests) else ""
                yield Attachment(name, written, path, digest)


@cache
def _fields(kind: str) -> tuple[tuple[str, bool], ...]:
    """The fields of a kind that name files, and whether they name nothing else."""
    known = kinds()[kind].fields.values() if kind in kinds() else ()
    return tuple((f.name, f.refers == "file") for f in known if f.refers.startswith("file"))


def may_name(record: Record) -> Iterator[str]:
    """Every path that a record's fields would name, were a file there."""
    for name, _ in _fields(record.kind):
        if name in record.values:
            for written in record.lists.get(name) or (record.values[name],):
                yield from places(record, written)


def places(record: Record, written: str) -> Iterator[str]:
    """The paths at which a file that a record names may be, the first that counts first."""
    beside = posixpath.join(posixpath.dirname(record.path), written)
    for candidate in (written.lstrip("/"), beside):
        yield posixpath.normpath(candidate)


def _find(record: Record, written: str, paths: Container[str]) -> str:
    return next((path for path in places(record, written) if path in paths), "")


def _looks_like_file(written: str) -> bool:
    """Whether a certificate's number would be a file's name instead."""
    return _FILE_NAME.fullmatch(posixpath.splitext(written)[1]) is not None

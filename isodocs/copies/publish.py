"""Controlled copies -> a folder: what is as before stays, the rest is made side by side."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from isodocs.copies import publication
from isodocs.copies.make import CopyFormat, Order, Workshop
from isodocs.copies.master_list import master_list
from isodocs.copies.publication import file_names
from isodocs.copies.side_by_side import makers, side_by_side

if TYPE_CHECKING:
    from datetime import date

    from isodocs.copies.theme import Theme
    from isodocs.model.controlled_copy import ControlledCopy

_BETWEEN = re.compile(r"""[()<>\[\]"'/\\#?|:\n]""")
"""What is between the names in a text; a name may have blanks in it."""
_INDEX = "index.html"


class WantedCopies(NamedTuple):
    """What people want published, of what was looked at: a commit, or the files as they are.

    `documents` are the paths at which documents are, each with its identifier, by file name. `tops`
    and `bases` say where paths count from (`link_places.Site`).
    """

    organisation: str
    language: str
    on: date
    commit: str
    copies: Sequence[ControlledCopy]
    formats: Sequence[CopyFormat]
    documents: Mapping[str, Sequence[tuple[str, str]]]
    tops: tuple[str, ...]
    bases: tuple[str, ...]


class Published(NamedTuple):
    """What was done; `missing` are, by file, the characters that no font has.

    `sums` stands for the folder (`publication.holds`).
    """

    made: int
    kept: int
    missing: Mapping[str, tuple[str, ...]]
    sums: str

    @property
    def again(self) -> Published:
        """What will be done the next time where nothing changes."""
        return self._replace(made=0, kept=self.made + self.kept, missing={})


def publish(wanted: WantedCopies, theme: Theme, folder: Path, processes: int = 0) -> Published:
    """Publish copies to a folder, which is replaced as a whole, or not at all.

    Raises PublicationError where the folder holds anything else, and where a copy cannot be made.
    """
    before = publication.earlier(folder, publication.COPIES)
    names = file_names((copy.id for copy in wanted.copies), (_INDEX.partition(".")[0],))
    missing: dict[str, tuple[str, ...]] = {}
    with publication.replaced(folder, publication.COPIES) as made_in:
        files, left = [], []
        for copy in wanted.copies:
            for format in wanted.formats:
                name = f"{names[copy.id]}.{format}"
                order = order_of(wanted, copy, format, names)
                key = key_of(order, theme)
                if taken := before.take(name, key, made_in):
                    files.append(taken)
                else:
                    left.append((name, key, order))
        kept = len(files)
        orders = [order for _, _, order in left]
        results = side_by_side("copies made", orders, partial(Workshop, theme), processes)
        for (name, key, _), made in zip(left, results, strict=True):
            files.append(publication.put(made_in, name, made.data, key))
            if made.missing:
                missing[name] = made.missing
        page = master_list(
            wanted.copies,
            wanted.formats,
            names,
            theme,
            wanted.organisation,
            wanted.language,
            wanted.on,
        )
        files.append(publication.put(made_in, _INDEX, page.encode()))
        sums = publication.seal(made_in, publication.COPIES, files, _said(wanted, names))
    return Published(len(left), kept, missing, sums)


def _said(wanted: WantedCopies, names: Mapping[str, str]) -> dict[str, Any]:
    """What the manifest says of the copies."""
    return {
        "organisation": wanted.organisation,
        "on": wanted.on.isoformat(),
        "commit": wanted.commit,
        "copies": [
            {
                "document": copy.id,
                "title": copy.title,
                "revision": copy.revision,
                "state": str(copy.state),
                "effective": copy.effective.isoformat() if copy.effective else None,
                "approved_on": copy.approved_on.isoformat() if copy.approved_on else None,
                "sha256": copy.sha256,
                "commit": copy.commit,
                "code": str(copy.code),
                "files": [f"{names[copy.id]}.{format}" for format in wanted.formats],
            }
            for copy in wanted.copies
        ],
    }


def order_of(
    wanted: WantedCopies, copy: ControlledCopy, format: CopyFormat, names: Mapping[str, str]
) -> Order:
    """What is ordered of a copy: with the files of the documents that its text may lead to."""
    texts = (copy.text, *(data.decode("utf-8", "replace") for data in copy.files.values()))
    parts = {part.strip() for text in texts for part in _BETWEEN.split(unquote(text))}
    pages = {
        path: f"{names[id]}.{format}"
        for name in parts & wanted.documents.keys()
        for path, id in wanted.documents[name]
        if id in names
    }
    return Order(copy, format, dict(sorted(pages.items())), wanted.tops, wanted.bases)


def key_of(order: Order, theme: Theme, *also: str) -> str:
    """The same for what is made to the same bytes.

    `also` are further folders of the package whose code makes them (`side_by_side.makers`).
    """
    copy = order.copy
    said = [
        (field.name, getattr(copy, field.name))
        for field in fields(copy)
        if field.name not in ("on", "files")
    ]
    files = [(path, hashlib.sha256(data).hexdigest()) for path, data in copy.files.items()]
    whole = (makers(*also), theme.digest, order[1:], said, sorted(files))
    return hashlib.sha256(repr(whole).encode("utf-8", "surrogatepass")).hexdigest()

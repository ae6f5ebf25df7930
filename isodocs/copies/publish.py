"""Controlled copies -> a folder: what is as before stays, the rest is made side by side."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from isodocs.copies import publication
from isodocs.copies.make import CopyFormat, Order, Workshop
from isodocs.copies.master_list import master_list
from isodocs.copies.publication import file_names
from isodocs.copies.recipe import content_of
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
    and `bases` say where paths count from (`link_places.Site`). `ids` are the identifiers of all
    documents, published or not: in their order each gets the name of its file.
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
    ids: Sequence[str] = ()


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
    names = names_of(wanted)
    stems = _stems(wanted, names)
    missing: dict[str, tuple[str, ...]] = {}
    with publication.replaced(folder, publication.COPIES) as made_in:
        files, left = [], []
        for copy, stem in zip(wanted.copies, stems, strict=True):
            for format in wanted.formats:
                name = f"{stem}.{format}"
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
            stems,
            theme,
            wanted.organisation,
            wanted.language,
            wanted.on,
        )
        files.append(publication.put(made_in, _INDEX, page.encode()))
        sums = publication.seal(made_in, publication.COPIES, files, _said(wanted, stems))
    return Published(len(left), kept, missing, sums)


def names_of(wanted: WantedCopies) -> dict[str, str]:
    """The names of the files of documents, without an ending, by identifier."""
    ids = dict.fromkeys((*wanted.ids, *(copy.id for copy in wanted.copies)))
    return file_names(ids, (_INDEX.partition(".")[0],))


def _stems(wanted: WantedCopies, names: Mapping[str, str]) -> list[str]:
    """The name of each copy's file; no two are alike, also where a holder has two copies."""
    taken = [_INDEX.partition(".")[0], *names.values()]
    stems = []
    for copy in wanted.copies:
        stem = names[copy.id]
        if copy.holder is not None:
            label = " ".join(filter(None, (copy.id, copy.holder.number, copy.holder.name)))
            stem = file_names([label], taken)[label]
            taken.append(stem)
        stems.append(stem)
    return stems


def _said(wanted: WantedCopies, stems: Sequence[str]) -> dict[str, Any]:
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
                "files": [f"{stem}.{format}" for format in wanted.formats],
                **({"holder": copy.holder._asdict()} if copy.holder else {}),
            }
            for copy, stem in zip(wanted.copies, stems, strict=True)
        ],
    }


def order_of(
    wanted: WantedCopies, copy: ControlledCopy, format: CopyFormat, names: Mapping[str, str]
) -> Order:
    """What is ordered of a copy: with the files of the documents that its text may lead to."""
    texts = (copy.text, *(data.decode("utf-8", "replace") for data in copy.files.values()))
    parts = {part.strip() for text in texts for part in _BETWEEN.split(unquote(text))}
    led_to = {
        path: id
        for name in parts & wanted.documents.keys()
        for path, id in wanted.documents[name]
        if id in names
    }
    pages = {path: f"{names[id]}.{format}" for path, id in sorted(led_to.items())}
    links = tuple(sorted({*led_to.values()}))
    return Order(copy, format, pages, wanted.tops, wanted.bases, links)


def key_of(order: Order, theme: Theme, *also: str) -> str:
    """The same for what is made to the same bytes.

    `also` are further folders of the package whose code makes them (`side_by_side.makers`).
    """
    whole = (makers(*also), theme.digest, content_of(order))
    return hashlib.sha256(repr(whole).encode()).hexdigest()

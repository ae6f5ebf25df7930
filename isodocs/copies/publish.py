"""Controlled copies -> a folder: what is as before stays, the rest is made side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from isodocs.copies import publication
from isodocs.copies.make import CopyFormat, Order, Workshop
from isodocs.copies.master_list import master_list
from isodocs.copies.publication import file_names
from isodocs.copies.recipe import content_of, content_with, said_by
from isodocs.copies.side_by_side import makers, side_by_side
from isodocs.dataclass import replace
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from isodocs.copies.theme import Theme
    from isodocs.model.controlled_copy import ControlledCopy

_BETWEEN = expression(r"""[()<>\[\]"'/\\#?|:\n]""")
"""What is between the names in a text; a name may have blanks in it."""
_INDEX = "index.html"
_LONGEST_ENDING = 10


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

    `not_shown` is what a print cannot show, by file. `sums` stands for the folder, and `looks` for
    files that were taken over (`publication.holds`).
    """

    made: int
    kept: int
    missing: Mapping[str, tuple[str, ...]]
    not_shown: Mapping[str, tuple[str, ...]]
    sums: str
    looks: Mapping[str, tuple[int, ...]]

    @property
    def again(self) -> Published:
        """What will be done the next time where nothing changes."""
        return self._replace(made=0, kept=self.made + self.kept, missing={}, not_shown={})


class BriefCopy(NamedTuple):
    """A copy as lists of copies say it, and what else shows whether it is as before.

    It is without its text and all that its own pages alone say. `said` is what `said_by` makes of
    the whole copy, `names` are those in its text that may be of files of documents.
    """

    copy: ControlledCopy
    said: str
    names: tuple[str, ...]


def brief(copy: ControlledCopy) -> BriefCopy:
    """The copy in brief."""
    names = tuple(sorted(filter(is_plain_name, _names_in(copy))))
    listed = replace(copy, text="", files={}, revisions=(), clauses=())
    return BriefCopy(listed, said_by(copy), names)


def is_plain_name(name: str) -> bool:
    """Whether a name has an ending, as those of files have: others are not in a copy in brief."""
    stem, _, ending = name.rpartition(".")
    return bool(stem) and len(ending) <= _LONGEST_ENDING and ending.isascii() and ending.isalnum()


Fill = Callable[[Sequence[str]], Mapping[str, "ControlledCopy"]]
"""Gives whole copies of documents by their identifiers."""


def publish(
    wanted: WantedCopies,
    theme: Theme,
    folder: Path,
    processes: int = 0,
    briefs: Mapping[str, BriefCopy] | None = None,
    fill: Fill | None = None,
    is_as_made: publication.IsAsMade | None = None,
) -> Published:
    """Publish copies to a folder, which is replaced as a whole, or not at all.

    Of some documents the copy may be wanted in brief; `fill` gives it whole where it must be made.
    `is_as_made` says of files in the folder that they were not changed (`publication.Earlier`).

    Raises PublicationError where the folder holds anything else, and where a copy cannot be made.
    """
    briefs = briefs or {}
    before = publication.earlier(folder, publication.COPIES, is_as_made)
    names = names_of(wanted)
    stems = _stems(wanted, names)
    missing: dict[str, tuple[str, ...]] = {}
    not_shown: dict[str, tuple[str, ...]] = {}
    with publication.replaced(folder, publication.COPIES) as made_in:
        files, left = [], []
        for copy, stem in zip(wanted.copies, stems, strict=True):
            known = briefs.get(copy.id)
            led_to = _led_to(wanted, known.names if known else _names_in(copy), names)
            said = known.said if known else said_by(copy)
            for format in wanted.formats:
                name, around = f"{stem}.{format}", _around(wanted, format, names, led_to)
                key = _key(content_with(around, said), theme)
                if taken := before.take(name, key, made_in):
                    files.append(taken)
                else:
                    left.append((name, key, copy, around))
        kept = len(files)
        lacking = [copy.id for _, _, copy, _ in left if copy.id in briefs]
        filled = fill(lacking) if fill and lacking else {}
        orders = [Order(filled.get(copy.id, copy), *around) for _, _, copy, around in left]
        results = side_by_side("copies made", orders, partial(Workshop, theme), processes)
        for (name, key, *_), made in zip(left, results, strict=True):
            files.append(publication.put(made_in, name, made.data, key))
            if made.missing:
                missing[name] = made.missing
            if made.not_shown:
                not_shown[name] = made.not_shown
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
    return Published(len(left), kept, missing, not_shown, sums, before.looks)


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
    return Order(copy, *_around(wanted, format, names, _led_to(wanted, _names_in(copy), names)))


_Around = tuple[CopyFormat, Mapping[str, str], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""What an order has beside the copy."""


def _around(
    wanted: WantedCopies,
    format: CopyFormat,
    names: Mapping[str, str],
    led_to: Mapping[str, str],
) -> _Around:
    pages = {path: f"{names[id]}.{format}" for path, id in sorted(led_to.items())}
    links = tuple(sorted({*led_to.values()}))
    return format, pages, wanted.tops, wanted.bases, links


def _names_in(copy: ControlledCopy) -> set[str]:
    """All that may be the name of a file in what a copy says and shows."""
    texts = (copy.text, *(data.decode("utf-8", "replace") for data in copy.files.values()))
    return {part.strip() for text in texts for part in _BETWEEN.split(unquote(text))}


def _led_to(
    wanted: WantedCopies, mentioned: Iterable[str], names: Mapping[str, str]
) -> dict[str, str]:
    """The paths of the documents that a text may lead to, each with its identifier."""
    return {
        path: id
        for name in mentioned
        if name in wanted.documents
        for path, id in wanted.documents[name]
        if id in names
    }


def key_of(order: Order, theme: Theme, *also: str) -> str:
    """The same for what is made to the same bytes.

    `also` are further folders of the package whose code makes them (`side_by_side.makers`).
    """
    return _key(content_of(order), theme, *also)


def _key(content: str, theme: Theme, *also: str) -> str:
    return hashlib.sha256(repr((makers(*also), theme.digest, content)).encode()).hexdigest()

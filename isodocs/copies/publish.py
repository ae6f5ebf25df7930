"""Controlled copies -> a folder: what is as before stays, the rest is made side by side."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from isodocs.copies import publication
from isodocs.copies.make import CopyFormat, MadeCopy, Order, Workshop
from isodocs.copies.master_list import master_list
from isodocs.errors import IsodocsError, PublicationError
from isodocs.progress import watched
from isodocs.rendering.typst import ProgramMissingError
from isodocs.words import counted

if TYPE_CHECKING:
    from datetime import date

    from isodocs.copies.theme import Theme
    from isodocs.model.controlled_copy import ControlledCopy

_FEW = 16
"""Up to so many copies are made in this process: starting another takes longer."""
_BETWEEN = re.compile(r"""[()<>\[\]"'/\\#?|:\n]""")
"""What is between the names in a text; a name may have blanks in it."""
_NOT_IN_NAMES = re.compile(r"""[\x00-\x1f/\\:*?"<>|]|\A\.+""")
_LONGEST_NAME = 60
_NAMED = 10
_MAKERS = ("rendering", "copies", "locales", "parsing", "formats/html")
_LIBRARIES = ("typst", "nh3", "markdown-it-py", "jinja2", "segno", "babel")
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
    """What was done; `missing` are, by file, the characters that no font has."""

    made: int
    kept: int
    missing: Mapping[str, tuple[str, ...]]


def publish(wanted: WantedCopies, theme: Theme, folder: Path, processes: int = 0) -> Published:
    """Publish copies to a folder, which is replaced as a whole, or not at all.

    Raises PublicationError where the folder holds anything else, and where a copy cannot be made.
    """
    before = publication.earlier(folder, publication.COPIES)
    names = _file_names(copy.id for copy in wanted.copies)
    missing: dict[str, tuple[str, ...]] = {}
    with publication.replaced(folder, publication.COPIES) as made_in:
        files, left = [], []
        for copy in wanted.copies:
            for format in wanted.formats:
                name = f"{names[copy.id]}.{format}"
                order = _order(wanted, copy, format, names)
                key = _key(order, theme)
                if taken := before.take(name, key, made_in):
                    files.append(taken)
                else:
                    left.append((name, key, order))
        kept = len(files)
        results = _made([order for _, _, order in left], theme, processes)
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
        publication.seal(made_in, publication.COPIES, files, _said(wanted, names))
    return Published(len(left), kept, missing)


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


def _file_names(ids: Iterable[str]) -> dict[str, str]:
    """A name for each document that every file system takes.

    Some take `SOP-1` and `sop-1` for the same.
    """
    taken = {_INDEX.partition(".")[0]}
    names = {}
    for id in ids:
        name = plain = _NOT_IN_NAMES.sub("_", id)[:_LONGEST_NAME]
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}~{number}"
        taken.add(name.casefold())
        names[id] = name
    return names


def _order(
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


def _key(order: Order, theme: Theme) -> str:
    """The same for what is made to the same bytes."""
    copy = order.copy
    said = [
        (field.name, getattr(copy, field.name))
        for field in fields(copy)
        if field.name not in ("on", "files")
    ]
    files = [(path, hashlib.sha256(data).hexdigest()) for path, data in copy.files.items()]
    whole = (_makers(), theme.digest, order[1:], said, sorted(files))
    return hashlib.sha256(repr(whole).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _makers() -> str:
    """The digest of the code that makes copies, and the versions of its libraries."""
    digest = hashlib.sha256()
    for name in _MAKERS:
        for path in sorted((Path(__file__).parents[1] / name).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    for name in _LIBRARIES:
        try:
            digest.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:  # an extra that is not installed makes nothing
            continue
    return digest.hexdigest()


def _made(orders: Sequence[Order], theme: Theme, processes: int) -> list[MadeCopy]:
    """What is ordered, in the same order; raises PublicationError with all that cannot be made."""
    processes = min(processes or os.cpu_count() or 1, len(orders) // _FEW + 1)
    with TemporaryDirectory() as folder:
        if processes == 1:
            workshop = Workshop(theme, Path(folder))
            results = list(watched("copies made", _each(workshop, orders), lambda: len(orders)))
        else:
            with ProcessPoolExecutor(
                processes, get_context("spawn"), _open_workshop, (theme, folder)
            ) as pool:
                made = pool.map(_make, orders, chunksize=4)
                results = list(watched("copies made", made, lambda: len(orders)))
    if failed := [result for result in results if isinstance(result, str)]:
        more = f" and {len(failed) - _NAMED} more" if len(failed) > _NAMED else ""
        raise PublicationError(
            f"{counted(len(failed), 'copy')} cannot be made, so nothing is published: "
            f"{'; '.join(failed[:_NAMED])}{more}"
        )
    return [result for result in results if isinstance(result, MadeCopy)]


def _each(workshop: Workshop, orders: Iterable[Order]) -> Iterator[MadeCopy | str]:
    return (_tried(workshop, order) for order in orders)


def _tried(workshop: Workshop, order: Order) -> MadeCopy | str:
    """The copy, or why it cannot be made."""
    try:
        return workshop.make(order)
    except IsodocsError as error:
        if isinstance(error, ProgramMissingError):
            raise
        return f"{order.copy.id}.{order.format}: {error}"


_workshop: Workshop | None = None


def _open_workshop(theme: Theme, folder: str) -> None:
    """Begin in a process beside the first."""
    global _workshop  # of this process
    own = Path(folder) / str(os.getpid())
    own.mkdir()
    _workshop = Workshop(theme, own)


def _make(order: Order) -> MadeCopy | str:
    if _workshop is None:
        raise RuntimeError("the workshop is not open")
    return _tried(_workshop, order)

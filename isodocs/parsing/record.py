"""The files below `records/` -> records, every value with its line.

A table is a YAML list of mappings or a CSV file with a header; its kind is the file's name, or its
folder's: `records/training.csv`, `records/training-2026.csv`, `records/training/2026.yaml`. A
record with a story is a Markdown file; its front matter says `record: <kind>`, or its folder does.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from isodocs.model.node import Scalar
from isodocs.model.problem import Problem
from isodocs.model.record import FOLDER, Record, RecordKind
from isodocs.parsing import front_matter, markdown, record_tables, record_values
from isodocs.parsing.record_kinds import kinds
from isodocs.parsing.words import did_you_mean

SUFFIXES = (".md", ".csv", ".yaml", ".yml")
"""Files that may hold records; others below the folder are evidence."""
KIND = "record"
"""The front-matter key that names the kind of a story."""
EVIDENCE = "evidence"
"""A folder of this name, wherever below `records/`, holds no records."""
NO_KIND = "record-of-no-kind"
_EDITION = re.compile(r"-[a-z0-9-]+-[0-9]{4}")
_NUMBERED = re.compile(r"[-_. ]?[0-9][-_.0-9 ]*")


def parse(path: str, blob: str, data: bytes, *, outlined: bool = True) -> tuple[Record, ...]:
    """Read one file below `records/`; never raises, what is wrong is a problem of a record.

    A file that is of no known kind and none of ours (a PDF, a picture, a note) gives no record.
    Without `outlined` the text below the front matter is not read.
    """
    if f"/{EVIDENCE}/" in path:
        return ()
    suffix = posixpath.splitext(path)[1]
    if suffix == ".md":
        return tuple(_story(path, blob, data, outlined))
    if suffix in (".csv", ".yaml", ".yml"):
        return tuple(_table(path, blob, data, suffix))
    return ()


def kind_of(path: str) -> RecordKind | None:
    """The kind that the names of file and folder say, singular or plural, with a year or without.

    `records/training-2026.csv` and `records/nonconformities/x.md` are of the kinds they name; where
    a kind has a table for each standard, so is `records/applicability-iso-27001-2022.csv`.
    """
    for name in _names(path):
        for candidate in (name, name.removesuffix("s"), re.sub(r"ies$", "y", name)):
            if candidate in kinds():
                return kinds()[candidate]
    stem = next(_names(path))
    per_standard = (kind for kind in kinds().values() if kind.per_standard)
    return next((k for k in per_standard if _EDITION.fullmatch(stem.removeprefix(k.name))), None)


def _names(path: str) -> Iterator[str]:
    """What may name the kind, the nearest first."""
    parts = path.removeprefix(FOLDER).split("/")
    stem = parts[-1].split(".", 1)[0]
    yield stem
    if match := _NUMBERED.search(stem):
        yield stem[: match.start()]
    yield from reversed(parts[:-1])


# -- stories --------------------------------------------------------------------------------


def _story(path: str, blob: str, data: bytes, outlined: bool) -> Iterator[Record]:
    if not front_matter.has_front_matter(data):
        return
    matter = front_matter.read(data)
    if matter.mapping is None:
        yield record_tables.unreadable(path, blob, *matter.problems)
        return
    named = matter.mapping.get(KIND)
    name = named.text.strip() if isinstance(named, Scalar) else ""
    kind = kinds().get(name) if name else kind_of(path)
    if kind is None or kind.table:
        place = (named.line, named.column) if named else (1, 0)
        yield record_tables.unreadable(path, blob, _no_kind(name, kind, path, place))
        return
    nodes = {e.key.text: e.value for e in matter.mapping if e.key.text != KIND}
    places = {e.key.text: (e.key.line, e.key.column) for e in matter.mapping}
    outline = None
    if outlined:
        body = matter.body.decode("utf-8", "replace")
        outline = markdown.outline(body, first_line=matter.body_line)
    problems = list(matter.problems)
    yield record_values.of_nodes(kind, path, 1, nodes, places, problems, blob=blob, outline=outline)


def _no_kind(name: str, kind: RecordKind | None, path: str, place: tuple[int, int]) -> Problem:
    """Why a Markdown file with front matter is no record."""
    known = [k.name for k in kinds().values() if not k.table]
    if kind is not None:
        return Problem(
            NO_KIND,
            f"a {kind.title.lower()} is a row of a table, not a file of its own",
            f"Add a row to {FOLDER}{kind.name}.csv: `isodocs new {kind.name}`.",
            *place,
        )
    if name:
        message = f"there is no kind of record {name!r}.{did_you_mean(name, known)}"
    else:
        near = next((w for n in _names(path) if (w := did_you_mean(n, known))), "")
        message = f"neither its front matter nor its folder says what kind of record this is.{near}"
    hint = f"Write 'record: <kind>' in its front matter; kinds are {', '.join(known)}."
    return Problem(NO_KIND, message, hint, *place)


# -- tables ---------------------------------------------------------------------------------


def _table(path: str, blob: str, data: bytes, suffix: str) -> Iterator[Record]:
    kind = kind_of(path)
    if kind is None or not kind.table:
        known = [k.name for k in kinds().values() if k.table]
        stem = next(_names(path))
        # A table of measurements is evidence; one whose name nearly names a kind is a slip.
        meant = next((k.name for k in kinds().values() if stem.casefold() in k.also_called), "")
        near = f" Did you mean {meant!r}?" if meant else did_you_mean(stem, known)
        if kind is None and near:
            message = f"no kind of record is called {stem!r}.{near}"
            hint = "Rename the file; a table is named after its kind."
            yield record_tables.unreadable(path, blob, Problem(NO_KIND, message, hint, 1))
        return
    read = record_tables.read_csv if suffix == ".csv" else record_tables.read_yaml
    yield from read(kind, path, blob, data)

"""Which kind of record a file below `records/` holds, by its name; and which it is taken to mean.

A table that is not read must not look as if it were. So beside the names that are read there are
those that people use (`x-also-called` of each kind's schema; `*` stands for any letters), and the
columns that a kind has: a table that fits them is reported. Any other table is evidence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache

from isodocs.expressions import expression
from isodocs.model.problem import Problem
from isodocs.model.record import FOLDER, RecordKind
from isodocs.parsing.endings import is_markdown, is_table
from isodocs.records.record_kinds import kinds
from isodocs.words import did_you_mean, say

EVIDENCE = "evidence"
"""A folder of this name, wherever below `records/`, holds no records."""
NO_KIND = "record-of-no-kind"
NO_TABLE = "record-no-table"
"""The kind of problem of a table of records that are kept one to a file."""
_EDITION = expression(r"-[a-z0-9-]+-[0-9]{4}")
_NUMBERED = expression(r"[-_. ]?[0-9][-_.0-9 ]*")
_CAMEL = expression(r"(?<=[a-z])(?=[A-Z])")
_WORD = expression(r"[^\W\d_]+")
_BESIDE = frozenset(
    {"q", "h", "v", "kw", "rev", "copy", "kopie", "copie", "copia", "final", "new", "neu", "old"}
    | {"alt", "draft", "entwurf", "backup", "export", "all", "alle", "the", "our", "list", "table"}
)
"""Words of a name that say nothing of what is in the file."""
_BEFORE = _BESIDE | frozenset(
    "f fo fb frm form formular rec record qm qms isms ims ems ehs hse hseq qhse hr bcms site iso"
    " list liste lista lijst register registre registro registo log table tableau tabelle matrix"
    " matrice matriz ubersicht overview nachweis verzeichnis"
    " of for de des du del der die das den von zu zur d di da do dos la le les l el los".split()
)
"""Words that say nothing before one that does: `FRM-022 list of suppliers`."""
_FEW_USES = 2
"""A field of no more kinds than this is typical of them."""


def is_evidence(path: str) -> bool:
    """Whether a file is in a folder that holds no records."""
    return f"/{EVIDENCE}/" in path


@lru_cache(maxsize=4096)
def kind_of(path: str) -> RecordKind | None:
    """The kind that the names of file and folder say, singular or plural, with a year or without.

    `records/training-2026.csv` and `records/nonconformities/x.md` are of the kinds they name; where
    a kind has a table for each standard, so is `records/applicability-iso-27001-2022.csv`.
    """
    for name in names(path):
        if kind := _called(name):
            return kind
    stem = next(names(path))
    per_standard = (kind for kind in kinds().values() if kind.per_standard)
    return next((k for k in per_standard if _EDITION.fullmatch(stem.removeprefix(k.name))), None)


def names(path: str) -> Iterator[str]:
    """What may name the kind, the nearest first."""
    parts = path.removeprefix(FOLDER).split("/")
    stem = parts[-1].split(".", 1)[0]
    yield stem
    if match := _NUMBERED.search(stem):
        yield stem[: match.start()]
    yield from reversed(parts[:-1])


def unread(path: str, header: Sequence[str] = ()) -> Problem | None:
    """Why a table that is not read looks as if it held records; None for one that is evidence.

    `header` are the names of its columns, or its keys.
    """
    if is_evidence(path):
        return None
    kind = kind_of(path)
    if kind is not None and not is_of(kind, header):
        kind = None
    stem = next(names(path))
    alike = _by_columns(header)
    alone = kind_of(f"{FOLDER}{path.rsplit('/', 1)[-1]}")
    own = kind is not None and (alone or _called(_bare(stem)) or not _words(stem))
    if kind is not None and not kind.table and (own or alike is kind):
        return Problem(
            NO_TABLE,
            say(
                "{several} are kept in one Markdown file each; this table of them is not read",
                several=_several(kind),
            ),
            say(
                "Write each as a file of its own (`isodocs new {name}`). A table that is "
                "only evidence belongs in a folder called '{evidence}'.",
                name=kind.name,
                evidence=EVIDENCE,
            ),
            1,
        )
    if kind is not None and kind.table and own and not is_table(path):
        return _not_read(
            kind, path, say("this table") if is_markdown(path) else say("this spreadsheet")
        )
    meant = None if kind and kind.table else _looks_like(path) or alike
    if meant is not None:
        return _not_read(meant, path, say("this table"))
    near = did_you_mean(stem, _as_long(stem)) if not kind else ""
    if not near:
        return None
    message = say(
        "no kind of record is called {stem!r}, so this table is not read.{near}",
        stem=stem,
        near=near,
    )
    return Problem(NO_KIND, message, say("Rename the file; a table is named after its kind."), 1)


def is_of(kind: RecordKind, header: Sequence[str]) -> bool:
    """Whether a table of the name of a kind is of it, by its columns where these must say so."""
    needed = {field.name for field in kind.fields.values() if field.required}
    return not kind.by_columns or needed <= {_column(name) for name in header}


def _as_long(stem: str) -> list[str]:
    """The names that a misspelt one may stand for: of tables, and of as many words."""
    words = len(_parts(stem))
    tables = (kind for kind in kinds().values() if kind.table and not kind.by_columns)
    return [kind.name for kind in tables if len(_parts(kind.name)) == words]


def _not_read(kind: RecordKind, path: str, what: str) -> Problem:
    aside = say(
        " A table that is only evidence belongs in a folder called '{evidence}'.", evidence=EVIDENCE
    )
    if not kind.table:
        message = say(
            "{what} is not read. Did you mean {name!r}, one Markdown file each?",
            what=what,
            name=kind.name,
        )
        return Problem(
            NO_KIND,
            message,
            say("Write `isodocs new {name}` for each.{aside}", name=kind.name, aside=aside),
            1,
        )
    message = say("{what} is not read. Did you mean {name!r}?", what=what, name=kind.name)
    how = say("Rename it to") if is_table(path) else say("Save it as CSV, as")
    hint = say(
        "{how} {folder}{name}.csv, or in the folder {folder}{name}/.{aside}",
        how=how,
        folder=FOLDER,
        name=kind.name,
        aside=aside,
    )
    return Problem(NO_KIND, message, hint, 1)


def _several(kind: RecordKind) -> str:
    """`Nonconformities`, `Audits`, `Processes`."""
    if kind.title.endswith("y"):
        return f"{kind.title[:-1]}ies"
    return f"{kind.title}es" if kind.title.endswith("ss") else f"{kind.title}s"


def meant(name: str) -> RecordKind | None:
    """The kind that a name people gave to a table stands for; None where it says none."""
    path = f"{FOLDER}{name.replace('/', '-')}"
    return kind_of(path) or _looks_like(path)


# -- names that people use ----------------------------------------------------------------------


def _called(name: str) -> RecordKind | None:
    for candidate in (name, re.sub(r"(?<=ss)es$|s$", "", name), re.sub(r"ies$", "y", name)):
        if candidate in kinds():
            return kinds()[candidate]
    return None


def _looks_like(path: str) -> RecordKind | None:
    """The kind whose usual names fit the file's, or its folder's where the file has only a number.

    The longest name that fits decides.
    """
    parts = path.removeprefix(FOLDER).split("/")
    stem = parts[-1].rsplit(".", 1)[0]
    for name in (stem, *reversed(parts[:-1])):
        if _words(name):
            return _fitting(" ".join(_parts(name)))
    return None


@lru_cache(maxsize=4096)
def _fitting(words: str) -> RecordKind | None:
    """The kind with the longest usual name that fits, with or without words that say nothing."""
    parts = words.split()
    first = next((at for at, word in enumerate(parts) if word not in _BEFORE), 0)
    last = max((at for at, word in enumerate(parts) if word not in _BESIDE), default=0)
    best: tuple[bool, int, RecordKind] | None = None
    for begin in {0, first}:
        for end in range(last + 1, len(parts) + 1):
            for whole, length, kind in _fits("-".join(parts[begin:end])):
                if best is None or (whole, length) > best[:2]:
                    best = (whole, length, kind)
    return best[2] if best else None


def _fits(name: str) -> Iterator[tuple[bool, int, RecordKind]]:
    """The kinds with a usual name that fits: whether it is the whole name, its length, the kind."""
    squashed = name.replace("-", "")
    for pattern, kind in _usual():
        root = pattern.removesuffix("*")
        flat = root.replace("-", "")
        begins = name.startswith(root) or ("-" in root.strip("-") and squashed.startswith(flat))
        if squashed == flat or (root != pattern and begins):
            yield squashed == flat, len(flat), kind


@cache
def _usual() -> tuple[tuple[str, RecordKind], ...]:
    """Every name in the form in which names are compared, with its kind."""
    found = []
    for kind in kinds().values():
        own = () if kind.by_columns else (kind.name, _several(kind).casefold())
        for name in (*own, *kind.also_called):
            star = "*" if name.endswith("*") else ""
            hyphen = "-" if name.removesuffix("*").endswith("-") else ""
            found.append(("-".join(_parts(name)) + hyphen + star, kind))
    return tuple(found)


def _words(name: str) -> list[str]:
    """The words of a name that say what is in a file."""
    return [word for word in _parts(name) if word not in _BESIDE]


def _parts(name: str) -> list[str]:
    """The words in small letters without accents; ae, oe and ue are the letters they stand for."""
    letters = unicodedata.normalize("NFKD", _CAMEL.sub("-", name)).casefold()
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    for written, meant in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        plain = plain.replace(written, meant)
    return _WORD.findall(plain)


def _bare(stem: str) -> str:
    """A name without what is beside it: `training` of `Training (copy)`."""
    return "-".join(_words(stem))


# -- columns ------------------------------------------------------------------------------------


def _by_columns(header: Sequence[str]) -> RecordKind | None:
    """The kind that has these columns: all that it needs, among them what few other kinds have.

    Where what it needs is common to many, nearly all columns must be its own.
    """
    columns = {_column(name) for name in header} - {""}
    best: tuple[int, RecordKind] | None = None
    for kind in kinds().values():
        needed = {field.name for field in kind.fields.values() if field.required}
        shared = columns & kind.fields.keys()
        if len(shared) < 3 or not needed <= columns:
            continue
        typical = any(_uses()[name] <= _FEW_USES for name in needed)
        if (typical or _own(shared, columns)) and (best is None or len(shared) > best[0]):
            best = (len(shared), kind)
    return best[1] if best else None


def _column(name: str) -> str:
    return re.sub(r"[\s_]+", "-", name.strip().casefold())


def _own(shared: Collection[str], columns: Collection[str]) -> bool:
    return len(shared) > 3 and len(shared) * 5 >= len(columns) * 4


@cache
def _uses() -> Counter[str]:
    return Counter(name for kind in kinds().values() for name in kind.fields)

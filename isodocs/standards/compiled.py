"""The compiled form of the maps that come with isodocs: the same content, read ten times as fast.

Beside `schemas/standards/<id>.yaml`, which people write, is `compiled/<id>.json`, written by
`python -m isodocs.standards.compiled` (part of `make docs`). It names the digest of the YAML it was
made from and the fields it holds; where either is another, the YAML is read. So a compiled map that
is behind costs time and is never wrong. It is committed, not cached: a fresh checkout, a pipeline
and a wheel have it, nothing is written where a user works, and it is data, not code.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from isodocs.dataclass import fields
from isodocs.model.requirement import (
    Alternative,
    DocumentedInformation,
    EvidenceExpected,
    Requirement,
    RequirementMap,
    Source,
)

FOLDER = "compiled"

_Read = TypeVar("_Read")

_HEAD = ["id", "display_name", "title", "publisher", "edition", "amendments"]
_HEAD += ["left_out_where", "includes", "left_out_only_in", "alternatives"]
_CLAUSE = [f.name for f in fields(Requirement)][1:]
_FORM = [_HEAD, [f.name for f in fields(Source)], _CLAUSE]


def write(found: RequirementMap, data: bytes) -> str:
    """The compiled form of a map read from the YAML `data`; one clause to a line, for redlines."""
    head = {
        **made_from(_FORM, data),
        "head": [getattr(found, name) for name in _HEAD],
        "sources": [[s.id, s.what, s.where, s.read] for s in found.sources],
    }
    lines = [f"{json.dumps(key)}:{dumps(value)}" for key, value in head.items()]
    clauses = ",\n".join(dumps([*_row(clause)]) for clause in found)
    return "{\n" + ",\n".join([*lines, f'"clauses":[\n{clauses}\n]']) + "\n}\n"


def read(compiled: bytes, data: bytes) -> RequirementMap | None:
    """The map in its compiled form, if that was made from the YAML `data`; else None."""
    content = content_of(compiled, _FORM, data)
    if content is None:
        return None
    standard, display_name, title, publisher, edition, amendments, *rest = content["head"]
    left_out, includes, only_in, alternatives = rest
    return RequirementMap(
        standard,
        display_name,
        title,
        publisher,
        edition,
        tuple(amendments),
        tuple(Source(*source) for source in content["sources"]),
        tuple(_clause(standard, row) for row in content["clauses"]),
        left_out,
        includes=includes,
        left_out_only_in=tuple(only_in),
        alternatives=tuple(Alternative(a, b, tuple(c), d) for a, b, c, d in alternatives),
    )


def _row(clause: Requirement) -> Iterator[Any]:
    for name in _CLAUSE:
        value = getattr(clause, name)
        if name == "documented_information":
            value = [[*item][: 3 if item.as_evidence else 2] for item in value]
        elif name == "evidence":
            value = [[item.what, item.fresh] for item in value]
        yield value


def _clause(standard: str, row: list[Any]) -> Requirement:
    number, title, auditable, asks, documented, evidence, may, status, sources, *rest = row
    return Requirement(
        standard,
        number,
        title,
        auditable,
        asks,
        tuple(DocumentedInformation(*item) for item in documented),
        tuple(EvidenceExpected(what, fresh) for what, fresh in evidence),
        may,
        status,
        tuple(sources),
        *rest,
    )


def made_from(form: Any, data: bytes) -> dict[str, Any]:
    """What every compiled file begins with: the fields that it holds, the digest of its YAML."""
    return {"form": form, "yaml": hashlib.sha256(data).hexdigest()}


def content_of(compiled: bytes, form: Any, data: bytes) -> dict[str, Any] | None:
    """What is in a compiled file of that form, made from the YAML `data`; else None."""
    try:
        content: dict[str, Any] = json.loads(compiled)
    except ValueError:
        return None
    expected = made_from(form, data)
    return content if all(content.get(key) == expected[key] for key in expected) else None


def load(
    file: Path, read: Callable[[bytes, bytes], _Read | None], parse: Callable[[bytes, str], _Read]
) -> _Read:
    """What the YAML `file` holds, read from its compiled form where that was made from it."""
    data = file.read_bytes()
    try:
        found = read((file.parent / FOLDER / f"{file.stem}.json").read_bytes(), data)
    except FileNotFoundError:
        found = None
    return parse(data, str(file)) if found is None else found


def dumps(value: Any) -> str:
    """JSON as compact as it can be."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def compile_all(folder: Path, compiled: Callable[[bytes, str], str]) -> None:
    """Compile every YAML file in `folder`, and delete what has no source any more."""
    (folder / FOLDER).mkdir(exist_ok=True)
    files = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    for name, path in files.items():
        text = compiled(path.read_bytes(), str(path))
        (folder / FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
    for old in (folder / FOLDER).glob("*.json"):
        if old.stem not in files:
            old.unlink()


def main(folder: Path) -> None:
    """Compile the requirement maps in `folder`."""
    from isodocs.standards.parse import parse_map

    compile_all(folder, lambda data, path: write(parse_map(data, path), data))


if __name__ == "__main__":
    from isodocs import resources

    main(Path(sys.argv[1]) if len(sys.argv) > 1 else resources.path("schemas") / "standards")

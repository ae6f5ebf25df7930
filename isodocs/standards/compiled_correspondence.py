"""The compiled form of the correspondences that come with isodocs, as that of the maps.

Beside `schemas/correspondence/<name>.yaml` is `compiled/<name>.json`, written by
`python -m isodocs.standards.compiled_correspondence` (part of `make docs`). Where it was made of
another YAML or holds other fields, the YAML is read instead.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from isodocs.dataclass import fields
from isodocs.model.correspondence import (
    Alone,
    Correspondence,
    Group,
    Pair,
    PairOfStandards,
    Relation,
    SharedStructure,
    Together,
)
from isodocs.model.requirement import Source
from isodocs.standards.compiled import compile_all, content_of, dumps, made_from

_FORM = [
    [each.__name__, *(f.name for f in fields(each))]
    for each in (PairOfStandards, SharedStructure, Pair, Alone, Together, Group, Source)
]


def write(found: Correspondence, data: bytes) -> str:
    """The compiled form of what was read from the YAML `data`; one row to a line, for redlines."""
    head: dict[str, Any] = made_from(_FORM, data)
    rows: dict[str, Sequence[Any]]
    if isinstance(found, PairOfStandards):
        head["pair"] = [found.source, found.target, found.kind]
        rows = {
            "pairs": found.pairs,
            "anew": found.anew,
            "dropped": found.dropped,
            "together": found.together,
        }
    else:
        head["shared"] = [found.id, found.title]
        rows = {"groups": found.groups}
    parts = [f"{json.dumps(key)}:{dumps(value)}" for key, value in head.items()]
    for key, items in {"sources": found.sources, **rows}.items():
        lines = ",\n".join(dumps(_row(item)) for item in items)
        parts.append(f'"{key}":[\n{lines}\n]')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def read(compiled: bytes, data: bytes) -> Correspondence | None:
    """What the compiled form holds, if that was made from the YAML `data`; else None."""
    content = content_of(compiled, _FORM, data)
    if content is None:
        return None
    sources = tuple(Source(*row) for row in content["sources"])
    if "shared" in content:
        groups = tuple(_group(*row) for row in content["groups"])
        id, title = content["shared"]
        return SharedStructure(id, title, sources, groups)
    pairs = tuple(_pair(*row) for row in content["pairs"])
    anew, dropped = (
        tuple(Alone(clause, note, tuple(cited)) for clause, note, cited in content[key])
        for key in ("anew", "dropped")
    )
    source, target, kind = content["pair"]
    together = tuple(
        Together(tuple(ones), tuple(others), Relation(relation), tuple(cited))
        for ones, others, relation, cited in content["together"]
    )
    return PairOfStandards(source, target, kind, sources, pairs, anew, dropped, together)


def _row(item: Any) -> Any:
    if isinstance(item, Group):  # astuple would copy its mappings into what JSON cannot order
        equal, partly = dict(item.equal), dict(item.partly)
        rest = [item.note, item.sources, item.status, dict(item.more), dict(item.notes)]
        return [item.topic, equal, partly, *rest]
    return astuple(item)


def _pair(
    source: str, target: str, relation: str, note: str, sources: list[str], status: str
) -> Pair:
    return Pair(source, target, Relation(relation), note, tuple(sources), status)


def _group(
    topic: str,
    equal: dict[str, list[str]],
    partly: dict[str, list[str]],
    note: str,
    sources: list[str],
    status: str,
    more: dict[str, list[str]],
    notes: dict[str, list[str]],
) -> Group:
    known = _tuples(equal), _tuples(partly)
    return Group(topic, *known, note, tuple(sources), status, _tuples(more), _tuples(notes))


def _tuples(by_standard: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {id: tuple(clauses) for id, clauses in by_standard.items()}


def main(folder: Path) -> None:
    """Compile the correspondences in `folder`."""
    from isodocs.standards.parse_correspondence import parse_correspondence

    compile_all(folder, lambda data, path: write(parse_correspondence(data, path), data))


if __name__ == "__main__":
    from isodocs import resources

    main(Path(sys.argv[1]) if len(sys.argv) > 1 else resources.path("schemas") / "correspondence")

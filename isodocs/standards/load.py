"""Read requirement maps: `schemas/standards/<id>.yaml`, one file for one edition.

The format is that of `schemas/requirement-map.schema.json`; what a JSON Schema cannot say (order,
parents, sources cited) is checked here too, so that no other part has to doubt a map.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Items
from dataclasses import replace
from functools import cache
from pathlib import PurePath
from typing import NoReturn, cast, get_args

from isodocs import resources
from isodocs.errors import ConfigurationError
from isodocs.model.node import Mapping, Node, Scalar, Sequence
from isodocs.model.requirement import (
    DocumentedInformation,
    EvidenceExpected,
    Kind,
    Requirement,
    RequirementMap,
    Source,
)
from isodocs.parsing import strict_yaml
from isodocs.parsing.fields import Fields
from isodocs.parsing.words import did_you_mean

_HEAD = ("id", "display-name", "title", "publisher", "edition")
_KEYS = (*_HEAD, "amendments", "sources", "clauses")
_SOURCE = ("what", "where", "read")
_HEADING = ("number", "title", "kind", "source")
_REQUIREMENT = (*_HEADING, "asks", "evidence", "may-be-not-applicable", "status")
_STATUS = ("established", "to be confirmed")
_NUMBER = re.compile(r"(?:[A-Z]|[1-9][0-9]{0,2})(?:\.[1-9][0-9]{0,2})*", re.ASCII)

_Rank = tuple[tuple[int, int | str], ...]


class StandardError(ConfigurationError):
    """A requirement map is missing or does not have the form of one."""


def available() -> tuple[str, ...]:
    """List the identifiers of the requirement maps that come with isodocs, sorted."""
    return tuple(
        sorted(file.stem for file in (resources.path("schemas") / "standards").glob("*.yaml"))
    )


@cache
def load(standard: str) -> RequirementMap:
    """Return the map `standard`; raises StandardError when there is none or it is unsound."""
    known = available()
    if standard not in known:
        raise StandardError(
            f"there is no requirement map {standard!r}.{did_you_mean(standard, known)}",
            hint=f"Known standards are {', '.join(known)}.",
        )
    file = resources.path("schemas") / "standards" / f"{standard}.yaml"
    return parse_map(file.read_bytes(), str(file))


def parse_map(data: bytes | str, path: str) -> RequirementMap:
    """Read a requirement map from the content of the file `path`, whose stem must be its `id`.

    Raises StandardError with the path, line and column of the first fault.
    """
    try:
        root = strict_yaml.read(data)
    except strict_yaml.StrictYamlError as error:
        raise StandardError(
            error.message, hint=error.hint, path=path, line=error.line, column=error.column
        ) from None
    return _Reader(path).map(root)


class _Reader:
    """Reads one map; the first fault ends it."""

    def __init__(self, path: str) -> None:
        self.path = path

    def map(self, root: Node) -> RequirementMap:
        fields = self.fields(root, (*_HEAD, "sources", "clauses"), _KEYS, "a requirement map")
        head = {key: fields.text(key) for key in _HEAD}
        amendments = fields.texts("amendments")
        self.settle(fields)
        self.check_id(fields.nodes["id"], head)
        sources = self.sources(fields.nodes["sources"])
        cited = frozenset(source.id for source in sources)
        numbers: dict[str, _Rank] = {}
        clauses = [
            self.clause(node, head["id"], cited, numbers)
            for node in self.items(fields.nodes["clauses"], "clauses")
        ]
        return RequirementMap(
            id=head["id"],
            display_name=head["display-name"],
            title=head["title"],
            publisher=head["publisher"],
            edition=head["edition"],
            amendments=amendments,
            sources=sources,
            requirements=self.headings(clauses, fields.nodes["clauses"]),
        )

    def check_id(self, node: Node, head: dict[str, str]) -> None:
        stem = PurePath(self.path).stem
        if head["id"] != stem:
            self.fail(
                node, f"'id' is {head['id']!r}, the file is called {stem!r}", "Make them equal."
            )
        if not head["id"].endswith(f"-{head['edition']}"):
            self.fail(
                node,
                f"'id' {head['id']!r} does not end in the edition {head['edition']!r}",
                "An edition is part of a standard's identifier, as in 'iso-9001-2015'.",
            )

    def sources(self, node: Node) -> tuple[Source, ...]:
        if not isinstance(node, Mapping):
            self.fail(node, "'sources' must hold keys of its own", "Write 'S1:' and indent below.")
        found = []
        for entry in node:
            where = f"source {entry.key.text}"
            fields = self.fields(entry.value, _SOURCE, _SOURCE, where)
            found.append(Source(entry.key.text, *(fields.text(key) for key in _SOURCE)))
            fields.day("read")
            self.settle(fields)
        return tuple(found)

    def clause(
        self,
        node: Node,
        standard: str,
        cited: frozenset[str],
        numbers: dict[str, _Rank],
    ) -> Requirement:
        fields = self.fields(node, ("number", "kind"), None, "a clause")
        number = fields.text("number")
        where = f"clause {number}"
        kind = self.choice(fields, "kind", ("heading", "requirement", "control"))
        auditable = kind != "heading"
        needed = _REQUIREMENT if auditable else _HEADING
        more = ("note", "documented-information") if auditable else ("note",)
        fields = self.fields(node, needed, (*needed, *more), where)
        self.check_number(fields.nodes["number"], number, numbers)
        sources = self.texts(fields, "source")
        for scalar in fields.scalars("source"):
            if scalar.text not in cited:
                self.fail(
                    scalar,
                    f"{where} cites the source {scalar.text!r}, which is not listed",
                    f"Add it under 'sources', or cite one of {', '.join(sorted(cited))}.",
                )
        requirement = Requirement(
            standard=standard,
            number=number,
            title=fields.text("title"),
            auditable=auditable,
            asks=fields.text("asks"),
            documented_information=self.documented(fields, where),
            evidence=self.evidence(fields, where),
            may_be_not_applicable=auditable
            and self.choice(fields, "may-be-not-applicable", ("yes", "no")) == "yes",
            status=self.choice(fields, "status", _STATUS) if auditable else "",
            sources=sources,
            note=fields.text("note"),
            control=kind == "control",
        )
        if requirement.control and not requirement.may_be_not_applicable:
            self.fail(
                fields.nodes["may-be-not-applicable"],
                f"control {number} may not be declared not applicable",
                "Write yes: the organisation selects its controls, or call it a requirement.",
            )
        self.settle(fields)
        return requirement

    def check_number(self, node: Node, number: str, numbers: dict[str, _Rank]) -> None:
        """Accept `number` after those before it: well formed, new, in order, below its parent."""
        if not _NUMBER.fullmatch(number):
            self.fail(node, f"{number!r} is not a clause number", "Write 8.4.1 or A.5.19.")
        if number in numbers:
            self.fail(node, f"clause {number} is listed twice", "Remove one of the two.")
        parent = number.rpartition(".")[0]
        if parent and parent not in numbers:
            self.fail(
                node,
                f"clause {number} stands without its parent {parent}",
                f"List {parent} before it, with 'kind: heading' when it asks nothing itself.",
            )
        rank = _rank(number)
        if numbers and rank < next(reversed(numbers.values())):
            self.fail(
                node,
                f"clause {number} comes after {next(reversed(numbers))}",
                "List the clauses in the standard's own order.",
            )
        numbers[number] = rank

    def documented(self, fields: Fields, where: str) -> tuple[DocumentedInformation, ...]:
        node = fields.nodes.get("documented-information")
        found = []
        for item in self.items(node, "documented-information") if node else ():
            entry = self.fields(item, ("kind", "what"), ("kind", "what"), where)
            kind = cast(Kind, self.choice(entry, "kind", get_args(Kind)))
            found.append(DocumentedInformation(kind, entry.text("what")))
            self.settle(entry)
        return tuple(found)

    def evidence(self, fields: Fields, where: str) -> tuple[EvidenceExpected, ...]:
        node = fields.nodes.get("evidence")
        found = []
        for item in self.items(node, "evidence") if node else ():
            entry = self.fields(item, ("what",), ("what", "fresh"), where)
            fresh = entry.period("fresh")
            found.append(EvidenceExpected(entry.text("what"), str(fresh) if fresh else None))
            self.settle(entry)
        return tuple(found)

    def headings(self, clauses: Items[Requirement], node: Node) -> tuple[Requirement, ...]:
        """Return the clauses with what headings take from the auditable clauses below them."""
        below: dict[str, list[bool]] = {}
        for clause in clauses:
            parent = clause.number
            while clause.auditable and (parent := parent.rpartition(".")[0]):
                below.setdefault(parent, []).append(clause.may_be_not_applicable)
        for clause, item in zip(clauses, self.items(node, "clauses"), strict=True):
            if not clause.auditable and clause.number not in below:
                self.fail(
                    item,
                    f"clause {clause.number} is a heading with no auditable clause below it",
                    "Make it 'kind: requirement', or list its sub-clauses.",
                )
        return tuple(
            clause if clause.auditable else _heading(clause, all(below[clause.number]))
            for clause in clauses
        )

    def fields(
        self, node: Node, needed: Items[str], known: Items[str] | None, where: str
    ) -> Fields:
        """Open the mapping `node`: every needed key filled, none but the `known` (None: any)."""
        if not isinstance(node, Mapping):
            self.fail(node, f"{where} must be 'key: value' lines", "Indent the keys below it.")
        fields = Fields(node)
        if known is not None:
            fields.refuse_unknown(known, where)
        self.settle(fields)
        for key in needed:
            value = fields.nodes.get(key)
            if value is None or (isinstance(value, Scalar) and not value.text.strip()):
                self.fail(value or node, f"{where} lacks {key!r}", f"Add '{key}: ...'.")
        return fields

    def items(self, node: Node, key: str) -> tuple[Node, ...]:
        if not isinstance(node, Sequence) or not node.items:
            self.fail(node, f"'{key}' must be a list of at least one", "Write one '- ' an item.")
        return node.items

    def texts(self, fields: Fields, key: str) -> tuple[str, ...]:
        found = fields.texts(key)
        if not found:
            self.fail(fields.nodes[key], f"'{key}' is empty", f"Write '{key}: [S1]'.")
        return found

    def choice(self, fields: Fields, key: str, allowed: Items[str]) -> str:
        text = fields.text(key)
        if text not in allowed:
            self.fail(
                fields.nodes[key],
                f"'{key}' is {text!r}.{did_you_mean(text, allowed)}",
                f"Write one of {', '.join(allowed)}.",
            )
        return text

    def settle(self, fields: Fields) -> None:
        """Raise the first problem met while `fields` was read."""
        for problem in fields.problems:
            raise StandardError(
                problem.message,
                hint=problem.hint,
                path=self.path,
                line=problem.line,
                column=problem.column,
            )

    def fail(self, node: Node, message: str, hint: str) -> NoReturn:
        raise StandardError(message, hint=hint, path=self.path, line=node.line, column=node.column)


def _heading(clause: Requirement, may_be_not_applicable: bool) -> Requirement:
    return replace(clause, may_be_not_applicable=may_be_not_applicable)


def _rank(number: str) -> _Rank:
    """Orders clause numbers: 8.2 before 8.10, and the annex A after 10."""
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in number.split("."))

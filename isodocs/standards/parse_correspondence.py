"""Read one correspondence between standards: YAML text to facts, or faults with their places.

The format is that of `schemas/correspondence.schema.json`; whether its clauses exist is looked at
where the maps are at hand (`check_clauses`).
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Maps
from collections.abc import Sequence as Items
from pathlib import PurePath
from typing import TYPE_CHECKING, cast, get_args

from isodocs.errors import StandardError
from isodocs.model.correspondence import (
    ESTABLISHED,
    Alone,
    Correspondence,
    Group,
    Kind,
    Pair,
    PairOfStandards,
    Relation,
    SharedStructure,
    Together,
)
from isodocs.model.node import Mapping, Node, Scalar, Sequence
from isodocs.parsing.fields import Fields
from isodocs.standards.reader import STATUS, NodeReader, read_yaml
from isodocs.words import did_you_mean, listed, say

if TYPE_CHECKING:
    from isodocs.model.requirement import RequirementMap

BETWEEN = "--"
"""Separates two standards in the name of a file: `iso-27001-2013--iso-27001-2022`."""

_PAIR_FILE = ("from", "to", "kind", "sources", "pairs", "anew", "dropped", "together")
_PAIR = ("from", "to", "relation", "note", "sources", "status")
_TOGETHER = ("from", "to", "relation", "sources")
_MAY_BE_EMPTY = ("anew", "dropped")
_ALONE = ("clause", "note", "sources")
_SHARED_FILE = ("title", "sources", "groups")
_GROUP = ("topic", "equal", "more", "partly", "note", "notes", "sources", "status")

Numbers = dict[str, tuple[str, ...]]


def parse_correspondence(data: bytes | str, path: str, *, own: bool = False) -> Correspondence:
    """Read a correspondence from the content of the file `path`, whose name says of what it is.

    `own` reads one that a repository keeps itself, which need not name sources. Raises
    StandardError with the place of the first fault; its `others` are further ones.
    """
    root = read_yaml(data, path)
    return _CorrespondenceReader(path, own).correspondence(root)


def check_clauses(
    data: bytes | str, path: str, maps: Maps[str, RequirementMap]
) -> Iterator[StandardError]:
    """Yield a fault for each clause that a correspondence names and `maps` does not know.

    The content is one that `parse_correspondence` has read without a fault.
    """
    for standard, scalar in _named(read_yaml(data, path)):
        known = maps.get(standard)
        if known is None:
            what = say(
                "there is no requirement map {standard!r}.{near}",
                standard=standard,
                near=did_you_mean(standard, [*maps]),
            )
            hint = say("`isodocs standards` lists those there are.")
        elif scalar.text.strip() not in known:
            what = say(
                "{number!r} is not a clause of {name}", number=scalar.text, name=known.display_name
            )
            hint = say("`isodocs standards {standard}` lists its clauses.", standard=standard)
        else:
            continue
        yield StandardError(what, hint=hint, path=path, line=scalar.line, column=scalar.column)


def _named(root: Node) -> Iterator[tuple[str, Scalar]]:
    """Every clause that a sound file names, with its standard."""
    fields = Fields.of(root)
    source, target = fields.text("from"), fields.text("to")
    for key, sides in (
        ("pairs", {"from": source, "to": target}),
        ("anew", {"clause": target}),
        ("dropped", {"clause": source}),
        ("together", {"from": source, "to": target}),
    ):
        for item in _mappings(fields, key):
            each = Fields(item)
            yield from ((sides[s], scalar) for s in sides for scalar in each.scalars(s))
    for item in _mappings(fields, "groups"):
        for key in ("equal", "more", "partly"):
            each = Fields(Fields(item).children(key))
            yield from ((id, scalar) for id in each.nodes for scalar in each.scalars(id))


def _mappings(fields: Fields, key: str) -> Iterator[Mapping]:
    node = fields.nodes.get(key)
    for item in getattr(node, "items", ()):
        if isinstance(item, Mapping):
            yield item


class _CorrespondenceReader(NodeReader):
    """Reads one file."""

    def __init__(self, path: str, own: bool) -> None:
        super().__init__(path)
        self.own = own
        self.cited: frozenset[str] = frozenset()

    def correspondence(self, root: Node) -> Correspondence:
        stem = PurePath(self.path).stem
        pair = BETWEEN in stem
        keys = _PAIR_FILE if pair else _SHARED_FILE
        needed = ("from", "to", "kind", "pairs") if pair else ("title", "groups")
        fields = self.fields(root, (*needed, *self.needs_sources()), keys, say("a correspondence"))
        sources = self.sources(fields.nodes.get("sources"))
        self.cited = frozenset(source.id for source in sources)
        kept_at = self.path if self.own else ""
        if not pair:
            groups = self.each(self.listed(fields, "groups"), self.group)
            return SharedStructure(stem, fields.text("title"), sources, groups, kept_at)
        source, target = fields.text("from"), fields.text("to")
        if f"{source}{BETWEEN}{target}" != stem:
            self.fail(
                fields.nodes["from"],
                say(
                    "the file is called {stem!r}, and is from {source!r} to {target!r}",
                    stem=stem,
                    source=source,
                    target=target,
                ),
                say("Name it <from>--<to>.yaml."),
            )
        if source == target:
            self.fail(fields.nodes["to"], say("both standards are the same"), say("Name two."))
        kind = cast("Kind", self.choice(fields, "kind", get_args(Kind)))
        seen: set[tuple[str, str]] = set()
        found = PairOfStandards(
            source,
            target,
            kind,
            sources,
            self.each(self.listed(fields, "pairs"), lambda node: self.pair(node, seen)),
            self.each(self.listed(fields, "anew"), self.alone),
            self.each(self.listed(fields, "dropped"), self.alone),
            self.each(self.listed(fields, "together"), self.together),
            kept_at,
        )
        self.apart(fields, found)
        self.joined(fields, found)
        return found

    def listed(self, fields: Fields, key: str) -> Items[Node]:
        """The items of a list; one that may be left out may be empty, too: nothing is dropped."""
        node = fields.nodes.get(key)
        if node is None or (key in _MAY_BE_EMPTY and isinstance(node, Sequence)):
            return () if node is None else node.items
        return self.items(node, key)

    def pair(self, node: Node, seen: set[tuple[str, str]]) -> Pair:
        needed = ("from", "to", "relation", *self.needs_sources())
        fields = self.fields(node, needed, _PAIR, say("a pair"))
        source, target = fields.text("from"), fields.text("to")
        self.where = say("{source} and {target}", source=source, target=target)
        if (source, target) in seen:
            self.fail(
                node,
                say("{where} are paired twice", where=self.where),
                say("Remove one of the two."),
            )
        seen.add((source, target))
        relation = Relation(self.choice(fields, "relation", [*Relation]))
        status = self.choice(fields, "status", STATUS, STATUS[0])
        note = fields.text("note")
        if not note and (relation is Relation.INTERSECTS_WITH or status != ESTABLISHED):
            self.fail(
                node,
                say("{where} lack a 'note'", where=self.where),
                say("Say in your own words what differs or is open."),
            )
        found = Pair(source, target, relation, note, self.citing(fields), status)
        self.settle(fields)
        return found

    def alone(self, node: Node) -> Alone:
        fields = self.fields(node, ("clause", *self.needs_sources()), _ALONE, say("a clause"))
        self.where = say("clause {number}", number=fields.text("clause"))
        found = Alone(fields.text("clause"), fields.text("note"), self.citing(fields))
        self.settle(fields)
        return found

    def together(self, node: Node) -> Together:
        needed = ("from", "to", "relation", *self.needs_sources())
        fields = self.fields(node, needed, _TOGETHER, say("what is asked together"))
        ones, others = fields.texts("from"), fields.texts("to")
        self.where = say(
            "{ones} and {others} together", ones=", ".join(ones), others=", ".join(others)
        )
        if min(len(ones), len(others)) != 1 or max(len(ones), len(others)) == 1:
            self.fail(
                node,
                say("{where} is not several clauses and one", where=self.where),
                say("List them all once."),
            )
        allowed = (Relation.EQUAL, Relation.SUPERSET_OF)
        relation = Relation(self.choice(fields, "relation", allowed))
        found = Together(ones, others, relation, self.citing(fields))
        self.settle(fields)
        return found

    def joined(self, fields: Fields, found: PairOfStandards) -> None:
        """Refuse a whole whose parts are not in pairs, each as a part of it."""
        pairs = {(pair.source, pair.target): pair for pair in found.pairs}
        for each, item in zip(found.together, self.listed(fields, "together"), strict=True):
            parts = [Relation.SUBSET_OF]
            if each.relation is Relation.SUPERSET_OF:
                parts.append(Relation.INTERSECTS_WITH)
            for key in ((one, other) for one in each.source for other in each.target):
                pair = pairs.get(key)
                relation = pair.relation if pair else None
                if relation and len(each.target) > 1:
                    relation = relation.reverse
                if pair is None or relation not in parts or pair.status != ESTABLISHED:
                    self.fail(
                        item,
                        say(
                            "{one} and {other} are not paired as a part and the whole",
                            one=key[0],
                            other=key[1],
                        ),
                        say(
                            "Pair them under 'pairs' as {parts}, established, read from the "
                            "several to the one.",
                            parts=listed(parts, "or"),
                        ),
                    )

    def group(self, node: Node) -> Group:
        fields = self.fields(node, ("topic", *self.needs_sources()), _GROUP, say("a group"))
        self.where = say("group {topic!r}", topic=fields.text("topic"))
        equal, partly = self.numbers(fields, "equal"), self.numbers(fields, "partly")
        more, notes = self.numbers(fields, "more"), self.numbers(fields, "notes")
        status = self.choice(fields, "status", STATUS, STATUS[0])
        note = fields.text("note")
        if len({*equal, *partly}) < 2:
            self.fail(
                node,
                say("{where} needs clauses of two standards", where=self.where),
                say("Add one, or drop it."),
            )
        if len(equal) == 1:
            self.fail(
                fields.nodes["equal"],
                say(
                    "in {where} nothing is equal to what {standard} asks",
                    where=self.where,
                    standard=next(iter(equal)),
                ),
                say("Put it under 'partly' with the others."),
            )
        if more and not {*more} < {*equal}:
            self.fail(
                fields.nodes["more"],
                say(
                    "in {where} 'more' names a standard that 'equal' does not have",
                    where=self.where,
                ),
                say("Name clauses of 'equal' there, and not of every standard."),
            )
        if not {*notes} <= {*equal, *partly}:
            self.fail(
                fields.nodes["notes"],
                say("in {where} 'notes' names a standard that is not in it", where=self.where),
                say("Say under 'notes' what standards of 'equal' and 'partly' do."),
            )
        if not (note or notes) and (partly or more or status != ESTABLISHED):
            self.fail(
                node,
                say("{where} lacks a 'note'", where=self.where),
                say("Say in your own words what differs or is open."),
            )
        sources = self.citing(fields)
        found = Group(fields.text("topic"), equal, partly, note, sources, status, more, notes)
        self.settle(fields)
        return found

    def numbers(self, fields: Fields, key: str) -> Numbers:
        """Clauses by standard."""
        by_standard = Fields(fields.children(key))
        self.settle(fields)
        found = {}
        for standard in by_standard.nodes:
            found[standard] = by_standard.texts(standard)
            if not found[standard] or len(set(found[standard])) < len(found[standard]):
                self.fail(
                    by_standard.nodes[standard],
                    say("'{standard}' must list at least one, each once", standard=standard),
                    say("Write '{standard}: [\"9.2.1\"]'.", standard=standard),
                )
        self.settle(by_standard)
        return found

    def needs_sources(self) -> tuple[str, ...]:
        return () if self.own else ("sources",)

    def citing(self, fields: Fields) -> tuple[str, ...]:
        """The sources that an item cites, all of them listed."""
        for scalar in fields.scalars("sources"):
            if scalar.text not in self.cited:
                self.fail(
                    scalar,
                    say(
                        "{where} cites the source {text!r}, which is not listed",
                        where=self.where,
                        text=scalar.text,
                    ),
                    say(
                        "Add it under 'sources', or cite one of {known}.",
                        known=", ".join(sorted(self.cited)),
                    )
                    if self.cited
                    else say("Add it under 'sources'."),
                )
        return fields.texts("sources")

    def apart(self, fields: Fields, found: PairOfStandards) -> None:
        """Refuse a clause that is in a pair and is said to have none."""
        for key, alone, paired in (
            ("anew", found.anew, {pair.target for pair in found.pairs}),
            ("dropped", found.dropped, {pair.source for pair in found.pairs}),
        ):
            for each, item in zip(alone, self.listed(fields, key), strict=True):
                if each.clause in paired:
                    self.fail(
                        item,
                        say(
                            "clause {clause} is under '{key}', and in a pair",
                            clause=each.clause,
                            key=key,
                        ),
                        say("Remove one of the two."),
                    )

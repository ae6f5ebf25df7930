"""Read one requirement map: YAML text to a `RequirementMap`, or faults with their places.

The format is that of `schemas/requirement-map.schema.json`; what a JSON Schema cannot say (order,
parents, sources cited) is checked here too, so that no other part has to doubt a map. A map of your
own (`schemas/own-requirement-map.schema.json`) may say less: you know your customer's contract.
"""

from __future__ import annotations

from collections.abc import Sequence as Items
from pathlib import PurePath
from typing import TYPE_CHECKING, cast, get_args

from isodocs.dataclass import replace
from isodocs.errors import StandardError
from isodocs.model.requirement import (
    DocumentedInformation,
    EvidenceExpected,
    Kind,
    Requirement,
    RequirementMap,
    Source,
)
from isodocs.standards.load import Rank, load, merged, rank
from isodocs.standards.map_forms import BEYOND, HEAD, ID, KEYS, OURS, OWN, MapForm
from isodocs.standards.reader import STATUS, NodeReader, audits_held, read_yaml
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.node import Node
    from isodocs.parsing.fields import Fields

_LONGEST = 32


def parse_map(data: bytes | str, path: str, *, own: bool = False) -> RequirementMap:
    """Read a requirement map from the content of the file `path`, whose stem must be its `id`.

    `own` reads it as a repository's own map. Raises StandardError with the path, line and column
    of the first fault; its `others` are the further clauses that do not fit.
    """
    root = read_yaml(data, path)
    return _MapReader(path, OWN if own else OURS).map(root, path if own else "")


class _MapReader(NodeReader):
    """Reads one map; a fault ends what it is in, and the map in the end."""

    def __init__(self, path: str, form: MapForm) -> None:
        super().__init__(path)
        self.form = form
        self.numbers: dict[str, Rank] = {}
        self.base: RequirementMap | None = None

    def map(self, root: Node, kept_at: str) -> RequirementMap:
        fields = self.fields(root, self.form.head, KEYS, say("a requirement map"))
        head = {key: fields.text(key) for key in HEAD}
        amendments = fields.texts("amendments")
        left_out_where = fields.text("left-out-where")
        includes = fields.text("includes")
        left_out_only_in = fields.texts("left-out-only-in")
        audits = audits_held(self, fields) if kept_at else ()
        self.settle(fields)
        if includes:
            self.base = self.included(fields.nodes["includes"], includes)
        self.check_id(fields.nodes["id"], head)
        sources = self.sources(fields.nodes.get("sources"))
        nodes = self.items(fields.nodes["clauses"], "clauses")
        found = self.headings(
            RequirementMap(
                id=head["id"],
                display_name=head["display-name"],
                title=head["title"],
                publisher=head["publisher"],
                edition=head["edition"],
                amendments=amendments,
                sources=sources,
                requirements=self.clauses(nodes, head["id"], sources),
                left_out_where=left_out_where,
                path=kept_at,
                includes=includes,
                left_out_only_in=left_out_only_in,
                audits=audits,
            ),
            nodes,
        )
        if "alternatives" in fields.nodes:
            from isodocs.standards.parse_alternatives import alternatives  # few maps have any

            found = replace(found, alternatives=alternatives(self, fields, found))
        return merged(self.base, found) if self.base and kept_at else found

    def included(self, node: Node, id: str) -> RequirementMap:
        """The edition that a supplement includes: one that comes with isodocs."""
        try:
            found = load(id)
        except StandardError as fault:
            self.fail(
                node,
                say("'includes' names {id!r}: {message}", id=id, message=fault.message),
                fault.hint,
            )
        if found.includes:
            self.fail(
                node,
                say("{id!r} is a supplement itself", id=id),
                say("Include {includes}, or neither.", includes=found.includes),
            )
        return found

    def check_id(self, node: Node, head: dict[str, str]) -> None:
        stem = PurePath(self.path).stem
        if head["id"] != stem:
            self.fail(
                node,
                say("'id' is {id!r}, the file is called {stem!r}", id=head["id"], stem=stem),
                say("Make them equal."),
            )
        if not head["id"].endswith(f"-{head['edition']}"):
            self.fail(
                node,
                say(
                    "'id' {id!r} does not end in the edition {edition!r}",
                    id=head["id"],
                    edition=head["edition"],
                ),
                say("An edition is part of a standard's identifier, as in 'iso-9001-2015'."),
            )
        if not ID.fullmatch(head["id"]):
            self.fail(
                node,
                say("'id' {id!r} is not an identifier with the year of an edition", id=head["id"]),
                say("Write small letters, digits and hyphens, the year last: 'acme-quality-2026'."),
            )

    def clauses(
        self, nodes: Items[Node], standard: str, sources: Items[Source]
    ) -> tuple[Requirement, ...]:
        """Read every clause; those that do not fit are reported together."""
        cited = frozenset(source.id for source in sources)
        return self.each(nodes, lambda node: self.clause(node, standard, cited))

    def clause(self, node: Node, standard: str, cited: frozenset[str]) -> Requirement:
        fields = self.fields(node, ("number", "kind"), None, say("a clause"))
        number = fields.text("number")
        self.check_number(fields.nodes["number"], number)
        self.where = where = say("clause {number}", number=number)
        kinds = ("heading", "requirement", "control", *(("more",) if self.base else ()))
        kind = self.choice(fields, "kind", kinds)
        self.check_kind(fields, number, kind)
        if kind == "more":
            return self.beyond(node, number, standard, cited)
        auditable = kind != "heading"
        needed = self.form.requirement if auditable else self.form.heading
        more = [*self.form.more] if auditable else ["note"]
        if not auditable and not self.form.in_order:
            more += ("below", "source")
        fields = self.fields(node, needed, (*dict.fromkeys((*needed, *more)),), where)
        requirement = Requirement(
            standard=standard,
            number=number,
            title=fields.text("title"),
            auditable=auditable,
            asks=fields.text("asks"),
            documented_information=self.documented(fields, where),
            evidence=self.evidence(fields, where),
            may_be_not_applicable=auditable and self.may_be_left_out(fields, kind) != "no",
            status=self.choice(fields, "status", STATUS, STATUS[0]) if auditable else "",
            sources=self.cited(fields, where, cited),
            note=fields.text("note"),
            control=kind == "control",
            below=self.below(fields, number),
            rarely_left_out=auditable and self.may_be_left_out(fields, kind) == "rarely",
        )
        self.settle(fields)
        return requirement

    def check_kind(self, fields: Fields, number: str, kind: str) -> None:
        """Refuse a clause of its own that the edition included has, and `more` of what is none."""
        asked = self.base.get(number) if self.base else None
        if kind == "more" and not (asked and asked.auditable):
            name = self.base.display_name if self.base else ""
            self.fail(
                fields.nodes["number"],
                say(
                    "{number} is not a clause that {name} asks something in",
                    number=number,
                    name=name,
                ),
                say("Give 'kind: requirement', or the number of the clause that more is asked in."),
            )
        if kind != "more" and asked:
            self.fail(
                fields.nodes["kind"],
                say(
                    "clause {number} is one of {standard}, which is included",
                    number=number,
                    standard=asked.standard,
                ),
                say("Say 'kind: more' for what is asked beyond it."),
            )

    def beyond(self, node: Node, number: str, standard: str, cited: frozenset[str]) -> Requirement:
        """What a supplement asks beyond a clause of the edition that it includes."""
        where = say("clause {number}", number=number)
        ours = ("source", "evidence", "status") if self.form.in_order else ()
        needed = ("number", "kind", "asks", *ours)
        fields = self.fields(node, needed, (*dict.fromkeys((*needed, *BEYOND)),), where)
        may = self.choice(fields, "may-be-not-applicable", ("yes", "no"), "yes") == "yes"
        found = Requirement(
            standard=standard,
            number=number,
            title="",
            auditable=True,
            asks="",
            documented_information=self.documented(fields, where),
            evidence=self.evidence(fields, where),
            may_be_not_applicable=may,
            status=self.choice(fields, "status", STATUS, STATUS[0]),
            sources=self.cited(fields, where, cited),
            note=fields.text("note"),
            more=fields.text("asks"),
        )
        self.settle(fields)
        return found

    def may_be_left_out(self, fields: Fields, kind: str) -> str:
        usual = "yes" if kind == "control" else "no"
        may = self.choice(fields, "may-be-not-applicable", ("yes", "rarely", "no"), usual)
        if kind == "control" and may != "yes":
            self.fail(
                fields.nodes["may-be-not-applicable"],
                say(
                    "control {number} may not be declared not applicable",
                    number=fields.text("number"),
                ),
                say("Write yes: the organisation selects its controls, or call it a requirement."),
            )
        return may

    def cited(self, fields: Fields, where: str, known: frozenset[str]) -> tuple[str, ...]:
        if "source" not in fields.nodes:
            return ()
        for scalar in fields.scalars("source"):
            if scalar.text not in known:
                choice = (
                    say(", or cite one of {known}", known=", ".join(sorted(known))) if known else ""
                )
                self.fail(
                    scalar,
                    say(
                        "{where} cites the source {text!r}, which is not listed",
                        where=where,
                        text=scalar.text,
                    ),
                    say("Add it under 'sources'{choice}.", choice=choice),
                )
        found = fields.texts("source")
        if not found:
            self.fail(
                fields.nodes["source"], say("'source' is empty"), say("Write 'source: [S1]'.")
            )
        return found

    def check_number(self, node: Node, number: str) -> None:
        """Accept `number` after those before it: well formed, new, in order, below its parent."""
        numbers = self.numbers
        if not self.form.number.fullmatch(number) or len(number) > _LONGEST:
            self.fail(
                node, say("{number!r} is not a clause number", number=number), self.form.number_hint
            )
        if number in numbers:
            self.fail(
                node,
                say("clause {number} is listed twice", number=number),
                say("Remove one of the two."),
            )
        place = rank(number)
        if self.form.in_order:
            parent = number.rpartition(".")[0]
            above = self.base if self.base is not None else ()
            if parent and parent not in numbers and parent not in above:
                self.fail(
                    node,
                    say(
                        "clause {number} is without its parent {parent}",
                        number=number,
                        parent=parent,
                    ),
                    say(
                        "List {parent} before it, with 'kind: heading' when it asks "
                        "nothing itself.",
                        parent=parent,
                    ),
                )
            if numbers and place < next(reversed(numbers.values())):
                self.fail(
                    node,
                    say(
                        "clause {number} comes after {last}",
                        number=number,
                        last=next(reversed(numbers)),
                    ),
                    say("List the clauses in the standard's own order."),
                )
        numbers[number] = place

    def below(self, fields: Fields, number: str) -> str:
        """The clause that a clause says it is below: one listed before it."""
        below = fields.text("below")
        if below and (below not in self.numbers or below == number):
            self.fail(
                fields.nodes["below"],
                say(
                    "clause {number} is below {below!r}, which is not listed before it.{near}",
                    number=number,
                    below=below,
                    near=did_you_mean(below, [known for known in self.numbers if known != number]),
                ),
                say("List that clause first, for example with 'kind: heading'."),
            )
        return below

    def documented(self, fields: Fields, where: str) -> tuple[DocumentedInformation, ...]:
        node = fields.nodes.get("documented-information")
        found = []
        for item in self.items(node, "documented-information") if node else ():
            needed = ("kind", "what")
            entry = self.fields(item, needed, (*needed, "as-evidence"), where)
            kind = cast("Kind", self.choice(entry, "kind", get_args(Kind)))
            as_evidence = self.choice(entry, "as-evidence", ("yes", "no"), "no") == "yes"
            if as_evidence and kind != "available":
                self.fail(
                    entry.nodes["as-evidence"],
                    say("{where} has 'as-evidence' beside kind {kind}", where=where, kind=kind),
                    say("Only what has to be available is available as evidence."),
                )
            found.append(DocumentedInformation(kind, entry.text("what"), as_evidence))
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

    def headings(self, found: RequirementMap, nodes: Items[Node]) -> RequirementMap:
        """Return the map with what headings take from the auditable clauses below them."""
        for clause, node in zip(found, nodes, strict=True):
            over = {clause.number}
            for heading in found.ancestors(clause.number):
                if heading.number in over:  # climbing would never end
                    self.fail(
                        node,
                        say(
                            "clause {number} is below itself, by 'below' and by its number",
                            number=clause.number,
                        ),
                        say("Give it another number, or take 'below' away."),
                    )
                over.add(heading.number)
        below: dict[str, list[Requirement]] = {}
        for clause in found.auditable:
            for heading in found.ancestors(clause.number):
                below.setdefault(heading.number, []).append(clause)
        for clause, node in zip(found, nodes, strict=True):
            if not clause.auditable and clause.number not in below:
                self.fail(
                    node,
                    say(
                        "clause {number} is a heading with no auditable clause below it",
                        number=clause.number,
                    ),
                    say("Make it 'kind: requirement', or list its sub-clauses."),
                )
        return replace(
            found,
            requirements=tuple(
                clause
                if clause.auditable
                else replace(
                    clause,
                    may_be_not_applicable=all(
                        c.may_be_not_applicable for c in below[clause.number]
                    ),
                    rarely_left_out=_rarely(below[clause.number]),
                )
                for clause in found
            ),
        )


def _rarely(below: Items[Requirement]) -> bool:
    """Whether a heading may be left out, and some clause below it rarely is."""
    return all(c.may_be_not_applicable for c in below) and any(c.rarely_left_out for c in below)

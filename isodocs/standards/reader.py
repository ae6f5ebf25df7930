"""What the readers of maps, of correspondences and of the tables of `schemas/` share."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Items
from typing import TYPE_CHECKING, NoReturn, TypeVar

from isodocs import resources
from isodocs.errors import StandardError, StrictYamlError
from isodocs.model.node import Mapping, Node, Scalar, Sequence
from isodocs.model.requirement import Source
from isodocs.parsing import strict_yaml
from isodocs.parsing.fields import Fields
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.audit import AuditKind

_Part = TypeVar("_Part")

LIMIT = 4 * 1024 * 1024
"""The largest map that is read, in bytes: a catalogue of a thousand controls has its place."""

STATUS = ("established", "to be confirmed")
"""How sure we are of what a file says."""

_SOURCE = ("what", "where", "read")


def read_yaml(data: bytes | str, path: str) -> Node:
    """Read the content of the file `path`; raises StandardError with the place of what is wrong."""
    try:
        return strict_yaml.read(data, limit=LIMIT)
    except StrictYamlError as error:
        raise StandardError(
            error.message, hint=error.hint, path=path, line=error.line, column=error.column
        ) from None


def table(name: str) -> Fields:
    """What is at the top of a YAML file of `schemas/`, given by its name."""
    return Fields.of(strict_yaml.read((resources.path("schemas") / name).read_bytes()))


class NodeReader:
    """Opens the nodes of one file; a fault ends what it is in."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.where = ""
        """What is being read, once it is known: a clause by its number, a group by its topic."""

    def sources(self, node: Node | None) -> tuple[Source, ...]:
        """Read where a file was established from; none where it does not say."""
        if node is None:
            return ()
        if not isinstance(node, Mapping):
            self.fail(
                node,
                say("'sources' must hold keys of its own"),
                say("Write 'S1:' and indent below."),
            )
        found = []
        for entry in node:
            where = say("source {id}", id=entry.key.text)
            fields = self.fields(entry.value, _SOURCE, _SOURCE, where)
            found.append(Source(entry.key.text, *(fields.text(key) for key in _SOURCE)))
            fields.day("read")
            self.settle(fields)
        return tuple(found)

    def fields(
        self, node: Node, needed: Items[str], known: Items[str] | None, where: str
    ) -> Fields:
        """Open the mapping `node`: every needed key filled, none but the `known` (None: any)."""
        if not isinstance(node, Mapping):
            self.fail(
                node,
                say("{where} must be 'key: value' lines", where=where),
                say("Indent the keys below it."),
            )
        fields = Fields(node)
        if known is not None:
            fields.refuse_unknown(known, where)
        self.settle(fields)
        for key in needed:
            value = fields.nodes.get(key)
            if value is None or (isinstance(value, Scalar) and not value.text.strip()):
                self.fail(
                    value or node,
                    say("{where} lacks {key!r}", where=where, key=key),
                    say("Add '{key}: ...'.", key=key),
                )
        return fields

    def items(self, node: Node, key: str) -> tuple[Node, ...]:
        """The items of the list that stands for `key`, at least one."""
        if not isinstance(node, Sequence) or not node.items:
            self.fail(
                node,
                say("'{key}' must be a list of at least one", key=key),
                say("Write one '- ' an item."),
            )
        return node.items

    def each(self, nodes: Items[Node], read: Callable[[Node], _Part]) -> tuple[_Part, ...]:
        """Read every node; those that do not fit are reported together."""
        found, faults = [], []
        for node in nodes:
            self.where = ""
            try:
                found.append(read(node))
            except StandardError as fault:
                faults.append(fault)
        self.where = ""
        if faults:
            faults[0].others = tuple(faults[1:])
            raise faults[0]
        return tuple(found)

    def choice(self, fields: Fields, key: str, allowed: Items[str], usual: str = "") -> str:
        """One of the words allowed; `usual` where the key is left out."""
        text = fields.text(key)
        if usual and key not in fields.nodes:
            return usual
        if text not in allowed:
            self.wrong_choice(
                fields.nodes[key], say("'{key}' is {text!r}", key=key, text=text), text, allowed
            )
        return text

    def choices(self, fields: Fields, key: str, allowed: Items[str]) -> tuple[str, ...]:
        """Some of the words allowed."""
        for word in fields.scalars(key):
            if word.text not in allowed:
                self.wrong_choice(
                    word, say("'{key}' has {text!r}", key=key, text=word.text), word.text, allowed
                )
        return fields.texts(key)

    def wrong_choice(self, node: Node, said: str, text: str, allowed: Items[str]) -> NoReturn:
        """Raise StandardError for a word that is not one of those allowed."""
        near = did_you_mean(text, allowed)
        self.fail(
            node,
            say("{said}.{near}", said=said, near=near),
            say("Write one of {words}.", words=", ".join(allowed)),
        )

    def settle(self, fields: Fields) -> None:
        """Raise the first problem met while `fields` was read."""
        for problem in fields.problems:
            self.refuse(problem.message, problem.hint, problem.line, problem.column)

    def fail(self, node: Node, message: str, hint: str) -> NoReturn:
        """Refuse what is at `node`."""
        self.refuse(message, hint, node.line, node.column)

    def refuse(self, message: str, hint: str, line: int, column: int) -> NoReturn:
        """Raise, naming the clause: the same slip in two clauses is two faults."""
        if self.where and self.where not in message:
            message = say("{where}: {message}", where=self.where, message=message)
        raise StandardError(message, hint=hint, path=self.path, line=line, column=column)


def audits_held(reader: NodeReader, fields: Fields) -> tuple[AuditKind, ...]:
    """The audits of a map of your own; where it names none, no one outside audits it."""
    from isodocs.model.audit import AuditKind  # only your own maps say it

    said = reader.choices(fields, "audits", [*map(str, AuditKind)])
    return tuple(map(AuditKind, said)) or (AuditKind.INTERNAL,)

"""A draft goes on as a whole: its front matter and its text, as someone left them in a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.errors import IsodocsError, LifecycleError, errors_in
from isodocs.expressions import expression
from isodocs.lifecycle.current import current_file
from isodocs.lifecycle.edit_record import merged_text, with_body
from isodocs.lifecycle.entered import FieldFault, merge_values, plain
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.config import FIELDS
from isodocs.model.node import Mapping as MappingNode
from isodocs.model.node import Scalar, Sequence
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import document as document_parsing
from isodocs.parsing import front_matter
from isodocs.parsing.named_fields import NamedFields
from isodocs.parsing.yaml_edit import quoted
from isodocs.records.record_values import cut
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.model.node import Node
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace

CLAUSES = "clauses"
GIVEN = ("id", "revision", "status", "effective", "superseded-by", "approved-by", "translates")
"""The fields that steps of a document's life set."""
_LISTS = ("references", "sites", "standard")
_HOLD = "isodocs-holds-this-place"
_HELD = expression(rb" [\"']?isodocs-holds-this-place[\"']?")


class DocumentSent(NamedTuple):
    """What someone left in the form of a draft, and the bytes of the file that it began from."""

    base: bytes
    fields: Mapping[str, str]
    text: str | None


class DocumentEdit(NamedTuple):
    """What follows: `plan` is None where nothing changes, or something is wrong.

    To go on from what is there now, a form shows `mine`, the fields that were touched, and `text`.
    """

    plan: Plan | None
    faults: tuple[FieldFault, ...]
    mine: Mapping[str, str]
    text: str | None


def values_of(data: bytes, config: Config) -> dict[str, str]:
    """Every field of a file's front matter as it is typed; empty where it has none.

    Lists are `a; b`, and of clauses each standard has a line: `iso-9001-2015: 8.4.1; 8.4.2`.
    """
    matter = front_matter.read(data)
    named = NamedFields.of_file(matter.mapping, b"", 1, config)
    held = {e.key.text: e.value for e in matter.mapping or ()}
    return {name: _typed(held.get(named.key(name))) for name in FIELDS}


def can_be_edited(data: bytes, config: Config, name: str) -> bool:
    """Whether a field is entered in a form.

    It is not where steps set it, where the text itself says it, and where what is typed would not
    come back the same.
    """
    if name in GIVEN or (name == "id" and config.named_by_file):
        return False
    said = document_parsing.parse("", "", data, config).places
    matter = front_matter.read(data)
    held = {entry.key.text: entry.value for entry in matter.mapping or ()}
    named = NamedFields.of_file(matter.mapping, b"", 1, config)
    node = held.get(named.key(name))
    return name not in said if node is None else _can_be_typed(node)


def _can_be_typed(node: Node) -> bool:
    """Whether a value is a text, a list of texts without separators, or lists by name."""
    if isinstance(node, Sequence):
        return all(isinstance(item, Scalar) for item in node.items) and cut(_typed(node)) == tuple(
            _typed(item) for item in node.items
        )
    if isinstance(node, MappingNode):
        return all(
            not isinstance(entry.value, MappingNode) and _can_be_typed(entry.value)
            for entry in node
        )
    return True


def edit_document(
    workspace: Workspace, register: Register, entry: Entry, sent: DocumentSent
) -> DocumentEdit:
    """Plan to bring what was left in a form into the draft as it is now.

    Raises LifecycleError for a document that is not a draft.
    """
    document, data = current_file(workspace, entry)
    if document.is_final:
        raise LifecycleError(
            say("{label} is not a draft any more", label=document.label),
            hint=say("Begin the next revision first, then enter it there."),
            path=document.path,
        )
    config = register.config
    base, now = values_of(sent.base, config), values_of(data, config)
    wanted = {n: t for n, t in sent.fields.items() if n in FIELDS and n not in GIVEN}
    found = merge_values(base, now, wanted)
    text, conflict = merged_text(sent.base, data, sent.text)
    faults = [*found.faults, *([conflict] if conflict else [])]
    after = data
    if not faults:
        after, faults = _written(document.path, data, config, found.taken)
    if text is not None:
        after = with_body(after, text)
    what = ", ".join([*found.taken, *(["text"] if text is not None else [])])
    plan = Plan(
        f"{document.label}: {what}.",
        f"{document.label}: {what}",
        (FileChange(document.path, data, after),),
    )
    return DocumentEdit(
        plan if not faults and after != data else None,
        tuple(faults),
        {n: t for n, t in wanted.items() if plain(t) != base[n]},
        sent.text if conflict else text,
    )


def _written(
    path: str, data: bytes, config: Config, values: Mapping[str, str]
) -> tuple[bytes, list[FieldFault]]:
    """The file with these fields, and what is wrong with them."""
    named = NamedFields.of_file(front_matter.read(data).mapping, b"", 1, config)
    held = values_of(data, config)
    after = data
    with errors_in(path):
        for name, text in values.items():
            key = named.key(name)
            if name == CLAUSES and text:
                after = with_clauses(after, config, key, text)
                continue
            is_list = name in _LISTS and (";" in text or ";" in held[name] or name != "standard")
            value = cut(text) if is_list and text else text or None
            order = [config.key(each) for each in FIELDS]
            after = front_matter.edit(after, {key: value}, order=order)
    return after, list(_faults(path, data, after, config, values))


def _faults(
    path: str, before: bytes, after: bytes, config: Config, values: Mapping[str, str]
) -> Iterator[FieldFault]:
    """What is wrong with the fields that changed, as `check` reports it."""
    known = {p.message for p in document_parsing.parse(path, "", before, config).problems}
    made = document_parsing.parse(path, "", after, config)
    lines = {place[0]: name for name, place in made.places.items()}
    for problem in made.problems:
        if problem.message not in known:
            field = lines.get(problem.line, "")
            yield FieldFault(field if field in values else "", problem.message, problem.hint)


def with_clauses(data: bytes, config: Config, key: str, text: str) -> bytes:
    """The file with these clauses: a line for each standard, or a list where none is named."""
    order = [config.key(each) for each in FIELDS]
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    pairs = [line.partition(":") for line in lines]
    if len(lines) == 1 and not _is_standard(lines[0]):
        return front_matter.edit(data, {key: cut(lines[0])}, order=order)
    if not all(_is_standard(line) for line in lines):
        raise IsodocsError(
            say("each line of clauses begins with its standard"),
            hint=say("Write for example `iso-9001-2015: 8.4.1; 8.4.2`."),
        )
    held = front_matter.edit(data, {key: _HOLD}, order=order)
    end = b"\r\n" if data.partition(b"\n")[0].endswith(b"\r") else b"\n"
    listed = [
        f"  {quoted(standard.strip())}: "
        f"[{', '.join(quoted(number, chr(34)) for number in cut(numbers))}]"
        for standard, _, numbers in pairs
    ]
    lines_of = end + end.join(map(str.encode, listed))
    return _HELD.sub(lambda _: lines_of, held, count=1)


def _is_standard(line: str) -> bool:
    """Whether a line begins with a standard: in one clause, a colon has no blank behind it."""
    standard, colon, rest = line.partition(":")
    return bool(colon) and rest[:1] in (" ", "\t") and not set(standard) & set(";, ")


def _typed(node: Node | None) -> str:
    if node is None:
        return ""
    if not isinstance(node, Sequence | MappingNode):
        return plain(node.text)
    if isinstance(node, Sequence):
        return "; ".join(_typed(item) for item in node.items)
    return "\n".join(f"{entry.key.text}: {_typed(entry.value)}" for entry in node)

"""What someone entered for a record: what of it is new, and what is wrong with it, by field.

The messages are those of `isodocs check`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.record_references import broken_in
from isodocs.expressions import expression
from isodocs.model.characters import FORBIDDEN
from isodocs.model.record import Record
from isodocs.named_tuple import NamedTuple
from isodocs.records import record_values
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import RecordField, RecordKind
    from isodocs.model.register import Register


_NOWHERE = (0, 0)
_ENDS = expression("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class FieldFault(NamedTuple):
    """What is wrong with what was entered in a field; of the record as a whole where it is empty.

    `theirs` is what someone else entered there meanwhile, None where no one did.
    """

    field: str
    message: str
    hint: str = ""
    theirs: str | None = None


class Merged(NamedTuple):
    """The fields that change, and where someone else entered another thing meanwhile."""

    taken: Mapping[str, str]
    faults: tuple[FieldFault, ...]


def as_typed(kind: RecordKind, record: Record | None) -> dict[str, str]:
    """Every field of a kind as it is typed: lists are `a; b`, what is not there is empty."""
    if record is None:
        return dict.fromkeys(kind.fields, "")
    return {
        name: plain("; ".join(record.items(name)) if field.form == "list" else record.text(name))
        for name, field in kind.fields.items()
    }


def can_be_typed(field: RecordField, record: Record | None) -> bool:
    """Whether what a field says is still the same once it was typed: no item holds a `;`."""
    items = record.items(field.name) if record else ()
    return record_values.cut("; ".join(items)) == items


def plain(text: str) -> str:
    """A text as forms send it, with the line ends that we keep.

    What no reader sees came along with something that was pasted, and no one could delete it.
    """
    return FORBIDDEN.sub("", _ENDS.sub("\n", text)).strip()


def on_one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(plain(text).split())


def touched(kind: RecordKind, base: Record | None, sent: Mapping[str, str]) -> dict[str, str]:
    """The fields that say something else than the record from which a form began."""
    began = as_typed(kind, base)
    return {n: t for n, t in sent.items() if n in kind.fields and plain(t) != began[n]}


def merged(
    kind: RecordKind, base: Record | None, now: Record | None, sent: Mapping[str, str]
) -> Merged:
    """What changes by the fields that were sent, where the form began from `base`.

    What no one touched is left out, and so is what the record says already by `now`.
    """
    known = {name: text for name, text in sent.items() if name in kind.fields}
    return merge_values(as_typed(kind, base), as_typed(kind, now), known)


def merge_values(
    began: Mapping[str, str], is_now: Mapping[str, str], sent: Mapping[str, str]
) -> Merged:
    """The same of texts by name, all three as they are typed."""
    taken: dict[str, str] = {}
    faults = []
    for name, text in sent.items():
        new = plain(text)
        if new in (began[name], is_now[name]):
            continue
        if is_now[name] == began[name]:
            taken[name] = new
        else:
            was = is_now[name]
            said = (
                say("someone else wrote something else here meanwhile")
                if was
                else say("someone emptied it")
            )
            hint = say("Decide what is right, and save again.")
            faults.append(FieldFault(name, said, hint, was))
    return Merged(taken, tuple(faults))


def faults(
    register: Register,
    kind: RecordKind,
    values: Mapping[str, str],
    place: Record,
    entered: Collection[str],
) -> Iterator[FieldFault]:
    """What is wrong with the fields that were `entered` of a record with these values.

    `place` is the record as it is, or stands for where it will be.
    """
    for name in kind.fields:
        if name not in entered:
            continue
        field, text = kind.fields[name], values.get(name, "")
        if not text:
            if field.required:
                said = record_values.missing(kind, name, 0)
                yield FieldFault(name, said.message, said.hint)
            continue
        items = record_values.cut(text) if field.form == "list" else (text,)
        for item in items:
            chosen = record_values.as_chosen(field, item)
            if field.form == "list":
                problem = record_values.checked(field, chosen, _NOWHERE)
            else:
                problem = record_values.typed(field, chosen, _NOWHERE)[1]
            if problem:
                yield FieldFault(name, problem.message, problem.hint)
                break
    draft = _draft(kind, values, place)
    for broken in broken_in(register, draft):
        if broken.field in entered:
            yield FieldFault(broken.field, broken.message, broken.hint)


def _draft(kind: RecordKind, values: Mapping[str, str], place: Record) -> Record:
    filled = {name: text for name, text in values.items() if text}
    lists = {n: record_values.cut(t) for n, t in filled.items() if kind.fields[n].form == "list"}
    said = {n: ", ".join(lists[n]) if n in lists else t for n, t in filled.items()}
    id = filled.get(kind.key, "") if kind.key else ""
    return Record(kind.name, id, place.path, place.line, said, lists)

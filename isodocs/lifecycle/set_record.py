"""A record goes on: fields set in place, checked as `isodocs check` would check them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.nonconformities import missing_steps
from isodocs.assess.record_references import broken_in
from isodocs.dataclass import immutable
from isodocs.errors import LifecycleError
from isodocs.expressions import expression
from isodocs.lifecycle.create_record import ReadFile, digests
from isodocs.lifecycle.links import linked
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.record import FOLDER, Record, RecordField, RecordKind
from isodocs.records import (
    attachments,
    record_edit,
    record_parsing,
    record_values,
    reopening,
    table_rows,
)
from isodocs.records.record_kinds import kinds
from isodocs.words import article, did_you_mean, listed, noun, say

if TYPE_CHECKING:
    from isodocs.model.register import Register

Committed = Callable[[str], bytes | None]
"""Gives a file of the last commit by its path, None where there is none."""
_PLACE = expression(rf"({FOLDER}.+):([0-9]+)")
_SHOWN = 12


@immutable(frozen=True, slots=True)
class FieldSetting:
    """A field and its text; empty takes the field out, `adds` puts an item into a list."""

    name: str
    text: str
    adds: bool = False


def set_record(
    register: Register,
    name: str,
    settings: Sequence[FieldSetting],
    read_file: ReadFile,
    committed: Committed,
) -> Plan:
    """Plan to set fields of the record with the id `name` (or `records/training.csv:12`).

    `committed` gives a file as the last commit has it: what was finished there stays. A
    nonconformity and the audit that raised it are made to name each other. Raises LifecycleError
    for a record or field that is not there, a value that cannot be, and a finished record.
    """
    record = find(register, name)
    kind = kinds()[record.kind]
    values = _values(kind, record, settings)
    if not values:
        raise LifecycleError(
            say("{label} says all of that already", label=record.label),
            path=record.path,
            hint=say("Nothing to set."),
        )
    if kind.table:
        _refuse_written(kind, record, values, committed)
    held = _as_typed(kind, record)
    full = {**held, **values}
    along = _with_digests(register, kind, record, values, full, read_file)
    values |= {
        n: t
        for n, t in full.items()
        if n not in values and _said(kind, n, t) != _said(kind, n, held.get(n, ""))
    }
    values = {n: t for n, t in values.items() if t or n in record.values}
    file = read_file(record.path)
    before = file.data if file else b""
    wide = table_rows.widened(kind, record.path, before, values) if kind.table else before
    after = record_edit.edit(kind, record, wide, values)
    edited = _checked(register, record, after, values)
    if not kind.table:
        _refuse_closed(register, record, edited, committed)
    changes = (FileChange(record.path, before, after), *linked(register, edited, read_file))
    what = ", ".join(_shown(n, record.text(n), edited.text(n)) for n in values)
    subject = say("{label}: {values}", label=record.label, values=", ".join(values))
    then = (*_closing(kind, edited, values), *_open(kind, edited))
    return Plan(
        say("{label}: {what}.", label=record.label, what=what), subject, changes, then, along
    )


def find(register: Register, name: str) -> Record:
    """The record of this id, or the row at this line of a table.

    Raises LifecycleError with what was probably meant, and for an id that several have.
    """
    known = [r for r in register.inventory.records if r.kind in kinds()]
    if place := _PLACE.fullmatch(name):
        for record in known:
            if (record.path, record.line) == (place[1], int(place[2])):
                return record
        if not any(record.path == place[1] for record in known):
            raise LifecycleError(
                say("there are no records in {path}", path=place[1]),
                hint=say("`isodocs records` lists what there is, `isodocs new` begins a record."),
            )
        raise LifecycleError(
            say("no record begins at line {place}", place=place[2]),
            path=place[1],
            hint=say("Name the line of its row."),
        )
    found = [record for record in known if record.id == name]
    if len(found) == 1:
        return found[0]
    if found:
        places = listed(f"{r.path}:{r.line}" for r in found)
        raise LifecycleError(
            say(
                "{found} records have the number {name}: {places}",
                found=len(found),
                name=name,
                places=places,
            ),
            hint=say(
                "Give one of them the next free number: isodocs renumber {part}",
                part=found[-1].path if not kinds()[found[-1].kind].table else name,
            ),
        )
    if name in register.entries:
        raise LifecycleError(
            say("{name} is a document, and its fields are in its file", name=name),
            path=register.entries[name].place_path,
            hint=say(
                "Edit it there; an approved one is revised first: isodocs revise {name}", name=name
            ),
        )
    raise LifecycleError(
        say(
            "there is no record {name!r}.{did_you_mean}",
            name=name,
            did_you_mean=did_you_mean(name, [r.id for r in known if r.id]),
        ),
        hint=say(
            "A row without an id is named by its place, such as "
            "records/training.csv:12. `isodocs new` begins a record."
        ),
    )


def _values(kind: RecordKind, record: Record, settings: Iterable[FieldSetting]) -> dict[str, str]:
    """What changes, each value checked; what a field says already is left out."""
    values: dict[str, str] = {}
    for setting in settings:
        field = kind.fields.get(setting.name)
        if field is None:
            raise LifecycleError(
                say(
                    "{article} has no field {name!r}.{did_you_mean}",
                    article=article(noun(kind.title)),
                    name=setting.name,
                    did_you_mean=did_you_mean(setting.name, kind.fields),
                ),
                hint=say(
                    "Its fields are {fields}; `isodocs new {name} --fields` says what each is for.",
                    fields=", ".join(kind.fields),
                    name=kind.name,
                ),
            )
        text = _text(field, record, setting, values)
        if field.name == kind.key and text != record.id:
            raise LifecycleError(
                say(
                    "'{name}' is the number of the record, which others may refer to",
                    name=field.name,
                ),
                hint=say(
                    "isodocs renumber {id} changes it, and the references with it.", id=record.id
                ),
            )
        if not text and field.required:
            raise LifecycleError(
                say(
                    "{article} cannot do without '{name}'",
                    article=article(noun(kind.title)),
                    name=field.name,
                ),
                hint=say("{about} {choices}", about=field.about, choices=choices(field)).strip(),
            )
        if text != record.text(field.name):
            values[field.name] = text
    return {n: t for n, t in values.items() if _said(kind, n, t) != record.text(n)}


def _text(
    field: RecordField, record: Record, setting: FieldSetting, so_far: Mapping[str, str]
) -> str:
    text = setting.text.strip()
    is_list = field.form == "list"
    if setting.adds and not is_list:
        raise LifecycleError(
            say("'{name}' holds one value, so nothing can be added to it", name=field.name),
            hint=say("Write {name}=VALUE.", name=field.name),
        )
    new = record_values.cut(text) if is_list else (text,) if text else ()
    for item in new:
        problem = record_values.typed(field, item, (0, 0))[1]
        if problem:
            raise LifecycleError(problem.message, hint=problem.hint)
    if setting.adds:
        held = so_far.get(field.name)
        old = record_values.cut(held) if held is not None else record.items(field.name)
        new = (*old, *(item for item in new if item not in old))
    return "; ".join(new)


def _said(kind: RecordKind, name: str, text: str) -> str:
    return ", ".join(record_values.cut(text)) if kind.fields[name].form == "list" else text


def _as_typed(kind: RecordKind, record: Record) -> dict[str, str]:
    """The record's values as they are typed on a command line."""
    return {
        name: "; ".join(record.items(name)) if kind.fields[name].form == "list" else text
        for name, text in record.values.items()
        if name in kind.fields
    }


def _with_digests(
    register: Register,
    kind: RecordKind,
    record: Record,
    values: Mapping[str, str],
    full: dict[str, str],
    read_file: ReadFile,
) -> tuple[str, ...]:
    """See `digests`: each file keeps the digest that the record has of it, and no other has it."""
    files = attachments.attachments(record, register.inventory.paths)
    known = {(file.field, file.written): file.digest for file in files}
    for name in values:
        digest = name + attachments.DIGEST
        if digest in full and digest not in values:
            full[digest] = ""
    return digests(register, kind, full, read_file, known)


def _refuse_closed(
    register: Register, record: Record, edited: Record, committed: Committed
) -> None:
    """What the last commit holds as closed stays, unless it is opened again as it should be."""
    closed = kinds()[record.kind].closed
    for old in _committed(record, committed):
        if old.id != record.id or old.text("status") not in closed:
            continue
        if reopening.reopens(old, edited):
            return
        if record.text("status") not in closed and reopening.reopens(old, record):
            raise LifecycleError(
                say("{label} was opened again, and that is not yet committed", label=record.label),
                path=record.path,
                hint=say(
                    "Commit it first, so that anyone can see what it said when it was closed."
                ),
            )
        again = remedies.reopen(record, register.on)
        raise LifecycleError(
            say("{label} is closed, and a closed record stays as it is", label=record.label),
            path=record.path,
            hint=say(
                "What came later goes into a record of its own that refers to it: "
                "isodocs new {kind}. To add what is missing, open it again, and change "
                "nothing else: {again}",
                kind=record.kind,
                again=again,
            ),
        )


def _refuse_written(
    kind: RecordKind, record: Record, values: Mapping[str, str], committed: Committed
) -> None:
    """What a row of the last commit says stays: it is evidence of what was then."""
    before = _committed(record, committed)
    if kind.final and any(old.values == record.values for old in before):
        said = [name for name in values if record.text(name)]
        if said:
            raise LifecycleError(
                say(
                    "{label} says {said}: {text}, and what such a row says stays",
                    label=record.label,
                    said=said[0],
                    text=record.text(said[0]),
                ),
                path=record.path,
                line=record.line,
                hint=say(
                    "Only what it leaves empty can be filled in. Put a correction into a row "
                    "of its own: isodocs new {name}",
                    name=kind.name,
                ),
            )


def _committed(record: Record, committed: Committed) -> tuple[Record, ...]:
    """The records of its file as the last commit has them."""
    data = committed(record.path)
    return record_parsing.parse(record.path, "", data, outlined=False) if data else ()


def _checked(register: Register, record: Record, after: bytes, values: Mapping[str, str]) -> Record:
    """The record as it will be read; raises LifecycleError for what is wrong with the new values.

    Faults that were there before stop no one from going on.
    """
    parsed = record_parsing.parse(record.path, "", after)
    edited = next(r for r in parsed if r.line == record.line)
    for fault in broken_in(register, edited):
        if fault.field in values:
            raise LifecycleError(fault.message, hint=fault.hint)
    return edited


def _closing(kind: RecordKind, record: Record, values: Mapping[str, str]) -> tuple[str, ...]:
    """What is said when a nonconformity is closed that does not show what closed it."""
    if kind.name != "nonconformity" or values.get("status") not in kind.closed:
        return ()
    if not (missing := missing_steps(record)):
        return ()
    return (
        say(
            "It is closed and does not show {missing}. Once that is committed it "
            "stays; until then: isodocs set {id} status=open closed=",
            missing=", ".join(missing),
            id=record.id,
        ),
    )


def _open(kind: RecordKind, record: Record) -> tuple[str, ...]:
    """What a story says next: its step that is not taken yet, else what is empty, in short."""
    if kind.table or record.text("status") in kind.closed:
        return ()
    step = kind.next_step(record.values)
    fields = step.fields if step else kind.fields
    empty = [n for n in fields if n not in record.values and not n.endswith("-sha256")]
    more = say(" and {empty} more", empty=len(empty) - _SHOWN) if len(empty) > _SHOWN else ""
    names = ", ".join(empty[:_SHOWN]) + more
    said = {"names": names, "name": kind.name}
    if step:
        title = say(step.title)
        return (
            say("{step} comes next: {names} (isodocs new {name} --fields).", step=title, **said),
        )
    return (say("Still empty: {names} (isodocs new {name} --fields).", **said),) if empty else ()


def _shown(name: str, old: str, new: str) -> str:
    return (
        say("{name} is {new!r}", name=name, new=new)
        + (say(", was {old!r}", old=old) if old else "")
        if new
        else say("no {name} any more", name=name)
    )


def choices(field: RecordField) -> str:
    """The values a field may have, in words; empty where it may have any."""
    if field.choices:
        return say("One of {choices}.", choices=", ".join(field.choices))
    if field.form == "flag":
        return say("Write yes or no.")
    return ""

"""A new record: a story of its own, or one more row of a table, with every value checked first."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.assess.record_references import broken_in
from isodocs.errors import LifecycleError
from isodocs.expressions import expression
from isodocs.lifecycle.audit_checklist import checklist
from isodocs.lifecycle.file_name import refuse_device
from isodocs.lifecycle.links import linked
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.lifecycle.record_number import next_number
from isodocs.model.record import FOLDER, Record, RecordField, RecordKind
from isodocs.model.record_law import DayKind
from isodocs.records import attachments, record_parsing, record_values, row_append, table_rows
from isodocs.repository.snapshot import SnapshotFile
from isodocs.words import article, did_you_mean, listed, plural, say

if TYPE_CHECKING:
    from isodocs.model.register import Register

ReadFile = Callable[[str], SnapshotFile | None]
"""Gives a file of the work tree by its path, None where there is none."""
_TEMPLATES = Path(__file__).with_name("templates")
_CHECKLIST = "{checklist}"
_NAMING = ("title", "what", "name", "description")
"""The field in which a kind keeps what people call the record."""
_YEAR = expression(r"(^|/)(?:19|20)[0-9]{2}$")


def naming_field(kind: RecordKind) -> str:
    """The field that holds what people call a record of this kind; empty where none does."""
    return next((name for name in _NAMING if name in kind.fields), "")


def with_defaults(
    register: Register,
    kind: RecordKind,
    values: Mapping[str, str],
    taken: Collection[str] = (),
) -> dict[str, str]:
    """The values, with the next free number, the status in which a story begins, and what is plain.

    A single standard in use is the one that is meant; what no one dates was raised today. `taken`
    are numbers that records of the kind have on other branches.

    Raises LifecycleError for a field that the kind does not have.
    """
    for name in values:
        if name not in kind.fields:
            raise LifecycleError(
                say(
                    "{article} has no field {name!r}.{did_you_mean}",
                    article=article(kind.title.lower()),
                    name=name,
                    did_you_mean=did_you_mean(name, kind.fields),
                ),
                hint=say("Its fields are {fields}.", fields=", ".join(kind.fields)),
            )
    filled = {
        name: record_values.as_chosen(kind.fields[name], text.strip())
        for name, text in values.items()
        if text.strip()
    }
    if kind.key and kind.key not in filled:
        used = [*(record.id for record in register.records.get(kind.name, ())), *taken]
        filled[kind.key] = next_number(kind, used, register.on.year)
    if not kind.table and "status" in kind.fields and "status" not in filled:
        filled["status"] = kind.fields["status"].choices[0]
    wanted = {field.name for field in missing(kind, filled)}
    if "standards" in wanted and len(register.config.standards) == 1:
        filled["standards"] = register.config.standards[0]
    if "raised" in wanted:
        filled["raised"] = register.on.isoformat()
    return filled


def missing(kind: RecordKind, values: Mapping[str, str]) -> tuple[RecordField, ...]:
    """The fields that must still be asked for."""
    return tuple(kind.fields[n] for n in record_values.required(kind) if not values.get(n))


def _wanted(field: RecordField) -> str:
    """A field that must be given, what it is for, and the values it may have."""
    words = say("; one of {choices}", choices=", ".join(field.choices)) if field.choices else ""
    return say(
        "--set {name}=... ({removesuffix}{words})",
        name=field.name,
        removesuffix=field.about.removesuffix("."),
        words=words,
    )


def checked_values(
    register: Register,
    kind: RecordKind,
    values: Mapping[str, str],
    read_file: ReadFile,
    taken: Collection[str] = (),
) -> tuple[dict[str, str], tuple[str, ...]]:
    """What a new record says, in the order of its fields, and the files that go along with it.

    The digest of a file that a value names is added; `taken` are numbers of other branches. Raises
    LifecycleError for a field that is missing or unknown, and for an identifier that is in use.
    """
    filled = with_defaults(register, kind, values, taken)
    if absent := missing(kind, filled):
        raise LifecycleError(
            say(
                "{article} needs {name}",
                article=article(kind.title.lower()),
                name=listed(field.name for field in absent),
            ),
            hint=say("Add {wanted}.", wanted=", ".join(map(_wanted, absent))),
        )
    if kind.key and any(r.id == filled[kind.key] for r in register.records.get(kind.name, ())):
        raise LifecycleError(
            say(
                "there is {article} {key} already; a number is never used twice",
                article=article(kind.title.lower()),
                key=filled[kind.key],
            ),
            hint=say("Leave '{key}' out to get the next free one.", key=kind.key),
        )
    if kind.key and filled[kind.key] in taken:
        raise LifecycleError(
            say(
                "{key} is the number of {article} on another branch; a number is never used twice",
                key=filled[kind.key],
                article=article(kind.title.lower()),
            ),
            hint=say("Leave '{key}' out to get the next free one.", key=kind.key),
        )
    along = digests(register, kind, filled, read_file)
    return {name: filled[name] for name in kind.fields if filled.get(name)}, along


def create_record(
    register: Register,
    kind: RecordKind,
    values: Mapping[str, str],
    read_file: ReadFile,
    elsewhere: Mapping[str, Collection[str]] | None = None,
    text: str = "",
) -> Plan:
    """Plan a record with these values; lists are written `a; b`.

    `elsewhere` are the numbers, by kind, that records have on other branches. `text` is what a
    story says, where that is not still to be written. Raises LifecycleError as `checked_values`
    does, and for a value that cannot be, or a table that cannot be added to in place.
    """
    taken = (elsewhere or {}).get(kind.name, ())
    ordered, along = checked_values(register, kind, values, read_file, taken)
    if kind.table:
        path = row_append.table_of(kind, register.inventory.paths)
        there = read_file(path) if path in register.inventory.paths else None
        before = there.data if there else None
        # A table that lacks what every row must say is of another shape: nothing is added to it.
        more = ordered.keys() - record_values.required(kind)
        wide = table_rows.widened(kind, path, before, more) if before else before
        after, (record,) = row_append.append(kind, path, wide, [ordered])
    else:
        path, before = _story_path(register, kind, ordered), None
        after = _story(register, kind, path, ordered, text)
        (record,) = record_parsing.parse(path, "", after)
    check_record(register, record)
    name = ordered.get(naming_field(kind), "")
    label = " ".join(filter(None, (record.id, name)))
    if not label:
        said = ", ".join(record.text(field) for field in record_values.required(kind))
        label = say("{title} {said}", title=kind.title, said=said)
    return Plan(
        say(
            "{label}: {part}.",
            label=label,
            part=say("a row is added") if kind.table else say("a record begins"),
        ),
        say("{label}: {part}", label=label, part=say("record") if kind.table else say("begin")),
        (FileChange(path, before, after), *linked(register, record, read_file)),
        _then(kind, path, ordered),
        along,
    )


def check_record(register: Register, record: Record) -> None:
    """Raise LifecycleError for what is wrong with the record, and for what it refers to in vain."""
    places = {record.line, *(line for line, _ in record.places.values())}
    for problem in record.problems:
        if problem.line in places:
            raise LifecycleError(problem.message, hint=problem.hint)
    for fault in broken_in(register, record):
        raise LifecycleError(fault.message, hint=fault.hint)


def digests(
    register: Register,
    kind: RecordKind,
    values: dict[str, str],
    read_file: ReadFile,
    known: Mapping[tuple[str, str], str] | None = None,
) -> tuple[str, ...]:
    """Add the SHA-256 of the files that the values name; returns their paths.

    Those in `values` stay; `known` are others that the record has already, by field and name.
    They are in the order of the files, so none follows one that is not known.
    """
    lists = {
        name: record_values.cut(text)
        for name, text in values.items()
        if kind.fields[name].form == "list"
    }
    draft = Record(kind.name, "", f"{FOLDER}x", 1, dict(values), lists)
    found: dict[str, list[str]] = {}
    paths = []
    for item in attachments.attachments(draft, register.inventory.paths):
        file = read_file(item.path) if item.path else None
        if file is not None:
            paths.append(item.path)
        said = item.digest or (known or {}).get((item.field, item.written), "")
        digest = said or (file.sha256 if file else "")
        found.setdefault(item.field, []).append(digest)
    for field, each in found.items():
        name = field + attachments.DIGEST
        if name in kind.fields and (digest := "; ".join(takewhile(bool, each))):
            values[name] = digest
    return tuple(paths)


def _then(kind: RecordKind, path: str, values: Mapping[str, str]) -> tuple[str, ...]:
    if kind.table:
        return ()
    later = [name for name in kind.fields if name not in values and attachments.DIGEST not in name]
    dates = [name for name in later if kind.fields[name].form == "date"]
    ahead = [name for name in dates if kind.fields[name].day in (DayKind.PLANNED, DayKind.DUE)]
    date = next(iter((*ahead, *dates, *later)))
    return (
        say(
            "Write what happened in {path}; the words in [brackets] say what belongs where.",
            path=path,
        ),
        say(
            "Add facts as they come: isodocs set {key} {date}=YYYY-MM-DD",
            key=values[kind.key],
            date=date,
        ),
        say("Which there are: isodocs new {name} --fields", name=kind.name),
    )


# -- stories --------------------------------------------------------------------------------


def _story_path(register: Register, kind: RecordKind, values: Mapping[str, str]) -> str:
    """Beside the other records of the kind; a folder of a year becomes this year's."""
    there = Counter(posixpath.dirname(r.path) for r in register.records.get(kind.name, ()))
    folder = there.most_common(1)[0][0] if there else f"{FOLDER}{plural(kind.name)}"
    folder = _YEAR.sub(rf"\g<1>{register.on.year}", folder)
    refuse_device(values[kind.key], kind.key)
    path = f"{folder}/{values[kind.key]}.md"
    if path in register.inventory.paths:
        raise LifecycleError(
            say("there is a file of this name already"),
            path=path,
            hint=say("Rename or remove it first."),
        )
    return path


def outline(kind: RecordKind) -> str:
    """What the text of a story begins with: its headings, and in brackets what belongs there.

    Empty where it depends on what the record is about, and for a row of a table.
    """
    if kind.table:
        return ""
    template = (_TEMPLATES / f"record-{kind.name}.md").read_text(encoding="utf-8")
    return "" if _CHECKLIST in template else template


def _story(
    register: Register, kind: RecordKind, path: str, values: Mapping[str, str], text: str
) -> bytes:
    lines = ["---", f"{record_parsing.KIND}: {kind.name}"]
    lines += [
        f"{name}: {row_append.yaml_value(kind.fields[name], text)}" for name, text in values.items()
    ]
    template = text or (_TEMPLATES / f"record-{kind.name}.md").read_text(encoding="utf-8")
    if _CHECKLIST in template and not text:
        (audit,) = record_parsing.parse(path, "", "\n".join([*lines, "---", ""]).encode())
        template = template.replace(_CHECKLIST, checklist(register, audit))
    title = values.get(naming_field(kind), kind.title)
    return "\n".join([*lines, "---", f"# {title}", "", template]).encode()

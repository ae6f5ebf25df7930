"""Records that are begun, go on, and are kept as tables: the forms, and what saves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from isodocs.assess.record_index import record_index
from isodocs.errors import IsodocsError
from isodocs.inventory.taken_numbers import elsewhere
from isodocs.lifecycle.create_record import create_record, missing, outline, with_defaults
from isodocs.lifecycle.edit_record import RecordSent, edit_record
from isodocs.lifecycle.edit_table import RowSent, TableSent, edit_table
from isodocs.lifecycle.entered import FieldFault, faults, plain
from isodocs.lifecycle.text_merge import sent as as_sent
from isodocs.model.record import FOLDER, Record
from isodocs.portal.asking import PortalPage
from isodocs.portal.asking import missing as no_such
from isodocs.portal.saving import ACCEPTED, desk, fault_of
from isodocs.portal.views import (
    addresses,
    brought_gaps,
    record_entry,
    record_pages,
    table_entry,
)
from isodocs.records import record_parsing, record_values
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from isodocs.lifecycle.plan import Plan
    from isodocs.model.record import RecordKind
    from isodocs.portal.asking import Asking, DeedRoutes, Routes
    from isodocs.portal.deeds import Deeds

_FIELD, _CELL, _LINE, _GONE, _CHOOSE = "f.", "c.", "line.", "gone.", "choose."
_SEE_OTHER = 303
_LONGEST_NUMBER = 10


def _kind(asked: Asking) -> RecordKind:
    kind = kinds().get(addresses.named(asked.named["kind"]))
    if kind is None:
        raise no_such()
    return kind


def _deeds(asked: Asking) -> Deeds:
    if asked.deeds is None:
        raise no_such()
    return asked.deeds


def _number(text: str) -> int:
    """The number of a line or row; 0 for what is none, or longer than any."""
    return int(text) if text.isdecimal() and len(text) < _LONGEST_NUMBER else 0


# -- begin ------------------------------------------------------------------------------------


def every_kind(asked: Asking) -> PortalPage:
    """What can be begun."""
    _deeds(asked)
    return PortalPage("begin.html", asked.word("Begin"), record_entry.every_kind(asked))


def new(asked: Asking) -> PortalPage:
    """The form of a new record."""
    _deeds(asked)
    kind = _kind(asked)
    return PortalPage("record_entry.html", kind.title, record_entry.begin(asked, kind))


def begin(asked: Asking, form: Mapping[str, str]) -> str | PortalPage:
    """Begin a record."""
    deeds, kind = _deeds(asked), _kind(asked)
    values = {n: plain(t) for n, t in _fields(form).items() if n in kind.fields and plain(t)}
    text, accept = as_sent(form.get("text", "")), ""
    try:
        with desk(deeds, asked.snapshot) as at:
            filled = with_defaults(at.register, kind, values)
            place = Record(kind.name, "", f"{FOLDER}{kind.name}", 0, {})
            entered = {*filled, *(field.name for field in missing(kind, filled))}
            wrong = list(faults(at.register, kind, filled, place, entered))
            if not wrong:
                taken = elsewhere(at.workspace.git, at.register.config)
                own = "" if text.strip() == outline(kind).strip() else text
                read = at.workspace.read_file
                plan = create_record(at.register, kind, values, read, taken, text=own)
                begun = _begun(kind, plan)
                brought = at.save(plan, form.get(ACCEPTED, ""))
                if brought is None:
                    return f"{addresses.record(begun)}?done=begin"
                wrong = list(brought_gaps.at_record(brought, plan, kind, begun))
                accept = brought.to_accept
    except IsodocsError as error:
        wrong = [fault_of(error)]
    typed = record_entry.Typed(_fields(form), text, accept=accept)
    shown = record_entry.begin(asked, kind, typed, wrong)
    return PortalPage("record_entry.html", kind.title, shown)


def _begun(kind: RecordKind, plan: Plan) -> Record:
    change = plan.changes[0]
    rows = record_parsing.parse(change.path, "", change.after or b"", outlined=False)
    return [row for row in rows if row.kind == kind.name][-1]


# -- go on ------------------------------------------------------------------------------------


def _found(asked: Asking, kind: RecordKind) -> Record | None:
    name = addresses.named(asked.named["name"])
    index = record_index(asked.snapshot.register)
    return record_pages.named_record(asked.snapshot, index, kind.name, name)


def form_of(asked: Asking) -> PortalPage:
    """The form of a record."""
    _deeds(asked)
    kind = _kind(asked)
    record = _found(asked, kind)
    if record is None:
        raise no_such()
    made = record_entry.go_on(asked, kind, record)
    return PortalPage("record_entry.html", record.label, made)


def go_on(asked: Asking, form: Mapping[str, str]) -> str | PortalPage | RedirectResponse:
    """Save a record."""
    deeds, kind = _deeds(asked), _kind(asked)
    digest, fields, line = form.get("digest", ""), _fields(form), _number(form.get("line", ""))
    text, accept = as_sent(form["text"]) if "text" in form else None, ""
    if (now := _found(asked, kind)) is None:
        gone = FieldFault(
            "", "this record is not there any more", "Save it as a new one, if it is."
        )
        shown = record_entry.begin(asked, kind, record_entry.Typed(fields, text), [gone])
        return PortalPage("record_entry.html", kind.title, shown)
    try:
        with desk(deeds, asked.snapshot) as at:
            sent = RecordSent(at.base(digest, now.path), line, fields, text)
            read, committed = at.workspace.read_file, at.workspace.committed
            made = edit_record(at.register, now.path, now.id, sent, read, committed)
            wrong, fields, now = made.faults, dict(made.mine), made.now
            text, digest, line = made.text, now.blob, now.line
            if made.plan is not None:
                brought = at.save(made.plan, form.get(ACCEPTED, ""))
                if brought is None:
                    return f"{addresses.record(now)}?done=save"
                then = brought_gaps.as_left(made.plan, kind, at.register, now)
                wrong = tuple(brought_gaps.at_record(brought, made.plan, kind, then))
                accept = brought.to_accept
            elif not wrong:
                return RedirectResponse(addresses.record(now), _SEE_OTHER)
    except IsodocsError as error:
        wrong = (fault_of(error),)
    typed = record_entry.Typed(fields, text, digest, line, accept)
    page = record_entry.go_on(asked, kind, now, typed, wrong)
    return PortalPage("record_entry.html", now.label, page)


def _fields(form: Mapping[str, str]) -> dict[str, str]:
    fields = {n.removeprefix(_FIELD): t for n, t in form.items() if n.startswith(_FIELD)}
    ticked = {name for name in fields if f"{_CHOOSE}{name}" in form}
    return {n: _ticked(form, n, t) if n in ticked else t for n, t in fields.items()}


def _ticked(form: Mapping[str, str], name: str, was: str) -> str:
    """A list of which any number is ticked: what was there keeps its place."""
    prefix = f"{_CHOOSE}{name}."
    chosen = [each.removeprefix(prefix) for each in form if each.startswith(prefix)]
    kept = [item for item in record_values.cut(was) if item in chosen]
    return "; ".join(dict.fromkeys((*kept, *chosen)))


# -- tables -----------------------------------------------------------------------------------


def table(asked: Asking) -> PortalPage:
    """A table of records as a grid."""
    _deeds(asked)
    kind = _kind(asked)
    if not kind.table:
        raise no_such()
    files, number, start = (
        table_entry.tables_of(asked, kind),
        asked.text("table"),
        asked.text("start"),
    )
    at = int(number) if number.isdecimal() else len(files) - 1
    if at >= len(files):
        raise no_such()
    first = int(start) if start.isdecimal() else -1
    made = table_entry.grid(asked, kind, files[at], first)
    return PortalPage("table_entry.html", kind.title, made)


def save_table(asked: Asking, form: Mapping[str, str]) -> str | PortalPage | RedirectResponse:
    """Save a grid."""
    deeds, kind = _deeds(asked), _kind(asked)
    path = form.get("table", "")
    if not kind.table or path not in table_entry.tables_of(asked, kind):
        raise no_such()
    rows, digest = list(_rows(kind, form)), form.get("digest", "")
    first = _number(form.get("start", ""))
    here = f"{addresses.RECORDS}/{addresses.segment(kind.name)}"
    register = asked.snapshot.register
    by_row: Mapping[str, Sequence[FieldFault]] = {}
    general: Sequence[FieldFault] = ()
    accept = ""
    try:
        with desk(deeds, asked.snapshot) as at:
            read, committed = at.workspace.read_file, at.workspace.committed
            sent = TableSent(path, at.base(digest, path) if digest else None, rows)
            taken = elsewhere(at.workspace.git, at.register.config)
            made = edit_table(at.register, kind, sent, read, committed, taken)
            file = read(path)
            register, rows, digest = at.register, list(made.mine), file.blob if file else ""
            by_row = made.faults
            if made.plan is not None:
                brought = at.save(made.plan, form.get(ACCEPTED, ""))
                if brought is None:
                    return f"{here}?done=save"
                by_row, general = brought_gaps.at_rows(brought, kind, path, made.then)
                accept = brought.to_accept
            elif not by_row:
                return RedirectResponse(here, _SEE_OTHER)
    except IsodocsError as error:
        general = (fault_of(error),)
    left = table_entry.Left(register, rows, digest, by_row, general, accept)
    page = table_entry.grid(asked, kind, path, first, left)
    return PortalPage("table_entry.html", kind.title, page)


def _rows(kind: RecordKind, form: Mapping[str, str]) -> Iterator[RowSent]:
    """The rows in the order in which they were left; those that are new and empty are none."""
    lines = {n.removeprefix(_LINE): t for n, t in form.items() if n.startswith(_LINE)}
    cells: dict[str, dict[str, str]] = {key: {} for key in lines}
    for name, text in form.items():
        key, _, field = name.removeprefix(_CELL).partition(".")
        if name.startswith(_CELL) and key in cells and field in kind.fields:
            cells[key][field] = text
    for key, line in lines.items():
        number = _number(line)
        if number or any(plain(text) for text in cells[key].values()):
            yield RowSent(key, number, cells[key], f"{_GONE}{key}" in form)


DEEDS: DeedRoutes = (
    (f"{addresses.BEGIN}/{{kind}}", begin),
    (f"{addresses.EDIT}{addresses.RECORDS}/{{kind}}", save_table),
    (f"{addresses.EDIT}{addresses.RECORDS}/{{kind}}/{{name}}", go_on),
)
ROUTES: Routes = (
    (addresses.BEGIN, every_kind),
    (f"{addresses.BEGIN}/{{kind}}", new),
    (f"{addresses.EDIT}{addresses.RECORDS}/{{kind}}", table),
    (f"{addresses.EDIT}{addresses.RECORDS}/{{kind}}/{{name}}", form_of),
)

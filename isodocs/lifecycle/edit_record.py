"""A record goes on as a whole: its fields and its text, as someone entered them in a form.

What was entered is compared with what the form began from, so that what others changed meanwhile
stays. It is then set by `set_record`, as `isodocs set` does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.errors import LifecycleError
from isodocs.lifecycle import text_merge
from isodocs.lifecycle.entered import FieldFault, as_typed, faults, merged, touched
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.lifecycle.set_record import Committed, FieldSetting, set_record
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import front_matter
from isodocs.records import record_parsing, table_rows
from isodocs.records.record_kinds import kinds
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.create_record import ReadFile
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.repository.snapshot import SnapshotFile

TEXT = "(text)"
"""Stands for the text of a record among its fields; no field has such a name."""


class RecordSent(NamedTuple):
    """What someone entered for a record, and the bytes of the file that their form began from.

    `line` is where the record began in them. `text` is None where it was not sent.
    """

    base: bytes
    line: int
    fields: Mapping[str, str]
    text: str | None = None


class RecordEdit(NamedTuple):
    """What follows for the record as it is `now`.

    `plan` is None where nothing changes, or something is wrong with what was entered. To go on from
    what is there now, a form shows `mine`, the fields that were touched, and `text`.
    """

    now: Record
    plan: Plan | None
    faults: tuple[FieldFault, ...]
    mine: Mapping[str, str]
    text: str | None


def text_of(data: bytes) -> str | None:
    """The text of a record or document below its front matter; None where it cannot be typed."""
    try:
        text = front_matter.split(data).body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def edit_record(
    register: Register,
    path: str,
    id: str,
    sent: RecordSent,
    read_file: ReadFile,
    committed: Committed,
) -> RecordEdit:
    """Plan to bring what was entered into the record as it is now; `id` is its number, if any.

    Raises LifecycleError where the record is not there any more.
    """
    file = read_file(path)
    base, now = _both(register, path, id, sent, file.data if file else b"")
    kind = kinds()[now.kind]
    data = file.data if file else b""
    found = merged(kind, base, now, sent.fields)
    values = {**as_typed(kind, now), **found.taken}
    wrong = [*found.faults, *faults(register, kind, values, now, found.taken)]
    text, conflict = (None, None) if kind.table else merged_text(sent.base, data, sent.text)
    wrong += [conflict] if conflict else []
    plan = None
    if not wrong and (found.taken or text is not None):
        plan = Plan("", say("{label}: text", label=now.label), (FileChange(path, data, data),))
        try:
            if found.taken:
                plan = set_fields(register, now, found.taken, data, read_file, committed)
        except LifecycleError as error:
            plan, wrong = None, [FieldFault("", error.message, error.hint)]
    return RecordEdit(
        now,
        _with_text(plan, path, text) if plan else None,
        tuple(wrong),
        touched(kind, base, sent.fields),
        sent.text if conflict else text,
    )


def _both(
    register: Register, path: str, id: str, sent: RecordSent, data: bytes
) -> tuple[Record, Record]:
    """The record from which the form began, and as it is now."""
    before = [row for row in record_parsing.parse(path, "", sent.base) if row.kind]
    base = next((row for row in before if row.line == sent.line and row.id == id), None)
    rows = [row for row in register.inventory.records if row.path == path and row.kind]
    if base is not None and sent.base == data:
        now = next((row for row in rows if row.line == sent.line), None)
    elif base is not None:
        now = table_rows.counterparts(kinds()[base.kind], before, rows).get(sent.line)
    if base is None or now is None or now.kind != base.kind:
        raise LifecycleError(
            say("this record is not there any more, or it has changed too much to be recognised"),
            path=path,
            hint=say("What you entered is still here. Copy it, and look at the records again."),
        )
    return base, now


def set_fields(
    register: Register,
    record: Record,
    values: Mapping[str, str],
    data: bytes,
    read_file: ReadFile,
    committed: Committed,
) -> Plan:
    """Plan to set fields of the record in its file `data`, to which columns are added at need."""
    kind = kinds()[record.kind]
    wide = table_rows.widened(kind, record.path, data, [n for n, t in values.items() if t])
    settings = [FieldSetting(name, text) for name, text in values.items()]

    def read_wide(path: str) -> SnapshotFile | None:
        file = read_file(path)
        return file._replace(data=wide) if file and path == record.path else file

    place = f"{record.path}:{record.line}"
    plan = set_record(register, place, settings, read_wide, committed)
    changes = tuple(
        replace(change, before=data) if change.path == record.path else change
        for change in plan.changes
    )
    return replace(plan, changes=changes)


def merged_text(
    began: bytes, data: bytes, sent: str | None
) -> tuple[str | None, FieldFault | None]:
    """The new text below the front matter, None where it stays; or why that is not clear.

    The form began from the file `began`, and the file is `data` now.
    """
    base, now = text_of(began), text_of(data)
    if sent is None or base is None or now is None:
        return None, None
    mine = text_merge.sent(sent)
    if mine in (text_merge.sent(base), text_merge.sent(now)):
        return None, None
    text = text_merge.three_way(base, mine, now)
    if text is None:
        said = say("someone else changed the same lines of the text meanwhile")
        hint = say("Bring both together here, and save again.")
        return None, FieldFault(TEXT, said, hint, now)
    return text, None


def _with_text(plan: Plan, path: str, text: str | None) -> Plan:
    """The plan with another text below the front matter of the file."""
    if text is None:
        return plan

    def changed(change: FileChange) -> FileChange:
        if change.path != path or change.after is None:
            return change
        return replace(change, after=with_body(change.after, text))

    return replace(plan, changes=tuple(map(changed, plan.changes)))


def with_body(data: bytes, text: str) -> bytes:
    """The file with another text below its front matter, of which every byte stays."""
    body = front_matter.split(data).body
    return data[: len(data) - len(body)] + text.encode()

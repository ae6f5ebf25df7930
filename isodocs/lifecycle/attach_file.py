"""A file is put beside a record as its evidence, and the record names it with its digest."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.errors import LifecycleError
from isodocs.expressions import expression
from isodocs.lifecycle.create import plain_name
from isodocs.lifecycle.evidence_files import LARGEST, MEDIA, kind_of
from isodocs.lifecycle.plan import FileChange
from isodocs.lifecycle.set_record import FieldSetting, set_record
from isodocs.model.paths import PathsKnown
from isodocs.records.record_kinds import kinds
from isodocs.repository.objects import blob_id
from isodocs.repository.tree import SnapshotFile
from isodocs.repository.work_tree import WorkTreeSnapshot
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.plan import Plan
    from isodocs.model.record import Record, RecordKind
    from isodocs.model.register import Register
    from isodocs.workspace import Workspace

_FOLDER = "evidence"
"""What is in a folder of this name is not read as records."""
_NOT_PLAIN = expression(r"[^A-Za-z0-9._-]+")


def fields_of(kind: RecordKind) -> tuple[str, ...]:
    """The fields of a kind that name files."""
    return tuple(f.name for f in kind.fields.values() if f.refers.startswith("file"))


def attach_file(
    workspace: Workspace, register: Register, record: Record, field: str, name: str, data: bytes
) -> Plan:
    """Plan to keep `data` beside the record, whose `field` names it then.

    The content says what kind of file it is; of the `name` that someone gave it only letters and
    digits are kept. Raises LifecycleError for a file that is not taken, for a field that has one
    already and holds no more, and as `set_record` does.
    """
    kind = kinds()[record.kind]
    ending = _checked(kind, record, field, data)
    stem = posixpath.splitext(posixpath.basename(name.replace("\\", "/")))[0]
    sha256 = hashlib.sha256(data).hexdigest()
    path = _free(workspace, register, record, f"{plain_name(stem)}.{ending}", data, sha256)
    _refuse_filtered(workspace, path)
    inventory = register.inventory
    paths = PathsKnown(frozenset((*inventory.paths, path)))
    then = replace(register, inventory=replace(inventory, paths=paths))
    made = SnapshotFile(path, blob_id(data, workspace.git.object_format), data)

    def read_file(wanted: str) -> SnapshotFile | None:
        return made if wanted == path else workspace.read_file(wanted)

    place = f"{record.path}:{record.line}"
    setting = FieldSetting(field, path, adds=kind.fields[field].form == "list")
    plan = set_record(then, place, [setting], read_file, workspace.committed)
    if workspace.file(path) is None:
        plan = replace(plan, changes=(FileChange(path, None, data), *plan.changes))
    message = say("{label}: {path} attached", label=record.label, path=posixpath.basename(path))
    return replace(plan, message=message)


def _checked(kind: RecordKind, record: Record, field: str, data: bytes) -> str:
    """The usual ending of such a file; raises LifecycleError for one that is not taken."""
    if field not in fields_of(kind):
        raise LifecycleError(say("'{field}' does not name a file", field=field))
    if record.text(field) and kind.fields[field].form != "list":
        raise LifecycleError(
            say("'{field}' says {text} already", field=field, text=record.text(field)),
            hint=say("It holds one file. Empty it first, if that is the wrong one."),
        )
    if len(data) > LARGEST:
        raise LifecycleError(
            say("the file is larger than {most} MB", most=LARGEST // 1_000_000),
            hint=say("Save it smaller, or keep it elsewhere and say in the record where."),
        )
    ending = kind_of(data)
    if not ending:
        raise LifecycleError(
            say("this is not a kind of file that is kept as evidence"),
            hint=say("Use one of {kinds}, without macros.", kinds=", ".join(MEDIA)),
        )
    return ending


def _free(
    workspace: Workspace, register: Register, record: Record, name: str, data: bytes, sha256: str
) -> str:
    """Where it is put: under a name that no other content has, on any system."""
    folder = posixpath.join(posixpath.dirname(record.path), _FOLDER)
    known = {path.casefold() for path in register.inventory.paths}
    own = _NOT_PLAIN.sub("-", record.id or record.kind).strip("-.") or record.kind

    def candidates() -> Iterator[str]:
        yield posixpath.join(folder, f"{own}-{name}")
        stem, ending = posixpath.splitext(name)
        yield posixpath.join(folder, f"{own}-{stem}-{sha256[:12]}{ending}")

    for path in candidates():
        if workspace.file(path) == data or path.casefold() not in known:
            return path
    raise LifecycleError(
        say("there is a file of this name already"),
        path=path,
        hint=say("Rename or remove it first."),
    )


def _refuse_filtered(workspace: Workspace, path: str) -> None:
    """Raise LifecycleError where Git keeps such files through a filter, which is not run here."""
    name = WorkTreeSnapshot(workspace.git).attributes.of(path).get("filter")
    if isinstance(name, str):
        raise LifecycleError(
            say("Git keeps such files through the filter {name!r}, which is not run", name=name),
            path=path,
            hint=say("Have it put there with Git, and name it in the record."),
        )

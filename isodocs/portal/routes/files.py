"""The files of records: downloaded where a record of the snapshot names them, and attached."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response

from isodocs.errors import LifecycleError
from isodocs.lifecycle.attach_file import attach_file
from isodocs.lifecycle.evidence_files import MEDIA, kind_of
from isodocs.portal.asking import missing
from isodocs.portal.saving import desk
from isodocs.portal.views import addresses, evidence
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.portal.asking import Asking, Routes, UploadRoutes

_ANYTHING = "application/octet-stream"


def _record(asked: Asking) -> Record:
    kind, name = (addresses.named(asked.named[each]) for each in ("kind", "name"))
    found = evidence.named_record(asked.snapshot, kind, name)
    if found is None:
        raise missing()
    return found


def download(asked: Asking) -> Response:
    """A file that a record names, known by its digest among those of that record."""
    file = evidence.file_of(asked.snapshot, _record(asked), asked.named["digest"])
    if file is None:
        raise missing()
    name = quote(file.path.rpartition("/")[2], safe="")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{name}",
        # Whatever is in it: it may do nothing here.
        "content-security-policy": "sandbox; default-src 'none'",
    }
    media = MEDIA.get(kind_of(file.data), _ANYTHING)
    return Response(file.data, media_type=media, headers=headers)


def attach(asked: Asking, data: bytes) -> str:
    """Attach a file to a record."""
    shown = _record(asked)
    if asked.deeds is None:
        raise missing()
    field, name = asked.text("field"), asked.text("file")
    with desk(asked.deeds, asked.snapshot) as at:
        records = at.register.records.get(shown.kind, ())
        same = [
            r for r in records if (r.path, r.id, r.values) == (shown.path, shown.id, shown.values)
        ]
        if len(same) != 1:
            raise LifecycleError(
                say("the record was changed meanwhile"),
                hint=say("Look at it, and attach the file again."),
            )
        at.record(attach_file(at.workspace, at.register, same[0], field, name, data))
    return f"{addresses.record(same[0])}?done=attach"


ROUTES: Routes = (("/records/{kind}/{name}/files/{digest}", download),)
UPLOADS: UploadRoutes = ((f"{addresses.EDIT}/records/{{kind}}/{{name}}/file", attach),)

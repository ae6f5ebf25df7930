"""The redline for programs, in the form of `schemas/redline.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isodocs.reports import heading
from isodocs.reports.revisions import effective_from

if TYPE_CHECKING:
    from isodocs.model.redline import Redline, SectionChange, ShownChange, ShownVersion
    from isodocs.reports.redline._compared import Compared, Side

VERSION = 1


def render(redline: Redline, *, compared: Compared, **_: object) -> str:
    """Render the whole redline, unchanged text included, as one JSON object."""
    content = {
        **heading.as_data(compared.register, VERSION),
        "document": {"id": compared.entry.id, "title": compared.entry.document.title},
        "old": _side(compared.old),
        "new": _side(compared.new),
        "changed": redline.changed,
        "coarse": redline.coarse,
        "fields": _fields(redline),
        "sections": [_section(section) for section in redline.sections],
        "shown": [_shown(change) for change in redline.shown],
    }
    return heading.as_json(content)


def _fields(redline: Redline) -> list[dict[str, Any]]:
    return [{"name": field.name, "old": field.old, "new": field.new} for field in redline.fields]


def _shown(change: ShownChange) -> dict[str, Any]:
    return {
        "path": change.path,
        "kind": "included text" if change.included else "picture",
        "status": str(change.status),
        "old": _version(change.old),
        "new": _version(change.new),
        "fields": _fields(change.text) if change.text else None,
        "sections": [_section(s) for s in change.text.sections] if change.text else None,
    }


def _version(version: ShownVersion | None) -> dict[str, Any] | None:
    if version is None:
        return None
    width, height = version.pixels or (None, None)
    return {"sha256": version.sha256, "size": version.size, "width": width, "height": height}


def _side(side: Side) -> dict[str, Any]:
    document, status = side.document, side.status
    effective = effective_from(status) if status else None
    return {
        "what": side.what,
        "revision": document.revision,
        "state": str(status.state) if status else None,
        "effective": effective.isoformat() if effective else None,
        "path": document.path,
        "sha256": document.sha256,
    }


def _section(section: SectionChange) -> dict[str, Any]:
    return {
        "status": str(section.status),
        "level": section.level,
        "old_title": section.old_title,
        "new_title": section.new_title,
        "old_line": section.old_line,
        "new_line": section.new_line,
        "moved": section.moved,
        "paragraphs": [
            {
                "old_line": paragraph.old_line,
                "new_line": paragraph.new_line,
                "runs": [{"kind": str(run.kind), "text": run.text} for run in paragraph.runs],
            }
            for paragraph in section.paragraphs
        ],
    }

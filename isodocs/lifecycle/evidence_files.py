"""Which files are taken as evidence, known by what they hold and never by their names.

They are those that people can open for years and that run nothing: no programs, no pages, no
macros. What is text is left out as well, since a table or a Markdown file below records/ could be
read as records.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from isodocs.rendering.pictures import MEDIA as PICTURES
from isodocs.rendering.pictures import picture

LARGEST = 10_000_000
"""Bytes: Git keeps every version of a file for as long as the repository is kept."""
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
MEDIA: Mapping[str, str] = {
    "pdf": "application/pdf",
    **{kind: PICTURES[kind] for kind in ("png", "jpg", "gif", "webp")},
    "tif": "image/tiff",
    "heic": "image/heic",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": f"{_OPEN}text",
    "ods": f"{_OPEN}spreadsheet",
    "odp": f"{_OPEN}presentation",
}
"""The kinds of file, by their usual ending, as media types."""
SHOWN = ("png", "jpg", "gif", "webp")
"""Those that a browser shows as a picture."""
_TIFF = (b"II*\0", b"MM\0*")
_HEIC = (b"heic", b"heix", b"mif1")
_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_MACROS = ("vbaproject.bin", "basic/", "scripts/")
_LONGEST_TYPE = 100


def kind_of(data: bytes) -> str:
    """The kind of a file, a key of `MEDIA`; empty for one that is not taken."""
    shown = picture(data)
    if shown and shown.kind in MEDIA:
        return shown.kind
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(_TIFF):
        return "tif"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return "heic"
    return _office(data) if data.startswith(b"PK\x03\x04") else ""


def _office(data: bytes) -> str:
    """The kind of a file of an office suite without macros; only its list of parts is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = {name.casefold() for name in parts.namelist()}
            if any(part in name for name in names for part in _MACROS):
                return ""
            if "mimetype" in names and parts.getinfo("mimetype").file_size < _LONGEST_TYPE:
                said = parts.read("mimetype").decode("ascii", "replace").strip()
                return next((kind for kind, media in MEDIA.items() if media == said), "")
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, OSError):
        return ""
    return next((kind for part, kind in _PARTS.items() if part in names), "")

"""Whether the files of a pack are those that its manifest lists."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from isodocs.copies import publication
from isodocs.errors import PackError
from isodocs.expressions import expression
from isodocs.model.pack import FileState, PackChecked, PackFile, PackMade
from isodocs.packs import archive, files
from isodocs.packs.files import PackedFiles, digest_in, digest_of
from isodocs.parsing.fields import parse_day
from isodocs.words import say

_LONGEST_MANIFEST = 64 * 1024**2
_SHA256 = expression(r"[0-9a-f]{64}")
_COMMIT = expression(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_OURS = (publication.MANIFEST, publication.SUMS)
_REWRITTEN = say(
    "The files are as in the manifest, and the zip around them is not as isodocs writes it: "
    "someone packed it again, or this machine compresses in another way."
)


def check(place: Path) -> PackChecked:
    """Check a zip or a folder; raises PackError for what is not a pack, and for a hostile zip."""
    with files.opened(place) as packed:
        data = _manifest(packed, place)
        try:
            content = json.loads(data)
            made, listed = _made(content), _listed(content)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise PackError(
                say("its manifest cannot be read, so nothing of it can be checked"),
                path=f"{place}/{publication.MANIFEST}",
                hint=say("It was changed or damaged. Ask for the pack again."),
            ) from error
        found = tuple(_states(packed, listed, data))
        checked = PackChecked(made, digest_of(data), found)
        if place.is_file() and not checked.faults and not _is_as_written(place, packed, made):
            checked = checked._replace(notes=(_REWRITTEN,))
        return checked


def manifest_of(place: Path) -> Mapping[str, Any]:
    """The manifest of a pack that was checked."""
    with files.opened(place) as packed:
        content: Mapping[str, Any] = json.loads(_manifest(packed, place))
        return content


def _manifest(packed: PackedFiles, place: Path) -> bytes:
    if publication.MANIFEST not in packed.names:
        raise PackError(
            say(
                "this is not an evidence pack: it has no {manifest} at its top",
                manifest=publication.MANIFEST,
            ),
            path=str(place),
        )
    data = b""
    for chunk in packed.read(publication.MANIFEST):
        data += chunk
        if len(data) > _LONGEST_MANIFEST:
            raise PackError(say("its manifest is too long to be one"), path=str(place))
    return data


def _made(content: Any) -> PackMade:
    """How it was made. Raises ValueError and the like for anything else."""
    if content["form"] != publication.PACK:
        raise ValueError(content["form"])
    on, commit = parse_day(_text(content["on"])), _text(content["commit"])
    if on is None or not _COMMIT.fullmatch(commit):
        raise ValueError(commit)
    return PackMade(
        organisation=_text(content["organisation"]),
        purpose=_text(content["for"]),
        standards=tuple(map(_text, content["standards"])),
        clauses=tuple(map(_text, content["clauses"])),
        on=on,
        commit=commit,
        up_to=_text(content["up_to"]),
        with_people=content["with_people"] is True,
        shallow=content["shallow"] is True,
        formats=tuple(map(_text, content["formats"])),
        makers=_text(content["makers"]),
        isodocs=_text(content["isodocs"]),
        language=_text(content.get("language", "en")),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _listed(content: Any) -> dict[str, str]:
    """The digests of the files by their names, which are never opened by them."""
    found: dict[str, str] = {}
    for entry in content["files"]:
        name, digest = _text(entry["name"]), _text(entry["sha256"])
        if name in found or name in _OURS or not _SHA256.fullmatch(digest):
            raise ValueError(name)
        found[name] = digest
    return found


def _states(packed: PackedFiles, listed: Mapping[str, str], manifest: bytes) -> Iterator[PackFile]:
    """Each file; that the sums are those of the manifest belongs to it."""
    there = {*packed.names}
    own = {publication.MANIFEST: digest_of(manifest)}
    sums = digest_of(publication.sums_of({**listed, **own}).encode())
    wanted = {**listed, publication.SUMS: sums, **own}
    for name in sorted(wanted.keys() | there):
        if name not in wanted:
            yield PackFile(name, FileState.ADDITIONAL)
        elif name not in there:
            yield PackFile(name, FileState.MISSING)
        else:
            digest = digest_in(packed, name)
            same = digest == wanted[name]
            yield PackFile(name, FileState.SAME if same else FileState.CHANGED, digest)


def _is_as_written(place: Path, packed: PackedFiles, made: PackMade) -> bool:
    """Whether a zip is byte for byte what isodocs writes for these files."""
    with tempfile.TemporaryFile() as again, place.open("rb") as there:
        archive.write(packed, made.on, again)
        again.seek(0)
        while chunk := again.read(1 << 20):
            if there.read(len(chunk)) != chunk:
                return False
        return not there.read(1)

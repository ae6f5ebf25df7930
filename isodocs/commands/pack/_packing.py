"""Where a pack is put: beside its place first, and then there, if nothing else is."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isodocs.copies.make import CopyFormat
    from isodocs.model.audit import AuditKind
    from isodocs.model.register import Register
    from isodocs.model.requirement import ClauseReference
    from isodocs.packs.build import BuiltPack
    from isodocs.packs.wanted import WantedPack
    from isodocs.workspace import Sight, Workspace

ZIP = ".zip"


def packed(
    workspace: Workspace, sight: Sight, register: Register, wanted: WantedPack, place: Path
) -> tuple[BuiltPack, str]:
    """Make the pack, and give the digest of its manifest; raises PackError where anything is there.

    A zip or a folder is there whole or not at all, and takes the place of nothing.
    """
    from isodocs.copies import publication
    from isodocs.packs import archive
    from isodocs.packs.build import build
    from isodocs.packs.files import FolderFiles, digest_of

    _refuse_what_is_there(place)
    publication.earlier(place, publication.PACK)  # not among what Git keeps
    target = place.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as beside:
        folder = Path(beside) / "pack"
        folder.mkdir(mode=0o755)
        built = build(workspace, sight, register, wanted, folder)
        digest = digest_of((folder / publication.MANIFEST).read_bytes())
        if target.suffix.lower() == ZIP:
            made = Path(beside) / "made.zip"
            with made.open("wb") as into:
                archive.write(FolderFiles(folder), register.on, into)
            _put(made, target)
        else:
            _refuse_what_is_there(place)
            folder.rename(target)
    return built, digest


def standards_of(
    register: Register, audit: AuditKind, typed: Sequence[str]
) -> tuple[Register, tuple[str, ...]]:
    """The standards that were typed, else those that the audit is about, and the register then."""
    from isodocs.commands._find_standard import for_audit
    from isodocs.errors import PackError
    from isodocs.readiness.readiness import assessed

    ids: dict[str, None] = {}
    for name in typed or ("",):
        (register, complete), id = for_audit(register, audit, name)
        if complete:
            raise PackError(
                "; ".join(complete), hint=say("Nothing is left to prove about the change.")
            )
        full, found = assessed(register, audit, id)
        register = full if id else register
        ids |= dict.fromkeys(found)
    if not ids:
        raise PackError(
            say("no standard is in use, so there is nothing to prove"),
            hint=say("Name it in isodocs.yaml: `standards: [iso-9001-2015]`."),
        )
    return register, tuple(ids)


def clauses_of(register: Register, ids: Sequence[str], typed: str) -> tuple[ClauseReference, ...]:
    """The clauses that were typed; a number that several standards have is that of each of them."""
    from isodocs.commands._find_standard import find_clause
    from isodocs.model.requirement import ClauseReference

    found: dict[ClauseReference, None] = {}
    maps = {id: register.maps[id] for id in ids}
    for word in typed.replace(",", " ").split():
        having = [id for id, known in maps.items() if word in known]
        if having:
            found |= {ClauseReference(id, word): None for id in having}
        else:
            found[find_clause(word, maps)] = None
    return tuple(found)


def formats(*, only_pages: bool) -> tuple[CopyFormat, ...]:
    """Pages, and PDF where it can be made."""
    from importlib.util import find_spec

    from isodocs.copies.make import CopyFormat

    both = not only_pages and find_spec("typst") is not None
    return (CopyFormat.HTML, CopyFormat.PDF) if both else (CopyFormat.HTML,)


def _refuse_what_is_there(place: Path) -> None:
    from isodocs.errors import PackError

    if os.path.lexists(place):
        raise PackError(
            say("this is there already, and a pack never takes the place of anything"),
            path=str(place),
            hint=say("Name another file or folder, or remove this one yourself."),
        )


def _put(made: Path, target: Path) -> None:
    """Move the file to its place, unless something has come there meanwhile."""
    try:
        os.link(made, target)
    except FileExistsError:
        _refuse_what_is_there(target)
    except OSError:  # a file system without links
        _refuse_what_is_there(target)
        made.rename(target)

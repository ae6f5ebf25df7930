"""Whether a pack is what the repository gives for its commit and day."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isodocs.copies import publication
from isodocs.model.pack import PackChecked, PackCompared
from isodocs.packs.build import build, made_by
from isodocs.packs.files import FolderFiles, digest_in
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.packs.wanted import WantedPack
    from isodocs.workspace import Sight, Workspace

_SAME_DOCUMENT = ("revision", "sha256")
_MOST = 20
_ONLY_GIT = say("So only documents, approvals and files from Git were compared.")


def compare(
    workspace: Workspace,
    sight: Sight,
    register: Register,
    wanted: WantedPack,
    checked: PackChecked,
    manifest: Mapping[str, Any],
) -> PackCompared:
    """Make the pack again, and compare its documents, approvals and files with the one checked."""
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside) / "pack"
        folder.mkdir()
        built = build(workspace, sight, register, wanted, folder)
        again = FolderFiles(folder)
        ours = {name: digest_in(again, name) for name in again.names}
        sources = {name for name, file in built.sources.items() if file}
    differences = [*_documents(manifest, built.manifest)]
    notes = []
    theirs = {file.name: file.sha256 for file in checked.files if file.sha256}
    left_out = [] if set(checked.made.formats) == {str(f) for f in wanted.formats} else [".pdf"]
    if left_out:
        notes.append(say("PDF copies were not compared: `pip install 'isodocs[pdf]'`."))
    derived = True
    if checked.made.makers != made_by():
        notes.append(
            say(
                "The pages and copies were made by isodocs {isodocs} or its libraries "
                "of another version. {only_git}",
                isodocs=checked.made.isodocs,
                only_git=_ONLY_GIT,
            )
        )
        derived = False
    if checked.made.shallow != register.ledger.shallow:
        notes.append(
            say(
                "One of the two has only a part of the history (a shallow clone). {only_git}",
                only_git=_ONLY_GIT,
            )
        )
        derived = False
    compared = {
        name
        for name in (ours.keys() | theirs.keys() if derived else sources)
        if not name.endswith(tuple(left_out)) and not (left_out and _depends(name))
    }
    odd = sorted(name for name in compared if ours.get(name) != theirs.get(name))
    differences += [_said(name, ours, theirs) for name in odd[:_MOST]]
    if len(odd) > _MOST:
        differences.append(say("and {part} more files", part=len(odd) - _MOST))
    number = len(built.manifest["documents"])
    others = (ours.keys() | theirs.keys()) - compared
    unlike = sum(ours.get(name) != theirs.get(name) for name in others)
    same = len(compared) + len(others) - unlike
    return PackCompared(number, same, tuple(differences), tuple(notes), unlike)


def _depends(name: str) -> bool:
    """Whether a file names the formats of copies."""
    lists = (publication.MANIFEST, publication.SUMS, "documents.html", "copies/index.html")
    return name in lists or name.endswith((f"/{publication.MANIFEST}", f"/{publication.SUMS}"))


def _said(name: str, ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    if name not in theirs:
        return say("{name}: the repository gives this file, and the pack has none", name=name)
    if name not in ours:
        return say("{name}: the repository gives no such file", name=name)
    return say("{name}: the repository gives another content", name=name)


def _documents(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[str]:
    """What differs in documents and approvals."""
    known = {each["document"]: each for each in ours["documents"]}
    listed = theirs.get("documents")
    said = {}
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict):
            said[str(each.get("document"))] = each
    for id in sorted(known.keys() | said.keys()):
        if id not in said:
            yield say("{id}: it is in force, and the pack does not have it", id=id)
        elif id not in known:
            yield say("{id}: the repository gives no such document for this pack", id=id)
        else:
            for name in _SAME_DOCUMENT:
                if said[id].get(name) != known[id][name]:
                    yield say(
                        "{id}: its {name} is {get}, and here {part}",
                        id=id,
                        name=name,
                        get=said[id].get(name),
                        part=known[id][name],
                    )
            if said[id].get("approvals") != known[id]["approvals"]:
                yield say("{id}: its approvals are not those in the repository", id=id)

"""What a snapshot says for itself before any document is read: its isodocs.yaml, its own maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.model.config import PATH, UNREADABLE, Config
from isodocs.model.own_maps import NONE, OwnMaps
from isodocs.model.problem import Problem
from isodocs.model.requirement import CORRESPONDENCES, FOLDER
from isodocs.parsing import config
from isodocs.repository.listed_files import below
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.repository.snapshot import Snapshot

STANDARDS = (FOLDER, CORRESPONDENCES)
"""Where a repository keeps requirement maps and correspondences of its own."""


def read_config(snapshot: Snapshot) -> Config:
    """The snapshot's `isodocs.yaml`, or the defaults when it has none."""
    if PATH not in snapshot.entries:
        return Config()
    refused: dict[str, str] = {}
    for _, file in snapshot.read([PATH], refused=refused):
        return config.parse(file.data)
    hint = say("Put a plain file there; until then the defaults hold.")
    problem = Problem(UNREADABLE, say("the file {refused}", refused=refused[PATH]), hint)
    return Config(configured=True, problems=(problem,))


def read_own_maps(snapshot: Snapshot) -> OwnMaps:
    """The snapshot's own requirement maps, without looking at anything else."""
    paths = below(snapshot.entries, *STANDARDS)
    if not paths:
        return NONE
    from isodocs.standards import own

    return own.read((path, file.data) for path, file in snapshot.read(paths, refused={}))

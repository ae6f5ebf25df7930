"""The clone and the programs on this machine."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from isodocs.model.diagnosis import Health, Line
from isodocs.repository import settings

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_EMBEDDED = (2, 38)
"""From this Git on a bare repository within a folder can be refused (safe.bareRepository)."""


def clone(git: Git) -> Iterator[Line]:
    """Whether all of history is here."""
    topic = "clone"
    whole = True
    if git.is_shallow:
        whole = False
        yield Line(
            topic,
            Health.WEAK,
            "shallow: what came before its first commits is not here, so nothing is said of it",
            "git fetch --unshallow",
        )
    if settings.is_partial(git):
        whole = False
        yield Line(
            topic,
            Health.WEAK,
            "partial: contents are missing, and isodocs fetches nothing by itself",
            "Clone it whole: git clone without --filter",
        )
    if whole:
        yield Line(topic, Health.OK, "all of its history is here")


def programs(git: Git, signs: bool) -> Iterator[Line]:
    """Git, and what signs."""
    version = settings.version(git)
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers >= _EMBEDDED:
        yield Line("git", Health.OK, f"version {version}")
    else:
        yield Line(
            "git",
            Health.WEAK,
            f"version {version} cannot refuse a repository hidden within another",
            "Install Git 2.38 or newer",
        )
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    path = os.pathsep.join(entry for entry in entries if Path(entry).is_absolute())
    found = which("ssh-keygen", path=path)
    if found:
        yield Line("ssh-keygen", Health.OK, f"{found}; needed to sign, not to verify")
    else:
        yield Line(
            "ssh-keygen",
            Health.MISSING if signs else Health.WEAK,
            "not installed: nothing can be signed here, everything can be verified",
            "Install OpenSSH 8.2 or newer (openssh-client)",
        )

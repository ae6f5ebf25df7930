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
from isodocs.words import say

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
            say(
                "shallow: what came before its first commits is not here, so nothing is said of it"
            ),
            "git fetch --unshallow",
        )
    if settings.is_partial(git):
        whole = False
        yield Line(
            topic,
            Health.WEAK,
            say("partial: contents are missing, and isodocs fetches nothing by itself"),
            say("Clone it whole: git clone without --filter"),
        )
    if whole:
        yield Line(topic, Health.OK, say("all of its history is here"))


def programs(git: Git, signs: bool) -> Iterator[Line]:
    """Git, and what signs."""
    version = settings.version(git)
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers >= _EMBEDDED:
        yield Line(say("git"), Health.OK, say("version {version}", version=version))
    else:
        yield Line(
            say("git"),
            Health.WEAK,
            say(
                "version {version} cannot refuse a repository hidden within another",
                version=version,
            ),
            say("Install Git 2.38 or newer"),
        )
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    path = os.pathsep.join(entry for entry in entries if Path(entry).is_absolute())
    found = which("ssh-keygen", path=path)
    if found:
        yield Line(
            "ssh-keygen", Health.OK, say("{found}; needed to sign, not to verify", found=found)
        )
    else:
        yield Line(
            "ssh-keygen",
            Health.MISSING if signs else Health.WEAK,
            say("not installed: nothing can be signed here, everything can be verified"),
            say("Install OpenSSH 8.2 or newer (openssh-client)"),
        )

"""The digest by which owners of the authority register bind what isodocs.yaml controls."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from isodocs.statements.canonical import dump

if TYPE_CHECKING:
    from isodocs.model.config import Config


def digest(settings: Config) -> str:
    """SHA-256 of the controlled set in canonical form: order and comments do not matter."""
    return hashlib.sha256(dump(settings.controlled)).hexdigest()

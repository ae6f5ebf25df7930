"""What commands need that make copies: the texts with all that they show, and how they look."""

from __future__ import annotations

from isodocs.copies.levels import allowed, with_history_up_to
from isodocs.packs.texts import copies_of, paths_of, theme_of

__all__ = ["allowed", "copies_of", "paths_of", "theme_of", "with_history_up_to"]

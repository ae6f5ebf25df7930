"""Clauses of different standards that ask the same, so that one claim answers them all."""

from __future__ import annotations

from isodocs.model.requirement import ClauseReference
from isodocs.register import Register


def equal_clauses(register: Register, clause: ClauseReference) -> tuple[ClauseReference, ...]:
    """The clauses of the other standards of `register` that ask exactly what `clause` asks.

    Coverage counts a claim on `clause` for each of them, marked as corresponding. None is known
    yet.
    """
    return ()
